import os

from minio import Minio


def handler(event, context):
    own = Minio("s3.eu-west-1.amazonaws.com")
    own.get_object("read", "k")
    own.fput_object("written", "k", "/tmp/x")
    own.copy_object("copied", "k", None)
    Minio("play.min.io").get_object("elsewhere", "k")
    Minio(os.environ["ENDPOINT"]).get_object("perhaps", "k")


def administer():
    aws = Minio("s3.amazonaws.com")
    aws.make_bucket("new-bucket")
    aws.set_bucket_policy("new-bucket", "{}")
    aws.remove_objects("old", [])
    aws.copy_object("copies", "k", None)
    return aws.presigned_get_object("shared", "file")
