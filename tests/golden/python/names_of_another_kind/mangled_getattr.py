import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="mangled_getattr")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="mangled_getattr")


class A:
    def __init__(self): self.__s = Store()
def run():
    getattr(A(), "_A__s").get()
