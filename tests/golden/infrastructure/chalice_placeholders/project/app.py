import os

import boto3
from chalice import Chalice

app = Chalice(app_name="flows")
sqs = boto3.client("sqs")


@app.route("/flows/{id}", methods=["POST"])
def begin(id):
    sqs.create_queue(QueueName=os.environ["PREFIX"] + "-" + os.environ["SUFFIX"])
