import os

import boto3

table = boto3.resource("dynamodb", region_name=os.environ["REGION"]).Table("tips-java-table")


def handler(event, context):
    table.put_item(Item=event)
    return table.scan()
