import os

from aws_durable_execution_sdk_python import DurableContext, durable_execution


@durable_execution
def handler(event: dict, context: DurableContext):
    return context.invoke(os.environ["STEP"], event, name="step")
