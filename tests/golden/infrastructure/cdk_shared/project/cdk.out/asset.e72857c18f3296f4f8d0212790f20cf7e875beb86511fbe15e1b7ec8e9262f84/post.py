import os

import boto3

dynamodb = boto3.resource("dynamodb")
sqs = boto3.client("sqs")
s3 = boto3.client("s3")


def take(event, context):
    dynamodb.Table(os.environ["PARCELS"]).put_item(Item={"id": event["id"]})


def find(event, context):
    return dynamodb.Table(os.environ["PARCELS"]).get_item(Key={"id": event["id"]})


def stamp(event, context):
    sqs.send_message(QueueUrl=os.environ["LETTERS"], MessageBody=event["text"])


def sort(event, context):
    return dynamodb.Table(os.environ["PARCELS"]).scan()


def album(event, context):
    return s3.get_object(Bucket=os.environ["PHOTOS"], Key="albums/" + event["name"])["Body"].read()


def weigh(event, context):
    return s3.get_object(Bucket=os.environ["PHOTOS"], Key=event["id"])["ContentLength"]
