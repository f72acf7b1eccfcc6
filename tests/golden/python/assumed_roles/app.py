import boto3
from botocore.credentials import RefreshableCredentials
from botocore.session import get_session
def client_in(account, service):
    arn = f"arn:aws:iam::{account}:role/reader"
    c = boto3.client("sts").assume_role(RoleArn=arn, RoleSessionName="x")["Credentials"]
    return boto3.client(service, aws_access_key_id=c["AccessKeyId"],
        aws_secret_access_key=c["SecretAccessKey"], aws_session_token=c["SessionToken"])
def refreshed():
    def refresh():
        c = boto3.client("sts").assume_role(RoleArn="arn:aws:iam::111122223333:role/long", RoleSessionName="x")["Credentials"]
        return {"access_key": c["AccessKeyId"], "secret_key": c["SecretAccessKey"], "token": c["SessionToken"], "expiry_time": c["Expiration"].isoformat()}
    creds = RefreshableCredentials.create_from_metadata(metadata=refresh(), refresh_using=refresh, method="sts")
    session = get_session()
    session._credentials = creds
    return boto3.Session(botocore_session=session)
class Accounts:
    def __init__(self): self.session = None
    def connect(self):
        r = boto3.client("sts").assume_role(RoleArn="arn:aws:iam::444455556666:role/ops", RoleSessionName="s")
        self.session = boto3.Session(**self._keys(r["Credentials"]))
    @staticmethod
    def _keys(c):
        return dict(aws_access_key_id=c["AccessKeyId"], aws_secret_access_key=c["SecretAccessKey"], aws_session_token=c["SessionToken"])
    def buckets(self):
        self.connect()
        return self.session.client("s3").list_buckets()
def main():
    client_in("111122223333", "ec2").describe_instances()
    refreshed().client("rds").describe_db_instances()
    Accounts().buckets()
    boto3.client("s3").list_buckets()
