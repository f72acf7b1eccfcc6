import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="reversed_hook")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="reversed_hook")


class W:
    def __reversed__(self): yield Store()
def run():
    for s in reversed(W()): s.get()
