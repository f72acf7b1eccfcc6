import boto3
from functools import partial

class Wrapper:
    def __init__(self, service):
        self._client = boto3.client(service)
    def _call(self, name, **kwargs):
        return getattr(self._client, name)(**kwargs)
    def put(self, key):
        return self._call("put_object", Bucket="wrapped", Key=key)
    def drop(self, key):
        method = "delete_" + "object"
        return self._call(method, Bucket="wrapped", Key=key)

def run():
    w = Wrapper("s3")
    w.put("a"); w.drop("b")
    table = boto3.client("dynamodb").get_item
    table(TableName="t", Key={})
    send = partial(boto3.client("sqs").send_message, QueueUrl="https://sqs.eu-west-1.amazonaws.com/111122223333/q")
    send(MessageBody="x")
    handlers = {"start": boto3.client("ec2").start_instances, "stop": boto3.client("ec2").stop_instances}
    for action in handlers.values():
        action(InstanceIds=["i-1"])
    op = getattr(boto3.client("kms"), "list_aliases")
    op()
