import boto3

s3 = boto3.client("s3")
STAGES = ("dev", "test", "stage", "prod", "perf", "demo")
KINDS = ("raw", "clean", "joined", "sold", "lost", "found")
YEARS = ("2021", "2022", "2023", "2024", "2025", "2026")


def read(stage, kind, year):
    s3.get_object(Bucket=f"corp-{stage}-{kind}-{year}-data", Key="index.json")
    s3.list_objects_v2(Bucket="corp-" + stage + "-" + kind)


for stage in STAGES:
    for kind in KINDS:
        for year in YEARS:
            read(stage, kind, year)


TENANTS = (
    "corp-ab", "corp-bc", "corp-cd", "corp-de", "corp-ef", "corp-fg", "corp-gh", "corp-hi", "corp-ij",
    "corp-jk", "corp-kl", "corp-lm", "corp-mn", "corp-no", "corp-op", "corp-pq",
)  # fmt: skip


def publish(partition, account, tenant):
    topic = f"arn:{partition}:sns:eu-west-1:{account}:{tenant}"
    boto3.client("sns").publish(TopicArn=topic, Message="m")


for tenant in TENANTS:
    for account in ("111111111111", "222222222222"):
        for partition in ("aws", "aws-cn", "aws-us-gov"):
            publish(partition, account, tenant)
