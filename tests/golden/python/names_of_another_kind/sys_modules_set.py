import sys
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="sys_modules_set")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="sys_modules_set")


class M:
    def go(self): Store().get()
sys.modules[__name__] = M()
def run(name):
    sys.modules[__name__].go()
