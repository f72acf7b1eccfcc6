"""What is done with the pool that stands for all that bears something (``Pools.common``).

Very many functions, objects and clients may be meant. All places that ask the same of them share one site,
which calls them with whatever any of these places passes, and one cell of what they give back. So what comes
into the pool later reaches that site, and not all places that may mean it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from policywright.analyzers.engine.bounds import GIVEN_UP, NAMES
from policywright.analyzers.engine.solver import Site
from policywright.analyzers.engine.values import (
    Args,
    ClassV,
    Known,
    Obj,
    Unknown,
    Value,
    join,
    join_all,
    options,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

GIVEN, BACK = "common given", "common back"
"""With what is asked of the pool: the cells of each argument, and of what it gives back."""


def is_meant(run: Interpreter, value: Value) -> bool:
    """Whether a value may be anything that is in the pool."""
    shapes = run.heap.shapes
    return any([type(one) is Obj and shapes[one.id].common for one in options(value)])


def call(run: Interpreter, args: Args) -> Value:
    """``anything(...)``"""
    return _ask(run, "", args, lambda _run: options(run.heap.pools.members("code")))


def call_method(run: Interpreter, name: str, args: Args) -> Value:
    """``anything.name(...)``, of the objects and classes that have such a member."""
    return _ask(run, name, args, lambda run: options(_member(run, name)))


def member(run: Interpreter, name: str) -> Value:
    """``anything.name``, of those."""
    return _ask(run, name, None, lambda run: options(_member(run, name)))


def clients(run: Interpreter, name: str) -> Value:
    """The clients and the like in the pool that may be asked for something of a name."""
    return join_all(
        [one for one in options(run.heap.pools.members("clients")) if not run.semantics.lacks(run, one, name)]
    )


def inside(run: Interpreter) -> Value:
    """What is in the pool, but for constants."""
    return join_all([run.heap.pools.members(kind) for kind in ("instances", "code", "clients")])


def named(run: Interpreter, value: Value, fits: Callable[[str], bool]) -> Value:
    """A name that may be one of very many (``bounds.NAMES``), with those of them that fit."""
    if NAMES not in options(value):
        return value
    every = options(run.engine.read(GIVEN_UP))
    return join_all([value, *[one for one in every if isinstance(one, Known) and fits(str(one.value))]])


def _member(run: Interpreter, name: str) -> Value:
    return join_all(
        [
            run.attribute(one, name)
            for one in options(run.heap.pools.members("instances"))
            if (
                run.has_own(one, name)
                if isinstance(one, Obj)
                else isinstance(one, ClassV) and run.find(one, name) is not None
            )
        ]
    )


def _ask(
    run: Interpreter, name: str, args: Args | None, meant: Callable[[Interpreter], tuple[Value, ...]]
) -> Value:
    """What the site answers that stands for all that ask the same in the same form."""
    engine, pools = run.engine, run.heap.pools
    values = [] if args is None else args.values()
    form = None if args is None else args.of([Unknown("argument")] * len(values))
    what: Hashable = (name, form)
    for place, value in enumerate(values):
        engine.write((GIVEN, what, place), value)
    caller = pools.callers.get(what)
    if caller is None:
        caller = pools.callers[what] = engine.instances.make(None, min(run.program.scope), None, ())
        given = partial(_given, run, what, form, len(values))
        engine.add(Site(caller, lambda _site: _serve(run, what, meant, given), None, {}, None))
    engine.link(caller)
    back = engine.read((BACK, what))
    return back if args is None else join(pools.common, back)


def _given(run: Interpreter, what: Hashable, form: Args | None, count: int) -> Args | None:
    return (
        None
        if form is None
        else form.of([run.heap.pools.fewer(run.engine.read((GIVEN, what, place))) for place in range(count)])
    )


def _serve(
    run: Interpreter, what: Hashable, meant: Callable[[Interpreter], tuple[Value, ...]],
    given: Callable[[], Args | None],
) -> None:  # fmt: skip
    found, args = meant(run), given()
    back = (
        join_all(found)
        if args is None
        else run.call(join_all(found), args, (0, 0))
        if found
        else join_all([])
    )
    run.engine.write((BACK, what), run.heap.pools.fewer(back))


__all__ = ["call", "call_method", "clients", "inside", "is_meant", "member", "named"]
