import boto3

boto3.setup_default_session(region_name="eu-west-2")
here = boto3.client("sns")


def publish():
    here.publish(TopicArn="arn:aws:sns:eu-west-2:111122223333:orders", Message="")
    boto3.client("events").put_rule(Name="nightly")
