from . import plugin
@plugin("s3")
class S3:
    def __init__(self, session): self.c = session.client("s3")
    def check(self):
        for b in self.c.list_buckets()["Buckets"]:
            self.c.get_bucket_encryption(Bucket=b["Name"])
            self.c.get_public_access_block(Bucket=b["Name"])
