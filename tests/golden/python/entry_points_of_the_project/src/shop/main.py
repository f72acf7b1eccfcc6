"""Stores that the project declares as entry points, looked up in the ways that there are."""

import os
from importlib.metadata import entry_points

import pkg_resources
from stevedore import driver

STORES = {point.name: point.load() for point in entry_points(group="shop.stores")}


def by_table(event, context):
    STORES[event["store"]]("x").put("table")


def by_name(event, context):
    (point,) = entry_points(group="shop.stores", name="dynamo")
    point.load()("x").put("name")


def of_another_group(event, context):
    for point in entry_points().select(group="shop.senders"):
        point.load().send("https://sqs.eu-west-1.amazonaws.com/123456789012/all")


def by_older_library(event, context):
    pkg_resources.load_entry_point("shop", "shop.stores", "s3")("x").put("older")


def by_manager(event, context):
    manager = driver.DriverManager(namespace="shop.stores", name=os.environ["STORE"], invoke_on_load=True)
    manager.driver.put("manager")


def of_no_group_of_ours(event, context):
    for point in entry_points(group="kiln.glazes"):
        point.load()(event)
