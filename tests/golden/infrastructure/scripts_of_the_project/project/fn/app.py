import os
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))


def handler(event, context):
    subprocess.run(["bash", os.path.join(HERE, "scripts", "export.sh"), "orders"], check=True)


def started(event, context):
    subprocess.run(["./scripts/export.sh", "orders"], env={**os.environ, "BUCKET": event["bucket"]})
    subprocess.run(["./scripts/more.sh"])
