import os, boto3
from helper import make, Store
from functools import partial
from concurrent.futures import ThreadPoolExecutor
s3 = boto3.client("s3")
TABLE = os.environ["TABLE"]
ddb = boto3.resource("dynamodb")
table = ddb.Table(TABLE)

def handler(event, context):
    s3.put_object(Bucket="b", Key=f"x/{event['k']}", Body=b"")
    table.put_item(Item={})
    c = make("sqs"); c.send_message(QueueUrl=c.get_queue_url(QueueName="jobs")["QueueUrl"], MessageBody="")
    st = Store(make("sns")); st.save(1)
    p = partial(s3.get_object, Bucket="part"); p(Key="k")
    with ThreadPoolExecutor() as ex:
        ex.submit(st.save, 2)
        list(ex.map(fetch, ["a","b"]))
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket="pg"):
        for o in page["Contents"]: pass
    boto3.resource("s3").Bucket("zz").objects.filter(Prefix="a").delete()
    getattr(s3, "delete_object")(Bucket="ga", Key="k")
    s3.upload_file("f", "ub", "uk", ExtraArgs={"ACL": "public-read"})
    creds = boto3.client("sts").assume_role(RoleArn="arn:aws:iam::1:role/x", RoleSessionName="s")["Credentials"]
    boto3.client("ec2", aws_access_key_id=creds["AccessKeyId"]).describe_instances()
def fetch(k): return s3.head_object(Bucket="h", Key=k)
def other(client, d):
    client.describe_instances()
    d.get("x"); client.put_metric_data(Namespace="", MetricData=[])
