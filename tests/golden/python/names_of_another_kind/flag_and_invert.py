import enum
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="flag_and_invert")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="flag_and_invert")


class F(enum.Flag):
    A = 1
    B = 2
    def go(self): return Store().get()
def run(n):
    (~F.A & F.B).go()
