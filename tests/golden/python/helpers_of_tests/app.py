import boto3

from shared.tests.fakes import sample


def run():
    boto3.client("s3").put_object(Bucket="results", Key="day", Body=sample())


run()
