import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="exit_swallow")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="exit_swallow")


class C:
    def __enter__(self): return self
    def __exit__(self, t, v, tb):
        if t: Store().get()
        return True
def run():
    with C(): raise ValueError()
