from base import ClientMixin, Auditable, Repo
import boto3

class Rds(ClientMixin, Auditable):
    service_name = "rds"
    def names(self):
        self.audit("x")
        return [d["DBInstanceIdentifier"] for d in self.get_client().describe_db_instances()["DBInstances"]]

class Kinesis(Auditable, ClientMixin):
    service_name = "kinesis"
    def put(self, data):
        return self.get_client().put_record(StreamName="clicks", Data=data, PartitionKey="1")

class TableRepo(Repo["DynamoDBClient"]):
    def all(self):
        return self.client.scan(TableName=self.name)

class BucketRepo(Repo):
    def all(self):
        return self.client.list_objects_v2(Bucket=self.name)

def run():
    Rds().names()
    Kinesis().put(b"")
    TableRepo(boto3.client("dynamodb"), "things").all()
    BucketRepo(boto3.client("s3"), "things-bucket").all()
