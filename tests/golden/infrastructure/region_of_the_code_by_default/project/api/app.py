import boto3

TABLE = "products"
client = boto3.client("dynamodb", region_name="eu-west-3")


def handler(event, context):
    key = {"id": {"S": event["id"]}}
    if "name" in event:
        client.put_item(TableName=TABLE, Item={**key, "name": {"S": event["name"]}})
    return client.get_item(TableName=TABLE, Key=key)
