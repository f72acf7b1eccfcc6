import os

import boto3
from recordstore import Store

store = Store(settings={"table": "records"}, region="eu-west-1")


def handler(event, context):
    boto3.client("sns").publish(TopicArn=os.environ["TOPIC"], Message="saved")
    store.save({"id": "1"})
