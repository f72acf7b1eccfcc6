import boto3


class Repo:
    def __init__(self):
        self.s3 = boto3.client("s3")

    def find(self, key):
        return self.s3.get_object(Bucket="files", Key=key)

    def forget(self, key):
        return self.s3.delete_object(Bucket="files", Key=key)


class Notes:
    def __init__(self):
        self.s3 = boto3.client("s3")

    def write(self, key):
        return self.s3.put_object(Bucket="notes", Key=key)
