"""JavaScript's globals and Node's modules, as far as values and callables flow through them.

A table from library path to handler; a path without a row is an unmodelled library call. Sources: the
ECMAScript specification and the Node.js API documentation. Names with ``%`` are operations that the front
end writes for syntax (``for``-``of``, ``super``, promise chains).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import keeping
from policywright.analyzers.engine.handles import ROOT_ARGS
from policywright.analyzers.engine.heap import has_any_keys
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    OWN_PLACE,
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
    Unknown,
    Value,
    as_fallback,
    change_text,
    change_texts,
    concat_all,
    constant,
    fallback_of,
    from_here,
    is_text,
    join,
    join_all,
    make_text,
    options,
    strings,
    text_parts,
)
from policywright.analyzers.languages.typescript import collections, containers, loading, members
from policywright.analyzers.languages.typescript.aws_sdk.requests import (
    call_all,
    is_function,
)
from policywright.analyzers.languages.typescript.global_names import GLOBALS
from policywright.analyzers.languages.typescript.handles import (
    LibraryValue,
    Promisified,
    Rejecter,
    Resolver,
)
from policywright.analyzers.sdk.templates import matched, parts_of
from policywright.knowledge import values as out
from policywright.knowledge.records import replace
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

_HOLE = Hole(kind="unknown")
_URL = regex(r"(?P<origin>[a-z][a-z0-9+.-]*://(?P<host>[^/?#]*))(?P<pathname>[^?#]*)")

_IN_PATHS = "!$%&'()*+,/:;=@[]|"
"""What the path of a URL has as it is, beside letters, digits and ``-._~``: the WHATWG URL standard."""


def environment(name: str | None) -> Value:
    """An environment variable; its name is kept, it is how people and templates refer to it."""
    return Text((Hole(kind="env", name=name),))


def _first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return args.get(0)


def _unknown_text(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return make_text((_HOLE,))


def _number(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Unknown("number")


# --- syntax ---


def _error(run: Interpreter) -> Value:
    """What whoever asks for an error gets."""
    return join(Unknown("error"), run.engine.read((keeping.THROWN,)))


def _rejected(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    keeping.throw(run, args.get(0) or NONE)
    return Unknown("error")


def _of_promise(name: str, settle: Handler) -> Handler:
    """A method of promises, but of objects of the program that have their own of that name (a pipeline's
    ``then(step)``)."""

    def call(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        value = args.get(0) or NONE
        own = [option for option in options(value) if _has_own(run, option, name)]
        if not own:
            return settle(run, args, pos)
        given = args.drop(1)
        found = [run.call(run.attribute(option, name), given, pos) for option in own]
        others = [option for option in options(value) if option not in own]
        if others:
            found.append(
                settle(run, replace(args, positional=(join_all(others), *given.positional)), pos) or NONE
            )
        return join_all(found)

    return call


def _has_own(run: Interpreter, value: Value, name: str) -> bool:
    if not isinstance(value, Obj):
        return False
    cls = run.heap.shape(value).cls
    return run.heap.has_key(value, name) or (cls is not None and run.find(cls, name) is not None)


def _then(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``promise.then(f, g)``: a promise is its value here."""
    value, callback, failed = args.get(0) or NONE, args.get(1), args.get(2)
    if failed is not None and is_function(failed):
        run.call(failed, Args((_error(run),)), pos)
    if callback is None or callback == NONE:
        return value
    return run.call(callback, Args((value if value is not BOTTOM else Unknown("later"),)), pos)


def _catch(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value, callback = args.get(0) or NONE, args.get(1)
    if callback is not None and is_function(callback):
        return join(value, run.call(callback, Args((_error(run),)), pos))
    return value


def _finally(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    callback = args.get(1)
    if callback is not None:
        run.call(callback, NO_ARGS, pos)
    return args.get(0)


def _super(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``super`` in a method of a class: the receiver as its base class sees it."""
    function = run.frame.function
    closure = function.closure if function is not None else None
    while function is not None and function.owner is None and closure is not None:
        function = run.engine.instances.by_id[closure].function
        closure = function.closure if function is not None else None
    receiver = args.get(0)
    if function is None or function.owner is None or receiver is None:
        return None
    owner = function.owner
    return join_all([Super(owner, option) for option in options(receiver)])


def _class_of(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``object.constructor``"""
    found: list[Value] = []
    for option in options(args.get(0) or BOTTOM):
        cls = run.heap.shape(option).cls if isinstance(option, Obj) else None
        found.append(cls if cls is not None else run.attribute(option, "constructor"))
    return join_all(found)


def _into_library(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``super(client)`` in a class that derives from a library's: that gets it."""
    run.call(Ext(constant(args.get(0)) or ""), args.drop(1), pos)
    return NONE


def _items(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """What ``for (x of value)`` goes over: a map gives its entries."""
    value = args.get(0)
    if value is None:
        return None
    found: list[Value] = []
    for option in options(value):
        is_map = isinstance(option, Obj) and run.heap.shape(option).kind == "dict"
        if is_map and containers.has_protocol(run, option):
            found.append(Tup((run.iterate(option),), open=True))
        else:
            found.append(containers.entries(run, option) if is_map else option)
    return join_all(found)


def _implements(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """Interfaces of the program are bases; those of libraries say nothing about members."""
    found = [option for option in options(args.get(0) or BOTTOM) if isinstance(option, ClassV)]
    return join_all(found)


# --- Object, Array, Promise, ... ---


def _before(run: Interpreter, target: Obj, later: tuple[Value, ...]) -> list[object]:
    """The keys of a target but for those that it gets from what comes behind."""
    behind = {key for value in later for key in run.heap.keys_of(value)}
    return [key for key in run.heap.keys(target) if key not in behind]


def _set_members(run: Interpreter, target: Obj, source: Value) -> None:
    """What an instance has setters for is set by these."""
    cls = run.heap.shape(target).cls
    prefix = run.semantics.specials.setter
    for option in options(source) if cls is None else ():
        for key in run.heap.keys(option) if isinstance(option, Obj) else ():
            if members.sets_by_literal(run, target, str(key)):
                members.set_by_literal(run, target, str(key), run.heap.load(option, key))  # type: ignore[arg-type]
    for option in options(source) if cls is not None else ():
        for key in run.heap.keys(option) if isinstance(option, Obj) else ():
            if cls is not None and run.find(cls, f"{prefix}{key}") is not None:
                run.set_attribute(target, str(key), run.heap.load(option, key))  # type: ignore[arg-type]


def _assign(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    target = args.get(0)
    if target is None:
        return None
    told = len(args.positional)
    further = () if args.more is None else (args.more,)
    for option in options(target):
        for index, given in enumerate((*args.positional[1:], *further), 1):
            source = containers.plain(run, given, index, pos)
            if isinstance(option, Obj):
                certain = index < told and run.heap.completes(option)
                run.heap.merge(option, source, index, certain=certain)
                _set_members(run, option, source)
                if index < told:
                    later = (*args.positional[index + 1 :], *further)
                    run.heap.replace(option, source, partial(_before, run, option, later))
            elif isinstance(option, ClassV) and any(map(run.heap.has_any_keys, options(source))):
                run.overlay(option)
            elif isinstance(option, Handle | ClassV) or run.program.deals_with_aws(run.frame.module):
                for part in options(source):
                    for key in run.heap.keys(part) if isinstance(part, Obj) else ():
                        run.set_attribute(option, str(key), run.heap.load(part, key))  # type: ignore[arg-type]
    return target


def _defaults(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``_.defaults(target, ...sources)``: what is there first counts, whatever that is."""
    _assign(run, args, pos)
    for option in options(args.get(0) or BOTTOM):
        for index, later in enumerate(args.positional[1:] if isinstance(option, Obj) else ()):
            for before in args.positional[: index + 1]:
                run.heap.replace(option, before, partial(run.heap.keys_of, later))  # type: ignore[arg-type]
    return args.get(0)


def _copy(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A copy of an object: ``structuredClone``."""
    return args.get(0)


def _from_entries(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return _filled(run, run.heap.new("dict", pos, run.frame.module, run.frame.task.id), args)


def _filled(run: Interpreter, obj: Obj, args: Args) -> Obj:
    pairs = args.get(0)
    if pairs is not None and pairs != NONE:
        known = run.sequence(pairs)
        for pair in known if known is not None else (run.iterate(pairs),):
            run.heap.put(obj, run.element(pair, 0), run.element(pair, 1))
    return obj


def _map(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``new Map(pairs)``: what it holds are no members of it."""
    return _filled(run, run.heap.new("dict", containers.MAP, pos, run.frame.module, run.frame.task.id), args)


def _grouped(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Object.groupBy(items, f)`` and ``Map.groupBy``"""
    items = args.get(0)
    return containers.grouped(run, items, args.get(1), pos) if items is not None else None


def _set(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("list", pos, run.frame.module, run.frame.task.id)
    value = args.get(0)
    if value is not None and value != NONE:
        run.heap.put(obj, Unknown("index"), run.iterate(value))
    return obj


def _written(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``JSON.stringify(value, replacer)``"""
    call_all(run, args.drop(1), pos)
    return make_text((_HOLE,))


def _parsed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``JSON.parse(text, reviver)``"""
    call_all(run, args.drop(1), pos)
    return Unknown("json")


def _array_from(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    if value is None:
        return None
    items = _items(run, Args((value,)), pos) or value
    if not all(
        isinstance(option, Tup) or (isinstance(option, Obj) and run.heap.shape(option).kind != "instance")
        for option in options(items)
    ):
        items = Tup((run.iterate(items),), open=True)
    if args.get(1) is not None:
        return containers.container_method(run, items, "map", args.drop(1), pos)
    return items


_OF_BASE = ".prototype"


def derived_from(run: Interpreter, cls: ClassV, value: Value) -> None:
    """What the instances of a class have from another object or class: ``F.prototype = value``."""
    for option in options(value):
        base = run.heap.shape(option).cls if isinstance(option, Obj) else option
        if isinstance(base, ClassV):
            run.engine.write(("bases", cls), base)
        elif isinstance(base, Ext) and base.path.endswith(_OF_BASE):
            run.engine.write(("bases", cls), Ext(base.path.removesuffix(_OF_BASE)))
        elif isinstance(option, Obj):
            for key in run.heap.keys(option):
                run.engine.write(("class", cls, str(key)), run.heap.load(option, key))


def _inherits(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``util.inherits(F, Base)``"""
    for option in options(args.get(0) or BOTTOM):
        for base in options(args.get(1) or BOTTOM):
            cls, other = run.attribute(option, "prototype"), run.attribute(base, "prototype")
            if isinstance(cls, ClassV):
                derived_from(run, cls, other)
    return NONE


def _created(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Object.create(prototype, descriptors)``"""
    found = [
        run.heap.new("instance", pos, run.frame.module, run.frame.task.id, cls=option)
        if isinstance(option, ClassV) else option
        for option in options(args.get(0) or BOTTOM)
    ]  # fmt: skip
    made = join_all(found) if found and found != [NONE] else run.heap.new(
        "dict", pos, run.frame.module, run.frame.task.id
    )  # fmt: skip
    return _define_properties(run, Args((made, *args.positional[1:])), pos)


def _with_prototype(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    target = args.get(0) or BOTTOM
    for base in options(args.get(1) or BOTTOM):
        for option in options(target):
            if isinstance(option, ClassV) and isinstance(base, ClassV | Ext):
                derived_from(run, option, base)
            elif isinstance(base, ClassV):
                for name in _methods_of(run, base):
                    run.set_attribute(
                        option, name, run.bind_member(run.find(base, name) or NONE, option, base)
                    )
            elif isinstance(base, Obj) and isinstance(option, Obj):
                run.heap.merge(option, base)
    return target


def _methods_of(run: Interpreter, cls: ClassV) -> list[str]:
    return [
        statement.function.name for base in run.mro(cls) for statement in base.cls.body
        if isinstance(statement, ir.FunctionDef) and statement.function.name != "constructor"
    ]  # fmt: skip


def _own_names(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    found = [
        Tup(tuple(Known(name) for name in _methods_of(run, option)))
        if isinstance(option, ClassV) else containers.keys(run, option)
        for option in options(args.get(0) or BOTTOM)
    ]  # fmt: skip
    return join_all(found)


def _descriptor(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Object.getOwnPropertyDescriptor(object, name)``"""
    obj = run.heap.new("dict", "descriptor", pos, run.frame.module, run.frame.task.id)
    target, name = args.get(0) or BOTTOM, args.get(1) or BOTTOM
    names = [constant(option) for option in options(name)]
    known = [run.attribute(target, one) for one in names if isinstance(one, str)]
    run.heap.store(obj, "value", join_all(known) if len(known) == len(names) else run.index(target, name))
    return obj


def _define_properties(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    target, descriptors = args.get(0), args.get(1)
    for option in options(descriptors) if descriptors is not None else ():
        if has_any_keys(option):
            _overlay(run, target)
        for key in run.heap.keys(option) if isinstance(option, Obj) else ():
            _define_property(run, Args((target or BOTTOM, Known(key), run.heap.load(option, key))), pos)  # type: ignore[arg-type]
    return target


def _define_property(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Object.defineProperty(exports, "x", { get() {...} })``, as compilers write re-exports."""
    target, name, descriptor = args.get(0), constant(args.get(1)), args.get(2)
    if name is None:
        _overlay(run, target)
    if target is None or name is None or name == "__esModule":
        return target
    for option in options(descriptor) if descriptor is not None else ():
        if isinstance(option, Unknown):
            run.set_attribute(target, name, Unknown("attribute", name))
        if isinstance(option, Obj):
            value = run.heap.load(option, "value")
            getter = run.heap.load(option, "get")
            if is_function(getter):
                value = join(value, run.call(getter, NO_ARGS, pos))
            run.set_attribute(target, name, value)
            setter = run.heap.load(option, "set")
            if is_function(setter):
                run.set_attribute(target, f"{members.SETTER}{name}", setter)
    return target


def _overlay(run: Interpreter, target: Value | None) -> None:
    """Members are set whose names are not known."""
    for option in options(target or BOTTOM):
        run.overlay(option)


def _reflect_set(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Reflect.set(target, name, value)``"""
    target, name, value = args.get(0), args.get(1), args.get(2)
    for option in options(target or BOTTOM):
        run.set_index(option, name or Unknown("name"), value or NONE)
    return Unknown("boolean")


def _removed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``delete target[name]``, ``Reflect.deleteProperty(target, name)``"""
    run.heap.remove(args.get(0) or BOTTOM, args.get(1) or Unknown("name"), NONE)
    return Unknown("boolean")


def _all(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    return (
        value
        if value is not None and run.sequence(value) is not None
        else Tup((run.iterate(value or BOTTOM),), True)
    )


def _settled(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    run.heap.store(obj, "value", run.iterate(args.get(0) or BOTTOM), certain=True)
    run.heap.store(obj, "status", Unknown("status"), certain=True)
    run.heap.store(obj, "reason", _error(run), certain=True)
    return Tup((obj,), open=True)


def _race(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return run.iterate(args.get(0) or BOTTOM)


def _promise(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``new Promise((resolve, reject) => ...)`` is what it is resolved with."""
    key = ("promise", run.frame.module, pos, run.frame.task.id)
    executor = args.get(0)
    if executor is not None:
        run.call(executor, Args((Resolver(key), Rejecter())), pos)
    found = run.engine.read(key)
    return found if found is not BOTTOM else Unknown("promise")


def _resolvers(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    key = ("promise", run.frame.module, pos, run.frame.task.id)
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    run.heap.store(obj, "resolve", Resolver(key), certain=True)
    run.heap.store(obj, "reject", Rejecter(), certain=True)
    run.heap.store(obj, "promise", run.engine.read(key), certain=True)
    return obj


def _call_first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``setTimeout(f, delay, ...args)``."""
    return _called_with(run, args.get(0), args.drop(2), pos)


def _call_with_rest(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``process.nextTick(f, ...args)``"""
    return _called_with(run, args.get(0), args.drop(1), pos)


def _called_with(run: Interpreter, function: Value | None, args: Args, pos: ir.Pos) -> Value:
    called = [one for one in options(function or BOTTOM) if isinstance(one, Unknown) or is_function(one)]
    return run.call(join_all(called), args, pos) if called else NONE


def _reflect_get(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    receiver, name = args.get(0), args.get(1)
    return run.index(receiver, name) if receiver is not None and name is not None else None


def _reflect_apply(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return call_function(run, args.get(0) or BOTTOM, "apply", args.drop(1), pos)


def _construct(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function, given = args.get(0), args.get(1)
    if function is None:
        return None
    return run.call(function, run.spread(given), pos)


def _promisify(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A function with a callback as one that returns."""
    return Promisified(args.get(0) or Unknown("function"))


def call_promisified(run: Interpreter, function: Value, args: Args, pos: ir.Pos) -> Value:
    """What the callback gets of a function of the program's, or of a library that may go by one.

    A request returns its response anyway.
    """
    goes_by_it = all(isinstance(one, FuncV | Bound | LibraryValue) for one in options(function))
    if not goes_by_it or args.more is not None:
        return run.call(function, args, pos)
    key = ("promisified", run.frame.module, pos, run.frame.task.id)
    back = run.call(function, replace(args, positional=(*args.positional, Resolver(key, 1))), pos)
    found = run.engine.read(key)
    if found is not BOTTOM:
        return found
    return back if back != NONE else Unknown("promise")


def _coded(*how: str) -> Handler:
    return lambda run, args, pos: change_texts(args.get(0) or Unknown("text"), how)


def _path_join(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    from policywright.analyzers.sdk import paths  # few programs join any

    return paths.of_arguments(args, paths.node)


def _here(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``dirname(fileURLToPath(import.meta.url))``"""
    return from_here(args.get(0))


def _path_resolve(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    from policywright.analyzers.sdk import paths  # few programs join any

    return paths.resolved(args)


def _format(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``util.format("%s/%s", a, b)``: what is left over follows, behind blanks."""
    text = constant(args.get(0))
    if text is None or args.more is not None:
        return make_text((_HOLE,))
    given = list(args.positional[1:])
    parts: list[Value] = []
    end = 0
    for found in _DIRECTIVE.finditer(text):
        if found[0] == "%%" or given:
            parts.append(Known(text[end : found.start()]))
            end = found.end()
            value = Known("%") if found[0] == "%%" else given.pop(0)
            parts.append(value if found[0] in ("%%", "%s", "%d") else make_text((_HOLE,)))
    parts.append(Known(text[end:]))
    return concat_all([*parts, *(part for one in given for part in (Known(" "), one))])


def _environment(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    names = list(strings(args.get(0) or NONE))
    return join_all([environment(name) for name in names]) if names else environment(None)


_DIRECTIVE = regex(r"%[sdifjoOc%]")
_ORIGIN = regex(r"^(\w+://[^/?#]*)([^?#]*/)?")


def _on_base(path: Value, base: Value) -> Value:
    """A path where a base is: behind its origin, or in its directory."""
    return join_all([_joined_to(option, one) for one in options(base) for option in options(path)])


def _joined_to(path: Value, base: Value) -> Value:
    known = _ORIGIN.match(base.value) if isinstance(base, Known) and isinstance(base.value, str) else None
    first = text_parts(path)[0] if is_text(path) and text_parts(path) else None
    if known is None or not isinstance(first, str):
        return concat_all([base, path])
    if first.startswith("/"):
        return concat_all([Known(known[1]), path])
    if first.startswith("../"):
        return concat_all([Known(known[1]), make_text((_HOLE, *text_parts(path)[1:]))])
    rest = make_text((first.removeprefix("./"), *text_parts(path)[1:]))
    return concat_all([Known(known[1] + (known[2] or "/")), rest])


def _url(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``new URL(text)`` and ``new URL(path, base)``: the parts that requests are made of."""
    given = args.positional[:2]
    text = change_texts(_on_base(*given) if len(given) == 2 else concat_all(given), ("strip",))
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    run.heap.make_open(obj)
    for option in options(text):
        known = matched(_URL, out.Text(text_parts(option)), loose=False)
        for name, value in (known or {}).items():
            found = as_fallback(make_text(parts_of(value) or (_HOLE,)), fallback_of(option))
            if name == "pathname":
                found = change_text(found, ("quote", _IN_PATHS))
            for field in ("host", "hostname") if name == "host" else (name,):
                run.heap.store(obj, field, found)
        run.heap.store(obj, "href", option)
    return obj


def _callbacks(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    call_all(run, args, pos)
    return Unknown("callback")


def _awslambda(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``awslambda.streamifyResponse(handler)`` gives the handler that Lambda calls."""
    return args.get(0)


def _export_star(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``__exportStar(require("./x"), exports)`` of TypeScript's compiler."""
    source = args.get(0)
    for option in options(source) if source is not None else ():
        if isinstance(option, ModuleV | Ext):
            run.engine.write(("export", run.frame.module, "*"), option)
    return NONE


def _export(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """esbuild's ``__export(target, { name: () => value })``."""
    target, getters = args.get(0), args.get(1)
    for option in options(getters) if getters is not None else ():
        for key in run.heap.keys(option) if isinstance(option, Obj) else ():
            run.set_attribute(target or BOTTOM, str(key), run.call(run.heap.load(option, key), NO_ARGS, pos))  # type: ignore[arg-type]
    return target


def _memoized(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return args.get(0)


def _in_context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``storage.run(store, f, ...args)``; all storages are one: a program has few, for different things."""
    store, function = args.get(0), args.get(1)
    if store is not None:
        run.engine.write(("context",), store)
    return run.call(function, args.drop(2), pos) if function is not None else None


def _context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return join(run.engine.read(("context",)), Unknown("context"))


TABLE: dict[str, Handler] = {
    "async_hooks.AsyncLocalStorage().run": _in_context,
    "async_hooks.AsyncLocalStorage().enterWith": _in_context,
    "async_hooks.AsyncLocalStorage().getStore": _context,
    "%then": _of_promise("then", _then),
    "%catch": _of_promise("catch", _catch),
    "%finally": _of_promise("finally", _finally),
    "%super": _super,
    "%class": _class_of,
    "%into": _into_library,
    "%items": _items,
    "%keys": lambda run, args, pos: containers.keys(run, args.get(0) or BOTTOM),
    "%implements": _implements,
    "%interop": _first,
    "%export": _export,
    "%delete": _removed,
    "Reflect.deleteProperty": _removed,
    "tslib.__importStar": _first,
    "tslib.__importDefault": _first,
    "Object": _first,
    "Object.assign": _assign,
    "Object.freeze": _first,
    "Object.seal": _first,
    "Object.create": _created,
    "Object.setPrototypeOf": _with_prototype,
    "Reflect.setPrototypeOf": _with_prototype,
    "util.inherits": _inherits,
    "inherits": _inherits,
    "Object.getOwnPropertyNames": _own_names,
    "Object.getOwnPropertyDescriptor": _descriptor,
    "Reflect.getOwnPropertyDescriptor": _descriptor,
    "Object.defineProperty": _define_property,
    "Reflect.defineProperty": _define_property,
    "Object.defineProperties": _define_properties,
    "Reflect.ownKeys": _own_names,
    "Object.keys": lambda run, args, pos: containers.keys(run, args.get(0) or BOTTOM),
    "Object.values": lambda run, args, pos: containers.values(run, args.get(0) or BOTTOM),
    "Object.entries": lambda run, args, pos: containers.entries(run, args.get(0) or BOTTOM),
    "Object.fromEntries": _from_entries,
    "Object.groupBy": _grouped,
    "Map.groupBy": _grouped,
    "Map": _map,
    "WeakMap": _map,
    "Set": _set,
    "WeakSet": _set,
    "Array": lambda run, args, pos: Tup(args.positional if len(args.positional) != 1 else (), True),
    "Array.of": lambda run, args, pos: Tup(args.positional, args.more is not None),
    "Array.from": _array_from,
    "Array.fromAsync": _array_from,
    "Array.isArray": _number,
    "Promise": _promise,
    "Promise.all": _all,
    "Promise.allSettled": _settled,
    "Promise.race": _race,
    "Promise.any": _race,
    "Promise.resolve": _first,
    "Promise.withResolvers": _resolvers,
    "Promise.try": _call_with_rest,
    # Bluebird's (http://bluebirdjs.com/docs/api-reference.html).
    "Promise.promisify": _promisify,
    "Promise.promisifyAll": _first,
    "Promise.map": collections.iterated("map"),
    "Promise.mapSeries": collections.iterated("map"),
    "Promise.each": collections.iterated("forEach"),
    "Promise.filter": collections.iterated("filter"),
    "Promise.reject": _rejected,
    # What a component keeps between renderings (https://react.dev/reference/react/hooks).
    "react.useMemo": _call_first,
    "react.useCallback": _first,
    "String": lambda run, args, pos: containers.text_of(args.get(0)),
    "String.raw": _unknown_text,
    "Number": _number,
    "parseInt": _number,
    "parseFloat": _number,
    "Boolean": _number,
    "Symbol": _number,
    "RegExp": lambda run, args, pos: Ext("%regex"),
    "%regex.test": _number,
    "%regex.exec": lambda run, args, pos: Unknown("match"),
    "Date.now": _number,
    "JSON.stringify": _written,
    "JSON.parse": _parsed,
    "structuredClone": _copy,
    "encodeURIComponent": _coded("quote", "!~*'()"),
    "decodeURIComponent": _coded("unquote"),
    "encodeURI": _coded("quote", "!~*'();/?:@&=+$,#"),
    "decodeURI": _coded("unquote"),
    "Reflect.apply": _reflect_apply,
    "Reflect.get": _reflect_get,
    "Reflect.set": _reflect_set,
    "Reflect.construct": _construct,
    "setTimeout": _call_first,
    "setInterval": _call_first,
    "setImmediate": _call_with_rest,
    "queueMicrotask": _call_first,
    "process.nextTick": _call_with_rest,
    "process.on": _callbacks,
    "process.once": _callbacks,
    **loading.TABLE,
    **members.TABLE,
    "URL": _url,
    "fetch": lambda run, args, pos: Ext("fetch()"),
    "tslib.__exportStar": _export_star,
    "__exportStar": _export_star,
    "awslambda.streamifyResponse": _awslambda,
    "awslambda.HttpResponseStream.from": _first,
    "Deno.env.get": _environment,
    "import.meta.env.get": _environment,
    "util.promisify": _promisify,
    "util.format": _format,
    "util.inspect": _unknown_text,
    "es6-promisify.promisify": _promisify,
    "process.cwd": lambda run, args, pos: OWN_PLACE,
    "path.join": _path_join,
    "path.resolve": _path_resolve,
    **dict.fromkeys(("path.dirname", "path.posix.dirname", "url.fileURLToPath"), _here),
    "path.posix.join": _path_join,
    "path.basename": _unknown_text,
    **dict.fromkeys(
        (
            "lodash.merge",
            "lodash.mergeWith",
            "lodash.assign",
            "lodash.assignIn",
            "lodash.extend",
            "underscore.extend",
            "underscore.assign",
        ),
        _assign,
    ),
    **dict.fromkeys(("lodash.defaults", "lodash.defaultsDeep", "underscore.defaults"), _defaults),
    "memoizee": _memoized,
    "mem": _memoized,
    "p-memoize": _memoized,
    "memoize": _memoized,
}

_ALIASES = {"bluebird": "Promise", "lodash-es": "lodash", "lodash/fp": "lodash", "timers/promises": "timers"}


def lookup(path: str) -> Handler | None:
    """The row of a path; modules that are known under several names share theirs."""
    handler = TABLE.get(path)
    if handler is not None:
        return handler
    for prefix in ("globalThis.", "global.", "window.", "self."):
        if path.startswith(prefix):
            return TABLE.get(path.removeprefix(prefix))
    handler = collections.lookup(path)
    if handler is not None:
        return handler
    package, dot, rest = path.partition(".")
    if package in _ALIASES:
        return TABLE.get(f"{_ALIASES[package]}{dot}{rest}")
    if package.startswith("lodash") and not dot:
        return TABLE.get("lodash." + package.removeprefix("lodash").lstrip("/."))
    return None


def call_function(run: Interpreter, function: Value, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """``f.call(this, ...)``, ``f.apply(this, items)``, ``f.bind(this, ...)``."""
    match name:
        case "call":
            return run.call(with_receiver(run, function, args.get(0)), args.drop(1), pos)
        case "apply":
            return run.call(with_receiver(run, function, args.get(0)), run.spread(args.get(1)), pos)
        case "bind":
            bound = with_receiver(run, function, args.get(0))
            rest = args.drop(1)
            return Partial(bound, rest) if rest != NO_ARGS else bound
    return None


def with_receiver(run: Interpreter, function: Value, receiver: Value | None) -> Value:
    """A function with its ``this`` fixed, where it has one."""
    if receiver is None:
        return function
    if isinstance(function, FuncV) and function.function.receiver:
        return Bound(receiver, function)
    if isinstance(function, Method) and isinstance(function.receiver, Unknown | Obj | Tup):
        # ``Array.prototype.map.call(items, f)``, ``AWS.S3.prototype.getObject.call(s3, input)``
        return run.attribute(receiver, function.name)
    return function


__all__ = ["GLOBALS", "ROOT_ARGS", "TABLE", "Gen", "Method", "environment", "lookup"]
