import os

import boto3

books = boto3.resource("dynamodb").Table(os.environ["BOOKS"])
copies = boto3.resource("dynamodb").Table(os.environ["COPIES"])


def close(event, context):
    found = [*books.scan()["Items"], *copies.scan()["Items"]]
    boto3.client("s3").put_object(Bucket=os.environ["ARCHIVE"], Key="all", Body=str(found))
