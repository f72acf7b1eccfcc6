import boto3
from . import settings

class Storage:
    def __init__(self, bucket):
        self.bucket = boto3.resource("s3").Bucket(bucket)
    def save(self, name, data):
        self.bucket.put_object(Key=f"{settings.EXPORT_PREFIX}/{name}", Body=data)
    def delete(self, name):
        self.bucket.Object(name).delete()

storage = Storage(settings.AWS_BUCKET)
