"""lodash, underscore and their kin: functions over collections, objects and functions, data first.

A table from name to handler. An iteratee may be a member's name instead of a function. Sources: the
documentation of lodash (https://lodash.com/docs) and of underscore (https://underscorejs.org). Functions with
the data last are in ``functional``.
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Known,
    Method,
    Obj,
    Partial,
    Text,
    Tup,
    Unknown,
    Value,
    constant,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.typescript import containers
from policywright.analyzers.languages.typescript.handles import Composed, Named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]


def _data(args: Args) -> Value:
    return args.get(0) or BOTTOM


def _items(run: Interpreter, value: Value) -> tuple[Value, ...]:
    """What functions over collections go through."""
    return containers.rounds(run, containers.collected(run, value))


def iterated(name: str) -> Handler:
    """A function over a collection that is a method of arrays, too: ``_.map(items, f)``."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        items, how = args.get(0), args.get(1)
        if items is None:
            return None
        if how is not None and all(isinstance(option, Known | Text) for option in options(how)):
            return _by_name(run, items, how, name, pos)
        found = [
            containers.container_method(run, option, name, args.drop(1), pos)
            for option in options(containers.collected(run, items))
        ]
        return join_all([value for value in found if value is not None])

    return handler


def _by_name(run: Interpreter, items: Value, how: Value, name: str, pos: ir.Pos) -> Value | None:
    """``_.map(items, "owner")`` gives what items have; ``_.find(items, "active")`` only asks for it."""
    if name in ("map", "flatMap"):
        found = Tup(tuple(containers.told(run, how, (one,), pos) for one in _items(run, items)))
        return found if name == "map" else containers.container_method(run, found, "flat", Args(), pos)
    return containers.container_method(run, items, name, Args((Unknown("test"),)), pos)


def _asking(run: Interpreter, args: Args, pos: ir.Pos) -> Value:
    """The items of a collection, of which each iteratee is asked."""
    items = _items(run, _data(args))
    for value in args.positional[1:]:
        for option in options(value):
            if not isinstance(option, Known | Text | Tup | Obj):
                for item in items:
                    run.call(option, Args((item,)), pos)
    return join_all(list(items))


def _some(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Some of the items, in some order."""
    return Tup((_asking(run, args, pos),), open=True)


def _one(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return _asking(run, args, pos)


def _parted(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    some = Tup((_asking(run, args, pos),), open=True)
    return Tup((some, some))


def _keyed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return containers.keyed(run, containers.collected(run, _data(args)), args.get(1), pos)


def _grouped(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return containers.grouped(run, containers.collected(run, _data(args)), args.get(1), pos)


def _values_mapped(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``_.mapValues(object, f)``"""
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    how = args.get(1)
    for option in options(containers.plain(run, _data(args), 0, pos)):
        if not isinstance(option, Obj) or run.heap.is_open(option):
            value = run.heap.everything(option) if isinstance(option, Obj) else Unknown("item")
            run.heap.put(obj, Unknown("key"), containers.told(run, how, (value, Unknown("key")), pos))
        for index, key in enumerate(run.heap.keys(option) if isinstance(option, Obj) else ()):
            where = run.place_of(how or NONE, pos, index)
            value = containers.told(run, how, (run.heap.load(option, key), Known(key)), where)  # type: ignore[arg-type]
            run.heap.store(obj, key, value)
    return obj


def _zipped(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``_.zipObject(names, values)``"""
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    names, values = run.sequence(_data(args)), run.sequence(args.get(1) or BOTTOM)
    if names is not None and values is not None and len(names) == len(values):
        for name, value in zip(names, values, strict=True):
            run.heap.put(obj, name, value)
    else:
        run.heap.put(obj, Unknown("key"), run.iterate(args.get(1) or BOTTOM))
    return obj


def _from_pairs(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    known = run.sequence(_data(args))
    for pair in known if known is not None else (run.iterate(_data(args)),):
        run.heap.put(obj, run.element(pair, 0), run.element(pair, 1))
    return obj


# --- members by name or path ---


def _got(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``_.get(object, path, default)``"""
    found = containers.at_path(run, _data(args), args.get(1) or Unknown("path"))
    default = args.get(2)
    return found if default is None else join(found, default)


def _at(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    paths = [args.get(1) or NONE] if len(args.positional) < 3 else list(args.positional[1:])
    names = [one for value in paths for one in run.sequence(value) or (value,)]
    return Tup(tuple(containers.at_path(run, _data(args), one) for one in names))


def _set(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``_.set(object, path, value)``; what is on the way there is made."""
    target, value = _data(args), args.get(2) or NONE
    *way, last = containers.steps_of(run, args.get(1) or Unknown("path"))
    owner = target
    for position, step in enumerate(way):
        inner = run.heap.new("dict", "set", position, pos, run.frame.module, run.frame.task.id)
        for option in options(owner):
            run.set_index(option, step, inner)
        owner = run.index(owner, step)
    for option in options(owner):
        label = constant(last)
        if isinstance(label, str):
            run.set_attribute(option, label, value)
        else:
            run.set_index(option, last, value)
    return target


def invoked(run: Interpreter, receiver: Value, path: Value, args: Args, pos: ir.Pos) -> Value:
    """``_.invoke(object, "a.method", ...args)``; a function may stand for the name."""
    found: list[Value] = []
    for option in options(path):
        if isinstance(option, Known | Text | Tup | Obj):
            *way, last = containers.steps_of(run, option)
            owner = containers.at_steps(run, receiver, tuple(way))
            found.append(run.call(containers.at_steps(run, owner, (last,)), args, pos))
        elif isinstance(option, Unknown):
            found.append(run.call(run.any_member(receiver, option), args, pos))
        else:
            given = Args((receiver, *args.positional), args.keywords, args.more, args.open, args.maybe)
            found.append(run.call(run.attribute(option, "call"), given, pos))
    return join_all(found)


def _invoke(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return invoked(run, _data(args), args.get(1) or Unknown("path"), args.drop(2), pos)


def _invoke_each(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    path, rest = args.get(1) or Unknown("path"), args.drop(2)
    return Tup(tuple(invoked(run, one, path, rest, pos) for one in _items(run, _data(args))))


def _result(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``_.result(object, path)``: a function there is called."""
    *way, last = containers.steps_of(run, args.get(1) or Unknown("path"))
    owner = containers.at_steps(run, _data(args), tuple(way))
    member = containers.at_steps(run, owner, (last,))
    return join(member, run.call(member, Args(), pos))


def _method(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``_.method("get", ...args)``: calls that of what it is given."""
    return Named(args.get(0) or Unknown("path"), args.drop(1), called=True)


def _property(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Named(args.get(0) or Unknown("path"), Args(), called=False)


def named(run: Interpreter, handle: Named, args: Args, pos: ir.Pos) -> Value:
    """A call of what ``method`` or ``property`` gave."""
    receiver = args.get(0) or NONE
    if handle.called:
        return invoked(run, receiver, handle.name, handle.args, pos)
    return containers.at_path(run, receiver, handle.name)


def _bind_key(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    member = containers.at_path(run, _data(args), args.get(1) or Unknown("path"))
    rest = args.drop(2)
    return Partial(member, rest) if rest.positional else member


# --- functions ---


def _flow(backwards: bool = False) -> Handler:
    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        steps = [one for value in args.positional for one in run.sequence(value) or (value,)]
        return Composed(tuple(reversed(steps) if backwards else steps))

    return handler


def _first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return args.get(0)


def _partial(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function = args.get(0)
    return Partial(function, args.drop(1)) if function is not None else None


def _bound(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``_.bind(function, receiver, ...args)``"""
    return join_all([
        run.call(Method(option, "bind"), args.drop(1), pos) for option in options(args.get(0) or BOTTOM)
    ])  # fmt: skip


def _of(view: Callable[[Interpreter, Value], Value]) -> Handler:
    return lambda run, args, pos: view(run, _data(args))


TABLE: dict[str, Handler] = {
    "map": iterated("map"), "forEach": iterated("forEach"), "filter": iterated("filter"),
    "find": iterated("find"), "flatMap": iterated("flatMap"), "reduce": iterated("reduce"),
    "some": iterated("some"), "every": iterated("every"),
    "each": iterated("forEach"), "forEachRight": iterated("forEach"), "collect": iterated("map"),
    "detect": iterated("find"), "reduceRight": iterated("reduce"), "any": iterated("some"),
    "all": iterated("every"), "flatten": iterated("flat"), "flattenDeep": iterated("flat"),
    **dict.fromkeys((
        "sortBy", "orderBy", "uniq", "uniqBy", "unique", "reject", "where", "take", "takeWhile", "takeRight",
        "drop", "dropWhile", "dropRight", "reverse", "shuffle", "sampleSize", "without", "difference",
        "differenceBy", "intersection", "intersectionBy", "compact", "tail", "rest", "initial", "toArray",
    ), _some),
    **dict.fromkeys((
        "head", "first", "last", "nth", "sample", "maxBy", "minBy", "max", "min", "findLast", "findWhere",
    ), _one),
    "pluck": iterated("map"), "partition": _parted,
    "chunk": lambda run, args, pos: Tup((_data(args),), open=True),
    "keyBy": _keyed, "indexBy": _keyed, "groupBy": _grouped, "mapValues": _values_mapped,
    "mapObject": _values_mapped, "zipObject": _zipped, "object": _from_pairs, "fromPairs": _from_pairs,
    "toPairs": _of(containers.entries), "pairs": _of(containers.entries), "entries": _of(containers.entries),
    "values": _of(containers.values), "keys": _of(containers.keys),
    "get": _got, "at": _at, "set": _set, "invoke": _invoke, "invokeMap": _invoke_each, "result": _result,
    "method": _method, "property": _property, "bindKey": _bind_key,
    "flow": _flow(), "pipe": _flow(), "flowRight": _flow(backwards=True), "compose": _flow(backwards=True),
    **dict.fromkeys((
        "memoize", "once", "debounce", "throttle", "identity", "omit", "omitBy", "pick", "pickBy",
        "tap", "castArray", "extendOwn",
    ), _first),
    "cloneDeep": containers.copied, "clone": containers.copied,
    "partial": _partial, "bind": _bound,
}  # fmt: skip
"""By name."""

PACKAGES = frozenset(("lodash", "lodash-es", "underscore"))


def lookup(path: str) -> Handler | None:
    """The row of a path; a package may have just one of the functions (``lodash/get``, ``lodash.keyby``)."""
    package, dot, name = path.partition(".")
    if package in PACKAGES and dot:
        return TABLE.get(name) or _BY_CASE.get(name)
    owner, slash, single = package.partition("/")
    if owner in PACKAGES and slash and not dot:
        return TABLE.get(single)
    return None


def is_whole(path: str) -> bool:
    """A row calls itself what functions it gets, or gives something that does."""
    handler = lookup(path)
    return handler is not None and handler not in (_first, _partial)


_BY_CASE = {name.lower(): handler for name, handler in TABLE.items()}
