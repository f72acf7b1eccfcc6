import os

import boto3


def constant():
    client = boto3.client("s3", aws_access_key_id="AKIAIOSFODNN7EXAMPLE", aws_secret_access_key="wJalr")
    client.put_object(Bucket="partner", Key="k", Body=b"")


def of_variables():
    session = boto3.Session(os.environ["PARTNER_KEY"], os.environ["PARTNER_SECRET"])
    session.resource("dynamodb").Table("theirs").get_item(Key={"id": 1})


def the_callers_own_variables():
    boto3.client(
        "sqs", aws_access_key_id=os.environ["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=os.environ["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=os.environ.get("AWS_SESSION_TOKEN"),
    ).send_message(QueueUrl="https://sqs.us-east-1.amazonaws.com/111122223333/own", MessageBody="x")


def the_sessions_own():
    own = boto3.Session().get_credentials().get_frozen_credentials()
    boto3.client("sns", aws_access_key_id=own.access_key, aws_secret_access_key=own.secret_key).publish(
        TopicArn="arn:aws:sns:us-east-1:111122223333:own", Message="x"
    )


def either(keys):
    given = {}
    if keys:
        given["aws_access_key_id"] = "AKIAIOSFODNN7EXAMPLE"
        given["aws_secret_access_key"] = "wJalr"
    boto3.client("kinesis", **given).put_record(StreamName="both", Data=b"", PartitionKey="p")


def of_a_secret():
    secret = boto3.client("secretsmanager").get_secret_value(SecretId="keys")
    boto3.client("sqs", aws_access_key_id=secret["SecretString"], aws_secret_access_key="x").purge_queue(
        QueueUrl="https://sqs.us-east-1.amazonaws.com/111122223333/theirs"
    )


def of_an_event(event):
    keys = event["CodePipeline.job"]["data"]["artifactCredentials"]
    boto3.client("s3", aws_access_key_id=keys["accessKeyId"], aws_secret_access_key=keys["secretAccessKey"]).get_object(
        Bucket="artifacts", Key="zip"
    )


def of_a_session_token():
    keys = boto3.client("sts").get_session_token()["Credentials"]
    boto3.client("iam", aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"],
                 aws_session_token=keys["SessionToken"]).list_users()


def federated():
    keys = boto3.client("sts").get_federation_token(Name="guest", Policy="{}")["Credentials"]
    boto3.client("s3", aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"],
                 aws_session_token=keys["SessionToken"]).list_objects_v2(Bucket="guests")


def nothing_given():
    boto3.client("lambda", aws_access_key_id=None, aws_secret_access_key=None).invoke(FunctionName="own")
