#!/bin/bash
aws s3 cp s3://start-files/settings.json /tmp/settings.json
exec "$@"
