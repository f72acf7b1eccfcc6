import boto3, botocore
from botocore import UNSIGNED
from botocore.client import Config
from botocore.exceptions import ClientError, WaiterError
import botocore.session

def add_header(params, **kwargs): params["headers"]["X"] = "1"

def main():
    s3r = boto3.resource("s3")
    s3r.meta.client.copy({"Bucket": "a", "Key": "k"}, "b", "k2")
    s3r.meta.client.meta.events.register("before-call.s3.*", add_header)
    c = boto3.client("s3", config=Config(signature_version="s3v4"))
    c.meta.events.register_first("before-sign.s3", add_header)
    try:
        c.head_bucket(Bucket="hb")
    except c.exceptions.NoSuchBucket:
        c.create_bucket(Bucket="hb", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    except ClientError as e:
        print(e.response["Error"].get("Code"))
    url = c.generate_presigned_url(ClientMethod="put_object", Params=dict(Bucket="pre", Key="k", ACL="public-read"))
    bs = botocore.session.get_session()
    lam = bs.create_client("lambda", region_name="us-east-1")
    lam.invoke(FunctionName="f", InvocationType="Event", Payload=b"{}")
    resp = boto3.client("bedrock-runtime").invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body="{}")
    w = boto3.client("rds").get_waiter("db_instance_available")
    w.config.delay = 3
    w.wait(DBInstanceIdentifier="db1")
    sess = boto3.session.Session(profile_name="dev")
    sess.resource("sqs").Queue("https://sqs.us-east-1.amazonaws.com/111122223333/q").send_messages(Entries=[])
    sess.client("ssm").send_command(InstanceIds=["i-5"], DocumentName="AWS-RunShellScript")
    sess.get_credentials().get_frozen_credentials()
    boto3.setup_default_session(region_name="us-west-2")
    boto3.client(service_name="cloudtrail").describe_trails()
    ecr = boto3.client("ecr")
    ecr.get_paginator("list_images").paginate(repositoryName="app").build_full_result()
    boto3.client("sts").assume_role_with_web_identity
    boto3.client("kms").generate_data_key(KeyId="arn:aws:kms:us-east-1:111122223333:key/abc", KeySpec="AES_256")
    boto3.client("apigatewaymanagementapi", endpoint_url="https://x").post_to_connection(ConnectionId="c", Data=b"")
    boto3.client("iot-data").publish(topic="a/b", payload=b"")
    boto3.client("timestream-write").write_records(DatabaseName="d", TableName="t", Records=[])
    boto3.client("rds-data").execute_statement(resourceArn="arn:aws:rds:us-east-1:111122223333:cluster:c", secretArn="arn:aws:secretsmanager:us-east-1:111122223333:secret:s-AbCdEf", sql="select 1")
main()
