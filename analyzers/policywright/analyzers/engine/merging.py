"""Several alternatives as one that covers them all: what a union that gets too large is made of.

Nothing is dropped. Handles of one operation, methods of one name and one bound function become one value
whose parts are the unions of theirs; a part that can't be told any more is unknown, which makes a grant
wider.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache

from policywright.analyzers.engine.handles import ANY_STEP, Steps, View
from policywright.analyzers.engine.values import (
    BOTTOM,
    MANY,
    MAX_OPTIONS,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Gen,
    Handle,
    Known,
    Method,
    ModuleV,
    Obj,
    Partial,
    Super,
    Text,
    Tup,
    Union,
    Unknown,
    Value,
    Wrapped,
    join_all,
    make_text,
    options,
)
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Hole, parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MADE = regex(r"([^()\[\]]*(?:\(\)|\[\]))(.*)", re.DOTALL)
_AWS = regex("aws|amazon|boto|s3|sqs|dynamo", re.IGNORECASE)
_CONSTANT = regex(r"(?<![^\W_])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?!\w)")
"""A name in capitals: what a library has under it is a text, or a number."""
_OF_TEMPLATES = regex(
    r"(?:aws_cdk|aws-cdk-lib|@aws-cdk/(?:core|aws-[\w-]+)|monocdk|github\.com/aws/aws-cdk-go|software\.amazon\.awscdk)"
    r"(?![\w-])"
)
"""Packages of the CDK: they write templates and have no client, however often they say AWS."""
SOMEWHERE = "library()"
MAX_STEMS = 8
"""Beginnings that very many strings have in common."""
MAX_STEPS = 16
"""Names in the path of something in a library: packages in packages, and what comes of a chain of calls."""
MAX_NESTING = 4
"""Values inside one another (a partial of a partial) beyond which one is given up."""
_ENGINE = (Known, Text, Unknown, FuncV, ClassV, Bound, Wrapped, Method, Partial, Super, Obj, Tup, ModuleV,
           Ext, Gen, Handle, Union)  # fmt: skip
_OUT = (out.Const, out.Text, out.Struct, out.Items, out.OneOf, out.Unknown)


@lru_cache(maxsize=100_000)
def likeness(value: Value) -> Hashable:
    """What values that can be merged have in common; None for one that stays by itself."""
    match value:
        case Partial(args=args):
            return ("partial", _frame(args))
        case Tup(items=items, open=opened):
            return ("items", len(items), opened)
        case View():
            return None
        case Handle():
            return (type(value), _frame(parts(value)))
    return None


_WAYS = regex(r"\.(read|readStream|write|writeStream)(?=[.\[]|$)")
"""Attributes that say what the methods of what they give do (``pyspark.sql.DataFrame``)."""


@lru_cache(maxsize=20_000)
def library(path: str) -> Ext:
    """Something of a library by its path, as far as paths are told apart.

    What came out of a library's call by further calls is all one, and of what is an attribute of that the
    last name counts; where the path has to do with AWS, whole ways are kept.
    """
    found = _MADE.match(path)
    if found is None:
        # A module, a class or a constant; what a loop makes of one (``node = node.next``) has no end.
        return Ext(path) if _is_straight(path) else ANY_DATA
    if not found[2] or (_of_aws(path) and _is_straight(found[2])):
        return Ext(path)
    head, rest = found[1], found[2]
    # Whether it reads or writes (``frame.write.mode(how).parquet(path)``) no last name says.
    ways = _WAYS.findall(rest)
    head = f"{head}[].{ways[-1]}" if ways else head
    if rest.endswith(("()", "[]")):
        return Ext(f"{head}[]")
    attributes = rest.rpartition("[]")[2].rpartition("()")[2].split(".")
    if ways and attributes[-1] == ways[-1]:
        return Ext(head)
    if len(attributes) <= 2 and rest.count("]") + rest.count(")") <= 1:
        return Ext(path)
    return Ext(f"{head}[].{attributes[-1]}")


def _of_aws(path: str) -> bool:
    """Whether the path of something in a library has to do with AWS: more than a constant does.

    What describes resources does not: places would keep apart its hundreds of names, and members of each.
    """
    if _OF_TEMPLATES.match(path) is not None:
        return False
    return _AWS.search(_CONSTANT.sub("", path)) is not None


@lru_cache(maxsize=20_000)
def makes_senders(path: str) -> bool:
    """Whether a path names what may make a client: it has to do with AWS, and no call gave it."""
    return "()" not in path and _of_aws(path)


def _is_straight(path: str) -> bool:
    """A way that is no loop's: short, and hardly anything twice (``pprint.pprint``)."""
    names = path.replace("[]", ".[]").split(".")
    return len(names) <= MAX_STEPS and len(set(names)) >= len(names) - 1


def in_common(constants: Sequence[Value]) -> tuple[Value, ...]:
    """What too many constants have in common: what they start with, where that is little; or ``MANY``."""
    stems: dict[str, None] = {}
    for one in constants:
        stem = _stem(one)
        if not stem:
            return (MANY,)
        stems[stem] = None
    shortest = [
        stem for stem in stems if not any(stem != other and stem.startswith(other) for other in stems)
    ]
    if len(shortest) > MAX_STEMS:
        return (MANY,)
    return tuple(make_text((stem, Hole(kind="unknown"))) for stem in shortest)


def _stem(value: Value) -> str:
    """The literal start of a string, up to the last separator in it."""
    text = ""
    if isinstance(value, Known) and isinstance(value.value, str):
        text = value.value
    elif isinstance(value, Text) and isinstance(value.parts[0], str):
        text = value.parts[0]
    return text[: max(text.rfind("/"), text.rfind(":")) + 1]


@lru_cache(maxsize=20_000)
def is_data(path: str, *, most: bool = False) -> bool:
    """Whether it came out of a library by a call, and not out of one for AWS.

    With ``most``, all but what a library for AWS has: no place holds so many functions of libraries.
    """
    made = "()" in path or "[]" in path or _is_of_function(path)
    return made and most if _of_aws(path) else made or most


def _is_of_function(path: str) -> bool:
    """A part of what a package of JavaScript or Go exports as a function: it has a small first letter."""
    package, *names = path.rpartition("/")[2].split(".")
    return ("/" in path or "-" in package) and any(name[:1].islower() for name in names[:-1])


ANY_DATA = Ext(f"{SOMEWHERE}[]")
"""Whatever libraries give."""


@lru_cache(maxsize=20_000)
def item(path: str) -> Ext:
    """Any part of what a library's function has given."""
    if _of_aws(path):
        return Ext(path)
    found = _MADE.match(path)
    if found is None or not found[2]:
        return Ext(path)
    ways = _WAYS.findall(found[2])
    return Ext(f"{found[1]}[].{ways[-1]}[]" if ways else f"{found[1]}[]")


def _frame(part: Any) -> Hashable:
    """The parts of a record that merging leaves alone."""
    if isinstance(part, _ENGINE):
        return "value"
    if isinstance(part, _OUT):
        return "parameter"
    if isinstance(part, Steps):
        return "steps"
    if isinstance(part, tuple):
        return tuple(_frame(item) for item in part)
    if isinstance(part, Args):
        names = tuple(name for name, _ in part.keywords)
        told = part.others is BOTTOM
        return (len(part.positional), names, part.more is not None, part.open, part.maybe, told)
    found: Hashable = part
    return found


def merge(values: list[Any]) -> Value:
    """One value for several that are alike: records of a kind, methods of a name, one bound function."""
    match values[0]:
        case Bound(function=function):
            return Bound(join_all([value.receiver for value in values]), function)
        case Method(name=name):
            return Method(join_all([value.receiver for value in values]), name)
        case Partial():
            inner = join_all([value.function for value in values])
            return Partial(inner, _together([value.args for value in values]))
        case Tup(open=opened):
            return Tup(_together([value.items for value in values]), opened)
        case Handle():
            record: type[Any] = type(values[0])
            found: Value = record(*_together([parts(value) for value in values]))
            return found
    return join_all(values)


def _together(alike: list[Any]) -> Any:
    """Records of one frame, place by place."""
    first = alike[0]
    if isinstance(first, _ENGINE):
        return join_all(alike)
    if isinstance(first, _OUT):
        return _parameters(alike)
    if isinstance(first, Steps):
        return Steps(_path([one.names for one in alike]))
    if isinstance(first, tuple):
        return tuple(_together(list(items)) for items in zip(*alike, strict=True))
    if isinstance(first, Args):
        return Args(
            _together([one.positional for one in alike]),
            _together([one.keywords for one in alike]),
            join_all([one.more for one in alike]) if first.more is not None else None,
            first.open,
            first.maybe,
            join_all([one.others for one in alike]),
        )
    return first


def _parameters(values: Iterable[out.Value]) -> out.Value:
    """Request members of several calls: what differs is one of several, or unknown when those are many."""
    found = dict.fromkeys(option for value in values for option in out.alternatives(value))
    if len(found) == 1:
        return next(iter(found))
    if all(isinstance(value, out.Struct) for value in found):
        return _structs(list(found))  # type: ignore[arg-type]
    if len(found) > MAX_OPTIONS:
        return out.Unknown("many-values")
    return out.OneOf(tuple(found))


def _structs(structs: list[out.Struct]) -> out.Struct:
    fields: dict[str, list[out.Value]] = {}
    for struct in structs:
        for name, value in struct.fields:
            fields.setdefault(name, []).append(value)
    maybe = frozenset().union(*(struct.maybe for struct in structs))
    return out.Struct(
        tuple((name, _parameters(values)) for name, values in fields.items()),
        any(struct.open for struct in structs),
        maybe | {name for name, values in fields.items() if len(values) < len(structs)},
        _computed(structs),
    )


def _computed(structs: list[out.Struct]) -> tuple[out.Value, ...]:
    """The computed keys of all structs, unless one may have others."""
    if any(struct.open and not struct.computed for struct in structs):
        return ()
    return tuple(dict.fromkeys(key for struct in structs for key in struct.computed))


def _path(paths: list[tuple[str, ...]]) -> tuple[str, ...]:
    first = paths[0]
    if all(path == first for path in paths):
        return first
    same = 0
    for steps in zip(*paths, strict=False):
        if len(set(steps)) > 1:
            break
        same += 1
    common = first[:same]
    return common if common[-1:] == (ANY_STEP,) else (*common, ANY_STEP)


def _values_in(held: Iterable[object]) -> Iterator[Value]:
    """The values among what a record has, and in its tuples (what a builder has set, by fields' names)."""
    for part in held:
        if type(part) is tuple:
            yield from _values_in(part)
        elif isinstance(part, _ENGINE):
            yield part


@lru_cache(maxsize=100_000)
def nesting(value: Value, limit: int = MAX_NESTING) -> int:
    """How deep values are inside of one another; no deeper than the limit is looked."""
    if limit == 0:
        return 1
    match value:
        case Bound(receiver=inner) | Method(receiver=inner) | Wrapped(function=inner) | Super(receiver=inner):
            return 1 + nesting(inner, limit - 1)
        case Partial(function=inner, args=args):
            inside = (inner, *args.told())
            return 1 + max(nesting(part, limit - 1) for part in inside)
        case Tup(items=items):
            return 1 + max((nesting(item, limit - 1) for item in items), default=0)
        case Handle():
            found = [nesting(part, limit - 1) for part in _values_in(parts(value))]
            return 1 + max(found, default=0)
        case Union():
            return max((nesting(option, limit) for option in options(value)), default=0)
    return 1
