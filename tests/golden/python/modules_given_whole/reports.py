import boto3

athena = boto3.client("athena", region_name="eu-west-1")


def report():
    boto3.client("sns").publish(TopicArn="arn:aws:sns:eu-west-1:111122223333:reports", Message="done")
