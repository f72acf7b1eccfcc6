"""Own abstractions with AWS-like names; only S3Store touches AWS."""
import abc, os, boto3
class Store(abc.ABC):
    @abc.abstractmethod
    def get_object(self, Bucket, Key): ...
    @abc.abstractmethod
    def list_objects(self, Bucket): ...
class LocalStore(Store):
    def get_object(self, Bucket, Key):
        return open(os.path.join(Bucket, Key)).read()
    def list_objects(self, Bucket):
        return os.listdir(Bucket)
class S3Store(Store):
    def __init__(self, client): self.client = client
    def get_object(self, Bucket, Key):
        return self.client.get_object(Bucket=Bucket, Key=Key)["Body"].read()
    def list_objects(self, Bucket):
        return [o["Key"] for o in self.client.list_objects_v2(Bucket=Bucket)["Contents"]]
def make(kind):
    return S3Store(boto3.client("s3")) if kind == "s3" else LocalStore()
