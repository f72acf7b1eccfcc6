import abc
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="subclasshook")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="subclasshook")


class A(abc.ABC):
    @classmethod
    def __subclasshook__(cls, c): return bool(Store().get())
def run():
    return issubclass(int, A)
