import operator

import boto3

s3 = boto3.client("s3")


class Base:
    def run(self, action):
        return self.__getattribute__(action)()


class Store(Base):
    def put(self):
        s3.put_object(Bucket="put", Key="a")

    def get(self):
        s3.get_object(Bucket="get", Key="a")


class Tags:
    def set_tags(self):
        s3.put_object_tagging(Bucket="tagged", Key="a", Tagging={"TagSet": []})

    def clear(self):
        s3.delete_object_tagging(Bucket="tagged", Key="a")


class Lists:
    def list(self):
        s3.list_objects_v2(Bucket="listed")


def restore():
    s3.restore_object(Bucket="restored", Key="a")


class Unused:
    def drop(self):
        s3.delete_bucket(Bucket="dropped")


def handler(event, context):
    Store().run(event["action"])
    getattr(Tags(), f"set_{event['what']}")()
    operator.methodcaller(event["how"])(Lists())
    globals()[event["function"]]()
