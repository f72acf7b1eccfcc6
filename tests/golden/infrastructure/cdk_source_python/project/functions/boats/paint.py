import boto3


def handler(event, context):
    boto3.client("cloudwatch").put_metric_data(Namespace="Boats", MetricData=[{"MetricName": "paint"}])
