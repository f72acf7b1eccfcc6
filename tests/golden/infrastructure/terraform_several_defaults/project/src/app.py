import os, boto3
def handler(e, c):
    boto3.client("dynamodb").put_item(TableName=os.environ["TABLE"], Item={})
    boto3.client("s3").put_object(Bucket=os.environ["BUCKET"], Key="a/" + e["k"], Body=b"")
    boto3.client("sns").publish(TopicArn=os.environ["TOPIC"], Message="x")
    boto3.client("sqs").send_message(QueueUrl=os.environ["QUEUE"], MessageBody="x")
    boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["SECRET"])
    boto3.client("lambda").invoke(FunctionName=os.environ["FN"])
