import functools
import os

import boto3


def remembered(function):
    @functools.cache
    def kept(session, *args, **kwargs):
        return function(*args, **kwargs)

    def wrapper(self, *args, **kwargs):
        return kept(self.session, self, *args, **kwargs)

    return wrapper


class Desk:
    session = boto3.session.Session()

    @remembered
    def client(self, service, *args, **kwargs):
        return self.session.client(service, *args, **kwargs)

    def look(self):
        self.client("sqs").get_queue_url(QueueName="inbox")
        self.client("es").describe_elasticsearch_domain(DomainName="books")


Desk().look()
stand_in = boto3.client("sns", region_name="local")
stand_in.publish(TopicArn="arn:aws:sns:eu-west-1:111122223333:news", Message="x")
stand_in.create_topic(Name="fresh")
mixed = boto3.client("kinesis", region_name="local" if os.environ.get("LOCAL") else "eu-central-1")
mixed.delete_stream(StreamName="lines")
