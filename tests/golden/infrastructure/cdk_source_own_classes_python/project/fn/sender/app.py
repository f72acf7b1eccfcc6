import boto3

sqs = boto3.client("sqs")
sns = boto3.client("sns")


def handler(event, context):
    url = boto3.client("ssm").get_parameter(Name="/orders/queue")["Parameter"]["Value"]
    sqs.send_message(QueueUrl=url, MessageBody="x")
    sns.publish(TopicArn=event["topic"], Message="x")
