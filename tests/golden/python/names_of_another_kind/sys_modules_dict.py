import sys
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="sys_modules_dict")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="sys_modules_dict")


def go(): Store().get()
def run(name):
    sys.modules[__name__].__dict__["go"]()
