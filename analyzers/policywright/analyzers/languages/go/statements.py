"""Lowering of Go statements; declarations and functions are in ``lower.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.languages.go.expressions import ExpressionLowering, listed
from policywright.analyzers.languages.go.scopes import FunctionScope
from policywright.analyzers.languages.handlers import handlers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

_ABOUT_CLIENTS = ("Credentials", "Region", "BaseEndpoint")
_STRAIGHT = frozenset((
    "short_var_declaration", "assignment_statement", "expression_statement", "statement_list", "comment",
    "return_statement", "var_declaration", "inc_statement", "dec_statement",
))  # fmt: skip
"""Statements that run once, one after the other."""

_ALIKE = {
    "go_statement": "expression_statement",
    "dec_statement": "inc_statement",
    "continue_statement": "break_statement",
    "goto_statement": "break_statement",
}
"""Kinds of nodes that are lowered like another one."""


POINTED_AT = "*"
"""The member of a pointer that stands for what it points at."""


class StatementLowering(ExpressionLowering):
    """One file's statements."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._switches = 0
        self.handlers: Mapping[str, Callable[..., Iterable[ir.Stmt]]] = handlers(self, "_s_", _ALIKE)

    # --- blocks ---

    def statements(self, nodes: Iterable[Node]) -> tuple[ir.Stmt, ...]:
        """Statements in order, in the open block."""
        result: list[ir.Stmt] = []
        for child in nodes:
            handler = self.handlers.get(child.type)
            if child.type not in _STRAIGHT:
                # What runs at times, or again and again, sees more than one value of a variable.
                self.scopes.escape()
            if handler is not None:
                result.extend(handler(self, child))
            if child.type not in _STRAIGHT:
                self.scopes.escape()
            if handler is not None:
                continue
            if child.type == "statement_list":
                result.extend(self.statements(child.named_children))
            elif child.type not in ("comment", "empty_statement", "fallthrough_statement", "label_name"):
                result.append(ir.ExprStmt((child.start_byte, child.end_byte), self.expr(child)))
        return tuple(result)

    def block(self, node: Node | None) -> tuple[ir.Stmt, ...]:
        """A block with a scope of its own."""
        if node is None:
            return ()
        self.depth += 1
        self.scopes.push()
        try:
            if self.depth > 300:
                self.problems.append(((node.start_byte, node.end_byte), "nested too deeply"))
                return ()
            return self.statements(node.named_children)
        finally:
            self.scopes.pop()
            self.depth -= 1

    def _s_block(self, node: Node) -> Iterable[ir.Stmt]:
        return self.block(node)

    def _s_labeled_statement(self, node: Node) -> Iterable[ir.Stmt]:
        return self.statements(node.named_children)

    # --- simple statements ---

    def _s_expression_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        value = self.expr(node.named_children[0]) if node.named_children else ir.Opaque(pos)
        if isinstance(value, ir.Call) and isinstance(value.fn, ir.Name) and value.fn.name == "panic":
            return (
                ir.Raise(
                    pos, ir.Opaque(pos, tuple(arg for arg in value.args if not isinstance(arg, ir.Spread)))
                ),
            )
        return (ir.ExprStmt(pos, value),)

    def _s_defer_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        return (
            ir.ExprStmt(pos, self.expr(node.named_children[0]) if node.named_children else ir.Opaque(pos)),
        )

    def _s_send_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        channel, value = node.child_by_field_name("channel"), node.child_by_field_name("value")
        return (ir.ExprStmt(pos, self.helper(pos, "$send", self.expr(channel), self.expr(value))),)

    def _s_receive_statement(self, node: Node) -> Iterable[ir.Stmt]:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        if left is None:
            return (ir.ExprStmt((node.start_byte, node.end_byte), self.expr(right)),)
        declares = any(child.type == ":=" for child in node.children)
        return self._assign(node, left, right, declares=declares)

    def _s_short_var_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        return self._assign(node, left, right, declares=True)

    def _s_assignment_statement(self, node: Node) -> Iterable[ir.Stmt]:
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = self.text(node.child_by_field_name("operator"))
        if operator not in ("=", "") and left is not None:
            parts = left.named_children if left.type == "expression_list" else [left]
            value = self.several(right)
            target = self.target(parts[0])
            pos = (node.start_byte, node.end_byte)
            more = value[0] if value else ir.Opaque(pos)
            if isinstance(target, ir.Attr) and _is_pointed(target):
                # ``*p += value``
                return (self._store(pos, target, ir.BinOp(pos, operator.rstrip("="), target.obj, more)),)
            return (ir.AugAssign(pos, target, operator.rstrip("="), more),)
        return self._assign(node, left, right, declares=False)

    def _s_inc_statement(self, node: Node) -> Iterable[ir.Stmt]:
        """``i++``: whatever number it is afterwards."""
        pos, operand = (node.start_byte, node.end_byte), node.named_children[0]
        return (self._store(pos, self.target(operand), ir.Opaque(pos, (self.expr(operand),))),)

    def _note_kind(self, name: str, source: Node) -> None:
        """``rows := []Row{}``, ``make([]Row, 0)``: what a library may fill in."""
        kind = source.child_by_field_name("type") if source.type == "composite_literal" else None
        arguments = source.child_by_field_name("arguments") if source.type == "call_expression" else None
        if arguments is not None and self.text(source.child_by_field_name("function")) == "make":
            kind = next(iter(arguments.named_children), None)
        if kind is not None and kind.type in ("slice_type", "map_type"):
            annotation = self.type_expr(kind)
            if annotation is not None:
                self.scopes.here.kinds[name] = annotation

    def _assign(
        self, node: Node, left: Node | None, right: Node | None, *, declares: bool
    ) -> tuple[ir.Stmt, ...]:
        pos = (node.start_byte, node.end_byte)
        parts = listed(left)
        values = self.values(right, parts)
        targets = [self._declared(part) if declares else self.target(part) for part in parts]
        self._escape_into(targets)
        sources = listed(right)
        if len(targets) > 1 and any(map(_is_pointed, targets)):
            return self._assign_through(pos, targets, values)
        if len(targets) == len(values) == 1:
            if declares and isinstance(targets[0], ir.Name):
                self._note_kind(targets[0].name, sources[0])
            return (self._copied(self._store(pos, targets[0], values[0]), sources[0]),)
        if len(values) == 1:
            return (ir.Assign(pos, (self.pattern(pos, targets),), values[0]),)
        if all(isinstance(value, ir.Const | ir.Opaque) or len(values) > len(targets) for value in values[1:]):
            return tuple(
                self._copied(self._store(pos, target, value), source)
                for target, value, source in zip(targets, values, sources, strict=False)
            )
        return (ir.Assign(pos, (self.pattern(pos, targets),), ir.TupleLit(pos, tuple(values))),)

    def _assign_through(
        self, pos: ir.Pos, targets: list[ir.Target], values: list[ir.Expr]
    ) -> tuple[ir.Stmt, ...]:
        """``*a, *b = *b, *a``, ``*p, err = find()``: all values are there before any is written."""
        names = [
            ir.Name(pos, self.scopes.declare(f"pointed {index}")) if _is_pointed(target) else target
            for index, target in enumerate(targets)
        ]
        value = values[0] if len(values) == 1 else ir.TupleLit(pos, tuple(values))
        written = [
            self._store(pos, target, name)
            for target, name in zip(targets, names, strict=True)
            if _is_pointed(target) and isinstance(name, ir.Name)
        ]
        return (ir.Assign(pos, (self.pattern(pos, names),), value), *written)

    def _store(self, pos: ir.Pos, target: ir.Target, value: ir.Expr) -> ir.Stmt:
        if (
            isinstance(target, ir.Attr)
            and target.name in _ABOUT_CLIENTS
            and isinstance(target.obj, ir.Name)
            and target.obj.name not in self.scopes.here.fresh
        ):
            # ``cfg.Credentials = ...`` is about the clients made from this variable later, not earlier.
            # A function's parameters and its own block are its first two blocks.
            here = self.scopes.here
            name, blocks = target.obj.name, here.blocks
            always = ir.Const(pos, len(blocks) <= 2 or name in blocks[-1].values())
            shared = ir.Const(pos, name in blocks[0].values() and name not in here.values)
            label = ir.Const(pos, target.name)
            changed = self.helper(pos, "$with", target.obj, label, value, always, shared)
            return ir.Assign(pos, (target.obj,), changed)
        if isinstance(target, ir.Attr) and _is_pointed(target):
            name = target.obj.name if isinstance(target.obj, ir.Name) else ""
            return ir.ExprStmt(pos, self.helper(pos, "$assigned", ir.Const(pos, name), target.obj, value))
        if isinstance(target, ir.Attr) and target.name == _ABOUT_CLIENTS[0]:
            value = self._lasting(pos, target.obj, value)
        if isinstance(target, ir.Attr) and isinstance(target.obj, ir.Name):
            if target.obj.name in self.scopes.here.fresh:
                # Nothing else sees this copy yet, so that its field has the new value and no other.
                made = self.helper(pos, "$set", target.obj, ir.Const(pos, target.name), value)
                return ir.Assign(pos, (target.obj,), made)
            self.scopes.write(target.obj.name)
        return ir.Assign(pos, (target,), value)

    def _lasting(self, pos: ir.Pos, owner: ir.Expr, value: ir.Expr) -> ir.Expr:
        """Credentials for what is in a struct: clients that others make of it may still be made without."""
        here, root = self.scopes.here, owner
        while isinstance(root, ir.Attr):
            root = root.obj
        own = isinstance(root, ir.Name) and len(here.blocks) > 1 and root.name in here.blocks[-1].values()
        if own or (self._spelled(owner), len(here.blocks)) in here.stored:
            return value
        return self.helper(pos, "$maybe", value)

    def _spelled(self, expression: ir.Expr) -> bytes:
        start, end = expression.pos
        return self.data[start:end]

    def _escape_into(self, targets: list[ir.Target]) -> None:
        """A variable that is given another value starts anew, as does a field."""
        for target in targets:
            if isinstance(target, ir.Name):
                self.scopes.escape(target.name)
            elif isinstance(target, ir.Attr):
                self.scopes.here.stored.add((self._spelled(target), len(self.scopes.here.blocks)))

    def _copied(self, statement: ir.Stmt, source: Node) -> ir.Stmt:
        """Notes what an assignment says about structs: a variable gets one of its own, or a copy of one."""
        if not isinstance(statement, ir.Assign) or not self.scopes.in_function:
            return statement
        target, value = statement.targets[0], statement.value
        if not isinstance(target, ir.Name) or target.name not in self.scopes.here.bound:
            return statement
        scope = self.scopes.here
        literal = source.type == "composite_literal"
        copied = source.type == "unary_expression" and source.children[0].type == "*"
        if source.type == "identifier" and isinstance(value, ir.Name):
            # Not of ``&x``, which is lowered to ``x``.
            copied = any(value.name in one.values for one in self.scopes.stack[1:])
        if copied:
            name = value.name if isinstance(value, ir.Name) else None
            scope.copies.append((statement, target.name, name))
            scope.fresh.add(target.name)
        if literal or copied:
            scope.values.add(target.name)
        return statement

    def copy_structs(self, scope: FunctionScope, params: tuple[ir.Param, ...]) -> tuple[ir.Stmt, ...]:
        """Makes copies where one of two structs is written to; the statements are for a function's start."""
        for statement, target, source in scope.copies:
            if statement.value is not None and not scope.written.isdisjoint((target, source)):
                statement.value = self.helper(statement.pos, "$copy", statement.value)
        written = [one for one in params if one.name in scope.values and one.name in scope.written]
        names = [ir.Name(one.pos, one.name) for one in written]
        return tuple(ir.Assign(one.pos, (one,), self.helper(one.pos, "$copy", one)) for one in names)

    @staticmethod
    def pattern(pos: ir.Pos, targets: list[ir.Target]) -> ir.Pattern:
        return ir.Pattern(pos, tuple(None if _blank(target) else target for target in targets))

    def _declared(self, node: Node) -> ir.Target:
        """A target of ``:=``: new, unless this very block has declared it."""
        pos = (node.start_byte, node.end_byte)
        text = self.text(node)
        if text == "_" or node.type != "identifier":
            return ir.Pattern(pos)
        return ir.Name(pos, self.scopes.declared_here(text) or self.scopes.declare(text))

    def target(self, node: Node) -> ir.Target:
        """What an assignment writes to."""
        pos = (node.start_byte, node.end_byte)
        if node.type == "identifier":
            text = self.text(node)
            if text == "_":
                return ir.Pattern(pos)
            name = self.scopes.assign(text)
            if self.scopes.in_function and self.scopes.use(text) is None:
                self.assigned.add(text)
            return ir.Name(pos, name)
        if node.type == "parenthesized_expression" and node.named_children:
            return self.target(node.named_children[0])
        if node.type == "unary_expression" and node.children[0].type == "*":
            inner = node.child_by_field_name("operand")
            if inner is not None and inner.type == "identifier":
                return ir.Attr(pos, self.name(inner), POINTED_AT)
        if node.type in ("selector_expression", "index_expression"):
            operand = node.child_by_field_name("operand")
            if node.type == "selector_expression" and operand is not None and operand.type == "identifier":
                # Only a field can be assigned, so that nobody gets the variable.
                found: ir.Expr = ir.Attr(
                    pos, self.name(operand), self.text(node.child_by_field_name("field"))
                )
            else:
                found = self.expr(node)
            if isinstance(found, ir.Attr):
                self.assigned.add(found.name)
                self.reached_into(found.obj)
            if isinstance(found, ir.Attr | ir.Index):
                return found
        return ir.Pattern(pos)

    def _s_return_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        parts = [child for child in node.named_children if child.type != "comment"]
        values = self.several(parts[0]) if parts else []
        named = self.scopes.here.results
        if values and not self.scopes.here.inner.isdisjoint(named):
            # What is deferred may set them still.
            into: tuple[ir.Target, ...] = tuple(ir.Name(pos, name) for name in named)
            value = values[0] if len(values) == 1 else ir.TupleLit(pos, tuple(values))
            target = into[0] if len(into) == 1 else ir.Pattern(pos, into)
            set_first = ir.Assign(pos, (target,), value)
            given = [ir.Name(pos, name) for name in named]
            returned = given[0] if len(given) == 1 else ir.TupleLit(pos, tuple(given))
            return (set_first, ir.Return(pos, returned))
        if not values:
            values = [ir.Name(pos, name) for name in named]
        if not values:
            return (ir.Return(pos, None),)
        return (ir.Return(pos, values[0] if len(values) == 1 else ir.TupleLit(pos, tuple(values))),)

    def _s_break_statement(self, node: Node) -> Iterable[ir.Stmt]:
        return (ir.Jump((node.start_byte, node.end_byte)),)

    # --- compound statements ---

    def _s_if_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        self.scopes.push()
        before = self._optional(node.child_by_field_name("initializer"))
        test = self.expr(node.child_by_field_name("condition"))
        body = self.block(node.child_by_field_name("consequence"))
        alternative = node.child_by_field_name("alternative")
        orelse = self._optional(alternative)
        self.scopes.pop()
        return (*before, ir.If(pos, test, body, orelse))

    def _optional(self, node: Node | None) -> tuple[ir.Stmt, ...]:
        return self.statements([node]) if node is not None else ()

    def _s_for_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        self.scopes.push()
        clause = next((c for c in node.named_children if c.type not in ("block", "comment")), None)
        body = node.child_by_field_name("body")
        try:
            if clause is not None and clause.type == "range_clause":
                return (self._range(pos, clause, body),)
            if clause is not None and clause.type == "for_clause":
                before = self._optional(clause.child_by_field_name("initializer"))
                condition = clause.child_by_field_name("condition")
                test = self.expr(condition) if condition is not None else None
                statements = self.block(body)
                update = self._optional(clause.child_by_field_name("update"))
                return (*before, ir.While(pos, test, (*statements, *update)))
            test = self.expr(clause) if clause is not None else None
            return (ir.While(pos, test, self.block(body)),)
        finally:
            self.scopes.pop()

    def _range(self, pos: ir.Pos, clause: Node, body: Node | None) -> ir.Stmt:
        iterable = self.expr(clause.child_by_field_name("right"))
        left = clause.child_by_field_name("left")
        parts = [c for c in left.named_children if c.type != "comment"] if left is not None else []
        declares = any(child.type == ":=" for child in clause.children)
        targets = [self._declared(part) if declares else self.target(part) for part in parts]
        pattern = self.pattern(pos, targets) if targets else None
        single = ir.Const(pos, len(targets) < 2)
        pairs = self.helper(iterable.pos, "$range", iterable, single)
        return ir.For(pos, pattern, pairs, self.block(body))

    def _s_expression_switch_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        self.scopes.push()
        before = list(self._optional(node.child_by_field_name("initializer")))
        value = node.child_by_field_name("value")
        subject: ir.Name | None = None
        if value is not None:
            subject = self._subject(pos)
            before.append(ir.Assign(pos, (subject,), self.expr(value)))
        cases = [child for child in node.named_children if child.type in ("expression_case", "default_case")]
        lowered = [(self._case_test(case, subject), self._case_body(case)) for case in cases]
        self.scopes.pop()
        return (*before, *_chain(cases, lowered))

    def _case_test(self, case: Node, subject: ir.Name | None) -> ir.Expr | None:
        if case.type == "default_case":
            return None
        pos = (case.start_byte, case.end_byte)
        values = self.several(case.child_by_field_name("value"))
        tests = tuple(
            ir.BinOp(pos, "==", subject, value) if subject is not None else value for value in values
        )
        return tests[0] if len(tests) == 1 else ir.BoolOp(pos, "or", tests) if tests else ir.Opaque(pos)

    def _case_body(self, case: Node) -> tuple[ir.Stmt, ...]:
        self.scopes.push()
        try:
            return self.statements([child for child in case.named_children if child.type == "statement_list"])
        finally:
            self.scopes.pop()

    def _s_type_switch_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        self.scopes.push()
        before = list(self._optional(node.child_by_field_name("initializer")))
        subject = self._subject(pos)
        before.append(ir.Assign(pos, (subject,), self.expr(node.child_by_field_name("value"))))
        alias = node.child_by_field_name("alias")
        label = alias.named_children[0] if alias is not None and alias.named_children else None
        cases = [child for child in node.named_children if child.type in ("type_case", "default_case")]
        lowered = [self._type_case(case, subject, label) for case in cases]
        self.scopes.pop()
        return (*before, *_chain(cases, lowered))

    def _subject(self, pos: ir.Pos) -> ir.Name:
        """A variable of its own for what a switch is about."""
        self._switches += 1
        subject = ir.Name(pos, f"$switch{self._switches}")
        self.scopes.here.bound.add(subject.name)
        return subject

    def _type_case(
        self, case: Node, subject: ir.Name, label: Node | None
    ) -> tuple[ir.Expr | None, tuple[ir.Stmt, ...]]:
        """The test of a case and its body, which sees the subject as that type under its own name."""
        pos = (case.start_byte, case.end_byte)
        self.scopes.push()
        kinds = [self.type_expr(kind) for kind in case.children_by_field_name("type")]
        known = tuple(kind for kind in kinds if kind is not None)
        test: ir.Expr | None = None
        if case.type == "type_case":
            test = ir.TypeTest(pos, subject, known) if len(known) == len(kinds) else ir.Opaque(pos)
        start: tuple[ir.Stmt, ...] = ()
        if label is not None:
            name = ir.Name(pos, self.scopes.declare(self.text(label)))
            seen = ir.Cast(pos, subject, known[0]) if len(kinds) == len(known) == 1 else subject
            start = (ir.Assign(pos, (name,), seen),)
        body = (*start, *self._case_body(case))
        self.scopes.pop()
        return test, body

    def _s_select_statement(self, node: Node) -> Iterable[ir.Stmt]:
        arms: list[ir.Stmt] = []
        for case in node.named_children:
            if case.type not in ("communication_case", "default_case"):
                continue
            pos = (case.start_byte, case.end_byte)
            self.scopes.push()
            start = self._optional(case.child_by_field_name("communication"))
            arms.append(ir.If(pos, ir.Opaque(pos), (*start, *self._case_body(case))))
            self.scopes.pop()
        return arms


def _chain(
    cases: list[Node], lowered: list[tuple[ir.Expr | None, tuple[ir.Stmt, ...]]]
) -> tuple[ir.Stmt, ...]:
    """Cases as nested two-way branches; a case that falls through runs the next one's statements too."""
    bodies = [body for _, body in lowered]
    for index in range(len(cases) - 2, -1, -1):
        if _falls_through(cases[index]):
            bodies[index] = (*bodies[index], *bodies[index + 1])
    orelse: tuple[ir.Stmt, ...] = ()
    for (test, _), body in zip(lowered, bodies, strict=True):
        if test is None:
            orelse = body
    for (test, _), body, case in reversed(list(zip(lowered, bodies, cases, strict=True))):
        if test is not None:
            orelse = (ir.If((case.start_byte, case.end_byte), test, body, orelse),)
    return orelse


def _falls_through(case: Node) -> bool:
    lists = [child for child in case.named_children if child.type == "statement_list"]
    last = lists[-1].named_children if lists else []
    return bool(last) and last[-1].type == "fallthrough_statement"


def _is_pointed(target: ir.Target) -> bool:
    """``*p``"""
    return isinstance(target, ir.Attr) and target.name == POINTED_AT


def _blank(target: ir.Target) -> bool:
    return isinstance(target, ir.Pattern) and not target.items
