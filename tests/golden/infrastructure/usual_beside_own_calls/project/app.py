import boto3

glue = boto3.client("glue")


def handler(event, context):
    glue.get_table(DatabaseName="d", Name="t")
    return boto3.client("athena").start_query_execution(QueryString=event["query"], WorkGroup="primary")
