"""Lowering of what Python binds in unusual ways: case patterns and type aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policywright.analyzers import ir
from policywright.analyzers.languages.python.expressions import (
    ExpressionLowering,
    first_of,
    links,
    parts_of,
    replace_head,
)

if TYPE_CHECKING:
    from tree_sitter import Node


class PatternLowering(ExpressionLowering):
    """Between expressions and statements: targets that have a syntax of their own."""

    def pattern(self, clause: Node, subject: ir.Name) -> tuple[ir.Expr | None, list[ir.Stmt]]:
        """The test that a case's pattern comes to, where it is one, and what the pattern binds."""
        pos = subject.pos
        patterns = [child for child in parts_of(clause) if child.type == "case_pattern"]
        captures: list[ir.Stmt] = []
        if len(patterns) > 1:
            return None, self._unknown(patterns, pos)
        pattern = first_of(patterns[0]) if patterns else None
        if pattern is not None and pattern.type == "as_pattern":
            captures.append(ir.Assign(pos, (self._named_target(parts_of(pattern)[-1]),), subject))
            inner = first_of(pattern)
            pattern = first_of(inner) if inner is not None else None
        if pattern is None:
            return None, captures
        if pattern.type == "dotted_name" and len(parts_of(pattern)) == 1:
            captures.append(ir.Assign(pos, (self._named_target(pattern),), subject))
            return None, captures
        return self._text_test(pattern, subject), [*captures, *self._unknown([pattern], pos)]

    def _unknown(self, patterns: list[Node], pos: ir.Pos) -> list[ir.Stmt]:
        names = self._capture_names(patterns)
        return [ir.Assign(pos, (ir.Name(pos, name),), ir.Opaque(pos)) for name in names]

    def _text_test(self, pattern: Node, subject: ir.Name) -> ir.Expr | None:
        """The comparison that a pattern of one text, or of several with ``|``, stands for."""
        parts = parts_of(pattern) if pattern.type == "union_pattern" else [pattern]
        tests: list[ir.Expr] = []
        for part in parts:
            if part.type not in ("string", "concatenated_string"):
                return None
            tests.append(ir.BinOp(subject.pos, "==", subject, self.expr(part)))
        return tests[0] if len(tests) == 1 else ir.BoolOp(subject.pos, "or", tuple(tests))

    def _named_target(self, node: Node) -> ir.Name:
        name = self.text(node)
        self.scope.bound.add(name)
        return ir.Name((node.start_byte, node.end_byte), name)

    def _capture_names(self, patterns: list[Node]) -> list[str]:
        """Names that patterns bind: not classes, keywords, or dotted names, which are compared with."""
        pending, names = list(patterns), set[str]()
        while pending:
            current = pending.pop()
            children = parts_of(current)
            match current.type:
                case "dotted_name":
                    names.update(self.text(child) for child in children if len(children) == 1)
                case "class_pattern" | "keyword_pattern":
                    pending.extend(children[1:])
                case "as_pattern" | "splat_pattern":
                    names.update(self.text(child) for child in children if child.type == "identifier")
                    pending.extend(child for child in children if child.type != "identifier")
                case _:
                    pending.extend(children)
        self.scope.bound.update(names)
        return sorted(names)

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
