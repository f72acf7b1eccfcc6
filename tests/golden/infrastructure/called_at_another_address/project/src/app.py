import boto3

local = boto3.client("dynamodb", endpoint_url="http://localhost:8000")


def handler(event, context):
    return local.get_item(TableName="notes", Key={"id": {"S": event["id"]}})
