import os

import boto3

dynamodb = boto3.resource("dynamodb")
sqs = boto3.client("sqs")
s3 = boto3.client("s3")
sns = boto3.client("sns")


def handler(event, context):
    dynamodb.Table(os.environ["TABLE"]).get_item(Key={"pk": event["id"]})
    sqs.send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody="x")
    s3.get_object(Bucket=os.environ["BUCKET"], Key=event["key"])
    sns.publish(TopicArn=os.environ["TOPIC"], Message="x")
