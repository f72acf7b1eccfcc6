import os

import boto3


def handler(event, context):
    boto3.client("workmail").start_mailbox_export_job(
        ClientToken=event["id"],
        OrganizationId=event["organization"],
        EntityId=event["user"],
        RoleArn=os.environ["EXPORTS"],
        KmsKeyArn=event["key"],
        S3BucketName=event["bucket"],
        S3Prefix="mail",
    )
    boto3.client("iot").create_role_alias(roleAlias=event["id"], roleArn=os.environ["THINGS"])
    boto3.client("codebuild").create_project(
        name=event["id"],
        source={"type": "NO_SOURCE"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={"type": "ARM_CONTAINER", "image": "aws/codebuild/standard:7.0", "computeType": "BUILD_GENERAL1_SMALL"},
        serviceRole=os.environ["BUILDS"],
    )
