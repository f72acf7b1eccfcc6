"""Python's builtins and standard library, as far as values and callables flow through them.

A table from dotted path to handler; a path without a row is an unmodelled library call. Source of the
meanings: the Python library reference.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine import order
from policywright.analyzers.engine.calls import ROOT_ARGS
from policywright.analyzers.engine.handles import Slice
from policywright.analyzers.engine.keeping import KEPT, THROWN
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Known,
    ModuleV,
    Obj,
    Partial,
    Super,
    Text,
    Tup,
    Unknown,
    Value,
    Wrapped,
    change_texts,
    concat_all,
    constant,
    is_text,
    join,
    join_all,
    make_text,
    options,
    strings,
    with_fallback,
)
from policywright.analyzers.languages.python import classes, injection, introspection, protocols
from policywright.analyzers.languages.python.annotations import is_typed_dict
from policywright.analyzers.languages.python.handles import (
    AttrGetter,
    Dynamic,
    Future,
    ItemGetter,
    MethodCaller,
    Namespace,
    Template,
    Url,
)
from policywright.analyzers.languages.python.loading import (
    configured,
    entry_points,
    finds_code,
    import_module,
    named,
)
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

BUILTINS = frozenset(
    [
        "abs",
        "all",
        "any",
        "ascii",
        "bin",
        "bool",
        "breakpoint",
        "bytearray",
        "bytes",
        "callable",
        "chr",
        "classmethod",
        "compile",
        "complex",
        "delattr",
        "dict",
        "dir",
        "divmod",
        "enumerate",
        "eval",
        "exec",
        "filter",
        "float",
        "format",
        "frozenset",
        "getattr",
        "globals",
        "hasattr",
        "hash",
        "help",
        "hex",
        "id",
        "input",
        "int",
        "isinstance",
        "issubclass",
        "iter",
        "len",
        "list",
        "locals",
        "map",
        "max",
        "memoryview",
        "min",
        "next",
        "object",
        "oct",
        "open",
        "ord",
        "pow",
        "print",
        "property",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "setattr",
        "slice",
        "sorted",
        "staticmethod",
        "str",
        "sum",
        "super",
        "tuple",
        "type",
        "vars",
        "zip",
        "aiter",
        "anext",
        "__import__",
        "__name__",
        "__file__",
        "__doc__",
        "Exception",
        "BaseException",
        "ValueError",
        "TypeError",
        "KeyError",
        "RuntimeError",
        "NotImplementedError",
        "NotImplemented",
        "Ellipsis",
        "StopIteration",
        "OSError",
        "IOError",
        "AttributeError",
        "ImportError",
        "IndexError",
        "FileNotFoundError",
        "PermissionError",
        "TimeoutError",
        "ConnectionError",
        "AssertionError",
        "ArithmeticError",
        "LookupError",
        "UnicodeDecodeError",
        "SystemExit",
        "KeyboardInterrupt",
        "ModuleNotFoundError",
        "Warning",
        "DeprecationWarning",
        "UserWarning",
        "StopAsyncIteration",
        "ZeroDivisionError",
        "MemoryError",
        "NameError",
        "EOFError",
    ]
)


def _first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return args.get(0)


def _getattr(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    receiver, name = args.get(0), args.get(1)
    if receiver is None or name is None:
        return None
    found: list[Value] = []
    for option in options(name):
        text = constant(option)
        if text is not None:
            found.append(run.attribute(receiver, text))
        else:
            found.append(Dynamic(receiver, option, (run.frame.module, pos)))
    fallback = args.get(2)
    known = [value for value in found if not isinstance(value, Unknown)]
    if fallback is not None and fallback != NONE and not known:
        found.append(fallback)
    return join_all(found)


def _setattr(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    receiver, name, value = args.get(0), args.get(1), args.get(2)
    if receiver is not None and name is not None and value is not None:
        for text in strings(name):
            run.set_attribute(receiver, text, value)
        if not all(isinstance(option, Known) for option in options(name)):
            for option in options(receiver):
                if isinstance(option, Obj):
                    classes.overlay(run, option)
    return NONE


def construct(run: Interpreter, cls: ClassV, args: Args, pos: ir.Pos) -> Value | None:
    """What a class of a kind of its own makes: a ``TypedDict`` a dict, an enum a member, a kind of property
    one that does what properties do."""
    if classes.derives(run, cls, protocols.PROPERTIES) and run.find(cls, "__get__") is None:
        return _wrap("property")(run, args, pos)
    if classes.derives(run, cls, _TYPED_DICTS):
        return _dict(run, args, pos)
    return classes.construct(run, cls, args, pos)


def typed_dict(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """A dict for ``CopySourceTypeDef(Bucket="b", Key="k")``, the stubs' types of members; None for others."""
    return _dict(run, args, pos) if is_typed_dict(path) else None


def _dict(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    for value in args.positional:
        if any(
            isinstance(option, Obj) and run.heap.shape(option).kind == "dict" for option in options(value)
        ):
            run.heap.merge(obj, value, certain=True)
            continue
        for item in run.sequence(value) or (run.iterate(value),):
            run.heap.put(obj, run.element(item, 0), run.element(item, 1))
    run.heap.fill(obj, args.keywords, args.maybe, opened=args.open)
    return obj


_TYPED_DICTS = frozenset(("typing.TypedDict", "typing_extensions.TypedDict", "mypy_extensions.TypedDict"))


def _namespace(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """An object that has what it is told, and what is set on it later."""
    obj = run.heap.new("instance", pos, run.frame.module, run.frame.task.id)
    run.heap.fill(obj, args.keywords, args.maybe, opened=args.open)
    return obj


def _set_context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """All context variables are one: a program has few, each for something else."""
    value = args.get(0)
    if value is not None:
        run.engine.write(("context",), value)
    return None


def _get_context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    found = run.engine.read(("context",))
    return join(found, args.get(0) or Unknown("context"))


def _default_dict(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    factory = args.get(0)
    if factory is not None:
        run.heap.put(obj, Unknown("key"), run.call(factory, NO_ARGS, pos))
    return obj


def _chain_map(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    for value in args.positional:
        run.heap.merge(obj, value)
    return obj


def _list(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    if value is not None:
        items = run.sequence(value)
        if items is not None:
            return Tup(items)
    obj = run.heap.new("list", pos, run.frame.module, run.frame.task.id)
    if value is not None:
        run.heap.put(obj, Unknown("index"), run.iterate(value))
    return obj


def _reversed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    own = [run.call_special(one, "__reversed__", NO_ARGS, pos) for one in options(args.get(0) or BOTTOM)]
    found = join_all(own)
    return found if found is not BOTTOM else _list(run, args, pos)


def _bound(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``function.__get__(object, type)``"""
    function, receiver = args.get(0) or BOTTOM, args.get(1) or BOTTOM
    return join_all([Bound(receiver, one) for one in options(function) if isinstance(one, FuncV)])


_QUEUES = tuple(
    f"{module}.{name}"
    for module in ("queue", "asyncio", "multiprocessing", "janus")
    for name in ("Queue", "SimpleQueue", "LifoQueue", "PriorityQueue", "JoinableQueue")
)


def _one_of(at: int, *, function: int | None = None) -> Handler:
    """Any of the items of an argument; a function that is another one is asked for each."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        item = run.iterate(args.get(at) or BOTTOM)
        asked = None if function is None else args.get(function)
        if asked is not None and asked != NONE:
            run.call(asked, Args((item,)), pos)
        return Tup((item,), open=True)

    return handler


def _groups(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``itertools.groupby(items, key)``"""
    item, key = run.iterate(args.get(0) or BOTTOM), args.get(1, "key")
    named = item if key is None or key == NONE else run.call(key, Args((item,)), pos)
    return Tup((Tup((named, Tup((item,), open=True))),), open=True)


def _rows(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Short rows of the items of one argument: ``pairwise``, ``batched``, ``permutations``."""
    item = run.iterate(args.get(0) or BOTTOM)
    return Tup((Tup((item,), open=True),), open=True)


def _product(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup(
        (Tup(tuple(map(run.iterate, args.positional)), args.keyword("repeat") is not None),), open=True
    )


def _zip_longest(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    fill = args.keyword("fillvalue") or NONE
    return Tup((Tup(tuple(join(run.iterate(value), fill) for value in args.positional)),), open=True)


def _merged(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup((join_all([run.iterate(value) for value in args.positional]),), open=True)


def _both(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0) or BOTTOM
    return Tup((value, value))


def _iter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``iter(function, last)`` calls the function."""
    value = args.get(0)
    return Tup((run.call(value or BOTTOM, NO_ARGS, pos),), open=True) if len(args.positional) > 1 else value


def _from_keys(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    for key in run.sequence(args.get(0) or BOTTOM) or (run.iterate(args.get(0) or BOTTOM),):
        run.heap.put(obj, key, args.get(1) or NONE)
    return obj


def _changed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``replace(record, field=value)``: told apart from the record by nothing but its fields."""
    changed = list(args.keywords)
    updated = args.keyword("update")
    for one in options(updated) if updated is not None else ():
        if isinstance(one, Obj):
            changed.extend((str(key), run.heap.load(one, key)) for key in run.heap.keys(one))
    for option in options(args.get(0) or BOTTOM):
        if isinstance(option, Obj):
            for name, value in changed:
                run.heap.store(option, name, value)
    return args.get(0)


def _make(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Record._make(items)``"""
    items = run.sequence(args.get(1) or BOTTOM)
    given = Args(items) if items is not None else Args(more=run.iterate(args.get(1) or BOTTOM))
    return run.call(args.get(0) or BOTTOM, given, pos)


def _from_outside(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return run.call(args.get(0) or BOTTOM, ROOT_ARGS, pos)


def _update(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``update`` and ``setdefault`` of a mapping of the program, by its own ``__setitem__``."""
    for option in options(args.get(0) or BOTTOM):
        for key, value in args.keywords:
            run.call_special(option, "__setitem__", Args((Known(key), value)), pos)
        for value in args.positional[1:]:
            held = run.iterate(value) if len(args.positional) == 2 else value
            for one in options(value) if len(args.positional) == 2 else ():
                held = join(held, run.heap.everything(one) if isinstance(one, Obj) else BOTTOM)
            run.call_special(option, "__setitem__", Args((Unknown("key"), held)), pos)
    return args.get(2)


def _fields(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``dataclasses.astuple(x)``"""
    held = [run.heap.everything(one) for one in options(args.get(0) or BOTTOM) if isinstance(one, Obj)]
    return Tup((join_all(held),), open=True)


def _record(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``make_dataclass("Name", ["a", ("b", int)])``"""
    return _namedtuple(run, args, pos)


def _each(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """What several getters give of one thing."""
    *getters, target = args.positional or (BOTTOM,)
    return Tup(tuple(run.call(getter, Args((target,)), pos) for getter in getters))


def _several(single: Handler) -> Handler:
    """A getter of several names gives a tuple."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        if len(args.positional) < 2:
            return single(run, args, pos)
        made = [single(run, Args((one,)), pos) or BOTTOM for one in args.positional]
        return Partial(Ext("python.$each"), Args(tuple(made)))

    return handler


def _passed_on(name: str) -> Handler:
    """A decorator that passes what is kept under a name as the first argument."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        function = args.get(0)
        kept = run.engine.read((KEPT, name))
        return None if function is None else Partial(function, Args((join(kept, Unknown("argument")),)))

    return handler


def _task(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A task is what it gives; where that is nothing, it is still a task."""
    value = args.get(0, "coro")
    return join(value, Unknown("task")) if value is not None and NONE in options(value) else value


def _queue(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return run.heap.new("list", pos, run.frame.module, run.frame.task.id)


def _str(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    return concat_all([value]) if value is not None else Known("")


def _zip(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    sequences = [run.sequence(value) for value in args.positional]
    known = [items for items in sequences if items is not None]
    if len(known) == len(sequences) and known:
        return Tup(tuple(Tup(items) for items in zip(*known, strict=False)))
    return Tup((Tup(tuple(run.iterate(value) for value in args.positional)),), open=True)


def _enumerate(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    if value is None:
        return None
    items = run.sequence(value)
    if items is not None:
        return Tup(tuple(Tup((Known(index), item)) for index, item in enumerate(items)))
    return Tup((Tup((Unknown("index"), run.iterate(value))),), open=True)


def _map(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``map(f, xs)``, ``pool.map(f, xs)``, ``executor.map(f, xs)``."""
    if not args.positional:
        return None
    function, *iterables = args.positional
    sequences = [run.sequence(value) for value in iterables]
    known = [items for items in sequences if items is not None]
    if iterables and len(known) == len(sequences):
        rows = zip(*known, strict=False)
        return Tup(tuple(run.call(function, Args(tuple(row)), pos) for row in rows))
    result = run.call(function, Args(tuple(run.iterate(value) for value in iterables)), pos)
    return Tup((result,), open=True)


def _starmap(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function, rows = args.get(0), args.get(1)
    if function is None or rows is None:
        return None
    found: list[Value] = []
    for row in run.sequence(rows) or (run.iterate(rows),):
        items = run.sequence(row)
        found.append(
            run.call(function, Args(items) if items is not None else Args(more=run.iterate(row)), pos)
        )
    return Tup(tuple(found), open=True)


def _filter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function, items = args.get(0), args.get(1)
    if items is None:
        return None
    item = run.iterate(items)
    if function is not None and function != NONE:
        run.call(function, Args((item,)), pos)
    return Tup((item,), open=True)


def _subclasses(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup((run.engine.read(("subclasses", args.get(0))),), open=True)


def _referred(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """What gives an object when it is called."""
    return Partial(Ext("python.$same"), Args((args.get(0) or BOTTOM,)))


def _pushed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    into = args.get(0) or BOTTOM
    run.call(run.attribute(into, "append"), Args((args.get(1) or BOTTOM,)), pos)
    return run.iterate(into)


def _taken(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return run.iterate(args.get(0) or BOTTOM)


def _some_of(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup((run.iterate(args.get(1) or BOTTOM),), open=True)


def _sorted(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0, "iterable")
    if value is None:
        return None
    item = run.iterate(value)
    key = args.keyword("key")
    if key is not None:
        run.call(key, Args((item,)), pos)
    return Tup((item,), open=True)


def _done(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``task.add_done_callback(f)``"""
    return run.call(args.get(1) or BOTTOM, Args(args.positional[:1]), pos)


def _next(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    protocols.stopped(run, value or NONE)
    return join(run.iterate(value), args.get(1) or BOTTOM) if value is not None else None


def _choice(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """One of the items: ``max``, ``min``, ``random.choice``, ``next(iter(x))``."""
    if len(args.positional) > 1:
        return join_all(args.positional)
    value = args.get(0)
    return join(run.iterate(value), args.keyword("default") or BOTTOM) if value is not None else None


def _super(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    cls, receiver = args.get(0), args.get(1)
    if isinstance(cls, ClassV) and receiver is not None:
        return join_all([Super(cls, option) for option in options(receiver)])
    function = run.frame.function
    closure = function.closure if function is not None else None
    while function is not None and function.owner is None and closure is not None:
        function = run.engine.instances.by_id[closure].function
        closure = function.closure if function is not None else None
    if function is None or function.owner is None or not function.function.params:
        return None
    name = function.function.params[0].name
    return join_all([Super(function.owner, option) for option in options(run.lookup(name))])


def _type(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    if value is None:
        return None
    if len(args.positional) == 3:
        made = _namedtuple(run, Args((value, Tup(()))), pos)
        assert isinstance(made, ClassV)
        classes.fill(run, made, args.positional[1], args.positional[2])
        run.semantics.defined(run, made)
        return made
    found = [run.heap.shape(option).cls for option in options(value) if isinstance(option, Obj)]
    return join_all([cls for cls in found if cls is not None]) if any(found) else Unknown("type")


def _wrap(kind: str) -> Handler:
    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        function = args.get(0, "fget")
        if function is None:
            return None
        if isinstance(function, Wrapped):
            function = function.function
        setter = args.get(1, "fset") if kind == "property" else None
        return Wrapped(kind, function, None if setter == NONE else setter)

    return handler


def _partial(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function = args.get(0)
    if function is None:
        return None
    rest = args.drop(1)
    return join_all([Partial(option, rest) for option in options(function)])


def _partial_method(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    found = _partial(run, args, pos)
    return join_all([Wrapped("partialmethod", option) for option in options(found or NONE)])


def _call_first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``f(function, *args, **kwargs)`` calls the function: ``executor.submit``, ``asyncio.to_thread``."""
    function = args.get(0, "func") or args.keyword("fn")
    return run.call(function, args.drop(1), pos) if function is not None else None


def _call_second(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``loop.run_in_executor(executor, function, *args)``, ``loop.call_later(delay, function, *args)``."""
    function = args.get(1)
    return run.call(function, args.drop(2), pos) if function is not None else None


def _thread(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    target = args.get(1, "target")
    if target is None:
        return None
    given = args.keyword("args") or args.get(3)
    items = run.sequence(given) if given is not None else ()
    keywords = args.keyword("kwargs")
    pairs: dict[str, Value] = {}
    maybe: set[str] = set()
    opened = run._spread_keywords(keywords, pairs, maybe) if keywords is not None else False
    more = run.iterate(given) if items is None and given is not None else None
    run.call(target, Args(items or (), tuple(pairs.items()), more, opened, frozenset(maybe)), pos)
    return Ext("threading.Thread()")


def _timer(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function = args.get(1, "function")
    if function is not None:
        given = args.get(2, "args")
        run.call(function, Args(run.sequence(given) or () if given is not None else ()), pos)
    return Ext("threading.Timer()")


def _apply(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``pool.apply(function, args, kwargs)``."""
    function, given = args.get(0), args.get(1, "args")
    if function is None:
        return None
    if given is not None and any(isinstance(one, Obj) and run.heap.shape(one).cls for one in options(given)):
        # ``apply(function, object)`` of other libraries
        return run.call(function, args.drop(1), pos)
    items = run.sequence(given) if given is not None else ()
    more = run.iterate(given) if given is not None and items is None else None
    return run.call(function, Args(items or (), more=more), pos)


def _gather(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup((*args.positional, *((args.more,) if args.more is not None else ())), args.more is not None)


def _field(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``dataclasses.field``, ``attr.ib``, pydantic's ``Field``: the default value."""
    factory = args.keyword("default_factory") or args.keyword("factory")
    if factory is not None:
        return run.call(factory, NO_ARGS, pos)
    return args.get(0, "default") or Unknown("field")


def _environment(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    name, default = args.get(0, "key"), args.get(1, "default")
    value = environment(name)
    return value if default is None or default == NONE else with_fallback(value, default)


def environment(name: Value | None) -> Value:
    """An environment variable; its name is kept, it is how people and templates refer to it."""
    text = constant(name) if name is not None else None
    return Text((Hole(kind="env", name=text),))


def _path_join(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    from policywright.analyzers.sdk import paths  # few programs join any

    return paths.of_arguments(args, paths.python)


def _path(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    from policywright.analyzers.sdk import paths

    return paths.of_arguments(args, paths.pathlib)


def _new(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    cls = args.get(0)
    # ``type.__new__(metaclass, name, bases, namespace)``.
    spaces: dict[Obj, ClassV] = getattr(run.semantics, "namespaces", {})
    for space in options(args.get(3) or NONE):
        if isinstance(space, Obj) and space in spaces:
            return spaces[space]
    found = [
        run.allocate_instance(option, pos) for option in options(cls or NONE) if isinstance(option, ClassV)
    ]
    return join_all(found) if found else None


def _url_parse(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    text = constant(args.get(0))
    return Url(text)


def _coded(name: str) -> Handler:
    """``quote(text, safe)`` and its reverse."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        safe = args.get(1, "safe") if name == "quote" else None
        given = constant(safe)
        if safe is not None and given is None:
            return make_text((Hole(kind="unknown"),))
        return change_texts(args.get(0) or Unknown("text"), (name,) if given is None else (name, given))

    return handler


def _namedtuple(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``namedtuple("Name", "a b")``, ``NamedTuple("Name", [("a", int)])``: one class for each place."""
    given = args.get(1, "field_names")
    if given is None:
        return None
    texts = [text for text in strings(given)]
    names: list[str] = " ".join(texts).replace(",", " ").split()
    for item in run.sequence(given) or ():
        names.extend(strings(item if is_text(item) else run.element(item, 0)))
    made: dict[tuple[str, ir.Pos], ClassV] = getattr(run.semantics, "records", {})
    key = (run.frame.module, pos)
    if key not in made:
        made[key] = classes.record(args.get(0), tuple(names), *key)
        classes.fill(run, made[key], args.keyword("bases"), args.keyword("namespace"))
    return made[key]


def _reduce(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function, items = args.get(0), args.get(1)
    if function is None or items is None:
        return None
    known = run.sequence(items)
    rounds = list(known) if known is not None else [run.iterate(items)]
    so_far = args.get(2) or (rounds[0] if rounds else NONE)
    for item in rounds[1:] if args.get(2) is None and len(rounds) > 1 else rounds:
        so_far = join(so_far, run.call(function, Args((so_far, item)), pos))
    return so_far


def _vars(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    if value is None:
        return _globals(run, args, pos)
    found = [Namespace(option) for option in options(value) if isinstance(option, Obj | ModuleV)]
    return join_all(found) if found else None


def _as_dict(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``dataclasses.asdict(x)``, ``attrs.asdict(x)``."""
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    run.heap.merge(obj, args.get(0) or Unknown("argument"))
    return obj


def _attrgetter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    named = options(args.get(0) or Unknown("argument"))
    return join_all([AttrGetter(constant(option), (run.frame.module, pos)) for option in named])


def _methodcaller(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    named = options(args.get(0) or Unknown("argument"))
    rest, at = args.drop(1), (run.frame.module, pos)
    return join_all([MethodCaller(constant(option), rest, at) for option in named])


def _enter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    return run.enter(value) if value is not None else None


def _depends(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """FastAPI's ``Depends(f)``: the framework calls ``f`` and passes what it returns (or yields)."""
    function = args.get(0, "dependency")
    return run.enter(run.call(function, NO_ARGS, pos)) if function is not None else None


def _globals(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Namespace(ModuleV(run.frame.module))


def _itemgetter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return ItemGetter(args.get(0) or Unknown("key"))


def _number(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Unknown("number")


def _decorator_factory(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``@f`` or ``@f(...)``: given a function it returns it, given options it returns itself."""
    target = args.get(0)
    if isinstance(target, FuncV | Bound | ClassV | Wrapped | Partial):
        return target
    return Ext("builtins.identity")


def _words(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``shlex.split(text)``"""
    text = args.get(0, "s") or BOTTOM
    if isinstance(text, Known) and isinstance(text.value, str):
        try:
            return Tup(tuple(map(Known, shlex.split(text.value))))
        except ValueError:
            return None
    return order.words(run.heap, text)


TABLE: dict[str, Handler] = {
    "builtins.identity": _first,
    "builtins.getattr": _getattr,
    "builtins.object.__getattribute__": _getattr,
    "builtins.setattr": _setattr,
    "builtins.object.__setattr__": _setattr,
    "builtins.dict.fromkeys": _from_keys,
    "builtins.dict": _dict,
    "builtins.list": _list,
    "builtins.tuple": _list,
    "builtins.set": _list,
    "builtins.frozenset": _list,
    "builtins.reversed": _reversed,
    "python.$bound": _bound,
    "builtins.iter": _iter,
    "builtins.aiter": _first,
    "builtins.str": _str,
    "shlex.split": _words,
    "shutil.which": _first,
    "builtins.repr": lambda run, args, pos: make_text((Hole(kind="unknown"),)),
    "builtins.int": _number,
    "builtins.float": _number,
    "builtins.len": _number,
    "builtins.zip": _zip,
    "builtins.enumerate": _enumerate,
    "builtins.map": _map,
    "builtins.filter": _filter,
    "builtins.sorted": _sorted,
    "builtins.next": _next,
    "builtins.anext": _next,
    "builtins.max": _choice,
    "builtins.min": _choice,
    "builtins.super": _super,
    "builtins.type": _type,
    "builtins.type.__subclasses__": _subclasses,
    "builtins.property": _wrap("property"),
    "builtins.classmethod": _wrap("classmethod"),
    "builtins.staticmethod": _wrap("staticmethod"),
    "builtins.object.__new__": _new,
    "builtins.globals": _globals,
    "builtins.locals": _globals,
    "builtins.__import__": import_module,
    "builtins.print": _number,
    "functools.partial": _partial,
    "functools.partialmethod": _partial_method,
    "functools.cached_property": _wrap("property"),
    "functools.singledispatch": _first,
    "functools.singledispatchmethod": _first,
    "inspect.signature": introspection.signature,
    "functools.lru_cache": _decorator_factory,
    "functools.cache": _first,
    "functools.wraps": lambda run, args, pos: Ext("builtins.identity"),
    "functools.update_wrapper": _first,
    "functools.total_ordering": _first,
    "cachetools.cached": lambda run, args, pos: Ext("builtins.identity"),
    "cached_property.cached_property": _wrap("property"),
    "django.utils.functional.cached_property": _wrap("property"),
    "werkzeug.utils.cached_property": _wrap("property"),
    "contextlib.contextmanager": _first,
    "contextlib.asynccontextmanager": _first,
    "contextlib.closing": protocols.closing,
    "contextlib.aclosing": protocols.closing,
    **dict.fromkeys(protocols.ERRORS, protocols.error),
    "pickle.dumps": protocols.pickled,
    "pickle.dump": protocols.pickled,
    "cloudpickle.dumps": protocols.pickled,
    "joblib.dump": protocols.pickled,
    "contextlib.nullcontext": _first,
    "contextlib.ExitStack().enter_context": _enter,
    "contextlib.AsyncExitStack().enter_async_context": _enter,
    "contextlib.AsyncExitStack().enter_context": _enter,
    "dataclasses.dataclass": _decorator_factory,
    "dataclasses.field": _field,
    "dataclasses.replace": _changed,
    "copy.replace": _changed,
    "attr.evolve": _changed,
    "attrs.evolve": _changed,
    "python.$changed": _changed,
    "python.$make": _make,
    "python.$from_outside": _from_outside,
    "python.$update": _update,
    "python.$each": _each,
    "dataclasses.astuple": _fields,
    "attr.astuple": _fields,
    "attrs.astuple": _fields,
    "dataclasses.make_dataclass": _record,
    "inspect.getmembers": introspection.members_of,
    "inspect.getmembers_static": introspection.members_of,
    "click.pass_obj": _passed_on("obj"),
    "attr.s": _decorator_factory,
    "attr.ib": _field,
    "attr.define": _decorator_factory,
    "attrs.define": _decorator_factory,
    "attrs.frozen": _decorator_factory,
    "attrs.field": _field,
    "pydantic.Field": _field,
    "pydantic.PrivateAttr": _field,
    "typing.cast": protocols.cast,
    "typing.final": _first,
    "typing.overload": _first,
    "typing.no_type_check": _first,
    "typing.runtime_checkable": _first,
    "typing.TypeVar": lambda run, args, pos: Unknown("type"),
    "abc.abstractmethod": _first,
    "copy.copy": protocols.copied,
    "sys.exc_info": protocols.current,
    "sys.exception": lambda run, args, pos: join(run.engine.read((THROWN,)), Unknown("exception")),
    "copy.deepcopy": protocols.copied,
    "python.$property": protocols.property_read,
    "python.$done": _done,
    "weakref.ref": _referred,
    "weakref.WeakMethod": _referred,
    "weakref.proxy": _first,
    "python.$same": _first,
    "heapq.heappush": _pushed,
    "heapq.heappushpop": _pushed,
    "heapq.heapreplace": _pushed,
    "heapq.heappop": _taken,
    "heapq.nlargest": _some_of,
    "heapq.nsmallest": _some_of,
    "heapq.merge": _merged,
    "weakref.WeakSet": _list,
    "random.sample": _one_of(0),
    "random.choices": _one_of(0),
    "bisect.insort": _pushed,
    "bisect.insort_left": _pushed,
    "bisect.insort_right": _pushed,
    "os.getenv": _environment,
    "os.environ.get": _environment,
    "os.environ.setdefault": _environment,
    "os.environ.__getitem__": _environment,
    "os.environ.pop": _environment,
    "decouple.config": _environment,
    "environs.Env().str": _environment,
    "os.path.join": _path_join,
    "posixpath.join": _path_join,
    "os.fspath": _first,
    "pathlib.Path": _path,
    "pathlib.PurePosixPath": _path,
    "importlib.import_module": import_module,
    "pkgutil.resolve_name": named,
    "django.utils.module_loading.import_string": named,
    "werkzeug.utils.import_string": named,
    "logging.config.dictConfig": configured,
    "django.core.wsgi.get_wsgi_application": finds_code,
    "django.core.asgi.get_asgi_application": finds_code,
    **{
        path: entry_points
        for path in (
            "stevedore.driver.DriverManager",
            "stevedore.dispatch.DispatchExtensionManager",
            "stevedore.dispatch.NameDispatchExtensionManager",
            "stevedore.enabled.EnabledExtensionManager",
            "stevedore.extension.ExtensionManager",
            "stevedore.hook.HookManager",
            "stevedore.named.NamedExtensionManager",
            "importlib.metadata.entry_points",
            "importlib.metadata.EntryPoint",
            "importlib_metadata.entry_points",
            "importlib_metadata.EntryPoint",
            "pkg_resources.iter_entry_points",
            "pkg_resources.load_entry_point",
            "pkg_resources.get_entry_info",
            "pkg_resources.get_entry_map",
            "pkg_resources.EntryPoint.parse",
        )
    },
    "itertools.chain": lambda run, args, pos: Tup(tuple(run.iterate(a) for a in args.positional), open=True),
    "itertools.chain.from_iterable": lambda run, args, pos: Tup(
        (run.iterate(run.iterate(args.get(0) or BOTTOM)),), open=True
    ),
    "itertools.starmap": _starmap,
    "itertools.product": _product,
    "itertools.zip_longest": _zip_longest,
    "itertools.groupby": _groups,
    "itertools.tee": _both,
    "itertools.compress": _one_of(0),
    **{f"itertools.{name}": _one_of(1, function=0) for name in ("takewhile", "dropwhile", "filterfalse")},
    **{
        f"itertools.{name}": _rows
        for name in ("batched", "combinations", "combinations_with_replacement", "pairwise", "permutations")
    },
    "itertools.islice": _first,
    "itertools.cycle": _first,
    "itertools.repeat": lambda run, args, pos: Tup((args.get(0) or BOTTOM,), open=True),
    "more_itertools.chunked": lambda run, args, pos: Tup((args.get(0) or BOTTOM,), open=True),
    "collections.defaultdict": _default_dict,
    "collections.OrderedDict": _dict,
    "collections.ChainMap": _chain_map,
    "collections.deque": _list,
    **{path: _queue for path in _QUEUES},
    "types.MappingProxyType": _first,
    "types.SimpleNamespace": _namespace,
    "argparse.Namespace": _namespace,
    "contextvars.ContextVar().set": _set_context,
    "contextvars.ContextVar().get": _get_context,
    "collections.namedtuple": _namedtuple,
    "typing.NamedTuple": _namedtuple,
    "functools.reduce": _reduce,
    "builtins.vars": _vars,
    "builtins.slice": lambda run, args, pos: Slice(*args.positional[:3]),
    "string.Template": lambda run, args, pos: Template(args.get(0) or Unknown("argument")),
    "dataclasses.asdict": _as_dict,
    "attr.asdict": _as_dict,
    "attrs.asdict": _as_dict,
    **injection.TABLE,
    "operator.attrgetter": _several(_attrgetter),
    "operator.methodcaller": _methodcaller,
    "operator.itemgetter": _several(_itemgetter),
    "random.choice": _choice,
    "asyncio.run": _first,
    "asyncio.create_task": _task,
    "asyncio.ensure_future": _task,
    "asyncio.wait_for": _first,
    "asyncio.shield": _first,
    "asyncio.gather": _gather,
    "asyncio.wait": _both,
    "concurrent.futures.wait": _both,
    "asyncio.run_coroutine_threadsafe": lambda run, args, pos: Future(args.get(0) or BOTTOM),
    "asyncio.as_completed": _first,
    "asyncio.to_thread": _call_first,
    "asyncio.TaskGroup().create_task": _task,
    "asyncio.get_event_loop().run_until_complete": _first,
    "asyncio.new_event_loop().run_until_complete": _first,
    "asyncio.get_event_loop().create_task": _task,
    "asyncio.get_event_loop().run_in_executor": _call_second,
    "asyncio.get_running_loop().run_in_executor": _call_second,
    "asyncio.get_running_loop().create_task": _task,
    "anyio.to_thread.run_sync": _call_first,
    "anyio.run": _call_first,
    "asgiref.sync.sync_to_async": _first,
    "asgiref.sync.async_to_sync": _first,
    "threading.Thread": _thread,
    "threading.Timer": _timer,
    "multiprocessing.Process": _thread,
    "concurrent.futures.as_completed": _first,
    "atexit.register": _call_first,
    "urllib.parse.urlparse": _url_parse,
    "urllib.parse.urlsplit": _url_parse,
    "urllib.parse.unquote_plus": _coded("unquote_plus"),
    "urllib.parse.unquote": _coded("unquote"),
    "urllib.parse.quote": _coded("quote"),
    "fastapi.Depends": _depends,
    "fastapi.Security": _depends,
    "json.dumps": lambda run, args, pos: make_text((Hole(kind="unknown"),)),
}

METHODS: dict[str, Handler] = {
    "submit": _call_first,
    "apply_async": _apply,
    "apply": _apply,
    "map": _map,
    "imap": _map,
    "imap_unordered": _map,
    "starmap": _starmap,
    "map_async": _map,
    "starmap_async": _starmap,
    "run_in_executor": _call_second,
    "run_until_complete": _first,
    "create_task": _task,
    "call_soon": _call_first,
    "call_later": _call_second,
    "enter_context": _enter,
    "enter_async_context": _enter,
    "start_soon": _call_first,
    "add_done_callback": _call_first,
    "run_sync": _call_first,
    "spawn": _call_first,
    "do": _call_first,
    "add_job": _apply,
    "add_task": _call_first,
}
"""Methods of library objects that call what they are given, whatever the library."""

__all__ = ["BUILTINS", "METHODS", "TABLE", "environment"]
