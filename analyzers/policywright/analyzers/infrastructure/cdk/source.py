"""The constructs, calls and imports of a CDK application's source in Python or TypeScript, with their places.

Both are read by tree-sitter into the same records; a ``Shape`` says what a grammar calls its nodes. Byte
offsets are of the text in UTF-8. ``Source.made_by`` tells which construct a variable is, where one statement
alone sets it; a loop, a parameter or a second assignment makes that unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers.grammar import parser_of
from policywright.knowledge.records import dataclass, field, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a grammar calls its nodes."""

    calls: tuple[str, ...]
    member: str
    object: str
    property: str
    classes: tuple[str, ...]
    functions: tuple[str, ...]
    blocks: tuple[str, ...]
    loops: tuple[str, ...]
    branches: tuple[str, ...]
    statements: tuple[str, ...]
    own: str
    """What a class's fields are reached by, with the point."""


PYTHON = Shape(
    calls=("call",), member="attribute", object="object", property="attribute",
    classes=("class_definition",), functions=("function_definition", "lambda"), blocks=("block", "module"),
    loops=("for_statement", "while_statement", "list_comprehension", "set_comprehension",
           "dictionary_comprehension", "generator_expression", "lambda"),
    branches=("if_statement", "conditional_expression", "match_statement", "try_statement",
              "boolean_operator"),
    statements=("expression_statement", "return_statement"), own="self.",
)  # fmt: skip
TYPESCRIPT = Shape(
    calls=("call_expression", "new_expression"), member="member_expression", object="object",
    property="property", classes=("class_declaration", "class", "abstract_class_declaration"),
    functions=("method_definition", "function_declaration", "function_expression", "arrow_function"),
    blocks=("statement_block", "program", "class_body"),
    loops=("for_statement", "for_in_statement", "while_statement", "do_statement", "arrow_function",
           "function_expression"),
    branches=("if_statement", "ternary_expression", "switch_statement", "try_statement", "binary_expression"),
    statements=("expression_statement", "lexical_declaration", "variable_declaration", "return_statement",
                "public_field_definition"), own="this.",
)  # fmt: skip
_NOTHING = (-1, -1)
"""Where no value begins."""
SCRIPTS = (".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx")


def parsed(name: str, text: str) -> Node:
    """The syntax tree of a source, by its name's suffix."""
    if name.endswith(".py"):
        parser = parser_of("tree_sitter_python")
    elif name.endswith((".ts", ".mts", ".cts")):
        parser = parser_of("tree_sitter_typescript", "language_typescript")
    else:
        parser = parser_of("tree_sitter_typescript", "language_tsx")
    return parser.parse(text.encode("utf-8", "surrogatepass")).root_node


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """What is around a node: the class, the functions from outside in, the block, and the whole statement."""

    owner: str
    functions: tuple[int, ...]
    block: int
    statement: Node
    looped: bool
    """It may run more than once, or not at once."""
    branched: bool = False
    """It may not run at all."""

    @property
    def is_apart(self) -> bool:
        """The statement has its lines for itself, in a body: another one can follow it."""
        parent = self.statement.parent
        before = self.statement.prev_sibling
        own = before is None or before.end_point[0] < self.statement.start_point[0]
        block = parent is not None and parent.type in (*PYTHON.blocks, *TYPESCRIPT.blocks)
        first = parent is None or parent.type != "block" or parent.start_point[0] > self._head(parent)
        return block and own and first

    @staticmethod
    def _head(block: Node) -> int:
        """The line on which what a Python body belongs to begins its last clause."""
        before = block.prev_sibling
        return before.end_point[0] if before is not None else -1


@dataclass(slots=True, eq=False, kw_only=True)
class Argument:
    """An argument of a call; ``name`` is that of Python's keyword, or of the object's key in TypeScript."""

    name: str
    node: Node
    text: str


@dataclass(slots=True, eq=False, kw_only=True)
class Call:
    """``receiver.method(arguments)``, or a class's instance (then ``receiver`` may be its module)."""

    receiver: str
    method: str
    method_node: Node
    node: Node
    arguments: list[Argument]
    where: Where
    line: int

    def named(self, *names: str) -> Argument | None:
        return next((one for one in self.arguments if one.name in names), None)

    @property
    def positional(self) -> list[Argument]:
        return [one for one in self.arguments if not one.name]


@dataclass(slots=True, eq=False, kw_only=True)
class Construct:
    """A construct that the source makes: ``variable = Class(scope, "Id", ...)``."""

    id: str
    kind: str
    """Its class's name, without the module."""
    scope: str
    """Source of the first argument."""
    variable: str | None
    call: Call

    @property
    def owner(self) -> str:
        return self.call.where.owner

    @property
    def can_be_named(self) -> bool:
        """Its call is a statement of its own."""
        statement = self.call.where.statement
        return statement.type == "expression_statement" and statement.named_children[:1] == [self.call.node]

    @property
    def line(self) -> int:
        """The last line of its statement."""
        return self.call.where.statement.end_point[0] + 1


@dataclass(slots=True, eq=False, kw_only=True)
class Import:
    """A name that is imported from a module: ``name`` is empty for the module itself."""

    module: str
    name: str
    local: str
    line: int


Setting = tuple[tuple[int, ...], Construct | None, tuple[int, int]]
"""In which functions something is set, to which construct if to one, and where the value stands."""


@dataclass(slots=True, eq=False)
class Source:
    """A source: what it makes and calls."""

    name: str
    text: str
    constructs: list[Construct] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    assigned: dict[tuple[str, str], list[Setting]] = field(default_factory=dict)
    """What is set, by class and variable."""
    bases: dict[str, str] = field(default_factory=dict)
    """What classes extend, as it is written."""
    counts: dict[str, int] = field(default_factory=dict)
    """How often each identifier stands there."""

    @property
    def python(self) -> bool:
        return self.name.endswith(".py")

    @property
    def shape(self) -> Shape:
        return PYTHON if self.python else TYPESCRIPT

    def is_stack(self, owner: str) -> bool:
        """A class is a stack itself, so that its region and account are its own."""
        return (
            re.search(r"(?:extends\s+|\()(?:\w+\.)?(?:Nested)?Stack\b", self.bases.get(owner, "")) is not None
        )

    def base_names(self, owner: str) -> set[str]:
        """The words in what a class extends."""
        return set(re.findall(r"\w+", self.bases.get(owner, "")))

    def value_of(self, variable: str, where: Where) -> tuple[int, int] | None:
        """Where the expression stands that a variable is, if one statement alone sets it."""
        found = [
            (value, functions)
            for functions, _, value in self.assigned.get((where.owner, variable), ())
            if where.functions[: len(functions)] == functions
        ]
        return found[0][0] if len(found) == 1 else None

    def value_at(self, variable: str, where: Where) -> tuple[int, int] | None:
        """The same, also of what the module sets where neither the class nor its functions do."""
        own = [
            functions
            for functions, _, _ in self.assigned.get((where.owner, variable), ())
            if where.functions[: len(functions)] == functions
        ]
        return self.value_of(variable, where if own else replace(where, owner="", functions=()))

    def classes_of(self, id: str) -> set[str]:
        """The classes that are instantiated with an id."""
        return {one.kind for one in self.constructs if one.id == id}

    def made_by(self, variable: str, where: Where) -> Construct | None:
        """The construct that a variable is at a place."""
        field_of_class = variable.startswith(self.shape.own)
        found = [
            made
            for functions, made, _ in self.assigned.get((where.owner, variable), ())
            if field_of_class or where.functions[: len(functions)] == functions
        ]
        return found[0] if len(found) == 1 else None


def read_source(name: str, text: str) -> Source:
    """What a source says; nothing of one that is too deep to be read."""
    found = Source(name, text)
    try:
        _Reader(found, parsed(name, text)).run()
    except RecursionError:
        return Source(name, text)
    return found


class _Reader:
    def __init__(self, source: Source, root: Node) -> None:
        self.source, self.shape, self.root = source, source.shape, root
        self._named: dict[tuple[int, int], str] = {}
        """Variables by the value that they are set to."""
        self._made: dict[tuple[int, int], Construct] = {}
        self._settings: list[tuple[tuple[str, str], tuple[tuple[int, ...], tuple[int, int]]]] = []
        """What is set, by class and variable: in which functions, and where the value begins."""

    def run(self) -> None:
        where = Where(owner="", functions=(), block=0, statement=self.root, looped=False)
        self._walk(self.root, where)
        for key, setting in self._settings:
            functions, value = setting
            self.source.assigned.setdefault(key, []).append((functions, self._made.get(value), value))

    def _walk(self, node: Node, where: Where) -> None:
        where = self._inside(node, where)
        if node.type in (
            "assignment",
            "assignment_expression",
            "variable_declarator",
            "public_field_definition",
        ):
            self._assignment(node, where)
        elif node.type in self.shape.calls:
            self._call(node, where)
        elif node.type in ("import_statement", "import_from_statement"):
            self.source.imports.extend(_imported(node))
        elif node.type in ("parameters", "formal_parameters"):
            self._parameters(node, where)
        elif node.type.endswith("identifier"):
            name = _text(node)
            self.source.counts[name] = self.source.counts.get(name, 0) + 1
        for child in node.named_children:
            self._walk(child, where)

    def _inside(self, node: Node, where: Where) -> Where:
        shape, kind = self.shape, node.type
        owner, functions, block = where.owner, where.functions, where.block
        statement, looped = where.statement, where.looped
        if kind in shape.classes:
            name = node.child_by_field_name("name")
            owner, functions, looped = (_text(name) if name is not None else ""), (), False
            self.source.bases[owner] = _text(node).partition("{" if not self.source.python else ":")[0]
        if kind in shape.functions:
            functions = (*functions, node.start_byte)
        if kind in shape.blocks:
            block = node.start_byte + 1
        if kind in shape.statements:
            statement = node
        if kind in shape.loops:
            looped = True
        branched = (where.branched or kind in shape.branches) and kind not in shape.classes
        return Where(
            owner=owner,
            functions=functions,
            block=block,
            statement=statement,
            looped=looped,
            branched=branched,
        )

    def _parameters(self, node: Node, where: Where) -> None:
        """A parameter hides what has its name outside."""
        for child in node.named_children:
            name = child.child_by_field_name("pattern") or child.child_by_field_name("name") or child
            key = (where.owner, _text(name).partition(":")[0].strip())
            self._settings.append((key, (where.functions, _NOTHING)))

    def _assignment(self, node: Node, where: Where) -> None:
        target = node.child_by_field_name("left") or node.child_by_field_name("name")
        value = node.child_by_field_name("right") or node.child_by_field_name("value")
        if target is None or value is None:
            return
        name = _text(target)
        if node.type == "public_field_definition":
            name = f"{self.shape.own}{name}"
        while value.type in ("as_expression", "parenthesized_expression", "non_null_expression"):
            value = value.named_children[0]
        if target.type not in ("identifier", self.shape.member, "property_identifier"):
            # Several at once: what each is can't be told.
            for one in target.named_children:
                self._settings.append(((where.owner, _text(one)), (where.functions, _NOTHING)))
            return
        self._named[value.start_byte, value.end_byte] = name
        self._settings.append(((where.owner, name), (where.functions, (value.start_byte, value.end_byte))))

    def _call(self, node: Node, where: Where) -> None:
        function = node.child_by_field_name("function") or node.child_by_field_name("constructor")
        if function is None:
            return
        receiver, name = "", function
        if function.type == self.shape.member:
            before = function.child_by_field_name(self.shape.object)
            after = function.child_by_field_name(self.shape.property)
            if before is None or after is None:
                return
            receiver, name = _plain(before), after
        elif function.type != "identifier":
            return
        call = Call(
            receiver=receiver, method=_text(name), method_node=name, node=node, where=where,
            arguments=list(arguments_of(node)), line=name.start_point[0] + 1,
        )  # fmt: skip
        self.source.calls.append(call)
        self._construct(call)

    def _construct(self, call: Call) -> None:
        plain = call.positional
        scope = plain[0] if plain else call.named("scope")
        given = plain[1] if len(plain) > 1 else call.named("id", "construct_id", "id_")
        if scope is None or given is None:
            return
        # A helper that is told the scope and the id makes the construct, too.
        made_here = call.method[:1].isupper() and (call.node.type == "new_expression" or self.source.python)
        if not made_here and scope.text != self.shape.own.rstrip("."):
            return
        id = literal(given.node)
        if id is None:
            return
        made = Construct(
            id=id,
            kind=call.method,
            scope=scope.text,
            variable=self._named.get((call.node.start_byte, call.node.end_byte)),
            call=call,
        )
        self._made[call.node.start_byte, call.node.end_byte] = made
        self.source.constructs.append(made)


def arguments_of(call: Node) -> Iterator[Argument]:
    """A call's arguments; an object as TypeScript's last one is taken as keywords."""
    node = call.child_by_field_name("arguments")
    for one in node.named_children if node is not None else ():
        if one.type == "keyword_argument":
            name, value = one.child_by_field_name("name"), one.child_by_field_name("value")
            if name is not None and value is not None:
                yield Argument(name=_text(name), node=value, text=_text(value))
        elif one.type == "object":
            yield from _pairs(one)
        elif one.type not in ("comment", "list_splat", "dictionary_splat"):
            yield Argument(name="", node=one, text=_plain(one))


def _pairs(node: Node) -> Iterator[Argument]:
    for one in node.named_children:
        if one.type == "pair":
            key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
            if key is not None and value is not None:
                yield Argument(name=_text(key).strip("'\""), node=value, text=_text(value))
        elif one.type == "shorthand_property_identifier":
            yield Argument(name=_text(one), node=one, text=_text(one))


def elements(node: Node) -> list[Node] | None:
    """The elements of a list; None of what is no list."""
    if node.type not in ("list", "array"):
        return None
    return [one for one in node.named_children if one.type != "comment"]


def literal(node: Node) -> str | None:
    """The text of a string without anything that is put in; None of any other expression."""
    if node.type not in ("string", "template_string"):
        return None
    pieces = node.named_children
    if any(
        one.type not in ("string_content", "string_fragment", "string_start", "string_end") for one in pieces
    ):
        return None
    if node.type == "template_string" and not pieces:
        return _text(node)[1:-1]
    found = "".join(_text(one) for one in pieces if one.type in ("string_content", "string_fragment"))
    return found if "\\" not in found else None


def _plain(node: Node) -> str:
    """The text of an expression, without marks that say that it is there (``fn.role!``)."""
    return _text(node).replace("!", "").replace("?.", ".")


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def _imported(node: Node) -> Iterator[Import]:
    """What a statement imports, at the top of a source."""
    if node.parent is not None and node.parent.parent is not None:
        return
    line = node.end_point[0] + 1
    source = node.child_by_field_name("source")
    if source is not None:
        module = _text(source)[1:-1]
        for one in _clauses(node):
            if one.type == "import_specifier":
                name, alias = one.child_by_field_name("name"), one.child_by_field_name("alias")
                if name is not None:
                    yield Import(module=module, name=_text(name), local=_text(alias or name), line=line)
            elif one.type == "namespace_import":
                yield Import(module=module, name="", local=_text(one.named_children[-1]), line=line)
        return
    module_node = node.child_by_field_name("module_name")
    for one in node.children_by_field_name("name"):
        alias = one.child_by_field_name("alias")
        name = one.child_by_field_name("name") or one
        if module_node is None:
            yield Import(module=_text(name), name="", local=_text(alias or name), line=line)
        else:
            yield Import(module=_text(module_node), name=_text(name), local=_text(alias or name), line=line)


def _clauses(node: Node) -> Iterator[Node]:
    for one in node.named_children:
        if one.type in ("import_specifier", "namespace_import"):
            yield one
        elif one.type in ("import_clause", "named_imports"):
            yield from _clauses(one)
