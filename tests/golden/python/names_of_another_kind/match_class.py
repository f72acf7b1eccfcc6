import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="match_class")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="match_class")


class A:
    __match_args__ = ("s",)
    def __init__(self, s): self.s = s
def run(x):
    match A(Store()):
        case A(s): s.get()
