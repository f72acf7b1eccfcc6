"""What comes out of a library that objects of the program went into: ``first([repo])``, ``wrap(repo).value``.

No model tells what the library does with them. It may give one of them back, a part of a container, or
something around it whose members lead to it. So whatever is made of its answer is an answer itself, until it
is asked for a member that one of the objects has; that is the object's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.handles import Carried
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    Method,
    Obj,
    Partial,
    Tup,
    Unknown,
    Value,
    join,
    join_all,
    options,
    strings,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

MAX_INSIDE = 8
"""Fields of a container that are looked into: one of services or steps has few, data have many."""
MAX_DEPTH = 2
"""Containers within containers."""
MAX_MEANT = 8
"""Objects among which one that comes back is looked for. Whoever is handed more (a registry of models, an
application) is asked for data; of what it may call of them, ``offered`` tells."""
PUT = "put into"
"""With the beginning of a library's path: the cell of what was put into what that gave (``Bag().add(x)``)."""
PUTTING = "putting"
"""With the same: the names of the methods that put something there, which are not those of what is there."""


def carry(run: Interpreter, args: Args, pos: ir.Pos, path: str = "") -> Value:
    """What an unknown function gives back of its arguments; functions among them are called with the others.

    ``path`` is what of a library that is.
    """
    if run.engine.whole or not run.semantics.carries or not run.semantics.carries_from(path):
        return BOTTOM
    made = run.semantics.given_by(run, args, pos)
    found = list(dict.fromkeys((*_leading(run, args.values(), 0), *_leading(run, (made,), 1))))
    if not found or len(found) > MAX_MEANT:
        return BOTTOM
    carried = join_all(found)
    _call_back(run, args, carried, pos)
    return Carried(carried)


def put_into(run: Interpreter, owner: Ext, args: Args) -> None:
    """``bag.add(repository)``: what a library's object gets it may give back later."""
    if "()" in owner.path and not run.engine.whole and run.semantics.carries_from(owner.path):
        found = list(dict.fromkeys(_leading(run, args.told(), 0)))
        if found:
            way = owner.path.rpartition(".")[2]
            run.engine.write((PUTTING, _made(owner.path)), Known(way))
            run.engine.write((PUT, _made(owner.path)), join_all(found))


def taken_out(run: Interpreter, owner: Ext, name: str | None) -> Value:
    """A member (None: an item) of a library's object that has got objects."""
    if "()" not in owner.path or run.engine.whole or not run.semantics.carries_from(owner.path):
        return BOTTOM
    found = run.engine.read((PUT, _made(owner.path)))
    if found is BOTTOM or len(options(found)) > MAX_MEANT:
        return BOTTOM
    if name is None:
        return Carried(found)
    ways = tuple(strings(run.engine.read((PUTTING, _made(owner.path)))))
    return member(run, Carried(found), name) if name not in ways else BOTTOM


def _made(path: str) -> str:
    return path[: path.index("()")]


def _leading(run: Interpreter, values: Iterable[Value], depth: int) -> Iterator[Value]:
    """The objects in values that make requests; containers are looked into."""
    for value in values:
        for option in options(value):
            match option:
                case Carried(values=inner):
                    yield from options(inner)
                case Tup(items=items) if depth <= MAX_DEPTH:
                    yield from _leading(run, items, depth + 1)
                case Handle():
                    yield from _leading(run, option.inside(), depth + 1)
                    if depth and option.works():
                        # Those that are passed by themselves come back as they are (``keeping.through``).
                        yield option
                case ClassV(cls=code) if run.engine.bounds.crowds.sends(code.name):
                    yield option
                case Obj():
                    shape = run.heap.shape(option)
                    if shape.cls is not None:
                        if run.engine.bounds.crowds.sends(shape.cls.cls.name):
                            yield option
                    elif depth <= MAX_DEPTH and len(shape.keys) <= MAX_INSIDE:
                        yield from _leading(run, _fields(run, option), depth + 1)


def _fields(run: Interpreter, obj: Obj) -> list[Value]:
    keys = run.heap.keys(obj)
    return [run.engine.read(cell) for cell in run.heap.fields(obj, (*keys, *run.heap.other(obj)))]


def _call_back(run: Interpreter, args: Args, carried: Value, pos: ir.Pos) -> Value:
    given = Args(more=join(Carried(carried), Unknown("argument")))
    return join_all([run.call(one, given, pos) for one in functions(args)])


def functions(args: Args) -> list[Value]:
    """The functions among arguments."""
    return [
        one for value in args.told() for one in options(value)
        if isinstance(one, FuncV | Partial | Bound) or (isinstance(one, Handle) and one.code() is not None)
    ]  # fmt: skip


def member(run: Interpreter, carried: Carried, name: str) -> Value:
    """``answer.name``: of the objects that have such a member, or the library's own."""
    if len(options(carried.values)) > MAX_MEANT:
        return Unknown("attribute", name)
    held = [one for option in options(carried.values) for one in _instances(run, option, name)]
    found = [
        run.attribute(one, name) for one in held
        if (_has(run, one, name) if isinstance(one, Obj) else not run.semantics.lacks(run, one, name))
    ]  # fmt: skip
    return join_all(found) if found else Method(carried, name)


def _instances(run: Interpreter, value: Value, name: str) -> tuple[Value, ...]:
    """The value itself; for a class that a library got what it may have made of it."""
    if not isinstance(value, ClassV):
        return (value,)
    derived = (one for one in options(run.engine.read(("subclasses", value))) if isinstance(one, ClassV))
    if not any(run.find(one, name) is not None for one in (value, *derived)):
        return ()
    run.engine.answered.add(value)
    return options(run.typed_instance(value))


def _has(run: Interpreter, obj: Obj, name: str) -> bool:
    cls = run.heap.shape(obj).cls
    if name in run.heap.keys(obj) or cls is None:
        return cls is not None
    missing = run.semantics.specials.missing
    return run.find(cls, name) is not None or (missing != "" and run.find(cls, missing) is not None)


def send(run: Interpreter, carried: Carried, args: Args, pos: ir.Pos) -> Value:
    """``answer.map(function)``, ``answer()``: the library's own, which hands on what it has."""
    more = list(dict.fromkeys(_leading(run, args.values(), 0)))
    values = join_all([carried.values, *more])
    if len(options(values)) > MAX_MEANT:
        return Unknown("call")
    made = list(_leading(run, [_call_back(run, args, values, pos)], 0))
    return Carried(join_all([values, *made]))
