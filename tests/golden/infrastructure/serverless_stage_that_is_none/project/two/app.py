import boto3, os
def handler(event, context):
    d = boto3.client('dynamodb')
    d.put_item(TableName=os.environ['TABLE'], Item={})
    d.get_item(TableName=os.environ['TABLE'], Key={})
    d.delete_item(TableName=os.environ['TABLE'], Key={})
    d.query(TableName=os.environ['TABLE'])
