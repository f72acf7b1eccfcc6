"""The Python front end: a file's text in, an IR module out.

tree-sitter recovers from syntax errors, so a broken file still yields what can be read of it; the places
it recovered from are ``Module.problems``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.grammar import extras, in_place, parser_of
from policywright.analyzers.languages.handlers import handlers
from policywright.analyzers.languages.python.expressions import first_of, parts_of
from policywright.analyzers.languages.python.patterns import PatternLowering, read_as_match
from policywright.analyzers.languages.python.scopes import Scope
from policywright.analyzers.languages.python.waiting import go_through, wait
from policywright.analyzers.languages.waiting import wait_in_turn
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node, Parser

MAX_ARMS = 200
"""Branches of one ``if`` or ``match`` that are kept apart from each other."""
_MATCH_SUBJECT = "$match"

_ALIKE = {
    "continue_statement": "break_statement",
}
"""Kinds of nodes that are lowered like another one."""


def lower(data: bytes, module_name: str) -> ir.Module:
    """Lowers UTF-8 source text."""
    return Lowering(data, parser_of("tree_sitter_python")).module(module_name)


def comments(data: bytes, module_name: str) -> list[ir.Pos]:
    """Where the comments of a text are."""
    return extras(parser_of("tree_sitter_python").parse(data))


_LAZY = regex(rb"(?m)^([ \t]*)lazy(?=[ \t]+(?:import|from)\b)")
_TYPED = regex(rb"(?m)^[ \t]*(?:async[ \t]+def|def|class|type)[ \t]+\w+\[[^\n]*")
_DEFAULT = regex(rb"\s*=\s*[\w.]+(?:\[[\w., ]*\])?(?=\s*[,\]])")


def _as_known(data: bytes) -> bytes:
    """A text as the grammar knows it, everything at its place: without ``lazy`` before imports (PEP 810) and
    defaults of type parameters (PEP 696)."""
    data = _LAZY.sub(rb"\g<1>0;  ", data)
    return _TYPED.sub(lambda found: in_place(_DEFAULT, found[0]), data)


class Lowering(PatternLowering):
    """Statements and definitions of one file."""

    def __init__(self, data: bytes, parser: Parser) -> None:
        super().__init__(data, parser)
        self.classes: list[ir.Class] = []
        self.imports: list[tuple[str, int]] = []
        self._statements: Mapping[str, Callable[..., Iterable[ir.Stmt]]] = handlers(self, "_s_", _ALIKE)

    def module(self, name: str) -> ir.Module:
        text = read_as_match(self.data)
        root = self.parser.parse(text).root_node
        if root.has_error:
            known = self.parser.parse(_as_known(text)).root_node
            root = root if known.has_error else known
        if root.has_error:
            self._syntax_errors(root)
        body = self.block(root)
        return ir.Module(
            (0, len(self.data)), name, body, tuple(self.functions), tuple(self.classes), tuple(self.imports),
            frozenset(self.assigned), frozenset(self.scope.mentions()), frozenset(self.scope.bound),
            problems=tuple(self.problems),
        )  # fmt: skip

    def _syntax_errors(self, root: Node) -> None:
        pending = [root]
        while pending:
            node = pending.pop()
            if node.type == "ERROR" or node.is_missing:
                self.problems.append(((node.start_byte, node.end_byte), "syntax error"))
                return
            pending.extend(child for child in reversed(node.children) if child.has_error)

    def block(self, node: Node | None) -> tuple[ir.Stmt, ...]:
        """The statements under a module, block or error node, in order."""
        result: list[ir.Stmt] = []
        for child in parts_of(node) if node is not None else ():
            handler = self._statements.get(child.type)
            if handler is not None:
                result.extend(handler(self, child))
            elif child.type != "pass_statement":
                result.append(ir.ExprStmt((child.start_byte, child.end_byte), self.expr(child)))
        wait_in_turn(result, self.awaited, wait)
        return tuple(result)

    def _field_block(self, node: Node, name: str = "body") -> tuple[ir.Stmt, ...]:
        self.depth += 1
        try:
            if self.depth > 300:
                self.problems.append(((node.start_byte, node.end_byte), "nested too deeply"))
                return ()
            return self.block(node.child_by_field_name(name))
        finally:
            self.depth -= 1

    # --- simple statements ---

    def _s_expression_statement(self, node: Node) -> Iterable[ir.Stmt]:
        for child in parts_of(node):
            pos = (child.start_byte, child.end_byte)
            if child.type == "assignment":
                yield self._assignment(child)
            elif child.type == "augmented_assignment":
                operator = child.child_by_field_name("operator")
                target = self.target(child.child_by_field_name("left"))
                op = self.text(operator).rstrip("=") if operator else "+"
                yield ir.AugAssign(pos, target, op, self.expr(child.child_by_field_name("right")))
            else:
                yield ir.ExprStmt(pos, self.expr(child))

    def _assignment(self, node: Node) -> ir.Stmt:
        pos = (node.start_byte, node.end_byte)
        lefts = [node.child_by_field_name("left")]
        annotation = node.child_by_field_name("type")
        right = node.child_by_field_name("right")
        while right is not None and right.type == "assignment":
            lefts.append(right.child_by_field_name("left"))
            right = right.child_by_field_name("right")
        value = self.expr(right) if right is not None else None
        hint = self.annotation(annotation)
        return ir.Assign(pos, tuple(self.target(left) for left in lefts), value, hint)

    def _s_return_statement(self, node: Node) -> Iterable[ir.Stmt]:
        parts = parts_of(node)
        yield ir.Return((node.start_byte, node.end_byte), self.expr(parts[0]) if parts else None)

    def _s_raise_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        parts = [self.expr(child) for child in parts_of(node)]
        # What is behind ``from`` first: nothing is behind the statement.
        yield from (ir.ExprStmt(pos, part) for part in parts[1:])
        yield ir.Raise(pos, parts[0] if parts else ir.Opaque(pos))

    def _s_break_statement(self, node: Node) -> Iterable[ir.Stmt]:
        yield ir.Jump((node.start_byte, node.end_byte))

    def _s_delete_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        # Of ``del x[f()]`` the call matters, and what that does to a list; that names are gone does not.
        for child in parts_of(node):
            if child.type == "identifier":
                continue
            gone = self.expr(child)
            if isinstance(gone, ir.Attr):
                name = ir.Const(gone.pos, gone.name)
                gone = ir.Call(gone.pos, ir.Name(gone.pos, "delattr"), (gone.obj, name))
            elif isinstance(gone, ir.Index):
                gone = ir.Call(gone.pos, ir.Attr(gone.pos, gone.obj, "__delitem__"), (gone.key,))
            yield ir.ExprStmt(pos, gone)

    def _s_global_statement(self, node: Node) -> Iterable[ir.Stmt]:
        self.scope.globals.update(self.text(child) for child in parts_of(node))
        return ()

    def _s_nonlocal_statement(self, node: Node) -> Iterable[ir.Stmt]:
        self.scope.nonlocals.update(self.text(child) for child in parts_of(node))
        return ()

    def _s_import_statement(self, node: Node) -> Iterable[ir.Stmt]:
        for child in parts_of(node):
            module, alias = self._import_name(child)
            if module:
                self.imports.append((module, 0))
                self.scope.bound.add(alias or module.split(".")[0])
                yield ir.Import((child.start_byte, child.end_byte), module, alias)

    def _s_import_from_statement(self, node: Node) -> Iterable[ir.Stmt]:
        source = node.child_by_field_name("module_name")
        text = self.text(source).replace(" ", "") if source is not None else ""
        module = text.lstrip(".")
        level = len(text) - len(module)
        names: list[tuple[str, str]] = []
        for child in node.children_by_field_name("name"):
            name, alias = self._import_name(child)
            names.append((name, alias or name))
        if any(child.type == "wildcard_import" for child in parts_of(node)):
            names.append(("*", "*"))
        self.scope.bound.update(alias for _, alias in names)
        self.imports.append((module, level))
        # ``from package import module`` imports a submodule as well as a name.
        self.imports.extend((f"{module}.{name}".lstrip("."), level) for name, _ in names if name != "*")
        yield ir.ImportFrom((node.start_byte, node.end_byte), module, level, tuple(names))

    def _s_future_import_statement(self, node: Node) -> Iterable[ir.Stmt]:
        return ()

    def _s_type_alias_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        left = node.child_by_field_name("left")
        value = self.expr(node.child_by_field_name("right"))
        target = self.aliased(node, left) if left is not None else None
        yield ir.Assign(pos, (target,), value) if target is not None else ir.ExprStmt(pos, value)

    def _import_name(self, node: Node) -> tuple[str, str | None]:
        if node.type == "aliased_import":
            name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
            return self.text(name) if name else "", self.text(alias) if alias else None
        return self.text(node), None

    # --- compound statements ---

    def _s_if_statement(self, node: Node) -> Iterable[ir.Stmt]:
        arms = [node, *node.children_by_field_name("alternative")]
        tests = [self.expr(arm.child_by_field_name("condition")) for arm in arms if arm.type != "else_clause"]
        bodies = [
            self._field_block(arm, "body" if arm.type == "else_clause" else "consequence") for arm in arms
        ]
        orelse = bodies.pop() if arms[-1].type == "else_clause" else ()
        places = [(arm.start_byte, arm.end_byte) for arm in arms]
        return _chain(list(zip(places, tests, bodies, strict=False)), orelse)

    def _alternative(self, node: Node) -> tuple[ir.Stmt, ...]:
        clause = node.child_by_field_name("alternative")
        return self._field_block(clause) if clause is not None else ()

    def _s_for_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        iterable = go_through(self.expr(node.child_by_field_name("right")))
        target = self.target(node.child_by_field_name("left"))
        yield ir.For(pos, target, iterable, self._field_block(node), self._alternative(node))

    def _s_while_statement(self, node: Node) -> Iterable[ir.Stmt]:
        test = self.expr(node.child_by_field_name("condition"))
        pos = (node.start_byte, node.end_byte)
        yield ir.While(pos, test, self._field_block(node), self._alternative(node))

    def _s_try_statement(self, node: Node) -> Iterable[ir.Stmt]:
        body = self._field_block(node)
        handlers: list[ir.Handler] = []
        orelse: tuple[ir.Stmt, ...] = ()
        final: tuple[ir.Stmt, ...] = ()
        for child in parts_of(node):
            if child.type in ("except_clause", "except_group_clause"):
                handlers.append(self._handler(child))
            elif child.type == "else_clause":
                orelse = self._field_block(child)
            elif child.type == "finally_clause":
                blocks = [part for part in parts_of(child) if part.type == "block"]
                final = self.block(blocks[0]) if blocks else ()
        pos = (node.start_byte, node.end_byte)
        test = _is_there(body, handlers)
        if test is not None and not orelse and not final:
            yield ir.If(pos, test, body, _handled(handlers[0]))
        else:
            yield ir.Try(pos, body, tuple(handlers), orelse, final)

    def _handler(self, node: Node) -> ir.Handler:
        types: list[ir.Expr] = []
        name: str | None = None
        body: tuple[ir.Stmt, ...] = ()
        for child in parts_of(node):
            if child.type == "block":
                body = self.block(child)
            elif child.type == "as_pattern":
                types.append(self.expr(first_of(child)))
                target = child.child_by_field_name("alias")
                name = self.text(target) if target is not None else None
            elif node.child_by_field_name("alias") == child:
                name = self.text(child)
            else:
                types.append(self.expr(child))
        if name:
            self.scope.bound.add(name)
        return ir.Handler((node.start_byte, node.end_byte), tuple(types), name, body)

    def _s_with_statement(self, node: Node) -> Iterable[ir.Stmt]:
        items: list[tuple[ir.Expr, ir.Target | None]] = []
        for clause in parts_of(node):
            if clause.type != "with_clause":
                continue
            for item in parts_of(clause):
                value = item.child_by_field_name("value")
                if value is not None and value.type == "tuple" and len(parts_of(clause)) == 1:
                    items.extend(self._with_item(part) for part in parts_of(value))
                elif value is not None:
                    items.append(self._with_item(value))
        yield ir.With((node.start_byte, node.end_byte), tuple(items), self._field_block(node))

    def _with_item(self, value: Node) -> tuple[ir.Expr, ir.Target | None]:
        if value.type != "as_pattern":
            return go_through(self.expr(value)), None
        # A context manager made of a generator is entered by asking for its item.
        expression = go_through(self.expr(first_of(value)))
        return expression, self.target(value.child_by_field_name("alias"))

    def _s_match_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        subjects = [self.expr(child) for child in node.children_by_field_name("subject")]
        subject = subjects[0] if len(subjects) == 1 else ir.TupleLit(pos, tuple(subjects))
        if not isinstance(subject, ir.Name):
            yield ir.Assign(pos, (ir.Name(pos, _MATCH_SUBJECT),), subject)
            subject = ir.Name(pos, _MATCH_SUBJECT)
        body = node.child_by_field_name("body")
        clauses = [child for child in parts_of(body or node) if child.type == "case_clause"]
        yield from _chain([((c.start_byte, c.end_byte), *self._case(c, subject)) for c in clauses], ())

    def _case(self, clause: Node, subject: ir.Name) -> tuple[ir.Expr, tuple[ir.Stmt, ...]]:
        pos = (clause.start_byte, clause.end_byte)
        test, captures = self.pattern(clause, subject)
        guard = clause.child_by_field_name("guard")
        body = (*captures, *self._field_block(clause, "consequence"))
        if guard is not None and parts_of(guard):
            body = (*captures, ir.If(pos, self.expr(first_of(guard)), body))
        return test or ir.Opaque(pos), body

    # --- definitions ---

    def _s_decorated_definition(self, node: Node) -> Iterable[ir.Stmt]:
        decorators = tuple(
            self.expr(first_of(child)) for child in parts_of(node) if child.type == "decorator"
        )
        definition = node.child_by_field_name("definition")
        if definition is not None and definition.type == "class_definition":
            return self._class(definition, decorators)
        return self._function(definition, decorators) if definition is not None else ()

    def _s_function_definition(self, node: Node) -> Iterable[ir.Stmt]:
        return self._function(node, ())

    def _s_class_definition(self, node: Node) -> Iterable[ir.Stmt]:
        return self._class(node, ())

    def _function(self, node: Node, decorators: tuple[ir.Expr, ...]) -> Iterable[ir.Stmt]:
        name = node.child_by_field_name("name")
        text = self.text(name) if name is not None else "?"
        self.scope.bound.add(text)
        is_async = bool(node.children) and node.children[0].type == "async"
        returns = self.annotation(node.child_by_field_name("return_type"))
        function = self.function(node, text, lambda: self._field_block(node), decorators, returns, is_async)
        yield ir.FunctionDef((node.start_byte, node.end_byte), function)

    def function(
        self,
        node: Node,
        name: str,
        body: Callable[[], tuple[ir.Stmt, ...]],
        decorators: tuple[ir.Expr, ...] = (),
        returns: ir.Expr | None = None,
        is_async: bool = False,
    ) -> ir.Function:
        """A function or lambda; ``body`` lowers it in the new scope."""
        params = self._params(node.child_by_field_name("parameters"))
        outer, self.scope = self.scope, Scope("function", bound={param.name for param in params})
        self.qualifiers.append(name)
        function = ir.Function((node.start_byte, node.end_byte), name, ".".join(self.qualifiers), params, ())
        self.functions.append(function)
        function.body = body()
        self.qualifiers.pop()
        scope, self.scope = self.scope, outer
        scope.close_into(outer)
        function.decorators, function.returns, function.is_async = decorators, returns, is_async
        function.is_generator = scope.yields
        function.locals = frozenset(scope.bound)
        function.captured = scope.captured()
        function.globals, function.nonlocals = frozenset(scope.globals), frozenset(scope.nonlocals)
        function.calls = frozenset(scope.mentions())
        function.static = any(isinstance(d, ir.Name) and d.name == "staticmethod" for d in decorators)
        return function

    def _x_lambda(self, node: Node) -> ir.Expr:
        pos = (node.start_byte, node.end_byte)

        def body() -> tuple[ir.Stmt, ...]:
            return (ir.Return(pos, self.expr(node.child_by_field_name("body"))),)

        return ir.FunctionExpr(pos, self.function(node, "<lambda>", body))

    def _params(self, node: Node | None) -> tuple[ir.Param, ...]:
        params: list[ir.Param] = []
        keyword_only = False
        for child in parts_of(node) if node is not None else ():
            pos = (child.start_byte, child.end_byte)
            name = child.child_by_field_name("name")
            default = child.child_by_field_name("value")
            annotation = self.annotation(child.child_by_field_name("type"))
            inner = first_of(child) or child
            if child.type in ("keyword_separator", "positional_separator"):
                keyword_only = keyword_only or child.type == "keyword_separator"
                continue
            shape = inner.type if child.type == "typed_parameter" else child.type
            text = self.text(name or inner).lstrip("*")
            if shape == "list_splat_pattern":
                params.append(ir.Param(pos, text, "rest", None, annotation))
                keyword_only = True
            elif shape == "dictionary_splat_pattern":
                params.append(ir.Param(pos, text, "rest-keywords", None, annotation))
            else:
                value = self.expr(default) if default is not None else None
                params.append(ir.Param(pos, text, "keyword" if keyword_only else "normal", value, annotation))
        return tuple(params)

    def _class(self, node: Node, decorators: tuple[ir.Expr, ...]) -> Iterable[ir.Stmt]:
        name = node.child_by_field_name("name")
        text = self.text(name) if name is not None else "?"
        self.scope.bound.add(text)
        superclasses = node.child_by_field_name("superclasses")
        bases, keywords = self.arguments(superclasses) if superclasses is not None else ((), ())
        outer, self.scope = self.scope, Scope("class")
        self.qualifiers.append(text)
        cls = ir.Class((node.start_byte, node.end_byte), text, ".".join(self.qualifiers), bases, ())
        self.classes.append(cls)
        cls.body = self._field_block(node)
        self.qualifiers.pop()
        scope, self.scope = self.scope, outer
        scope.close_into(outer)
        cls.decorators, cls.keywords = decorators, keywords
        cls.annotations = tuple(
            (statement.targets[0].name, statement.annotation)
            for statement in cls.body
            if isinstance(statement, ir.Assign) and statement.annotation is not None
            and isinstance(statement.targets[0], ir.Name)
        )  # fmt: skip
        cls.abstract = any(_last_name(base) == "Protocol" for base in bases)
        yield ir.ClassDef((node.start_byte, node.end_byte), cls)


def _again(node: ir.Expr) -> ir.Expr:
    """An environment that is named once more."""
    if isinstance(node, ir.Attr) and isinstance(node.obj, ir.Name):
        return ir.Attr(node.pos, ir.Name(node.obj.pos, node.obj.name), node.name)
    return ir.Name(node.pos, "environ")


_OF_A_MISSING_KEY = frozenset(("KeyError", "LookupError", "Exception", "BaseException"))


def _is_there(body: tuple[ir.Stmt, ...], handlers: list[ir.Handler]) -> ir.Expr | None:
    """The test that ``try: stage = os.environ["STAGE"]`` makes, whose handler runs where that is not set.

    Of several that are read one after the other any may be the one.
    """
    if len(handlers) != 1 or not _takes_a_missing_key(handlers[0]):
        return None
    tests = [_reads_variable(statement) for statement in body]
    found = tuple(test for test in tests if test is not None)
    if not found or len(found) < len(tests):
        return None
    return found[0] if len(found) == 1 else ir.BoolOp((found[0].pos[0], found[-1].pos[1]), "and", found)


def _takes_a_missing_key(handler: ir.Handler) -> bool:
    types = [
        one for type in handler.types for one in (type.items if isinstance(type, ir.TupleLit) else (type,))
    ]
    return not types or any(isinstance(one, ir.Name) and one.name in _OF_A_MISSING_KEY for one in types)


def _reads_variable(statement: ir.Stmt) -> ir.Expr | None:
    """Whether the variable is set that a statement reads, and does nothing else."""
    value = statement.value if isinstance(statement, ir.Assign | ir.Return) else None
    if not isinstance(value, ir.Index) or not isinstance(value.key, ir.Const):
        return None
    match value.obj:
        case ir.Name(name="environ") | ir.Attr(obj=ir.Name(), name="environ"):
            return ir.BinOp(value.pos, "in", ir.Const(value.key.pos, value.key.value), _again(value.obj))
    return None


def _handled(handler: ir.Handler) -> tuple[ir.Stmt, ...]:
    """What a handler does, with what it calls the error."""
    if handler.name is None:
        return handler.body
    pos = (handler.pos[0], handler.pos[0])
    return (ir.Assign(pos, (ir.Name(pos, handler.name),), ir.Opaque(pos)), *handler.body)


def _chain(
    arms: list[tuple[ir.Pos, ir.Expr, tuple[ir.Stmt, ...]]], orelse: tuple[ir.Stmt, ...]
) -> tuple[ir.Stmt, ...]:
    """``if``/``elif``/``else`` as nested branches.

    A very long one becomes several in a row, each of which can be taken or not, so that nothing nests deeply.
    """
    result: list[ir.Stmt] = []
    for end in range(len(arms), 0, -MAX_ARMS):
        for pos, test, body in reversed(arms[max(0, end - MAX_ARMS) : end]):
            orelse = (ir.If(pos, test, body, orelse),)
        result[:0] = orelse
        orelse = ()
    return tuple(result)


def _last_name(value: ir.Expr) -> str:
    if isinstance(value, ir.Index):
        return _last_name(value.obj)
    return value.name if isinstance(value, ir.Name | ir.Attr) else ""
