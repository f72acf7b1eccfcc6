"""Calls of methods of fields that nothing at hand sets: who is not here does, perhaps to what asks.

Such a field is an ``Unknown`` of its own kind (``field``), wherever it goes. A method of it that may ask
stays one of that field until somebody calls it (``method``).
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import ClassV, Method, Obj, Unknown, Value, options
from policywright.analyzers.model import UnresolvedCode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.engine.solver import Site
    from policywright.analyzers.engine.state import State

UNSET = "unset"
"""The reason of what a field holds that nothing in the program sets; its name is that of the field."""
_UNSET = "nothing here sets {}, and what its methods ask AWS for is not known"


def field(run: Interpreter, cls: ClassV, name: str) -> Unknown:
    """What an object of a class holds in a field that this declares, or that is only read."""
    # Where types are declared, what is of one is called; a library's base sets what it declares.
    told = run.program.languages[cls.module].counts_arguments or run.external_base(cls) is not None
    # What is called like an operation is taken for a method itself.
    told = told or name in run.program.assigned_attributes or run.semantics.may_request(run, name)
    return Unknown("attribute" if told else UNSET, name)


def method(run: Interpreter, receiver: Unknown, name: str) -> Method | None:
    """A method that is read of such a field: what may ask is still known to be of that when it is called."""
    return Method(receiver, name) if receiver.reason == UNSET and _may_ask(run, name) else None


def say_of(run: Interpreter, receiver: Unknown, name: str, pos: ir.Pos) -> None:
    """Reports a call of a method of what such a field holds."""
    if receiver.reason == UNSET and receiver.name is not None and _may_ask(run, name):
        _report(run, receiver.name, pos)


def say_handed(run: State, site: Site, receiver: Unknown, pos: ir.Pos) -> None:
    """Reports of a site that a method of such a field is handed to what may call it."""
    if receiver.reason == UNSET and receiver.name is not None:
        _report(run, receiver.name, pos, site)


def say(run: Interpreter, name: str, node: ir.Call) -> None:
    """Reports a call of a method under a name on a field that holds nulls alone."""
    held = node.fn.obj if isinstance(node.fn, ir.Attr) else None
    if (
        not isinstance(held, ir.Attr)
        or not isinstance(held.obj, ir.Name)
        or held.name in run.program.assigned_attributes
    ):
        return
    if not _may_ask(run, name) or run.program.languages[run.frame.module].counts_arguments:
        # Where types are declared, what is of one is called.
        return
    owners = [_class_of(run, option) for option in options(run.evaluate(held.obj))]
    # A library's base sets what it declares.
    if owners and all(one is not None and run.external_base(one) is None for one in owners):
        _report(run, held.name, node.pos)


def _report(run: State, name: str, pos: ir.Pos, of: Site | None = None) -> None:
    run.unresolved(pos, UnresolvedCode.UNKNOWN_RECEIVER, _UNSET, name=name, cause=f"unset {name}", of=of)


def _may_ask(run: Interpreter, name: str) -> bool:
    """Methods of the program that may lead to a request are called so."""
    return name in run.program.once("asking methods", lambda: _asking_methods(run))


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


__all__ = ["UNSET", "field", "method", "say", "say_handed", "say_of"]
