"""What a variable is called for is what it was before: the search for it ends."""

import boto3


def bounce(function, *args):
    result = function(*args)
    while callable(result):
        result = result()
    return result


def step(number, client):
    if number == 0:
        return lambda: client.get_object(Bucket="bounced", Key="key")
    return lambda: step(number - 1, client)


def handler(event, context):
    bounce(step, 3, boto3.client("s3"))
