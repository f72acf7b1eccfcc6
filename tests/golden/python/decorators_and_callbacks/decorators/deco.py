import functools, time
import boto3
from botocore.exceptions import ClientError

def with_client(service):
    def outer(fn):
        @functools.wraps(fn)
        def inner(*args, **kwargs):
            kwargs.setdefault("client", boto3.client(service))
            return fn(*args, **kwargs)
        return inner
    return outer

def inject(fn):
    @functools.wraps(fn)
    def inner(*a, **k):
        return fn(boto3.resource("s3"), *a, **k)
    return inner

def retry(times=3, on=(ClientError,)):
    def deco(fn):
        @functools.wraps(fn)
        def wrapper(*args, **kwargs):
            for i in range(times):
                try:
                    return fn(*args, **kwargs)
                except on:
                    time.sleep(i)
        return wrapper
    return deco

class timed:
    def __init__(self, fn):
        self.fn = fn
        functools.update_wrapper(self, fn)
    def __call__(self, *a, **k):
        return self.fn(*a, **k)

@with_client("cloudformation")
def stacks(prefix, client=None):
    return client.describe_stacks(StackName="net")

@inject
def names(s3, bucket):
    return [o.key for o in s3.Bucket(bucket).objects.all()]

@retry(times=5)
def get_secret(name):
    return boto3.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]

@timed
def topics():
    return boto3.client("sns").get_topic_attributes(TopicArn="arn:aws:sns:us-east-1:111122223333:t")

@retry()
@with_client("ecr")
def token(*, client):
    return client.get_authorization_token()

def main():
    stacks("a"); names("media"); get_secret("prod/db"); topics(); token()
