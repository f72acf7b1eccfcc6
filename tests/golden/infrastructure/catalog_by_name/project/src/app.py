import os

import boto3

glue = boto3.client("glue")


def handler(event, context):
    table = {"Name": event["table"]}
    glue.create_table(DatabaseName=f"{event['team']}_uploads", TableInput=table)
    glue.update_table(DatabaseName=f"{event['team']}_uploads", TableInput=table)
