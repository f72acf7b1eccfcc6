import boto3
from behave import given


@given("no stack")
def no_stack(context):
    boto3.client("cloudformation").delete_stack(StackName="s")
