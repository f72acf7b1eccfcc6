import boto3
from acme_aws import get_client, sqs_client as queue
from acme_aws.conn import boto3_cached_conn
import acme_aws
def run(arn, account):
    s3 = get_client("s3")
    s3.put_object(Bucket="priv", Key="k", Body=b"")
    iam = boto3_cached_conn("iam", service_type="client", account_number=account)
    for page in iam.get_paginator("list_roles").paginate():
        print(page)
    queue.send_message(QueueUrl="https://sqs.us-east-1.amazonaws.com/111122223333/q", MessageBody="x")
    acme_aws.clients.dynamodb.get_item(TableName="t", Key={})
    acme_aws.helper.load(bucket="b")
    acme_aws.metrics.put_metric("x", 1)
