import multiprocessing

import boto3

context = multiprocessing.get_context("spawn")


class Worker(context.Process):
    def run(self):
        boto3.client("dynamodb").put_item(TableName="jobs", Item={})

    def unused(self):
        boto3.client("dynamodb").delete_table(TableName="jobs")


def announce():
    boto3.client("sns").publish(TopicArn="arn:aws:sns:eu-west-1:123456789012:jobs", Message="started")


def handler(event, _):
    Worker().start()
    context.Process(target=announce).start()
