"""Libraries give the object that a text names; of a text that is not known, nothing can be told."""
from pydoc import locate

from kombu.utils.imports import symbol_by_name
from scrapy.utils.misc import load_object

SETTINGS = {"STORE": "pkg.store.Store"}


def handler(event, context):
    load_object(SETTINGS["STORE"])().put(event["k"])
    symbol_by_name("pkg.store:job")(event["k"])


def computed(event, context):
    locate(event["class"])().run()
