import boto3

def call(name, **kwargs):
    return getattr(boto3.client("s3"), name)(**kwargs)

def anywhere(service):
    return boto3.client(service).list_buckets()

def ambiguous(service, arn):
    boto3.client(service).list_tags_for_resource(ResourceArn=arn)
