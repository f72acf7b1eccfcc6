import boto3
client = boto3.client("s3")
client.list_buckets()
client = boto3.client("sqs")
client.list_queues()

def later(flag):
    c = boto3.client("sns")
    c.list_topics()
    if flag:
        c = boto3.client("kms")
    c.list_keys()
    c.list_subscriptions()
    for name in ["ec2", "rds"]:
        c = boto3.client(name)
    c.describe_instances()
    c.describe_db_instances()
