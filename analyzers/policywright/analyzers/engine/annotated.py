"""The program's types that the annotations of fields name: what a decoder that is told a type will make."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine.values import ClassV, options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter


def types_within(run: Interpreter, cls: ClassV, most: int, *, abstract: bool = True) -> list[ClassV]:
    """The types that values of a type may have in them, itself the first; no more than about so many."""
    known: dict[ClassV, list[ClassV]] = run.notes.setdefault("types within", {})
    if cls not in known:
        found: dict[ClassV, None] = {cls: None}
        pending = [cls]
        while pending and len(found) < most:
            current = pending.pop(0)
            for _, annotation in current.cls.annotations:
                for one in types_named(run, current, annotation, abstract=abstract):
                    if one not in found:
                        found[one] = None
                        pending.append(one)
        known[cls] = list(found)
    return known[cls]


def types_named(
    run: Interpreter, cls: ClassV, annotation: ir.Expr, *, abstract: bool = True
) -> Iterator[ClassV]:
    """The types that an annotation in a class is told in brackets, or names; ``abstract`` ones if wanted."""
    match annotation:
        case ir.Index(obj=obj, key=ir.TupleLit(items=items)):
            for item in (obj, *items):
                yield from types_named(run, cls, item, abstract=abstract)
        case ir.Index(key=key):
            yield from types_named(run, cls, key, abstract=abstract)
        case ir.Name() | ir.Attr() | ir.ClassExpr():
            for option in options(run.in_module(cls, partial(run.evaluate, annotation))):
                if isinstance(option, ClassV) and (abstract or not option.cls.abstract):
                    yield option
