import boto3, logging, time
from botocore.exceptions import ClientError

class Throttled:
    """Wraps any client and retries."""
    def __init__(self, client, retries=3):
        self._client = client
        self._retries = retries

    def __getattr__(self, name):
        attr = getattr(self._client, name)
        if not callable(attr):
            return attr
        def call(*args, **kwargs):
            for i in range(self._retries):
                try:
                    return attr(*args, **kwargs)
                except ClientError:
                    time.sleep(2 ** i)
        return call

class Logged:
    def __init__(self, target):
        self.__dict__["_t"] = target
    def __getattr__(self, item):
        logging.info(item)
        return getattr(self._t, item)

def safe(fn, *args, default=None, **kwargs):
    try:
        return fn(*args, **kwargs)
    except ClientError as e:
        if e.response["Error"]["Code"] == "AccessDenied":
            return default
        raise

def main():
    cw = Throttled(boto3.client("cloudwatch"))
    cw.get_metric_statistics(Namespace="AWS/EC2", MetricName="CPUUtilization", StartTime=0, EndTime=1, Period=60)
    iam = Logged(Throttled(boto3.client("iam")))
    iam.get_user(UserName="alice")
    for p in iam.get_paginator("list_attached_user_policies").paginate(UserName="alice"):
        print(p)
    safe(boto3.client("acm").describe_certificate, CertificateArn="arn:aws:acm:us-east-1:111122223333:certificate/abc")
