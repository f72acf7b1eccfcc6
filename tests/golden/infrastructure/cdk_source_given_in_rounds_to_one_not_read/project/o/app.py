import importlib, os
def handler(event, context):
    return importlib.import_module(os.environ["MOD"]).run(event)
