import os
from pathlib import PurePosixPath

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    s3.put_object(Bucket="as-it-is", Key=os.path.join(os.environ["FOLDER"], "../two.json"))
    s3.put_object(Bucket="anew", Key=os.path.join(os.environ["FOLDER"], "/three.json"))
    s3.put_object(Bucket="cleaned", Key=str(PurePosixPath(os.environ["FOLDER"], "./daily//four.json")))
