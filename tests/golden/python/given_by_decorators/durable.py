import boto3
from aws_durable_execution_sdk_python import DurableContext, durable_execution, durable_step
from aws_durable_execution_sdk_python.context import durable_wait_for_callback, durable_with_child_context

sqs = boto3.client("sqs")
dynamodb = boto3.client("dynamodb")


@durable_step
def note(step_context, table, subject):
    dynamodb.put_item(TableName=table, Item={"subject": {"S": subject}})


@durable_with_child_context
def both(child_context, table, subject):
    child_context.step(note(table, subject))
    child_context.invoke("arn:aws:lambda:eu-west-1:123456789012:function:stamps", {})


@durable_wait_for_callback
def ask(callback_id, context, queue, text):
    sqs.send_message(QueueUrl=queue, MessageBody=text + callback_id)


@durable_execution
def handler(event, context: DurableContext):
    context.step(note("letters", event["subject"]))
    context.run_in_child_context(both("parcels", event["subject"]))
    context.wait_for_callback(ask("https://sqs.eu-west-1.amazonaws.com/123456789012/asked", event["text"]))
