import os

from minio import Minio


def handler(event, context):
    own = Minio("s3.eu-west-1.amazonaws.com")
    own.get_object("read", "k")
    own.fput_object("written", "k", "/tmp/x")
    own.copy_object("copied", "k", None)
    Minio("play.min.io").get_object("elsewhere", "k")
    Minio(os.environ["ENDPOINT"]).get_object("perhaps", "k")
