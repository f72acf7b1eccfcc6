import boto3
import joblib


class Table:
    def __init__(self, name):
        self.name = name
        self.client = boto3.client("dynamodb")

    def get(self, key):
        return self.client.get_item(TableName=self.name, Key={"id": key})


def beside(event, context):
    Table("orders").get("x")
    return joblib.register(Table("spare"))


def of_class(event, context):
    Table("orders").get("x")
    return joblib.register(Table)


def alone(event, context):
    return Table("orders").get("x")
