"""JavaScript's built-in functions about objects, prototypes and their members."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import variables
from policywright.analyzers.engine.heap import has_any_keys
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    Method,
    ModuleV,
    Obj,
    Partial,
    Super,
    Tup,
    Unknown,
    Value,
    constant,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.typescript import containers, exported, members, texts
from policywright.analyzers.languages.typescript.aws_sdk.requests import is_function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]


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
            if texts.is_environment(option):
                variables.put_all(run, source, texts.is_environment)
            elif isinstance(option, Obj):
                certain = index < told and run.heap.completes(option)
                run.heap.merge(option, source, index, certain=certain)
                _set_members(run, option, source)
                if index < told:
                    later = (*args.positional[index + 1 :], *further)
                    run.heap.replace(option, source, partial(_before, run, option, later))
            elif isinstance(option, ClassV) and any(map(run.heap.has_any_keys, options(source))):
                run.overlay(option)
            elif isinstance(option, ModuleV) and any(
                not isinstance(one, Obj) or run.heap.has_any_keys(one) for one in options(source)
            ):
                # Each of its exports may be something else then.
                for name in exported.names(run, option.name):
                    run.set_attribute(option, name, Unknown("attribute", name))
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
    if any(map(texts.is_environment, options(args.get(0) or BOTTOM))):
        variables.put(run, args.get(1), NONE)
    return Unknown("boolean")


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


TABLE: dict[str, Handler] = {
    "%super": _super,
    "%class": _class_of,
    "%export": _export,
    "%delete": _removed,
    "Reflect.deleteProperty": _removed,
    "Object.assign": _assign,
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
    "Reflect.apply": _reflect_apply,
    "Reflect.get": _reflect_get,
    "Reflect.set": _reflect_set,
    "Reflect.construct": _construct,
    "tslib.__exportStar": _export_star,
    "__exportStar": _export_star,
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
}
