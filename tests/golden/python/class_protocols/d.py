import boto3
from collections import UserDict, defaultdict, ChainMap
from functools import singledispatchmethod, singledispatch, cache, partialmethod

class Clients(dict):
    def __missing__(self, name):
        self[name] = boto3.client(name)
        return self[name]

class Lazy:
    def __init__(self): self._c = {}
    def __getitem__(self, n):
        return self._c.setdefault(n, boto3.client(n))
    def __contains__(self, n): return True

class Registry:
    def __init__(self): self._items = {}
    def __setitem__(self, k, v): self._items[k] = v
    def __getitem__(self, k): return self._items[k]
    def __iter__(self): return iter(self._items.values())

class Pages:
    def __init__(self, client, bucket):
        self._it = iter(client.get_paginator("list_objects_v2").paginate(Bucket=bucket))
    def __iter__(self): return self
    def __next__(self): return next(self._it)

class Ops:
    def __init__(self): self.ec2 = boto3.client("ec2")
    def _set(self, state, iid):
        getattr(self.ec2, f"{state}_instances")(InstanceIds=[iid])
    start = partialmethod(_set, "start")
    reboot = partialmethod(_set, "reboot")

@singledispatch
def handle(x): raise TypeError
@handle.register
def _(x: int): boto3.client("kms").enable_key(KeyId="k1")
@handle.register(str)
def _s(x): boto3.client("kms").disable_key(KeyId="k2")

c = Clients()
c["s3"].get_bucket_acl(Bucket="acl")
Lazy()["ses"].get_send_quota()
r = Registry()
r["q"] = boto3.client("sqs")
r["q"].list_queues()
for client in r:
    client.list_queue_tags(QueueUrl="https://sqs.us-east-1.amazonaws.com/111122223333/tagged")
for page in Pages(c["s3"], "paged"):
    for o in page.get("Contents", []):
        c["s3"].delete_object(Bucket="paged", Key=o["Key"])
Ops().start("i-3"); Ops().reboot("i-4")
handle(1); handle("x")
by_region = defaultdict(lambda: boto3.client("cloudwatch"))
by_region["us-east-1"].describe_alarms()
cm = ChainMap({}, {"cf": boto3.client("cloudfront")})
cm["cf"].list_distributions()
