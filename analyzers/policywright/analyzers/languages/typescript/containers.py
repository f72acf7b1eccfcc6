"""Methods of strings, arrays, maps, sets and plain objects on abstract values."""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine import order
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    NULL,
    Args,
    Bound,
    Ext,
    FuncV,
    Gen,
    Handle,
    Known,
    ModuleV,
    Obj,
    Partial,
    Text,
    Tup,
    Unknown,
    Value,
    change_text,
    concat_all,
    constant,
    join,
    join_all,
    make_text,
    make_tup,
    options,
)
from policywright.analyzers.languages.typescript import exported
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Value, Args, ir.Pos], Value]

MAX_ROUNDS = 32
"""Items of an array that a callback is called for one by one."""

MAP = "map"
"""In the site of what is made as a ``Map``."""

MAX_INSIDE = 3
"""Levels of containers that a path of which nothing is known may lead through."""

MAX_NESTING = 2
"""Levels of sequences within sequences that are immutable values."""

_HOLE = Hole(kind="unknown")
_ITERATED = frozenset(("[Symbol.iterator]", "[Symbol.asyncIterator]", "next"))
_SAME_TEXT = frozenset(("toString", "valueOf", "normalize", "toWellFormed"))
_CHANGES = {
    "toLowerCase": "lower", "toLocaleLowerCase": "lower", "toUpperCase": "upper",
    "toLocaleUpperCase": "upper", "trim": "strip", "trimStart": "lstrip", "trimLeft": "lstrip",
    "trimEnd": "rstrip", "trimRight": "rstrip",
}  # fmt: skip
"""Methods that give another text (``knowledge.changes``)."""
_BOOLEAN = frozenset(
    (
        "startsWith",
        "endsWith",
        "includes",
        "indexOf",
        "lastIndexOf",
        "search",
        "localeCompare",
        "charCodeAt",
        "codePointAt",
        "test",
    )
)

STRING_METHODS = (
    _SAME_TEXT
    | _BOOLEAN
    | frozenset(_CHANGES)
    | frozenset(
        (
            "concat",
            "replace",
            "replaceAll",
            "split",
            "slice",
            "substring",
            "substr",
            "padStart",
            "padEnd",
            "at",
            "charAt",
            "repeat",
            "match",
            "matchAll",
        )
    )
)


# --- strings ---


def string_method(run: Interpreter, receiver: Known | Text, name: str, args: Args) -> Value:
    """A method of a string."""
    if name in _SAME_TEXT:
        return receiver
    if name in _CHANGES:
        return change_text(receiver, (_CHANGES[name],))
    match name:
        case "concat":
            return concat_all(
                [receiver, *args.positional, *([make_text((_HOLE,))] if args.more is not None else [])]
            )
        case "replace" | "replaceAll":
            return _replace(receiver, args, everywhere=name == "replaceAll")
        case "split":
            blank = constant(args.get(0)) == " "
            return (order.words(run.heap, receiver) if blank else None) or _split(receiver, args)
        case "slice" | "substring" | "substr":
            return _slice(receiver, args, name)
        case "padStart" | "padEnd" | "at" | "charAt" | "repeat":
            return make_text((_HOLE,))
        case "match" | "matchAll":
            found = Tup((make_text((_HOLE,)),), open=True)
            return join(found, NULL) if name == "match" else found
        case _ if name in _BOOLEAN:
            return Unknown("computed")
    return make_text((_HOLE,))


def _replace(receiver: Value, args: Args, *, everywhere: bool) -> Value:
    old, new = constant(args.get(0)), constant(args.get(1))
    if old is None or new is None or (isinstance(new, str) and "$" in new):
        # ``$&`` in what takes the place is what was there.
        return make_text((_HOLE,))
    return change_text(receiver, ("replace" if everywhere else "replace-first", old, new))


def _split(receiver: Value, args: Args) -> Value:
    text, separator = constant(receiver), constant(args.get(0))
    most = args.get(1)
    limit = most.value if isinstance(most, Known) and isinstance(most.value, int) else None
    if text is not None and separator and (most is None or limit is not None):
        return Tup(tuple(Known(part) for part in text.split(separator)[:limit]))
    return Tup((make_text((_HOLE,)),), open=True)


def _slice(receiver: Value, args: Args, name: str) -> Value:
    """``substr`` takes a length, the others an end; ``slice`` alone counts from the end."""
    numbers = [
        value.value for value in args.positional if isinstance(value, Known) and isinstance(value.value, int)
    ]
    negative = any(number < 0 for number in numbers)
    if len(numbers) < len(args.positional) or not 1 <= len(numbers) <= 2 or (negative and name != "slice"):
        return make_text((_HOLE,))
    start, *end = numbers
    if name == "substr" and end:
        end = [start + end[0]]
    if name == "substring" and end and end[0] < start:
        start, end = end[0], [start]
    return change_text(receiver, ("slice", str(start), *([str(end[0])] if end else [""])))


def text_of(value: Value | None) -> Value:
    """``String(value)``."""
    return concat_all([value]) if value is not None else Known("")


# --- arrays ---


def items_of(run: Interpreter, value: Value) -> Value:
    """The union of an iterable's items; of something unknown, an unknown."""
    return run.iterate(value)


def has_protocol(run: Interpreter, value: Value) -> bool:
    """Whether an object without a class says itself how it is iterated."""
    return isinstance(value, Obj) and any([run.heap.has_key(value, name) for name in _ITERATED])


def is_map(run: Interpreter, obj: Obj) -> bool:
    """A ``Map``: its entries are no members of it."""
    return MAP in run.heap.shape(obj).site


def grouped(run: Interpreter, items: Value, key: Value | None, pos: ir.Pos) -> Value:
    """The items by what a function (or a member's name) says of each, in lists."""
    obj = run.heap.new("dict", MAP, pos, run.frame.module, run.frame.task.id)
    for item, name in _with_keys(run, items, key, pos):
        run.heap.put(obj, name, Tup((item,), open=True))
    return obj


def keyed(run: Interpreter, items: Value, key: Value | None, pos: ir.Pos) -> Value:
    """The items, each under what a function (or a member's name) says of it."""
    obj = run.heap.new("dict", MAP, pos, run.frame.module, run.frame.task.id)
    for item, name in _with_keys(run, items, key, pos):
        run.heap.put(obj, name, item)
    return obj


def _with_keys(run: Interpreter, items: Value, key: Value | None, pos: ir.Pos) -> list[tuple[Value, Value]]:
    return [(item, told(run, key, (item,), pos)) for item in rounds(run, items)]


def told(run: Interpreter, how: Value | None, args: tuple[Value, ...], pos: ir.Pos) -> Value:
    """What a callback says; of an item, its name or path may stand for one."""
    if how is None:
        return args[0]
    found: list[Value] = []
    for option in options(how):
        name = constant(option)
        if isinstance(option, Known | Text):
            found.append(at_path(run, args[0], option) if name is not None else Unknown("item"))
        else:
            found.append(run.call(option, Args(args), pos))
    return join_all(found)


def at_path(run: Interpreter, value: Value, path: Value) -> Value:
    """``get(value, "a.b[0]")``, ``get(value, ["a", "b", 0])``; of an unknown path, anything in the value."""
    return at_steps(run, value, steps_of(run, path))


def steps_of(run: Interpreter, path: Value) -> tuple[Value, ...]:
    """The members on a path; one that is not known stands for any number of them."""
    name = constant(path)
    if isinstance(name, str):
        steps = name.replace("[", ".").replace("]", "").split(".")
        return tuple(Known(int(step) if step.isdigit() else step) for step in steps)
    return run.sequence(path) or (Unknown("path"),)


def at_steps(run: Interpreter, value: Value, steps: tuple[Value, ...]) -> Value:
    """What is at the end of a path."""
    for step in steps:
        if isinstance(step, Unknown):
            value = join_all([Unknown("item"), *inside(run, value)])
            continue
        label = constant(step)
        value = run.attribute(value, label) if isinstance(label, str) else run.index(value, step)
    return value


def inside(run: Interpreter, value: Value) -> list[Value]:
    """What a value holds, whatever the way to it."""
    found: list[Value] = []
    level, seen = list(options(value)), set[Value]()
    for _ in range(MAX_INSIDE + 1):
        seen.update(level)
        held: list[Value] = []
        for option in level:
            if isinstance(option, Tup):
                held.append(join_all(option.items))
            elif isinstance(option, Obj) and run.heap.shape(option).kind != "instance":
                held.append(run.heap.everything(option))
            elif isinstance(option, ModuleV):
                held.append(join_all(options(run.iterate(values(run, option)))))
        found.extend(held)
        level = list(dict.fromkeys(one for value in held for one in options(value) if one not in seen))
    return found


def collected(run: Interpreter, value: Value) -> Value:
    """What a library goes through where it is given a collection: the values of an object or a module."""
    found: list[Value] = []
    for option in options(value):
        opened = isinstance(option, ModuleV) or _is_plain(run, option)
        found.append(values(run, option) if opened else option)
    return join_all(found)


def _is_plain(run: Interpreter, value: Value) -> bool:
    return isinstance(value, Obj) and run.heap.shape(value).kind == "dict" and not is_map(run, value)


def plain(run: Interpreter, source: Value, index: int, pos: ir.Pos) -> Value:
    """What members are copied of: of a module, an object with what it exports."""
    modules = [option for option in options(source) if isinstance(option, ModuleV)]
    if not modules:
        return source
    obj = run.heap.new("dict", "module", index, pos, run.frame.module, run.frame.task.id)
    for module in modules:
        for name in exported.names(run, module.name):
            run.heap.put(obj, Known(name), run.module_attribute(module.name, name))
    return join_all([obj, *(option for option in options(source) if option not in modules)])


def iterated(run: Interpreter, obj: Obj) -> Value:
    """What iterating over a map, or over an object with the members for it, gives."""
    for name in ("[Symbol.iterator]", "[Symbol.asyncIterator]"):
        if run.heap.has_key(obj, name):
            given = run.call(run.attribute(obj, name), NO_ARGS, run.here)
            # Most often that is the object itself.
            others = [one for one in options(given) if one != obj]
            own = _following(run, obj) if len(others) < len(options(given)) else BOTTOM
            return join(own, run.iterate(join_all(others)))
    if run.heap.has_key(obj, "next"):
        return _following(run, obj)
    return _entries_item(run, obj)


def _following(run: Interpreter, obj: Obj) -> Value:
    return run.attribute(run.call(run.attribute(obj, "next"), NO_ARGS, run.here), "value")


def stepped(run: Interpreter, generator: Gen, args: Args, pos: ir.Pos) -> Value:
    """``generator.next(value)``"""
    sent = args.get(0)
    if sent is not None:
        run.engine.write(("sent", generator.task), sent)
    given = run.engine.look(run.engine.instances.by_id[generator.task].result)
    return step_of(run, join(run.iterate(generator), given), pos)


def step_of(run: Interpreter, item: Value, pos: ir.Pos) -> Value:
    """What ``next()`` of an iterator gives."""
    obj = run.heap.new("dict", "step", pos, run.frame.module, run.frame.task.id)
    run.heap.store(obj, "value", item, certain=True)
    run.heap.store(obj, "done", Unknown("boolean"), certain=True)
    return obj


def rounds(run: Interpreter, receiver: Value) -> tuple[Value, ...]:
    """The items to call a callback with, over all alternatives."""
    return tuple(item for option in options(receiver) for item in _rounds(run, option)[0])


def _rounds(run: Interpreter, receiver: Value) -> tuple[tuple[Value, ...], bool]:
    """Items to call a callback with, and whether those are all, each once."""
    known = run.sequence(receiver)
    if known is not None and len(known) <= MAX_ROUNDS:
        return known, True
    if isinstance(receiver, Obj) and run.heap.shape(receiver).kind == "dict":
        return (run.heap.everything(receiver),), False
    item = run.iterate(receiver)
    return ((item if item is not BOTTOM else Unknown("item"),), False)


def _each(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> list[Value]:
    callback = args.get(0)
    if callback is None:
        return []
    items, _ = _rounds(run, receiver)
    return [
        run.call(callback, Args((item, Unknown("index"), receiver)), run.place_of(callback, pos, index))
        for index, item in enumerate(items)
    ]


def _map(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _, exact = _rounds(run, receiver)
    results = _each(run, receiver, args, pos)
    if not any(_is_nested(one, MAX_NESTING) for one in results):
        return Tup(tuple(results)) if exact else Tup((join_all(results),), open=True)
    # On the heap: a recursive function that returns what it maps would nest values without end.
    obj = run.heap.new("list", "map", pos, run.frame.module, run.frame.task.id)
    run.heap.put(obj, Unknown("index"), join_all(results))
    return obj


def _is_nested(value: Value, depth: int) -> bool:
    """Whether sequences are nested in a value, so many or more."""
    rows = (one for one in options(value) if type(one) is Tup)
    return any(depth == 1 or any(_is_nested(item, depth - 1) for item in row.items) for row in rows)


def _for_each(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _each(run, receiver, args, pos)
    return NONE


def _filter(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _each(run, receiver, args, pos)
    return Tup((items_of(run, receiver),), open=True)


def _find(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _each(run, receiver, args, pos)
    return _perhaps(items_of(run, receiver))


def _perhaps(item: Value) -> Value:
    """An item, where there may be none that is meant."""
    return item if item is BOTTOM else join(item, NONE)


def _test(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _each(run, receiver, args, pos)
    return Unknown("boolean")


def _flat_map(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    results = join_all(_each(run, receiver, args, pos))
    return Tup((join_all([run.iterate(results)]),), open=True)


def _flat(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    item = items_of(run, receiver)
    return Tup((run.iterate(item),), open=True)


def _reduce(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    callback = args.get(0)
    if callback is None:
        return Unknown("reduced")
    items, told = _rounds(run, receiver)
    result = args.get(1) if args.get(1) is not None else items[0] if items else BOTTOM
    if not told:
        # What was made of those before.
        result = join(result or BOTTOM, Unknown("reduced"))
    for index, item in enumerate(items):
        where = run.place_of(callback, pos, index)
        step = run.call(callback, Args((result or BOTTOM, item, Unknown("index"), receiver)), where)
        result = join(result or BOTTOM, step)
    return result or BOTTOM


def _moved(run: Interpreter, receiver: Value) -> Value:
    """What is in an array is not where it was."""
    run.heap.moved(receiver)
    return Tup((items_of(run, receiver),), open=True) if isinstance(receiver, Tup) else receiver


def _sort(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    callback = args.get(0)
    if callback is not None:
        item = items_of(run, receiver)
        run.call(callback, Args((item, item)), pos)
    return _moved(run, receiver)


def _sorted(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    known = run.sequence(receiver)
    if known is None or args.positional:
        for callback in args.positional[:1]:
            run.call(callback, Args((items_of(run, receiver),) * 2), pos)
        return Tup((items_of(run, receiver),), open=True)
    texts = [constant(item) for item in known]
    told = [text for text in texts if text is not None]
    # The default order is that of UTF-16 code units.
    told.sort(key=lambda text: text.encode("utf-16-be"))
    return Tup(tuple(map(Known, told)) if len(told) == len(known) else known, len(told) != len(known))


def _reverse(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    return _moved(run, receiver) if isinstance(receiver, Obj) else _reversed(run, receiver, args, pos)


def _reversed(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    known = run.sequence(receiver)
    return Tup(known[::-1]) if known is not None else Tup((items_of(run, receiver),), open=True)


def _mixed(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    return _moved(run, receiver)


def _itself(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    return receiver


def _item(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    return _perhaps(items_of(run, receiver))


def _taken(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    """``shift``, ``pop``: the array has one item less."""
    items = items_of(run, receiver)
    _moved(run, receiver)
    return _perhaps(items)


def _unshift(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _moved(run, receiver)
    return _push(run, receiver, args, pos)


def _push(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    if isinstance(receiver, Obj):
        run.heap.extend(receiver, Tup(args.positional), join_all(list(args.positional)))
        if args.more is not None:
            run.heap.append(receiver, args.more)
    return receiver


def _splice(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    removed = items_of(run, receiver)
    _unshift(run, receiver, args.drop(2), pos)
    return Tup((removed,), open=True)


def _slice_items(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    known = run.sequence(receiver)
    first = args.get(0) or Known(0)
    if (
        known is not None
        and len(args.positional) < 2
        and isinstance(first, Known)
        and isinstance(first.value, int)
    ):
        return Tup(known[first.value :])
    return Tup((items_of(run, receiver),), open=True)


def _concat(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    parts = [
        (value,) if isinstance(value, Known | Text) else run.sequence(value)
        for value in (receiver, *args.positional)
    ]
    if all(part is not None for part in parts) and not args.more:
        return make_tup(tuple(item for part in parts for item in part or ()))
    # Only lists are taken apart: a function is an item.
    items = [
        join(
            items_of(run, value),
            join_all([one for one in options(value) if isinstance(one, FuncV | Bound | Partial)]),
        )
        for value in (receiver, *args.positional)
    ]
    if args.more or not order.matters(run.heap):
        return Tup((join_all(items),), open=True)
    made = run.heap.new("list", pos, run.frame.module, run.frame.task.id)
    for side, value in enumerate((receiver, *args.positional)):
        run.heap.extend(made, value, items[side], side, new=True)
    return made


def _join(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    known = run.sequence(receiver)
    if known is None:
        return make_text((_HOLE,))
    separator = args.get(0) or Known(",")
    parts: list[Value] = []
    for position, item in enumerate(known):
        parts.extend([separator, item] if position else [item])
    return concat_all(parts)


def _put_in(index: int) -> Handler:
    """A method that gives the receiver's items and another one: ``fill(item)``, ``with(index, item)``."""

    def handler(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
        more = (
            [args.get(index) or BOTTOM, *args.positional[index + 1 :]] if index else [args.get(0) or BOTTOM]
        )
        if isinstance(receiver, Obj) and not index:
            run.heap.put(receiver, Unknown("index"), join_all(more))
            return receiver
        return Tup((join_all([items_of(run, receiver), *more]),), open=True)

    return handler


def _united(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    """``union`` of sets, and what else gives items of both."""
    return Tup((join_all([items_of(run, value) for value in (receiver, *args.positional)]),), open=True)


def _inserted(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    """``map.getOrInsertComputed(key, f)``"""
    value = args.get(1) or NONE
    made = join_all([
        run.call(one, args.drop(2), pos) if isinstance(one, FuncV | Bound | Partial) else one
        for one in options(value)
    ])  # fmt: skip
    _set(run, receiver, Args((args.get(0) or Unknown("key"), made)), pos)
    return join(_get(run, receiver, args, pos), made)


def _number(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    return Unknown("number")


def _removed(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    """``map.delete(key)``, ``map.clear()``"""
    run.heap.remove(receiver, args.get(0) or Unknown("key"), NONE)
    return Unknown("boolean")


# --- objects, maps and sets ---


def _entries_item(run: Interpreter, obj: Value) -> Value:
    pairs = entries(run, obj)
    return run.iterate(pairs)


def entries(run: Interpreter, value: Value) -> Value:
    """``Object.entries(value)``, ``map.entries()``."""
    found: list[Value] = []
    opened = False
    for option in options(value):
        if isinstance(option, ModuleV):
            found.extend(
                Tup((Known(name), run.module_attribute(option.name, name)))
                for name in exported.names(run, option.name)
            )
            continue
        if not isinstance(option, Obj):
            if isinstance(option, Tup):
                found.extend(Tup((Unknown("index"), item)) for item in option.items)
            opened = True
            found.append(Tup((Unknown("key"), run.derived(option))))
            continue
        if run.heap.shape(option).kind == "list":
            found.extend(Tup((Unknown("index"), run.heap.load(option, key))) for key in run.heap.keys(option))
            opened = True
            continue
        found.extend(Tup((Known(key), run.heap.load(option, key))) for key in run.heap.keys(option))  # type: ignore[arg-type]
        if run.heap.is_open(option):
            opened = True
            rest = run.heap.load(option, ("any key",))
            key = join(Unknown("key"), run.heap.key_objects(option))
            found.append(Tup((key, join(rest, Unknown("item")))))
    return Tup(tuple(found), opened)


def values(run: Interpreter, value: Value) -> Value:
    """``Object.values(value)``, ``map.values()``."""
    found: list[Value] = []
    for option in options(value):
        if isinstance(option, ModuleV):
            found.extend(run.module_attribute(option.name, name) for name in exported.names(run, option.name))
            continue
        if not isinstance(option, Obj):
            return Tup((items_of(run, value),), open=True)
        if run.heap.is_open(option):
            return Tup((join(run.heap.everything(option), Unknown("item")),), open=True)
        found.extend(run.heap.load(option, key) for key in run.heap.keys(option))
    if any(isinstance(option, ModuleV) for option in options(value)):
        # In which order a module has its members, what puts it together decides.
        return Tup((join_all(found),), open=True)
    return Tup(tuple(found))


def copied(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    """``structuredClone(x)``"""
    return run.copied(args.get(0) or BOTTOM, pos)


def keys(run: Interpreter, value: Value) -> Value:
    """``Object.keys(value)``, ``for (key in value)``."""
    found: list[Value] = []
    for option in options(value):
        if isinstance(option, ModuleV):
            found.extend(Known(name) for name in exported.names(run, option.name))
            continue
        if not isinstance(option, Obj) or run.heap.is_open(option):
            objects = run.heap.key_objects(option) if isinstance(option, Obj) else BOTTOM
            return Tup((*found, join(Unknown("key"), objects)), open=True)
        found.extend(Known(key) for key in run.heap.keys(option))  # type: ignore[arg-type]
    return Tup(tuple(found))


def _get(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    if not isinstance(receiver, Obj):
        return Unknown("item")
    found = run.index_container(receiver, args.get(0) or Unknown("key"))
    return found if found is not BOTTOM else NONE


def _set(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    key, value = args.get(0), args.get(1)
    if isinstance(receiver, Obj) and key is not None and value is not None:
        run.heap.put(receiver, key, value)
    return receiver


def _add(run: Interpreter, receiver: Value, args: Args, pos: ir.Pos) -> Value:
    _push(run, receiver, args, pos)
    return receiver


METHODS: dict[str, Handler] = {
    "map": _map,
    "forEach": _for_each,
    "filter": _filter,
    "find": _find,
    "findLast": _find,
    "some": _test,
    "every": _test,
    "findIndex": _test,
    "findLastIndex": _test,
    "flatMap": _flat_map,
    "flat": _flat,
    "reduce": _reduce,
    "reduceRight": _reduce,
    "sort": _sort,
    "toSorted": _sorted,
    "reverse": _reverse,
    "toReversed": _reversed,
    "fill": _put_in(0),
    "toSpliced": _put_in(2),
    "union": _united,
    "symmetricDifference": _united,
    "intersection": _itself,
    "difference": _itself,
    "copyWithin": _mixed,
    "getOrInsert": _inserted,
    "getOrInsertComputed": _inserted,
    "values": lambda run, receiver, args, pos: values(run, receiver),
    "keys": lambda run, receiver, args, pos: keys(run, receiver),
    "entries": lambda run, receiver, args, pos: entries(run, receiver),
    "[Symbol.iterator]": lambda run, receiver, args, pos: Tup((items_of(run, receiver),), open=True),
    "pop": _taken,
    "shift": _taken,
    "at": _item,
    "push": _push,
    "unshift": _unshift,
    "splice": _splice,
    "slice": _slice_items,
    "concat": _concat,
    "join": _join,
    "includes": _number,
    "indexOf": _number,
    "lastIndexOf": _number,
    "has": _number,
    "delete": _removed,
    "hasOwnProperty": _number,
    "next": lambda run, receiver, args, pos: step_of(run, items_of(run, receiver), pos),
    "take": _itself,
    "drop": _itself,
    "get": _get,
    "set": _set,
    "add": _add,
    "clear": _removed,
    "toArray": _itself,
    "with": _put_in(1),
}

CALLING = frozenset(
    (
        "map",
        "forEach",
        "filter",
        "find",
        "findLast",
        "some",
        "every",
        "findIndex",
        "flatMap",
        "reduce",
        "sort",
        "reduceRight",
    )
)
"""Methods that call their argument with the items, whatever the receiver is."""


def container_method(run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of an array, map, set or plain object; None when there is none of that name."""
    handler = METHODS.get(name)
    return handler(run, receiver, args, pos) if handler is not None else None


__all__ = ["CALLING", "METHODS", "Ext", "Handle", "container_method", "string_method", "text_of"]
