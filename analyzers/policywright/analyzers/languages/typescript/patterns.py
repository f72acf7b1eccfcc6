"""Lowering basics: text, dispatch with a depth limit, assignment targets and destructuring patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from sys import intern

from policywright.analyzers import ir
from policywright.analyzers.languages.handlers import handlers
from policywright.analyzers.languages.typescript.scopes import Scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

MAX_DEPTH = 700
"""Nesting of expressions and blocks; deeper code is reported and left opaque."""

_ITEMS = ("array_pattern", "array")
_FIELDS = ("object_pattern", "object")

_ALIKE = {
    "function_expression": "arrow_function",
    "generator_function": "arrow_function",
    "shorthand_property_identifier": "identifier",
    "non_null_expression": "parenthesized_expression",
    "instantiation_expression": "parenthesized_expression",
    "computed_property_name": "parenthesized_expression",
    "satisfies_expression": "as_expression",
    "jsx_self_closing_element": "jsx_element",
    "jsx_fragment": "jsx_element",
}
"""Kinds of nodes that are lowered like another one."""


def named_key(key: ir.Expr) -> ir.Expr:
    """A key as a constant, where it is one of the symbols by which the language finds members."""
    match key:
        case ir.Attr(obj=ir.Name(name="Symbol"), name=name):
            return ir.Const(key.pos, f"[Symbol.{name}]")
    return key


class PatternLowering:
    """State of one file's lowering, and the patterns that bind names."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.scope = Scope()
        self.depth = 0
        self.awaiting = False
        self.resuming = False
        """The next function is a machine that a compiler made (``machines``)."""
        self.problems: list[tuple[ir.Pos, str]] = []
        self.functions: list[ir.Function] = []
        self.classes: list[ir.Class] = []
        self.imports: list[tuple[str, int]] = []
        self.typed: list[tuple[tuple[str, int], tuple[str, ...]]] = []
        """Imports that may bring nothing but types, with the names that would have to be used as values."""
        self.valued: set[str] = set()
        """Names that are used as values."""
        self.assigned: set[str] = set()
        self.awaited: set[ir.Pos] = set()
        """The places of names that are waited for."""
        self.qualifiers: list[str] = []
        self.of_libraries: set[str] = set()
        """Names that are imported from packages."""
        self._handlers: Mapping[str, Callable[..., ir.Expr]] = handlers(self, "_x_", _ALIKE)

    def text(self, node: Node) -> str:
        return intern(self.data[node.start_byte : node.end_byte].decode("utf-8", "replace"))

    def expr(self, node: Node | None) -> ir.Expr:
        """Any expression; what has no handler becomes ``Opaque`` over its named children."""
        if node is None:
            return ir.Opaque((0, 0))
        handler = self._handlers.get(node.type)
        if self.depth > MAX_DEPTH:
            pos = (node.start_byte, node.end_byte)
            self.problems.append((pos, "nested too deeply"))
            return ir.Opaque(pos)
        self.depth += 1
        try:
            return handler(self, node) if handler else self._opaque(node)
        finally:
            self.depth -= 1

    def _opaque(self, node: Node) -> ir.Expr:
        raise NotImplementedError

    def named(self, name: str, node: Node | None) -> ir.Expr:
        """An expression whose value, if it is a function or class, is called ``name``."""
        raise NotImplementedError

    # --- targets ---

    def target(self, node: Node | None, *, declare: bool = False) -> ir.Target:
        """What an assignment or declaration binds; ``declare`` for declared names."""
        if node is None:
            return ir.Pattern((0, 0))
        pos = (node.start_byte, node.end_byte)
        match node.type:
            case "identifier" | "shorthand_property_identifier_pattern" | "shorthand_property_identifier":
                name = self.scope.resolve(self.text(node))
                if not declare:
                    self.scope.assigned.add(name)
                return ir.Name(pos, name)
            case "member_expression" | "subscript_expression":
                result = self.expr(node)
                if isinstance(result, ir.Attr):
                    self.assigned.add(result.name)
                if isinstance(result, ir.Attr | ir.Index):
                    return result
            case "array_pattern" | "array":
                return ir.Pattern(pos, tuple(self._items(node, declare)))
            case "object_pattern" | "object":
                return self._fields(node, declare)
            case "assignment_pattern":
                return self.target(node.child_by_field_name("left"), declare=declare)
            case "parenthesized_expression" | "non_null_expression" | "as_expression" if node.named_children:
                return self.target(node.named_children[0], declare=declare)
            case _:
                pass
        return ir.Pattern(pos)

    def _items(self, node: Node, declare: bool) -> Iterator[ir.Target | ir.Rest | ir.Default | None]:
        """Positional targets; an empty place between commas is None."""
        expecting = True
        for child in node.children[1:-1]:
            if child.type == "comment":
                continue
            if child.type == ",":
                if expecting:
                    yield None
                expecting = True
                continue
            expecting = False
            pos = (child.start_byte, child.end_byte)
            if child.type in ("rest_pattern", "spread_element") and child.named_children:
                yield ir.Rest(pos, self.target(child.named_children[0], declare=declare))
            elif child.type in ("assignment_pattern", "assignment_expression"):
                default = self.expr(child.child_by_field_name("right"))
                yield ir.Default(
                    pos, self.target(child.child_by_field_name("left"), declare=declare), default
                )
            else:
                yield self.target(child, declare=declare)

    def _fields(self, node: Node, declare: bool) -> ir.Pattern:
        fields: list[tuple[str, ir.Target, ir.Expr | None]] = []
        rest: ir.Target | None = None
        for child in node.named_children:
            match child.type:
                case "shorthand_property_identifier_pattern" | "shorthand_property_identifier":
                    fields.append((self.text(child), self.target(child, declare=declare), None))
                case "object_assignment_pattern":
                    left = child.child_by_field_name("left")
                    default = self.expr(child.child_by_field_name("right"))
                    if left is not None:
                        fields.append((self.text(left), self.target(left, declare=declare), default))
                case "pair_pattern" | "pair":
                    fields.append(self._pair(child, declare))
                case "rest_pattern" | "spread_element" if child.named_children:
                    rest = self.target(child.named_children[0], declare=declare)
                case _:
                    pass
        return ir.Pattern((node.start_byte, node.end_byte), (), tuple(fields), rest)

    def _pair(self, node: Node, declare: bool) -> tuple[str, ir.Target, ir.Expr | None]:
        key = self.key(node.child_by_field_name("key"))
        value = node.child_by_field_name("value")
        default: ir.Expr | None = None
        if value is not None and value.type in ("assignment_pattern", "assignment_expression"):
            default = self.expr(value.child_by_field_name("right"))
            value = value.child_by_field_name("left")
        name = str(key.value) if isinstance(key, ir.Const) else ""
        return name, self.target(value, declare=declare), default

    def key(self, node: Node | None) -> ir.Expr:
        """A property's name."""
        if node is None:
            return ir.Opaque((0, 0))
        if node.type in ("property_identifier", "private_property_identifier"):
            return ir.Const((node.start_byte, node.end_byte), self.text(node))
        return named_key(self.expr(node))

    def names(self, node: Node | None) -> Iterator[str]:
        """The names that a declaration's pattern binds."""
        pending = [node] if node is not None else []
        while pending:
            current = pending.pop()
            match current.type:
                case "identifier" | "shorthand_property_identifier_pattern" | "type_identifier":
                    yield self.text(current)
                case "pair_pattern":
                    value = current.child_by_field_name("value")
                    pending.extend([value] if value is not None else [])
                case "assignment_pattern" | "object_assignment_pattern":
                    left = current.child_by_field_name("left")
                    pending.extend([left] if left is not None else [])
                case "object_pattern" | "array_pattern" | "rest_pattern":
                    pending.extend(current.named_children)
                case _:
                    pass
