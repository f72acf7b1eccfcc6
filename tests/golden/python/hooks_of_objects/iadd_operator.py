import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="iadd_operator")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="iadd_operator")


class W:
    def __iadd__(self, o):
        o.get()
        return self
def run():
    w = W()
    w += Store()
