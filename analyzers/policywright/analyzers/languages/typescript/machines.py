"""Functions with ``await`` that a compiler has made into machines: a loop over numbered steps.

Babel writes ``_asyncToGenerator(_regeneratorRuntime().mark(...))`` around a function that gives back
``_regeneratorRuntime().wrap(...)`` of ``while (1) switch (_context.prev = _context.next) { case 0:
_context.next = 3; return wait(); case 3: x = _context.sent; return _context.abrupt("return", x); case 4:
case "end": return _context.stop(); }``. Newer forms are shorter (``m``, ``w``, ``_context.n``,
``_context.v``, ``_context.a(2, x)``). TypeScript writes ``__generator(this, function (_a) { switch
(_a.label) { case 0: return [4, wait()]; case 1: x = _a.sent(); return [2, x]; } })``. The helpers stand in
each file; evaluated as they are, every use of one would be a run-time library of its own.
(https://babeljs.io/docs/babel-plugin-transform-regenerator,
https://www.typescriptlang.org/tsconfig/#importHelpers)

Which step comes next is not followed: any may, in a loop. What is waited for is what the next step is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policywright.analyzers import ir
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

    from policywright.analyzers.languages.typescript.patterns import PatternLowering
    from policywright.analyzers.languages.typescript.scopes import Machine

_STEPS = frozenset(("label", "n", "next", "p", "prev"))
"""Fields of a machine's state that say where it is."""
_NEXT = frozenset(("label", "n", "next"))
_SENT = frozenset(("sent", "v"))
_MARKING = frozenset(("m", "mark"))
_WRAPPING = frozenset(("w", "wrap"))
_LEAVING = frozenset(("a", "abrupt", "d", "f", "finish", "stop"))
_MOST = 60
"""Letters of what helpers are called by."""
_DEFAULT = r"""\d*(?:\.default|\[["']default["']\])?\)?"""
_RUNTIME = regex(rf"(?:\(0, ?)?_?regenerator(?:Runtime)?{_DEFAULT}(?:\(\))?$")
_ASYNC = regex(rf"(?:\(0, ?)?_?asyncToGenerator{_DEFAULT}$")
_FUNCTIONS = ("function_expression", "generator_function")


def compiled(lowering: PatternLowering, target: Node, given: Sequence[Node], pos: ir.Pos) -> ir.Expr | None:
    """The call of a compiler's helper as what the source has there; None for any other call."""
    if not given:
        return _sent(lowering, target, pos)
    if target.type == "member_expression":
        name = _named(lowering, target, "property")
        if name in _MARKING | _WRAPPING:
            if not _RUNTIME.match(_named(lowering, target, "object")):
                return None
            if name in _MARKING:
                return lowering.expr(given[0])
            return _machine(lowering, given[0], given[2] if len(given) > 2 else None, pos)
    elif target.type in ("identifier", "parenthesized_expression") and _is_short(target):
        name = lowering.text(target)
        if _ASYNC.match(name):
            return lowering.expr(given[0])
    else:
        return None
    if name == "__generator" and len(given) == 2:
        return _machine(lowering, given[1], given[0], pos)
    return None


def _machine(lowering: PatternLowering, steps: Node, receiver: Node | None, pos: ir.Pos) -> ir.Expr | None:
    if steps.type not in _FUNCTIONS:
        return None
    on = lowering.expr(receiver) if receiver is not None else ir.Const(pos, None)
    lowering.resuming = True
    body = lowering.expr(steps)
    return ir.Call(pos, ir.Attr(body.pos, body, "call"), (on, ir.DictLit(pos, ())))


def _sent(lowering: PatternLowering, target: Node, pos: ir.Pos) -> ir.Expr | None:
    """``_a.sent()``."""
    if lowering.scope.machine is not None and target.type == "member_expression":
        found = member(lowering, target)
        return found if isinstance(found, ir.Attr) else None
    return None


def member(lowering: PatternLowering, node: Node) -> ir.Expr | None:
    """A field of the state of the running machine that has a meaning."""
    machine = lowering.scope.machine
    if machine is None or _named(lowering, node, "object") != machine.state:
        return None
    pos = (node.start_byte, node.end_byte)
    name = _named(lowering, node, "property")
    if name in _SENT:
        return machine.read(pos)
    if name not in _STEPS:
        return None
    around = node.parent
    if name in _NEXT and around is not None and around.type == "assignment_expression":
        right = around.child_by_field_name("right")
        left = around.child_by_field_name("left")
        if left == node and right is not None and right.type == "number":
            machine.goes_to(int(lowering.text(right)))
    return ir.Opaque(pos)


def returned(
    lowering: PatternLowering, machine: Machine, node: Node, inner: Node | None
) -> Iterable[ir.Stmt]:
    """What a machine's ``return`` is in the source: a value that is waited for, a jump, or a ``return``."""
    pos = (node.start_byte, node.end_byte)
    code, value = "wait", inner
    if inner is not None and inner.type == "array":
        items = [child for child in inner.named_children if child.type != "comment"]
        number = lowering.text(items[0]) if items else ""
        code = {"2": "return", "4": "wait", "5": "wait"}.get(number, "jump")
        value = items[1] if len(items) > 1 else None
    elif inner is not None and inner.type == "call_expression":
        code, value = _called(lowering, machine, inner)
    lowered = lowering.expr(value) if value is not None else None
    if code == "return":
        yield machine.give(pos, lowered)
    elif code == "stop":
        yield machine.stop(pos)
    elif code == "wait" and lowered is not None:
        yield ir.Assign(pos, (machine.send(pos),), lowered)
    else:
        yield ir.Jump(pos)


def _called(lowering: PatternLowering, machine: Machine, call: Node) -> tuple[str, Node | None]:
    """``_context.abrupt("return", x)`` and the like; what else is called is waited for."""
    target = call.child_by_field_name("function")
    if target is None or target.type != "member_expression":
        return "wait", call
    name = _named(lowering, target, "property")
    if _named(lowering, target, "object") != machine.state or name not in _LEAVING:
        return "wait", call
    arguments = call.child_by_field_name("arguments")
    given = [child for child in arguments.named_children if child.type != "comment"] if arguments else []
    if name == "d" and given:
        return "wait", given[0]
    if name in ("a", "abrupt") and given and lowering.text(given[0]).strip("\"'") in ("2", "return"):
        return "return", given[1] if len(given) > 1 else None
    return "stop" if name == "stop" else "jump", None


def _named(lowering: PatternLowering, node: Node, field: str) -> str:
    found = node.child_by_field_name(field)
    return lowering.text(found) if found is not None and _is_short(found) else ""


def _is_short(node: Node) -> bool:
    return node.end_byte - node.start_byte <= _MOST
