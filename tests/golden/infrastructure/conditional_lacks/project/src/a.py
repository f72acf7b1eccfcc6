import boto3
def handler(event, context):
    boto3.client("s3").get_object(Bucket="one", Key="x")
    boto3.client("dynamodb").get_item(TableName="t", Key={})
