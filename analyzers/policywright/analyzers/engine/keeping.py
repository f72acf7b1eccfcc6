"""What a program puts under a name into something that nothing is known of, and takes out of it elsewhere.

A middleware sets ``request.s3``, an application ``app["s3"]``, a plugin ``server.decorate("s3", client)``.
Other functions, often of other files, read the name of a request, a context or an application that they are
given. Which value is which, the text does not say, so a cell of a name holds what was put under it anywhere.
Only what leads to requests is kept: of data with a common name (``body``, ``id``) that would say too much.
"""

from __future__ import annotations

from collections.abc import Iterable

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.carrying import held, holds, leading
from policywright.analyzers.engine.handles import Carried
from policywright.analyzers.engine.merging import makes_senders
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    Ext,
    FuncV,
    Handle,
    Known,
    Obj,
    Tup,
    Unknown,
    Value,
    join_all,
    options,
    strings,
)
from policywright.analyzers.model import UnresolvedCode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

KEPT = "kept"
"""With the name: the cell of what was put there."""
LEADS = "leads"
"""With a container: the cell of what is in it and makes requests, if anything is."""
THROWN = "thrown"
"""The cell of what is thrown."""


def keeps(run: Interpreter, receiver: Value) -> bool:
    """Something that the program may put things into without a place of its own for them.

    Where types say what comes out again, nobody asks what was put in.
    """
    if not run.semantics.keeping:
        return False
    return isinstance(receiver, Unknown) or (isinstance(receiver, Ext) and not makes_senders(receiver.path))


def throw(run: Interpreter, value: Value) -> None:
    """``throw value``: whoever catches something may have it, as far as it matters to a request.

    An error says what has gone wrong, and may have in it with what.
    """
    found = [option for option in options(value) if matters(run, option) or _has_matter(run, option)]
    if found:
        run.engine.write((THROWN,), join_all(found))


def _has_matter(run: Interpreter, value: Value) -> bool:
    inside = held(run, value) if isinstance(value, Obj) else ()
    return any(matters(run, one) for inner in inside for one in options(inner))


def matters(run: Interpreter, value: Value) -> bool:
    """Whether a request may depend on what is done with a value, or with something in it."""
    match value:
        case FuncV(function=function) | Bound(function=FuncV(function=function)):
            return function not in run.engine.bounds.crowds.minor
        case Obj() if (cls := run.heap.shape(value).cls) is not None and any(map(_reads, cls.cls.body)):
            return True
    return _has_leading(run, value)


def _has_leading(run: Interpreter, value: Value) -> bool:
    """Whether there is a client, or what has one, in a value."""

    def found() -> Value:
        return Known(True) if any(True for _ in leading(run, (value,))) else BOTTOM

    if type(value) is Tup or (type(value) is Obj and run.heap.shape(value).cls is None):
        # Many ask of the same few containers.
        return run.engine.derived((LEADS, value), run.frame.task, found) is not BOTTOM
    return found() is not BOTTOM


def _reads(statement: ir.Stmt) -> bool:
    """A member that is computed when it is read."""
    return isinstance(statement, ir.FunctionDef) and statement.function.accessor == "get"


def put(run: Interpreter, receiver: Value, names: Iterable[str], value: Value) -> None:
    """``receiver.name = value``, where nothing is known of the receiver: it may be asked for by the name."""
    receivers = options(receiver)
    if any(isinstance(one, Unknown) for one in receivers):
        # Where nobody asks for the name, it is for who has made what has it.
        said = "" if run.semantics.keeping else escapes.SET
        for option in options(value):
            if matters(run, option):
                escapes.note(run, option, said, run.here, loose=True)
    if any(keeps(run, one) for one in receivers):
        for name in names:
            keep(run, name, value)


def keep(run: Interpreter, name: str, value: Value) -> None:
    """``unknown.name = value``."""
    found = [option for option in options(value) if _leads(run, option)]
    if found:
        run.engine.write((KEPT, name), join_all(found))


def _leads(run: Interpreter, value: Value) -> bool:
    """Whether a value makes requests, or something in it.

    Names are common, so of the objects and containers those are kept that have a client.
    """
    if isinstance(value, Obj):
        return holds(run, value)
    return _has_leading(run, value)


def kept(run: Interpreter, receiver: Value, name: str) -> Value:
    """``receiver.name``, as far as it was put there."""
    return run.engine.read((KEPT, name)) if keeps(run, receiver) else BOTTOM


def item(run: Interpreter, receiver: Value, key: Value) -> Value:
    """``receiver[key]``."""
    if type(key) is Unknown or not keeps(run, receiver):
        return BOTTOM
    return join_all([run.engine.read((KEPT, name)) for name in strings(key)])


def called(run: Interpreter, receiver: Value, name: str, args: Args) -> Value:
    """``receiver.set("s3", client)`` and ``receiver.get("s3")``, of which the latter gives something."""
    if not args.positional or not keeps(run, receiver):
        return BOTTOM
    if name in run.semantics.keeping and len(args.positional) > 1:
        value = args.positional[1]
        # ``container.register("orders", {useValue: orders})``
        inside = [one for one in leading(run, (value,)) if one not in options(value)]
        for key in strings(args.positional[0]):
            keep(run, key, join_all([value, *([Carried(join_all(inside))] if inside else ())]))
    return item(run, receiver, args.positional[0]) if name in run.semantics.giving else BOTTOM


def say(run: Interpreter, args: Args, pos: ir.Pos) -> None:
    """Reports that a function that nothing is known of gets a client."""
    if any(
        value is not BOTTOM and all(isinstance(one, Handle) and one.sends() for one in options(value))
        for value in args.told()
    ):
        detail = "an AWS client is passed to a function that isn't known"
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail)
