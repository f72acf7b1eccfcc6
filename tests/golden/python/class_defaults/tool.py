"""A command line tool whose clients hang on a switch with a default in the class."""

import boto3


class Tool:
    session = None
    bucket = "releases"

    def __init__(self, session=None, load=True, region=None):
        self.region = region
        if load:
            self.load(session)
            self.s3 = self.client("s3")

    def load(self, session=None):
        if not session:
            self.session = boto3.Session(region_name=self.region)
        else:
            self.session = session

    def client(self, service, **kwargs):
        return self.session.client(service, **kwargs)

    def publish(self, key, body):
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body)


class Command:
    load_credentials = True
    bucket = "staging"

    def __init__(self, bucket):
        self.bucket = bucket

    def run(self, arguments):
        if arguments.name == "package":
            self.load_credentials = False
        self.tool = Tool(load=self.load_credentials)
        self.tool.publish(arguments.key, b"")
        boto3.client("s3").list_objects_v2(Bucket=self.bucket)


def main(arguments):
    Command("production").run(arguments)
