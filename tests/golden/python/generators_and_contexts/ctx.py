import boto3
from contextlib import contextmanager, ExitStack, closing

@contextmanager
def instance_running(ec2, iid):
    ec2.start_instances(InstanceIds=[iid])
    try:
        yield ec2
    finally:
        ec2.stop_instances(InstanceIds=[iid])

class Lock:
    def __init__(self, table, key):
        self.ddb = boto3.client("dynamodb")
        self.table, self.key = table, key
    def __enter__(self):
        self.ddb.put_item(TableName=self.table, Item={"k": {"S": self.key}}, ConditionExpression="attribute_not_exists(k)")
        return self
    def __exit__(self, *exc):
        self.ddb.delete_item(TableName=self.table, Key={"k": {"S": self.key}})
        return False

def pages(client, op, **kw):
    token = None
    while True:
        if token:
            kw["NextToken"] = token
        r = getattr(client, op)(**kw)
        yield r
        token = r.get("NextToken")
        if not token:
            return

def everything():
    yield from pages(boto3.client("ssm"), "describe_parameters")
    yield from pages(boto3.client("organizations"), "list_accounts")

def clients(*names):
    for n in names:
        yield n, boto3.client(n)

def main():
    with instance_running(boto3.client("ec2"), "i-0123") as ec2:
        ec2.create_snapshot(VolumeId="vol-1")
    with Lock("locks", "job"):
        for r in everything():
            print(r)
    with ExitStack() as st:
        c = st.enter_context(closing(boto3.client("athena")))
        c.get_query_results(QueryExecutionId="q")
    for n, c in clients("iam"):
        c.list_roles()
