#!/bin/bash
set -eu
aws dynamodb scan --table-name "$TABLE" > /tmp/out.json
gzip /tmp/out.json
aws s3 cp /tmp/out.json.gz "s3://$BUCKET/$1/${STAGE:-dev}.json.gz"
