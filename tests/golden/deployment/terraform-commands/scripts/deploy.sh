#!/bin/sh
aws sns publish --topic-arn "$TOPIC" --message done
sam deploy
