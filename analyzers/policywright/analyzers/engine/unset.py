"""Calls of methods of fields that nothing at hand sets: who is not here does, perhaps to what asks."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import ClassV, Obj, Value, options
from policywright.analyzers.model import UnresolvedCode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_UNSET = "nothing here sets {}, and what its methods ask AWS for is not known"


def say(run: Interpreter, name: str, node: ir.Call) -> None:
    """Reports a call of a method under a name, if methods of the program that may ask are called so."""
    held = node.fn.obj if isinstance(node.fn, ir.Attr) else None
    if (
        not isinstance(held, ir.Attr)
        or not isinstance(held.obj, ir.Name)
        or held.name in run.program.assigned_attributes
    ):
        return
    if name not in run.program.once("asking methods", lambda: _asking_methods(run)):
        return
    if run.program.languages[run.frame.module].counts_arguments:
        # Where types are declared, what is of one is called.
        return
    owners = [_class_of(run, option) for option in options(run.evaluate(held.obj))]
    # A library's base sets what it declares.
    if owners and all(one is not None and run.external_base(one) is None for one in owners):
        cause = f"unset {held.name}"
        run.unresolved(node.pos, UnresolvedCode.UNKNOWN_RECEIVER, _UNSET, name=held.name, cause=cause)


def _class_of(run: Interpreter, value: Value) -> ClassV | None:
    return run.heap.shape(value).cls if type(value) is Obj else None


def _asking_methods(run: Interpreter) -> frozenset[str]:
    """The names of the program's methods that may lead to a request."""
    minor = run.engine.bounds.crowds.minor
    return frozenset(
        statement.function.name
        for module in run.program.scope
        for cls in run.program.lowered(module).classes
        for statement in cls.body
        if isinstance(statement, ir.FunctionDef) and statement.function not in minor
    )


__all__ = ["say"]
