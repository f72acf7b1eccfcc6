import os

import boto3

s3 = boto3.client("s3")
sqs = boto3.client("sqs")


def backup(event, context):
    for record in event["Records"]:
        s3.put_object(Bucket="backups", Key=record["eventID"], Body=str(record))


def work(event, context):
    print(event)


def send(event, context):
    sqs.send_message(QueueUrl=os.environ["INBOX"], MessageBody=str(event))


def drain(event, context):
    for record in event["Records"]:
        sqs.delete_message(QueueUrl=os.environ["INBOX"], ReceiptHandle=record["receiptHandle"])
