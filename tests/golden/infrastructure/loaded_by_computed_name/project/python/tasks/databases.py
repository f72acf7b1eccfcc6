import boto3


def run():
    boto3.client("rds").stop_db_instance(DBInstanceIdentifier="ledger")
