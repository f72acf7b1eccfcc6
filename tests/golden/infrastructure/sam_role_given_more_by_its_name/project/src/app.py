import os
import boto3
def handler(event, context):
    item = boto3.resource("dynamodb").Table(os.environ["ORDERS"]).get_item(Key={"id": "a"})
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody=str(item))
