import boto3


def handler(event, context):
    boto3.client("lambda").list_functions()
    boto3.client("ec2").describe_instances()
    # SQS takes a wildcard of its own for it.
    boto3.client("sqs").list_queues()
