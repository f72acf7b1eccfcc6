#!/bin/sh
aws lambda invoke --function-name read-again --payload "file://$1" /dev/null
