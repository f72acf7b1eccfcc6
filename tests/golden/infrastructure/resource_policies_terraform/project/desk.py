import os

import boto3

sqs = boto3.client("sqs")
sns = boto3.client("sns")
kms = boto3.client("kms")


def handler(event, context):
    seal = kms.encrypt(KeyId=os.environ["KEY"], Plaintext=b"one")
    kms.decrypt(KeyId=os.environ["KEY"], CiphertextBlob=seal["CiphertextBlob"])
    sqs.send_message(QueueUrl=os.environ["CALLS"], MessageBody="one")
    sns.publish(TopicArn=os.environ["NEWS"], Message="new")
