from functools import partial

import boto3
from clockwork import every, pipeline


class Sweeper:
    def __init__(self, table):
        self.table = boto3.resource("dynamodb").Table(table)

    def sweep(self):
        self.table.delete_item(Key={"id": "old"})


def report(bucket, client):
    client.put_object(Bucket=bucket, Key="report.csv", Body=b"")


Sweeper("carts").sweep()
every(60).do(Sweeper("sessions").sweep)
pipeline([Sweeper("tokens").sweep])
pipeline({"first": Sweeper("uploads").sweep})
report("daily", boto3.client("s3"))
pipeline([partial(report, "weekly", boto3.client("s3"))])
