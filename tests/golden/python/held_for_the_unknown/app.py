import boto3
from taskbase import Base, Other, use

s3 = boto3.client("s3")


class OfClass:
    def save(self, key):
        s3.put_object(Bucket="of-class", Key=key)


class OfObject:
    def remove(self, key):
        s3.delete_object(Bucket="of-object", Key=key)


class Hooked:
    def load(self, key):
        s3.get_object(Bucket="hooked", Key=key)


class Given:
    def tag(self, key):
        s3.put_object_tagging(Bucket="given", Key=key, Tagging={})


class Read:
    def plain(self):
        return "only data"

    def drop(self):
        s3.delete_bucket(Bucket="never")


class Job(Base):
    store = OfClass()

    def __init__(self):
        self.cleaner = OfObject()

    def loader(self):
        return Hooked()


class Plain(Other):
    def __init__(self):
        self.own = Read()

    def name(self):
        return self.own.plain()


def handler(event, context):
    Job().run()
    Plain().run()
    use(lambda: iter([Given()]))
