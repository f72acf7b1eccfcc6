"""Methods that are called on a type, and by a class that derives from it, change the object that they get."""

import boto3

s3 = boto3.client("s3")


def update(given):
    settings = {"bucket": "first"}
    dict.update(settings, given)
    s3.get_object(Bucket=settings["bucket"], Key="update")


def insert(given):
    names = ["second"]
    list.insert(names, 0, given)
    s3.get_object(Bucket=names[0], Key="insert")


def add(given):
    names = {"third"}
    set.add(names, given)
    for name in names:
        s3.get_object(Bucket=name, Key="add")


class Settings(dict):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)

    def update(self, *args, **kwargs):
        dict.update(self, *args, **kwargs)

    def __setitem__(self, key, value):
        super().__setitem__(key, value)


def derived(given):
    settings = Settings(bucket="fourth")
    settings.update(given)
    s3.get_object(Bucket=settings["bucket"], Key="derived")


def item(given):
    settings = Settings(bucket="fifth")
    settings["bucket"] = given
    s3.get_object(Bucket=settings["bucket"], Key="item")


def made(given):
    settings = Settings({"bucket": "sixth"}, **given)
    s3.get_object(Bucket=settings["bucket"], Key="made")


def told():
    settings = Settings({"bucket": "seventh"}, key="told")
    dict.update(settings, prefix="a")
    s3.get_object(Bucket=settings["bucket"], Key=settings["prefix"] + "/" + settings["key"])
