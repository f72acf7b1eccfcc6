import os, boto3
boto3.client("sns").publish(TopicArn=os.environ["TOPIC"], Message="x")
