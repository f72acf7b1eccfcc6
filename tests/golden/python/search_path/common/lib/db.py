import boto3


def get_table():
    return boto3.resource("dynamodb").Table("common-lib").get_item(Key={})
