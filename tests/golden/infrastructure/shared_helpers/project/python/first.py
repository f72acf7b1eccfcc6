from store import save


def handler(event, context):
    save("python-first", event["body"])
