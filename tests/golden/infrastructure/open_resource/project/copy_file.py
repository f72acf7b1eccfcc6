import boto3


def handler(event, context):
    record = event["Records"][0]["s3"]
    body = boto3.client("s3").get_object(Bucket=record["bucket"]["name"], Key=record["object"]["key"])
    boto3.client("sqs").send_message(QueueUrl=event["reply_to"], MessageBody=body["ETag"])
