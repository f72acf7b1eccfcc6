import boto3
from somewhere import with_session, step

s3 = boto3.client("s3")


@with_session
def put(session, bucket, key):
    session.add(key)
    s3.put_object(Bucket=bucket, Key=key)


@step
def drop(bucket, key, *, session):
    s3.delete_object(Bucket=bucket, Key=key)


@step
def get(bucket, key):
    s3.get_object(Bucket=bucket, Key=key)


def main():
    put("letters", "first")
    drop("letters", "second")
    get("letters", "third")


main()
