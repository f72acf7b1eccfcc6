import boto3


class Late:
    def load(self, name):
        return boto3.client("dynamodb").get_item(TableName=name, Key={})


def __getattr__(name):
    if name == "table":
        return Late()
    raise AttributeError(name)
