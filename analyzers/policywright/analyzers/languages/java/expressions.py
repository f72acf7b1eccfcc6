"""Lowering of Java expressions: tree-sitter nodes in, IR out.

What the IR has no node for is a call of a name starting with ``$``, which ``runtime.py`` gives its meaning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.languages.handlers import handlers
from policywright.analyzers.languages.java import builders
from policywright.analyzers.languages.java.types import TypeLowering
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

MAX_DEPTH = 700
"""Nesting of expressions and blocks; deeper code is reported and left opaque."""

_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "s": " ", "\n": ""}


_TYPE_TOKENS = regex(r"(?:TypeReference|TypeToken|TypeLiteral|GenericType|TypeRef)\b")
"""Classes of libraries that are derived from to tell a type with its arguments."""


class ExpressionLowering(TypeLowering):
    """One file's expressions; ``Lowering`` in ``lower.py`` adds statements and declarations."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.depth = 0
        self.problems: list[tuple[ir.Pos, str]] = []
        self.functions: list[ir.Function] = []
        self.classes: list[ir.Class] = []
        self.qualifiers: list[str] = []
        self.assigned: set[str] = set()
        self._handlers: Mapping[str, Callable[..., ir.Expr]] = handlers(self, "_x_", {})

    # --- what ``Lowering`` knows how to do ---

    def lambda_function(self, node: Node) -> ir.Function:
        raise NotImplementedError

    def anonymous_class(self, node: Node, base: ir.Expr | None, body: Node) -> ir.Class:
        raise NotImplementedError

    # --- dispatch ---

    def expr(self, node: Node | None) -> ir.Expr:
        """Any expression; what has no handler becomes ``Opaque`` over its named children."""
        if node is None:
            return ir.Opaque((0, 0))
        if self.depth > MAX_DEPTH:
            pos = (node.start_byte, node.end_byte)
            self.problems.append((pos, "nested too deeply"))
            return ir.Opaque(pos)
        handler = self._handlers.get(node.type)
        self.depth += 1
        try:
            return handler(self, node) if handler is not None else self._opaque(node)
        finally:
            self.depth -= 1

    def _opaque(self, node: Node) -> ir.Expr:
        parts = tuple(self.expr(child) for child in node.named_children if "comment" not in child.type)
        return ir.Opaque((node.start_byte, node.end_byte), parts)

    def helper(self, pos: ir.Pos, name: str, *args: ir.Expr) -> ir.Expr:
        """A call of one of ``runtime.py``'s own functions."""
        return ir.Call(pos, ir.Name(pos, name), args)

    def arguments(self, node: Node | None) -> tuple[ir.Expr, ...]:
        if node is None:
            return ()
        return tuple([self.expr(child) for child in node.named_children if "comment" not in child.type])

    # --- names and literals ---

    def _x_identifier(self, node: Node) -> ir.Expr:
        return self.name((node.start_byte, node.end_byte), self.text(node))

    def _x_this(self, node: Node) -> ir.Expr:
        return self.this((node.start_byte, node.end_byte), "")

    def this(self, pos: ir.Pos, name: str) -> ir.Expr:
        """``this``, or ``Outer.this`` by the class's name."""
        for owner in self.scopes.classes():
            if not name or owner.name == name:
                receiver = self.scopes.receiver(owner)
                if receiver is not None:
                    return ir.Name(pos, receiver)
                return self.helper(pos, "$instance", owner.ref) if owner.ref is not None else ir.Opaque(pos)
        return ir.Opaque(pos)

    def _x_super(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        return self.helper(pos, "$super", self.this(pos, ""))

    def _const(self, node: Node, value: str | float | bool | None) -> ir.Expr:
        return ir.Const((node.start_byte, node.end_byte), value)

    def _x_true(self, node: Node) -> ir.Expr:
        return self._const(node, True)

    def _x_false(self, node: Node) -> ir.Expr:
        return self._const(node, False)

    def _x_null_literal(self, node: Node) -> ir.Expr:
        return self._const(node, None)

    def _x_decimal_integer_literal(self, node: Node) -> ir.Expr:
        try:
            return self._const(node, int(self.text(node).replace("_", "").rstrip("lL")))
        except ValueError:
            return ir.Opaque((node.start_byte, node.end_byte))

    def _x_string_literal(self, node: Node) -> ir.Expr:
        text = self.text(node)
        if text.startswith('"""'):
            from textwrap import dedent  # few files need it, and it is slow to import

            lines = text[3:-3].partition("\n")[2]
            # The closing delimiter's own indentation counts, so that it can set the margin.
            text = dedent("\n".join(line.rstrip() if line.strip() or i < lines.count("\n") else line + "|"
                                    for i,
                                    line in enumerate(lines.split("\n")))).removesuffix("|")  # fmt: skip
            return self._const(node, _unescaped(text))
        return self._const(node, _unescaped(text[1:-1]))

    def _x_character_literal(self, node: Node) -> ir.Expr:
        return self._const(node, _unescaped(self.text(node)[1:-1]))

    def _x_class_literal(self, node: Node) -> ir.Expr:
        child = node.named_children[0] if node.named_children else None
        return self.annotation(child) or ir.Opaque((node.start_byte, node.end_byte))

    def _x_template_expression(self, node: Node) -> ir.Expr:
        return self._opaque(node)

    # --- access ---

    def _x_parenthesized_expression(self, node: Node) -> ir.Expr:
        inner = [child for child in node.named_children if "comment" not in child.type]
        return self.expr(inner[0]) if inner else ir.Opaque((node.start_byte, node.end_byte))

    def _x_field_access(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        obj, field = node.child_by_field_name("object"), node.child_by_field_name("field")
        if obj is None or field is None:
            return self._opaque(node)
        if field.type == "this":
            return self.this(pos, self.text(obj))
        name = self.text(field)
        self.scopes.function.calls.add(name)
        path = self._package_path(node)
        if path is not None:
            return self.qualified(pos, path)
        if obj.type == "this":
            owner = next(iter(self.scopes.classes()), None)
            if owner is not None and owner.fields.get(name):
                return self.field(pos, owner, name, static=True)
        return ir.Attr(pos, self.expr(obj), name)

    def _package_path(self, node: Node) -> str | None:
        """A dotted name that starts with a package; None for any other access."""
        first = node
        while first.type == "field_access":
            inner = first.child_by_field_name("object")
            if inner is None:
                return None
            first = inner
        text = self.text(first)
        if first.type != "identifier" or not text[:1].islower() or text in self.static_imported:
            return None
        path = "".join(self.text(node).split())
        if not any(part[:1].isupper() for part in path.split(".")[1:]):
            return None
        if self.variable((0, 0), text) is not None or (any(owner.derived for owner in self.scopes.classes())
        and (
            "." not in path or path.split(".")[1][:1].isupper()
        )):  # fmt: skip
            return None
        return path

    def _x_array_access(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        array, index = node.child_by_field_name("array"), node.child_by_field_name("index")
        return ir.Index(pos, self.expr(array), self.expr(index))

    def _x_method_invocation(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        obj = node.child_by_field_name("object")
        name = self.text(node.child_by_field_name("name"))
        self.scopes.function.calls.add(name)
        args = node.child_by_field_name("arguments")
        if obj is None:
            return ir.Call(pos, self.method(pos, name), self.arguments(args))
        where = (obj.start_byte, pos[1])
        receiver = self.expr(obj)
        return ir.Call(pos, ir.Attr(where, receiver, name), self.arguments(args))

    def _x_object_creation_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        kind = node.child_by_field_name("type")
        body = next((child for child in node.named_children if child.type == "class_body"), None)
        made = self.created_type(kind)
        first = next(iter(node.children), None)
        if first is not None and first.type != "new" and first.is_named and kind is not None:
            # ``outer.new Inner()``
            made = ir.Attr(pos, self.expr(first), self.text(kind).partition("<")[0].strip())
        if body is not None:
            cls = self.anonymous_class(node, made, body)
            cls.annotations += self._type_arguments(kind)
            made = ir.ClassExpr(pos, cls)
        args = self.arguments(node.child_by_field_name("arguments"))
        if kind is not None and self.text(kind) in builders.KINDS and not self._reads_at_once(node):
            return ir.Opaque(pos, args)
        return ir.Call(pos, made if made is not None else ir.Opaque(pos), args, new=True)

    def _reads_at_once(self, made: Node) -> bool:
        """Nobody but a local variable has a string builder that is made."""
        variable = builders.assigned(made)
        if variable is None:
            return builders.is_read_at_once(made)
        return self.scopes.local(self.text(variable)) in self.scopes.function.builders

    def _type_arguments(self, kind: Node | None) -> tuple[tuple[str, ir.Expr], ...]:
        """``new TypeReference<List<Order>>() {}`` is told types by what it derives from."""
        given = kind.named_children[-1] if kind is not None and kind.type == "generic_type" else None
        if given is None or kind is None or not _TYPE_TOKENS.search(self.text(kind.named_children[0])):
            return ()
        pos = (given.start_byte, given.end_byte)
        found = [one for child in given.named_children if (one := self.annotation(child)) is not None]
        return (
            (("$types", ir.Index(pos, ir.Name(pos, "map"), ir.TupleLit(pos, tuple(found)))),) if found else ()
        )

    def created_type(self, node: Node | None) -> ir.Expr | None:
        """The class that ``new`` or a reference names, whatever it is."""
        if node is None:
            return None
        pos = (node.start_byte, node.end_byte)
        if node.type in ("generic_type", "annotated_type") and node.named_children:
            inner = [child for child in node.named_children if child.type.endswith("type_identifier")]
            return self.created_type(inner[0]) if inner else None
        if node.type in ("type_identifier", "identifier"):
            return self.type_ref(pos, self.text(node))
        if node.type in ("scoped_type_identifier", "field_access"):
            return self.type_path(pos, self.text(node))
        return None

    def _x_array_creation_expression(self, node: Node) -> ir.Expr:
        value = node.child_by_field_name("value")
        return self.expr(value) if value is not None else ir.ListLit((node.start_byte, node.end_byte), ())

    def _x_array_initializer(self, node: Node) -> ir.Expr:
        return ir.ListLit((node.start_byte, node.end_byte), self.arguments(node))

    # --- functions ---

    def _x_lambda_expression(self, node: Node) -> ir.Expr:
        return ir.FunctionExpr((node.start_byte, node.end_byte), self.lambda_function(node))

    def _x_method_reference(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        children = [child for child in node.named_children if child.type != "type_arguments"]
        target = children[0]
        last = node.children[-1]
        name = self.text(last)
        self.scopes.function.calls.add(name)
        if target.type.endswith("type") or (target.type == "identifier" and self._names_type(target)):
            kind = self.created_type(target)
            if kind is None:
                return ir.Opaque(pos)
            return self.helper(pos, "$reference", kind, ir.Const(pos, name))
        return self.helper(pos, "$bound", self.expr(target), ir.Const(pos, name))

    def _names_type(self, node: Node) -> bool:
        name = self.text(node)
        return self.variable((0, 0), name) is None and self.is_type(name)

    # --- operators ---

    def _x_binary_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        operator = self.text(node.child_by_field_name("operator"))
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if operator == "+":
            return self._sum(node)
        if operator in ("&&", "||"):
            return ir.BoolOp(pos, "and" if operator == "&&" else "or", (self.expr(left), self.expr(right)))
        return ir.BinOp(pos, operator, self.expr(left), self.expr(right))

    def _sum(self, node: Node) -> ir.Expr:
        """A chain of ``+`` without recursion: long messages nest deeply to the left."""
        operands: list[Node] = []
        current: Node | None = node
        while current is not None and current.type == "binary_expression" and (
            self.text(current.child_by_field_name("operator")) == "+"
        ):  # fmt: skip
            right = current.child_by_field_name("right")
            if right is not None:
                operands.append(right)
            current = current.child_by_field_name("left")
        result = self._summand(current)
        for operand in reversed(operands):
            result = ir.BinOp((node.start_byte, operand.end_byte), "+", result, self._summand(operand))
        return result

    def _summand(self, node: Node | None) -> ir.Expr:
        """An operand of ``+``: an enum constant there is its text."""
        value = self.expr(node)
        return (
            self.helper(value.pos, "$text", value)
            if node is not None and node.type == "field_access"
            else value
        )

    def _x_unary_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        operand = self.expr(node.child_by_field_name("operand"))
        if self.text(node.child_by_field_name("operator")) == "!":
            return ir.Not(pos, operand)
        return ir.Opaque(pos, (operand,))

    def _x_instanceof_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        value = self.expr(node.child_by_field_name("left"))
        name, kind = node.child_by_field_name("name"), node.child_by_field_name("right")
        pattern = node.child_by_field_name("pattern")
        if pattern is not None and pattern.type == "record_pattern":
            return ir.Opaque(pos, tuple(self.record_pattern(pattern, value)))
        if name is None:
            return ir.Opaque(pos, (value,))
        target = ir.Name(pos, self.scopes.declare(self.text(name), self.text(kind)))
        annotation = self.annotation(kind)
        seen = ir.Cast(pos, value, annotation) if annotation is not None else value
        return ir.Opaque(pos, (ir.Bind(pos, target, seen),))

    def record_pattern(self, node: Node, subject: ir.Expr) -> Iterable[ir.Expr]:
        """``Order(Table table, var count)``: binds the names to the components, by their places."""
        body = next((child for child in node.named_children if child.type == "record_pattern_body"), None)
        for place, child in enumerate(body.named_children if body is not None else ()):
            pos = (child.start_byte, child.end_byte)
            part = ir.Index(pos, subject, ir.Const(pos, place))
            if child.type == "record_pattern":
                yield from self.record_pattern(child, part)
            elif len(child.named_children) > 1:
                kind, label = child.named_children[0], child.named_children[-1]
                target = ir.Name(pos, self.scopes.declare(self.text(label), self.text(kind)))
                annotation = self.annotation(kind)
                seen = ir.Cast(pos, part, annotation) if annotation is not None else part
                yield ir.Bind(pos, target, seen)

    def _x_ternary_expression(self, node: Node) -> ir.Expr:
        parts = [self.expr(node.child_by_field_name(n)) for n in ("condition", "consequence", "alternative")]
        return ir.Conditional((node.start_byte, node.end_byte), *parts)

    def _x_cast_expression(self, node: Node) -> ir.Expr:
        value = self.expr(node.child_by_field_name("value"))
        annotation = self.annotation(node.child_by_field_name("type"))
        return (
            ir.Cast((node.start_byte, node.end_byte), value, annotation) if annotation is not None else value
        )

    def _x_assignment_expression(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = self.text(node.child_by_field_name("operator"))
        value = self.expr(right)
        target = self.target(left)
        if operator == "+=" and not isinstance(target, ir.Pattern):
            value = ir.BinOp(pos, "+", self.expr(left), value)
        elif operator != "=":
            return ir.Bind(pos, target, ir.Opaque(pos, (self.expr(left), value)))
        declared = self.declared(left)
        if declared is not None:
            value = ir.Cast(pos, value, declared)
        return ir.Bind(pos, target, value)

    def declared(self, node: Node | None) -> ir.Expr | None:
        """The declared type of a field that is assigned, where it says something."""
        if node is None:
            return None
        field = node.child_by_field_name("field") if node.type == "field_access" else node
        owner = next(iter(self.scopes.classes()), None)
        if (
            owner is None
            or field is None
            or (node is field and self.scopes.local(self.text(node)) is not None)
        ):
            return None
        obj = node.child_by_field_name("object")
        if obj is not None and obj.type != "this":
            return None
        return owner.annotations.get(self.text(field))

    def target(self, node: Node | None) -> ir.Target:
        """What an assignment writes to."""
        if node is None:
            return ir.Pattern((0, 0))
        pos = (node.start_byte, node.end_byte)
        if node.type == "parenthesized_expression" and node.named_children:
            return self.target(node.named_children[0])
        if node.type == "identifier":
            self._note_write(self.text(node))
        found = self.expr(node)
        if isinstance(found, ir.Attr):
            self.assigned.add(found.name)
        return found if isinstance(found, ir.Name | ir.Attr | ir.Index) else ir.Pattern(pos)

    def _note_write(self, name: str) -> None:
        """Local variables of an enclosing function can't be assigned in Java, but a broken file may try."""
        unique = self.scopes.local(name)
        if unique is not None and unique not in self.scopes.function.bound:
            self.scopes.function.nonlocals.add(unique)

    def _x_update_expression(self, node: Node) -> ir.Expr:
        """``i++``: whatever number it is afterwards."""
        pos = (node.start_byte, node.end_byte)
        operand = next(iter(node.named_children), None)
        return ir.Bind(pos, self.target(operand), ir.Opaque(pos, (self.expr(operand),)))


def _unescaped(text: str) -> str:
    """A literal's text with its escapes resolved."""
    if "\\" not in text:
        return text
    found: list[str] = []
    position = 0
    while position < len(text):
        character = text[position]
        if character != "\\" or position + 1 >= len(text):
            found.append(character)
            position += 1
            continue
        following = text[position + 1]
        if following == "u":
            digits = text[position + 1 :].lstrip("u")[:4]
            position = text.index(digits, position) + 4 if len(digits) == 4 else position + 2
            found.append(_character(digits, 16))
        elif following in "01234567":
            end = position + 1
            while end < len(text) and end < position + 4 and text[end] in "01234567":
                end += 1
            found.append(_character(text[position + 1 : end], 8))
            position = end
        else:
            found.append(_SIMPLE.get(following, following))
            position += 2
    return "".join(found)


def _character(digits: str, base: int) -> str:
    try:
        return chr(int(digits, base))
    except ValueError:
        return ""
