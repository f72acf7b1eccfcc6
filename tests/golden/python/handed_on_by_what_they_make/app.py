import boto3
from somewhere.private import Base, again


class Report(Base):
    def pages(self, vault):
        glacier = boto3.client("glacier")
        return self.retries.call(glacier.get_paginator("list_jobs").paginate, vaultName=vault)

    def wait(self, instance):
        ec2 = boto3.client("ec2")
        again(ec2.get_waiter("instance_stopped").wait, InstanceIds=[instance])

    def clear(self):
        again(boto3.resource("s3").Bucket("old-reports").objects.all().delete)

    def write(self, pool, rows):
        with boto3.resource("dynamodb").Table("reports").batch_writer() as batch:
            for row in rows:
                pool.submit(batch.put_item, Item=row)

    def look(self):
        client = boto3.client("sns")
        # That asks nobody for anything.
        again(client.can_paginate, "list_topics")


class Guarded:
    """Nothing here sets ``guard``: whoever does calls what it is given."""

    def protections(self):
        return self.guard(boto3.client("shield").list_protections)

    def rules(self):
        return self.guard.run(boto3.client("events").list_rules, NamePrefix="nightly")


def main(report: Report, guarded: Guarded):
    report.pages("archive")
    report.wait("i-0123456789abcdef0")
    report.clear()
    report.write(None, [])
    report.look()
    guarded.protections()
    guarded.rules()
