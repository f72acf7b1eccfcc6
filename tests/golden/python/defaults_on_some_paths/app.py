"""A default is set on some paths: on the others, what was there before and is not known stays."""

import json
import operator
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


def fill(o):
    o["op"] = "py-fill"


class Holder:
    def __init__(self, o):
        self.o = o

    def go(self):
        if "op" not in self.o:
            self.o["op"] = "py-field"


def by_call(x):
    m = {**x}
    if "op" not in m:
        m.__setitem__("op", "py-call")
    s3.get_object(Bucket=m["op"], Key="call")


def short_circuit(x):
    m = {**x}
    "op" in m or m.__setitem__("op", "py-or")
    s3.get_object(Bucket=m["op"], Key="or")


def by_operator(x):
    m = {**x}
    if "op" not in m:
        operator.setitem(m, "op", "py-operator")
    s3.get_object(Bucket=m["op"], Key="operator")


def by_type(x):
    m = {**x}
    if "op" not in m:
        dict.update(m, op="py-type")
    s3.get_object(Bucket=m["op"], Key="type")


def by_update(x):
    m = {**x}
    if "op" not in m:
        m.update({"op": "py-update"})
    s3.get_object(Bucket=m["op"], Key="update")


def in_loop(x):
    m = {**x}
    for k, v in {"op": "py-loop", "id": "1"}.items():
        if k not in m:
            m[k] = v
    s3.get_object(Bucket=m["op"], Key="loop")


def for_each(x):
    m = {**x}
    for _ in x["rows"]:
        m["op"] = "py-each"
    s3.get_object(Bucket=m["op"], Key="each")


def until(x):
    m = {**x}
    while "op" not in m:
        m["op"] = "py-while"
    s3.get_object(Bucket=m["op"], Key="while")


def caught(x):
    m = {**x}
    try:
        m["op"]
    except KeyError:
        m["op"] = "py-except"
    s3.get_object(Bucket=m["op"], Key="except")


def by_name(x):
    key, m = "op", {**x}
    if key not in m:
        m[key] = "py-name"
    s3.get_object(Bucket=m["op"], Key="name")


def by_helper(x):
    m = {**x}
    if "op" not in m:
        fill(m)
    s3.get_object(Bucket=m["op"], Key="helper")


def by_field(x):
    m = {**x}
    Holder(m).go()
    s3.get_object(Bucket=m["op"], Key="field")


def by_alias(x, y):
    m = {**x}
    if y:
        n = m
        n["op"] = "py-alias"
    s3.get_object(Bucket=m["op"], Key="alias")


def left_before(x):
    m = {**x}
    if "op" in m:
        return s3.get_object(Bucket=m["op"], Key="before")
    m["op"] = "py-before"
    return s3.get_object(Bucket=m["op"], Key="behind")


def other_leaves(x, y):
    m = {**x}
    if y:
        m["op"] = "fifth"
    else:
        raise ValueError(y)
    s3.delete_object(Bucket=m["op"], Key="leaves")


def told_apart(x):
    m = {**x}
    for k in ("op", "id"):
        m[k] = "sixth"
    s3.delete_object(Bucket=m["op"], Key="told")


def complete(o):
    o["op"] = "seventh"
    return o


def straight(x):
    m = complete({**x})
    s3.delete_object(Bucket=m["op"], Key="straight")


def there(x, y):
    m = {**x, "op": "eighth"}
    if y:
        m["op"] = "ninth"
    s3.delete_object(Bucket=m["op"], Key="there")


def both_calls(x, y):
    m = {**x}
    if y:
        m.update(op="tenth")
    else:
        m.update(op="eleventh")
    s3.delete_object(Bucket=m["op"], Key="calls")


def behind_unknown(x):
    m = dict(x, op="twelfth")
    s3.delete_object(Bucket=m["op"], Key="mapping")
    n = dict(*x, op="thirteenth")
    s3.delete_object(Bucket=n["op"], Key="spread")
    o = {}
    o.update(*x, op="fourteenth")
    s3.delete_object(Bucket=o["op"], Key="updated")
