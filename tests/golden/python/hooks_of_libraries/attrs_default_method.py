import attr
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="attrs_default_method")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="attrs_default_method")


@attr.define
class A:
    s = attr.field()
    @s.default
    def _mk(self): return Store()
def run(): A().s.get()
