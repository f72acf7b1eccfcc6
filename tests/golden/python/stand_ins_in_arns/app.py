import boto3

ACCOUNT = "XXXXXXXXXXXX"


def handler(event, context):
    # Nothing has such an account or region: somebody is to fill in the real one.
    boto3.client("sns").publish(TopicArn=f"arn:aws:sns:us-east-1:{ACCOUNT}:first", Message="x")
    boto3.client("lambda").invoke(FunctionName="arn:aws:lambda:REGION:<ACCOUNT ID>:function:second")
    boto3.client("sqs").purge_queue(QueueUrl="https://sqs.us-east-1.amazonaws.com/<account-id>/third")

    # What is not known is how the ARN begins.
    start = event["start"]
    boto3.client("sns").subscribe(TopicArn=f"{start}:fourth", Protocol="sqs")
    boto3.client("lambda").get_function(FunctionName=f"{start}:function:fifth")
    boto3.client("lambda").delete_function(FunctionName=f"{start}:live")
    boto3.client("dynamodb").get_item(TableName=f"{start}:table/sixth", Key={})
    boto3.client("kms").encrypt(KeyId=f"{start}:key/seventh", Plaintext=b"")
    boto3.client("kms").sign(KeyId=f"{start}:alias/eighth", Message=b"", SigningAlgorithm="RSASSA_PSS_SHA_256")
    boto3.client("ecs").run_task(taskDefinition=f"{start}:task-definition/ninth:3")
    boto3.client("secretsmanager").get_secret_value(SecretId=f"{start}:secret:tenth")
    boto3.client("secretsmanager").put_secret_value(SecretId=f"{start}:secret:eleventh-AbCdEf", SecretString="x")
    boto3.client("secretsmanager").delete_secret(SecretId=f"{start}secret:twelfth-AbCdEf")
    boto3.client("secretsmanager").restore_secret(SecretId=f"{start}thirteenth-AbCdEf")
    boto3.client("s3").get_object(Bucket="<your-bucket>", Key="fourteenth")
