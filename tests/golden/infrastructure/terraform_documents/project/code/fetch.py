import json
import os

import boto3

ssm = boto3.client("ssm")
sqs = boto3.client("sqs")


def handler(event, context):
    token = ssm.get_parameter(Name=os.environ["TOKEN"], WithDecryption=True)["Parameter"]["Value"]
    queues = json.loads(os.environ["QUEUES"])
    sqs.send_message(QueueUrl=queues[event["feed"]], MessageBody=token[:1])
