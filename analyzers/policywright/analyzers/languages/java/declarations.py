"""Lowering of Java's types: classes, interfaces, enums, records, their fields, methods and constructors.

A constructor is the method ``<init>``; field initialisers and instance blocks run at its start. Fields with a
declared type are the class's annotations, which the engine falls back on where nothing is assigned
(injection).
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.names import constructor, untold
from policywright.analyzers.languages.java.lombok import (
    CONSTRUCTORS,
    SETTER_PREFIX,
    VALUES,
    LombokLowering,
)
from policywright.analyzers.languages.java.scopes import ClassScope, FunctionScope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

INIT = "<init>"
TYPE_DECLARATIONS = ("class_declaration", "interface_declaration", "enum_declaration", "record_declaration",
                     "annotation_type_declaration")  # fmt: skip
_BEANS = frozenset((
    "ApplicationScoped", "Bean", "Context", "Produces", "Prototype", "Provides", "RequestScoped", "Singleton",
))  # fmt: skip
_FILLED = frozenset((
    "Argument", "ConfigMapping", "ConfigProperties", "ConfigurationProperties", "EachProperty", "Option",
    "Parameter", "Parameters",
))  # fmt: skip
"""Annotations of classes and fields that a framework fills in: of configuration (Spring, Quarkus, Micronaut)
and of command lines (picocli, JCommander, args4j) or Maven plugins."""
_INJECTED = _FILLED | {"ConfigProperty", "Inject", "Named", "Property", "Value"}
"""Annotations of fields alone that do: Lombok's ``@Value`` of a class says that they are final."""
_SETTERS = frozenset(("Data", "Setter"))
_FIXED = frozenset((
    "ApplicationScoped", "Component", "Configuration", "Controller", "FieldDefaults", "Named", "Repository",
    "RestController", "Service", "Singleton", "Value",
))  # fmt: skip
"""Annotations of classes whose fields nobody sets: what containers make, and what Lombok makes final."""
_DULL_MARKS = frozenset((
    "Beta", "CheckForNull", "CheckReturnValue", "Deprecated", "Generated", "Inject", "JsonCreator",
    "JsonGetter", "JsonIgnore", "JsonProperty", "JsonSetter", "JsonValue", "NonNull", "Nonnull",
    "NotNull", "Nullable", "SafeVarargs", "SneakyThrows", "SuppressFBWarnings", "SuppressWarnings",
    "Synchronized", "Transactional", "VisibleForTesting", "DynamoDbAttribute", "DynamoDbPartitionKey",
    "DynamoDbSortKey", "DynamoDBAttribute", "DynamoDBHashKey", "DynamoDBRangeKey",
))  # fmt: skip
"""Annotations by which no library calls a method, but reads or fills data at most."""
_OWN_CALLERS = _DULL_MARKS | {"Autowired"}
"""Annotations of constructors that tell nothing of who else calls them: what containers inject is known,
and what data is read as is, too."""
_ASKING = {
    "SqsListener": ("value", "queueNames"),
    "LargeMessage": ("deleteS3Object",), "SqsLargeMessage": ("deletePayloads",),
    "Tracing": (), "XRayEnabled": (),
}  # fmt: skip
"""Annotations for which a framework makes requests, and their elements that say which."""
_TABLES = frozenset(("DynamoDBTable",))


SHARED = "()"
"""Ends the other name of a static method that has the name of a static field."""


class DeclarationLowering(LombokLowering):
    """Type declarations of one file."""

    def block_of(self, node: Node | None) -> tuple[ir.Stmt, ...]:
        raise NotImplementedError

    # --- types ---

    def type_declaration(self, node: Node, *, local: bool = False) -> list[ir.Stmt]:
        """A named type and what has to be set on it afterwards."""
        name = self.text(node.child_by_field_name("name"))
        pos = (node.start_byte, node.end_byte)
        outer = next(iter(self.scopes.classes()), None)
        if local:
            bound = self.scopes.declare(name)
            ref: ir.Expr | None = ir.Name(pos, bound)
        elif outer is not None:
            bound = name
            ref = ir.Attr(pos, outer.ref, name) if outer.ref is not None else None
        else:
            bound, ref = name, ir.Name(pos, name)
        cls, after = self.declare(node, name, ref, ir.Name(pos, bound))
        cls.name = bound
        return [ir.ClassDef(pos, cls), *after]

    def declare(
        self, node: Node, name: str, ref: ir.Expr | None, bound: ir.Expr
    ) -> tuple[ir.Class, list[ir.Stmt]]:
        """A class of any kind; ``bound`` is how the statements right after it refer to it."""
        pos = (node.start_byte, node.end_byte)
        level = len(self.scopes.classes())
        scope = ClassScope(name, "this" if not level else f"this@{level}", ref)
        scope.interface = node.type in ("interface_declaration", "annotation_type_declaration")
        enclosing = next(iter(self.scopes.classes()), None)
        scope.public = not self.scopes.in_function and self._is_public(node, enclosing)
        words, marks = self.modifiers(node)
        scope.filled = not _FILLED.isdisjoint(marks)
        scope.settable = not _SETTERS.isdisjoint(marks)
        scope.fixed = not _FIXED.isdisjoint(marks)
        scope.static = (
            node.type != "class_declaration"
            or "static" in words
            or (enclosing is not None and enclosing.interface)
        )
        self.type_parameters(node.child_by_field_name("type_parameters"), scope.types)
        self.scopes.stack.append(scope)
        bases = self._bases(node)
        scope.derived = bool(bases)
        cls = ir.Class(pos, name, ".".join([*self.qualifiers, name]), tuple(bases), ())
        cls.abstract = scope.interface
        self.classes.append(cls)
        self.qualifiers.append(name)
        body = node.child_by_field_name("body")
        members = self._members(body)
        self._collect(node, scope, members)
        cls.body = self._body(node, scope, members, marks)
        prefix = self.annotation_value(marks.get("Builder") or marks.get("SuperBuilder"), SETTER_PREFIX)
        cls.keywords = ((SETTER_PREFIX, prefix),) if prefix is not None else ()
        cls.annotations = tuple(scope.annotations.items())
        cls.embedded = self.lombok_delegates(members)
        cls.plain = self.plain(scope.declared)
        cls.hidden = frozenset(self._private(body))
        after = self._constants(members, scope, bound) if node.type == "enum_declaration" else []
        self.qualifiers.pop()
        self.scopes.stack.pop()
        return cls, after

    def anonymous_class(self, node: Node, base: ir.Expr | None, body: Node) -> ir.Class:
        """The class of ``new Base(...) { ... }``."""
        pos = (body.start_byte, body.end_byte)
        level = len(self.scopes.classes())
        scope = ClassScope("", f"this@{level}", None, derived=base is not None)
        self.scopes.stack.append(scope)
        cls = ir.Class(pos, "<anonymous>", ".".join([*self.qualifiers, "<anonymous>"]),
                       (base,) if base is not None else (), ())  # fmt: skip
        self.classes.append(cls)
        self.qualifiers.append("<anonymous>")
        members = self._members(body)
        self._collect(node, scope, members)
        cls.body = self._body(node, scope, members, {}, anonymous=True)
        cls.annotations = tuple(scope.annotations.items())
        cls.plain = self.plain(scope.declared)
        self.qualifiers.pop()
        self.scopes.stack.pop()
        return cls

    def _private(self, body: Node | None) -> Iterator[str]:
        """The fields that are declared private."""
        for child in body.named_children if body is not None else ():
            if child.type == "field_declaration" and "private" in self.modifiers(child)[0]:
                for declarator in child.children_by_field_name("declarator"):
                    yield self.text(declarator.child_by_field_name("name"))

    def _is_public(self, node: Node, scope: ClassScope | None) -> bool:
        """Whether code of other packages can name a type, or a member of one."""
        words, _ = self.modifiers(node)
        if scope is None:
            return "public" in words
        return scope.public and ("public" in words or (scope.interface and "private" not in words))

    def _bases(self, node: Node) -> list[ir.Expr]:
        found: list[ir.Expr] = []
        for child in node.named_children:
            if child.type in ("superclass", "super_interfaces", "extends_interfaces"):
                inner = child.named_children
                types = inner[0].named_children if inner and inner[0].type == "type_list" else inner
                for kind in types:
                    base = self.created_type(kind)
                    if base is not None:
                        found.append(self.told(base, kind))
        return found

    @staticmethod
    def _members(body: Node | None) -> list[Node]:
        found: list[Node] = []
        for child in body.named_children if body is not None else ():
            found.extend(child.named_children if child.type == "enum_body_declarations" else [child])
        return found

    def _collect(self, node: Node, scope: ClassScope, members: list[Node]) -> None:
        """What the class declares, before any of its code is lowered."""
        for child in members:
            words, _ = self.modifiers(child)
            static = "static" in words
            if child.type in ("field_declaration", "constant_declaration"):
                static = static or scope.interface
                for declarator in child.children_by_field_name("declarator"):
                    scope.fields[self.text(declarator.child_by_field_name("name"))] = static
            elif child.type == "method_declaration":
                name = self.text(child.child_by_field_name("name"))
                scope.methods[name] = static and scope.methods.get(name, True)
            elif child.type in TYPE_DECLARATIONS:
                scope.nested.add(self.text(child.child_by_field_name("name")))
            elif child.type == "enum_constant":
                scope.fields[self.text(child.child_by_field_name("name"))] = True
        for method in ("name", "toString") if node.type == "enum_declaration" else ():
            scope.methods.setdefault(method, False)
        _, marks = self.modifiers(node)
        for method in (*self.lombok_getters(members, marks), *self.lombok_copies(members, marks)):
            scope.methods.setdefault(method, False)
        if not {"Builder", "SuperBuilder"}.isdisjoint(marks):
            scope.methods.setdefault("builder", True)
        for child in members:
            if child.type in ("field_declaration", "constant_declaration"):
                kind = child.child_by_field_name("type")
                annotation = self.annotation(kind)
                for declarator in child.children_by_field_name("declarator"):
                    if annotation is None:
                        scope.declared[self.text(declarator.child_by_field_name("name"))] = self.text(kind)
                        continue
                    scope.annotations[self.text(declarator.child_by_field_name("name"))] = annotation
        if node.type == "record_declaration":
            for parameter in self._parameters_of(node):
                name = self.text(parameter.child_by_field_name("name"))
                scope.fields[name] = False
                scope.methods.setdefault(name, False)
                annotation = self.annotation(parameter.child_by_field_name("type"))
                if annotation is not None:
                    scope.annotations[name] = annotation

    @staticmethod
    def _parameters_of(node: Node) -> list[Node]:
        parameters = node.child_by_field_name("parameters")
        return (
            [c for c in parameters.named_children if c.type == "formal_parameter"]
            if parameters is not None
            else []
        )

    def _body(
        self,
        node: Node,
        scope: ClassScope,
        members: list[Node],
        marks: dict[str, Node],
        *,
        anonymous: bool = False,
    ) -> tuple[ir.Stmt, ...]:
        body: list[ir.Stmt] = []
        pos = (node.start_byte, node.end_byte)
        table = next((mark for name, mark in marks.items() if name in _TABLES), None)
        if table is not None:
            value = self.annotation_value(table, "tableName") or ir.Opaque(pos)
            body.append(ir.Assign(pos, (ir.Name(pos, "$table"),), value))
            if any("DynamoDBAutoGeneratedKey" in self.modifiers(child)[1] for child in members):
                body.append(ir.Assign(pos, (ir.Name(pos, "$generated"),), ir.Const(pos, True)))
        seen: set[str] = set()
        for child in members:
            if child.type in ("method_declaration", "annotation_type_element_declaration"):
                body.extend(self._method(child, scope, seen))
        if not scope.interface:
            body.extend(self._constructors(node, scope, members, marks, anonymous=anonymous))
            body.extend(self._generated(node, scope, members, marks))
        for child in members:
            if child.type in TYPE_DECLARATIONS:
                body.extend(self.type_declaration(child))
        for child in members:
            if child.type in ("field_declaration", "constant_declaration"):
                body.extend(self._static_fields(child, scope))
            elif child.type == "static_initializer":
                body.extend(self.block_of(child.named_children[0] if child.named_children else None))
        # Listeners name their queues by constants of the class, which are there by now.
        for child in (node, *members):
            body.extend(self._listeners(child))
            body.extend(self._told_to_libraries(child))
        return tuple(body)

    def _told_to_libraries(self, node: Node) -> list[ir.Stmt]:
        """The classes that annotations name: ``@JsonSerialize(using = Amount.class)``."""
        found: list[ir.Stmt] = []
        pending = list(self.modifiers(node)[1].values())
        while pending:
            one = pending.pop()
            if one.type == "class_literal":
                pos = (one.start_byte, one.end_byte)
                found.append(ir.ExprStmt(pos, self.helper(pos, "$told", self.expr(one))))
            pending.extend(one.named_children)
        return found

    def _listeners(self, node: Node) -> list[ir.Stmt]:
        """What a framework does for a method or class that it feeds from a queue, or with what is in S3."""
        found: list[ir.Stmt] = []
        _, marks = self.modifiers(node)
        for name, mark in marks.items():
            if name in _ASKING:
                where = (mark.start_byte, mark.end_byte)
                told = self.annotation_value(mark, *_ASKING[name]) or ir.Opaque(where)
                kind = self.type_ref(where, name) or ir.Opaque(where)
                found.append(ir.ExprStmt(where, ir.Call(where, kind, (told,))))
        return found

    # --- fields ---

    def _static_fields(self, node: Node, scope: ClassScope) -> list[ir.Stmt]:
        found: list[ir.Stmt] = []
        words, _ = self.modifiers(node)
        if "static" not in words and not scope.interface:
            return found
        for declarator in node.children_by_field_name("declarator"):
            pos = (declarator.start_byte, declarator.end_byte)
            name = self.text(declarator.child_by_field_name("name"))
            value = declarator.child_by_field_name("value")
            annotation = scope.annotations.get(name)
            if value is not None and value.type != "null_literal":
                found.append(ir.Assign(pos, (ir.Name(pos, name),), self.expr(value), annotation))
            elif annotation is not None:
                declared = self.helper(pos, "$unset", ir.Const(pos, name))
                found.append(ir.Assign(pos, (ir.Name(pos, name),), declared, annotation))
        return found

    def _initialisers(self, scope: ClassScope, members: list[Node]) -> list[ir.Stmt]:
        """Field initialisers and instance blocks, in the open constructor."""
        found: list[ir.Stmt] = []
        for child in members:
            words, marks = self.modifiers(child)
            if child.type == "block":
                found.extend(self.block_of(child))
            if child.type != "field_declaration" or "static" in words:
                continue
            for declarator in child.children_by_field_name("declarator"):
                pos = (declarator.start_byte, declarator.end_byte)
                name = self.text(declarator.child_by_field_name("name"))
                value = self._initial(declarator, marks)
                if value is None:
                    continue
                annotation = scope.annotations.get(name)
                value = ir.Cast(pos, value, annotation) if annotation is not None else value
                if "final" not in words and self.text(child.child_by_field_name("type")) == "String":
                    value = self._default(pos, value, name, scope, "private" not in words, marks)
                self.assigned.add(name)
                found.append(ir.Assign(pos, (ir.Attr(pos, ir.Name(pos, scope.receiver), name),), value))
        return found

    def _default(
        self, pos: ir.Pos, value: ir.Expr, name: str, scope: ClassScope, seen: bool, marks: dict[str, Node]
    ) -> ir.Expr:
        """What a field starts out with, which a library that makes the object may set to something else."""
        always = scope.filled or not _INJECTED.isdisjoint(marks)
        setter = f"set{name[:1].upper()}{name[1:]}"
        settable = seen or marks or scope.settable or setter in scope.methods
        if always or (settable and not scope.fixed):
            receiver, label = ir.Name(pos, scope.receiver), ir.Const(pos, name)
            return self.helper(pos, "$default", receiver, label, value, ir.Const(pos, always))
        return value

    def _initial(self, declarator: Node, marks: dict[str, Node]) -> ir.Expr | None:
        value = declarator.child_by_field_name("value")
        if value is not None:
            return self.expr(value) if value.type != "null_literal" else None
        mark = next((mark for name, mark in marks.items() if name in VALUES), None)
        if mark is None:
            return None
        pos = (declarator.start_byte, declarator.end_byte)
        named = self.annotation_value(mark, "value", "name")
        return self.helper(pos, "$value", named if named is not None else ir.Const(pos, ""))

    # --- methods ---

    def _method(self, node: Node, scope: ClassScope, seen: set[str]) -> list[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        name = self.text(node.child_by_field_name("name"))
        words, marks = self.modifiers(node)
        body = node.child_by_field_name("body")
        if body is None:
            returned = self.annotation(node.child_by_field_name("type"))
            if returned is not None and name not in scope.annotations:
                scope.annotations[name] = self.helper(pos, "$declared", returned)
            return []
        function = self._function(node, name, scope, static="static" in words, marks=marks)
        observes = "@Observes" in self.text(node.child_by_field_name("parameters"))
        function.marks = frozenset((*marks, "Observes")) if observes else frozenset(marks)
        if "Override" in marks:
            function.offered = "override"
        elif any(mark not in _DULL_MARKS for mark in marks):
            function.offered = "marked"
        found: list[ir.Stmt] = []
        if name in seen:
            value = self.helper(pos, "$overload", ir.Name(pos, name), ir.FunctionExpr(pos, function),
                                ir.Const(pos, function.static))  # fmt: skip
            found.append(ir.Assign(pos, (ir.Name(pos, name),), value))
        else:
            seen.add(name)
            found.append(ir.FunctionDef(pos, function))
        if function.static and scope.fields.get(name):
            # The field of the name comes later, and would hide the method.
            self.assigned.add(f"{name}{SHARED}")
            found.append(ir.Assign(pos, (ir.Name(pos, f"{name}{SHARED}"),), ir.Name(pos, name)))
        return found

    def _function(
        self, node: Node, name: str, scope: ClassScope, *, static: bool, marks: dict[str, Node] | None = None
    ) -> ir.Function:
        pos = (node.start_byte, node.end_byte)
        inner = FunctionScope(static=static)
        self.scopes.stack.append(inner)
        self.qualifiers.append(name)
        if not static:
            inner.bound.add(scope.receiver)
        self.type_parameters(node.child_by_field_name("type_parameters"), inner.types)
        params = self.parameters(node.child_by_field_name("parameters"))
        inner.returns = self.annotation(node.child_by_field_name("type"))
        if marks and not _BEANS.isdisjoint(marks):
            inner.bean = untold(inner.returns) if inner.returns is not None else None
        function = ir.Function(pos, name, ".".join(self.qualifiers), params, ())
        function.receiver = "" if static else scope.receiver
        function.static = static
        function.returns = inner.returns
        inner.declared[ir.RETURNED] = self.text(node.child_by_field_name("type"))
        function.hidden = not self._is_public(node, scope)
        function.reachable = "private" not in self.modifiers(node)[0]
        self.functions.append(function)
        before = self._constructor_start(node, scope) if name == INIT else ()
        body = self.block_of(node.child_by_field_name("body"))
        function.body = constructor(before, body, scope.receiver) if before else body
        self.close(function, inner)
        return function

    def close(self, function: ir.Function, scope: FunctionScope) -> None:
        """Ends the function that was opened last."""
        self.qualifiers.pop()
        self.scopes.stack.pop()
        scope.close_into(self.scopes.function)
        function.locals = frozenset(scope.bound)
        function.captured = scope.captured()
        function.nonlocals = frozenset(scope.nonlocals)
        function.calls = frozenset(scope.calls)
        function.plain = self.plain(scope.declared)

    def parameters(self, node: Node | None) -> tuple[ir.Param, ...]:
        params: list[ir.Param] = []
        for child in node.named_children if node is not None else ():
            pos = (child.start_byte, child.end_byte)
            kind = child.child_by_field_name("type")
            if child.type == "formal_parameter":
                label = child.child_by_field_name("name")
                name = self.scopes.declare(self.text(label), self.text(kind))
                params.append(
                    ir.Param(pos, name, "normal", None, self.annotation(kind), None, self._simple(kind))
                )
            elif child.type == "spread_parameter":
                declarator = child.named_children[-1]
                label = declarator.child_by_field_name("name") or declarator
                params.append(ir.Param(pos, self.scopes.declare(self.text(label)), "rest"))
            elif child.type == "identifier":
                params.append(ir.Param(pos, self.scopes.declare(self.text(child))))
        return tuple(params)

    def _simple(self, kind: Node | None) -> str:
        """A type's simple name; nothing for type parameters and arrays, which take many."""
        if kind is not None and kind.type == "generic_type" and kind.named_children:
            kind = kind.named_children[0]
        if kind is None or kind.type.endswith(("array_type", "annotated_type")):
            return ""
        name = self.text(kind).rpartition(".")[2].strip()
        return "" if self.scopes.type_parameter(name)[0] else name

    # --- constructors ---

    def _constructors(
        self, node: Node, scope: ClassScope, members: list[Node], marks: dict[str, Node], *, anonymous: bool
    ) -> list[ir.Stmt]:
        """Every constructor, or the one that the compiler (or Lombok) adds."""
        self._pending = (scope, members)
        found: list[ir.Stmt] = []
        for child in members:
            if child.type not in ("constructor_declaration", "compact_constructor_declaration"):
                continue
            pos = (child.start_byte, child.end_byte)
            self._pending = (scope, members)
            if child.type == "compact_constructor_declaration":
                function = self._record_constructor(node, scope, members, child)
            else:
                function = self._function(child, INIT, scope, static=False)
            if not _OWN_CALLERS.issuperset(self.modifiers(child)[1]):
                function.body = (*self._given(pos, scope, function), *function.body)
            found.append(self._constructor(pos, function, beside=bool(found)))
        # Lombok's others are made where there is none; these, where they are asked for.
        for name in ("AllArgsConstructor", "RequiredArgsConstructor") if found else ():
            if name not in marks:
                continue
            told = {mark: one for mark, one in marks.items() if mark == name or mark not in CONSTRUCTORS}
            self._pending = (scope, members)
            function = self._default_constructor(node, scope, members, told, anonymous=False)
            found.append(self._constructor(function.pos, function, beside=True))
        if node.type == "record_declaration" and not found:
            function = self._record_constructor(node, scope, members, None)
            return [ir.FunctionDef(function.pos, function)]
        if not found:
            function = self._default_constructor(node, scope, members, marks, anonymous=anonymous)
            return [ir.FunctionDef(function.pos, function)]
        return found

    def _constructor(self, pos: ir.Pos, function: ir.Function, *, beside: bool) -> ir.Stmt:
        if not beside:
            return ir.FunctionDef(pos, function)
        both = self.helper(pos, "$overload", ir.Name(pos, INIT), ir.FunctionExpr(pos, function),
                           ir.Const(pos, False))  # fmt: skip
        return ir.Assign(pos, (ir.Name(pos, INIT),), both)

    def _given(self, pos: ir.Pos, scope: ClassScope, function: ir.Function) -> Iterator[ir.Stmt]:
        """Texts that a library gives a constructor, which is marked for it, beside what the program gives."""
        for param in function.params:
            if param.declared == "String":
                name = ir.Name(pos, param.name)
                receiver, always = ir.Name(pos, scope.receiver), ir.Const(pos, True)
                value = self.helper(pos, "$default", receiver, ir.Const(pos, param.name), name, always)
                yield ir.Assign(pos, (name,), value)

    def _constructor_start(self, node: Node, scope: ClassScope) -> tuple[ir.Stmt, ...]:
        """Runs the base class's constructor and the initialisers, unless another constructor does."""
        _, members = self._pending
        body = node.child_by_field_name("body")
        first = body.named_children[0] if body is not None and body.named_children else None
        if first is not None and first.type == "explicit_constructor_invocation":
            if self.text(first.child_by_field_name("constructor")) == "this":
                return ()
            return tuple(self._initialisers(scope, members))
        return (*self._super((node.start_byte, node.start_byte), scope), *self._initialisers(scope, members))

    def _super(self, pos: ir.Pos, scope: ClassScope, *args: ir.Expr) -> tuple[ir.Stmt, ...]:
        if not scope.derived:
            return ()
        base = self.helper(pos, "$super", ir.Name(pos, scope.receiver))
        return (ir.ExprStmt(pos, ir.Call(pos, ir.Attr(pos, base, INIT), args)),)

    def _open(self, scope: ClassScope) -> FunctionScope:
        inner = FunctionScope()
        self.scopes.stack.append(inner)
        self.qualifiers.append(INIT)
        inner.bound.add(scope.receiver)
        return inner

    def _made(
        self,
        pos: ir.Pos,
        scope: ClassScope,
        inner: FunctionScope,
        params: tuple[ir.Param, ...],
        body: list[ir.Stmt],
    ) -> ir.Function:
        function = ir.Function(
            pos, INIT, ".".join(self.qualifiers), params, tuple(body), receiver=scope.receiver
        )
        self.functions.append(function)
        self.close(function, inner)
        return function

    def _default_constructor(
        self, node: Node, scope: ClassScope, members: list[Node], marks: dict[str, Node], *, anonymous: bool
    ) -> ir.Function:
        pos = (node.start_byte, node.start_byte)
        inner = self._open(scope)
        params: list[ir.Param] = []
        body: list[ir.Stmt] = []
        if anonymous:
            name = self.scopes.declare("args")
            params.append(ir.Param(pos, name, "rest"))
            body.extend(self._super(pos, scope, ir.Spread(pos, ir.Name(pos, name))))
        else:
            body.extend(self._super(pos, scope))
        body.extend(self._initialisers(scope, members))
        if not CONSTRUCTORS.isdisjoint(marks):
            required = CONSTRUCTORS & set(marks) <= {"RequiredArgsConstructor", "Data"}
            final = "Value" in marks or "FieldDefaults" in marks
            for name, annotation, kept in self.lombok_fields(scope, members, required=required, final=final):
                unique = self.scopes.declare(name)
                target = ir.Attr(pos, ir.Name(pos, scope.receiver), name)
                params.append(ir.Param(pos, unique, "normal", target if kept else None, annotation))
                self.assigned.add(name)
                body.append(ir.Assign(pos, (target,), ir.Name(pos, unique)))
        return self._made(pos, scope, inner, tuple(params), body)

    def _record_constructor(
        self, node: Node, scope: ClassScope, members: list[Node], compact: Node | None
    ) -> ir.Function:
        pos = (node.start_byte, node.start_byte)
        inner = self._open(scope)
        params = self.parameters(node.child_by_field_name("parameters"))
        body = list(self.block_of(compact.child_by_field_name("body"))) if compact is not None else []
        for param, parameter in zip(params, self._parameters_of(node), strict=False):
            name = self.text(parameter.child_by_field_name("name"))
            target = ir.Attr(pos, ir.Name(pos, scope.receiver), name)
            self.assigned.add(name)
            body.append(ir.Assign(pos, (target,), ir.Name(pos, param.name)))
        return self._made(pos, scope, inner, params, body)

    # --- what the compiler and Lombok add ---

    def _generated(
        self, node: Node, scope: ClassScope, members: list[Node], marks: dict[str, Node]
    ) -> list[ir.Stmt]:
        pos = (node.start_byte, node.start_byte)
        declared = {
            self.text(c.child_by_field_name("name")) for c in members if c.type == "method_declaration"
        }
        getters: dict[str, str] = {}
        if node.type == "record_declaration":
            for parameter in self._parameters_of(node):
                name = self.text(parameter.child_by_field_name("name"))
                getters[name] = name
        if node.type == "enum_declaration":
            getters |= {"name": "$name", "toString": "$name"}
        getters |= self.lombok_getters(members, marks)
        found: list[ir.Stmt] = []
        for method, name in getters.items():
            if method not in declared:
                value = ir.Attr(pos, ir.Name(pos, scope.receiver), name)
                function = ir.Function(pos, method, ".".join([*self.qualifiers, method]), (),
                                       (ir.Return(pos, value),), receiver=scope.receiver,
                                       locals=frozenset((scope.receiver,)))  # fmt: skip
                found.append(ir.FunctionDef(pos, function))
        if node.type == "enum_declaration" and scope.ref is not None:
            chosen = ir.Index(pos, ir.Attr(pos, scope.ref, "$named"), ir.Name(pos, "name"))
            function = ir.Function(pos, "valueOf", ".".join([*self.qualifiers, "valueOf"]),
                                   (ir.Param(pos, "name"),), (ir.Return(pos, chosen),), receiver="",
                                   static=True, locals=frozenset(("name",)))  # fmt: skip
            found.append(ir.FunctionDef(pos, function))
        found.extend(self.lombok_methods(pos, scope, members, marks))
        return found

    def _constants(self, members: list[Node], scope: ClassScope, bound: ir.Expr) -> list[ir.Stmt]:
        """Enum constants: instances made right after the class."""
        found: list[ir.Stmt] = []
        names: list[ir.Attr] = []
        outer = self.scopes.stack.pop()
        for child in members:
            if child.type != "enum_constant":
                continue
            pos = (child.start_byte, child.end_byte)
            name = self.text(child.child_by_field_name("name"))
            made: ir.Expr = bound
            body = child.child_by_field_name("body")
            if body is not None:
                self.scopes.stack.append(outer)
                made = ir.ClassExpr(pos, self.anonymous_class(child, bound, body))
                self.scopes.stack.pop()
            args = self.arguments(child.child_by_field_name("arguments"))
            constant: ir.Attr = ir.Attr(pos, bound, name)
            found.append(ir.Assign(pos, (constant,), ir.Call(pos, made, args, new=True)))
            found.append(ir.Assign(pos, (ir.Attr(pos, constant, "$name"),), ir.Const(pos, name)))
            names.append(constant)
        self.scopes.stack.append(outer)
        if names:
            pos = names[0].pos
            found.append(ir.Assign(pos, (ir.Attr(pos, bound, "$values"),), ir.TupleLit(pos, tuple(names))))
            named = tuple((ir.Const(pos, one.name), one) for one in names)
            found.append(ir.Assign(pos, (ir.Attr(pos, bound, "$named"),), ir.DictLit(pos, named)))
        return found
