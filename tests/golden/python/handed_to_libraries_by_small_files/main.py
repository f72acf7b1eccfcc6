"""Objects with a client go to a library; their files name nothing of AWS, and their methods ask by common names."""
import acme
import boto3
from orders import Orders
from store import Store


def handler(event, context):
    acme.run(Orders(boto3.resource("s3").Bucket("bills")))
    acme.run(Store(boto3.client("s3")))
