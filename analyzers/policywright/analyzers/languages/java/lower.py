"""The Java front end: a file's text in, an IR module out.

tree-sitter recovers from syntax errors, so a broken file still yields what can be read of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.grammar import extras, in_place, parser_of
from policywright.analyzers.languages.handlers import handlers
from policywright.analyzers.languages.java import builders
from policywright.analyzers.languages.java.declarations import (
    INIT,
    TYPE_DECLARATIONS,
    DeclarationLowering,
)
from policywright.analyzers.languages.java.scopes import FunctionScope
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

_ALIKE = {
    "continue_statement": "break_statement",
    "do_statement": "while_statement",
    "try_with_resources_statement": "try_statement",
}
"""Kinds of nodes that are lowered like another one."""


def lower(data: bytes, module_name: str) -> ir.Module:
    """Lowers UTF-8 source text."""
    return Lowering(data).module(module_name)


def comments(data: bytes, module_name: str) -> list[ir.Pos]:
    """Where the comments of a text are."""
    return extras(parser_of("tree_sitter_java").parse(data))


_OF_MODULES = regex(rb"(?m)^[ \t]*import[ \t]+module[ \t]+([\w.]+)[ \t]*;")
"""``import module java.base;`` (JEP 511), which the grammar does not know."""
_BASE = (
    "java.util", "java.util.function", "java.util.stream", "java.util.concurrent", "java.util.regex",
    "java.io", "java.math", "java.net", "java.nio.charset", "java.nio.file", "java.text", "java.time",
)  # fmt: skip
_MODULES = {b"java.base": _BASE, b"java.se": _BASE, b"java.net.http": ("java.net.http",)}
"""The packages of modules (JDK 25's documentation) that programs take most from."""


class Lowering(DeclarationLowering):
    """Statements of one file, and the file itself."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._statements: Mapping[str, Callable[..., Iterable[ir.Stmt]]] = handlers(self, "_s_", _ALIKE)
        self._yields: list[ir.Name | None] = []

    def module(self, name: str) -> ir.Module:
        parser = parser_of("tree_sitter_java")
        root = parser.parse(self.data).root_node
        if root.has_error and (modules := _OF_MODULES.findall(self.data)):
            root = parser.parse(in_place(_OF_MODULES, self.data)).root_node
            self.wildcards.extend(package for name in modules for package in _MODULES.get(name, ()))
        if root.has_error:
            self._syntax_error(root)
        declared = self._header(root)
        body: list[ir.Stmt] = []
        for child in declared:
            body.extend(self.type_declaration(child))
        scope = self.scopes.function
        scope.bound |= self.top_level
        return ir.Module(
            (0, len(self.data)), name, tuple(body), tuple(self.functions), tuple(self.classes),
            tuple((path, 0) for path in self.imports), frozenset(self.assigned), frozenset(scope.calls),
            frozenset(self.top_level), problems=tuple(self.problems),
        )  # fmt: skip

    def _header(self, root: Node) -> list[Node]:
        """Reads package and imports; the top-level types, those in recovered regions too."""
        found: list[Node] = []
        pending = list(root.named_children)
        while pending:
            child = pending.pop(0)
            if child.type == "package_declaration":
                self.package = "".join(self.text(child.named_children[-1]).split())
            elif child.type == "import_declaration":
                self._import(child)
            elif child.type in TYPE_DECLARATIONS:
                found.append(child)
                self.top_level.add(self.text(child.child_by_field_name("name")))
            elif child.type == "ERROR":
                pending = [*child.named_children, *pending]
        # The JDK's own package is imported everywhere, after all others.
        self.wildcards.append("java.lang")
        return found

    def _import(self, node: Node) -> None:
        names = [child for child in node.named_children if child.type in ("scoped_identifier", "identifier")]
        if not names:
            return
        path = "".join(self.text(names[0]).split())
        wildcard = any(child.type == "asterisk" for child in node.named_children)
        static = any(child.type == "static" for child in node.children)
        owner, _, last = path.rpartition(".")
        if static and wildcard:
            self.static_wildcards.append(path)
        elif static:
            self.static_imported[last] = owner
        elif wildcard:
            self.wildcards.append(path)
        else:
            self.imported[last] = path

    def _syntax_error(self, root: Node) -> None:
        pending = [root]
        while pending:
            node = pending.pop()
            if node.type == "ERROR" or node.is_missing:
                self.problems.append(((node.start_byte, node.end_byte), "syntax error"))
                return
            pending.extend(child for child in reversed(node.children) if child.has_error)

    # --- blocks ---

    def statements(self, nodes: Iterable[Node]) -> tuple[ir.Stmt, ...]:
        """Statements in order, in the open block."""
        result: list[ir.Stmt] = []
        for child in nodes:
            handler = self._statements.get(child.type)
            if handler is not None:
                result.extend(handler(self, child))
            elif child.type in TYPE_DECLARATIONS:
                result.extend(self.type_declaration(child, local=True))
            elif "comment" not in child.type and child.type not in (";", "label"):
                result.append(ir.ExprStmt((child.start_byte, child.end_byte), self.expr(child)))
        return tuple(result)

    def block_of(self, node: Node | None) -> tuple[ir.Stmt, ...]:
        """A block, or a single statement, with a scope of its own."""
        if node is None:
            return ()
        self.depth += 1
        self.scopes.push()
        try:
            if self.depth > 300:
                self.problems.append(((node.start_byte, node.end_byte), "nested too deeply"))
                return ()
            blocks = ("block", "constructor_body")
            return self.statements(node.named_children if node.type in blocks else [node])
        finally:
            self.scopes.pop()
            self.depth -= 1

    def _s_block(self, node: Node) -> Iterable[ir.Stmt]:
        return self.block_of(node)

    def _s_labeled_statement(self, node: Node) -> Iterable[ir.Stmt]:
        return self.statements(node.named_children[1:])

    def _s_synchronized_statement(self, node: Node) -> Iterable[ir.Stmt]:
        return self.block_of(node.child_by_field_name("body"))

    # --- simple statements ---

    def _s_local_variable_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        kind = node.child_by_field_name("type")
        annotation = self.annotation(kind)
        found: list[ir.Stmt] = []
        for declarator in node.children_by_field_name("declarator"):
            pos = (declarator.start_byte, declarator.end_byte)
            value = declarator.child_by_field_name("value")
            lowered = self.expr(value) if value is not None else None
            text = self.text(kind)
            if text in ("var", "val") and value is not None:
                text = self._made_type(value)
            name = self.scopes.declare(self.text(declarator.child_by_field_name("name")), text)
            if text in builders.KINDS and builders.is_kept_apart(declarator):
                self.scopes.function.builders.add(name)
            elif lowered is not None and text in builders.KINDS:
                lowered = ir.Opaque(pos, (lowered,))
            if lowered is not None:
                found.append(ir.Assign(pos, (ir.Name(pos, name),), lowered, annotation))
                if "Cleanup" in self.modifiers(node)[1]:
                    found.append(ir.ExprStmt(pos, self.helper(pos, "$closed", ir.Name(pos, name))))
        return found

    def _made_type(self, value: Node) -> str:
        return (
            self.text(value.child_by_field_name("type")) if value.type == "object_creation_expression" else ""
        )

    def _s_expression_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        inner = [child for child in node.named_children if "comment" not in child.type]
        if not inner:
            return ()
        if inner[0].type == "switch_expression":
            return self._s_switch_expression(inner[0])
        value = self.expr(inner[0])
        if isinstance(value, ir.Bind):
            return (ir.Assign(pos, (value.target,), value.value),)
        grown = self._grown(inner[0])
        if grown is not None:
            name = self.scopes.renewed(grown)
            self.scopes.function.builders.add(name)
            return (ir.Assign(pos, (ir.Name(pos, name),), value),)
        return (ir.ExprStmt(pos, value),)

    def _grown(self, node: Node) -> str | None:
        """The text that a bare ``builder.append(...)`` makes longer: texts here are values, not objects."""
        while node.type == "method_invocation":
            inner = node.child_by_field_name("object")
            if inner is None or self.text(node.child_by_field_name("name")) not in builders.CHANGES:
                return None
            node = inner
        if node.type != "identifier":
            return None
        unique = self.scopes.local(self.text(node))
        return unique if unique in self.scopes.function.builders else None

    def _s_explicit_constructor_invocation(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        which = self.text(node.child_by_field_name("constructor"))
        this = self.this(pos, "")
        target = self.helper(pos, "$super", this) if which == "super" else this
        args = self.arguments(node.child_by_field_name("arguments"))
        return (ir.ExprStmt(pos, ir.Call(pos, ir.Attr(pos, target, INIT), args)),)

    def _s_return_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        inner = [child for child in node.named_children if "comment" not in child.type]
        scope = self.scopes.function
        value = self.expr(inner[0]) if inner else None
        if value is not None and scope.returns is not None:
            value = ir.Cast(pos, value, scope.returns)
        if value is not None and scope.bean is not None:
            value = self.helper(pos, "$bean", scope.bean, value)
        return (ir.Return(pos, value),)

    def _s_yield_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        return (ir.Return(pos, self.expr(node.named_children[0]) if node.named_children else None),)

    def _s_throw_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        return (ir.Raise(pos, self.expr(node.named_children[0]) if node.named_children else None),)

    def _s_break_statement(self, node: Node) -> Iterable[ir.Stmt]:
        return (ir.Jump((node.start_byte, node.end_byte)),)

    # --- compound statements ---

    def _s_if_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        test = self.expr(node.child_by_field_name("condition"))
        body = self.block_of(node.child_by_field_name("consequence"))
        return (ir.If(pos, test, body, self.block_of(node.child_by_field_name("alternative"))),)

    def _s_while_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        test = self.expr(node.child_by_field_name("condition"))
        return (ir.While(pos, test, self.block_of(node.child_by_field_name("body"))),)

    def _s_for_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        self.scopes.push()
        before = self.statements(node.children_by_field_name("init"))
        condition = node.child_by_field_name("condition")
        test = self.expr(condition) if condition is not None else None
        body = self.block_of(node.child_by_field_name("body"))
        update = self.statements(node.children_by_field_name("update"))
        self.scopes.pop()
        return (*before, ir.While(pos, test, (*body, *update)))

    def _s_enhanced_for_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        iterable = self.expr(node.child_by_field_name("value"))
        self.scopes.push()
        kind = node.child_by_field_name("type")
        label = node.child_by_field_name("name")
        name = ir.Name(pos, self.scopes.declare(self.text(label), self.text(kind)))
        annotation = self.annotation(kind)
        before: tuple[ir.Stmt, ...] = ()
        if annotation is not None:
            before = (ir.Assign(pos, (name,), ir.Cast(pos, name, annotation)),)
        body = self.block_of(node.child_by_field_name("body"))
        self.scopes.pop()
        return (ir.For(pos, name, iterable, (*before, *body)),)

    def _s_try_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        self.scopes.push()
        before = self._resources(node.child_by_field_name("resources"))
        opened = [one.targets[0] for one in before if isinstance(one, ir.Assign)]
        closed = [ir.ExprStmt(one.pos, self.helper(one.pos, "$closed", one))
                  for one in opened if isinstance(one, ir.Name)]  # fmt: skip
        body = self.block_of(node.child_by_field_name("body"))
        self.scopes.pop()
        handlers: list[ir.Handler] = []
        final: tuple[ir.Stmt, ...] = ()
        for child in node.named_children:
            where = (child.start_byte, child.end_byte)
            if child.type == "catch_clause":
                self.scopes.push()
                formal = next((c for c in child.named_children if c.type == "catch_formal_parameter"), None)
                label = formal.child_by_field_name("name") if formal is not None else None
                name = self.scopes.declare(self.text(label)) if label is not None else None
                caught = self.block_of(child.child_by_field_name("body"))
                handlers.append(ir.Handler(where, self._caught_types(formal), name, caught))
                self.scopes.pop()
            elif child.type == "finally_clause":
                final = self.block_of(child.named_children[-1] if child.named_children else None)
        # Before the body, which may be left at any place, as good as behind it.
        return (ir.Try(pos, (*before, *closed, *body), tuple(handlers), (), final),)

    def _resources(self, node: Node | None) -> tuple[ir.Stmt, ...]:
        found: list[ir.Stmt] = []
        for child in node.named_children if node is not None else ():
            value = child.child_by_field_name("value")
            if child.type != "resource" or value is None:
                continue
            pos = (child.start_byte, child.end_byte)
            kind = child.child_by_field_name("type")
            lowered = self.expr(value)
            name = self.scopes.declare(self.text(child.child_by_field_name("name")), self.text(kind))
            found.append(ir.Assign(pos, (ir.Name(pos, name),), lowered, self.annotation(kind)))
        return tuple(found)

    def _caught_types(self, formal: Node | None) -> tuple[ir.Expr, ...]:
        kinds = [child for one in (formal.named_children if formal is not None else ())
                 if one.type == "catch_type" for child in one.named_children]  # fmt: skip
        found = [self.annotation(kind) for kind in kinds]
        return tuple(one for one in found if one is not None)

    # --- switch ---

    def _s_switch_expression(self, node: Node) -> Iterable[ir.Stmt]:
        return self._switch(node, value=False)

    def _x_switch_expression(self, node: Node) -> ir.Expr:
        """A switch for its value: a function that is called at once, whose arms return."""
        pos = (node.start_byte, node.end_byte)
        scope = FunctionScope()
        self.scopes.stack.append(scope)
        self.qualifiers.append("<switch>")
        function = ir.Function(pos, "<switch>", ".".join(self.qualifiers), (), (), receiver="", hidden=True)
        self.functions.append(function)
        function.body = self._switch(node, value=True)
        self.close(function, scope)
        return ir.Call(pos, ir.FunctionExpr(pos, function))

    def _switch(self, node: Node, *, value: bool) -> tuple[ir.Stmt, ...]:
        pos = (node.start_byte, node.end_byte)
        self.scopes.push()
        condition = self.expr(node.child_by_field_name("condition"))
        subject = ir.Name(pos, self.scopes.declare("$switch"))
        block = node.child_by_field_name("body")
        cases = [c for c in block.named_children if c.type.startswith("switch_")] if block is not None else []
        tests: list[ir.Expr | None] = []
        bodies: list[tuple[ir.Stmt, ...]] = []
        for case in cases:
            self.scopes.push()
            tests.append(self._case_test(case, subject))
            rest = [c for c in case.named_children if c.type != "switch_label"]
            bodies.append(self._arm(rest, value=value and case.type == "switch_rule"))
            self.scopes.pop()
        for index in range(len(cases) - 2, -1, -1):
            if cases[index].type == "switch_block_statement_group" and not _leaves(bodies[index]):
                bodies[index] = (*bodies[index], *bodies[index + 1])
        self.scopes.pop()
        orelse: tuple[ir.Stmt, ...] = ()
        for test, body in zip(tests, bodies, strict=True):
            orelse = body if test is None else orelse
        for case, test, body in reversed(list(zip(cases, tests, bodies, strict=True))):
            if test is not None:
                orelse = (ir.If((case.start_byte, case.end_byte), test, body, orelse),)
        return (ir.Assign(pos, (subject,), condition), *orelse)

    def _case_test(self, case: Node, subject: ir.Name) -> ir.Expr | None:
        """The test of a case; None for the default. Enum constants and patterns are not told apart."""
        pos = (case.start_byte, case.end_byte)
        tests: list[ir.Expr] = []
        for label in case.named_children:
            if label.type != "switch_label":
                continue
            if self.text(label).strip().startswith("default"):
                return None
            for child in label.named_children:
                if child.type.endswith("_literal"):
                    tests.append(ir.BinOp(pos, "==", subject, self.expr(child)))
                elif child.type == "pattern":
                    tests.append(self._pattern(pos, child, subject))
                elif child.type == "guard":
                    tests[-1:] = [ir.Opaque(pos, (*tests[-1:], *map(self.expr, child.named_children)))]
                else:
                    tests.append(ir.Opaque(pos))
        return tests[0] if len(tests) == 1 else ir.BoolOp(pos, "or", tuple(tests)) if tests else None

    def _pattern(self, pos: ir.Pos, node: Node, subject: ir.Name) -> ir.Expr:
        """``case Foo f``: binds the name to the subject as that type."""
        inner = node.named_children[0] if node.named_children else None
        if inner is not None and inner.type == "record_pattern":
            return ir.Opaque(pos, tuple(self.record_pattern(inner, subject)))
        if inner is None or inner.type != "type_pattern" or len(inner.named_children) < 2:
            return ir.Opaque(pos)
        kind, label = inner.named_children[0], inner.named_children[-1]
        target = ir.Name(pos, self.scopes.declare(self.text(label), self.text(kind)))
        annotation = self.annotation(kind)
        seen = ir.Cast(pos, subject, annotation) if annotation is not None else subject
        return ir.Opaque(pos, (ir.Bind(pos, target, seen),))

    def _arm(self, nodes: list[Node], *, value: bool) -> tuple[ir.Stmt, ...]:
        if value and len(nodes) == 1 and nodes[0].type == "expression_statement" and nodes[0].named_children:
            pos = (nodes[0].start_byte, nodes[0].end_byte)
            return (ir.Return(pos, self.expr(nodes[0].named_children[0])),)
        return self.statements(nodes)

    # --- lambdas ---

    def lambda_function(self, node: Node) -> ir.Function:
        pos = (node.start_byte, node.end_byte)
        scope = FunctionScope()
        self.scopes.stack.append(scope)
        self.qualifiers.append("<lambda>")
        formal = node.child_by_field_name("parameters")
        if formal is not None and formal.type == "identifier":
            params: tuple[ir.Param, ...] = (
                ir.Param((formal.start_byte, formal.end_byte), self.scopes.declare(self.text(formal))),
            )
        else:
            params = self.parameters(formal)
        function = ir.Function(pos, "<lambda>", ".".join(self.qualifiers), params, (), receiver="",
                               hidden=True)  # fmt: skip
        self.functions.append(function)
        body = node.child_by_field_name("body")
        if body is not None and body.type == "block":
            function.body = self.block_of(body)
        else:
            function.body = (ir.Return(pos, self.expr(body)),)
        self.close(function, scope)
        return function


def _leaves(body: tuple[ir.Stmt, ...]) -> bool:
    """Whether a case ends by itself instead of falling through."""
    return bool(body) and isinstance(body[-1], ir.Jump | ir.Return | ir.Raise)
