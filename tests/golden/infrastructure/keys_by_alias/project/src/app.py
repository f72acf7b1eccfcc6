import os
import boto3

kms = boto3.client("kms")
sns = boto3.client("sns")


def handler(event, context):
    kms.get_public_key(KeyId=os.environ["KEY"])
    kms.get_public_key(KeyId=os.environ["OTHER"])
    sns.publish(TopicArn=os.environ["TOPIC"], Message="x")
