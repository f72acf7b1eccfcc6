import os

import boto3
import requests
from requests_aws4auth import AWS4Auth

sqs = boto3.client("sqs")
s3 = boto3.client("s3")
sns = boto3.client("sns")
keys = boto3.Session().get_credentials()
auth = AWS4Auth(keys.access_key, keys.secret_key, os.environ["AWS_REGION"], "execute-api", session_token=keys.token)


def handler(event, context):
    requests.get(os.environ["BOOKINGS"], auth=auth)
    sqs.send_message(QueueUrl=os.environ["CALLS"], MessageBody="one")
    sqs.receive_message(QueueUrl=os.environ["CALLS"])
    s3.get_object(Bucket=os.environ["PAPERS"], Key="paper")
    sns.publish(TopicArn=os.environ["NEWS"], Message="new")
