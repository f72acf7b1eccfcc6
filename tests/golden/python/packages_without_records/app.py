"""What the project asks an installer for is a library, where the records were left out; what nobody asks for is its own."""

import boto3
import own_library
import some_library


def handler(event, context):
    boto3.client("s3").get_object(Bucket="own", Key="k")
    own_library.keep()
    some_library.look()
