import os, sys
import boto3

if os.environ.get("STAGE") == "prod":
    store = boto3.client("s3")
else:
    store = boto3.client("s3", endpoint_url="http://localhost:4566")

def backend(kind):
    match kind:
        case "queue":
            return boto3.client("sqs")
        case "topic":
            return boto3.client("sns")
        case _:
            raise ValueError(kind)

def act(kind, target):
    match kind:
        case "queue" if target:
            backend(kind).send_message(QueueUrl=target, MessageBody="x")
        case "topic":
            backend(kind).publish(TopicArn=target, Message="x")

def find(name):
    if (client := boto3.client("cognito-idp")) and (pools := client.list_user_pools(MaxResults=10)):
        for p in pools["UserPools"]:
            client.admin_get_user(UserPoolId=p["Id"], Username=name)

c = boto3.client("ec2") if len(sys.argv) > 1 else None
if c:
    c.describe_images(Owners=["self"])
store.head_bucket(Bucket="state")
act("queue", "https://sqs.us-east-1.amazonaws.com/111122223333/jobs")
act("topic", "arn:aws:sns:us-east-1:111122223333:alerts")
find("bob")
