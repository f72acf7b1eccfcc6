import boto3


def handler(event, context):
    return boto3.client("glue").get_table(DatabaseName="d", Name="t")
