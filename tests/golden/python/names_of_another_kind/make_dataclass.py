from dataclasses import make_dataclass
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="make_dataclass")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="make_dataclass")


A = make_dataclass("A", [("s", object)], namespace={"go": lambda self: self.s.get()})
def run(): A(Store()).go()
