import boto3


def handler(event, context):
    boto3.client("athena").start_query_execution(QueryString="EXECUTE q USING 1", WorkGroup="shop")
