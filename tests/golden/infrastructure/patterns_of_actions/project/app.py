import boto3


def mixed(event, context):
    ec2 = boto3.client("ec2")
    ec2.describe_instances()
    ec2.stop_instances(InstanceIds=["i-1"])


def secret(event, context):
    return boto3.client("secretsmanager").get_secret_value(SecretId="s")


def reads(event, context):
    return boto3.client("s3").get_object(Bucket="b", Key="k")


def lists(event, context):
    return boto3.client("ec2").describe_instances()


def password(event, context):
    return boto3.client("secretsmanager").get_random_password()


def writes(event, context):
    url = "https://sqs.eu-west-1.amazonaws.com/111122223333/q"
    boto3.client("sqs").delete_message(QueueUrl=url, ReceiptHandle="r")


def apart(event, context):
    db = boto3.client("dynamodb")
    db.get_item(TableName="a", Key={"id": {"S": "1"}})
    db.put_item(TableName="b", Item={"id": {"S": "1"}})


def both(event, context):
    db = boto3.client("dynamodb")
    db.get_item(TableName="a", Key={"id": {"S": "1"}})
    db.put_item(TableName="a", Item={"id": {"S": "1"}})


def open_names(event, context):
    db = boto3.client("dynamodb")
    db.get_item(TableName=event["table"], Key={"id": {"S": "1"}})
    db.put_item(TableName=event["table"], Item={"id": {"S": "1"}})
