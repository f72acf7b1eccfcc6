"""Lowering of import and export statements and of namespaces."""

from __future__ import annotations

from collections.abc import Iterable

from policywright.analyzers import ir
from policywright.analyzers.languages.typescript.definitions import (
    NO_RECEIVER,
    DefinitionLowering,
)
from policywright.analyzers.languages.typescript.scopes import Scope
from policywright.analyzers.languages.typescript.specifiers import normalised

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

_ANONYMOUS = ("function_declaration", "generator_function_declaration", "class_declaration")


class ModuleLowering(DefinitionLowering):
    """``export`` in all its forms."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.late_exports: list[ir.Stmt] = []
        self.pending_decorators: tuple[ir.Expr, ...] = ()
        self._namespace: list[str] | None = None

    def statement(self, node: Node) -> Iterable[ir.Stmt]:
        raise NotImplementedError

    def is_of_types(self, node: Node) -> bool:
        """``import type …``, ``export type … from``, and those with the word before each of their names."""
        if any(child.type == "type" for child in node.children):
            return True
        clauses = [child for child in node.named_children if child.type in ("import_clause", "export_clause")]
        lists = [
            one for clause in clauses
            for one in (clause.named_children if clause.type == "import_clause" else (clause,))
        ]  # fmt: skip
        if not lists or any(one.type not in ("named_imports", "export_clause") for one in lists):
            return False
        specifiers = [
            part for one in lists for part in one.named_children if part.type.endswith("_specifier")
        ]
        return bool(specifiers) and all(
            any(child.type == "type" for child in part.children) for part in specifiers
        )

    def import_names(self, node: Node) -> list[tuple[str, str]]:
        """(name, alias) pairs of an import statement; ``*`` for the module itself."""
        found: list[tuple[str, str]] = []
        for clause in node.named_children:
            if clause.type == "import_require_clause":
                found.extend(
                    ("*", self.text(child)) for child in clause.named_children if child.type == "identifier"
                )
            if clause.type != "import_clause":
                continue
            for child in clause.named_children:
                if child.type == "identifier":
                    found.append(("default", self.text(child)))
                elif child.type == "namespace_import":
                    found.extend(("*", self.text(name)) for name in child.named_children)
                elif child.type == "named_imports":
                    found.extend(
                        self._specifier(part) for part in child.named_children if part.type != "comment"
                    )
        return found

    def _specifier(self, node: Node) -> tuple[str, str]:
        name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
        text = self._name(name)
        return text, self._name(alias) if alias is not None else text

    def _name(self, node: Node | None) -> str:
        if node is None:
            return ""
        return self.string(node) if node.type == "string" else self.text(node)

    # --- exports ---

    def _s_export_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        source = node.child_by_field_name("source")
        if source is not None:
            return self._re_export(node, source, pos)
        declaration = node.child_by_field_name("declaration")
        is_default = any(child.type == "default" for child in node.children)
        if declaration is not None:
            return self._export_declaration(node, declaration, pos, is_default=is_default)
        clause = next((child for child in node.named_children if child.type == "export_clause"), None)
        if clause is not None:
            self._export_clause(clause, pos)
            return ()
        value = node.child_by_field_name("value") or self._inner(node)
        if value is None:
            return ()
        name = "default" if is_default else "="
        return (ir.Export(pos, ((self.named("default", value), name),)),)

    def _export_declaration(
        self, node: Node, declaration: Node, pos: ir.Pos, *, is_default: bool
    ) -> Iterable[ir.Stmt]:
        decorators = [child for child in node.named_children if child.type == "decorator"]
        self.pending_decorators = tuple(
            self.expr(part) for child in decorators for part in child.named_children[:1]
        )
        yield from self.statement(declaration)
        self.pending_decorators = ()
        names: dict[str, None] = {}
        self._declaration(declaration, names, names)
        if is_default and not names and declaration.type in _ANONYMOUS:
            names["default"] = None
        if self._namespace is not None:
            self._namespace.extend(names)
            return
        exports = tuple((self._use(name, pos), "default" if is_default else name) for name in names)
        if exports:
            yield ir.Export(pos, exports)

    def _declared(self, node: Node) -> list[str]:
        raise NotImplementedError

    def _ordered(self, node: Node) -> tuple[ir.Stmt, ...]:
        raise NotImplementedError

    def _declaration(self, node: Node, found: dict[str, None], types: dict[str, None]) -> None:
        raise NotImplementedError

    def _use(self, name: str, pos: ir.Pos) -> ir.Expr:
        self.valued.add(name)
        own = self.scope.resolve(name)
        self.scope.used.add(own)
        return ir.Name(pos, own)

    def _export_clause(self, clause: Node, pos: ir.Pos) -> None:
        """Names may be exported before they are declared."""
        pairs = [
            self._specifier(child) for child in clause.named_children if child.type == "export_specifier"
        ]
        if self._namespace is not None:
            self._namespace.extend(name for name, _ in pairs)
            return
        exports = tuple((self._use(name, pos), alias) for name, alias in pairs)
        self.late_exports.append(ir.Export(pos, exports))

    def _re_export(self, node: Node, source: Node, pos: ir.Pos) -> Iterable[ir.Stmt]:
        module, level = normalised(self.string(source))
        self.imports.append((module, level))
        if self.is_of_types(node):
            self.typed.append(((module, level), ()))
        value = ir.ImportExpr(pos, module, level)
        exports: list[tuple[ir.Expr, str]] = []
        for child in node.named_children:
            if child.type == "namespace_export":
                exports.extend((value, self._name(name)) for name in child.named_children)
            elif child.type == "export_clause":
                pairs = [
                    self._specifier(part) for part in child.named_children if part.type == "export_specifier"
                ]
                exports.extend((ir.Attr(pos, value, name), alias) for name, alias in pairs)
        # An ``export *`` passes on everything; the engine asks the source for each name.
        return (ir.Export(pos, tuple(exports) or ((value, "*"),)),)

    # --- namespaces ---

    def namespace(self, node: Node) -> Iterable[ir.Stmt]:
        """``namespace A { ... }`` is a function that runs at once and returns what it exports."""
        pos = (node.start_byte, node.end_byte)
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None or body is None or name.type == "string":
            return
        parts = self.text(name).replace(" ", "").split(".")
        value = self._namespace_value(parts[0], body, pos)
        for part in reversed(parts[1:]):
            value = ir.DictLit(pos, ((ir.Const(pos, part), value),))
        yield ir.Assign(pos, (ir.Name(pos, self.scope.resolve(parts[0])),), value)

    def _s_internal_module(self, node: Node) -> Iterable[ir.Stmt]:
        return self.namespace(node)

    def _namespace_value(self, name: str, body: Node, pos: ir.Pos) -> ir.Expr:
        outer, self.scope = self.scope, Scope(arrow=True, parent=self.scope)
        before, self._namespace = self._namespace, []
        self.qualifiers.append(name)
        function = ir.Function(pos, name, ".".join(self.qualifiers), (), (), receiver=NO_RECEIVER)
        self.functions.append(function)
        self.scope.declare(self._declared(body))
        statements = self._ordered(body)
        items = [(ir.Const(pos, own), self._use(own, pos)) for own in self._namespace]
        result = ir.DictLit(pos, tuple(items))
        function.body = (*statements, ir.Return(pos, result))
        scope, self.scope, self._namespace = self.scope, outer, before
        self.qualifiers.pop()
        scope.close_into(outer)
        function.locals, function.captured = frozenset(scope.bound), scope.captured()
        function.nonlocals, function.calls = scope.outer_assignments(), frozenset(scope.mentions())
        return ir.Call(pos, ir.FunctionExpr(pos, function))
