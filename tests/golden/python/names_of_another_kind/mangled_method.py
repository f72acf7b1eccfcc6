import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="mangled_method")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="mangled_method")


class A:
    def __go(self): Store().get()
    def __drop(self): Store().drop()
def run():
    A()._A__go()
