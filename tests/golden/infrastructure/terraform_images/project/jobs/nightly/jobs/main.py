import boto3
boto3.client("sns").publish(TopicArn="arn:aws:sns:us-east-1:123456789012:main", Message="x")
