import os, boto3
s3 = boto3.client("s3")
def handler(event, context):
    v = s3.get_object(Bucket=os.environ["BUCKET"], Key=event["k"])["Body"].read()
    s3.put_object(Bucket=os.environ["BUCKET"], Key=event["k"] + ".bak", Body=v)
