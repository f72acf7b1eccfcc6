"""A default is set on some paths: on the others, what was there before and is not known stays."""

import json
import os

import boto3

s3 = boto3.client("s3")


def e(x):
    m = {**x}
    if "op" not in m:
        m["op"] = "py-e"
    s3.get_object(Bucket=m["op"], Key="e")


def f(x):
    m = dict(x)
    if not m.get("op"):
        m["op"] = "py-f"
    s3.get_object(Bucket=m["op"], Key="f")


def g(x):
    m = x.copy()
    if "op" not in m:
        m["op"] = "py-g"
    s3.get_object(Bucket=m["op"], Key="g")


def h(x):
    m = {**x}
    if os.environ.get("X"):
        m["op"] = "py-h"
    s3.get_object(Bucket=m["op"], Key="h")


def i(x):
    m = json.load(open("f"))
    if "op" not in m:
        m["op"] = "py-i"
    s3.get_object(Bucket=m["op"], Key="i")


def j(**x):
    if "op" not in x:
        x["op"] = "py-j"
    s3.get_object(Bucket=x["op"], Key="j")


def k(**x):
    x.setdefault("op", "py-k")
    s3.get_object(Bucket=x["op"], Key="k")


def both(x, y):
    m = {**x}
    if y:
        m["op"] = "first"
    else:
        m["op"] = "second"
    s3.delete_object(Bucket=m["op"], Key="both")


def made(x, y):
    if y:
        m = {**x}
        m["op"] = "third"
        s3.delete_object(Bucket=m["op"], Key="made")


def put(x):
    m = {**x}
    m["op"] = "fourth"
    s3.delete_object(Bucket=m["op"], Key="put")
