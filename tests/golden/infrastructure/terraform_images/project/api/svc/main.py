import boto3
def handler(e, c):
    boto3.client("s3").get_object(Bucket="shelf-photos", Key=e["k"])
