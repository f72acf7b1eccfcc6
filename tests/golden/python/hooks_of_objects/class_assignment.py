import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="class_assignment")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="class_assignment")


class A:
    def __init__(self, s): self.s = s
    def go(self): pass
class B(A):
    def go(self): return self.s.get()
def run():
    a = A(Store())
    a.__class__ = B
    a.go()
