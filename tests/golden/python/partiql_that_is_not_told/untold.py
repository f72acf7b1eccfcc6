import boto3

dynamodb = boto3.client("dynamodb")


def any_statement(event):
    dynamodb.execute_statement(Statement=event["statement"])
