import os
import subprocess
from pathlib import Path

import boto3

HERE = Path(__file__).resolve().parent


def handler(event, context):
    boto3.client("s3").put_object(Bucket="first", Key="a")
    subprocess.run(["bash", "scripts/sync.sh", "reports"], check=True)


def beside(event, context):
    """Where the code is tells which file is meant."""
    subprocess.run([str(HERE / "scripts" / "quiet.sh"), event["name"]])
    subprocess.run(["sh", os.path.join(os.path.dirname(__file__), "scripts/quiet.sh")])
    subprocess.run([os.environ["LAMBDA_TASK_ROOT"] + "/scripts/quiet.sh"])


def others(event, context):
    """What the script starts is not known; another directory's script may be another one."""
    os.system("sh -c ./scripts/more.sh")
    subprocess.run([event["directory"] + "/more.sh"])
    subprocess.run(["/usr/local/bin/more.sh"])
    subprocess.run(["./scripts/missing.sh"])
    subprocess.run(["./scripts/sync"])


def given(event, context):
    """Variables are those that it is started with."""
    subprocess.run(["scripts/notify.sh", "a", "b"], env={**os.environ, "QUEUE": "given"})
    subprocess.run("aws s3 cp f s3://$BUCKET/x", shell=True, env={"BUCKET": "told"})


def moved(event, context):
    subprocess.run(["./quiet.sh"], cwd="scripts")
    os.system("cd scripts && ./quiet.sh x")
