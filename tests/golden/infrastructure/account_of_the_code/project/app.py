import boto3

sns = boto3.client("sns")
sqs = boto3.client("sqs")


def handler(event, context):
    sns.publish(TopicArn="arn:aws:sns:eu-west-1:111122223333:both", Message="x")
    sqs.send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/111122223333/given", MessageBody="x")
    boto3.client("sts").assume_role(RoleArn="arn:aws:iam::111122223333:role/reader", RoleSessionName="x")


def other(event, context):
    sns.publish(TopicArn="arn:aws:sns:eu-west-1:111122223333:elsewhere", Message="x")
    sqs.send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/111122223333/another", MessageBody="x")
