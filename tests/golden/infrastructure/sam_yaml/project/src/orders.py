import os

import boto3
from boto3.dynamodb.conditions import Key
from notices import tell

table = boto3.resource("dynamodb").Table(os.environ["ORDERS"])
sqs = boto3.client("sqs")
s3 = boto3.client("s3")


def take(event, context):
    table.put_item(Item={"id": event["id"], "customer": event["customer"]})
    sqs.send_message(QueueUrl=os.environ["QUEUE"], MessageBody=event["id"])
    tell(event["id"])


def work(event, context):
    for record in event["Records"]:
        order = table.get_item(Key={"id": record["body"]})["Item"]
        others = table.query(
            IndexName="by-customer", KeyConditionExpression=Key("customer").eq(order["customer"])
        )
        s3.put_object(
            Bucket=os.environ["RECEIPTS"],
            Key=f"receipts/{order['id']}.txt",
            Body=str(len(others["Items"])),
        )


def list_all(event, context):
    return table.scan()["Items"]
