"""The JavaScript and TypeScript front end: a file's text in, an IR module out.

tree-sitter recovers from syntax errors, so a broken file still yields what can be read of it; the places
it recovered from are ``Module.problems``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from policywright.analyzers import ir
from policywright.analyzers.grammar import extras, in_place, parser_of
from policywright.analyzers.languages.handlers import handlers
from policywright.analyzers.languages.typescript import machines
from policywright.analyzers.languages.typescript.declarations import DeclarationLowering
from policywright.analyzers.languages.typescript.specifiers import normalised
from policywright.analyzers.languages.typescript.waiting import go_through, wait
from policywright.analyzers.languages.waiting import wait_in_turn
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_TYPESCRIPT_ONLY = (".ts", ".mts", ".cts")
"""Endings where ``<T>x`` is a cast; everywhere else it may be JSX."""
MAX_BLOCKS = 300
"""Nesting of blocks; blocks cost more stack than expressions."""
_HIDDEN = ("comment", "html_comment", "empty_statement", "debugger_statement")
_LEAVING = ("break_statement", "return_statement", "throw_statement", "continue_statement")

_DECLARING = ("interface_declaration", "type_alias_declaration", "object_type", "interface_body")
_CALLING = regex(rb"[(){}=`]")
"""What is in all code that does something. Members ``in?: string`` and ``abstract: string;`` of a type are no
errors, and the grammar takes them for an operator and a modifier."""

_ALIKE = {
    "variable_declaration": "lexical_declaration",
    "continue_statement": "break_statement",
    "generator_function_declaration": "function_declaration",
    "abstract_class_declaration": "class_declaration",
    "module": "internal_module",
}
"""Kinds of nodes that are lowered like another one."""


EXTENDED = "%extended"
"""An attribute that files assign, by their text, that put methods on prototypes of the language."""
_BUILT_IN = rb"(?:Array|Function|Map|Number|Object|Promise|Set|String)\.prototype"
_PROTOTYPES = regex(
    rb"\b" + _BUILT_IN + rb"(?:\s+as\s+\w+\s*\))?\s*(?:\.\s*\w+|\[[^\]\n]+\])\s*=[^=]"
    rb"|\b(?:define(?:Property|Properties)|assign)\(\s*" + _BUILT_IN + rb"\b"
)
_TYPED = (*_TYPESCRIPT_ONLY, ".tsx")
"""Endings of files of which a compiler leaves out what only types are taken of."""
_DECORATOR = regex(rb"(?m)^\s*(?:export\s+(?:default\s+)?)?@[A-Za-z_]")
_OWN = (".", "/", "@/", "~/", "#", "src/")
"""How imports begin that are of the project, by what bundlers and compilers are told."""


@cache
def _parser(typescript: bool) -> Parser:
    dialect = "language_typescript" if typescript else "language_tsx"
    return parser_of("tree_sitter_typescript", dialect)


def lower(data: bytes, module_name: str) -> ir.Module:
    """Lowers UTF-8 source text; the module's name is its path, whose ending chooses the grammar."""
    if module_name.endswith(".json"):
        data = b"module.exports = (" + data + b")"
    parser = _parser(module_name.lower().endswith(_TYPESCRIPT_ONLY))
    return Lowering(data).module(module_name, parser)


def comments(data: bytes, module_name: str) -> list[ir.Pos]:
    """Where the comments of a text are."""
    if module_name.endswith(".json"):
        return []
    return extras(_parser(module_name.lower().endswith(_TYPESCRIPT_ONLY)).parse(data))


_TEXT = regex(rb">[^<>{}]*&[^<>{}]*(?=<[/A-Za-z>]|\{)|\}[^<>{}]*&[^<>{}]*(?=<[/A-Za-z>]|\{)")
"""What may be text between the tags of JSX."""
_IN_BRACES = regex(rb"(\{[^{}]*\})")
_VALUE = regex(rb"""(?<=[\w:-]=)(?:"[^"<>]*&[^"<>]*"|'[^'<>]*&[^'<>]*')""")
"""What may be the value of an attribute of JSX: most often an address with a query."""
_BEFORE_ELEMENT = regex(rb"[>}][^<>{}]*&&[^<>{}]*(?=<[A-Za-z>])")
_AND = regex(rb"&&")
_JOINING = ("binary_expression", "intersection_type")
_AMPERSAND = regex(rb"(?<!&)&(?!&|#?\w+;)")


_OTHERWISE = (
    # ``export type * from``, and the variance of type parameters
    (
        regex(
            rb"(?<=\bexport)\s+type(?=\s*\*)"
            rb"|(?<=[<,])\s*(?:in\s+)?(?:in|out)\s+(?=[A-Z]\w*\b\s*(?:[,>=]|extends\b))"
        ),
        b"",
    ),
    # ``actual<typeof import("./store")>()``
    (regex(rb"""(?<=<)(?:typeof\s+)?import\(\s*["'`][^"'`]*["'`]\s*\)(?=\s*[>,])"""), b"T"),
    # ``changed: (string) => void``: a parameter that is called like a type
    (regex(rb"(?<=\()(?:string|number|boolean|object|unknown|symbol|any)(?=\)\s*=>)"), b"_"),
    # The end of a text in C
    (regex(rb"\0"), b" "),
    # ``for await (using file of files)``
    (regex(rb"(?<=\()using(?=\s+\w+\s+of\b)"), b"const"),
    # Which compilers that strip types take: ``protected abstract async load(): Promise<void>;``
    (regex(rb"\b(?:abstract\s+async|async\s+abstract)(?=\s+[\w$#\[])"), b"abstract"),
)
"""What the grammar does not know, and what it knows instead."""


def _as_known(data: bytes) -> bytes:
    """A text as the grammar knows it, everything at its place."""
    for pattern, instead in _OTHERWISE:
        data = in_place(pattern, data, instead)
    return _without_types_of_tags(data)


_TAGGED = regex(rb"(?<!=)>\s*`")
_MAX_TYPES = 4_000
"""Bytes that the types of a tag have at most."""


def _without_types_of_tags(data: bytes) -> bytes:
    """``styled.a<{ wide: boolean }>`...` ``: the grammar takes the types of a tag for comparisons."""
    kept = bytearray(data)
    for found in _TAGGED.finditer(data):
        start = _opening(data, found.start())
        if start is not None:
            kept[start : found.start() + 1] = b" " * (found.start() + 1 - start)
    return bytes(kept)


def _opening(data: bytes, end: int) -> int | None:
    """Where the bracket stands that the one at the end closes, if it is one of types behind a name."""
    depth = 0
    for at in range(end, max(end - _MAX_TYPES, 0), -1):
        one = data[at : at + 1]
        if one == b"`":
            return None
        if one == b">" and data[at - 1 : at] != b"=":
            depth += 1
        elif one == b"<":
            depth -= 1
            if not depth:
                before = data[at - 1 : at]
                return at if before.isalnum() or before in (b"_", b"$", b")") else None
    return None


def _without_ampersands(data: bytes, root: Node | None) -> bytes:
    """Text and values of JSX may have a bare ``&``, which the grammar takes for a character's name.

    In what turns out to be code, the tree has errors without it, too. With a tree, what is an operator in it
    stays.
    """
    kept = bytearray(data)
    for places in (_TEXT, _VALUE):
        for found in places.finditer(data):
            for at in (found.start() + one.start() for one in _AMPERSAND.finditer(found[0])):
                if root is None or not _operates(root, at, at + 1):
                    kept[at : at + 1] = b" "
    return bytes(kept)


def _operates(root: Node, start: int, end: int) -> bool:
    """Whether what stands there joins two values, or two types."""
    operator = root.descendant_for_byte_range(start, end)
    above = operator.parent if operator is not None else None
    return above is not None and above.type in _JOINING and not above.has_error


def _without_ands(before: bytes) -> bytes:
    """What stands before a tag that ends an element, without ``&&`` in the text.

    Nothing but text and what is in braces stands between two tags. In code ``&&`` is an operator.
    """
    start = max(before.rfind(b">"), before.rfind(b"<")) + 1
    if b"&&" not in before[start:] or before[start - 1 : start] == b"<":
        return before
    pieces = _IN_BRACES.split(before[start:])
    # Texts and braces take turns. A brace in a text is one end of more than that.
    for at in range(len(pieces) - 1, -1, -2):
        last = max(pieces[at].rfind(b"{"), pieces[at].rfind(b"}")) + 1
        if pieces[at][last - 1 : last] == b"{":
            break
        pieces[at] = pieces[at][:last] + pieces[at][last:].replace(b"&&", b"  ")
        if last:
            break
    return before[:start] + b"".join(pieces)


def _without_stray_ands(data: bytes, root: Node) -> bytes:
    """Without each ``&&`` before a tag that begins an element, where the tree has no operator there.

    ``a && b <i>`` is code as often as text; whether it reads as code, the tree tells.
    """
    kept = bytearray(data)
    for found in _BEFORE_ELEMENT.finditer(data):
        for at in (found.start() + one.start() for one in _AND.finditer(found[0])):
            if not _operates(root, at, at + 2):
                kept[at : at + 2] = b"  "
    return bytes(kept)


class Lowering(DeclarationLowering):
    """Statements of one file."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._statements: Mapping[str, Callable[..., Iterable[ir.Stmt]]] = handlers(self, "_s_", _ALIKE)

    def module(self, name: str, parser: Parser) -> ir.Module:
        root = parser.parse(self.data).root_node
        if root.has_error:
            root = self._read_again(root, parser)
        if root.has_error:
            self._syntax_errors(root)
        scope = self.scope
        if b".prototype" in self.data and _PROTOTYPES.search(self.data):
            self.assigned.add(EXTENDED)
        scope.declare(self._declared(root))
        body = (*self._ordered(root), *self.late_exports)
        scope.settle_additions(scope.inner)
        return ir.Module(
            (0, len(self.data)),
            name,
            body,
            tuple(self.functions),
            tuple(self.classes),
            tuple(self.imports),
            frozenset(self.assigned),
            frozenset(scope.calls),
            frozenset(scope.bound),
            explicit_exports=True,
            problems=tuple(self.problems),
            reassigned=self._reassigned(),
            types=self._types(leaves_out=name.endswith(_TYPED)),
        )

    def _types(self, *, leaves_out: bool) -> frozenset[tuple[str, int]]:
        """The imports that bring nothing but types; a compiler ``leaves_out`` names that are used for nothing
        else.

        Of classes with decorators it may keep what their constructors and methods are declared to take.
        """
        leaves_out = leaves_out and _DECORATOR.search(self.data) is None
        typed = Counter(
            one for one, names in self.typed
            if not names or (leaves_out and self.valued.isdisjoint(names))
        )  # fmt: skip
        every = Counter(self.imports)
        return frozenset(one for one, times in typed.items() if every[one] == times)

    def _read_again(self, root: Node, parser: Parser) -> Node:
        """The tree of a text without what the grammar does not know and nobody needs, if that helps."""
        data = _as_known(self.data)
        jsx = b"</" in data or b"/>" in data
        if jsx:
            data = b"</".join(map(_without_ands, data.split(b"</")))
        for tree in (root, None) if jsx else (None,):
            text = _without_ampersands(data, tree) if jsx else data
            other = parser.parse(text).root_node if text != self.data else root
            if other.has_error and (plain := _without_stray_ands(text, other)) != text:
                other = parser.parse(plain).root_node
            if not other.has_error:
                return other
        return root

    def _reassigned(self) -> frozenset[str]:
        """Names of the module that its functions assign."""
        found: set[str] = set()
        for function in self.functions:
            found |= function.nonlocals
        return frozenset(found & self.scope.bound)

    def _syntax_errors(self, root: Node) -> None:
        pending = [(root, False)]
        while pending:
            node, declares = pending.pop()
            if node.type == "ERROR" or node.is_missing:
                text = self.data[node.start_byte : node.end_byte]
                if declares and not node.is_missing and not _CALLING.search(text):
                    continue
                self.problems.append(((node.start_byte, node.end_byte), "syntax error"))
                return
            declares = declares or node.type in _DECLARING
            broken = [child for child in reversed(node.children) if child.has_error or child.is_missing]
            pending.extend((child, declares) for child in broken)

    # --- blocks ---

    def block(self, node: Node | None) -> tuple[ir.Stmt, ...]:
        """The statements of a block in a scope of its own, functions first: they are hoisted."""
        if node is None:
            return ()
        self.depth += 1
        try:
            if self.depth > MAX_BLOCKS:
                self.problems.append(((node.start_byte, node.end_byte), "nested too deeply"))
                return ()
            self.scope.blocks.append({})
            self.scope.declare(self._declared(node, block=True))
            statements = self._ordered(node)
            self.scope.blocks.pop()
            return statements
        finally:
            self.depth -= 1

    def _ordered(self, node: Node) -> tuple[ir.Stmt, ...]:
        hoisted: list[ir.Stmt] = []
        result: list[ir.Stmt] = []
        for child in node.named_children:
            for statement in self.statement(child):
                early = isinstance(statement, ir.FunctionDef | ir.Import | ir.ImportFrom)
                (hoisted if early else result).append(statement)
        wait_in_turn(result, self.awaited, wait)
        return (*hoisted, *result) if hoisted else tuple(result)

    def statement(self, node: Node) -> Iterable[ir.Stmt]:
        """Any statement."""
        handler = self._statements.get(node.type)
        if handler is not None:
            return handler(self, node)
        if node.type in _HIDDEN:
            return ()
        return (ir.ExprStmt((node.start_byte, node.end_byte), self.expr(node)),)

    def _body(self, node: Node | None) -> tuple[ir.Stmt, ...]:
        """A branch or loop body, with or without braces."""
        if node is None:
            return ()
        return self.block(node) if node.type == "statement_block" else tuple(self.statement(node))

    def _declared(self, node: Node, *, block: bool = False) -> list[str]:
        """Names that the direct children of a block declare; ``var`` is none of a ``block`` in a function."""
        found: dict[str, None] = {}
        types: dict[str, None] = {}
        for child in node.named_children:
            if not block or child.type != "variable_declaration":
                self._declaration(child, found, types)
        self.scope.types |= types.keys() - found.keys()
        found.update(types)
        return list(found)

    def _declaration(self, node: Node, found: dict[str, None], types: dict[str, None]) -> None:
        match node.type:
            case "lexical_declaration" | "variable_declaration":
                for child in node.named_children:
                    if child.type == "variable_declarator":
                        found.update(dict.fromkeys(self.names(child.child_by_field_name("name"))))
            case (
                "function_declaration"
                | "generator_function_declaration"
                | "class_declaration"
                | "enum_declaration"
                | "abstract_class_declaration"
            ):
                name = node.child_by_field_name("name")
                if name is not None:
                    found[self.text(name)] = None
            case "interface_declaration" | "type_alias_declaration":
                name = node.child_by_field_name("name")
                if name is not None:
                    types[self.text(name)] = None
            case "import_statement":
                names = dict.fromkeys(alias for _, alias in self.import_names(node))
                found.update(names)
                source = node.child_by_field_name("source")
                if source is not None and not self.string(source).startswith(_OWN):
                    self.of_libraries.update(names)
            case "import_alias" if node.named_children:
                found[self.text(node.named_children[0])] = None
            case "export_statement" | "ambient_declaration" | "ERROR":
                for child in node.named_children:
                    self._declaration(child, found, types)
            case "expression_statement" if (
                node.named_children and node.named_children[0].type == "internal_module"
            ):
                self._declaration(node.named_children[0], found, types)
            case "internal_module" | "module":
                name = node.child_by_field_name("name")
                if name is not None and name.type != "string":
                    found[self.text(name).split(".", 1)[0].strip()] = None

    def _s_import_alias(self, node: Node) -> Iterable[ir.Stmt]:
        """``import B = A.B``"""
        pos = (node.start_byte, node.end_byte)
        if len(node.named_children) != 2:
            return
        name, *rest = self.text(node.named_children[1]).replace(" ", "").split(".")
        value: ir.Expr = self._use(name, pos)
        for part in rest:
            value = ir.Attr(pos, value, part)
        yield ir.Assign(pos, (self.target(node.named_children[0], declare=True),), value)

    def _s_ERROR(self, node: Node) -> Iterable[ir.Stmt]:
        for child in node.named_children:
            yield from self.statement(child)

    def _s_statement_block(self, node: Node) -> Iterable[ir.Stmt]:
        return self.block(node)

    # --- simple statements ---

    def _s_expression_statement(self, node: Node) -> Iterable[ir.Stmt]:
        inner = self._inner(node)
        if inner is None:
            return
        if inner.type == "internal_module":
            yield from self.namespace(inner)
        elif inner.type == "assignment_expression" and inner.child_by_field_name("left") is not None:
            bind = self.expr(inner)
            if isinstance(bind, ir.Bind):
                yield ir.Assign(bind.pos, (bind.target,), bind.value)
        else:
            yield ir.ExprStmt((node.start_byte, node.end_byte), self.expr(inner))

    def _s_lexical_declaration(self, node: Node) -> Iterable[ir.Stmt]:
        for child in node.named_children:
            if child.type != "variable_declarator":
                continue
            pos = (child.start_byte, child.end_byte)
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if node.type == "variable_declaration":
                self._hoist(name)
            kind = child.child_by_field_name("type")
            made = len(self.functions)
            lowered = self.named(self._label(name), value) if value is not None else None
            if value is not None and value.type in ("call_expression", "await_expression"):
                self._wrapped(self._label(name), value, made)
            target = self.target(name, declare=True)
            if lowered is not None:
                yield ir.Assign(pos, (target,), lowered, self.declared(kind))
            else:
                yield from self._unset(node, pos, target, self.annotation(kind))

    def _unset(
        self, node: Node, pos: ir.Pos, target: ir.Target, annotation: ir.Expr | None
    ) -> Iterable[ir.Stmt]:
        """``let x: T``: undefined so far, and whatever its type says where functions see it that run later.

        A module's variables are seen by functions that run when they are set, and a second ``var`` changes
        nothing.
        """
        typed = ir.Assign(pos, (target,), ir.Opaque(pos), annotation)
        if self.scope.parent is None or node.type == "variable_declaration":
            yield from (typed,) if annotation is not None else ()
            return
        yield ir.Assign(pos, (target,), ir.Const(pos, None))
        if annotation is not None:
            yield ir.If(pos, ir.Opaque(pos), (typed,))

    def _wrapped(self, label: str, value: Node, made: int) -> None:
        """Functions passed to the call that a variable's value is are called by the variable's callers."""
        call = self._inner(value) if value.type == "await_expression" else value
        arguments = call.child_by_field_name("arguments") if call is not None else None
        places = {child.start_byte for child in arguments.named_children} if arguments is not None else set()
        for function in self.functions[made:]:
            if function.pos[0] in places:
                function.known_as = label

    def _hoist(self, pattern: Node | None) -> None:
        """``var`` belongs to the function, wherever it stands."""
        for name in self.names(pattern):
            if self.scope.resolve(name) == name:
                self.scope.declared.add(name)
                self.scope.bound.add(name)

    def _s_return_statement(self, node: Node) -> Iterable[ir.Stmt]:
        inner = self._inner(node)
        if self.scope.machine is not None:
            yield from machines.returned(self, self.scope.machine, node, inner)
            return
        yield ir.Return((node.start_byte, node.end_byte), self.expr(inner) if inner is not None else None)

    def _s_throw_statement(self, node: Node) -> Iterable[ir.Stmt]:
        inner = self._inner(node)
        yield ir.Raise((node.start_byte, node.end_byte), self.expr(inner) if inner is not None else None)

    def _s_break_statement(self, node: Node) -> Iterable[ir.Stmt]:
        yield ir.Jump((node.start_byte, node.end_byte))

    def _s_labeled_statement(self, node: Node) -> Iterable[ir.Stmt]:
        body = node.child_by_field_name("body")
        return self.statement(body) if body is not None else ()

    # --- compound statements ---

    def _s_if_statement(self, node: Node) -> Iterable[ir.Stmt]:
        arms: list[tuple[ir.Pos, ir.Expr, tuple[ir.Stmt, ...]]] = []
        orelse: tuple[ir.Stmt, ...] = ()
        current: Node | None = node
        while current is not None:
            test = self.expr(current.child_by_field_name("condition"))
            body = self._body(current.child_by_field_name("consequence"))
            arms.append(((current.start_byte, current.end_byte), test, body))
            clause = current.child_by_field_name("alternative")
            following = self._inner(clause) if clause is not None else None
            current = following if following is not None and following.type == "if_statement" else None
            if current is None:
                orelse = self._body(following)
        for pos, test, body in reversed(arms):
            orelse = (ir.If(pos, test, body, orelse),)
        return orelse

    def _s_for_in_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        kind = node.child_by_field_name("kind")
        iterable = go_through(self.expr(right))
        self.scope.blocks.append({})
        if kind is not None and kind.type == "var":
            self._hoist(left)
        elif kind is not None:
            self.scope.declare(self.names(left))
        target = self.target(left, declare=kind is not None)
        how = "%keys" if operator is not None and operator.type == "in" else "%items"
        items = ir.Call(iterable.pos, ir.Name(iterable.pos, how), (iterable,))
        body = self._body(node.child_by_field_name("body"))
        self.scope.blocks.pop()
        yield ir.For(pos, target, items, body)

    def _s_for_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        self.scope.blocks.append({})
        start = node.child_by_field_name("initializer")
        if start is not None:
            names: dict[str, None] = {}
            if start.type == "lexical_declaration":
                self._declaration(start, names, {})
            self.scope.declare(names)
            yield from self.statement(start)
        condition, step = node.child_by_field_name("condition"), node.child_by_field_name("increment")
        inner = (
            condition
            if condition is None or condition.type != "expression_statement"
            else self._inner(condition)
        )
        test = self.expr(inner) if inner is not None and inner.type not in _HIDDEN else None
        body = self._body(node.child_by_field_name("body"))
        if step is not None:
            body = (*body, ir.ExprStmt((step.start_byte, step.end_byte), self.expr(step)))
        self.scope.blocks.pop()
        yield ir.While(pos, test, body)

    def _s_while_statement(self, node: Node) -> Iterable[ir.Stmt]:
        test = self.expr(node.child_by_field_name("condition"))
        yield ir.While((node.start_byte, node.end_byte), test, self._body(node.child_by_field_name("body")))

    def _s_do_statement(self, node: Node) -> Iterable[ir.Stmt]:
        body = self._body(node.child_by_field_name("body"))
        test = self.expr(node.child_by_field_name("condition"))
        yield from body
        yield ir.While((node.start_byte, node.end_byte), test, body)

    def _s_try_statement(self, node: Node) -> Iterable[ir.Stmt]:
        body = self.block(node.child_by_field_name("body"))
        handlers: tuple[ir.Handler, ...] = ()
        clause = node.child_by_field_name("handler")
        if clause is not None:
            pos = (clause.start_byte, clause.end_byte)
            parameter = clause.child_by_field_name("parameter")
            self.scope.blocks.append({})
            self.scope.declare(self.names(parameter))
            name = self.scope.resolve(self.text(parameter)) if parameter is not None else None
            before: tuple[ir.Stmt, ...] = ()
            if parameter is not None and parameter.type != "identifier":
                name = None
                before = (ir.Assign(pos, (self.target(parameter, declare=True),), ir.Opaque(pos)),)
            handlers = (
                ir.Handler(pos, (), name, (*before, *self.block(clause.child_by_field_name("body")))),
            )
            self.scope.blocks.pop()
        finalizer = node.child_by_field_name("finalizer")
        final = self.block(finalizer.child_by_field_name("body")) if finalizer is not None else ()
        yield ir.Try((node.start_byte, node.end_byte), body, handlers, (), final)

    def _s_switch_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        subject = self.expr(node.child_by_field_name("value"))
        if not isinstance(subject, ir.Name):
            self.scope.count += 1
            name = f"%switch{self.scope.count}"
            self.scope.bound.add(name)
            yield ir.Assign(pos, (ir.Name(pos, name),), subject)
            subject = ir.Name(pos, name)
        body = node.child_by_field_name("body")
        cases = [
            child
            for child in (body or node).named_children
            if child.type in ("switch_case", "switch_default")
        ]
        self.scope.blocks.append({})
        for case in cases:
            self.scope.declare(self._declared(case))
        yield from self._cases(cases, subject)
        self.scope.blocks.pop()

    def _cases(self, cases: list[Node], subject: ir.Expr) -> tuple[ir.Stmt, ...]:
        """A chain of branches; a case that runs on into the next one holds that one's statements too."""
        rows: list[tuple[Node, ir.Expr | None, tuple[ir.Stmt, ...], bool]] = []
        for case in cases:
            value = case.child_by_field_name("value")
            test: ir.Expr | None = None
            if value is not None:
                lowered = self.expr(value)
                test = ir.BinOp(lowered.pos, "===", subject, lowered)
            bodies = [child for child in case.children_by_field_name("body") if child.type not in _HIDDEN]
            if self.scope.machine is not None:
                self.scope.machine.enter(test.right if isinstance(test, ir.BinOp) else None)
            statements = tuple(statement for child in bodies for statement in self.statement(child))
            rows.append((case, test, statements, not _leaves(bodies)))
            if self.scope.machine is not None:
                self.scope.machine.leave(leaves=_leaves(bodies), empty=not bodies)
        orelse: tuple[ir.Stmt, ...] = ()
        following: tuple[ir.Stmt, ...] = ()
        arms: list[tuple[Node, ir.Expr, tuple[ir.Stmt, ...]]] = []
        for case, test, statements, runs_on in reversed(rows):
            # Only so much is repeated that the result stays linear in the source.
            body = (*statements, *following) if runs_on and len(following) <= 20 else statements
            following = body
            if test is None:
                orelse = body
            else:
                arms.append((case, test, body))
        for case, test, body in arms:
            orelse = (ir.If((case.start_byte, case.end_byte), test, body, orelse),)
        return orelse

    # --- imports ---

    def _s_import_statement(self, node: Node) -> Iterable[ir.Stmt]:
        pos = (node.start_byte, node.end_byte)
        required = next(
            (child for child in node.named_children if child.type == "import_require_clause"), None
        )
        source = (required or node).child_by_field_name("source")
        if source is None:
            return
        module, level = normalised(self.string(source))
        self.imports.append((module, level))
        names = self.import_names(node)
        if self.is_of_types(node):
            self.typed.append(((module, level), ()))
        elif names:
            self.typed.append(((module, level), tuple(alias for _, alias in names)))
        if not names:
            yield ir.ExprStmt(pos, ir.ImportExpr(pos, module, level))
        plain: list[tuple[str, str]] = []
        for name, alias in names:
            if name == "*":
                yield ir.Import(pos, module, alias, level)
            else:
                plain.append((name, alias))
        if plain:
            yield ir.ImportFrom(pos, module, level, tuple(plain))


def _leaves(statements: list[Node]) -> bool:
    """A case ends with a jump; one in braces may hold it."""
    last = statements[-1] if statements else None
    if last is not None and last.type == "statement_block":
        inner = [child for child in last.named_children if child.type != "comment"]
        last = inner[-1] if inner else None
    return last is not None and last.type in _LEAVING
