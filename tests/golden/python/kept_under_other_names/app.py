"""What AWS checks is called otherwise than the request says: a revision, a verified domain, a replica's Region."""

import boto3


def nightly(event, context):
    boto3.client("batch").submit_job(jobName="nightly", jobQueue="jobs", jobDefinition="resize")
    boto3.client("sesv2").send_email(
        FromEmailAddress="Shop <no-reply@mail.example.com>",
        Destination={"ToAddresses": [event["to"]]},
        Content={"Simple": {"Subject": {"Data": "done"}, "Body": {"Text": {"Data": "done"}}}},
    )
    boto3.client("secretsmanager").replicate_secret_to_regions(
        SecretId="db",
        AddReplicaRegions=[{"Region": "eu-west-1", "KmsKeyId": "1234abcd-12ab-34cd-56ef-1234567890ab"}],
    )
    boto3.client("glue").create_schema(
        RegistryId={"RegistryName": "events"}, SchemaName="orders", DataFormat="AVRO", Tags={"team": "shop"}
    )
    boto3.client("ec2").create_ipam(
        TagSpecifications=[{"ResourceType": "ipam", "Tags": [{"Key": "team", "Value": "shop"}]}]
    )
