import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="type_new_metaclass")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="type_new_metaclass")


class M(type):
    def __new__(m, n, b, d):
        d["s"] = Store()
        return super().__new__(m, n, b, d)
class A(metaclass=M): pass
def run(): A.s.get()
