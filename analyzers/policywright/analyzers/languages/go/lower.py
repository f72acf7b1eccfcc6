"""The Go front end: a file's text in, an IR module out.

tree-sitter recovers from syntax errors, so a broken file still yields what can be read of it. A method is
a function whose first parameter is its receiver, attached to its type by ``$method``.
"""

from __future__ import annotations

from collections.abc import Iterable

from policywright.analyzers import ir
from policywright.analyzers.grammar import extras, parser_of
from policywright.analyzers.languages.go.scopes import FunctionScope
from policywright.analyzers.languages.go.statements import StatementLowering
from policywright.analyzers.languages.go.types import EMPTY
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

_DECLARATIONS = ("function_declaration", "method_declaration", "type_declaration", "var_declaration",
                 "const_declaration")  # fmt: skip


def lower(data: bytes, module_name: str) -> ir.Module:
    """Lowers UTF-8 source text."""
    return Lowering(data).module(module_name)


_NEW_VALUE = regex(
    rb"\bnew\((?!\s*(?:(?!true\b|false\b|\d)\w+(?:\.\w+)?\s*(?:\[[^\]\d\"'`][^\]]*\]\s*)?\)"
    rb"|\[|\*|map\b|chan\b|struct\b|func\b|interface\b|<-))"
)


def _readable(data: bytes) -> bytes:
    """The source for the grammar, which knows ``new(T)`` alone and fails on Go 1.26's ``new(expression)``.

    There it gets another name of the same length. Nodes are places; their text is read from the source.
    """
    return _NEW_VALUE.sub(b"ne_(", data) if b"new(" in data else data


def comments(data: bytes, module_name: str) -> list[ir.Pos]:
    """Where the comments of a text are."""
    return extras(parser_of("tree_sitter_go").parse(_readable(data)))


class Lowering(StatementLowering):
    """Declarations of one file."""

    def module(self, name: str) -> ir.Module:
        root = parser_of("tree_sitter_go").parse(_readable(self.data)).root_node
        if root.has_error:
            self._syntax_error(root)
        paths: list[tuple[str, int]] = []
        body: list[ir.Stmt] = []
        for child in root.named_children:
            if child.type == "import_declaration":
                found, statements = self.imports(child)
                paths.extend(found)
                body.extend(statements)
        self._collect_names(root)
        declared = self._declarations(root)
        # Types first, then functions and constants, so that variables find them; Go has no order here.
        for kind in ("type_declaration", "function_declaration", "method_declaration", "const_declaration",
                     "var_declaration"):  # fmt: skip
            for child in declared.get(kind, ()):
                body.extend(self.handlers[kind](self, child))
        scope = self.scopes.here
        return ir.Module(
            (0, len(self.data)), name, tuple(body), tuple(self.functions), tuple(self.classes), tuple(paths),
            frozenset(self.assigned), frozenset(scope.calls), frozenset(scope.bound),
            problems=tuple(self.problems),
        )  # fmt: skip

    def _declarations(self, root: Node) -> dict[str, list[Node]]:
        """Top-level declarations by kind, those in recovered regions too."""
        found: dict[str, list[Node]] = {}
        pending = list(root.named_children)
        while pending:
            child = pending.pop(0)
            if child.type in _DECLARATIONS:
                found.setdefault(child.type, []).append(child)
            elif child.type == "ERROR":
                pending = [*child.named_children, *pending]
        return found

    def _collect_names(self, root: Node) -> None:
        for nodes in self._declarations(root).values():
            for node in nodes:
                if node.type == "function_declaration":
                    self.package_names.add(self.text(node.child_by_field_name("name")))
                for spec in node.named_children:
                    if spec.type in ("type_spec", "type_alias", "var_spec", "const_spec"):
                        self.package_names.update(
                            self.text(name) for name in spec.children_by_field_name("name")
                        )

    def _syntax_error(self, root: Node) -> None:
        pending = [root]
        while pending:
            node = pending.pop()
            if node.type == "ERROR" or node.is_missing:
                self.problems.append(((node.start_byte, node.end_byte), "syntax error"))
                return
            pending.extend(child for child in reversed(node.children) if child.has_error)

    # --- declarations ---

    def _specs(self, node: Node, *kinds: str) -> list[Node]:
        found: list[Node] = []
        pending = list(node.named_children)
        while pending:
            child = pending.pop(0)
            if child.type in kinds:
                found.append(child)
            elif child.type.endswith("_spec_list"):
                pending = [*child.named_children, *pending]
        return found

    def _s_var_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        for spec in self._specs(node, "var_spec"):
            pos = (spec.start_byte, spec.end_byte)
            names = spec.children_by_field_name("name")
            kind = spec.child_by_field_name("type")
            value = spec.child_by_field_name("value")
            annotation = self.type_expr(kind)
            if value is not None:
                values = self.values(value, len(names))
                targets = [self._variable(name) for name in names]
                if len(values) == len(targets):
                    for target, one in zip(targets, values, strict=True):
                        yield ir.Assign(pos, (target,), one, annotation)
                else:
                    yield ir.Assign(
                        pos, (self.pattern(pos, targets),), values[0] if values else ir.Opaque(pos)
                    )
                continue
            for name in names:
                target = self._variable(name)
                if isinstance(target, ir.Name) and kind is not None:
                    yield self._unset(pos, target, kind, annotation)

    def _variable(self, node: Node) -> ir.Target:
        pos = (node.start_byte, node.end_byte)
        text = self.text(node)
        return ir.Pattern(pos) if text == "_" else ir.Name(pos, self.scopes.declare(text))

    def _unset(self, pos: ir.Pos, target: ir.Name, kind: Node, annotation: ir.Expr | None) -> ir.Stmt:
        """``var x T``: a zero value, or (package variables that nothing sets) whatever its type says."""
        if kind.type == "type_identifier" and self.scopes.type_parameter(self.text(kind)) is not None:
            zero = self.zero_value(target.pos, kind)
        elif kind.type in ("type_identifier", "qualified_type", "generic_type") and annotation is not None:
            zero = self.helper(target.pos, "$zero", annotation)
        elif kind.type == "struct_type":
            # ``var cache struct {...}``: the only one of its type.
            zero = self.helper(target.pos, "$zero", ir.ClassExpr(target.pos, self.struct(kind, target.name)))
        else:
            zero = self.helper(pos, "$unset")
            if annotation is not None:
                self.scopes.here.kinds[target.name] = annotation
        if self.scopes.in_function:
            zero = self._empty(pos, kind) or zero
            if _is_value(kind):
                self.scopes.here.values.add(target.name)
            return ir.Assign(pos, (target,), zero)
        return ir.Assign(
            pos, (target,), self.helper(pos, "$variable", ir.Const(pos, target.name), zero), annotation
        )

    def _empty(self, pos: ir.Pos, kind: Node) -> ir.Expr | None:
        """What a variable of a type of the language itself starts out with; code asks for it
        (``if !found``)."""
        if kind.type in _NIL:
            return ir.Const(pos, None)
        name = self.text(kind)
        if kind.type != "type_identifier" or name not in EMPTY:
            return None
        return ir.Const(pos, EMPTY[name])

    def _s_const_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        last: Node | None = None
        for number, spec in enumerate(self._specs(node, "const_spec")):
            pos = (spec.start_byte, spec.end_byte)
            self.iota = number
            value = spec.child_by_field_name("value") or last
            last = value
            values = self.several(value)
            for name, one in zip(spec.children_by_field_name("name"), values, strict=False):
                target = self._variable(name)
                if isinstance(target, ir.Name):
                    yield ir.Assign(pos, (target,), one)

    def _s_type_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        for spec in self._specs(node, "type_spec", "type_alias"):
            pos = (spec.start_byte, spec.end_byte)
            label, kind = spec.child_by_field_name("name"), spec.child_by_field_name("type")
            if label is None or kind is None:
                continue
            name = self.scopes.declare(self.text(label))
            if spec.type == "type_alias":
                yield ir.Assign(pos, (ir.Name(pos, name),), self.type_expr(kind) or ir.Opaque(pos))
                continue
            self.scopes.here.types, outer = dict(self.scopes.here.types), self.scopes.here.types
            self.type_parameters(spec.child_by_field_name("type_parameters"))
            if kind.type == "struct_type":
                cls = self.struct(kind, self.text(label))
            elif kind.type == "interface_type":
                cls = self.interface(kind, self.text(label))
            else:
                cls = self.defined(kind, self.text(label))
            self.scopes.here.types = outer
            yield ir.Assign(pos, (ir.Name(pos, name),), ir.ClassExpr(pos, cls))
            if cls.underlying:
                yield ir.ExprStmt(pos, self.helper(pos, "$defined", ir.Name(pos, name)))

    def _s_function_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        name = self.text(node.child_by_field_name("name"))
        if name != "_":
            self.scopes.declare(name)
        yield ir.FunctionDef((node.start_byte, node.end_byte), self.function(node, name))

    def _s_method_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        name = self.text(node.child_by_field_name("name"))
        receiver = node.child_by_field_name("receiver")
        kinds = [
            child.child_by_field_name("type")
            for child in (receiver.named_children if receiver is not None else ())
            if child.type == "parameter_declaration"
        ]
        owner = _receiver_type(kinds[0]) if kinds else None
        if owner is None:
            return
        text = self.text(owner)
        self.qualifiers.append(text)
        function = self.function(node, name, receiver)
        self.qualifiers.pop()
        attach = self.helper(
            pos, "$method", ir.Name(pos, text), ir.Const(pos, name), ir.FunctionExpr(pos, function)
        )
        yield ir.ExprStmt(pos, attach)

    # --- functions ---

    def function_literal(self, node: Node) -> ir.Function:
        return self.function(node, "func")

    def function(self, node: Node, name: str, receiver: Node | None = None) -> ir.Function:
        """A function, method or literal."""
        self.scopes.escape()
        scope = FunctionScope()
        self.scopes.stack.append(scope)
        self.qualifiers.append(name)
        if receiver is not None:
            self._receiver_parameters(receiver)
        self.type_parameters(node.child_by_field_name("type_parameters"))
        params = (*self._params(receiver), *self._params(node.child_by_field_name("parameters")))
        function = ir.Function((node.start_byte, node.end_byte), name, ".".join(self.qualifiers), params, ())
        self.functions.append(function)
        function.returns = self.returned(node)
        before = self._results(node.child_by_field_name("result"))
        body = self.block(node.child_by_field_name("body"))
        function.body = (*before, *self.copy_structs(scope, params), *body)
        self.qualifiers.pop()
        self.scopes.stack.pop()
        scope.close_into(self.scopes.here)
        function.locals = frozenset(scope.bound)
        function.captured = scope.captured()
        function.globals, function.nonlocals = frozenset(scope.globals), frozenset(scope.nonlocals)
        function.calls = frozenset(scope.calls)
        return function

    def _receiver_parameters(self, receiver: Node) -> None:
        """``func (s *Store[T]) ...``: T is a type parameter without a constraint here."""
        pending = list(receiver.named_children)
        while pending:
            child = pending.pop()
            if child.type == "type_arguments":
                for argument in child.named_children:
                    self.scopes.here.types[self.text(argument)] = ir.Opaque((0, 0))
            else:
                pending.extend(child.named_children)

    def _params(self, node: Node | None) -> tuple[ir.Param, ...]:
        params: list[ir.Param] = []
        for child in node.named_children if node is not None else ():
            if child.type not in ("parameter_declaration", "variadic_parameter_declaration"):
                continue
            pos = (child.start_byte, child.end_byte)
            annotation = self.declared(child.child_by_field_name("type"))
            rest = child.type == "variadic_parameter_declaration"
            labels = child.children_by_field_name("name")
            named = self._type_parameters_in(child.child_by_field_name("type"))
            for text in [self.text(label) for label in labels] or ["_"]:
                for one in named if text != "_" else ():
                    self.scopes.here.typed.setdefault(one, []).append(text)
                blank = f"_#{len(self.scopes.here.bound)}_{len(params)}"
                name = self.scopes.declare(text) if text != "_" else blank
                if not rest and _is_value(child.child_by_field_name("type")):
                    self.scopes.here.values.add(name)
                    self.scopes.here.fresh.add(name)
                params.append(
                    ir.Param(pos, name, "rest" if rest else "normal", None, None if rest else annotation)
                )
        return tuple(params)

    def _type_parameters_in(self, node: Node | None) -> set[str]:
        """The function's own type parameters in a type."""
        own, found, pending = self.scopes.here.types, set[str](), [node]
        while own and pending:
            kind = pending.pop()
            if kind is not None and kind.type == "type_identifier" and self.text(kind) in own:
                found.add(self.text(kind))
            pending.extend(kind.named_children if kind is not None else ())
        return found

    def _results(self, node: Node | None) -> tuple[ir.Stmt, ...]:
        """Named results start out empty."""
        if node is None or node.type != "parameter_list":
            return ()
        names: list[str] = []
        statements: list[ir.Stmt] = []
        for child in node.named_children:
            labels = child.children_by_field_name("name") if child.type == "parameter_declaration" else []
            kind = child.child_by_field_name("type")
            for label in labels:
                pos = (label.start_byte, label.end_byte)
                name = self.scopes.declare(self.text(label)) if self.text(label) != "_" else "_#result"
                names.append(name)
                if kind is not None:
                    statements.append(self._unset(pos, ir.Name(pos, name), kind, self.type_expr(kind)))
        self.scopes.here.results = tuple(names)
        return tuple(statements)


_NIL = frozenset(
    ("pointer_type", "function_type", "interface_type", "slice_type", "map_type", "channel_type")
)


def _is_value(kind: Node | None) -> bool:
    """A type whose variables hold structs themselves, if any."""
    return kind is not None and kind.type in ("type_identifier", "qualified_type", "generic_type")


def _receiver_type(node: Node | None) -> Node | None:
    while node is not None and node.type not in ("type_identifier", "qualified_type"):
        inner = node.child_by_field_name("type") if node.type == "generic_type" else None
        node = inner if inner is not None else (node.named_children[0] if node.named_children else None)
    return node
