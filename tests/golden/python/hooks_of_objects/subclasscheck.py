import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="subclasscheck")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="subclasscheck")


class M(type):
    def __subclasscheck__(cls, x): return bool(Store().get())
class A(metaclass=M): pass
def run():
    return issubclass(int, A)
