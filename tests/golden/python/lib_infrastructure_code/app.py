import aws_cdk as cdk
import pulumi_aws as aws
from aws_cdk import aws_s3 as s3
from moto import mock_aws
from troposphere import Template
from troposphere.s3 import Bucket


class Stack(cdk.Stack):
    def __init__(self, scope, construct_id):
        super().__init__(scope, construct_id)
        bucket = s3.Bucket(self, "Bucket")
        bucket.grant_read(cdk.aws_iam.AccountRootPrincipal())


template = Template()
template.add_resource(Bucket("Files"))
queue = aws.sqs.Queue("queue")


@mock_aws
def simulate():
    Stack(cdk.App(), "stack")
