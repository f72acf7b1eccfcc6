import boto3
SERVICES = ["s3", "sqs", "sns"]
CLIENTS = {name: boto3.client(name) for name in SERVICES}
LIST = [boto3.client(n) for n in ("kms", "ssm")]
REGISTRY = {}
def register(name):
    def wrap(fn):
        REGISTRY[name] = fn
        return fn
    return wrap
@register("logs")
def logs_client(): return boto3.client("logs")
REGIONAL = dict(use1=boto3.client("ec2", region_name="us-east-1"))
CLIENTS.update({"iam": boto3.client("iam")})
def main():
    CLIENTS["s3"].list_buckets()
    CLIENTS.get("sqs").list_queues()
    CLIENTS["iam"].list_users()
    kms, ssm = LIST
    for c in LIST:
        pass
    REGISTRY["logs"]().describe_log_groups()
    for region, ec2 in REGIONAL.items():
        ec2.describe_vpcs()
