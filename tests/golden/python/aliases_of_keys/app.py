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


def one_of_two(legal):
    kms.get_public_key(KeyId="alias/legal" if legal else "alias/usual")
    kms.sign(
        KeyId="alias/legal" if legal else f"alias/{os.environ['STAGE']}-signing",
        Message=b"x",
        SigningAlgorithm="ECDSA_SHA_256",
    )


def alias_or_key(old):
    kms.verify(
        KeyId="alias/usual" if old else "arn:aws:kms:eu-west-1:111122223333:key/1",
        Message=b"x",
        Signature=b"x",
        SigningAlgorithm="ECDSA_SHA_256",
    )
    kms.generate_mac(KeyId=os.environ.get("KEY", "alias/usual"), Message=b"x", MacAlgorithm="HMAC_SHA_256")
