"""A class below a session is one: its clients are clients, and nobody calls its methods but the program."""

import boto3


class Own(boto3.Session):
    def __init__(self, region):
        super().__init__(region_name=region)
        self.queue = self.client("sqs")

    def store(self):
        return self.client("s3")

    def unused(self):
        self.client("s3").delete_bucket(Bucket="unused")


class Counted(boto3.session.Session):
    def client(self, name, **more):
        # Overridden: the session's own methods may call it.
        boto3.client("cloudwatch").put_metric_data(Namespace="n", MetricData=[])
        return super().client(name, **more)


def handler(event, context):
    session = Own("eu-west-1")
    session.queue.purge_queue(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/q")
    session.store().put_object(Bucket="b", Key="k")
    session.client("sns").publish(TopicArn="arn:aws:sns:eu-west-1:123456789012:t", Message="x")
    session.resource("dynamodb").Table("t").scan()
    Counted().resource("s3").Bucket("c").objects.all().delete()
