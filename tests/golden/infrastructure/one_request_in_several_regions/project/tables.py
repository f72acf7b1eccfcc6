import boto3


def publish(event, context):
    boto3.client("events").put_events(
        EndpointId="abcde.veo",
        Entries=[{"EventBusName": "orders", "Source": "shop", "DetailType": "order", "Detail": "{}"}],
    )


def replicate(event, context):
    boto3.client("dynamodb").update_table(
        TableName="orders", ReplicaUpdates=[{"Delete": {"RegionName": "eu-west-1"}}]
    )


def scan(event, context):
    return boto3.client("dynamodb", region_name="eu-west-1").scan(TableName="orders")
