import boto3, threading
from concurrent.futures import ThreadPoolExecutor, as_completed
ACCOUNTS = {"111111111111": "arn:aws:iam::111111111111:role/scan", "222222222222": "arn:aws:iam::222222222222:role/scan"}
local = threading.local()
def get_client(name):
    if not hasattr(local, name):
        setattr(local, name, boto3.session.Session().client(name))
    return getattr(local, name)
def assume(arn):
    sts = boto3.client("sts")
    r = sts.assume_role(RoleArn=arn, RoleSessionName="scan")
    c = r["Credentials"]
    return boto3.Session(c["AccessKeyId"], c["SecretAccessKey"], c["SessionToken"])
def scan(account, arn):
    session = assume(arn)
    return [i for r in session.client("ec2").describe_instances()["Reservations"] for i in r["Instances"]]
def main():
    with ThreadPoolExecutor(4) as ex:
        futs = {ex.submit(scan, a, arn): a for a, arn in ACCOUNTS.items()}
        for f in as_completed(futs):
            get_client("s3").put_object(Bucket="scan-results", Key=f"{futs[f]}.json", Body=str(f.result()))
main()
