from aws_durable_execution_sdk_python import durable_execution


@durable_execution
def handler(event, context):
    context.invoke("arn:aws:lambda:eu-west-1:111122223333:function:pack:live", event, name="pack")
    context.run_in_child_context(lambda child: child.invoke("ship", event))
    context.map(event["items"], lambda child, item, index, items: child.invoke("weigh", item))
    context.step(lambda step: print(step), name="note")
