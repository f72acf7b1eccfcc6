"""Which calls of one function are looked at together.

A call is first told apart by its arguments as they are; a function that is called in more ways than that
is worth by its *outline*: the classes, code bodies and services among the arguments, without constants and
without which of several objects it is. A program has about as many outlines of one function as it has
places that call it: a helper that is handed the methods of a hundred classes (``retrying(self.repo.save,
item)``) runs each of them with the arguments that came with it, and the cost stays linear. Only what is
beyond that too is looked at as one call.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Gen,
    Handle,
    Known,
    Method,
    ModuleV,
    Obj,
    Partial,
    Super,
    Text,
    Tup,
    Union,
    Unknown,
    Value,
    Wrapped,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.engine import Engine
    from policywright.analyzers.engine.heap import Heap

MINOR_CONTEXTS = 6
"""The same for functions that have nothing to do with AWS but what they return."""
MAX_FACTORY_CONTEXTS = 400
"""The same for functions that give an SDK value or a closure back: merged, the services would be mixed."""
MAKER_CONTEXTS = 16
DULL_CONTEXTS = 4
"""The same for functions that have not been seen to reach AWS so far."""
SMALL = 1_000
"""Functions up to which a program is iterated callers first, and contexts that grow are merged early."""
MAX_DROPPED = 12
"""Superseded contexts of a function from which on only outlines are told apart: its arguments still grow."""
DULL_CLOSURES = 24
"""Contexts of a nested function in all its environments, before those are merged, too."""
MAX_CONTEXTS = 100
"""Argument combinations that one function is evaluated for before only their outlines are told apart."""
CONTEXTS_PER_FUNCTION = 4
FREE_CONTEXTS = 1_000
"""Contexts that a whole program may have, by the number of its functions, and however few those are; beyond
that a function gets ``FEW_CONTEXTS``, so that the cost stays linear in the size of the program."""
FEW_CONTEXTS = 4
MAX_OUTLINES = 100
FUNCTIONS_PER_OUTLINE = 8
"""Outlines that one function is evaluated for before they are merged into one, and of how many functions in
the program each adds another: a large program has more places that call a helper."""
FEW_OUTLINES = 24
"""The same in a program that has many times the contexts that its size warrants."""
MANY_TIMES = 4
MAX_ALTERNATIVES = 6
"""Alternatives that an outline names; values that have more look all the same."""
MAX_DEPTH = 3
"""Nesting of values that an outline describes."""

ANYTHING = "anything"


def outline(heap: Heap, value: Value | None, depth: int = 0) -> Hashable:
    """What kind of value it is, in terms that the text of the program bounds."""
    match value:
        case Obj():
            shape = heap.shape(value)
            return shape.cls.cls if shape.cls is not None else shape.site
        case FuncV(function=function):
            return function
        case ClassV(cls=cls) | Super(cls=ClassV(cls=cls)):
            return ("class", cls)
        case Known() | Text() | Unknown() | None:
            return None
        case Ext(path=path):
            return path
        case ModuleV(name=name):
            return ("module", name)
        case Gen(task=task):
            return ("items", task)
    if depth >= MAX_DEPTH:
        return ANYTHING
    return _outline_of_parts(heap, value, depth + 1)


def _outline_of_parts(heap: Heap, value: Value, depth: int) -> Hashable:
    match value:
        case Bound(receiver=receiver, function=FuncV(function=code)):
            return (outline(heap, receiver, depth), code)
        case Method(receiver=receiver, name=name):
            return (outline(heap, receiver, depth), name)
        case Partial(function=inner) | Wrapped(function=inner):
            return ("around", outline(heap, inner, depth))
        case Tup(items=items):
            return ("items", *(outline(heap, item, depth) for item in items[:MAX_ALTERNATIVES]))
        case Handle(kind=kind, data=data):
            return (kind, *(_part(heap, part, depth) for part in data))
        case Union(options=alternatives):
            # Data comes in any mixture; each would be another context.
            found = {
                outline(heap, option, depth) for option in alternatives if not _is_container(heap, option)
            }
            found.discard(None)
            if len(found) <= 1:
                return next(iter(found), None)
            return frozenset(found) if len(found) <= MAX_ALTERNATIVES else ANYTHING
    return ANYTHING


def _is_container(heap: Heap, value: Value) -> bool:
    return isinstance(value, Obj) and heap.shape(value).cls is None


def _part(heap: Heap, part: object, depth: int) -> Hashable:
    """Part of an SDK value: names of services and operations tell apart, what they are about doesn't."""
    match part:
        case str():
            return part
        case tuple() if depth < MAX_DEPTH:
            return tuple(_part(heap, item, depth + 1) for item in part[:MAX_ALTERNATIVES])
        case Args(positional=positional):
            return tuple(outline(heap, item, depth) for item in positional[:MAX_ALTERNATIVES])
        case Known() | Text() | Unknown() | Obj() | FuncV() | Bound() | ClassV() | Handle() | Union():
            return outline(heap, part, depth)
    return None


class Contexts:
    """How far the calls of each function are told apart, given what has been learnt of it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._exact: dict[tuple[ir.Function, int | None], int] = {}
        self._of_code: dict[ir.Function, int] = {}
        self._outlines: dict[ir.Function, dict[Hashable, None]] = {}
        self.dropped: dict[ir.Function, int] = {}
        """How many contexts of a function nobody asks for any more."""

    def exact(self, function: FuncV, bound: Mapping[str, Value]) -> bool:
        """Whether one more combination of arguments is looked at by itself (and counts it)."""
        code = function.function
        site = (code, function.closure)
        count = self._exact.get(site, 0)
        of_code = self._of_code.get(code, 0)
        limit = self._allowed(code)
        if self._grows(code):
            limit = min(limit, FEW_CONTEXTS)
        if code in self._engine.minor and all(isinstance(value, Known | Text) for value in bound.values()):
            # ``env("BUCKET", "default")``: cheap, and each result counts.
            limit = MAX_CONTEXTS
        if count >= limit or (count and of_code >= MAX_FACTORY_CONTEXTS):
            return False
        self._exact[site] = count + 1
        self._of_code[code] = of_code + 1
        return True

    def many(self, code: ir.Function) -> bool:
        """A nested function has so many contexts that its environments are looked at together, too."""
        limit = MAX_FACTORY_CONTEXTS if self._matters(code) else DULL_CLOSURES
        return self._of_code.get(code, 0) >= limit

    def outline(self, heap: Heap, function: FuncV, bound: Mapping[str, Value]) -> Hashable:
        """What a call is known by beyond that; ``ANYTHING`` when even outlines are too many."""
        code = function.function
        values = list(bound.values())
        if not self._matters(code):
            # What it is a method of: constructors decide which objects get into which fields.
            values = values[: 1 if function.owner is not None or code.receiver else 0]
        found: tuple[Hashable, ...] = (function.closure, *(outline(heap, value) for value in values))
        if self._grows(code):
            # What grows is merged; names that are written down do not grow.
            found = (*found, *(value if isinstance(value, Known | Text) else None for value in values))
        known = self._outlines.setdefault(code, {})
        if found not in known:
            limit = MAX_OUTLINES + len(self._engine.evaluated) // FUNCTIONS_PER_OUTLINE
            if len(known) >= (FEW_OUTLINES if self.crowded(MANY_TIMES) else limit):
                return ANYTHING
            known[found] = None
        return found

    def _grows(self, code: ir.Function) -> bool:
        small = len(self._engine.evaluated) <= SMALL
        return small and self.dropped.get(code, 0) >= MAX_DROPPED

    def _matters(self, code: ir.Function) -> bool:
        engine = self._engine
        return code in engine.interesting or code in engine.factories or code in engine.makers

    def _allowed(self, code: ir.Function) -> int:
        engine = self._engine
        if code in engine.minor:
            return MINOR_CONTEXTS
        if code in engine.factories:
            return MAX_FACTORY_CONTEXTS
        if code not in engine.interesting:
            return MAKER_CONTEXTS if code in engine.makers else DULL_CONTEXTS
        return FEW_CONTEXTS if self.crowded() else MAX_CONTEXTS

    def crowded(self, times: int = 1) -> bool:
        """The program has more contexts than its size warrants."""
        engine = self._engine
        return len(engine.by_id) > times * (FREE_CONTEXTS + CONTEXTS_PER_FUNCTION * len(engine.evaluated))
