import os, boto3
from pathlib import PurePosixPath
from urllib.parse import urlparse
BUCKET = os.environ["BUCKET"]
PREFIX = os.getenv("PREFIX", "out")
s3 = boto3.client("s3")
ddb = boto3.client("dynamodb")
NAMES = ["a", "b"]
def f(user):
    s3.put_object(Bucket=BUCKET, Key="%s/%s.json" % (PREFIX, user))
    s3.put_object(Bucket="fixed", Key="{}/{}".format("x", user))
    s3.put_object(Bucket="joined", Key="/".join(["p", "q", user]))
    s3.get_object(Bucket="bkt-" + os.environ["STAGE"], Key=f"{user}")
    url = urlparse("s3://parsed/path/to/key")
    s3.get_object(Bucket=url.netloc, Key=url.path.lstrip("/"))
    for n in NAMES:
        ddb.get_item(TableName=f"table-{n}", Key={})
    ddb.put_item(TableName="arn:aws:dynamodb:eu-west-1:111122223333:table/full", Item={})
    boto3.client("secretsmanager").get_secret_value(SecretId="arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3")
    boto3.client("ssm").get_parameter(Name="/app/db", WithDecryption=True)
    boto3.client("ssm").get_parameters_by_path(Path="/app/")
    boto3.client("lambda").invoke(FunctionName="arn:aws:lambda:us-east-1:111122223333:function:fn:live")
    boto3.client("events").put_events(Entries=[{"EventBusName": "bus", "Source": "x", "DetailType": "y", "Detail": "{}"}])
    boto3.client("stepfunctions").start_execution(stateMachineArn=os.environ["MACHINE"])
    boto3.client("logs").put_log_events(logGroupName="/app/x", logStreamName="s", logEvents=[])
    boto3.client("kinesis").put_record(StreamName="clicks", Data=b"", PartitionKey="p")
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody="x")
    boto3.client("glacier").list_vaults()
