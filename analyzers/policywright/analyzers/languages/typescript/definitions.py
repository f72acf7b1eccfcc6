"""Lowering of functions, methods, parameters, classes and object-literal methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine.names import constructor
from policywright.analyzers.languages.typescript.scopes import Machine, Scope
from policywright.analyzers.languages.typescript.type_lowering import TypeLowering
from policywright.analyzers.languages.typescript.waiting import wait_for_returned
from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeVar

    from tree_sitter import Node

    Lowered = TypeVar("Lowered")

NO_RECEIVER = ""
"""``Function.receiver`` of arrow and static functions: a receiver is not passed at all."""

_FUNCTIONS = ("arrow_function", "function_expression", "generator_function")


@dataclass(slots=True)
class _Members:
    """What a class body holds, sorted by when it happens."""

    methods: list[ir.Stmt] = field(default_factory=list)
    fields: list[_Field] = field(default_factory=list)
    static: list[ir.Stmt] = field(default_factory=list)
    annotations: list[tuple[str, ir.Expr]] = field(default_factory=list)
    constructor: Node | None = None


class DefinitionLowering(TypeLowering):
    """Everything that opens a scope."""

    def block(self, node: Node | None) -> tuple[ir.Stmt, ...]:
        raise NotImplementedError

    # --- functions ---

    def named(self, name: str, node: Node | None) -> ir.Expr:
        if node is None or not name:
            return self.expr(node)
        if node.type in _FUNCTIONS:
            return ir.FunctionExpr((node.start_byte, node.end_byte), self.function(node, name))
        if node.type == "class":
            return self._class_value(node, name)
        return self.expr(node)

    def _x_arrow_function(self, node: Node) -> ir.Expr:
        own = node.child_by_field_name("name")
        name = self.text(own) if own is not None else "<function>"
        return ir.FunctionExpr((node.start_byte, node.end_byte), self.function(node, name))

    def function(
        self,
        node: Node,
        name: str,
        *,
        method: bool = False,
        static: bool = False,
        literal: bool = False,
        prefix: Callable[[], tuple[ir.Stmt, ...]] | None = None,
        decorators: tuple[ir.Expr, ...] = (),
    ) -> ir.Function:
        """A function of any kind; ``prefix`` lowers statements that run before its body."""
        arrow = node.type == "arrow_function"
        outer, self.scope = (
            self.scope,
            Scope(arrow=arrow, parent=self.scope, awaiting=self.awaiting, literal=literal),
        )
        resuming, self.awaiting, self.resuming = self.resuming, False, False
        scope = self.scope
        self.qualifiers.append(name)
        function = ir.Function((node.start_byte, node.end_byte), name, ".".join(self.qualifiers), (), ())
        self.functions.append(function)
        function.params = self._params(node)
        if resuming and function.params:
            scope.machine = Machine(function.params[0].name)
        function.returns = self.annotation(node.child_by_field_name("return_type"))
        before = prefix() if prefix is not None else ()
        body = self._function_body(node.child_by_field_name("body"))
        if scope.machine is not None:
            body = scope.machine.around(body, function.pos)
        function.body = constructor(before, body, "this") if before else body
        if not arrow and "arguments" in scope.used:
            self._arguments(function)
        self.qualifiers.pop()
        self.scope = outer
        self._receiver(function, scope, arrow=arrow, method=method, static=static)
        function.captured = scope.captured()
        scope.settle_additions(function.captured)
        scope.close_into(outer)
        function.decorators = decorators
        function.is_async = any(child.type == "async" for child in node.children)
        function.is_generator = scope.yields
        if function.is_async and not function.is_generator:
            wait_for_returned(body)
        function.locals = frozenset(scope.bound)
        function.nonlocals = scope.outer_assignments()
        function.calls = frozenset(scope.mentions())
        function.static = static
        return function

    def _arguments(self, function: ir.Function) -> None:
        """``arguments``: what the parameters have, and what is passed beyond them."""
        pos = function.pos
        if not function.params:
            function.params = (ir.Param(pos, "arguments", "rest"),)
            self.scope.bound.add("arguments")
            return
        rest = next((one.name for one in function.params if one.kind == "rest"), "%rest")
        named: list[ir.Expr] = [ir.Name(pos, one.name) for one in function.params if one.kind != "rest"]
        if rest == "%rest":
            function.params = (*function.params, ir.Param(pos, rest, "rest"))
        items = (*named, ir.Spread(pos, ir.Name(pos, rest)))
        made = ir.Assign(pos, (ir.Name(pos, "arguments"),), ir.ListLit(pos, items))
        function.body = (made, *function.body)
        self.scope.bound.update(("arguments", rest))

    def _receiver(
        self, function: ir.Function, scope: Scope, *, arrow: bool, method: bool, static: bool
    ) -> None:
        """Arrow functions see the ``this`` around them; others have their own where they use it."""
        if arrow:
            function.receiver = NO_RECEIVER
        elif method or "this" in scope.used or "this" in scope.inner:
            scope.bound.add("this")
            function.receiver = "this"
        else:
            function.receiver = NO_RECEIVER
        if static and function.receiver == NO_RECEIVER:
            function.static = True

    def _function_body(self, node: Node | None) -> tuple[ir.Stmt, ...]:
        if node is None:
            return ()
        if node.type == "statement_block":
            return self.block(node)
        pos = (node.start_byte, node.end_byte)
        return (ir.Return(pos, self.expr(node)),)

    def _params(self, node: Node) -> tuple[ir.Param, ...]:
        single = node.child_by_field_name("parameter")
        if single is not None:
            name = self.text(single)
            self.scope.declare((name,))
            return (ir.Param((single.start_byte, single.end_byte), name),)
        parameters = node.child_by_field_name("parameters")
        children = (
            [child for child in parameters.named_children if child.type != "comment"] if parameters else []
        )
        patterns = [(child, _pattern(child)) for child in children]
        patterns = [
            (child, pattern) for child, pattern in patterns if pattern is not None and pattern.type != "this"
        ]
        for _, pattern in patterns:
            self.scope.declare(self.names(pattern))
        return tuple(self._param(child, pattern, index) for index, (child, pattern) in enumerate(patterns))

    def _param(self, node: Node, pattern: Node | None, index: int) -> ir.Param:
        pos = (node.start_byte, node.end_byte)
        annotation = self.declared(node.child_by_field_name("type"))
        value = node.child_by_field_name("value") or node.child_by_field_name("right")
        default = self.expr(value) if value is not None else None
        kind: ir.ParamKind = "normal"
        if pattern is not None and pattern.type == "rest_pattern":
            kind = "rest"
            pattern = pattern.named_children[0] if pattern.named_children else None
        if pattern is not None and pattern.type == "identifier":
            return ir.Param(pos, self.text(pattern), kind, default, annotation)
        name = f"%{index}"
        self.scope.bound.add(name)
        return ir.Param(pos, name, kind, default, annotation, self.target(pattern, declare=True))

    # --- object literals ---

    def object_method(self, node: Node) -> tuple[ir.Expr, ir.Expr] | None:
        """A method or accessor of an object literal; a getter's value stands for it."""
        key = self.key(node.child_by_field_name("name"))
        accessor = _accessor(node)
        label = str(key.value) if isinstance(key, ir.Const) else "<method>"
        function = self.function(node, label, method=accessor != "get", literal=True)
        pos = (node.start_byte, node.end_byte)
        value: ir.Expr = ir.FunctionExpr(pos, function)
        if accessor == "set":
            return (ir.Const(key.pos, f"set {label}"), value) if isinstance(key, ir.Const) else None
        return key, ir.Call(pos, value) if accessor == "get" else value

    # --- classes ---

    def _class_value(self, node: Node, name: str) -> ir.Expr:
        return ir.ClassExpr((node.start_byte, node.end_byte), self.class_(node, name, ()))

    def _x_class(self, node: Node) -> ir.Expr:
        name = node.child_by_field_name("name")
        return self._class_value(node, self.text(name) if name is not None else "<class>")

    def class_(self, node: Node, name: str, decorators: tuple[ir.Expr, ...]) -> ir.Class:
        """A class; its fields' initialisers become the beginning of its constructor."""
        pos = (node.start_byte, node.end_byte)
        extends, bases = self._heritage(node)
        self.qualifiers.append(name)
        cls = ir.Class(pos, name, ".".join(self.qualifiers), bases, (), decorators)
        self.classes.append(cls)
        body = node.child_by_field_name("body")
        members = self._members(body) if body is not None else _Members()
        constructor = self._constructor(node, members, derived=extends)
        if constructor is not None:
            members.methods.append(ir.FunctionDef(constructor.pos, constructor))
        cls.body = (*members.methods, *members.static)
        cls.annotations = tuple(members.annotations)
        cls.abstract = node.type == "abstract_class_declaration"
        cls.hidden = frozenset(self._private(body)) if body is not None else frozenset()
        self.qualifiers.pop()
        return cls

    def _private(self, body: Node) -> Iterator[str]:
        """The fields that are declared private, parameters of the constructor among them."""
        for member in body.named_children:
            parameters = member.child_by_field_name("parameters")
            parts = parameters.named_children if parameters is not None else (member,)
            for part in parts:
                words = [self.text(one) for one in part.children if one.type == "accessibility_modifier"]
                name = part.child_by_field_name("pattern") or part.child_by_field_name("name")
                if "private" in words and name is not None:
                    yield self.text(name)

    def _heritage(self, node: Node) -> tuple[bool, tuple[ir.Expr, ...]]:
        bases: list[ir.Expr] = []
        extends = False
        for heritage in node.named_children:
            if heritage.type != "class_heritage":
                continue
            for clause in heritage.named_children:
                if clause.type == "implements_clause":
                    for child in clause.named_children:
                        kind = self.annotation(child)
                        if kind is not None:
                            bases.append(ir.Call(kind.pos, ir.Name(kind.pos, "%implements"), (kind,)))
                    continue
                extends = True
                value = clause.child_by_field_name("value") if clause.type == "extends_clause" else clause
                base = self.expr(value)
                told = self.types_told(clause.child_by_field_name("type_arguments"))
                bases.insert(0, ir.Index(base.pos, base, ir.TupleLit(base.pos, told)) if told else base)
        return extends, tuple(bases)

    def _members(self, body: Node) -> _Members:
        members = _Members()
        decorators: list[ir.Expr] = []
        for child in body.named_children:
            if child.type == "decorator":
                decorators.extend(self.expr(part) for part in child.named_children[:1])
                continue
            self._member(child, tuple(decorators), members)
            if child.type != "comment":
                decorators = []
        return members

    def _member(self, node: Node, decorators: tuple[ir.Expr, ...], members: _Members) -> None:
        pos = (node.start_byte, node.end_byte)
        match node.type:
            case "method_definition":
                name = self._member_name(node)
                if name == "constructor":
                    members.constructor = node
                    return
                accessor = _accessor(node)
                static = any(child.type == "static" for child in node.children)
                function = self.function(
                    node,
                    name if accessor != "set" else f"set {name}",
                    method=not static,
                    static=static,
                    decorators=decorators,
                )
                function.accessor = accessor
                function.hidden = name.startswith("#") or any(map(self._hides, node.children))
                members.methods.append(ir.FunctionDef(pos, function))
                if name == "<computed>":
                    members.static.extend(self._under_computed_name(node, function))
            case "public_field_definition" | "field_definition":
                self._field(node, members)
            case "class_static_block":
                body = node.child_by_field_name("body")
                members.static.extend(self._of_class(lambda: self.block(body)))
            case _:
                pass

    def _under_computed_name(self, node: Node, function: ir.Function) -> Iterator[ir.Stmt]:
        """``[name]() {...}`` is also a member by what the name is known to be."""
        pos = (node.start_byte, node.end_byte)
        if function.accessor == "set" or not self.qualifiers[-1].isidentifier():
            return
        value: ir.Expr = ir.FunctionExpr(pos, function)
        if function.accessor == "get":
            value = ir.Call(pos, ir.Name(pos, "%getter"), (value,))
        owner = ir.Name(pos, self._own_name())
        key = self._of_class(lambda: self.key(node.child_by_field_name("name")))
        yield ir.Assign(pos, (ir.Index(pos, owner, key),), value)

    def _own_name(self) -> str:
        """The class whose body is lowered, as a name."""
        name = self.scope.resolve(self.qualifiers[-1])
        self.scope.used.add(name)
        return name

    def _hides(self, node: Node) -> bool:
        return node.type == "accessibility_modifier" and self.text(node) != "public"

    def _member_name(self, node: Node) -> str:
        key = self.key(node.child_by_field_name("name") or node.child_by_field_name("property"))
        return str(key.value) if isinstance(key, ir.Const) else "<computed>"

    def _field(self, node: Node, members: _Members) -> None:
        pos = (node.start_byte, node.end_byte)
        name = self._member_name(node)
        annotation = self.told(node.child_by_field_name("type"))
        value = node.child_by_field_name("value")
        static = any(child.type == "static" for child in node.children)
        decorations = list(self._decorations(node, name))
        members.static.extend(decorations)
        if annotation is not None and not static:
            members.annotations.append((name, annotation))
        if value is None:
            return
        self.assigned.add(name)
        if static:
            lowered = self._of_class(lambda: self.named(name, value))
            members.static.append(ir.Assign(pos, (ir.Name(pos, name),), lowered, annotation))
        else:
            # Lowered in the constructor, where ``this`` is; remembered as a node until then.
            members.fields.append(_Field(
                pos, name, value, annotation, self._is_filled(node), bool(decorations)
            ))  # fmt: skip

    def _decorations(self, node: Node, name: str) -> Iterator[ir.Stmt]:
        """What decorators of a field do with it, where they may be the program's own."""
        for child in node.named_children:
            inner = child.named_children[0] if child.type == "decorator" and child.named_children else None
            called = inner.child_by_field_name("function") if inner is not None and inner.type == (
                "call_expression") else inner  # fmt: skip
            while called is not None and called.type == "member_expression":
                called = called.child_by_field_name("object")
            own = called is not None and called.type == "identifier" and not self._is_library(called)
            if inner is None or not own or not self.qualifiers[-1].isidentifier():
                continue
            pos = (child.start_byte, child.end_byte)
            decorator = self._of_class(partial(self.expr, inner))
            starts = ir.Const(pos, node.child_by_field_name("value") is not None)
            place = ir.Const(pos, node.start_byte)
            given = (ir.Name(pos, self._own_name()), ir.Const(pos, name), decorator, starts, place)
            yield ir.ExprStmt(pos, ir.Call(pos, ir.Name(pos, "%decorated"), given))

    def _is_filled(self, node: Node) -> bool:
        """A text whose field has a decorator of a library."""
        value = node.child_by_field_name("value")
        if value is None or value.type not in ("string", "template_string"):
            return False
        marks = [child.named_children[0] for child in node.named_children if child.type == "decorator"]
        called = [one.child_by_field_name("function") or one for one in marks]
        return any(one.type == "identifier" and self._is_library(one) for one in called)

    def _is_library(self, name: Node) -> bool:
        """A name that is imported from a package."""
        return self.text(name) in self.of_libraries

    def _of_class(self, lower: Callable[[], Lowered]) -> Lowered:
        """In what initialises a class, ``this`` is the class; it runs in the scope around it."""
        scope = self.scope
        before, scope.class_this = scope.class_this, self.qualifiers[-1]
        try:
            return lower()
        finally:
            scope.class_this = before

    def _constructor(self, node: Node, members: _Members, *, derived: bool) -> ir.Function | None:
        """The explicit constructor with field initialisers, or one made for them."""
        explicit = members.constructor
        if explicit is None and not members.fields:
            return None

        def prefix() -> tuple[ir.Stmt, ...]:
            statements: list[ir.Stmt] = []
            if explicit is None and derived:
                statements.append(self._implicit_super(node))
            if explicit is not None:
                statements.extend(self._parameter_properties(explicit))
            statements.extend(self._initialiser(item) for item in members.fields)
            return tuple(statements)

        if explicit is not None:
            return self.function(explicit, "constructor", method=True, prefix=prefix)
        return self._made_constructor(node, prefix)

    def _made_constructor(self, node: Node, prefix: Callable[[], tuple[ir.Stmt, ...]]) -> ir.Function:
        pos = (node.start_byte, node.start_byte)
        outer, self.scope = self.scope, Scope(parent=self.scope)
        scope = self.scope
        self.qualifiers.append("constructor")
        function = ir.Function(
            pos, "constructor", ".".join(self.qualifiers), (ir.Param(pos, "%args", "rest"),), ()
        )
        self.functions.append(function)
        scope.declare(("%args",))
        function.body = prefix()
        self.qualifiers.pop()
        self.scope = outer
        scope.bound.add("this")
        function.receiver = "this"
        function.locals, function.captured = frozenset(scope.bound), scope.captured()
        function.nonlocals, function.calls = scope.outer_assignments(), frozenset(scope.mentions())
        scope.close_into(outer)
        return function

    def _implicit_super(self, node: Node) -> ir.Stmt:
        pos = (node.start_byte, node.start_byte)
        receiver = ir.Call(pos, ir.Name(pos, "%super"), (ir.Name(pos, "this"),))
        args = (ir.Spread(pos, ir.Name(pos, "%args")),)
        return ir.ExprStmt(pos, ir.Call(pos, ir.Attr(pos, receiver, "constructor"), args))

    def _parameter_properties(self, constructor: Node) -> list[ir.Stmt]:
        """``constructor(private s3: S3Client)`` also stores the parameter in the instance."""
        statements: list[ir.Stmt] = []
        parameters = constructor.child_by_field_name("parameters")
        for child in parameters.named_children if parameters is not None else ():
            pattern = child.child_by_field_name("pattern")
            modified = any(
                part.type in ("accessibility_modifier", "readonly", "override_modifier")
                for part in child.children
            )
            if modified and pattern is not None and pattern.type == "identifier":
                pos = (pattern.start_byte, pattern.end_byte)
                name = self.text(pattern)
                self.assigned.add(name)
                self.scope.used.add("this")
                target = ir.Attr(pos, ir.Name(pos, "this"), name)
                statements.append(ir.Assign(pos, (target,), ir.Name(pos, name)))
        return statements

    def _initialiser(self, item: _Field) -> ir.Stmt:
        self.scope.used.add("this")
        target = ir.Attr(item.pos, ir.Name(item.pos, "this"), item.name)
        value = self.named(item.name, item.value)
        if item.filled:
            value = ir.BoolOp(item.pos, "or", (ir.Opaque(item.pos), value))
        if item.decorated:
            given = (ir.Const(item.pos, item.pos[0]), value)
            value = ir.Call(item.pos, ir.Name(item.pos, "%first"), given)
        return ir.Assign(item.pos, (target,), value, item.annotation)


@dataclass(slots=True, eq=False)
class _Field:
    """A field with an initialiser, before it is lowered."""

    pos: ir.Pos
    name: str
    value: Node
    annotation: ir.Expr | None
    filled: bool
    """A library's decorator may have it set to something else: ``@Env("BUCKET") bucket = "default"``."""
    decorated: bool
    """A decorator of the program's may give what makes its first value."""


def _pattern(node: Node) -> Node | None:
    """The pattern of a parameter: TypeScript wraps it, with its type and default."""
    if node.type in ("required_parameter", "optional_parameter"):
        pattern = node.child_by_field_name("pattern")
        if pattern is None and node.named_children:
            return node.named_children[-1]
        return pattern
    if node.type == "assignment_pattern":
        return node.child_by_field_name("left")
    return node


def _accessor(node: Node) -> Literal["get", "set"] | None:
    for child in node.children:
        if child.type == "get":
            return "get"
        if child.type == "set":
            return "set"
    return None
