import boto3
from botocore.paginate import Paginator
from botocore.waiter import (
    NormalizedOperationMethod, SingleWaiterConfig, Waiter, WaiterModel, create_waiter_with_client,
)

CONFIG = {
    "version": 2,
    "waiters": {
        "JobDone": {"operation": "GetJobRun", "delay": 5, "maxAttempts": 9, "acceptors": []},
        "CrawlerReady": {"operation": "GetCrawler", "delay": 5, "maxAttempts": 9, "acceptors": []},
    },
}


class Waiting:
    def __init__(self, name, operation, client):
        model = WaiterModel({"version": 2, "waiters": {name: {"operation": operation, "acceptors": []}}})
        self.waiter = create_waiter_with_client(name, model, client)

    def _wait(self, **passed):
        self.waiter.wait(**passed)


class Transcribed(Waiting):
    def __init__(self):
        super().__init__("Transcribed", "GetTranscriptionJob", boto3.client("transcribe"))

    def wait(self, job):
        self._wait(TranscriptionJobName=job)


def wait_for_job(job, run):
    waiter = create_waiter_with_client("JobDone", WaiterModel(CONFIG), boto3.client("glue"))
    waiter.wait(JobName="nightly", RunId=run)


def wait_for(model):
    create_waiter_with_client("Ready", model, boto3.client("kinesis")).wait(StreamName="clicks")


def wait_by_class(job):
    client = boto3.client("sagemaker")
    waiter = Waiter("Trained", SingleWaiterConfig({}), NormalizedOperationMethod(client.describe_training_job))
    waiter.wait(TrainingJobName="nightly")


def wait_by_method_name():
    # botocore makes a method's name of what stands there, whichever it is.
    model = WaiterModel({"version": 2, "waiters": {"Made": {"operation": "describe_table", "acceptors": []}}})
    create_waiter_with_client("Made", model, boto3.client("dynamodb")).wait(TableName="orders")


class Pages(Paginator):
    """One of the program's own."""


def pages_by_class():
    return list(Pages(boto3.client("sagemaker").list_experiments, {}, None).paginate())


def pages():
    client = boto3.client("route53resolver")
    model = client.meta.service_model.operation_model("ListResolverRules")
    paginator = Paginator(client.list_resolver_rules, {"input_token": "NextToken"}, model)
    return [page for page in paginator.paginate()]


def main():
    Transcribed().wait("talk")
    wait_for_job("nightly", "r1")
    wait_for(None)
    wait_by_class("nightly")
    wait_by_method_name()
    pages_by_class()
    pages()
