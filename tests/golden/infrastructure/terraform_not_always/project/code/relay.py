import os

import boto3

queue = boto3.client("sqs")
deploy = boto3.client("codedeploy")


def handler(event, context):
    queue.send_message(QueueUrl=os.environ["COPIES"], MessageBody=event["body"])
    if event.get("hook"):
        deploy.put_lifecycle_event_hook_execution_status(
            deploymentId=event["deployment"], lifecycleEventHookExecutionId=event["hook"], status="Succeeded"
        )
