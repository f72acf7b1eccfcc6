import os

import boto3


def handler(event, context):
    boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET"])
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody="x")
    kms = boto3.client("kms")
    kms.sign(KeyId=os.environ["KEY"], Message=b"x", SigningAlgorithm="ECDSA_SHA_256")
    kms.verify(KeyId=os.environ["SHARED"], Message=b"x", Signature=b"x", SigningAlgorithm="ECDSA_SHA_256")
    return boto3.client("s3").get_object(Bucket=os.environ["BUCKET"], Key="a")
