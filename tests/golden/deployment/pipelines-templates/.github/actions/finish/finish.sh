#!/bin/sh
aws sns publish --topic-arn arn:aws:sns:eu-west-1:123456789012:released --message done
