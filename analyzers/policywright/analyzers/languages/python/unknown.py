"""Calls of what only a name is known of: functions that libraries get, requests of unknown clients."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine import keeping as kept
from policywright.analyzers.engine.parameters import member
from policywright.analyzers.engine.values import (
    Args,
    Bound,
    FuncV,
    Method,
    Obj,
    Partial,
    Unknown,
    Value,
    options,
)
from policywright.analyzers.gate import distinctive
from policywright.analyzers.languages.python import runtime
from policywright.analyzers.languages.python.boto3 import guesses, named
from policywright.analyzers.languages.python.handles import Dynamic, Future
from policywright.analyzers.languages.python.libraries import Libraries
from policywright.analyzers.sdk import inference, requests
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter


def by_last_name(run: Interpreter, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """What is called is taken for what the standard library has of that name, where it gets functions."""
    handler = runtime.METHODS.get(name)
    given = [option for arg in args.positional for option in options(arg)]
    if handler is not None and (
        any(_callable(run, option) for option in given)
        or (any(isinstance(one, Unknown) for one in given) and any(kept.matters(run, one) for one in given))
    ):
        found = handler(run, args, pos)
        if name in ("submit", "apply_async") and found is not None:
            return Future(found)
        return found
    return None


def _callable(run: Interpreter, value: Value) -> bool:
    if isinstance(value, Obj):
        cls = run.heap.shape(value).cls
        return cls is not None and run.find(cls, "__call__") is not None
    return isinstance(value, FuncV | Bound | Partial | Method | Dynamic) or guesses.of_unknown(run, value)


def may_request(run: Interpreter, name: str) -> bool:
    """Whether an operation of a service, or a method of its resources, has a name that says so."""
    if "_" not in name or name in inference.GENERIC:
        return False
    return bool(run.operations.services_with_method(name)) or guesses.is_of_resources(run, name)


def call(
    run: Interpreter,
    receiver: Value,
    name: str,
    args: Args,
    pos: ir.Pos,
    hint: str,
    libraries: Libraries,
) -> Value | None:
    """What a method of something unknown gives, which may be a request; None where it is not known."""
    handled = by_last_name(run, name, args, pos)
    if handled is None:
        handled = libraries.method_of_anything(run, name, args, pos, hint)
    if handled is not None:
        return handled
    deals = run.program.deals_with_aws(run.frame.module) or distinctive(name)
    made = guesses.made(run, name, args, pos, hint) if deals or name in guesses.OWN else None
    if made is not None:
        return made
    found = inference.candidates(run, name, args, hint)
    if not deals:
        telling = found if inference.telling(name, (key for key, _ in args.keywords)) else ()
        found = tuple(operation for operation in found if inference.hinted(operation.service, hint))
        if telling and not found:
            # Nothing else here says AWS, but a call spelt like its API is not passed over.
            inference.ambiguous(run, f"{name}()", telling, pos, hint)
            return Unknown("call")
    if not found:
        _report_generic(run, name, args, pos, hint)
        return guesses.of_resource(run, name, args, pos, hint) if deals else None
    operation = inference.choose(run, found, hint)
    if operation is None:
        inference.ambiguous(run, f"{name}()", found, pos, hint)
        return Unknown("call")
    struct = out.Struct(
        tuple((key, member(run, value)) for key, value in args.keywords), args.open, args.maybe
    )
    run.emit(pos, operation.service, operation.name, struct, inferred=True)
    return requests.response(operation.service, operation.name, struct)


def missing(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> None:
    """A method of something that nothing at hand gives a value: the request that its name says, if any."""
    if not (run.program.deals_with_aws(run.frame.module) or distinctive(name)):
        return
    found = inference.candidates(run, name, args, hint)
    if not found:
        _report_generic(run, name, args, pos, hint)
    operation = inference.choose(run, found, hint) if found else None
    if operation is not None:
        keywords = tuple((key, member(run, value)) for key, value in args.keywords)
        struct = out.Struct(keywords, args.open, args.maybe)
        run.emit(pos, operation.service, operation.name, struct, inferred=True)
    elif found:
        inference.ambiguous(run, f"{name}()", found, pos, hint)


def _report_generic(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> None:
    """``x.publish(TopicArn=...)``: a word that means nothing by itself, with arguments that do."""
    if not run.program.deals_with_aws(run.frame.module):
        return
    meant = inference.generic(run, name, args) or named.plain(run, name, args, hint)
    if meant:
        inference.ambiguous(run, f"{name}()", meant, pos, hint)
