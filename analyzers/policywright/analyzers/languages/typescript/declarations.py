"""Lowering of declarations: functions, classes, interfaces, type aliases, enums."""

from __future__ import annotations

from collections.abc import Iterable

from policywright.analyzers import ir
from policywright.analyzers.engine.names import untold
from policywright.analyzers.languages.typescript.modules import ModuleLowering

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node


class DeclarationLowering(ModuleLowering):
    """Statements that bind a name to a definition; types are kept for what they say about clients."""

    def _s_function_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        name = node.child_by_field_name("name")
        text = self.text(name) if name is not None else "default"
        function = self.function(node, text)
        function.name = self.scope.resolve(text)
        yield ir.FunctionDef((node.start_byte, node.end_byte), function)

    def _s_function_signature(self, node: Node) -> Iterable[ir.Stmt]:
        return ()

    def _s_class_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        name = node.child_by_field_name("name")
        text = self.text(name) if name is not None else "default"
        decorators = tuple(
            self.expr(part)
            for child in node.named_children
            if child.type == "decorator"
            for part in child.named_children[:1]
        )
        cls = self.class_(node, text, (*self.pending_decorators, *decorators))
        self.pending_decorators = ()
        cls.name = self.scope.resolve(text)
        yield ir.ClassDef((node.start_byte, node.end_byte), cls)

    def _s_interface_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        name = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        text = self.text(name) if name is not None else ""
        if body is None or text not in self.scope.types:
            return
        cls = self.object_type(body, text)
        bases: list[ir.Expr] = []
        for child in node.named_children:
            if child.type == "extends_type_clause":
                kinds = [self.annotation(kind) for kind in child.children_by_field_name("type")]
                bases.extend(kind for kind in kinds if kind is not None)
        cls.bases = tuple(ir.Call(kind.pos, ir.Name(kind.pos, "%implements"), (kind,)) for kind in bases)
        cls.name = self.scope.resolve(text)
        yield ir.ClassDef((node.start_byte, node.end_byte), cls)

    def _s_type_alias_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        text = self.text(name) if name is not None else ""
        if value is None or text not in self.scope.types:
            return
        pos = (node.start_byte, node.end_byte)
        parts = value.named_children if value.type == "intersection_type" else [value]
        objects = [part for part in parts if part.type == "object_type"]
        if objects:
            cls = self.object_type(objects[0], self.scope.resolve(text))
            others = [self.annotation(part) for part in parts if part.type != "object_type"]
            cls.bases = tuple(
                ir.Call(kind.pos, ir.Name(kind.pos, "%implements"), (kind,))
                for kind in others
                if kind is not None
            )
            yield ir.ClassDef(pos, cls)
            return
        kind = self.told(value)
        if isinstance(untold(kind) if kind is not None else None, ir.Name | ir.Attr):
            yield ir.Assign(pos, (ir.Name(pos, self.scope.resolve(text)),), kind)

    def _s_enum_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
        if name is None or body is None:
            return
        items: list[tuple[ir.Expr | None, ir.Expr]] = []
        following = 0
        for child in (one for one in body.named_children if one.type != "comment"):
            value: ir.Expr = ir.Const((child.start_byte, child.end_byte), following)
            key = self.key(child)
            if child.type == "enum_assignment":
                key = self.key(child.child_by_field_name("name"))
                value = self.expr(child.child_by_field_name("value"))
            items.append((key, value))
            if isinstance(value, ir.Const) and isinstance(value.value, int):
                # ``Color[0]`` is the name.
                following = value.value + 1
                items.append((value, key))
        target = ir.Name(pos, self.scope.resolve(self.text(name)))
        yield ir.Assign(pos, (target,), ir.DictLit(pos, tuple(items)))

    def _s_ambient_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        for child in node.named_children:
            if child.type in ("interface_declaration", "type_alias_declaration", "lexical_declaration"):
                yield from self.statement(child)
