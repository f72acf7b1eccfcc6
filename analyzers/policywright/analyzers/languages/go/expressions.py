"""Lowering of Go expressions: tree-sitter nodes in, IR out.

Pointers are transparent (``&x`` and ``*p`` are ``x`` and ``p``). What the IR has no node for is a call of
a name starting with ``$``, which ``runtime.py`` gives its meaning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from policywright.analyzers import ir
from policywright.analyzers.languages.go.types import BASIC, EMPTY, TypeLowering
from policywright.analyzers.languages.handlers import handlers
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

    from tree_sitter import Node

MAX_DEPTH = 700
"""Nesting of expressions and blocks; deeper code is reported and left opaque."""

_TYPE_NODES = frozenset((
    "slice_type", "array_type", "map_type", "channel_type", "function_type", "interface_type", "struct_type",
    "implicit_length_array_type", "pointer_type", "qualified_type", "generic_type", "type_identifier",
))  # fmt: skip
_NAMED_TYPES = _TYPE_NODES | {"identifier", "selector_expression", "parenthesized_type"}
"""What may be a type, which a name alone does not tell."""
_LIST_TYPES = ("slice_type", "array_type", "implicit_length_array_type")
_ESCAPE = regex(r"\\(?:([abfnrtv\\'\"])|([0-7]{3})|(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}))")
_LETTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_TWO_VALUED = ("index_expression", "type_assertion_expression", "unary_expression")

_WRITES = regex(r"\.(?:\w*Var(?:PF?)?|S?[Ss]can\w*|\w*Unmarshal\w*|Decode\w*)$")
"""Methods and functions that are passed pointers to write through: of flags, rows, scanners, decoders."""

_POINTED = regex(rb"(?:^|[{;])[ \t]*\*[\w.()]+[ \t]*[-+]?=[^=]", re.MULTILINE)
"""What writes through a pointer."""
_KEEPING = ("assignment_statement", "return_statement", "short_var_declaration", "var_spec")
_OF_POINTERS = ("map_type", *_LIST_TYPES)

_FLAG = "Destination"
"""The member of a flag of ``urfave/cli`` that says where its value goes."""

_ALIKE = {
    "field_identifier": "identifier",
    "generic_type": "type_instantiation_expression",
}
"""Kinds of nodes that are lowered like another one."""


class ExpressionLowering(TypeLowering):
    """One file's expressions; ``Lowering`` in ``lower.py`` adds statements and declarations."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.depth = 0
        self.problems: list[tuple[ir.Pos, str]] = []
        self.functions: list[ir.Function] = []
        self.assigned: set[str] = set()
        self.iota = 0
        self._handlers: Mapping[str, Callable[..., ir.Expr]] = handlers(self, "_x_", _ALIKE)

    def function_literal(self, node: Node) -> ir.Function:
        """A ``func`` literal; ``Lowering`` knows how."""
        raise NotImplementedError

    def expr(self, node: Node | None) -> ir.Expr:
        """Any expression; what has no handler becomes ``Opaque`` over its named children."""
        if node is None:
            return ir.Opaque((0, 0))
        pos = (node.start_byte, node.end_byte)
        if self.depth > MAX_DEPTH:
            self.problems.append((pos, "nested too deeply"))
            return ir.Opaque(pos)
        handler = self._handlers.get(node.type)
        self.depth += 1
        try:
            if handler is not None:
                return handler(self, node)
            if node.type in _TYPE_NODES:
                return self.type_expr(node) or ir.Opaque(pos)
            return self._opaque(node)
        finally:
            self.depth -= 1

    def _opaque(self, node: Node) -> ir.Expr:
        parts = tuple(self.expr(child) for child in node.named_children if child.type != "comment")
        return ir.Opaque((node.start_byte, node.end_byte), parts)

    def helper(self, pos: ir.Pos, name: str, *args: ir.Expr) -> ir.Expr:
        """A call of one of ``runtime.py``'s own functions."""
        return ir.Call(pos, ir.Name(pos, name), args)

    def reached_into(self, value: ir.Expr) -> None:
        """What is in a field may be changed without assigning the field: through a pointer, by a method."""
        if isinstance(value, ir.Attr) and not isinstance(value.obj, ir.ImportExpr):
            self.assigned.add(f"{value.name}.")

    def several(self, node: Node | None) -> list[ir.Expr]:
        """The expressions of an expression list."""
        return [self.expr(part) for part in listed(node)]

    def values(self, node: Node | None, targets: Sequence[Node]) -> list[ir.Expr]:
        """The right side of an assignment; ``v, ok`` forms get their second value.

        Where nobody asks whether it was of the type (``v, _ := x.(T)``), it may be the type's zero value.
        """
        parts = listed(node)
        found = [self.expr(part) for part in parts]
        if len(targets) == 2 and len(found) == 1 and parts[0].type in _TWO_VALUED:
            blank = targets[1].text == b"_"
            return [self._or_zero(found[0]) if blank else found[0], ir.Opaque(found[0].pos)]
        return found

    def _or_zero(self, value: ir.Expr) -> ir.Expr:
        """``v, _ := x.(T)``: the zero value of the type where it is another one."""
        kind = value.annotation if isinstance(value, ir.Cast) else None
        if not isinstance(kind, ir.Name) or kind.name not in EMPTY:
            return value
        zero = ir.Const(value.pos, EMPTY[kind.name])
        return ir.Conditional(value.pos, ir.Opaque(value.pos), value, zero)

    # --- names and literals ---

    def _x_identifier(self, node: Node) -> ir.Expr:
        found = self.name(node)
        if isinstance(found, ir.Name):
            self.scopes.escape(found.name)
        return found

    def _const(self, node: Node, value: str | bytes | float | bool | None) -> ir.Expr:
        return ir.Const((node.start_byte, node.end_byte), value)

    def _x_true(self, node: Node) -> ir.Expr:
        return self._const(node, True)

    def _x_false(self, node: Node) -> ir.Expr:
        return self._const(node, False)

    def _x_nil(self, node: Node) -> ir.Expr:
        return self._const(node, None)

    def _x_iota(self, node: Node) -> ir.Expr:
        return self._const(node, self.iota)

    def _x_int_literal(self, node: Node) -> ir.Expr:
        try:
            return self._const(node, int(self.text(node).replace("_", ""), 0))
        except ValueError:
            return ir.Opaque((node.start_byte, node.end_byte))

    def _x_float_literal(self, node: Node) -> ir.Expr:
        try:
            return self._const(node, float(self.text(node).replace("_", "")))
        except ValueError:
            return ir.Opaque((node.start_byte, node.end_byte))

    def _x_interpreted_string_literal(self, node: Node) -> ir.Expr:
        return self._const(node, _unquote(self.text(node)))

    def _x_raw_string_literal(self, node: Node) -> ir.Expr:
        return self._const(node, self.text(node).strip("`").replace("\r", ""))

    def _x_func_literal(self, node: Node) -> ir.Expr:
        return ir.FunctionExpr((node.start_byte, node.end_byte), self.function_literal(node))

    # --- access ---

    def _x_selector_expression(self, node: Node) -> ir.Expr:
        operand = node.child_by_field_name("operand")
        field = operand is not None and operand.type == "identifier" and _is_field(node)
        value = self.name(operand) if operand is not None and field else self.expr(operand)
        return ir.Attr((node.start_byte, node.end_byte), value, self.text(node.child_by_field_name("field")))

    def _x_index_expression(self, node: Node) -> ir.Expr:
        value = self.expr(node.child_by_field_name("operand"))
        return ir.Index((node.start_byte, node.end_byte), value, self.expr(node.child_by_field_name("index")))

    def _x_slice_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        given = [node.child_by_field_name(name) for name in ("start", "end")]
        bounds = [ir.Const(pos, None) if bound is None else self.expr(bound) for bound in given]
        return self.helper(pos, "$slice", self.expr(node.child_by_field_name("operand")), *bounds)

    def _x_type_assertion_expression(self, node: Node) -> ir.Expr:
        value = self.expr(node.child_by_field_name("operand"))
        annotation = self.declared(node.child_by_field_name("type"))
        return (
            ir.Cast((node.start_byte, node.end_byte), value, annotation) if annotation is not None else value
        )

    def _x_parenthesized_expression(self, node: Node) -> ir.Expr:
        inner = [child for child in node.named_children if child.type != "comment"]
        return self.expr(inner[0]) if inner else ir.Opaque((node.start_byte, node.end_byte))

    def _x_unary_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        operand = node.child_by_field_name("operand")
        operator = node.children[0].type
        value = self.expr(operand)
        if operator in ("&", "*"):
            if operator == "&":
                self.reached_into(value)
                if self._is_kept(node):
                    return self._perhaps_written(pos, value, operand)
            return value
        if operator == "!":
            return ir.Not(pos, value)
        if operator == "<-":
            return self.helper(pos, "$receive", value)
        if operator == "-" and isinstance(value, ir.Const) and isinstance(value.value, int | float):
            return ir.Const(pos, -value.value)
        return ir.Opaque(pos, (value,))

    def _perhaps_written(self, pos: ir.Pos, value: ir.Expr, operand: Node | None) -> ir.Expr:
        """A variable, field or item that is written through a pointer later."""
        if isinstance(value, ir.Name):
            target = ir.Name(pos, self.scopes.assign(self.text(operand)))
            return ir.Bind(pos, target, self.helper(pos, "$lent", value, ir.Const(pos, True)))
        return self._lent_part(pos, value, ir.Const(pos, True))

    def _lent_part(self, pos: ir.Pos, value: ir.Expr, *more: ir.Expr) -> ir.Expr:
        """A field or item whose address is handed on; anything else as it is."""
        if isinstance(value, ir.Attr):
            return self.helper(pos, "$lent_part", value.obj, ir.Const(pos, value.name), value, *more)
        if isinstance(value, ir.Index):
            return self.helper(pos, "$lent_part", value.obj, value.key, value, *more)
        return value

    def _is_kept(self, node: Node) -> bool:
        """A pointer that is put somewhere, in a file that writes through pointers it has from somewhere:
        ``for name, p := range map[string]*string{"BUCKET": &bucket} { *p = os.Getenv(name) }``."""
        above = node.parent
        if above is None or _POINTED.search(self.data) is None:
            return False
        if above.type == "expression_list" and above.parent is not None:
            return above.parent.type in _KEEPING
        while above is not None and above.type in ("literal_element", "keyed_element", "literal_value"):
            above = above.parent
        literal = above if above is not None and above.type == "composite_literal" else None
        kind = literal.child_by_field_name("type") if literal is not None else None
        return kind is not None and kind.type in _OF_POINTERS and "*string" in self.text(kind)

    def _x_binary_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        operator = node.child_by_field_name("operator")
        left = self.expr(node.child_by_field_name("left"))
        right = self.expr(node.child_by_field_name("right"))
        op = operator.type if operator is not None else "?"
        if op in ("&&", "||"):
            return ir.BoolOp(pos, "and" if op == "&&" else "or", (left, right))
        return ir.BinOp(pos, op, left, right)

    # --- calls ---

    def _x_call_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        function = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        parts = [c for c in arguments.named_children if c.type != "comment"] if arguments is not None else []
        if function is None:
            return ir.Opaque(pos)
        if function.type == "identifier":
            special = self._predeclared(pos, self.text(function), parts)
            if special is not None:
                return special
        if function.type in ("slice_type", "map_type", "function_type", "interface_type", "array_type"):
            return self.expr(parts[0]) if parts else ir.Opaque(pos)
        callee = self.expr(function)
        if isinstance(callee, ir.Attr | ir.Name):
            self.scopes.here.calls.add(callee.name)
        if isinstance(callee, ir.Attr):
            self.reached_into(callee.obj)
        return ir.Call(pos, self._instantiated(pos, node, callee), self._arguments(parts))

    def _predeclared(self, pos: ir.Pos, name: str, parts: list[Node]) -> ir.Expr | None:
        if self.scopes.use(name) is not None or name in self.package_names:
            return None
        if name in ("make", "new") and parts:
            value = self._value_of_new(parts[0]) if name == "new" else None
            if value is not None:
                return value
            rest = tuple(self.expr(part) for part in parts[1:])
            made = self._zero(pos, parts[0], made=name == "make")
            return made if not rest else self.helper(pos, "$first", made, *rest)
        if name in BASIC and len(parts) == 1:
            return self.expr(parts[0])
        return None

    def _value_of_new(self, node: Node) -> ir.Expr | None:
        """``new(expression)`` of Go 1.26; None for what may be a type.

        The grammar takes ``keys[i]`` for a type with arguments; no type of a function has any.
        """
        if node.type not in _NAMED_TYPES:
            return self.expr(node)
        kind, told = node.child_by_field_name("type"), node.child_by_field_name("type_arguments")
        if node.type != "generic_type" or kind is None or told is None:
            return None
        root = kind.child_by_field_name("package") or kind
        keys = [one for part in told.named_children for one in part.named_children]
        if len(keys) != 1 or self.scopes.use(self.text(root)) is None:
            return None
        of = self.name(root)
        if root is not kind:
            of = ir.Attr((kind.start_byte, kind.end_byte), of, self.text(kind.child_by_field_name("name")))
        key = self.name(keys[0]) if keys[0].type == "type_identifier" else self.expr(keys[0])
        return ir.Index((node.start_byte, node.end_byte), of, key)

    def _zero(self, pos: ir.Pos, node: Node, *, made: bool) -> ir.Expr:
        """``make(T)`` and ``new(T)``."""
        if node.type == "map_type" and made:
            return ir.DictLit(pos, ())
        if made and (node.type in _LIST_TYPES or node.type == "channel_type"):
            literal = ir.ListLit(pos, ())
            return self.helper(pos, "$channel", literal) if node.type == "channel_type" else literal
        return self.zero_value(pos, node)

    def zero_value(self, pos: ir.Pos, node: Node) -> ir.Expr:
        """The zero value of a type, as far as code can fill it in afterwards."""
        if node.type == "identifier":
            kind: ir.Expr | None = self._named(node)
        elif node.type == "selector_expression":
            kind = self.expr(node)
        else:
            kind = self.type_expr(node) if node.type not in _LIST_TYPES else None
        zero = self.helper(pos, "$zero", kind if kind is not None else ir.Const(pos, None))
        if node.type in ("identifier", "type_identifier") and (
            self.scopes.type_parameter(self.text(node)) is not None
        ):
            told = (ir.Name(pos, name) for name in self.scopes.typed(self.text(node)))
            return self.helper(pos, "$parameter", zero, *told)
        return zero

    def _arguments(self, parts: list[Node]) -> tuple[ir.Expr, ...]:
        if len(parts) == 1 and parts[0].type == "call_expression":
            # f(g()) passes all results of g.
            value = self.expr(parts[0])
            return (ir.Spread(value.pos, self.helper(value.pos, "$results", value)),)
        return tuple(self._argument(part) for part in parts)

    def _argument(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        if node.type == "variadic_argument":
            return ir.Spread(
                pos, self.expr(node.named_children[0]) if node.named_children else ir.Opaque(pos)
            )
        call = node.parent.parent if node.parent is not None else None
        callee = self.text(call.child_by_field_name("function")) if call is not None else ""
        if callee == "errors.As" and node.type == "unary_expression" and node.prev_named_sibling is not None:
            return self._caught(node, node.prev_named_sibling)
        function = call.child_by_field_name("function") if call is not None else None
        index = sum(1 for one in node.parent.named_children if one.end_byte <= node.start_byte
                    and one.type != "comment") if node.parent is not None else 0  # fmt: skip
        return self._lent(node, writes=_WRITES.search(callee) is not None, callee=function, index=index)

    def _caught(self, node: Node, error: Node) -> ir.Expr:
        """``errors.As(error, &variable)``"""
        inner = node.child_by_field_name("operand")
        if inner is None or inner.type != "identifier":
            return self.expr(node)
        pos = (node.start_byte, node.end_byte)
        target = ir.Name(pos, self.scopes.assign(self.text(inner)))
        return ir.Bind(pos, target, self.helper(pos, "$caught", self.expr(error)))

    def _lent(self, node: Node, *, writes: bool, callee: Node | None = None, index: int = 0) -> ir.Expr:
        """``&x``, for a library that may write through the pointer, or that is known to, or for a function of
        the program that does."""
        value, pos = self.expr(node), (node.start_byte, node.end_byte)
        if node.type != "unary_expression" or node.children[0].type != "&":
            return value
        more = [ir.Const(pos, index), self.expr(callee)] if callee is not None and callee.type in (
            "identifier", "selector_expression"
        ) else []  # fmt: skip
        if isinstance(value, ir.Name):
            inner = node.child_by_field_name("operand")
            target = ir.Name(pos, self.scopes.assign(self.text(inner)))
            lent = self.helper(pos, "$lent", value, ir.Const(pos, writes), *more)
            kind = self.scopes.kind_of(value.name)
            if kind is not None:
                lent = self.helper(
                    pos, "$filled", lent, ir.Cast(pos, self.helper(pos, "$unknown"), kind), *more[1:]
                )
            return ir.Bind(pos, target, lent)
        return self._lent_part(pos, value, ir.Const(pos, writes), *more) if writes or more else value

    def _x_type_conversion_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        kind = node.child_by_field_name("type")
        operand = self.expr(node.child_by_field_name("operand"))
        if kind is not None and kind.type == "generic_type":
            # F[T](x) reads like a conversion; it is a call of a generic function as often, or table[key](x).
            callee = self.type_expr(kind)
            if callee is not None:
                if isinstance(callee, ir.Attr | ir.Name):
                    self.scopes.here.calls.add(callee.name)
                return ir.Call(pos, self._instantiated(pos, kind, callee), (operand,))
        return operand

    def _instantiated(self, pos: ir.Pos, kind: Node, callee: ir.Expr) -> ir.Expr:
        """``F[T]``, or ``table[key]`` that looks like it; a type, or a call, that has the brackets."""
        given = kind.child_by_field_name("type_arguments")
        inner = given.named_children if given is not None else []
        several = [one.named_children[0] for one in inner if one.type == "type_elem" and one.named_children]
        keys = [key for one in several if (key := self._type_argument(pos, one)) is not None]
        if not keys:
            return callee
        if len(inner) > 1:
            # No item of a table has two keys.
            keys.append(ir.Const(pos, None))
        return self.helper(pos, "$instantiated", callee, *keys)

    def _type_argument(self, pos: ir.Pos, node: Node) -> ir.Expr | None:
        """A named type, or what a pointer to one points at."""
        while node.type == "pointer_type" and node.named_children:
            node = node.named_children[0]
        if node.type == "type_identifier":
            text = self.text(node)
            return None if text in BASIC and text not in self.package_names else self.name(node)
        owner = node.child_by_field_name("package") if node.type == "qualified_type" else None
        if owner is None:
            return None
        return ir.Attr(pos, self.name(owner), self.text(node.child_by_field_name("name")))

    def _x_type_instantiation_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        first, *given = node.named_children
        keys = [key for one in given if (key := self._type_argument(pos, one)) is not None]
        callee = self.expr(first)
        return self.helper(pos, "$instantiated", callee, *keys, ir.Const(pos, None)) if keys else callee

    # --- composite literals ---

    def _x_composite_literal(self, node: Node) -> ir.Expr:
        return self.composite(node, node.child_by_field_name("type"), node.child_by_field_name("body"))

    def composite(self, node: Node, kind: Node | None, body: Node | None) -> ir.Expr:
        """``T{...}``; elements of elements leave their type out."""
        pos = (node.start_byte, node.end_byte)
        elements = [c for c in body.named_children if c.type != "comment"] if body is not None else []
        while (
            kind is not None and kind.type in ("pointer_type", "parenthesized_type") and kind.named_children
        ):
            kind = kind.named_children[0]
        if kind is not None and kind.type in _LIST_TYPES:
            inner = kind.child_by_field_name("element")
            if any(element.type == "keyed_element" for element in elements):
                # [...]string{Fast: "a", Slow: "b"}
                return self._map(pos, elements, None, inner)
            return ir.ListLit(pos, tuple(self._element(_value(element), inner) for element in elements))
        if kind is not None and kind.type == "map_type":
            return self._map(
                pos, elements, kind.child_by_field_name("key"), kind.child_by_field_name("value")
            )
        if kind is None or kind.type == "struct_type":
            return self._plain_struct(pos, elements, kind)
        return self._typed(pos, elements, kind)

    def _element(self, node: Node | None, kind: Node | None) -> ir.Expr:
        inner = node.named_children[0] if node is not None and node.type == "literal_element" else node
        if inner is not None and inner.type == "literal_value":
            return self.composite(inner, kind, inner)
        return self.expr(inner)

    def _map(self, pos: ir.Pos, elements: list[Node], key: Node | None, value: Node | None) -> ir.Expr:
        items: list[tuple[ir.Expr | None, ir.Expr]] = []
        for element in elements:
            if element.type == "keyed_element":
                name = self._element(element.child_by_field_name("key"), key)
                items.append((name, self._element(element.child_by_field_name("value"), value)))
        return ir.DictLit(pos, tuple(items))

    def _plain_struct(self, pos: ir.Pos, elements: list[Node], kind: Node | None) -> ir.Expr:
        labels = _field_names(self, kind) if kind is not None else []
        items: list[tuple[ir.Expr | None, ir.Expr]] = []
        for position, element in enumerate(elements):
            if element.type == "keyed_element":
                key = _inner(element.child_by_field_name("key"))
                name = (
                    self._const(key, self.text(key))
                    if key is not None and key.type == "identifier"
                    else self.expr(key)
                )
                types = dict(labels)
                label = self.text(key) if key is not None else ""
                items.append((name, self._element(element.child_by_field_name("value"), types.get(label))))
            elif position < len(labels):
                label, inner = labels[position]
                items.append((ir.Const(pos, label), self._element(element, inner)))
            elif kind is None:
                return ir.ListLit(pos, tuple(self._element(_value(item), None) for item in elements))
        return ir.DictLit(pos, tuple(items))

    def _typed(self, pos: ir.Pos, elements: list[Node], kind: Node) -> ir.Expr:
        """A literal of a named type: a struct, or a named slice or map."""
        named = self.type_expr(kind) or ir.Opaque(pos)
        keys = [
            _inner(element.child_by_field_name("key"))
            for element in elements
            if element.type == "keyed_element"
        ]
        if not keys:
            items = tuple(self._element(element, None) for element in elements)
            return self.helper(pos, "$literal", self._given_types(pos, kind, named), *items)
        if any(key is None or key.type != "identifier" for key in keys):
            return self._map(pos, elements, None, None)
        kwargs: list[tuple[str | None, ir.Expr]] = []
        for element in elements:
            if element.type == "keyed_element":
                name = self.text(_inner(element.child_by_field_name("key")))
                self.assigned.add(name)
                value = element.child_by_field_name("value")
                flag = _inner(value) if name == _FLAG else None
                found = self._element(value, None) if flag is None else self._lent(flag, writes=True)
                kwargs.append((name, found))
        if isinstance(named, ir.Name | ir.Attr):
            self.scopes.here.calls.add(named.name)
        return ir.Call(pos, self._given_types(pos, kind, named), (), tuple(kwargs), new=True)

    def _given_types(self, pos: ir.Pos, kind: Node, named: ir.Expr) -> ir.Expr:
        """``Table[Row]{...}``"""
        return self._instantiated(pos, kind, named) if kind.type == "generic_type" else named


def listed(node: Node | None) -> list[Node]:
    """The parts of an expression list, or the one expression."""
    if node is None:
        return []
    if node.type != "expression_list":
        return [node]
    return [child for child in node.named_children if child.type != "comment"]


def _value(element: Node) -> Node | None:
    return element.child_by_field_name("value") if element.type == "keyed_element" else element


def _inner(node: Node | None) -> Node | None:
    return (
        node.named_children[0]
        if node is not None and node.type == "literal_element" and node.named_children
        else node
    )


def _field_names(lowering: TypeLowering, struct: Node) -> list[tuple[str, Node | None]]:
    found: list[tuple[str, Node | None]] = []
    for child in struct.named_children[0].named_children if struct.named_children else ():
        if child.type == "field_declaration":
            kind = child.child_by_field_name("type")
            found.extend((lowering.text(name), kind) for name in child.children_by_field_name("name"))
    return found


def _is_field(node: Node) -> bool:
    """A selector that reads a field for certain: elsewhere it may be a method, which gets the variable."""
    outer = node.parent
    return outer is not None and outer.type in (
        "selector_expression",
        "binary_expression",
        "index_expression",
    )


def _unquote(text: str) -> str:
    """The value of an interpreted string literal (Go specification, "String literals")."""
    if "\\" not in text:
        return text[1:-1]
    try:
        return _ESCAPE.sub(_escaped, text[1:-1])
    except (ValueError, OverflowError):
        return text[1:-1]


def _escaped(match: re.Match[str]) -> str:
    letter, octal, code = match.groups()
    if letter is not None:
        return _LETTERS.get(letter, letter)
    return chr(int(octal, 8) if octal is not None else int(code[1:], 16))
