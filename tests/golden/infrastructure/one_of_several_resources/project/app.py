import os

import boto3

ses = boto3.client("ses")
MESSAGE = {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "b"}}}


def send(sender, event):
    ses.send_email(Source=sender, Destination={"ToAddresses": [event["to"]]}, Message=MESSAGE)


def by_domain(event, context):
    send("noreply@example.com", event)


def by_domain_above(event, context):
    send("Shop <noreply@mail.example.com>", event)


def by_another_domain(event, context):
    send("noreply@example.org", event)


def by_both(event, context):
    send("noreply@example.com", event)
    send("noreply@example.org", event)


def by_address(event, context):
    boto3.client("sesv2").send_email(
        FromEmailAddress="noreply@example.com",
        Destination={"ToAddresses": [event["to"]]},
        Content={"Simple": MESSAGE},
    )


def wide(event, context):
    boto3.client("sesv2").send_email(
        FromEmailAddress=os.environ["SENDER"], Content={"Raw": {"Data": event["data"]}}
    )


def scaling(event, context):
    return boto3.client("lambda").get_runtime_management_config(FunctionName="orders", Qualifier="7")
