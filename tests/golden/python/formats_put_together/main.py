import os

import boto3

s3 = boto3.client("s3")
FORMAT = os.environ["FORMAT"]


def handler(event, context):
    width, number = event["width"], event["number"]
    s3.get_object(Bucket="padded", Key="part-" + ("%0" + str(width) + "d") % number + ".json")
    s3.get_object(Bucket="inside", Key=("%s/%-" + FORMAT + "s/end") % ("a", "b"))
    s3.get_object(Bucket="before", Key=("p/" + FORMAT + "/%s") % "z")
    s3.get_object(Bucket="percent", Key=("100%%" + FORMAT) % ())
    s3.get_object(Bucket="braces", Key=("p/{:" + FORMAT + "}/end").format("z"))
    s3.get_object(Bucket="text", Key="%0" + FORMAT + "d")
