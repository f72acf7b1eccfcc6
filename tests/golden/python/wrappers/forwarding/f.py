import boto3, logging
from botocore.exceptions import ClientError
log = logging.getLogger()

class Gateway:
    def __init__(self, session=None, **client_kwargs):
        self._session = session or boto3.Session()
        self._kwargs = client_kwargs
    def _invoke(self, service, operation, /, *args, **params):
        client = self._session.client(service, **self._kwargs)
        method = getattr(client, operation)
        try:
            return method(*args, **{k: v for k, v in params.items() if v is not None})
        except ClientError as e:
            log.error(e)
            raise
    def describe(self, arn, token=None):
        return self._invoke("stepfunctions", "describe_execution", executionArn=arn)
    def signal(self, q, body, *, delay=None):
        return self._invoke("sqs", "send_message", QueueUrl=q, MessageBody=body, DelaySeconds=delay)

def call(fn, /, *args, **kwargs):
    return fn(*args, **kwargs)
def pipeline(*steps):
    def run(x):
        for s in steps:
            x = s(x)
        return x
    return run
def compose(f, g): return lambda *a, **k: f(g(*a, **k))

def main():
    g = Gateway(region_name="eu-west-1")
    g.describe("arn:aws:states:eu-west-1:111122223333:execution:m:e1")
    g.signal("https://sqs.eu-west-1.amazonaws.com/111122223333/q", "x")
    s3 = boto3.client("s3")
    call(call, s3.get_object, Bucket="fwd", Key="k")
    args = ["file", "bkt", "key"]
    s3.upload_file(*args)
    kw = dict(Bucket="dl", Key="k2", Filename="x")
    s3.download_file(**kw)
    pipeline(lambda k: s3.head_object(Bucket="pipe", Key=k), lambda r: r["ETag"])("pk")
    compose(lambda r: r["Body"].read(), s3.get_object)(Bucket="comp", Key="ck")
    (lambda c: c.get_bucket_cors(Bucket="cors"))(s3)
main()
