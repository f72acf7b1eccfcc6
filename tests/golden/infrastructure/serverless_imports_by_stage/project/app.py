import os

import boto3

E = os.environ


def a(event, context):
    sqs = boto3.client("sqs")
    sqs.send_message(QueueUrl=E["QUEUE"], MessageBody="x")
    sqs.receive_message(QueueUrl=E["OTHER"])
    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName=E["NAMED"])["QueueUrl"])
    boto3.client("sns").publish(TopicArn=E["TOPIC"], Message="x")
    boto3.client("lambda").invoke(FunctionName=E["FUNCTION"])
    boto3.client("dynamodb").get_item(TableName=E["TABLE"], Key={})
