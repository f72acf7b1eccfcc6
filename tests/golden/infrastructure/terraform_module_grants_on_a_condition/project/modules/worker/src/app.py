import boto3

s3 = boto3.client("s3")
sqs = boto3.client("sqs")


def handler(event, context):
    s3.get_object(Bucket="acme-inbox", Key=event["key"])
    if event.get("queue"):
        sqs.send_message(QueueUrl=event["queue"], MessageBody=event["key"])
