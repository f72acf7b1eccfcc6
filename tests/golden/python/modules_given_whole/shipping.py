import boto3


def ship():
    boto3.client("s3").put_object(Bucket="parcels", Key="today.csv", Body=b"")
