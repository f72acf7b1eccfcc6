import boto3


def handler(event, context):
    part = event["part"]
    boto3.client("dynamodb", region_name=f"cn-{part}").scan(TableName="china")
    boto3.client("dynamodb", region_name="us-gov-" + part).scan(TableName="government")
    boto3.client("dynamodb", region_name=f"us-{part}-1").scan(TableName="states")
    sqs = boto3.client("sqs", region_name="eu-west-1")
    sqs.send_message(QueueUrl=f"https://sqs.us-{part}-1.amazonaws.com/123456789012/states")
    sqs.send_message(QueueUrl=f"https://sqs.cn-{part}.amazonaws.com.cn/123456789012/china")
    sqs.send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/europe")
