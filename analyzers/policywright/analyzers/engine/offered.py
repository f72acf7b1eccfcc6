"""Methods that libraries call of the program's own objects: of those that they get, and of what derives from
their types.

``fit`` of a library's base class calls the ``step`` that a class of the program defines, ``Timer.schedule``
the task's ``run``. Nobody in the program does; they belong to whoever reaches the code that hands the object
on, or makes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

from policywright.analyzers import ir
from policywright.analyzers.engine.solver import Site
from policywright.analyzers.engine.values import Bound, ClassV, FuncV, Obj, Tup, Value, options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Which: TypeAlias = "Literal['sure', 'alone', 'perhaps']"

MAX_INSIDE = 1_000
"""Values in containers that a library gets in which objects are looked for."""


def methods(
    run: Interpreter, handed: Iterable[tuple[Site, Value]], given_back: Iterable[Value],
    called: Set[ir.Function], which: Which,
) -> Iterator[Bound]:  # fmt: skip
    """The methods, with their objects, that nobody was seen to call and that libraries call.

    ``given_back`` is what functions give back to libraries that call them. ``which``: those that types or
    the language tell, beside them those of objects of which the program calls nothing, or all that libraries
    might call.
    """
    semantics = run.semantics_of(next(iter(run.program.scope)))
    of: dict[ClassV, list[FuncV]] = defaultdict(list)
    used: set[ClassV] = set()
    # What can't lead to a request is not worth a call.
    minor = run.engine.bounds.crowds.minor
    for function, values in run.engine.created.items():
        for owner, value in ((value.owner, value) for value in values if value.owner is not None):
            if function in called and function.name not in run.program.constructors(owner.module):
                used.add(owner)
            elif function not in called and not function.static and function not in minor:
                of[owner].append(value)
    if not of:
        return
    given = _given(run, handed)
    for result in given_back:
        for obj in _instances(run, result):
            given.setdefault(obj, {})["", True] = None
    for obj, ways in given.items():
        cls = run.heap.shape(obj).cls
        if cls is None:
            continue
        # An object of which the program itself calls nothing is there for who gets it.
        given_away = which == "perhaps" or (which == "alone" and used.isdisjoint(run.mro(cls)))
        for value in _own(run, cls, of):
            function = value.function
            if any(
                semantics.calls_back(run, cls, function, path, loose)
                or (given_away and semantics.may_call_back(run, cls, function, path, loose))
                for path, loose in ways
            ):
                yield Bound(obj, value)
    if which != "sure" or not semantics.follows_made:
        return
    for cls in list(of):
        made = [one for one in options(run.engine.peek(("instances", cls))) if isinstance(one, Obj)]
        for obj in made:
            own = run.heap.shape(obj).cls or cls
            for value in _own(run, own, of):
                if semantics.calls_back(run, own, value.function, None, loose=False):
                    yield Bound(obj, value)


def _own(run: Interpreter, cls: ClassV, of: dict[ClassV, list[FuncV]]) -> Iterator[FuncV]:
    """The methods that an instance has, and not those that a class below has overridden."""
    for base in run.mro(cls):
        for value in of.get(base, ()):
            member = run.find(cls, value.function.name)
            if base is cls or member is None or value in options(member):
                yield value


def _given(run: Interpreter, handed: Iterable[tuple[Site, Value]]) -> dict[Obj, dict[tuple[str, bool], None]]:
    """The instances that libraries get, by what of which library."""
    found: dict[Obj, dict[tuple[str, bool], None]] = {}
    for site, value in handed:
        if site.handed is not None:
            path, _, loose = site.handed[value]
            for obj in _instances(run, value):
                found.setdefault(obj, {})[path, loose] = None
    return found


def _instances(run: Interpreter, value: Value) -> Iterator[Obj]:
    pending, seen = list(options(value)), set[Value]()
    while pending and len(seen) < MAX_INSIDE:
        one = pending.pop()
        if one in seen:
            continue
        seen.add(one)
        if isinstance(one, Tup):
            pending.extend(inner for item in one.items for inner in options(item))
        elif isinstance(one, Obj):
            shape = run.heap.shape(one)
            if shape.cls is not None:
                yield one
            if shape.kind != "instance":
                cells = run.heap.fields(one, shape.keys)
                pending.extend(inner for cell in cells for inner in options(run.engine.peek(cell)))
