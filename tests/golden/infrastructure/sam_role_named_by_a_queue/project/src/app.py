import os, boto3
def handler(event, context):
    s = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET"])["SecretString"]
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody=s[:2])
