from storages.backends.s3boto3 import S3Boto3Storage


class Exports(S3Boto3Storage):
    bucket_name = "site-exports"
    location = "exports"
    default_acl = "private"
