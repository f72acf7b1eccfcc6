import os

import boto3

s3 = boto3.client("s3")


def keys():
    sts = boto3.client("sts")
    answer = sts.assume_role(RoleArn="arn:aws:iam::111122223333:role/report", RoleSessionName="report")
    return answer["Credentials"]


def as_role():
    arguments = {}
    found = keys()
    arguments["aws_access_key_id"] = found["AccessKeyId"]
    arguments["aws_secret_access_key"] = found["SecretAccessKey"]
    arguments["aws_session_token"] = found["SessionToken"]
    boto3.client("sns", **arguments).list_topics()


def as_either(cross_account):
    arguments = {}
    if cross_account:
        found = keys()
        arguments["aws_access_key_id"] = found["AccessKeyId"]
        arguments["aws_secret_access_key"] = found["SecretAccessKey"]
        arguments["aws_session_token"] = found["SessionToken"]
    boto3.client("sqs", **arguments).list_queues()


def always():
    wanted = {"Bucket": "b"}
    wanted["Key"] = "always"
    wanted["VersionId"] = os.environ["VERSION"]
    s3.get_object(**wanted)


def used_before():
    wanted = {"Bucket": "b", "Key": "used-before"}
    s3.get_object(**wanted)
    wanted["VersionId"] = "2"
    s3.get_object(**wanted)


def given_away_before(queue):
    wanted = {"Bucket": "b", "Key": "given-away"}
    queue.append(wanted)
    for each in queue:
        s3.get_object(**each)
    wanted["VersionId"] = "2"
    s3.get_object(**wanted)


def failing():
    wanted = None
    try:
        wanted = {"Bucket": "b", "Key": "failing"}
        wanted["VersionId"] = os.environ["VERSION"]
    except KeyError:
        pass
    s3.get_object(**wanted)


def main():
    as_role()
    as_either(os.environ.get("CROSS"))
    always()
    used_before()
    given_away_before([])
    failing()
    with_closure()


def with_closure():
    wanted = {"Bucket": "b", "Key": "closure"}

    def fetch():
        s3.get_object(**wanted)

    fetch()
    wanted["VersionId"] = "2"
    fetch()


if __name__ == "__main__":
    main()
