"""A public package that the project asks an installer for is a library, where the records were left out; what is not known to be one is its own, whoever asks for it."""

import boto3
import company_utils
import own_library
import requests_toolbelt


def handler(event, context):
    boto3.client("s3").get_object(Bucket="own", Key="k")
    own_library.keep()
    company_utils.queue()
    requests_toolbelt.look()
