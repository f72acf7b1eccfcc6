import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="instancecheck")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="instancecheck")


class M(type):
    def __instancecheck__(cls, x): return Store().get() is not None
class A(metaclass=M): pass
def run():
    return isinstance(3, A)
