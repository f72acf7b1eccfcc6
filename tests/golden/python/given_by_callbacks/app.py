import functools

import boto3
import flowlib

s3 = boto3.client("s3")
sqs = boto3.client("sqs")
sns = boto3.client("sns")


class Steps(flowlib.Flow):
    def step(self, name):
        return getattr(sqs, name)


def computed(event, context):
    flowlib.run(getattr(s3, event["operation"]))


def by_keyword(event, context):
    flowlib.run(each=getattr(s3, event["operation"]))


def back_computed(event, context):
    flowlib.run(lambda name: getattr(s3, name))


def back_partial(event, context):
    flowlib.run(lambda name: functools.partial(getattr(s3, name), Bucket="b"))


def back_client(event, context):
    flowlib.run(lambda name: sns)


def back_method(event, context):
    flowlib.run(lambda name: {"first": s3.delete_object})


def in_a_list(event, context):
    flowlib.run([sqs.purge_queue])


def of_a_resource(event, context):
    flowlib.run(boto3.resource("s3").Bucket("kept").put_object)


def started(event, context):
    Steps().go()
