import boto3, os
from urllib.parse import urlparse, urlsplit
from names import CONFIG, Names, KEY, ROOT, STAGE, REGION
import names

def account():
    return boto3.client("sts").get_caller_identity()["Account"]

def topic(name):
    return f"arn:aws:sns:{REGION}:{account()}:{name}"

def split(uri):
    assert uri.startswith("s3://")
    bucket, _, key = uri[5:].partition("/")
    return bucket, key

def parse(uri):
    p = urlparse(uri, allow_fragments=False)
    return p.netloc, p.path.lstrip("/")

def main(user: str, year: int):
    s3 = boto3.client("s3")
    ddb = boto3.client("dynamodb")
    ddb.get_item(TableName=CONFIG["tables"]["users"], Key={})
    ddb.put_item(TableName="-".join(CONFIG["tables"]["orders"]), Item={})
    ddb.delete_item(TableName=Names.table("carts"), Key={})
    s3.get_object(Bucket=CONFIG["bucket"], Key=KEY.substitute(year=year))
    s3.put_object(Bucket="land", Key=str(ROOT / "in" / user))
    s3.put_object(Bucket="pct", Key="%(a)s/%(b)s.json" % {"a": "x", "b": user})
    b, k = split("s3://split/a/b.txt")
    s3.get_object(Bucket=b, Key=k)
    b2, k2 = parse("s3://parsed/c/d.txt")
    s3.head_object(Bucket=b2, Key=k2)
    boto3.client("sns").publish(TopicArn=topic("alerts"), Message="x")
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName=Names.QUEUE)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="")
    s3.delete_object(Bucket=f"{names.STAGE}-tmp".lower(), Key=os.path.join("a", "b", user))
    arn = "arn:aws:lambda:eu-west-1:111122223333:function:" + "worker"
    boto3.client("lambda").invoke(FunctionName=arn)
    boto3.client("lambda").invoke(FunctionName="short:prod")
    boto3.client("secretsmanager").get_secret_value(SecretId=f"{STAGE}/db")
    boto3.client("ssm").get_parameter(Name="/" + "/".join(["app", "key"]))
    boto3.client("logs").create_log_stream(logGroupName="/app/x", logStreamName="y")
