from tools import fetch


def handler(event, context):
    fetch(event["x"])
