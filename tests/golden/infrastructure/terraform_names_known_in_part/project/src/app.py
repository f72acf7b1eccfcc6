import os

import boto3

REGION = "us-east-1"


def handler(event, context):
    client = event["client"]
    table = boto3.resource("dynamodb", region_name=REGION).Table("watch_" + client + "_history")
    table.put_item(Item={"id": "1"})
    own = "" if os.environ.get("SHARED") else "_" + client
    boto3.client("ssm", region_name=REGION).get_parameter(Name="/watch" + own + "/password")
    # A queue that is called otherwise is none of those that are granted.
    boto3.client("sqs").send_message(QueueUrl=f"https://sqs.us-east-1.amazonaws.com/1/mail_{client}_jobs", MessageBody="x")
    return table.scan()
