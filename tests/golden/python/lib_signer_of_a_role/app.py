import boto3
import requests
from requests_aws4auth import AWS4Auth

ROLE = "arn:aws:iam::111122223333:role/caller"


def call(path):
    creds = boto3.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="x")["Credentials"]
    auth = AWS4Auth(
        creds["AccessKeyId"], creds["SecretAccessKey"], "eu-west-1", "execute-api", session_token=creds["SessionToken"]
    )
    return requests.delete(f"https://abcdef1234.execute-api.eu-west-1.amazonaws.com/v1/{path}", auth=auth)
