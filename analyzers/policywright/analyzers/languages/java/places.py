"""Where objects are made: one per place and evaluation, until objects are made of objects made of objects."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    Args,
    ClassV,
    Handle,
    Obj,
    Value,
    options,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from policywright.analyzers.engine.interpreter import Interpreter

MAX_DEPTH = 3
"""Objects made by functions that got objects made by functions ... that are kept apart by their context."""


def _depth(run: Interpreter) -> int:
    depths: dict[int, int] = run.semantics.depths  # type: ignore[attr-defined]
    deepest = 0
    for value in run.frame.task.arguments.values():
        for option in options(value):
            if isinstance(option, Obj):
                deepest = max(deepest, depths.get(option.id, 0))
            elif isinstance(option, Handle) and option.kind == "box":
                inner = [depths.get(one.id, 0) for one in options(option.data[0]) if isinstance(one, Obj)]
                deepest = max(deepest, *inner) if inner else deepest
    return deepest + 1


def made(run: Interpreter, kind: Literal["dict", "list"], *site: object) -> Obj:
    """A list or mapping of a place, in the running evaluation."""
    depth = _depth(run)
    task = run.frame.task.id if depth <= MAX_DEPTH else None
    obj = run.heap.new(kind, *site, run.frame.module, task)
    run.semantics.depths.setdefault(obj.id, min(depth, MAX_DEPTH + 1))  # type: ignore[attr-defined]
    return obj


def construct(run: Interpreter, cls: ClassV, args: Args, pos: ir.Pos) -> Value | None:
    """A new instance of a class of the program; one per place, for classes that have nothing to do with
    AWS."""
    depth = _depth(run)
    if depth <= MAX_DEPTH and run.program.deals_with_aws(cls.module):
        obj = run.allocate_instance(cls, pos)
    else:
        obj = run.heap.new("instance", pos, run.frame.module, cls=cls)
        for base in run.mro(cls):
            run.engine.write(("instances", base), obj)
    depths: dict[int, int] = run.semantics.depths  # type: ignore[attr-defined]
    depths.setdefault(obj.id, min(depth, MAX_DEPTH + 1))
    run.initialise(obj, cls, args, pos)
    return obj
