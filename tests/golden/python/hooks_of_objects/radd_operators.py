import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="radd_operators")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="radd_operators")


class W:
    def __radd__(self, o): return Store()
def run(): (1 + W()).get()
