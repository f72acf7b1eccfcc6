import os, boto3
s3 = boto3.client("s3")
def handler(event, context):
    s3.put_object(Bucket=os.environ["BUCKET"], Key="out/" + event["k"], Body=b"")
    return s3.get_object(Bucket=os.environ["BUCKET"], Key="in/" + event["k"])["Body"].read()
