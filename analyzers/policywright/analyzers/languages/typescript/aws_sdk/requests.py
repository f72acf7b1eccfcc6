"""What is common to all ways of making a request: its members, its callback, what it returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policywright.analyzers import ir
from policywright.analyzers.engine.calls import ROOT_ARGS
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    Bound,
    FuncV,
    Handle,
    Method,
    Obj,
    Partial,
    Unknown,
    Value,
    options,
)
from policywright.analyzers.model import AMBIENT, Identity
from policywright.analyzers.sdk.requests import identity_of, merged, response
from policywright.knowledge.values import Struct

if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

Callable_ = FuncV | Bound | Partial


def is_function(value: Value) -> bool:
    return any(isinstance(option, Callable_) for option in options(value))


def members(run: Interpreter, value: Value | None) -> Struct:
    """Request members from the input object; a callback in its place means there are none."""
    if value is None or value == NONE or is_function(value):
        return Struct(())
    return merged(Struct(()), convert(run, value))


def field(run: Interpreter, value: Value | None, *names: str) -> Value | None:
    """A property of an options object, given by path; None when it isn't there."""
    for name in names:
        if value is None:
            return None
        found: Value | None = None
        for option in options(value):
            if isinstance(option, Obj):
                loaded = run.attribute_or_index(option, name)
                if loaded != NONE and options(loaded):
                    found = loaded
        value = found
    return value


def call_back(run: Interpreter, args: Args, result: Value, pos: ir.Pos) -> None:
    """Calls a Node-style callback ``(error, data) => ...`` wherever it is among the arguments."""
    for value in args.positional:
        if is_function(value):
            run.call(value, Args((Unknown("error"), result)), pos)


def call_all(run: Interpreter, args: Args, pos: ir.Pos) -> None:
    """Calls the functions among the arguments as something outside the program would."""
    for value in args.positional:
        for option in options(value):
            if isinstance(option, Callable_) or (
                isinstance(option, Method) and isinstance(option.receiver, Obj)
            ):
                run.call(option, ROOT_ARGS, pos)


def request(
    run: Interpreter,
    service: str,
    operation: str,
    struct: Struct,
    pos: ir.Pos,
    identity: Identity = AMBIENT,
    via: str | None = None,
    *,
    inferred: bool = False,
) -> Handle:
    """Records a request and gives its response."""
    run.emit(pos, service, operation, struct, identity=identity, via=via, inferred=inferred)
    return response(service, operation, struct)


def identity_in(run: Interpreter, config: Value | None, pos: ir.Pos) -> Identity:
    """Whose credentials a client's configuration holds."""
    for option in options(config) if config is not None else ():
        if not isinstance(option, Obj):
            continue
        for name in ("credentials", "credentialDefaultProvider"):
            given = field(run, option, name)
            found = identity_of_credentials(run, given, pos)
            if found != AMBIENT:
                return found
        found = identity_of(run, option)
        if found != AMBIENT:
            return found
    return AMBIENT


def identities_in(run: Interpreter, config: Value | None, pos: ir.Pos) -> tuple[Identity, ...]:
    """All that a client's configuration may hold: one provider or another, as a setting says."""
    found: dict[Identity, None] = {identity_in(run, config, pos): None}
    for option in options(config) if config is not None else ():
        given = field(run, option, "credentials") if isinstance(option, Obj) else None
        for one in options(given) if given is not None else ():
            if isinstance(one, Handle) and one.kind == "credentials":
                found[identity_of_credentials(run, one, pos)] = None
    return tuple(found)


def identity_of_credentials(run: Interpreter, value: Value | None, pos: ir.Pos) -> Identity:
    """Whose credentials a value holds; a provider function is called for them."""
    for option in options(value) if value is not None else ():
        found = identity_of(run, run.call(option, Args(), pos) if isinstance(option, Callable_) else option)
        if found != AMBIENT:
            return found
    return AMBIENT
