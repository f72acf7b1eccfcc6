import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="setattr_hook")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="setattr_hook")


class W:
    def __setattr__(self, n, v): v.get()
def run():
    W().x = Store()
