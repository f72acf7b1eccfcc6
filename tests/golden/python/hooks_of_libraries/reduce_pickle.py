import pickle
import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="reduce_pickle")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="reduce_pickle")


def make(): return Store().get()
class A:
    def __reduce__(self): return (make, ())
def run():
    return pickle.loads(pickle.dumps(A()))
