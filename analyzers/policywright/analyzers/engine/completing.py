"""Statements that complete an object: behind the one that makes it, before anything else is done with it.

After ``config = {}`` comes ``config["region"] = region``: whoever sees the object sees it with that key. A
``heap.Shape`` says of such keys what it says of those that stand in the literal: they are not missing. It is
told by the text of one block, for variables that nothing but the function itself can see. What a lambda is
given to fill in (``b -> b.bucket(name)``) counts as made where the lambda begins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.names import walk

LAMBDA = "<lambda>"
"""What a lambda of Java is called."""


def completing(function: ir.Function) -> dict[ir.Node, ir.Pos]:
    """What sets something in an object, with the expression that makes the object.

    Assignments to its members, and calls of its methods that run whenever the statement does.
    """
    found: dict[ir.Node, ir.Pos] = {}
    given = {one.name: function.pos for one in function.params} if function.name == LAMBDA else {}
    everywhere: Counter[str] | None = None
    pending = [(function.body, function.locals - function.captured)]
    while pending:
        block, own = pending.pop()
        _in_block(block, own, found, given)
        given = {}
        for statement in block:
            there = own
            if isinstance(statement, ir.Try | ir.With):
                # What fails in it may leave an object as it is, for code behind it to see.
                everywhere = everywhere or Counter(name for each in function.body for name in mentioned(each))
                inside = Counter(name for each in statement.body for name in mentioned(each))
                there = frozenset(name for name in own if everywhere[name] == inside[name])
            pending.extend((each, there) for each in blocks(statement))
    return found


def blocks(statement: ir.Stmt) -> list[tuple[ir.Stmt, ...]]:
    """The blocks that a statement has."""
    match statement:
        case ir.If() | ir.For() | ir.While():
            return [statement.body, statement.orelse]
        case ir.With() | ir.Block():
            return [statement.body]
        case ir.Try(handlers=handlers):
            others = [one.body for one in handlers]
            return [statement.body, statement.orelse, statement.final, *others]
    return []


def _in_block(
    block: tuple[ir.Stmt, ...],
    own: frozenset[str],
    found: dict[ir.Node, ir.Pos],
    given: dict[str, ir.Pos],
) -> None:
    making = {name: pos for name, pos in given.items() if name in own}
    called: set[str] = set()
    """Variables of which a method was called: it may look at what is set so far."""
    for statement in block:
        here = Counter(mentioned(statement) if making else ())
        kept: set[str] = set()
        for name, node, calls, stays in _set_in(statement) if making else ():
            # ``r = r.name("x")`` mentions it twice, and says no more than ``r.name("x")``.
            once = here[name] == (2 if name == _assigned(statement) else 1)
            if name in making and once and (calls or name not in called):
                found.setdefault(node, making[name])
                called.update((name,) if calls else ())
                kept.update((name,) if stays else ())
        for other in here:
            if other not in kept:
                making.pop(other, None)
        made = _assigned(statement)
        if made in own and made not in kept:
            assert isinstance(statement, ir.Assign) and statement.value is not None
            making[made] = statement.value.pos
            called.discard(made)


def mentioned(node: ir.Node) -> list[str]:
    """The variables that a node mentions, as often as it does."""
    return [one.name for one in walk(node) if isinstance(one, ir.Name)]


def _assigned(statement: ir.Stmt) -> str:
    match statement:
        case ir.Assign(targets=(ir.Name(name=name),), value=value) if value is not None:
            return name
    return ""


def _set_in(statement: ir.Stmt) -> Iterator[tuple[str, ir.Node, bool, bool]]:
    """The variables in whose objects a simple statement sets something.

    With each the node that is evaluated, whether that calls a method, and whether nobody else gets it.
    """
    match statement:
        case ir.Assign(targets=(ir.Attr(obj=ir.Name(name=owner)) | ir.Index(obj=ir.Name(name=owner)),)):
            yield owner, statement, False, True
        case ir.ExprStmt(value=ir.Call() as call):
            outer = _base(call)
            for name in _called(call):
                yield name, call, True, name == outer
        case ir.Return(value=ir.Call() as call):
            for name in _called(call):
                yield name, call, True, False
        case ir.Assign(targets=(ir.Name(name=target),), value=ir.Call() as call):
            outer = _base(call)
            for name in _called(call):
                yield name, statement, True, name == outer == target


def _called(call: ir.Call) -> Iterator[str]:
    """Variables of which methods are called, one after the other (``r.a(x).b(y)``), arguments included."""
    base = _base(call)
    if base:
        yield base
    for argument in call.args:
        if isinstance(argument, ir.Call):
            yield from _called(argument)


def _base(call: ir.Expr) -> str:
    while isinstance(call, ir.Call) and isinstance(call.fn, ir.Attr):
        call = call.fn.obj
    return call.name if isinstance(call, ir.Name) else ""
