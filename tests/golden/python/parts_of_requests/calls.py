"""One entry that names its bus and one that does not; a condition among the statements of a transaction."""

import boto3


def announce(detail):
    boto3.client("events").put_events(
        Entries=[
            {"EventBusName": "orders", "Source": "shop", "DetailType": "order", "Detail": detail},
            {"Source": "shop", "DetailType": "audit", "Detail": detail},
        ]
    )


def book():
    boto3.client("dynamodb").execute_transaction(
        TransactStatements=[
            {"Statement": "UPDATE seats SET taken = true WHERE id = 1"},
            {"Statement": "EXISTS(SELECT * FROM guests WHERE id = 1 AND paid = true)"},
        ]
    )
