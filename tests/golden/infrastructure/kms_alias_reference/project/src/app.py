import os

import boto3

kms = boto3.client("kms")


def handler(event, context):
    key = kms.describe_key(KeyId=os.environ["SEAL"])
    kms.sign(KeyId=os.environ["SEAL"], Message=b"x", SigningAlgorithm="ECDSA_SHA_256")
    return key["KeyMetadata"]["KeyState"]
