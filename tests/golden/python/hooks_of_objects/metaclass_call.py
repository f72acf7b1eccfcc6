import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="metaclass_call")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="metaclass_call")


class M(type):
    def __call__(cls, *a):
        o = super().__call__(*a)
        o.go()
        return o
class A(metaclass=M):
    def go(self): Store().get()
def run(): A()
