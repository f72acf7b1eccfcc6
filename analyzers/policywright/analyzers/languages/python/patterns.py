"""Lowering of what Python binds in unusual ways: case patterns and type aliases."""

from __future__ import annotations

import re

from policywright.analyzers import ir
from policywright.analyzers.languages.python.expressions import (
    ExpressionLowering,
    first_of,
    links,
    parts_of,
    replace_head,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from tree_sitter import Node


_Case: TypeAlias = tuple[ir.Expr | None, list[ir.Stmt]]
"""What a pattern tests (None: it takes everything), and the names that it binds."""
_WHOLE = frozenset(("str", "bytes", "int", "float", "bool", "dict", "list", "tuple", "set", "frozenset"))
"""Classes whose one positional pattern is the value itself."""


_LISTED = re.compile(
    rb"^([ \t]*match )\[([^\n\[\]]*,[^\n\[\]]*)\](:[ \t]*(?:#[^\n]*)?\r?\n\s*case )", re.MULTILINE
)


def read_as_match(data: bytes) -> bytes:
    """The text, ``match [a, b]:`` as ``match (a, b):``: the grammar takes it for an item of ``match``."""
    return _LISTED.sub(rb"\1(\2)\3", data) if b"match [" in data else data


def _at(subject: ir.Expr, place: int) -> ir.Index:
    return ir.Index(subject.pos, subject, ir.Const(subject.pos, place))


def _is_a(subject: ir.Expr, *kinds: str) -> ir.TypeTest:
    return ir.TypeTest(subject.pos, subject, tuple(ir.Name(subject.pos, kind) for kind in kinds))


class PatternLowering(ExpressionLowering):
    """Between expressions and statements: targets that have a syntax of their own."""

    def pattern(self, clause: Node, subject: ir.Expr) -> tuple[ir.Expr | None, list[ir.Stmt]]:
        """The test that a case's pattern comes to, None where it takes everything, and what it binds."""
        patterns = [child for child in parts_of(clause) if child.type == "case_pattern"]
        if len(patterns) == 1:
            return self._match(patterns[0], subject)
        return self._all([self._match(part, _at(subject, place)) for place, part in enumerate(patterns)])

    def _all(self, found: list[_Case]) -> _Case:
        tests = [test for test, _ in found if test is not None]
        bound = [statement for _, statements in found for statement in statements]
        if len(tests) < 2:
            return (tests[0] if tests else None), bound
        return ir.BoolOp(tests[0].pos, "and", tuple(tests)), bound

    def _match(self, node: Node, subject: ir.Expr) -> _Case:
        """One pattern against an expression (the ``match`` statement of the language reference)."""
        pos = (node.start_byte, node.end_byte)
        children = parts_of(node)
        match node.type:
            case "case_pattern":
                return self._match(children[0], subject) if children else (None, [])
            case "dotted_name" if len(children) == 1:
                return None, [ir.Assign(pos, (self._named_target(node),), subject)]
            case "as_pattern":
                test, bound = self._match(children[0], subject)
                return test, [*bound, ir.Assign(pos, (self._named_target(children[-1]),), subject)]
            case "union_pattern":
                return self._either([self._match(child, subject) for child in children], pos)
            case "class_pattern":
                return self._class_pattern(node, children, subject)
            case "dict_pattern":
                return self._dict_pattern(children, subject)
            case "tuple_pattern" if len(children) == 1 and all(one.type != "," for one in node.children):
                return self._match(children[0], subject)
            case "list_pattern" | "tuple_pattern":
                return self._items_pattern(children, subject)
            case "splat_pattern":
                rest = ir.ListLit(pos, (ir.Spread(pos, subject),))
                return None, [ir.Assign(pos, (self._named_target(child),), rest) for child in children]
            case "dotted_name" | "string" | "concatenated_string" | "integer" | "float" | "true" | "false":
                value = self._dotted(node) if node.type == "dotted_name" else self.expr(node)
                return ir.BinOp(pos, "==", subject, value), []
            case "none":
                return ir.BinOp(pos, "is", subject, ir.Const(pos, None)), []
        return ir.Opaque(pos), []

    def _either(self, found: list[_Case], pos: ir.Pos) -> _Case:
        """What ``a | b`` tests, and each alternative's names where that one matches."""
        tests = [test for test, _ in found]
        sure = [test for test in tests if test is not None]
        bound: list[ir.Stmt] = [
            ir.If(pos, test or ir.Opaque(pos), tuple(statements)) for test, statements in found if statements
        ]
        return (ir.BoolOp(pos, "or", tuple(sure)) if len(sure) == len(tests) else None), bound

    def _class_pattern(self, node: Node, children: list[Node], subject: ir.Expr) -> _Case:
        """``Queue(url, name=n)``: a test of the type, fields by position (``__match_args__``) and by name."""
        pos = (node.start_byte, node.end_byte)
        kind = self._dotted(children[0])
        found: list[_Case] = [(ir.TypeTest(pos, subject, (kind,)), [])]
        for place, child in enumerate(children[1:]):
            inner = first_of(child)
            if inner is not None and inner.type == "keyword_pattern":
                name, *value = parts_of(inner)
                field = ir.Attr(pos, subject, self.text(name))
                found.extend(self._match(part, field) for part in value)
            elif isinstance(kind, ir.Name) and kind.name in _WHOLE:
                found.append(self._match(child, subject))
            else:
                found.append(self._match(child, _at(subject, place)))
        return self._all(found)

    def _dict_pattern(self, children: list[Node], subject: ir.Expr) -> _Case:
        found: list[_Case] = []
        key: Node | None = None
        for child in children:
            if child.type == "splat_pattern":
                found.extend(
                    (None, [ir.Assign(subject.pos, (self._named_target(rest),), subject)])
                    for rest in parts_of(child)
                )
            elif key is None:
                key = child
            else:
                where = self._dotted(key) if key.type == "dotted_name" else self.expr(key)
                found.append((ir.BinOp(subject.pos, "in", where, subject), []))
                found.append(self._match(child, ir.Index(subject.pos, subject, where)))
                key = None
        return self._all([(_is_a(subject, "dict"), []), *found])

    def _items_pattern(self, children: list[Node], subject: ir.Expr) -> _Case:
        found: list[_Case] = [(_is_a(subject, "list", "tuple"), [])]
        splat = False
        for place, child in enumerate(children):
            inner = first_of(child)
            splat = splat or (inner is not None and inner.type == "splat_pattern")
            item: ir.Expr = (
                ir.Index(subject.pos, subject, ir.Opaque(subject.pos)) if splat else _at(subject, place)
            )
            if inner is not None and inner.type == "splat_pattern":
                item = subject
            found.append(self._match(child, item))
        return self._all(found)

    def _dotted(self, node: Node) -> ir.Expr:
        """``module.Class`` where the grammar has names of its own."""
        first, *rest = parts_of(node) or [node]
        found: ir.Expr = ir.Name((first.start_byte, first.end_byte), self.text(first))
        for part in rest:
            found = ir.Attr((first.start_byte, part.end_byte), found, self.text(part))
        return found

    def _named_target(self, node: Node) -> ir.Name:
        name = self.text(node)
        self.scope.bound.add(name)
        return ir.Name((node.start_byte, node.end_byte), name)

    def aliased(self, node: Node, left: Node) -> ir.Target | None:
        """What ``type X = ...`` binds.

        The grammar also takes ``type(self).cache = ...`` for an alias; there the call has to be put back in.
        """
        inner = first_of(left)
        if inner is not None and inner.type == "constrained_type":  # type(self).cache: int = ...
            inner = first_of(first_of(inner) or inner)
        if inner is None:
            return None
        if inner.type in ("identifier", "generic_type"):
            name = inner if inner.type == "identifier" else first_of(inner)
            return self._named_target(name) if name is not None else None
        head = inner
        while head.type in ("attribute", "subscript", "call") and head.children:
            head = head.children[0]
        target = self.target(inner)
        chain = [link for link in links(target) if link.pos[1] > head.end_byte]
        if not chain or head.type not in ("parenthesized_expression", "tuple"):
            return None
        start = node.start_byte
        word = ir.Name((start, start + len("type")), "type")
        arguments = tuple(self.item(child) for child in parts_of(head))
        replace_head(chain, ir.Call((start, head.end_byte), word, arguments), start)
        return target
