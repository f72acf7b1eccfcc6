#!/usr/bin/env bash
APP=$1
VERSION=${2:-latest}
for part in api worker; do
  aws lambda update-function-code --function-name "$APP-$part" --s3-bucket acme-code --s3-key "$APP/$VERSION.zip"
done
