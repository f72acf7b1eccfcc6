import os

import boto3

LOCAL = os.environ.get("LOCAL")

# Always somewhere else.
stand_in = boto3.client("s3", endpoint_url="http://localhost:4566")
port = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{os.environ['PORT']}")
store = boto3.client(
    "s3",
    endpoint_url="https://nyc3.digitaloceanspaces.com",
    aws_access_key_id=os.environ["STORE_KEY"],
    aws_secret_access_key=os.environ["STORE_SECRET"],
)
account = boto3.resource("s3", endpoint_url=f"https://{os.environ['ACCOUNT']}.r2.cloudflarestorage.com")

# Somewhere else at times, or AWS itself, or nobody knows.
default = boto3.client("s3", endpoint_url=os.environ.get("ENDPOINT", "http://localhost:4566"))
either = boto3.client("s3", endpoint_url="http://localhost:4566" if LOCAL else None)
own = boto3.client("s3", endpoint_url="https://s3.eu-west-1.amazonaws.com")
company = boto3.client("s3", endpoint_url="https://objects.example.org")
options = {"endpoint_url": "http://localhost:4566"} if LOCAL else {}
spread = boto3.client("s3", **options)


def client():
    if LOCAL:
        return boto3.client("s3", endpoint_url="http://localhost:4566")
    return boto3.client("s3")


def handler(event, context):
    stand_in.get_object(Bucket="stand-in", Key="k")
    port.get_object(Bucket="port", Key="k")
    store.get_object(Bucket="store", Key="k")
    account.Object("account", "k").get()
    default.get_object(Bucket="default", Key="k")
    either.get_object(Bucket="either", Key="k")
    own.get_object(Bucket="own", Key="k")
    company.get_object(Bucket="company", Key="k")
    spread.get_object(Bucket="spread", Key="k")
    client().get_object(Bucket="returned", Key="k")
