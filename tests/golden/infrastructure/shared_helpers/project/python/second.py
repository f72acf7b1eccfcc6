from store import save


def handler(event, context):
    save("python-second", event["body"])
