"""What other programs import, too."""

import boto3

events = boto3.client("events")
s3 = boto3.client("s3")
sqs = boto3.client("sqs")
sns = boto3.client("sns")
logs = boto3.client("logs")


def update_rule(name, enabled):
    if enabled:
        events.enable_rule(Name=name)
    else:
        events.disable_rule(Name=name)


def remove(bucket, key, *, for_good=False):
    s3.delete_object(Bucket=bucket, Key=key)
    if for_good:
        s3.delete_bucket(Bucket=bucket)


def _send(queue, secretly):
    if secretly:
        sqs.send_message(QueueUrl=queue, MessageBody="x")
    else:
        sqs.purge_queue(QueueUrl=queue)


def drain(queue):
    _send(queue, False)


def tell(topic, both):
    """Both values are passed by somebody."""
    if both:
        sns.publish(TopicArn=topic, Message="x")
    else:
        sns.list_topics()


def write(key, quietly):
    """The request is known; what is passed for the other value does not make it wider."""
    s3.put_object(Bucket="quiet" if quietly else "loud", Key=key)


class Groups:
    def __init__(self, create=False):
        self._client = logs
        if create:
            self._client.create_log_group(logGroupName="all")

    def keep(self, name, for_ever=True):
        if for_ever:
            self._client.delete_retention_policy(logGroupName=name)
        else:
            self._client.put_retention_policy(logGroupName=name, retentionInDays=1)

    def _drop(self, name, also_streams):
        self._client.delete_log_group(logGroupName=name)
        if also_streams:
            self._client.delete_log_stream(logGroupName=name, logStreamName="all")

    def drop(self, name):
        self._drop(name, False)


class _Own:
    def run(self, loudly):
        if loudly:
            sns.create_topic(Name="loud")


def own():
    _Own().run(False)


def outer():
    def inner(subscribed):
        if subscribed:
            sns.delete_topic(TopicArn="arn:aws:sns:us-east-1:111122223333:inner")

    inner(False)
