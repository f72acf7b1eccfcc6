import boto3


class Store:
    def get(self, *args):
        return boto3.client("s3").get_object(Bucket="store", Key="match_sequence")

    def drop(self):
        boto3.client("s3").delete_object(Bucket="store", Key="match_sequence")


def run():
    match [1, Store()]:
        case [_, s]: s.get()
