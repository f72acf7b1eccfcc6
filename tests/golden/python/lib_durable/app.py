from aws_durable_execution_sdk_python import DurableContext, durable_execution


@durable_execution
def handler(event: dict, context: DurableContext):
    order = context.step(lambda step: {"id": event["id"]})
    return context.invoke("charge-card", order)
