import boto3


def place(event, context):
    boto3.client("dynamodb").put_item(TableName=event["shelf"], Item={"id": {"S": "1"}})


def find(event, context):
    boto3.client("ssm").get_parameters_by_path(Path="/shelf/live", Recursive=True)
    boto3.client("s3").list_objects_v2(Bucket=event["store"])
    boto3.client("s3").get_object(Bucket=event["store"], Key="catalogue")
    return boto3.client("dynamodb").query(TableName=event["shelf"], IndexName="by-title")
