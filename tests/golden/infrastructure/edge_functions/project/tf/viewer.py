import boto3

secrets = boto3.client("secretsmanager", region_name="us-east-1")


def handler(event, context):
    key = secrets.get_secret_value(SecretId="sign")["SecretString"]
    return event if key else None
