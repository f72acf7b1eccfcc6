import boto3


def get_table():
    return boto3.resource("dynamodb").Table("common-plain").get_item(Key={})
