import boto3


def handler(event, context):
    boto3.client("dynamodb").put_item(TableName="orders", Item=event["item"])
    boto3.client("kinesis").put_record(StreamName="orders", Data=event["data"], PartitionKey="k")
