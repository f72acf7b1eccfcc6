import os

import boto3

machines = boto3.client("stepfunctions")


def handler(event, context):
    machines.start_execution(stateMachineArn=os.environ["MACHINE"], input="{}")
