import os
import boto3


class Account:
    role = None

    def __init__(self, account, role=None, partition=None):
        self.account = account
        self.role = role
        self.partition = partition or os.environ.get("PARTITION", "aws")

    def client(self, service):
        arn = "arn:" + self.partition + ":iam::" + self.account + ":role/" + f"{self.role}"
        return as_role(arn, service)


def as_role(arn, service):
    keys = boto3.client("sts").assume_role(RoleArn=arn, RoleSessionName="s")["Credentials"]
    return boto3.client(service, aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"])


def partition(region):
    return "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"


def maybe(arn=None):
    extra = {}
    if arn:
        keys = boto3.client("sts").assume_role(RoleArn=arn, RoleSessionName="s")["Credentials"]
        extra = {"aws_access_key_id": keys["AccessKeyId"], "aws_secret_access_key": keys["SecretAccessKey"],
                 "aws_session_token": keys["SessionToken"]}
    return boto3.client("sqs", **extra)


def handler(event, context):
    # One role in any partition, and never "None".
    Account(event["account"], "reader", partition(event["region"])).client("s3").get_object(Bucket="b", Key="k")
    # What the event names may be the default as well: one policy.
    name = event["role"] if "role" in event else "ops"
    as_role("arn:aws:iam::111122223333:role/" + name, "ec2").describe_instances()
    # Here it may be the auditor, too, who has a policy of his own: he gets both.
    other = "auditor" if event["audit"] else event["role"]
    as_role("arn:aws:iam::111122223333:role/" + other, "rds").describe_db_instances()
    as_role("arn:aws:iam::111122223333:role/auditor", "cloudtrail").describe_trails()
    # Variables are people's names for roles.
    as_role(os.environ["WRITER_ROLE"], "sns").publish(TopicArn="arn:aws:sns:eu-west-1:111122223333:t", Message="m")
    # Assumed on one path only.
    maybe("arn:aws:iam::111122223333:role/sender" if event["as"] else None).list_queues()
