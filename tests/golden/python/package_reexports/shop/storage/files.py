from ..aws import s3
class Files:
    bucket = "shop-files"
    def save(self, name):
        s3.put_object(Bucket=self.bucket, Key=name)
