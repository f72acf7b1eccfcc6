import boto3
import cfnresponse
from crhelper import CfnResource

helper = CfnResource(json_logging=False, log_level="INFO")
ssm = boto3.client("ssm")


@helper.create
@helper.update
def create(event, context):
    ssm.put_parameter(Name="/created/by", Value="stack", Type="String")


@helper.delete
def delete(event, context):
    ssm.delete_parameter(Name="/created/by")


def handler(event, context):
    helper(event, context)


def simple(event, context):
    cfnresponse.send(event, context, cfnresponse.SUCCESS, {})
