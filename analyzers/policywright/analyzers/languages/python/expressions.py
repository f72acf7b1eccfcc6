"""Lowering of Python expressions: tree-sitter nodes in, IR out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from sys import intern

from policywright.analyzers import ir
from policywright.analyzers.languages.handlers import handlers
from policywright.analyzers.languages.python.scopes import Scope
from policywright.analyzers.languages.python.waiting import go_through, is_exhausting, is_going_through, wait
from policywright.knowledge.records import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from tree_sitter import Node, Parser

MAX_DEPTH = 700
"""Nesting of expressions and blocks; deeper code is reported and left opaque."""


_EXTRAS = frozenset(("comment", "line_continuation"))
"""Nodes that the grammar lets stand anywhere."""

_ALIKE = {
    "print_identifier": "identifier",
    "type": "parenthesized_expression",
    "set": "list",
    "expression_list": "tuple",
    "pattern_list": "tuple",
    "set_comprehension": "list_comprehension",
    "dictionary_comprehension": "list_comprehension",
    "generator_expression": "list_comprehension",
}
"""Kinds of nodes that are lowered like another one."""


_ITERATING = frozenset(("for_statement", "for_in_clause", "list_splat"))
"""Kinds of nodes that ask for the items of what stands right in them."""


def parts_of(node: Node) -> list[Node]:
    """The named children that mean something."""
    return [child for child in node.named_children if child.type not in _EXTRAS]


Link: TypeAlias = ir.Call | ir.Attr | ir.Index


def receiver(link: Link) -> ir.Expr:
    """What is called or accessed."""
    return link.fn if isinstance(link, ir.Call) else link.obj


def links(value: ir.Expr | ir.Target) -> list[Link]:
    """The calls and accesses of ``a.b().c[0]``, last one first."""
    found: list[Link] = []
    while isinstance(value, ir.Call | ir.Attr | ir.Index):
        found.append(value)
        value = receiver(value)
    return found


def replace_head(chain: list[Link], head: ir.Expr, start: int) -> None:
    """Puts another expression where a chain begins."""
    if isinstance(chain[-1], ir.Call):
        chain[-1].fn = head
    else:
        chain[-1].obj = head
    for link in chain:
        link.pos = (start, link.pos[1])


def first_of(node: Node) -> Node | None:
    """The first of them, which broken code can lack."""
    return next(iter(parts_of(node)), None)


_UNARY = {"-": "neg", "+": "pos", "~": "invert"}
_SCOPES = frozenset(("locals", "vars"))
"""What gives the variables of a function where it is told nothing."""


class ExpressionLowering:
    """One file's expressions; ``Lowering`` in ``lower.py`` adds statements and definitions."""

    def __init__(self, data: bytes, parser: Parser) -> None:
        self.data = data
        self.parser = parser
        self.scope = Scope("module")
        self.depth = 0
        self.problems: list[tuple[ir.Pos, str]] = []
        self.functions: list[ir.Function] = []
        self.assigned: set[str] = set()
        self.awaited: set[ir.Pos] = set()
        """The places of names that are waited for."""
        self.qualifiers: list[str] = []
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
        parts = tuple(self.expr(child) for child in parts_of(node))
        return ir.Opaque((node.start_byte, node.end_byte), parts)

    # --- names and literals ---

    def _x_identifier(self, node: Node) -> ir.Expr:
        name = self.text(node)
        self.scope.used.add(name)
        return ir.Name((node.start_byte, node.end_byte), name)

    def _const(self, node: Node, value: str | bytes | float | bool | None) -> ir.Expr:
        return ir.Const((node.start_byte, node.end_byte), value)

    def _x_true(self, node: Node) -> ir.Expr:
        return self._const(node, True)

    def _x_false(self, node: Node) -> ir.Expr:
        return self._const(node, False)

    def _x_none(self, node: Node) -> ir.Expr:
        return self._const(node, None)

    def _x_integer(self, node: Node) -> ir.Expr:
        try:
            return self._const(node, int(self.text(node), 0))
        except ValueError:
            return ir.Opaque((node.start_byte, node.end_byte))

    def _x_float(self, node: Node) -> ir.Expr:
        try:
            return self._const(node, float(self.text(node)))
        except ValueError:
            return ir.Opaque((node.start_byte, node.end_byte))

    def _x_ellipsis(self, node: Node) -> ir.Expr:
        return ir.Opaque((node.start_byte, node.end_byte))

    def _x_string(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        children = node.children
        prefix = self.text(children[0]).rstrip("'\"").lower() if children else ""
        if "f" not in prefix:
            return ir.Const(pos, self._literal(node, prefix))
        parts: list[ir.Expr] = []
        for child in children[1:-1]:
            where = (child.start_byte, child.end_byte)
            if child.type == "interpolation":
                parts.append(self._interpolation(child))
            elif child.type == "string_content":
                text = self.text(child).replace("{{", "{").replace("}}", "}")
                parts.append(ir.Const(where, text if "r" in prefix else _unescape(text)))
        if not any(child.type == "interpolation" for child in children):
            return ir.Const(pos, "".join(str(part.value) for part in parts if isinstance(part, ir.Const)))
        return ir.Template(pos, tuple(parts))

    def _interpolation(self, node: Node) -> ir.Expr:
        value = self.expr(node.child_by_field_name("expression"))
        spec = node.child_by_field_name("format_specifier")
        conversion = node.child_by_field_name("type_conversion")
        plain = spec is None or self.text(spec) in (":s", ":d", ":")
        if plain and (conversion is None or self.text(conversion) == "!s"):
            return value
        # A padded, rounded or quoted value no longer has the text of the value itself.
        inner = [self._interpolation(child) for child in parts_of(spec)] if spec is not None else []
        return ir.Opaque((node.start_byte, node.end_byte), (value, *inner))

    def _literal(self, node: Node, prefix: str) -> str | bytes | None:
        raw = self.text(node)
        if "b" not in prefix and "\\" not in raw:
            return "".join(self.text(child) for child in node.children if child.type == "string_content")
        import ast  # few files need it, and it is slow to import

        try:
            value = ast.literal_eval(raw)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            return raw.strip("'\"")
        return value if isinstance(value, str | bytes) else raw

    def _x_concatenated_string(self, node: Node) -> ir.Expr:
        parts = tuple(self.expr(child) for child in parts_of(node) if child.type == "string")
        values = [part.value for part in parts if isinstance(part, ir.Const)]
        pos = (node.start_byte, node.end_byte)
        texts = [value for value in values if isinstance(value, str)]
        if len(texts) == len(parts):
            return ir.Const(pos, "".join(texts))
        pieces = [value for value in values if isinstance(value, bytes)]
        if len(pieces) == len(parts):
            return ir.Const(pos, b"".join(pieces))
        return ir.Template(pos, parts)

    # --- access and calls ---

    def _x_attribute(self, node: Node) -> ir.Expr:
        name = node.child_by_field_name("attribute")
        value = self.expr(node.child_by_field_name("object"))
        text = self.text(name) if name else ""
        self.scope.calls.add(text)
        return ir.Attr((node.start_byte, node.end_byte), value, text)

    def _x_subscript(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        value = self.expr(node.child_by_field_name("value"))
        keys = [self.item(child) for child in node.children_by_field_name("subscript")]
        key = keys[0] if len(keys) == 1 else ir.TupleLit(pos, tuple(keys))
        return ir.Index(pos, value, key)

    def _x_slice(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        bounds: list[ir.Expr] = [ir.Const(pos, None)]
        for child in node.children:
            if child.type == ":":
                bounds.append(ir.Const(pos, None))
            elif child.is_named and child.type not in _EXTRAS:
                bounds[-1] = self.expr(child)
        return ir.Call(pos, ir.Name(pos, "slice"), (*bounds, ir.Const(pos, None))[:3])

    def _x_call(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        function = self.expr(node.child_by_field_name("function"))
        arguments = node.child_by_field_name("arguments")
        if arguments is None:
            return ir.Call(pos, function)
        own = self.scope.kind == "function" and isinstance(function, ir.Name) and function.name in _SCOPES
        if own and not parts_of(arguments):
            return ir.Call(pos, function, (), self._variables(pos))
        if arguments.type == "generator_expression":
            given = self.expr(arguments)
            return ir.Call(pos, function, (go_through(given) if is_going_through(function) else given,))
        args, kwargs = self.arguments(arguments)
        if args and is_going_through(function):
            go_through(args[0])
        return self._member(pos, function, args, kwargs) or ir.Call(pos, function, args, kwargs)

    def _member(
        self, pos: ir.Pos, function: ir.Expr, args: tuple[ir.Expr, ...],
        kwargs: tuple[tuple[str | None, ir.Expr], ...],
    ) -> ir.Attr | None:  # fmt: skip
        """``getattr(client, "get_object")``: without a default it is ``client.get_object``."""
        match function, args:
            case ir.Name(name="getattr"), (receiver, ir.Const(value=str(name))) if not kwargs:
                if name.isidentifier() and not isinstance(receiver, ir.Spread):
                    self.scope.calls.add(name)
                    return ir.Attr(pos, receiver, name)
        return None

    def _variables(self, pos: ir.Pos) -> tuple[tuple[str | None, ir.Expr], ...]:
        """What ``locals()`` gives: what has been bound so far."""
        names = sorted(self.scope.bound)
        self.scope.used.update(names)
        return tuple((name, ir.Name(pos, name)) for name in names)

    def arguments(self, node: Node) -> tuple[tuple[ir.Expr, ...], tuple[tuple[str | None, ir.Expr], ...]]:
        """Positional and keyword arguments of a call or class statement."""
        args: list[ir.Expr] = []
        kwargs: list[tuple[str | None, ir.Expr]] = []
        for child in parts_of(node):
            if child.type == "keyword_argument":
                name = child.child_by_field_name("name")
                kwargs.append(
                    (self.text(name) if name else "", self.expr(child.child_by_field_name("value")))
                )
            elif child.type == "dictionary_splat":
                kwargs.append((None, self.expr(first_of(child))))
            else:
                args.append(self.item(child))
        return tuple(args), tuple(kwargs)

    def _x_list_splat(self, node: Node) -> ir.Expr:
        return ir.Spread((node.start_byte, node.end_byte), self.expr(first_of(node)))

    def item(self, node: Node) -> ir.Expr:
        """One of several items or arguments.

        The grammar takes ``*a.b()`` outside of the first argument for ``(*a).b()``.
        """
        value = self.expr(node)
        if self.data[node.start_byte : node.start_byte + 1] != b"*" or isinstance(value, ir.Spread):
            return value
        chain = links(value)
        spread = receiver(chain[-1]) if chain else None
        if not isinstance(spread, ir.Spread):
            return value
        replace_head(chain, spread.value, spread.value.pos[0])
        return ir.Spread((node.start_byte, node.end_byte), value)

    # --- operators ---

    def _x_parenthesized_expression(self, node: Node) -> ir.Expr:
        inner = first_of(node)
        return self.expr(inner) if inner is not None else ir.Opaque((node.start_byte, node.end_byte))

    def _x_await(self, node: Node) -> ir.Expr:
        value = self._x_parenthesized_expression(node)
        if isinstance(value, ir.Name):
            self.awaited.add(value.pos)
        return wait(value)

    def _x_boolean_operator(self, node: Node) -> ir.Expr:
        operator = node.child_by_field_name("operator")
        left = self.expr(node.child_by_field_name("left"))
        right = self.expr(node.child_by_field_name("right"))
        op = "or" if operator is not None and operator.type == "or" else "and"
        return ir.BoolOp((node.start_byte, node.end_byte), op, (left, right))  # type: ignore[arg-type]

    def _x_not_operator(self, node: Node) -> ir.Expr:
        return ir.Not((node.start_byte, node.end_byte), self.expr(node.child_by_field_name("argument")))

    def _x_unary_operator(self, node: Node) -> ir.Expr:
        """Of a number, nobody needs to know what comes out; an object may have a say."""
        operator = node.child_by_field_name("operator")
        argument = self.expr(node.child_by_field_name("argument"))
        op = _UNARY.get(operator.type if operator is not None else "")
        pos = (node.start_byte, node.end_byte)
        if op is None or not isinstance(argument, ir.Name | ir.Attr | ir.Call):
            return ir.Opaque(pos, (argument,))
        return ir.BinOp(pos, op, argument, ir.Const(pos, None))

    def _x_comparison_operator(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        operands = [self.expr(child) for child in parts_of(node)]
        words = [child.type for child in node.children if not child.is_named]
        if len(operands) == 2 and words:
            return ir.BinOp(pos, words[0], operands[0], operands[1])
        return ir.Opaque(pos, tuple(operands))

    def _x_binary_operator(self, node: Node) -> ir.Expr:
        operator = node.child_by_field_name("operator")
        left = self.expr(node.child_by_field_name("left"))
        right = self.expr(node.child_by_field_name("right"))
        op = operator.type if operator is not None else "?"
        return ir.BinOp((node.start_byte, node.end_byte), op, left, right)

    def _x_union_type(self, node: Node) -> ir.Expr:
        parts = [self.expr(child) for child in parts_of(node)]
        result = parts[0]
        for part in parts[1:]:
            result = ir.BinOp((node.start_byte, node.end_byte), "|", result, part)
        return result

    def _x_generic_type(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        base = self.expr(first_of(node))
        keys = tuple(self.expr(c) for child in parts_of(node)[1:] for c in parts_of(child))
        return ir.Index(pos, base, keys[0] if len(keys) == 1 else ir.TupleLit(pos, keys))

    def _x_member_type(self, node: Node) -> ir.Expr:
        parts = parts_of(node)
        return ir.Attr((node.start_byte, node.end_byte), self.expr(parts[0]), self.text(parts[-1]))

    def _x_conditional_expression(self, node: Node) -> ir.Expr:
        parts = parts_of(node)
        body, test, orelse = (self.expr(child) for child in parts[:3])
        return ir.Conditional((node.start_byte, node.end_byte), test, body, orelse)

    def _x_named_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        name = self.target(node.child_by_field_name("name"))
        return ir.Bind(pos, name, self.expr(node.child_by_field_name("value")))

    def _x_yield(self, node: Node) -> ir.Expr:
        self.scope.yields = True
        parts = parts_of(node)
        each = any(child.type == "from" for child in node.children)
        return ir.Yield((node.start_byte, node.end_byte), self.expr(parts[0]) if parts else None, each)

    # --- containers ---

    def _items(self, node: Node) -> tuple[ir.Expr, ...]:
        return tuple(self.item(child) for child in parts_of(node))

    def _x_list(self, node: Node) -> ir.Expr:
        return ir.ListLit((node.start_byte, node.end_byte), self._items(node))

    def _x_tuple(self, node: Node) -> ir.Expr:
        return ir.TupleLit((node.start_byte, node.end_byte), self._items(node))

    def _x_dictionary(self, node: Node) -> ir.Expr:
        items: list[tuple[ir.Expr | None, ir.Expr]] = []
        for child in parts_of(node):
            if child.type == "pair":
                key = self.expr(child.child_by_field_name("key"))
                items.append((key, self.expr(child.child_by_field_name("value"))))
            elif child.type == "dictionary_splat":
                items.append((None, self.expr(first_of(child))))
        return ir.DictLit((node.start_byte, node.end_byte), tuple(items))

    def _x_list_comprehension(self, node: Node) -> ir.Expr:
        clauses: list[ir.Clause] = []
        for child in parts_of(node):
            if child.type == "for_in_clause":
                iterables = child.children_by_field_name("right")
                iterable = self.expr(iterables[0] if iterables else None)
                target = self.target(child.child_by_field_name("left"))
                clauses.append(ir.Clause((child.start_byte, child.end_byte), target, iterable))
            elif child.type == "if_clause" and clauses and parts_of(child):
                clauses[-1].conditions += (self.expr(first_of(child)),)
        body = node.child_by_field_name("body")
        key: ir.Expr | None = None
        if body is not None and body.type == "pair":
            key = self.expr(body.child_by_field_name("key"))
            value = self.expr(body.child_by_field_name("value"))
        else:
            value = self.expr(body)
        pos = (node.start_byte, node.end_byte)
        lazy = self._is_kept(node)
        if clauses and not lazy:
            go_through(clauses[0].iterable)
        return ir.Comprehension(pos, key, value, tuple(clauses), lazy=lazy)

    def _is_kept(self, node: Node) -> bool:
        """A generator expression whose items nobody is seen to ask for where it stands."""
        around = node.parent
        if node.type != "generator_expression" or around is None:
            return False
        if around.type in _ITERATING:
            return False
        call = around if around.type == "call" else around.parent
        function = call.child_by_field_name("function") if call is not None and call.type == "call" else None
        if function is not None and function.type == "attribute":
            function = function.child_by_field_name("attribute")
        return function is None or not is_exhausting(self.text(function))

    # --- assignment targets ---

    def target(self, node: Node | None) -> ir.Target:
        """What an assignment, loop or ``with`` binds."""
        if node is None:
            return ir.Pattern((0, 0))
        pos = (node.start_byte, node.end_byte)
        match node.type:
            case "identifier":
                name = self.text(node)
                self.scope.bound.add(name)
                return ir.Name(pos, name)
            case "attribute":
                result = self.expr(node)
                if isinstance(result, ir.Attr):
                    self.assigned.add(result.name)
                    return result
            case "subscript":
                result = self.expr(node)
                if isinstance(result, ir.Index):
                    return result
            case "pattern_list" | "tuple_pattern" | "list_pattern" | "tuple" | "list" | "expression_list":
                return ir.Pattern(pos, tuple(self._item_target(child) for child in parts_of(node)))
            case "parenthesized_expression" | "as_pattern_target" if parts_of(node):
                return self.target(parts_of(node)[0])
            case _:
                pass
        return ir.Pattern(pos)

    def _item_target(self, node: Node) -> ir.Target | ir.Rest:
        if node.type in ("list_splat_pattern", "list_splat") and parts_of(node):
            inner = self.target(parts_of(node)[0])
            return ir.Rest((node.start_byte, node.end_byte), inner)
        return self.target(node)

    def annotation(self, node: Node | None) -> ir.Expr | None:
        """A type annotation; one written as a string is parsed as the expression it stands for."""
        if node is None:
            return None
        value = self.expr(node)
        return self._forward(value)

    def _forward(self, value: ir.Expr) -> ir.Expr:
        match value:
            case ir.Const(value=str(text)) if text and len(text) < 500:
                return self._parse_text(text, value.pos)
            case ir.Index(obj=obj, key=ir.TupleLit(items=items)):
                parts = ir.TupleLit(value.pos, tuple(self._forward(item) for item in items))
                return ir.Index(value.pos, obj, parts)
            case ir.Index(obj=obj, key=key):
                return ir.Index(value.pos, obj, self._forward(key))
            case ir.BinOp(op="|", left=left, right=right):
                return ir.BinOp(value.pos, "|", self._forward(left), self._forward(right))
        return value

    def _parse_text(self, text: str, pos: ir.Pos) -> ir.Expr:
        """The expression in a string literal, placed where the literal is."""
        data, self.data = self.data, text.encode("utf-8", "replace")
        problems = len(self.problems)
        result: ir.Expr = ir.Opaque(pos)
        try:
            root = self.parser.parse(self.data).root_node
            statement = first_of(root)
            if statement is not None and statement.type == "expression_statement":
                result = self.expr(first_of(statement))
        finally:
            self.data = data
        _place(result, pos)
        self.problems[problems:] = [(pos, problem) for _, problem in self.problems[problems:]]
        return result


def _place(root: ir.Node, pos: ir.Pos) -> None:
    pending: list[object] = [root]
    while pending:
        item = pending.pop()
        if isinstance(item, ir.Node):
            item.pos = pos
            pending.extend(getattr(item, name) for name in names(item))
        elif isinstance(item, tuple):
            pending.extend(item)


def _unescape(text: str) -> str:
    if "\\" not in text:
        return text
    import ast

    quoted = text.replace('"', '\\"') if '\\"' not in text else text
    try:
        value = ast.literal_eval('"' + quoted.replace("\n", "\\n") + '"')
    except (ValueError, SyntaxError):
        return text
    return value if isinstance(value, str) else text
