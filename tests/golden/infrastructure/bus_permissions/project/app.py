import boto3

events = boto3.client("events")


def handler(event, context):
    events.put_permission(EventBusName="security", StatementId=event["account"], Principal=event["account"], Action="events:PutEvents")
    events.remove_permission(EventBusName="security", StatementId=event["account"])
