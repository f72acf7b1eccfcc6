"""What is common to all ways of making a request: its members, its callback, what it returns."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.handles import ROOT_ARGS
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    FuncV,
    Known,
    Method,
    Obj,
    Partial,
    Tup,
    Unknown,
    Value,
    is_nothing,
    join,
    join_all,
    options,
)
from policywright.analyzers.model import AMBIENT, Identity
from policywright.analyzers.sdk import endpoints
from policywright.analyzers.sdk.handles import Response
from policywright.analyzers.sdk.members import optional
from policywright.analyzers.sdk.requests import REGION, any_of, identity_of, merged, response, signers
from policywright.knowledge.values import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

Callable_ = FuncV | Bound | Partial


def is_function(value: Value) -> bool:
    return any(isinstance(option, Callable_) for option in options(value))


def members(run: Interpreter, value: Value | None) -> Struct:
    """Request members from the input object; a callback in its place means there are none."""
    if value is None or is_nothing(value) or is_function(value):
        return Struct(())
    return merged(Struct(()), convert(run, value))


def unless_undefined(run: Interpreter, service: str, operation: str, struct: Struct) -> Struct:
    """A request whose optional members may be ``undefined``, which is as good as not passed."""
    known = run.operations.get(service, operation)
    return optional(struct, known) if known is not None else struct


def field(run: Interpreter, value: Value | None, *names: str) -> Value | None:
    """A property of an options object, given by path; None when it isn't there."""
    for name in names:
        if value is None:
            return None
        found: Value | None = None
        for option in options(value):
            if isinstance(option, Obj):
                loaded = join_all(
                    [one for one in options(run.attribute_or_index(option, name)) if not is_nothing(one)]
                )
                if loaded is not BOTTOM:
                    found = loaded
        value = found
    return value


def region_of(run: Interpreter, config: Value | None, name: str = "region") -> Value | None:
    """The region that a configuration names; any where it may leave that out, None where it does.

    ``localhost`` and the like are for a local stand-in of the service.
    """
    found = [_region_in(run, option, name) for option in options(config or BOTTOM)]
    told = [one if one is not None else Unknown("region") for one in found]
    return join_all(told) if any(one is not None for one in found) else None


def _region_in(run: Interpreter, config: Value, name: str) -> Value | None:
    if not isinstance(config, Obj):
        # What a parameter passes may name one.
        return Unknown("region") if isinstance(config, Unknown) else None
    found = a_region(run.heap.load(config, name))
    maybe = name in run.heap.shape(config).maybe or (found is not None and run.heap.is_open(config))
    return join(found, Unknown("region")) if maybe and found is not None else found


def at_endpoint(run: Interpreter, identity: Identity, config: Value | None) -> Identity:
    """The identity of a client with a configuration that may name an endpoint."""
    if not isinstance(config, Obj) or "endpoint" in run.heap.shape(config).maybe:
        return identity
    known = run.heap.has_key(config, "endpoint") and not run.heap.is_open(config)
    return endpoints.at(run, identity, run.heap.load(config, "endpoint")) if known else identity


def a_region(value: Value | None) -> Value | None:
    """A value without constants that are no region's name; any where it may be left out."""
    found = options(value) if value is not None else ()
    regions = [option for option in found if not isinstance(option, Known) or _is_region(option.value)]
    return (
        join_all((*regions, *((Unknown("region"),) if any(map(is_nothing, found)) else ())))
        if regions
        else None
    )


def _is_region(name: object) -> bool:
    return isinstance(name, str) and REGION.fullmatch(name) is not None


def call_back(run: Interpreter, args: Args, result: Value, pos: ir.Pos) -> None:
    """Calls a Node-style callback ``(error, data) => ...`` wherever it is among the arguments."""
    for value in args.positional:
        if is_function(value):
            run.call(value, Args((Unknown("error"), result)), pos)


def call_all(run: Interpreter, args: Args, pos: ir.Pos) -> None:
    """Calls the functions among the arguments as something outside the program would."""
    for option in handed(run, args):
        if option == run.decorates:
            continue
        if isinstance(option, Callable_) or (isinstance(option, Method) and isinstance(option.receiver, Obj)):
            run.call(option, ROOT_ARGS, pos)


def handed(run: Interpreter, args: Args) -> Iterator[Value]:
    """What the arguments may be, and the functions with arguments in lists and objects among them.

    Other functions that only a library calls are started like all that nobody calls.
    """
    for value in args.positional:
        for option in options(value):
            yield option
            if isinstance(option, Obj) and run.heap.shape(option).kind != "instance":
                inside = options(run.heap.everything(option))
                yield from (one for one in inside if isinstance(one, Partial))
            elif isinstance(option, Tup):
                yield from (one for item in option.items for one in options(item) if isinstance(one, Partial))


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
) -> Response:
    """Records a request and gives its response."""
    struct = unless_undefined(run, service, operation, struct)
    run.emit(pos, service, operation, struct, identity=identity, via=via, inferred=inferred)
    return response(service, operation, struct)


def identity_in(run: Interpreter, config: Value | None, pos: ir.Pos) -> Identity:
    """Whose credentials a client's configuration holds, somebody else's first."""
    found = identities_in(run, config, pos)
    return next((one for one in found if one != AMBIENT), AMBIENT)


def identities_in(
    run: Interpreter, config: Value | None, pos: ir.Pos, default: tuple[Identity, ...] = (AMBIENT,)
) -> tuple[Identity, ...]:
    """All that a client's configuration may hold: one provider or another, as a setting says."""
    found: dict[Identity, None] = {}
    for option in options(config) if config is not None else ():
        given = _given(run, option, pos) if isinstance(option, Obj) else (None,)
        for one in given:
            found.update(dict.fromkeys(default if one is None else (one,)))
    return tuple(found) or default


def _given(run: Interpreter, config: Obj, pos: ir.Pos) -> tuple[Identity | None, ...]:
    """What one configuration object says; None for nothing."""
    names = run.heap.keys(config)
    for name in ("credentials", "credentialDefaultProvider", "accessKeyId"):
        if name in names:
            value = run.heap.load(config, name)
            keys = name == "accessKeyId"
            found = signers(run, value, unsure=True) if keys else identities_of_credentials(run, value, pos)
            return (*found, None) if name in run.heap.shape(config).maybe else found
    found = (identity_of(run, config),)
    return found if found != (AMBIENT,) else (None,)


def identities_of_credentials(
    run: Interpreter, value: Value | None, pos: ir.Pos
) -> tuple[Identity | None, ...]:
    """Whose credentials a value may hold, None for nobody's; a provider function is called for them."""
    found: dict[Identity | None, None] = {}
    for option in options(value) if value is not None else ():
        called = run.call(option, Args(), pos) if isinstance(option, Callable_) else option
        for one in options(called):
            # Of an object something is required; anything else may turn out to be undefined.
            found.update(dict.fromkeys(signers(run, one, unsure=not isinstance(one, Obj))))
    return tuple(found) or (None,)


def identity_of_credentials(run: Interpreter, value: Value | None, pos: ir.Pos) -> Identity:
    """Whose credentials a value holds, somebody else's first."""
    found = identities_of_credentials(run, value, pos)
    return any_of(one for one in found if one is not None)
