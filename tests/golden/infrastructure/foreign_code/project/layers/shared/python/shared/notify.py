import boto3


def notify(event):
    boto3.client("sns").publish(TopicArn="arn:aws:sns:eu-west-1:111122223333:audit", Message=str(event))
