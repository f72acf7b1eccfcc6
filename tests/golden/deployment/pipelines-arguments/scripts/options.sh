#!/bin/sh
while [ $# -gt 0 ]; do
  case $1 in
    --table) TABLE=$2; shift 2 ;;
    --bucket) BUCKET=$2; shift 2 ;;
  esac
done
aws dynamodb delete-table --table-name "$TABLE"
aws s3 rm "s3://$BUCKET/old"
