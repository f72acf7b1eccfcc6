import copy
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="deepcopy_dunder")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="deepcopy_dunder")


class A:
    def __deepcopy__(self, memo):
        return Store()
def run(): copy.deepcopy(A()).get()
