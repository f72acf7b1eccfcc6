"""What newer versions of the language know: the file is read as a whole."""

lazy import boto3
lazy from json import dumps


class Box[T = str]:
    def __init__(self, content: T):
        self.content = content


def stored[K, V = dict[str, int]](table: str, item: Box[V]) -> None:
    lazy_client = boto3.client("dynamodb")
    lazy_client.put_item(TableName=table, Item={"id": {"S": dumps(item.content)}})


def main():
    stored("newer", Box({}))
    try:
        boto3.client("s3").get_object(Bucket="tagged", Key="k")
    except* ValueError:
        pass
