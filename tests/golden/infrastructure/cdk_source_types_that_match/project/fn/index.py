import os, boto3

s3 = boto3.client("s3")


def handler(event, context):
    s3.get_object(Bucket=os.environ["AUDIO"], Key="in/x.mp3")
    s3.put_object(Bucket="elsewhere", Key="out.json", Body=b"x")
