"""When one value says all that another does, so that a place keeps only the larger of two versions.

A record whose part has grown (a response whose parameters became known, a tuple, a partial) is a new value
beside its old self. ``covers`` finds that out part by part; ``joined`` is the union that a place holds.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from policywright.analyzers.engine.handles import ANY_STEP, Steps
from policywright.analyzers.engine.merging import MAX_NESTING, nesting
from policywright.analyzers.engine.values import (
    BOTTOM,
    GAVE_UP,
    Args,
    Bound,
    ClassV,
    Ext,
    Fallback,
    FallbackText,
    FuncV,
    Handle,
    Known,
    Method,
    Null,
    Obj,
    Partial,
    Text,
    Tup,
    Union,
    Unknown,
    Value,
    join,
    options,
)
from policywright.analyzers.model import Identity
from policywright.knowledge import values as out
from policywright.knowledge.values import parts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NO_VALUE = out.Unknown("no-value")
"""How a parameter is described that nothing has reached yet."""
_RECORDS = (Tup, Handle, Partial, Method, Bound)
_PLAIN = frozenset((Obj, Known, Fallback, Null, Text, FallbackText, Unknown, FuncV, ClassV, Ext))
"""The types that most values are of which are no records."""


def joined(old: Value, value: Value) -> Value:
    """The union of two values, without the options that others of it cover; ``old`` itself if it is that."""
    if value is old or value is BOTTOM:
        return old
    if old is BOTTOM and (type(value) is not Union or value.apart):
        return value
    kept = dict(old.members) if type(old) is Union else {old: None}
    alike: dict[Hashable, dict[Hashable, list[Value]]] | None = None
    grown = False
    for option in options(value):
        if option in kept:
            continue
        if type(option) not in _PLAIN and isinstance(option, _RECORDS):
            if nesting(option) > MAX_NESTING:
                option = GAVE_UP  # noqa: PLW2901  a list of lists of lists ...
                if option in kept:
                    continue
            else:
                if alike is None:
                    alike = {}
                    for one in kept:
                        if type(one) not in _PLAIN and isinstance(one, _RECORDS):
                            alike.setdefault(_frame(one), {}).setdefault(_items(one), []).append(one)
                groups = alike.setdefault(_frame(option), {})
                items = _items(option)
                own = groups.setdefault(items, [])
                # Rows of a table, and what a hundred operations return, are many and nothing to each other.
                compared = [*groups.values()] if items is None else [own, groups.get(None, [])]
                if any(covers(one, option) for group in compared for one in group):
                    continue
                for group in compared:
                    for one in [one for one in group if covers(option, one)]:
                        del kept[one]
                        group.remove(one)
                own.append(option)
        kept[option] = None
        grown = True
    if not grown:
        return old
    if len(kept) == 1:
        return next(iter(kept))
    return Union(tuple(kept), kept, type(old) is not Union or old is BOTTOM or old.apart)


@lru_cache(maxsize=100_000)
def _frame(value: Value) -> Hashable:
    """What two records have in common when one of them covers the other: the parts that can't grow."""
    match value:
        case Handle():
            fixed = [part if type(part) is str else part is None for part in parts(value)]
            return (type(value), value.alike(), *fixed)
        case Tup(items=items, open=opened):
            return (len(items), opened)
        case Method(name=name):
            return name
        case Bound(function=function):
            return function
        case Partial(args=args):
            return (len(args.positional), len(args.keywords))
    return None


@lru_cache(maxsize=100_000)
def _items(value: Value) -> Hashable:
    """Of a sequence what its items have in common with those of another that covers it, or that it covers;
    None where that may be anything, as for all other records."""
    if not isinstance(value, Tup) or any(isinstance(item, Union) for item in value.items):
        return None
    return tuple((type(item), _frame(item) if isinstance(item, _RECORDS) else item) for item in value.items)


def covers(large: Any, small: Any) -> bool:
    """Whether ``large`` stands for everything that ``small`` does."""
    if large is small or small is BOTTOM or small == NO_VALUE:
        return True
    if type(large) is Union or type(small) is Union:
        return _union(large, small)
    if type(large) is not type(small):
        return type(large) is out.OneOf and _among(large, small)
    if large == small:
        return True
    return (type(large) in _PARTED or isinstance(large, Handle)) and _parts(large, small)


def _union(large: Value, small: Value) -> bool:
    found = options(large)
    known = large.members if type(large) is Union else found
    for option in options(small):
        if option not in known:
            if not isinstance(option, _RECORDS):
                return False
            frame = _frame(option)
            alike = [one for one in found if type(one) is type(option) and _frame(one) == frame]
            if not any(covers(one, option) for one in alike):
                return False
    return True


_PARTED = frozenset((
    Tup, Method, Bound, Partial, Args, tuple, Identity, Steps, out.OneOf, out.Items, out.Struct,
))  # fmt: skip
"""The types of what has parts, beside the records of models."""


@lru_cache(maxsize=100_000)
def _parts(large: Any, small: Any) -> bool:
    match large:
        case Tup(items=items, open=opened):
            return opened == small.open and _each(items, small.items)
        case Handle():
            return all(map(_place, parts(large), parts(small)))
        case Steps(names=names):
            begin = names[:-1]
            return names[-1:] == (ANY_STEP,) and bool(small.names[: len(begin)] == begin)
        case Method(receiver=receiver, name=name):
            return name == small.name and covers(receiver, small.receiver)
        case Bound(receiver=receiver, function=function):
            return bool(function == small.function) and covers(receiver, small.receiver)
        case Partial(function=function, args=args):
            return covers(function, small.function) and covers(args, small.args)
        case Args():
            return _arguments(large, small)
        case tuple():
            return _each(large, small)
        case Identity(unsure=unsure):
            pairs = ((large.role, small.role), (large.keys, small.keys), (large.user, small.user),
                     (large.region, small.region))  # fmt: skip
            alike = unsure == small.unsure and large.elsewhere == small.elsewhere
            return bool(alike) and all(covers(one, other) for one, other in pairs)
        case out.OneOf():
            known = set(large.options)
            return all(option in known or _among(large, option) for option in small.options)
        case out.Items(values=values, open=opened):
            return bool(opened or not small.open) and _each(values, small.values)
        case out.Struct():
            return _struct(large, small)
    return False


def _place(large: Any, small: Any) -> bool:
    """Of two records in one place; what one of them has and the other lacks is another shape."""
    return large is small or (large is not None and small is not None and covers(large, small))


def _each(large: tuple[Any, ...], small: tuple[Any, ...]) -> bool:
    return len(large) == len(small) and all(map(covers, large, small))


def _arguments(large: Args, small: Args) -> bool:
    if large.open != small.open or large.maybe != small.maybe or len(large.keywords) != len(small.keywords):
        return False
    if large.rows and large.rows != small.rows:
        return False
    if any(one[0] != other[0] for one, other in zip(large.keywords, small.keywords, strict=True)):
        return False
    return (
        _each(large.positional, small.positional)
        and all(covers(one[1], other[1]) for one, other in zip(large.keywords, small.keywords, strict=True))
        and (small.more is None or (large.more is not None and covers(large.more, small.more)))
        and (large.others == small.others or covers(large.others, small.others))
    )


def _among(large: out.OneOf, small: Any) -> bool:
    return any(covers(option, small) for option in large.options)


def _struct(large: out.Struct, small: out.Struct) -> bool:
    if small.open and not large.open:
        return False
    fields = dict(large.fields)
    for name, value in small.fields:
        if name not in fields or not covers(fields[name], value):
            return False
        if name in small.maybe and name not in large.maybe:
            return False
    if len(fields) > len(small.fields):
        known = {name for name, _ in small.fields}
        if any(name not in known and name not in large.maybe for name in fields):
            return False
    return bool(small.computed == large.computed)


__all__ = ["covers", "join", "joined"]
