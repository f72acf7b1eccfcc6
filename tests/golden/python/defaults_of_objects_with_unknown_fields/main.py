"""Fields that are set where nothing is, of objects that are made of what is not known."""

from types import SimpleNamespace

import boto3

s3 = boto3.client("s3")


def in_a_branch(given):
    settings = SimpleNamespace(**given)
    if not settings.bucket:
        settings.bucket = "orders"
    s3.get_bucket_acl(Bucket=settings.bucket)


def in_any_case(given):
    settings = SimpleNamespace(**given)
    settings.bucket = "orders"
    s3.get_bucket_cors(Bucket=settings.bucket)


class Session:
    def __init__(self, given):
        self.given = given

    def __enter__(self):
        self.given["Bucket"] = "inside"
        return self.given

    def __exit__(self, *what):
        return False


def where_a_context_is_entered(event):
    with Session({**event}) as request:
        s3.get_bucket_policy(**request)
