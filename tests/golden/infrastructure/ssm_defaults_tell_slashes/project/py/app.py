import os

import boto3

ssm = boto3.client("ssm")


def handler(event, context):
    ssm.get_parameter(Name=os.environ["P"] + "/x")
    ssm.get_parameter(Name=f"/{os.environ['P']}/y")
    ssm.get_parameter(Name=os.environ["S"] + "/x")
    ssm.get_parameter(Name="/" + os.environ["B"] + "/x")
    ssm.get_parameter(Name=os.environ["FULL"])
    ssm.get_parameter(Name=os.environ["NAME"])
    s3 = boto3.client("s3")
    s3.get_object(Bucket="some", Key="a/" + event["k"])
    table = boto3.resource("dynamodb").Table("t")
    table.get_item(Key={})
    table.put_item(Item={})
    table.update_item(Key={})
    table.delete_item(Key={})
    boto3.client("sqs").send_message(QueueUrl=event["q"], MessageBody="")


def other(event, context):
    ssm.get_parameter(Name=os.environ["P"] + "/x")
    ssm.get_parameters(Names=[os.environ["S"] + "/x"])
    ssm.put_parameter(Name="/" + os.environ["B"] + "/x", Value="")
