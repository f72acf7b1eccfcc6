import boto3
class Conn:
    __slots__ = ("_c", "region")
    def __init__(self, region): self.region = region; self._c = None
    @property
    def client(self):
        if not self._c: self._c = boto3.client("rds", region_name=self.region)
        return self._c
    @client.setter
    def client(self, v): self._c = v
    def __getattr__(self, n): return getattr(self.client, n)
    def __enter__(self): return self.client
    def __exit__(self, *a): pass
    def __call__(self, op, **kw): return getattr(self.client, op)(**kw)
    def __iter__(self): return iter(self.client.get_paginator("describe_db_snapshots").paginate())
c = Conn("us-east-1")
c.describe_db_clusters()
with c as r: r.stop_db_instance(DBInstanceIdentifier="d1")
c("reboot_db_instance", DBInstanceIdentifier="d2")
for page in c: pass
c.client = boto3.client("rds")
