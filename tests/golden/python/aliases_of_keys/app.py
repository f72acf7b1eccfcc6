import os

import boto3

kms = boto3.client("kms")


def known():
    kms.generate_data_key(KeyId="alias/app", KeySpec="AES_256")


def partly(name):
    kms.describe_key(KeyId="alias/" + name)
    kms.decrypt(KeyId=f"alias/app-{os.environ['STAGE']}", CiphertextBlob=b"x")


def of_a_parameter(name):
    boto3.client("ssm").put_parameter(Name="token", Value="x", Type="SecureString", KeyId=f"alias/{name}-key")
