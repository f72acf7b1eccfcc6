import boto3, os, functools
def get(client=boto3.client("s3"), *, bucket=os.environ.get("B", "dflt"), key="k"): return client.get_object(Bucket=bucket, Key=key)
def chain(*fns): return functools.reduce(lambda f, g: lambda x: g(f(x)), fns)
def stage(name): return {"dev": "dev-bucket", "prod": "prod-bucket"}[name]
def write(env="dev"): boto3.client("s3").put_object(Bucket=stage(env), Key="a")
table_for = lambda tenant: f"tenant-{tenant}-data"
def scan(*tenants): return [boto3.client("dynamodb").scan(TableName=table_for(t)) for t in tenants]
get(); write(); write("prod"); scan("a", "b")
chain(lambda n: boto3.client("sns").create_topic(Name=n)["TopicArn"], lambda a: boto3.client("sns").subscribe(TopicArn=a, Protocol="sqs", Endpoint="x"))("chained")
