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


def get(key, m):
    s3.get_object(Bucket=m["op"], Key=key)


def delete(key, m):
    s3.delete_object(Bucket=m["op"], Key=key)


def spread_or_not(x, y):
    get("spread", {**x, **({"op": "py-spread"} if y else {})})


def united(x, y):
    m = {**x}
    m |= {"op": "py-united"} if y else {}
    get("united", m)


def updated_or_not(x, y):
    m = {**x}
    m.update({"op": "py-updated"} if y else {})
    get("updated", m)


def as_keywords(x, y):
    get("keywords", dict(x, **({"op": "py-keywords"} if y else {})))


def others_instead(x, y=None):
    get("others", {**x, **(y or {"op": "py-others"})})


def filled_or_not(x, y):
    further = {}
    if y:
        further["op"] = "py-filled"
    get("filled", {**x, **further})


def further(y):
    if y:
        return {"op": "py-further"}
    return {}


def told_by_another(x, y):
    get("further", {**x, **further(y)})


def has_in_any_case(x, y):
    delete("alternatives", {**x, **({"op": "fifteenth"} if y else {"op": "sixteenth", "id": "1"})})


def sets_later(x):
    further = {}
    print(further)
    further["op"] = "seventeenth"
    delete("later", {**x, **further})


def may_leave(m, y):
    if not y:
        return
    m["op"] = "py-left"


def left_by_helper(x, y):
    m = {**x}
    may_leave(m, y)
    get("left", m)


def may_leave_by_error(m, y):
    try:
        found = json.loads(y)
    except ValueError:
        return None
    m["op"] = "py-failed"
    return found


def left_where_it_fails(x, y):
    m = {**x}
    may_leave_by_error(m, y)
    get("failed", m)


def to_the_end(m, n):
    if n == 0:
        return
    m["op"] = "py-again"
    to_the_end(m, n - 1)


def left_at_once(x, n):
    m = {**x}
    to_the_end(m, n)
    get("again", m)


def gives_back_early(x, y):
    m = {**x}
    if not y:
        return m
    m["op"] = "py-early"
    return m


def left_by_maker(x, y):
    get("early", gives_back_early(x, y))


def gives_nothing_early(x, y):
    m = {**x}
    if not y:
        return None
    m["op"] = "eighteenth"
    return m


def nothing_is_left(x, y):
    delete("nothing", gives_nothing_early(x, y))


def raises_early(m, y):
    if not y:
        raise ValueError(y)
    m["op"] = "nineteenth"


def left_by_an_error(x, y):
    m = {**x}
    raises_early(m, y)
    delete("raised", m)


def reads_where_it_sets(m, y):
    if not y:
        return
    m["op"] = "twentieth"
    delete("behind-the-set", m)


def read_behind_it(x, y):
    m = {**x}
    reads_where_it_sets(m, y)


def sets_before_it_leaves(m, y):
    if not y:
        m["op"] = "twenty-first"
        return
    m["op"] = "twenty-second"


def set_on_both(x, y):
    m = {**x}
    sets_before_it_leaves(m, y)
    delete("both-ways", m)


def other_side_leaves(m, y):
    if y:
        m["op"] = "py-other"
    else:
        return


def left_by_the_other_side(x, y):
    m = {**x}
    other_side_leaves(m, y)
    get("other-side", m)


def asks_and_leaves(m):
    if not m.update(op="twenty-third"):
        return


def set_by_what_is_asked(x):
    m = {**x}
    asks_and_leaves(m)
    delete("asked", m)


def leave_it(m):
    print(m)


def set_it(m):
    m["op"] = "py-chosen"


def set_first(m):
    m["op"] = "twenty-fourth"


def set_second(m):
    m["op"] = "twenty-fifth"


def one_of_two(x, y):
    m = {**x}
    (set_it if y else leave_it)(m)
    get("chosen", m)


def any_of_two(x, y):
    m = {**x}
    (set_first if y else set_second)(m)
    delete("any", m)


class Step:
    def prepare(self, m):
        pass


class Setting(Step):
    def prepare(self, m):
        m["op"] = "py-step"


def by_a_step(x, step):
    m = {**x}
    step.prepare(m)
    get("step", m)


def by_any_step(x, y):
    by_a_step(x, Setting() if y else Step())


def completed(m):
    if not m:
        return m
    m["op"] = "twenty-sixth"
    return m


def nothing_in_it(x):
    delete("empty", completed({**x}))


def united_with(m, further=None):
    both = {**m}
    if further is None:
        return both
    both.update(further)
    return both


def never_left(x):
    delete("never", united_with(x, {"op": "twenty-seventh"}))
