import enum
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="flag_or")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="flag_or")


class F(enum.Flag):
    A = 1
    B = 2
    def go(self): return Store().get()
def run():
    x = F.A | F.B
    x.go()
