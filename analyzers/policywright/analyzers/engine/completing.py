"""Statements that complete an object: behind the one that makes it, before anything else is done with it.

After ``config = {}`` comes ``config["region"] = region``: whoever sees the object sees it with that key. A
``heap.Shape`` says of such keys what it says of those that stand in the literal: they are not missing. It is
told by the text of one block, for variables that nothing but the function itself can see.
"""

from __future__ import annotations

from collections import Counter

from policywright.analyzers import ir
from policywright.analyzers.engine.names import walk


def completing(function: ir.Function) -> dict[ir.Node, ir.Pos]:
    """What sets something in an object, with the expression that makes the object.

    Assignments to its members, and calls of its methods as statements of their own.
    """
    found: dict[ir.Node, ir.Pos] = {}
    everywhere: Counter[str] | None = None
    pending = [(function.body, function.locals - function.captured)]
    while pending:
        block, own = pending.pop()
        _in_block(block, own, found)
        for statement in block:
            there = own
            if isinstance(statement, ir.Try | ir.With):
                # What fails in it may leave an object as it is, for code behind it to see.
                everywhere = everywhere or Counter(
                    name for each in function.body for name in _mentioned(each)
                )
                inside = Counter(name for each in statement.body for name in _mentioned(each))
                there = frozenset(name for name in own if everywhere[name] == inside[name])
            pending.extend((each, there) for each in _blocks(statement))
    return found


def _blocks(statement: ir.Stmt) -> list[tuple[ir.Stmt, ...]]:
    match statement:
        case ir.If() | ir.For() | ir.While():
            return [statement.body, statement.orelse]
        case ir.With() | ir.Block():
            return [statement.body]
        case ir.Try(handlers=handlers):
            others = [one.body for one in handlers]
            return [statement.body, statement.orelse, statement.final, *others]
    return []


def _in_block(block: tuple[ir.Stmt, ...], own: frozenset[str], found: dict[ir.Node, ir.Pos]) -> None:
    making: dict[str, ir.Pos] = {}
    called: set[str] = set()
    """Variables of which a method was called: it may look at what is set so far."""
    for statement in block:
        mentioned = _mentioned(statement) if making else []
        set_in = _set_in(statement)
        name, node = set_in if set_in is not None else ("", statement)
        calls = isinstance(node, ir.Call)
        if name in making and mentioned.count(name) == 1 and (calls or name not in called):
            found[node] = making[name]
            called.update((name,) if calls else ())
            mentioned.remove(name)
        for other in mentioned:
            making.pop(other, None)
        match statement:
            case ir.Assign(targets=(ir.Name(name=made),), value=value) if made in own and value is not None:
                making[made] = value.pos
                called.discard(made)


def _mentioned(node: ir.Node) -> list[str]:
    return [one.name for one in walk(node) if isinstance(one, ir.Name)]


def _set_in(statement: ir.Stmt) -> tuple[str, ir.Node] | None:
    """The variable in whose object a simple statement sets something, with the node that is evaluated."""
    match statement:
        case ir.Assign(targets=(ir.Attr(obj=ir.Name(name=name)) | ir.Index(obj=ir.Name(name=name)),)):
            return name, statement
        case ir.ExprStmt(value=ir.Call(fn=ir.Attr(obj=ir.Name(name=name))) as call):
            return name, call
    return None
