"""Nobody says what this holds; what is called a bucket or an object has the transfers."""

import botocore.exceptions


class Given:
    def __init__(self, bucket, obj, shop):
        self.bucket = bucket
        self.obj = obj
        self.shop = shop

    def store(self, file, path):
        self.bucket.upload_file(file, path)

    def fetch(self, file):
        self.obj.download_file(file)

    def sold(self, file, path):
        self.shop.upload_file(file, path)
