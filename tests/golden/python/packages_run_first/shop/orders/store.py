import boto3


class Conflict(Exception):
    def __init__(self, message, client, bucket, key):
        self.message = message


def check(key):
    client = boto3.client("s3")
    if client.list_object_versions(Bucket="orders", Prefix=key)["Versions"]:
        raise Conflict("changed meanwhile", client, "orders", key)
