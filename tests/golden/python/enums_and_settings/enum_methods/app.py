from enum import Enum, auto
from dataclasses import dataclass
import boto3
class Svc(Enum):
    S3 = "s3"
    SQS = "sqs"
    def client(self, session=None):
        return (session or boto3).client(self.value)
class Bucket(str, Enum):
    RAW = "raw-data"
    CURATED = "curated-data"
    def key(self, name):
        return f"{self.name.lower()}/{name}"
class Color(Enum):
    RED = auto()
CLIENTS = {s: s.client() for s in Svc}
def main():
    Svc.S3.client().get_object(Bucket=Bucket.RAW, Key="a")
    CLIENTS[Svc.SQS].list_queues()
    boto3.client("s3").put_object(Bucket=Bucket.CURATED.value, Key="k")
    boto3.client(Svc("sqs").value).delete_queue(QueueUrl="https://sqs.us-east-1.amazonaws.com/111122223333/q")
main()
