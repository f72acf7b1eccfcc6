import os
import subprocess

from commands import run, shell

BUCKET = os.environ["BUCKET"]


def upload(path):
    run(["aws", "s3", "cp", path, f"s3://{BUCKET}/uploads/", "--acl", "public-read"])


def mirror(delete=False):
    command = ["aws", "s3", "sync", "/data", "s3://mirror/data"]
    if delete:
        command.append("--delete")
    run(command)


def put_together(region):
    command = ["aws"]
    if region:
        command += ["--region", region]
    command.extend(["kinesis", "put-record", "--stream-name", "clicks"])
    command.append("--data")
    command.append("x")
    run(command)


def texts(name):
    shell("aws dynamodb describe-table --table-name %s --output json | jq ." % name)
    shell(f"aws lambda invoke --function-name reports --payload '{{}}' /tmp/out.json")
    os.system("echo x && aws sqs send-message --queue-url https://sqs.us-east-1.amazonaws.com/123456789012/q --message-body hi")
    shell("sudo -E aws ec2 wait instance-running --instance-ids i-1")


def login():
    return subprocess.run(["aws", "ecr", "get-login-password"], stdout=subprocess.PIPE)


def items():
    shell("""
      aws dynamodb put-item \\
        --table-name scores \\
        --item '{"player": {"S": "a"}}' \\
        --condition-expression 'attribute_not_exists(player)'
    """)


def computed(arguments):
    subprocess.run(["aws", "secretsmanager"] + arguments)


def assumed(credentials):
    keys = {**os.environ, "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"]}
    subprocess.run(["aws", "s3", "ls", "s3://other"], env=keys)


def nothing():
    shell("aws configure set region eu-west-1")
    shell("aws --endpoint-url http://localhost:4566 s3 mb s3://local")
    shell("aws s3 cp --no-sign-request s3://public/data .")
    shell("awslocal s3 ls")
    os.execvp("aws", ["aws", "sns", "list-topics"])


def limited(dry, local):
    run(["aws", "s3", "rm", "s3://spool/done", "--recursive"] + (["--dryrun"] if dry else []))
    command = ["aws"]
    if local:
        command += ["--endpoint-url", "http://localhost:4566"]
    command += ["events", "put-rule", "--name", "nightly"]
    run(command)
    run(["aws", *(["--region", "eu-west-1"] if local else []), "events", "delete-rule", "--name", "nightly"])


def query(*words):
    return run(["aws", *words, "--output", "json"], capture_output=True)


def several():
    query("iam", "get-role", "--role-name", "deployer")
    query("route53", "list-hosted-zones")
