import boto3

rds = boto3.client("rds")


def handler(event, context):
    found = rds.describe_db_snapshots(DBInstanceIdentifier=event["database"])
    for snapshot in found["DBSnapshots"]:
        rds.delete_db_snapshot(DBSnapshotIdentifier=snapshot["DBSnapshotIdentifier"])
