"""Terraform's functions of lists, sets and maps."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluator import Args, Evaluator, Function
from policywright.analyzers.infrastructure.terraform.traced import (
    Choice,
    Env,
    Listing,
    Mapping,
    Scalar,
    Traced,
    Whole,
    choice,
    const,
    is_missing,
    is_null,
    options,
    plain,
    scalar,
    string,
    unknown,
)
from policywright.knowledge.values import Const, Hole, Text, Value


def concat(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    items: list[Traced] = []
    always: list[int] = []
    more = False
    for arg in args:
        several = [evaluator.elements(one) for one in options(arg)]
        for found, unsure in several:
            # Alternatives of one list: any of their items may be there.
            loose = unsure or found is None or len(several) > 1
            always.extend(() if loose else range(len(items), len(items) + len(found or ())))
            items.extend(found or ())
            more = more or loose
    end = next((one for one in node.args if isinstance(one, s.Tuple) and one.items), None)
    return Listing(items=tuple(items), open=more, end=end, always=frozenset(always if more else ()))


def flatten(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    items, more = evaluator.elements(args[0])
    if items is None:
        return Listing(open=True) if not isinstance(args[0], Choice) else concat(evaluator, args, node, env)
    found: list[Traced] = []
    for item in items:
        inner = flatten(evaluator, [item], node, env) if evaluator.elements(item)[0] is not None else item
        if isinstance(inner, Listing):
            found.extend(inner.items)
            more = more or inner.open
        else:
            found.append(inner)
    return Listing(items=tuple(found), open=more)


def merge(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    found = Mapping()
    for arg in args:
        found = _merged(found, options(arg))
    return found


def _merged(below: Mapping, several: tuple[Traced, ...]) -> Mapping:
    """A map with another one over it, which is one of several."""
    over = [one if isinstance(one, Mapping) else Mapping(open=not is_null(one)) for one in several]
    fields: dict[str, Traced] = {}
    told: list[str] = []
    always: list[str] = []
    for key in dict.fromkeys(name for one in (below, *over) for name in one.fields):
        values = [one.fields[key] for one in over if key in one.fields]
        through = not all(key in one.fields and one.is_always(key) for one in over)
        before = below.fields.get(key) if through else None
        fields[key] = choice([before, *values] if before is not None else values)
        # What is open may have it as well, and something else for it.
        if all(one.is_told(key) for one in over) and (not through or below.is_told(key)):
            told.append(key)
        if not through or (key in below.fields and below.is_always(key)):
            always.append(key)
    more = below.open or any(one.open or (len(over) > 1 and one.fields) for one in over)
    return Mapping(fields=fields, open=more, told=frozenset(told), always=frozenset(always))


def set_(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    items, more = evaluator.elements(args[0])
    if items is None:
        return args[0]
    seen: dict[Value, Traced] = {}
    for item in items:
        seen.setdefault(plain(item), item)
    if all(string(item) is not None for item in seen.values()) and node.name in ("toset", "setunion"):
        ordered = sorted(seen.values(), key=lambda item: str(string(item)))
        return Listing(items=tuple(ordered), open=more)
    return Listing(items=tuple(seen.values()), open=more)


def same(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    return args[0]


def keys(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    pairs, more = evaluator.pairs(args[0])
    chosen = [
        pair[0 if node.name == "keys" else 1] for pair in sorted(pairs, key=lambda pair: str(string(pair[0])))
    ]
    return Listing(items=tuple(chosen), open=more)


def lookup(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    found = evaluator.index(args[0], args[1], node, env)
    if len(args) > 2 and is_missing(found):
        return args[2]
    if len(args) > 2 and isinstance(found, Scalar) and found == unknown(node=node):
        return choice((found, args[2]))
    return found


def element(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    items, more = evaluator.elements(args[0])
    at = scalar(args[1])
    if items and not more and isinstance(at, int):
        return items[at % len(items)]
    return evaluator.index(args[0], args[1], node, env)


def coalesce(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    found: list[Traced] = []
    for arg in args:
        if is_null(arg) or (string(arg) == "" and node.name == "coalesce"):
            continue
        if node.name == "coalescelist" and evaluator.elements(arg) == ((), False):
            continue
        known = [one for one in options(arg) if not is_null(one) and string(one) != ""]
        found.extend(known)
        certain = len(known) == len(options(arg)) and not any(_may_be_empty(one) for one in known)
        if certain:
            break
    return choice(found)


def _may_be_empty(value: Traced) -> bool:
    """Whether it is a string of nothing but variables: those may be empty or null."""
    if not isinstance(value, Scalar):
        return False
    if isinstance(value.value, Text):
        return all(
            isinstance(part, Hole) and part.kind in ("parameter", "unknown") for part in value.value.parts
        )
    return not isinstance(value.value, Const)


def compact(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    items, more = evaluator.elements(args[0])
    found: list[Traced] = []
    for item in items or ():
        for one in options(item):
            if not is_null(one) and string(one) != "":
                found.append(one)
        more = more or isinstance(item, Choice)
    return Listing(items=tuple(found), open=more or items is None)


def one(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    items, more = evaluator.elements(args[0])
    if items is None or (more and not items):
        return unknown(node=node)
    return choice(items) if items else const(None)


def length(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    match args[0]:
        case Listing(items=items, open=False):
            return const(len(items))
        case Mapping(fields=fields, open=False):
            return const(len(fields))
        case Whole(handles=handles, keyed=True):
            return const(len(handles))
        case Scalar(value=Const(value=str(text))):
            return const(len(text))
    return unknown(node=node)


def contains(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    items, more = evaluator.elements(args[0])
    wanted = string(args[1])
    known = [string(item) for item in items or ()]
    if wanted is not None and wanted in known:
        return const(True)
    if items is None or more or wanted is None or None in known:
        return unknown(node=node)
    return const(False)


def zipmap(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    keys, more = evaluator.elements(args[0])
    values, _ = evaluator.elements(args[1])
    fields = {
        str(string(key)): value for key, value in zip(keys or (), values or (), strict=False) if string(key)
    }
    return Mapping(fields=fields, open=more or len(fields) != len(keys or ()))


def setproduct(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    lists = [evaluator.elements(arg) for arg in args]
    size = 1
    for items, _ in lists:
        size *= len(items or ())
    if size > 1000:
        return Listing(open=True)
    rows = product(*(items or () for items, _ in lists))
    return Listing(
        items=tuple(Listing(items=row) for row in rows),
        open=any(more or items is None for items, more in lists),
    )


def slice_(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    items, more = evaluator.elements(args[0])
    first, last = scalar(args[1]), scalar(args[2])
    if items is None or not isinstance(first, int) or not isinstance(last, int):
        return unknown(node=node)
    return Listing(items=items[first:last], open=more)


def range_(*limits: str) -> Traced:
    numbers = range(*(int(limit) for limit in limits))
    return Listing(items=tuple(const(number) for number in numbers[:1000]), open=len(numbers) > 1000)


def arithmetic(change: Callable[..., int | float]) -> Function:
    def apply(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
        numbers = [scalar(arg) for arg in args]
        if not numbers or not all(isinstance(number, int | float) for number in numbers):
            return unknown(node=node)
        return const(change(*numbers), node)

    return apply


def setunion(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    return set_(evaluator, [concat(evaluator, args, node, env)], node, env)


def reverse(evaluator: Evaluator, args: Args, node: s.Call, env: Env) -> Traced:
    items, more = evaluator.elements(args[0])
    return args[0] if items is None else Listing(items=tuple(reversed(items)), open=more)
