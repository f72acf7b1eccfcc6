import boto3

cloudfront = boto3.client("cloudfront")


def handler(event, context):
    if event.get("DistributionId"):
        cloudfront.create_invalidation(DistributionId=event["DistributionId"], InvalidationBatch={})
