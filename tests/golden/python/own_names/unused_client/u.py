import boto3
from unittest.mock import MagicMock, patch
from botocore.stub import Stubber

s3 = boto3.client("s3")
unused = boto3.resource("dynamodb").Table("t")
session = boto3.Session()

class InMemoryTable:
    def __init__(self):
        self.rows = {}
    def put_item(self, Item):
        self.rows[Item["id"]] = Item
    def get_item(self, Key):
        return {"Item": self.rows[Key["id"]]}
    def scan(self, **kw):
        return {"Items": list(self.rows.values())}

class Repo:
    def __init__(self, table):
        self.table = table
    def save(self, x):
        self.table.put_item(Item=x)
    def all(self):
        return self.table.scan()["Items"]

def local():
    r = Repo(InMemoryTable())
    r.save({"id": "1"})
    return r.all()

def mocked():
    m = MagicMock()
    m.get_object(Bucket="b", Key="k")
    m.describe_stacks(StackName="x")

def names():
    return s3.meta.service_model.operation_names, session.get_available_services(), session.available_profiles
