import boto3

class AwsClient:
    """Lazy client descriptor."""
    def __init__(self, service, **kw):
        self.service = service
        self.kw = kw
    def __set_name__(self, owner, name):
        self.attr = "_" + name
    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        client = getattr(obj, self.attr, None)
        if client is None:
            client = boto3.client(self.service, **self.kw)
            setattr(obj, self.attr, client)
        return client

class Backup:
    s3 = AwsClient("s3")
    glacier = AwsClient("glacier", region_name="us-east-1")

    def run(self, key):
        self.s3.get_object_tagging(Bucket="backup", Key=key)
        self.glacier.list_jobs(vaultName="cold")

Backup().run("k")
