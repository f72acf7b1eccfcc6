import boto3

s3 = boto3.client("s3")
ddb = boto3.client("dynamodb")

def handler(event, context):
    s3.get_object(Bucket="one", Key="data/x")
    ddb.get_item(TableName="t", Key={"id": {"S": "1"}})
