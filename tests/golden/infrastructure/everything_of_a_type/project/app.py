import boto3


def read(event, context):
    boto3.client("s3").get_object(Bucket=event["bucket"], Key=event["key"])
    boto3.client("dynamodb").get_item(TableName=event["table"], Key={"id": {"S": "1"}})
    boto3.client("sqs").send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/read", MessageBody="read")
