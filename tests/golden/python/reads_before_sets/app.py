"""What is read before a name is set is what was there; what a helper's helper sets under a condition may not be set."""

import json
import logging

import boto3

s3 = boto3.client("s3")


def straight(x):
    o = {**x, "Key": "straight"}
    s3.get_object(**o)
    o["Bucket"] = "behind-straight"
    s3.delete_object(**o)


def use(o):
    s3.get_object(Bucket=o["Bucket"], Key="helpers")


def put(o):
    o["Bucket"] = "behind-helpers"


def helpers(x):
    o = {**x}
    use(o)
    put(o)
    s3.delete_object(Bucket=o["Bucket"], Key="helpers")


def taken_out(x):
    o = {**x}
    bucket = o["Bucket"]
    o["Bucket"] = "behind-taken"
    s3.get_object(Bucket=bucket, Key="taken")
    s3.delete_object(Bucket=o["Bucket"], Key="taken")


def keywords(**o):
    s3.get_object(Bucket=o["Bucket"], Key="keywords")
    o["Bucket"] = "behind-keywords"
    s3.delete_object(Bucket=o["Bucket"], Key="keywords")


def copied(x):
    o = {**x}
    p = {**o}
    o["Bucket"] = "behind-copied"
    s3.get_object(Bucket=p["Bucket"], Key="copied")
    s3.delete_object(Bucket=o["Bucket"], Key="copied")


def put_nested(o):
    o["Bucket"] = "nested"


def by_way_of(o):
    put_nested(o)


def nested(x, y):
    o = {**x}
    if y:
        by_way_of(o)
    s3.get_object(Bucket=o["Bucket"], Key="nested")


def nested_straight(x):
    o = {**x}
    by_way_of(o)
    s3.delete_object(Bucket=o["Bucket"], Key="nested")


class Holder:
    def __init__(self, **given):
        self.given = given

    def configure(self):
        self.given["Bucket"] = "configured"

    def get(self):
        s3.get_object(Bucket=self.given["Bucket"], Key="held")


def held(x, y):
    holder = Holder(**x)
    if y:
        holder.configure()
    holder.get()


class Sure:
    def __init__(self, **given):
        self.given = given

    def configure(self):
        self.given["Bucket"] = "sure"

    def delete(self):
        s3.delete_object(Bucket=self.given["Bucket"], Key="sure")


def sure(x):
    holder = Sure(**x)
    holder.configure()
    holder.delete()


def logged(x):
    o = {**x}
    logging.info("%s", o)
    o["Bucket"] = "logged"
    s3.delete_object(Bucket=o["Bucket"], Key="logged")


def own_value(x):
    o = {**x}
    o["Bucket"] = o["Bucket"] or "own-value"
    s3.get_object(Bucket=o["Bucket"], Key="own")


def made_inside(x, y):
    if y:
        o = {**x}
        put(o)
        s3.delete_object(Bucket=o["Bucket"], Key="inside")


def load():
    return {**json.load(open("c"))}


settings = load()
settings["Bucket"] = "set-by-the-module"


def behind_module():
    s3.delete_object(Bucket=settings["Bucket"], Key="module")


class Service:
    def __init__(self, **given):
        self.given = given

    def delete(self):
        s3.delete_object(Bucket=self.given["Bucket"], Key="service")


service = Service(**json.load(open("d")))
service.given["Bucket"] = "set-in-the-service"


def behind_instance():
    service.delete()


def load_own():
    return {**json.load(open("e"))}


def app():
    own = load_own()
    own["Bucket"] = "set-by-the-factory"

    def index():
        s3.delete_object(Bucket=own["Bucket"], Key="factory")

    return index


def made(x):
    return {**x}


def sets_its_own(x):
    o = made(x)
    o["Bucket"] = "set-in-its-own"
    s3.delete_object(Bucket="fixed", Key=o["Bucket"])


def sets_nothing(x):
    o = made(x)
    s3.get_object(Bucket=o["Bucket"], Key="nothing-set")
