import boto3
from thumbnailer import Maker


def handler(event, context):
    maker = Maker()
    maker.use(boto3.client("s3"))
    maker.make(event["key"])
