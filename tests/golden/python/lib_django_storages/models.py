from django.db import models
from storages.backends.s3boto3 import S3Boto3Storage, S3StaticStorage


class Receipts(S3Boto3Storage):
    bucket_name = "site-receipts"
    location = "receipts"


class Pages(S3StaticStorage):
    bucket_name = "site-pages"


class Receipt(models.Model):
    document = models.FileField(storage=Receipts())


def publish(page):
    Pages().save("index.html", page)
    Pages(bucket_name="site-drafts").save("index.html", page)
