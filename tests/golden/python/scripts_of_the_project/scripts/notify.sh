#!/bin/sh
aws sns publish --topic-arn "arn:aws:sns:eu-west-1:123456789012:$1-$2" --message "$PREFIX"
echo "$QUEUE"
aws sqs send-message --queue-url "https://sqs.eu-west-1.amazonaws.com/123456789012/$QUEUE" --message-body x
