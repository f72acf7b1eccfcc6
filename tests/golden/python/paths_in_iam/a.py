import os

import boto3

iam = boto3.client("iam")
glue = boto3.client("glue")


def look():
    iam.get_role(RoleName="auditor")
    iam.list_role_tags(RoleName=f"svc-{os.environ['STAGE']}")
    iam.list_role_policies(RoleName=os.environ["ROLE"])
    iam.get_user()
    iam.list_groups_for_user(UserName="bob")
    iam.get_group(GroupName="staff")
    iam.get_instance_profile(InstanceProfileName="web")


def make(path):
    iam.create_role(RoleName="plain", AssumeRolePolicyDocument="{}")
    iam.put_role_policy(RoleName="plain", PolicyName="p", PolicyDocument="{}")
    iam.create_role(RoleName="deep", Path="/app/", AssumeRolePolicyDocument="{}")
    iam.attach_role_policy(RoleName="deep", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    iam.create_role(RoleName="anywhere", Path=path, AssumeRolePolicyDocument="{}")
    iam.delete_role(RoleName="anywhere")


def hand_over():
    glue.create_job(Name="j", Role="runner", Command={})
    glue.create_crawler(Name="k", Role="arn:aws:iam::123456789012:role/crawls", Targets={})
