import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="matmul_neg_index")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="matmul_neg_index")


class W:
    def __matmul__(self, o): return Store()
    def __neg__(self): return Store()
def run(): (-W()).get()
