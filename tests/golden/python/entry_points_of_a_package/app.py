import importlib.metadata

import pkg_resources
from importlib_metadata import Distribution


def of_one(event, context):
    for point in importlib.metadata.distribution("acme").entry_points:
        if point.group == "acme.plugins":
            point.load()().run()


def of_all(event, context):
    for one in importlib.metadata.distributions():
        one.entry_points.select(group="acme.plugins")["store"].load()().run()


def by_name(event, context):
    Distribution.from_name("acme").entry_points["store"].load()().run()


def by_map(event, context):
    pkg_resources.get_entry_map("acme", "acme.plugins")["store"].load()().run()


def version(event, context):
    return importlib.metadata.distribution("acme").version
