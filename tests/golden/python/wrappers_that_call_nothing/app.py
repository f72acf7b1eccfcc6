"""``functools.wraps`` copies names: what is wrapped is called by the wrapper, or by nobody."""

import functools

import boto3

s3 = boto3.client("s3")


def disabled(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return None

    return wrapper


def counted(function):
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return functools.update_wrapper(wrapper, function)


@disabled
def drop():
    s3.delete_bucket(Bucket="never")


def postponed(function):
    return functools.update_wrapper(lambda: None, function)


@postponed
def unwrapped():
    s3.delete_object(Bucket="unwrapped", Key="k")


@counted
def put():
    s3.put_object(Bucket="wrapped", Key="k")


def main():
    drop()
    put()
    unwrapped.__wrapped__()
