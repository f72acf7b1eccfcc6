import os

import boto3

secrets = boto3.client("secretsmanager")
sns = boto3.client("sns")
sqs = boto3.client("sqs")
s3 = boto3.client("s3")
dynamodb = boto3.resource("dynamodb")


def handler(event, context):
    secrets.get_secret_value(SecretId=os.environ["SECRET"])
    sns.publish(TopicArn=os.environ["TOPIC"], Message="x")
    account = context.invoked_function_arn.split(":")[4]
    region = os.environ["AWS_REGION"]
    sns.publish(TopicArn=f"arn:aws:sns:{region}:{account}:" + os.environ["TOPIC_NAME"], Message="x")
    sqs.send_message(QueueUrl=os.environ["WARNINGS"], MessageBody="x")
    s3.put_object(Bucket=os.environ["FILES"], Key="last", Body=b"")
    for name in ("TABLE", "PRICES"):
        dynamodb.Table(os.environ[name]).put_item(Item={"id": "1"})
