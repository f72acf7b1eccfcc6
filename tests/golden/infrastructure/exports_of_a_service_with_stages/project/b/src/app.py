import boto3, os
q = boto3.client('sqs')
def handler(event, context):
    q.send_message(QueueUrl=os.environ['URL'], MessageBody='x')
    boto3.client('dynamodb').put_item(TableName=os.environ['TAB'], Item={})
