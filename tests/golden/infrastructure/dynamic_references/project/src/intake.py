import os

import boto3

glue = boto3.client("glue")
table = boto3.resource("dynamodb").Table(os.environ["LEDGER"])


def handler(event, context):
    glue.start_data_quality_rule_recommendation_run(
        DataSource={"GlueTable": {"DatabaseName": "d", "TableName": "t"}}, Role=os.environ["JOB_ROLE"]
    )
    table.put_item(Item=event)
    boto3.client("sns").publish(TopicArn=os.environ["ALARMS"], Message="taken in")
    queue = boto3.client("sqs").get_queue_url(QueueName=os.environ["OUTBOX"])
    boto3.client("s3").put_object(Bucket=os.environ["ARCHIVE"], Key="day", Body=b"")
    return queue
