"""What comes out of a library that objects of the program went into: ``wrap(repo).value``, ``first([repo])``,
``container.register("repo", repo)`` and elsewhere ``container.resolve("repo")``.

No model tells what the library does with them. It may give one of them back, a part of a container, or
something around it whose members lead to it. So what is made of its answer is an answer itself (``Carried``),
until it is asked for a member that one of the objects has; that is the object's. What a library has made
keeps what its methods get, in a cell of its path: its members may be those of what is inside.

That is followed where the program is entered. A whole program starts every method anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import islice

from policywright.analyzers import ir
from policywright.analyzers.engine import common
from policywright.analyzers.engine.crowds import BEARS, HOLDS
from policywright.analyzers.engine.handles import OUTSIDE, ROOT_ARGS, Carried
from policywright.analyzers.engine.merging import makes_senders
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Method,
    Obj,
    Partial,
    Tup,
    Unknown,
    Value,
    join,
    join_all,
    options,
    passed_by,
    told_by,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

MAX_INSIDE = 8
"""Members of a container that are looked into: one of services or steps has few, data have many."""
MAX_DEPTH = 3
"""Containers within containers."""
MAX_MEANT = 8
"""Objects among which one that comes back is looked for. Whoever is handed more (a registry of models, an
application) is asked for data; of what it may call of them, ``offered`` tells."""
INSIDE = "inside"
"""With the path of what a library has made: the cell of what its methods got."""


# --- what matters of a value ---


def leading(run: Interpreter, values: Iterable[Value]) -> Iterator[Value]:
    """What of values makes requests: clients, objects and classes; containers are looked into.

    Level by level, each thing once: containers are in one another by many ways.
    """
    level = dict.fromkeys(option for value in values for option in options(value))
    seen = set(level)
    for _ in range(MAX_DEPTH + 1):
        inside: list[Value] = []
        for option in level:
            match option:
                case Carried(values=inner):
                    yield from options(inner)
                case Handle():
                    inside.extend(option.inside())
                    if option.works():
                        yield option
                case Tup(items=items):
                    inside.extend(items)
                case ClassV(cls=code) if run.engine.bounds.crowds.sends(code.name):
                    yield option
                case Ext(path=path) if (made := beginning(path)) is not None:
                    yield from options(run.engine.read((INSIDE, made)))
                case Obj():
                    cls = run.heap.shape(option).cls
                    if cls is None:
                        inside.extend(held(run, option))
                    elif run.engine.bounds.crowds.sends(cls.cls.name) or holds(run, option):
                        yield option
        level = dict.fromkeys(option for value in inside for option in options(value) if option not in seen)
        if not level:
            return
        seen.update(level)


def held(run: Interpreter, obj: Obj) -> list[Value]:
    """What is in a container, unless it has too many members.

    What stands for those that bear nothing has nothing of this kind in it, unless it comes to bear something.
    """
    crowds = run.engine.bounds.crowds
    if obj in crowds.plain and not crowds.bears(obj):
        run.engine.read((BEARS, obj.id))
        return []
    if run.heap.shape(obj).common:
        return [run.engine.derived(("common leading",), run.frame.task, partial(_leading_in_common, run))]
    keys = run.heap.keys(obj)
    if len(keys) > MAX_INSIDE:
        return []
    return [run.engine.read(cell) for cell in run.heap.fields(obj, (*keys, *run.heap.other(obj)))]


def _leading_in_common(run: Interpreter) -> Value:
    """What is in the common pool of this kind, up to what is too much for any who asks."""
    return join_all(list(islice(leading(run, (common.inside(run),)), MAX_MEANT + 1)))


def holds(run: Interpreter, obj: Obj) -> bool:
    """Whether an object has a client, itself or in what it is made of."""
    return run.engine.read((HOLDS, obj.id)) is not BOTTOM


# --- in ---


def hand(run: Interpreter, path: str, values: Iterable[Value]) -> bool:
    """What of a library has a path gets values, and may give them back later. Whether these are new."""
    cells = [(INSIDE, one) for one in (beginning(path), owning(path)) if one is not None]
    if not cells or run.engine.whole or not run.semantics.carries_from(path):
        return False
    found = join_all(list(leading(run, values)))
    return found is not BOTTOM and any([run.engine.grow(run.engine.cell(cell), found) for cell in cells])


def passed(run: Interpreter, path: str, args: Args) -> Args:
    """What a library passes to functions that it calls: perhaps what it has got beside them."""
    if run.engine.whole or not run.semantics.carries_from(path):
        return ROOT_ARGS
    inside = dict.fromkeys((*leading(run, passed_by(args)), *_inside(run, path)))
    if not 0 < len(inside) <= MAX_MEANT:
        return ROOT_ARGS
    return Args(more=join(Carried(join_all(inside)), OUTSIDE), open=True)


def functions(args: Args) -> list[Value]:
    """The functions among arguments."""
    return [
        one for one in told_by(args)
        if isinstance(one, FuncV | Partial | Bound) or (isinstance(one, Handle) and one.code() is not None)
    ]  # fmt: skip


# --- out ---


def given_back(run: Interpreter, args: Args, pos: ir.Pos, path: str = "") -> Value:
    """What an unknown function gives back of its arguments; ``path`` is what of a library that is.

    Most of those that get a client, or an object that has one, wrap it.
    """
    alone = [option for option in told_by(args) if _comes_back(run, option)]
    return join_all([*alone, carried(run, args, pos, path, alone)])


def carried(run: Interpreter, args: Args, pos: ir.Pos, path: str = "", alone: Iterable[Value] = ()) -> Value:
    """What a library has got by a call, but for what comes back by itself (``alone``)."""
    if run.engine.whole or not run.semantics.carries_from(path):
        return BOTTOM
    made = run.semantics.given_by(run, args, path, pos)
    apart = set(alone)
    found = [one for one in dict.fromkeys(leading(run, [*passed_by(args), made])) if one not in apart]
    return Carried(join_all(found)) if 0 < len(found) <= MAX_MEANT else BOTTOM


def _comes_back(run: Interpreter, value: Value) -> bool:
    match value:
        case Handle():
            return value.works() and not isinstance(value, Carried)
        case Ext(path=path):
            return makes_senders(path)
        case Obj():
            cls = run.heap.shape(value).cls
            sends = cls is None or (run.engine.whole and run.engine.bounds.crowds.sends(cls.cls.name))
            return sends and holds(run, value)
        case Tup(items=items):
            return run.engine.whole and any(
                isinstance(one, Handle) and one.works() for item in items for one in options(item)
            )
    return False


def taken_out(run: Interpreter, owner: Ext, name: str | None) -> Value:
    """A member (None: an item) of a library's object that has got something.

    A method of just what a library has made (``container.get``) is the library's.
    """
    inside = list(dict.fromkeys(_inside(run, owner.path, direct=name is not None)))
    if not 0 < len(inside) <= MAX_MEANT:
        return BOTTOM
    carried = Carried(join_all(inside))
    return carried if name is None else _member(run, carried, name)


def _inside(run: Interpreter, path: str, direct: bool = False) -> Iterator[Value]:
    made = beginning(path)
    for one in (made if not direct or made != path else None, owning(path)):
        if one is not None:
            yield from options(run.engine.read((INSIDE, one)))


def member(run: Interpreter, carried: Carried, name: str) -> Value:
    """``answer.name``: of the objects that have such a member, or the library's own."""
    found = _member(run, carried, name)
    return found if found is not BOTTOM else Method(carried, name)


def perhaps(run: Interpreter, value: Value, name: str) -> Value:
    """A member of a value that may be there; nothing where it has none of the name."""
    return _member(run, Carried(value), name)


def _member(run: Interpreter, carried: Carried, name: str) -> Value:
    found: list[Value] = []
    for option in options(carried.values):
        for one in _instances(run, option, name):
            if not isinstance(one, Obj):
                if not run.semantics.lacks(run, one, name):
                    own = run.attribute(one, name)
                    # Which client is meant is not known, so its requests are inferred (``send``).
                    found.append(Method(Carried(one), name) if type(own) is Method else own)
            elif _has(run, one, name):
                found.append(run.attribute(one, name))
    return join_all(found)


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
    if run.heap.has_key(obj, name) or cls is None:
        return cls is not None
    missing = run.semantics.specials.missing
    return run.find(cls, name) is not None or (missing != "" and run.find(cls, missing) is not None)


def send(run: Interpreter, carried: Carried, name: str | None, args: Args, pos: ir.Pos) -> Value:
    """``answer.map(function)``, ``answer()``: a client's own, or the library's, which hands on all it has."""
    made: list[Value] = []
    if name is not None:
        for one in options(carried.values):
            if isinstance(one, Handle) and not run.semantics.lacks(run, one, name):
                with run.inferring():
                    made.append(run.call(run.attribute(one, name), args, pos))
    values = dict.fromkeys((*options(carried.values), *leading(run, passed_by(args))))
    if len(values) > MAX_MEANT:
        return join_all([*made, Unknown("call")])
    given = Args(more=join(Carried(join_all(values)), Unknown("argument")))
    back = leading(run, [run.call(one, given, pos) for one in functions(args)])
    return join_all([*made, Carried(join_all((*values, *back)))])


# --- paths ---


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
