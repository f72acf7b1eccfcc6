"""What methods of SDK values and the JDK's give in Java, and what these values are as arguments."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine import carrying
from policywright.analyzers.engine.handles import Carried
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    ClassV,
    Handle,
    Obj,
    Unknown,
    Value,
    constant,
    join,
    join_all,
    options,
    with_fallback,
)
from policywright.analyzers.languages.java import containers, functions, places, runtime
from policywright.analyzers.languages.java.aws import libraries, sdk
from policywright.analyzers.languages.java.handles import (
    Box,
    Collector,
    Declared,
    Entry,
    Environment,
    LombokBuilder,
    Reference,
    Sink,
    Table,
)
from policywright.analyzers.languages.java.lombok import SETTER_PREFIX
from policywright.analyzers.sdk import requests as answers
from policywright.analyzers.sdk.handles import WHOLE, Parameter, Response
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_FUTURE = frozenset((
    "get", "getIfAvailable", "getNow", "getObject", "join", "orElse", "orElseGet", "orElseThrow",
    "orTimeout", "toBuilder",
))  # fmt: skip
"""Methods of futures and optionals, through which clients and responses are seen as they are."""


def call(run: Interpreter, handle: Handle, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """``handle.name(...)``; None where nothing is known of it."""
    match handle:
        case Box():
            found = containers.box_method(run, handle, name, args, pos)
            return found if found is not None else _see_through(run, handle, name, args, pos)
        case Response():
            return _response(run, handle, name, args, pos)
        case Entry():
            return containers.entry_method(run, handle, name, args)
        case Environment():
            if name not in ("get", "getOrDefault"):
                return Unknown("env")
            value = runtime.TABLE["java.lang.System.getenv"](run, Args(args.positional[:1]), pos)
            other = args.get(1)
            return value if value is None or other is None else with_fallback(value, other)
        case Reference() if name in functions.FUNCTIONAL_DEFAULTS or name in places.defaults(run.program):
            return functions.of_function(run, handle, name, args, pos)
        case Reference():
            called = [
                (one, args.drop(1) if name == "invoke" and functions.is_static(run, one) else args)
                for one in functions.apart(handle)
            ]
            return join_all([functions.call_reference(run, one, told, pos) for one, told in called])
        case Sink(cell=cell):
            run.engine.write(cell, args.get(0) or BOTTOM)
            return NONE
        case LombokBuilder():
            return _lombok(run, handle, name, args, pos)
        case Parameter() | Declared() | Collector():
            return Unknown("call")
    if (
        name in _FUTURE
        and (not args.positional or name.startswith("orElse"))
        and not (isinstance(handle, Table) or libraries.gives_parameters(handle))
    ):
        return handle
    found = sdk.method(run, handle, name, args, pos)
    if found is None:
        found = libraries.method(run, handle, name, args, pos)
    return found


def _see_through(run: Interpreter, handle: Box, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A declared ``Supplier<S3Client>`` and the like.

    Of another library's type of the name, a method that what is in it does not have may give that back.
    """
    found = functions.send(run, handle.value, name, args, pos)
    owners = [(one, run.heap.shape(one).cls) for one in options(handle.value) if isinstance(one, Obj)]
    others = [one for one, cls in owners if cls is not None and run.find(cls, name) is None]
    inside = join_all(list(carrying.leading(run, others)))
    return join(found, Carried(inside)) if inside is not BOTTOM else found


def _response(run: Interpreter, handle: Response, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A getter of a response, or a method of the future, page or collection that it comes in."""
    if name in _FUTURE and not args.positional:
        return handle
    if args.positional or name in ("stream", "iterator", "forEach", "toList"):
        if name == "get" and handle.path != WHOLE:
            return answers.step(handle, "[]")
        item = answers.step(handle, "[]") if handle.path != WHOLE else handle
        found = containers.over(run, item, "map" if name == "stream" and args.positional else name, args, pos)
        if found is not None:
            return found
        if name in ("get", "getOrDefault"):
            return answers.step(handle, constant(args.get(0)) or "[]")
        functions.call_back(run, args, pos)
        return Unknown("call")
    plain = name.removeprefix("get") if name.startswith("get") and name[3:4].isupper() else name
    return _part(run, handle, plain)


def _part(run: Interpreter, handle: Response, name: str) -> Response:
    """A member of a response, by the API's name for it."""
    whole = handle.path == WHOLE
    found = run.operations.get(handle.service, handle.operation) if whole else None
    for member in found.output if found is not None else ():
        if member.lower() == name.lower():
            return answers.step(handle, member)
    return answers.step(handle, name[:1].upper() + name[1:])


def _lombok(run: Interpreter, builder: LombokBuilder, name: str, args: Args, pos: ir.Pos) -> Value:
    """A Lombok builder: setters, then ``build``."""
    if name == "build":
        return run.call(builder.cls, Args((), builder.fields), pos)
    fields = {**dict(builder.fields), _set_field(run, builder.cls, name): args.get(0) or NONE}
    return LombokBuilder(builder.cls, tuple(fields.items()))


def _set_field(run: Interpreter, cls: Value, setter: str) -> str:
    """The field that a setter of a builder sets: its name, or what is behind the prefix of all of them."""
    for base in run.mro(cls) if isinstance(cls, ClassV) else ():
        for name, value in base.cls.keywords:
            prefix = value.value if name == SETTER_PREFIX and isinstance(value, ir.Const) else ""
            field = setter.removeprefix(prefix) if isinstance(prefix, str) and prefix else setter
            if field and field != setter:
                return field[0].lower() + field[1:]
    return setter


def parameter(handle: Handle) -> out.Value | None:
    """What an SDK value is as an argument; None when that is open."""
    if isinstance(handle, Parameter):
        return handle.value
    if isinstance(handle, Response):
        if handle.operation == "GetCallerIdentity" and handle.path.last() == "Account":
            return out.Text((out.Hole(kind="account"),))
        found = answers.parameter(handle)
        return found if found is not None else _echoed(handle)
    return None


_ECHOES = {"bucketname": "bucket"}
"""Getters of v1's S3 results that are called otherwise than the request's member."""


def _echoed(handle: Response) -> out.Value | None:
    """A part of a response that has the name of what the request named."""
    last = handle.path.last()
    if last is None:
        return None
    wanted = _ECHOES.get(last.lower(), last.lower())
    for name, value in handle.parameters.fields:
        if name.lower() == wanted and isinstance(value, out.Const | out.Text):
            return value
    return None
