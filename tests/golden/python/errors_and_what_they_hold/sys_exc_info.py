import sys
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="sys_exc_info")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="sys_exc_info")


class E(Exception):
    def __init__(self, s): self.s = s
def run(x):
    try: raise E(Store())
    except E:
        sys.exc_info()[1].s.get()
