import contextlib
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="closing")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="closing")


class C:
    def close(self): Store().get()
def run():
    with contextlib.closing(C()) as c: pass
