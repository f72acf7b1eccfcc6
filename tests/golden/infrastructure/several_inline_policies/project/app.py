import boto3, os
def handler(e, c):
    boto3.client("s3").get_object(Bucket=os.environ["BUCKET"], Key="k")
    t = boto3.resource("dynamodb").Table(os.environ["TABLE"])
    t.get_item(Key={})
    t.put_item(Item={})
    t.query()
