import boto3

TABLE = "Letters"


def handler(event, context):
    boto3.client("dynamodb").get_item(TableName=TABLE, Key={"id": {"S": event["id"]}})
    boto3.client("sqs").get_queue_url(QueueName="letters")
