import os

import boto3
from recordstore import Model


class Note(Model):
    class Meta:
        table = "records"


def handler(event, context):
    boto3.client("sns").publish(TopicArn=os.environ["TOPIC"], Message="saved")
    Note.save({"id": "1"})
