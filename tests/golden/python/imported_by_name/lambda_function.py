import importlib

def lambda_handler(event, context):
    mod = importlib.import_module("handlers." + "resize")
    mod.handle(event)
    for name in ("notify",):
        importlib.import_module(f"handlers.{name}").handle(event)
    return {"statusCode": 200}
