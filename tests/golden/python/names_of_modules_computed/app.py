import importlib
import os
import runpy
from importlib import util


def handler(event, context):
    importlib.import_module(f"steps.{event['step']}").run()


def by_list(event, context):
    name = ["steps", os.path.splitext(event["file"])[0]]
    importlib.import_module(".".join(name))


def elsewhere(event, context):
    importlib.import_module(event["module"]).run()


def from_file(event, context):
    spec = util.spec_from_file_location("rule", event["path"])
    rule = util.module_from_spec(spec)
    spec.loader.exec_module(rule)
    runpy.run_path(event["path"])
