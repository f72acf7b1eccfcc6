import os

import boto3

TABLE_NAME = "TABLE_NAME"
BUCKET = "<bucket>"
ddb = boto3.resource("dynamodb")
s3 = boto3.client("s3")
sns = boto3.client("sns")


def handler(event, context):
    ddb.Table(TABLE_NAME).put_item(Item=event)
    s3.put_object(Bucket=BUCKET, Key="a", Body=b"")
    s3.get_object(Bucket="your-bucket-name", Key="a")
    s3.delete_object(Bucket="BUCKET_NAME", Key="a")
    boto3.client("secretsmanager").get_secret_value(SecretId="REPLACE_ME")
    boto3.client("ssm").get_parameter(Name=os.environ["SETTING"])
    boto3.client("lambda").invoke(FunctionName="my-function-here")
    sns.publish(TopicArn="arn:aws:sns:us-east-1:123456789012:xxxx", Message="a")
    # These are names.
    ddb.Table("my-table").delete_item(Key={})
    boto3.client("ssm").put_parameter(Name="table-name", Value="TABLE_NAME", Overwrite=True)
