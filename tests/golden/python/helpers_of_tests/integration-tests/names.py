import boto3


def forget():
    boto3.client("iam").delete_role(RoleName="r")
