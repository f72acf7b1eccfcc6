"""What a program puts under a name into something that nothing is known of, and takes out of it elsewhere.

A middleware sets ``request.s3``, an application ``app["s3"]``, a plugin ``server.decorate("s3", client)``.
Other functions, often of other files, read the name of a request, a context or an application that they are
given. Which value is which, the text does not say, so a cell of a name holds what was put under it anywhere.
Only what leads to requests is kept: of data with a common name (``body``, ``id``) that would say too much.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.heap import ANY, MAX_APART
from policywright.analyzers.engine.merging import makes_senders
from policywright.analyzers.engine.solver import HOLDS
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    Ext,
    FuncV,
    Handle,
    Obj,
    Tup,
    Unknown,
    Value,
    join_all,
    options,
    strings,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

KEPT = "kept"
"""With the name: the cell of what was put there."""
THROWN = "thrown"
"""The cell of what is thrown."""
MAX_INSIDE = 3
"""Levels of containers that are looked into."""


def keeps(run: Interpreter, receiver: Value) -> bool:
    """Something that the program may put things into without a place of its own for them.

    Where types say what comes out again, nobody asks what was put in.
    """
    if not run.semantics.keeping:
        return False
    return isinstance(receiver, Unknown) or (isinstance(receiver, Ext) and not makes_senders(receiver.path))


def throw(run: Interpreter, value: Value) -> None:
    """``throw value``: whoever catches something may have it, as far as it matters to a request."""
    leading = [option for option in options(value) if matters(run, option)]
    if leading:
        run.engine.write((THROWN,), join_all(leading))


def matters(run: Interpreter, value: Value, depth: int = MAX_INSIDE) -> bool:
    """Whether a request may depend on what is done with a value, or with something in it."""
    crowds = run.engine.bounds.crowds
    match value:
        case Handle():
            return _sends(value)
        case FuncV(function=function) | Bound(function=FuncV(function=function)):
            return function not in crowds.minor
        case Tup(items=items):
            return depth > 0 and any(matters(run, one, depth - 1) for item in items for one in options(item))
        case Obj():
            shape = run.heap.shape(value)
            if shape.cls is not None:
                return crowds.sends(shape.cls.cls.name) or any(map(_reads, shape.cls.cls.body))
            return depth > 0 and any(matters(run, one, depth - 1) for one in held(run, value))
    return False


def _reads(statement: ir.Stmt) -> bool:
    """A member that is computed when it is read."""
    return isinstance(statement, ir.FunctionDef) and statement.function.accessor == "get"


def held(run: Interpreter, obj: Obj) -> list[Value]:
    """What is in a container, of which few have many members that matter."""
    keys = run.heap.keys(obj)
    rest = options(run.engine.read(("field", obj.id, ANY)))
    return [*(one for key in keys[:MAX_APART] for one in options(run.heap.own(obj, key))), *rest]


def keep(run: Interpreter, name: str, value: Value) -> None:
    """``unknown.name = value``."""
    leading = [option for option in options(value) if _leads(run, option)]
    if leading:
        run.engine.write((KEPT, name), join_all(leading))


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
        for key in strings(args.positional[0]):
            keep(run, key, args.positional[1])
    return item(run, receiver, args.positional[0]) if name in run.semantics.giving else BOTTOM


def through(run: Interpreter, args: Args) -> Value:
    """What an unknown function may give back of its arguments: most of those that get a client, or an object
    that has one, wrap it."""
    return join_all([option for value in args.told() for option in options(value) if _wrapped(run, option)])


def _wrapped(run: Interpreter, value: Value) -> bool:
    match value:
        case Handle():
            return value.works()
        case Obj():
            return _leads(run, value)
        case Ext(path=path):
            return makes_senders(path)
        case Tup(items=items):
            return any(isinstance(one, Handle) and one.works() for item in items for one in options(item))
    return False


def _leads(run: Interpreter, value: Value) -> bool:
    """Whether a value makes requests itself, or is a table of what does."""
    match value:
        case Handle():
            return _sends(value)
        case Obj():
            shape = run.heap.shape(value)
            if shape.cls is None:
                return shape.kind == "dict" and _is_table(run, value)
            # Of a class that makes requests those that have a client, themselves or in what they are made of.
            sends = run.engine.bounds.crowds.sends(shape.cls.cls.name)
            return sends and run.engine.read((HOLDS, value.id)) is not BOTTOM
    return False


def _is_table(run: Interpreter, value: Obj) -> bool:
    """A few clients by their names. Most objects that are set are data, with many members."""
    few = run.program.deals_with_aws(run.frame.module) and len(run.heap.keys(value)) <= MAX_APART
    return few and any(map(_sends, _inside(run, value)))


def _inside(run: Interpreter, obj: Obj) -> list[Value]:
    return [one for key in run.heap.keys(obj) for one in options(run.heap.load(obj, key))]


def _sends(value: Value) -> bool:
    return isinstance(value, Handle) and value.sends()
