import boto3
def handler(e, c):
    boto3.client("s3").get_object(Bucket="acme", Key="k")
    boto3.client("sqs").send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/q", MessageBody="x")
