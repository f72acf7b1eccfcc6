"""What is behind a loop with an ``else`` that returns is reached by ``break``."""

import boto3


def profile(iam, wanted):
    for one in iam.list_instance_profiles()["InstanceProfiles"]:
        if wanted == one["InstanceProfileId"]:
            name = one["InstanceProfileName"]
            break
    else:
        return []
    return iam.get_instance_profile(InstanceProfileName=name)


def drain(sqs, url):
    while True:
        if not sqs.receive_message(QueueUrl=url).get("Messages"):
            break
    else:
        raise RuntimeError
    sqs.purge_queue(QueueUrl=url)


def lambda_handler(event, context):
    profile(boto3.client("iam"), event["id"])
    drain(boto3.client("sqs"), "https://sqs.eu-west-1.amazonaws.com/111122223333/orders")
