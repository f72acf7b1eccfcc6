import boto3
_sessions = {}
def session_for(role_arn=None, region="us-east-1"):
    if role_arn is None:
        return boto3.Session(region_name=region)
    if role_arn in _sessions:
        return _sessions[role_arn]
    creds = boto3.client("sts").assume_role(RoleArn=role_arn, RoleSessionName="audit")["Credentials"]
    s = boto3.Session(
        aws_access_key_id=creds["AccessKeyId"],
        aws_secret_access_key=creds["SecretAccessKey"],
        aws_session_token=creds["SessionToken"],
        region_name=region,
    )
    _sessions[role_arn] = s
    return s
