import os
import tempfile
from pathlib import Path

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    name = event["name"]
    s3.get_object(Bucket="joined", Key=os.path.join("data", os.environ["ABSOLUTE"], "x.json"))
    s3.get_object(Bucket="slashed", Key=str(Path("data") / os.environ["ABSOLUTE"] / "x.json"))
    s3.get_object(Bucket="added-to", Key=os.path.join("data", os.environ["ABSOLUTE"] + "/x.json"))
    s3.get_object(Bucket="twice", Key=os.path.join(name, os.environ["RELATIVE"], os.environ["ABSOLUTE"]))
    s3.get_object(Bucket="made", Key=os.path.join("data", os.path.abspath(name)))
    s3.get_object(Bucket="temporary", Key=os.path.join("data", tempfile.mkdtemp(), "x.json"))
    s3.get_object(Bucket="relative", Key=os.path.join("data", os.environ["RELATIVE"], name))
    s3.get_object(Bucket="default", Key=os.path.join("data", os.environ.get("ABSOLUTE", "own"), "x.json"))
