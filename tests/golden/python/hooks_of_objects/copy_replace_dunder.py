import copy
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="copy_replace_dunder")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="copy_replace_dunder")


class A:
    def __copy__(self): return Store()
def run(): copy.copy(A()).get()
