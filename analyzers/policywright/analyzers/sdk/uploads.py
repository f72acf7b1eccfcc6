"""What managed uploads to S3 ask for beside ``PutObject``: what is large is put in several parts.

Parts need ``kms:Decrypt`` where the bucket or the request has a key of the customer's. Source:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
"""

PARTS = "what is uploaded is so large that it is put in several parts"
STARTED = "CreateMultipartUpload"
"""Stands for all requests about parts but the one that gives up: they are authorized alike."""
