import os

import boto3

iam = boto3.client("iam")
glue = boto3.client("glue")


def look(event, context):
    iam.get_role(RoleName="worker")
    iam.tag_role(RoleName=os.environ["OTHER"], Tags=[])
    iam.list_role_tags(RoleName=os.environ["GIVEN"])
    iam.list_role_policies(RoleName="elsewhere")
    iam.list_attached_role_policies(RoleName="made-beside")
    glue.create_job(Name="j", Role=os.environ["WHOLE"], Command={})


def make(event, context):
    iam.create_role(RoleName="made-beside", Path="/jobs/", AssumeRolePolicyDocument="{}")
