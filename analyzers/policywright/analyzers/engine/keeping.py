"""What a program puts under a name into something that nothing is known of, and takes out of it elsewhere.

A middleware sets ``request.s3``, an application ``app["s3"]``, a plugin ``server.decorate("s3", client)``.
Other functions, often of other files, read the name of a request, a context or an application that they are
given. Which value is which, the text does not say, so a cell of a name holds what was put under it anywhere.
Only what leads to requests is kept: of data with a common name (``body``, ``id``) that would say too much.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from policywright.analyzers import ir
from policywright.analyzers.engine.carrying import MAX_MEANT
from policywright.analyzers.engine.heap import ANY, MAX_APART
from policywright.analyzers.engine.merging import makes_senders
from policywright.analyzers.engine.solver import HOLDS
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    ClassV,
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
from policywright.analyzers.model import UnresolvedCode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

KEPT = "kept"
"""With the name: the cell of what was put there."""
THROWN = "thrown"
"""The cell of what is thrown."""
INSIDE = "inside"
"""With what a library has made: the cell of what its methods got."""
MADE_OF = "made of"
"""With the same: the cell of what it was made of."""
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
    leading = [option for option in options(value) if leads(run, option)]
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


def hand(run: Interpreter, path: str, values: Iterable[Value]) -> bool:
    """What of a library has a path gets values: what it gives may have them in it. Whether these are new."""
    found = join_all([one for value in values for one in _leading(run, value)])
    if found is BOTTOM:
        return False
    made, owner = beginning(path), owning(path)
    cells = [run.engine.cell((INSIDE, made) if made is not None else (MADE_OF, f"{path}()"))]
    if owner is not None:
        cells.append(run.engine.cell((INSIDE, owner)))
    return any([run.engine.grow(cell, found) for cell in cells])


def given_out(run: Interpreter, path: str) -> Value:
    """Objects that what of a library has a path may pass to functions that it calls."""
    made = beginning(path)
    cells = [(INSIDE, made), (MADE_OF, made)] if made is not None else [(MADE_OF, f"{path}()")]
    if (owner := owning(path)) is not None:
        cells.append((INSIDE, owner))
    found = [option for cell in cells for option in options(run.engine.read(cell))]
    return join_all([one for one in found if isinstance(one, Obj)])


def come_out(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value:
    """A call on something that a library gave: all that it had got and that has such a method may be meant.

    A method of just what a library has made (``container.get``) is the library's, unless it was made of them.
    """
    made, name = beginning(path), path.rpartition(".")[2]
    if made is None or not name.isidentifier():
        return BOTTOM
    inside = options(_inside(run, made, path == f"{made}.{name}"))
    few = sum(not isinstance(one, Handle) for one in inside) <= MAX_MEANT
    asks = few and run.engine.bounds.crowds.asks(name)
    found: list[Value] = []
    for option in inside:
        match option:
            case Obj() | ClassV() if asks:
                found.append(_called_of(run, option, name, args, pos))
            case Handle() if not run.semantics.lacks(run, option, name):
                with run.inferring():
                    found.append(run.call(run.attribute(option, name), args, pos))
    return join_all(found)


def _inside(run: Interpreter, made: str, direct: bool) -> Value:
    """What a library has got that may be in something that it made, or in something else in that."""
    found: list[Value] = []
    pending, seen = [(made, direct)], {made}
    while pending and len(seen) <= MAX_MEANT:
        made, direct = pending.pop()
        cells = [] if direct and run.semantics.makes(made) else [(MADE_OF, made)]
        if not direct:
            cells.append((INSIDE, made))
        if (owner := owning(made)) is not None:
            cells.append((INSIDE, owner))
        for option in (one for cell in cells for one in options(run.engine.read(cell))):
            if not isinstance(option, Ext):
                found.append(option)
            elif option.path not in seen:
                seen.add(option.path)
                pending.append((option.path, False))
    return join_all(found)


def _called_of(run: Interpreter, option: Obj | ClassV, name: str, args: Args, pos: ir.Pos) -> Value:
    cls = run.heap.shape(option).cls if isinstance(option, Obj) else option
    member = run.find(cls, name) if cls is not None else None
    if member is None or cls is None:
        return BOTTOM
    receivers = (option,) if isinstance(option, Obj) else options(run.typed_instance(cls))
    return join_all([run.call(run.bind_member(member, one, cls), args, pos) for one in receivers])


@lru_cache(maxsize=10_000)
def beginning(path: str) -> str | None:
    """The call of a library that something came out of."""
    head, call, _ = path.partition("()")
    return f"{head}()" if call else None


@lru_cache(maxsize=10_000)
def owning(path: str) -> str | None:
    """The object of a package that a function is a method of: ``container.register``."""
    head, _, _ = path.partition("()")
    owner, _, _ = head.rpartition(".")
    return owner if owner.rpartition("/")[2].count(".") else None


def _leading(run: Interpreter, value: Value, depth: int = MAX_INSIDE) -> list[Value]:
    """Objects and classes that make requests, clients, and what libraries have made, in a value."""
    found: list[Value] = []
    for option in options(value):
        match option:
            case Handle() if _sends(option):
                found.append(option)
            case Ext(path=path) if "()" in path and not run.engine.whole:
                found.append(Ext(beginning(path) or path))
            case ClassV(cls=code) if not run.engine.whole and run.engine.bounds.crowds.sends(code.name):
                found.append(option)
            case Tup(items=items) if depth:
                found.extend(one for item in items for one in _leading(run, item, depth - 1))
            case Obj():
                cls = run.heap.shape(option).cls
                if cls is not None:
                    leads = not run.engine.whole and run.engine.bounds.crowds.sends(cls.cls.name)
                    found.extend((option,) if leads else ())
                elif depth and run.engine.read((HOLDS, option.id)) is not BOTTOM:
                    inside = held(run, option)
                    if len(inside) <= MAX_APART:
                        found.extend(one for inner in inside for one in _leading(run, inner, depth - 1))
    return found


def say(run: Interpreter, args: Args, pos: ir.Pos) -> None:
    """Reports that a function that nothing is known of gets a client."""
    if any(
        value is not BOTTOM and all(isinstance(one, Handle) and one.sends() for one in options(value))
        for value in args.told()
    ):
        detail = "an AWS client is passed to a function that isn't known"
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail)


def through(run: Interpreter, args: Args) -> Value:
    """What an unknown function may give back of its arguments: most of those that get a client, or an object
    that has one, wrap it."""
    return join_all([option for value in args.told() for option in options(value) if _wrapped(run, option)])


def _wrapped(run: Interpreter, value: Value) -> bool:
    match value:
        case Handle():
            return value.works()
        case Obj():
            return leads(run, value)
        case Ext(path=path):
            return makes_senders(path)
        case Tup(items=items):
            return any(isinstance(one, Handle) and one.works() for item in items for one in options(item))
    return False


def leads(run: Interpreter, value: Value) -> bool:
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
    return few and any(map(_sends, _parts_of(run, value)))


def _parts_of(run: Interpreter, obj: Obj) -> list[Value]:
    return [one for key in run.heap.keys(obj) for one in options(run.heap.load(obj, key))]


def _sends(value: Value) -> bool:
    return isinstance(value, Handle) and value.sends()
