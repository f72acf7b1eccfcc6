import importlib


def handler(event, context):
    importlib.import_module("tasks." + event["task"]).run()
