import boto3

events = boto3.client("events")


def update_rule(name, enabled):
    if enabled:
        events.enable_rule(Name=name)
    else:
        events.disable_rule(Name=name)


def handler(event, context):
    update_rule("x", False)
