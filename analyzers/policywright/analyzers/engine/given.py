"""What libraries may give back of what they were given.

``lazy(make_client).get()``, ``proxy({"s3": client})["s3"]``, ``scoped(client).inner``: what comes out is
something of a library, by a path, and what is done to that may be done to what went in. A cell of the path of
a function holds what may make requests of all that it was given anywhere: clients, objects that have one,
what is in containers, and what functions give back that it calls. What came out has their methods.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes, keeping
from policywright.analyzers.engine.merging import made_by
from policywright.analyzers.engine.solver import Site
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Ext,
    Handle,
    Obj,
    Tup,
    Value,
    join_all,
    options,
)
from policywright.analyzers.model import UnresolvedCode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

GIVEN = "given"
"""With the path of a library's function: the cell of what it was given that may make requests."""
MAX_INSIDE = 1_000
"""Values in containers that are looked at."""


def give(run: Interpreter, path: str, args: Args) -> None:
    """A library's function gets the arguments."""
    found = list(_leading(run, args.told()))
    if found:
        run.engine.write((GIVEN, made_by(path)), join_all(found))


def give_results(run: Interpreter, handed: Iterable[tuple[Site, Value]]) -> bool:
    """Libraries get what functions give back that they call; whether there is any more of that."""
    engine, results = run.engine, dict[ir.Function, list[Value]]()
    for one in engine.instances.by_id:
        if one.function is not None and one.result.value is not BOTTOM:
            results.setdefault(one.function.function, []).append(one.result.value)
    grown = False
    for site, value in handed:
        path = (site.handed or {})[value][0]
        semantics = run.semantics_of(site.instance.module)
        functions = map(escapes.function_of, escapes.callables(run, (value,), semantics) if path else ())
        given = [one for function in functions if function for one in results.get(function.function, ())]
        found = list(_leading(run, given))
        if found and engine.grow(engine.cell((GIVEN, made_by(path))), join_all(found)):
            grown = True
    return grown


def called(run: Interpreter, function: Ext, args: Args, pos: ir.Pos) -> Value:
    """What of a library is called, as far as it may be something that was given to it."""
    maker = made_by(function.path)
    if len(maker) == len(function.path):
        return BOTTOM
    given = options(run.engine.read((GIVEN, maker)))
    if not given:
        return BOTTOM
    receiver, _, name = function.path.rpartition(".")
    having = [one for one in given if receiver and _has(run, one, name)]
    found = [_method(run, one, name, args, pos) for one in having if isinstance(one, Obj)]
    with run.inferring():
        found += [_method(run, one, name, args, pos) for one in having if isinstance(one, Handle)]
    return join_all(found)


def say(run: Interpreter, args: Args, pos: ir.Pos) -> None:
    """Reports that a function that nothing is known of gets a client."""
    if any(
        value is not BOTTOM and all(isinstance(one, Handle) and one.sends() for one in options(value))
        for value in args.told()
    ):
        detail = "an AWS client is passed to a function that isn't known"
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail)


def _leading(run: Interpreter, values: Iterable[Value]) -> Iterator[Value]:
    """What makes requests of some values, and of what is in them."""
    pending = [option for value in values for option in options(value)]
    seen: set[Value] = set()
    while pending and len(seen) < MAX_INSIDE:
        one = pending.pop()
        if one in seen:
            continue
        seen.add(one)
        match one:
            case Handle():
                if one.works():
                    yield one
            case Ext(path=path) if (maker := made_by(path)) != path:
                pending.extend(options(run.engine.read((GIVEN, maker))))
            case Tup(items=items):
                pending.extend(option for item in items for option in options(item))
            case Obj():
                shape = run.heap.shape(one)
                if shape.cls is not None:
                    if keeping.leads(run, one):
                        yield one
                else:
                    pending.extend(options(run.heap.everything(one)))


def _has(run: Interpreter, value: Value, name: str) -> bool:
    if isinstance(value, Obj):
        cls = run.heap.shape(value).cls
        return cls is not None and run.find(cls, name) is not None
    return isinstance(value, Handle) and not run.semantics.lacks(run.own, value, name)


def _method(run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos) -> Value:
    member = run.semantics.method(run.own, receiver, name)
    return run.call(run.attribute(receiver, name) if member is None else member, args, pos)
