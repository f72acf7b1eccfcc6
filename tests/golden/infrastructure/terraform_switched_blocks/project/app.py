import os, boto3
def handler(event, context):
    if os.environ.get("ALERTS"):
        boto3.client("sns").publish(TopicArn=os.environ["ALERTS"], Message="x")
    boto3.client("s3").put_object(Bucket="b", Key="k")
