import boto3


class Store:
    def __init__(self, name):
        self.client = boto3.client("s3")

    def put(self, key):
        self.client.put_object(Bucket="shelf", Key=key)

    def wipe(self):
        self.client.delete_bucket(Bucket="shelf")
