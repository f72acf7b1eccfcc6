import logging

import boto3

s3 = boto3.client("s3")
log = logging.getLogger(__name__)


class Job:
    store = None

    def __init__(self, task):
        self.task = task

    def run(self):
        self.task.run(s3)
        self.store.fill(client=s3)


def handler(event, context):
    Job(event["task"]).run()
    event["steps"][0](boto3.Session())
    event["held"].append(s3)
    log.info(s3)
    event["task"].run("a name")
    s3.get_object(Bucket="b", Key="k")
