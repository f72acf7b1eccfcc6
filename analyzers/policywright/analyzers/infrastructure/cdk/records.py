"""What is kept of a CDK application's source: constructs, calls, functions and imports with their places.

Byte offsets are of the text in UTF-8. A ``Shape`` says what a grammar calls its nodes. ``Source.made_by``
tells which construct a variable is, where one statement alone sets it; ``Frame`` and ``Placed`` are for those
who follow how often code runs (``frames``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeAlias

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
    rounds: tuple[str, ...]
    """Loops that set a variable of theirs each time."""
    branches: tuple[str, ...]
    statements: tuple[str, ...]
    own: str
    """What a class's fields are reached by, with the point."""


PYTHON = Shape(
    calls=("call",), member="attribute", object="object", property="attribute",
    classes=("class_definition",), functions=("function_definition", "lambda"), blocks=("block", "module"),
    loops=("for_statement", "while_statement", "list_comprehension", "set_comprehension",
           "dictionary_comprehension", "generator_expression", "lambda"),
    rounds=("for_statement", "for_in_clause"),
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
    rounds=("for_in_statement",),
    branches=("if_statement", "ternary_expression", "switch_statement", "try_statement", "binary_expression"),
    statements=("expression_statement", "lexical_declaration", "variable_declaration", "return_statement",
                "public_field_definition"), own="this.",
)  # fmt: skip


Side: TypeAlias = "tuple[tuple[int, ...], int, int]"
"""The functions, the block, and what decides whether that runs."""


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
    branch: int = -1
    """Where the innermost of what decides that begins: an ``if`` around it, or one before it that returns."""
    own_loop: bool = False
    """The same as ``looped``, inside of the innermost function that has a name: callers may run that once."""
    frame: Frame | None = None
    """Which run of that function it is, where somebody follows those (``frames``)."""

    @property
    def side(self) -> Side:
        """What runs together."""
        return self.functions, self.block, self.branch

    @property
    def deciding(self) -> Side | None:
        """What decides whether it runs where the function does, if that is not certain."""
        return self.side if self.branched else None

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
    at: tuple[Source, Where] | None = None
    """Where it is written, if that is not where the call is."""


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
    origin: Call | None = None
    """The call of the source that this is one run of."""

    def named(self, *names: str) -> Argument | None:
        return next((one for one in self.arguments if one.name in names), None)

    def first(self, *names: str) -> Argument | None:
        """What it is passed first, or, in Python, by one of these names."""
        return next(iter(self.positional), None) or self.named(*names)

    def second(self, name: str) -> Argument | None:
        """What it is passed in the second place, or by that name."""
        return next(iter(self.positional[1:]), None) or self.named(name)

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
    is_plain: bool = True
    """It is an import statement at the top of a source."""


NOTHING = (-1, -1)
"""Where no value begins."""
Setting = tuple[tuple[int, ...], Construct | None, tuple[int, int]]
"""In which functions something is set, to which construct if to one, and where the value stands."""


@dataclass(slots=True, eq=False, kw_only=True)
class Parameter:
    """A parameter of a function; ``name`` is empty for one that is taken apart where it stands."""

    name: str
    default: Node | None = None
    is_field: bool = False
    """TypeScript keeps it as a field of the class."""


@dataclass(slots=True, eq=False, kw_only=True)
class Function:
    """A function of the source that has a name, and so can be called; ``owner`` is its class."""

    name: str
    owner: str
    node: Node
    functions: tuple[int, ...]
    """What it is in, and itself."""
    parameters: list[Parameter]
    is_arrow: bool = False

    @property
    def start(self) -> int:
        return self.node.start_byte


@dataclass(slots=True, eq=False, kw_only=True)
class Round:
    """What runs once for each element of a list: a loop, a comprehension, or a callback of ``map``.

    ``functions`` are what it is in, and itself. A loop sets ``pattern`` to each; a callback is given it.
    """

    node: Node
    owner: str
    functions: tuple[int, ...]
    each: Node
    """The list."""
    pattern: Node | None = None
    of_keys: bool = False
    """``for (const key in object)``."""
    whole: bool = True
    """Each runs to its end."""

    @property
    def start(self) -> int:
        return self.functions[-1]


@dataclass(slots=True, eq=False, kw_only=True)
class Part:
    """A name that an object is taken apart into; without a ``key`` it has the rest of the object."""

    functions: tuple[int, ...]
    whole: Node | int
    """The object, or which parameter it is."""
    key: str
    default: Node | None = None


def bare(text: str) -> str:
    """The text of an expression, without marks that say that it is there (``fn.role!``, ``role?.arn``)."""
    return text.replace("!", "").replace("?.", ".")


@lru_cache(maxsize=16)
def encoded(text: str) -> bytes:
    """The bytes of a source, which is read in many places one after the other."""
    return text.encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is put into an object under a key, after it is made: ``variables["TABLE"] = ...``."""

    where: Where
    key: str | None
    """None where it is not told."""
    value: Node
    is_field: bool
    """It is said as a field (``variables.TABLE``)."""


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
    functions: dict[int, Function] = field(default_factory=dict)
    """Those that have a name, by where they begin."""
    rounds: dict[int, Round] = field(default_factory=dict)
    """Loops, comprehensions and callbacks, by where they begin."""
    leaking: dict[tuple[str, str], list[tuple[int, ...]]] = field(default_factory=dict)
    """What a round sets that is there after it, too, by class and variable."""
    parts: dict[tuple[str, str], list[Part]] = field(default_factory=dict)
    """What objects are taken apart into, by class and variable."""
    entries: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)
    """What is put into objects later, by class and variable."""
    root: Node | None = None

    @property
    def python(self) -> bool:
        return self.name.endswith(".py")

    @property
    def data(self) -> bytes:
        """The text as the syntax tree counts it."""
        return encoded(self.text)

    @property
    def shape(self) -> Shape:
        return PYTHON if self.python else TYPESCRIPT

    def called(self, receiver: str, name: str) -> str:
        """A name as the module that it is imported from has it."""
        found = (one.name for one in self.imports if one.local == name and one.name)
        return name if receiver else next(found, name)

    def is_stack(self, owner: str) -> bool:
        """A class is a stack itself, so that its region and account are its own."""
        return (
            re.search(r"(?:extends\s+|\()(?:\w+\.)?(?:Nested)?Stack\b", self.bases.get(owner, "")) is not None
        )

    def base_names(self, owner: str) -> set[str]:
        """The words in what a class extends."""
        return set(re.findall(r"\w+", self.bases.get(owner, "")))

    def settings(self, owner: str, variable: str, around: tuple[int, ...]) -> list[Setting]:
        """What sets a variable that is seen in these functions.

        What another round sets is one as well, without a value, unless the round around sets it itself.
        """
        key = owner, variable
        found = [one for one in self.assigned.get(key, ()) if around[: len(one[0])] == one[0]]
        if any(one[0] and one[0][-1] in self.rounds for one in found):
            return found
        for one in self.leaking.get(key, ()):
            function = self._function_of(one)
            if around[: len(function)] == function and around[: len(one)] != one:
                found.append((one, None, NOTHING))
        return found

    def _function_of(self, functions: tuple[int, ...]) -> tuple[int, ...]:
        """Without the rounds that are innermost."""
        while functions and functions[-1] in self.rounds:
            functions = functions[:-1]
        return functions

    def value_of(self, variable: str, where: Where) -> tuple[int, int] | None:
        """Where the expression stands that a variable is, if one statement alone sets it."""
        found = self.settings(where.owner, variable, where.functions)
        return found[0][2] if len(found) == 1 else None

    def value_at(self, variable: str, where: Where) -> tuple[int, int] | None:
        """The same, also of what the module sets where neither the class nor its functions do."""
        own = self.settings(where.owner, variable, where.functions)
        return self.value_of(variable, where if own else replace(where, owner="", functions=()))

    def classes_of(self, id: str) -> set[str]:
        """The classes that are instantiated with an id."""
        return {one.kind for one in self.constructs if one.id == id}

    def made_by(self, variable: str, where: Where) -> Construct | None:
        """The construct that a variable is at a place."""
        field_of_class = variable.startswith(self.shape.own)
        found = (
            self.assigned.get((where.owner, variable), []) if field_of_class
            else self.settings(where.owner, variable, where.functions)
        )  # fmt: skip
        return found[0][1] if len(found) == 1 else None


@dataclass(slots=True, eq=False, kw_only=True)
class Placed:
    """An expression at its own place: what its names mean is told by ``where``."""

    node: Node
    source: Source
    where: Where


@dataclass(slots=True, eq=False, kw_only=True)
class Instance:
    """An object of a class of the application: its class and the bases, and the runs of their bodies."""

    classes: list[tuple[Source, str]]
    label: str
    frames: list[Frame] = field(default_factory=list)


@dataclass(slots=True, eq=False, kw_only=True)
class Frame:
    """One run of a function (``start`` is where it begins), or of a class's or module's body (0)."""

    source: Source
    owner: str = ""
    start: int = 0
    instance: Instance | None = None
    outer: Frame | None = None
    """Where a function is called from that is declared in that body."""
    given: dict[str | int, Placed] = field(default_factory=dict)
    """Its parameters by name, and by number where one is taken apart."""
    rest: dict[str, Placed] | None = None
    """What else it is given by name (``**kwargs``); None where that is not all known."""
    looped: bool = False
    side: Side | None = None
    """What decides whether its call runs where its caller does, if that is not certain."""
    caller: Frame | None = None
    depth: int = 0
