import boto3
import somelib
import tenacity

s3 = boto3.client("s3")
tracer = somelib.Tracer()


def own(function):
    return somelib.wrap(function)


def counted(function):
    def counting(*args):
        s3.list_buckets()
        return function(*args)

    return counting


class Store:
    @somelib.measured(cold_start=True)
    def put(self):
        s3.put_object(Bucket="put", Key="a")
        return {"status": 200}

    @own
    def get(self):
        return s3.get_object(Bucket="get", Key="a")

    @(counted if somelib.counts else somelib.plain)
    def copy(self):
        s3.copy_object(Bucket="copy", Key="b", CopySource="copy/a")

    @property
    @somelib.cached
    def size(self):
        return s3.head_object(Bucket="head", Key="a")

    @tracer.capture_method
    def remove(self):
        s3.delete_object(Bucket="removed", Key="a")

    @tenacity.retry(stop=tenacity.stop_after_attempt(3))
    def tag(self):
        s3.put_object_tagging(Bucket="tagged", Key="a", Tagging={"TagSet": []})


store = Store()


def handler(event, context):
    store.put()
    store.get()
    store.copy()
    return store.size
