import boto3


def lambda_handler(event, context):
    boto3.client("s3").put_object(Bucket=event["bucket"], Key="report.json", Body=b"{}")
