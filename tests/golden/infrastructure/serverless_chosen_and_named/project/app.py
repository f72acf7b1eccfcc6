import os, boto3
def put(event, context):
    boto3.client("s3").put_object(Bucket=os.environ["BUCKET"], Key="k", Body=b"")
    for name in (os.environ["QUEUE"], "jobs-dev"):
        boto3.resource("sqs").get_queue_by_name(QueueName=name).send_message(MessageBody="x")
