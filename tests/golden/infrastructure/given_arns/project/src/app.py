import os

import boto3


def subscribe(event, context):
    boto3.client("logs").put_subscription_filter(
        destinationArn=os.environ["LOG_TARGET"],
        filterName="ship",
        filterPattern="",
        logGroupName=event["group"],
    )


def notify(event, context):
    sns = boto3.client("sns")
    sns.publish(TopicArn=os.environ["ALERTS"], Message="late")
    sns.publish(TopicArn=os.environ["PAGER"], Message="late")
    boto3.client("stepfunctions").start_execution(stateMachineArn=os.environ["BILLING"])
    boto3.client("dynamodb").get_item(TableName=os.environ["TABLE"], Key={"id": {"S": "1"}})
