from shared.notify import notify


def handler(event, context):
    notify(event)
