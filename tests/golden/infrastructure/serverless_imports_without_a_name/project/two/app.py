import boto3, os
d = boto3.client('dynamodb')
def handler(event, context):
    d.put_item(TableName=os.environ['A'], Item={})
    d.get_item(TableName=os.environ['B'], Key={})
