import boto3

iam = boto3.client("iam")


def simulate(arn):
    iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:GetObject"])


def keys(name):
    iam.get_context_keys_for_principal_policy(PolicySourceArn=f"arn:aws:iam::123456789012:role/{name}")
