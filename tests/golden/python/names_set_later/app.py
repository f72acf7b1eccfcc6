"""An empty name is none: it stands there until something sets it, and a request with it would be invalid."""

import boto3


class Report:
    def __init__(self):
        self.bucket = ""
        self.prefix = ""
        self.topic = ""

    def use(self, bucket, prefix):
        self.bucket = bucket
        self.prefix = prefix

    def write(self, name):
        boto3.client("s3").put_object(Bucket=self.bucket, Key="days/today")
        boto3.client("s3").delete_object(Bucket="archive", Key=f"{self.prefix}{name}")

    def announce(self):
        boto3.client("sns").publish(TopicArn=self.topic, Message="written")


def lambda_handler(event, context):
    report = Report()
    report.use("reports", "old/")
    report.write("today")
    report.announce()
