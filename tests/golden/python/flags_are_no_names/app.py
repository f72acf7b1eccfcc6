import boto3

SETTINGS = {"orders": "orders", "trail": "trail", "debug": True}


class Settings:
    def __init__(self):
        for name, value in SETTINGS.items():
            self.__dict__[name] = value


def handler(event, context):
    dynamodb = boto3.client("dynamodb")
    dynamodb.get_item(TableName=SETTINGS[event["kind"]], Key=event["key"])
    dynamodb.delete_item(TableName=getattr(Settings(), event["kind"]), Key=event["key"])
