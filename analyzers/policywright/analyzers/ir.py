"""The intermediate representation that every language front end lowers to.

A ``Module`` is a tree of statements and expressions with the meaning that the engine needs and nothing
of any grammar: names, attribute and index access, calls, literals, string templates, containers,
functions, classes, branches. Front ends build it, the engine (``engine/``) walks it; nobody else does.

Every node has ``pos``: start and end byte offsets in the (UTF-8) source. ``source.SourceFile.span`` turns
them into lines and columns when somebody asks. What a front end can't express becomes ``Opaque`` over the
sub-expressions, so that calls inside are still seen.
"""

from __future__ import annotations

from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Pos: TypeAlias = tuple[int, int]


@dataclass(slots=True, eq=False)
class Node:
    """Anything with a place in the source."""

    pos: Pos


# --- expressions -----------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class Const(Node):
    """A literal: text, bytes (as ``bytes``), number, boolean, null."""

    value: str | bytes | int | float | bool | None


@dataclass(slots=True, eq=False)
class Null(Const):
    """The literal null of a language that has another one for what is not there."""


@dataclass(slots=True, eq=False)
class Name(Node):
    """A variable, looked up in the function, its enclosing functions, the module, the builtins."""

    name: str


@dataclass(slots=True, eq=False)
class Attr(Node):
    """``obj.name``; ``optional`` where it is nothing if ``obj`` is: ``obj?.name``, and behind that."""

    obj: Expr
    name: str
    optional: bool = False


@dataclass(slots=True, eq=False)
class Index(Node):
    """``obj[key]``; a slice has ``key`` an ``Opaque``. ``optional`` for ``obj?.[key]``."""

    obj: Expr
    key: Expr
    optional: bool = False


@dataclass(slots=True, eq=False)
class Spread(Node):
    """``*value`` among positional arguments or items."""

    value: Expr


@dataclass(slots=True, eq=False)
class Call(Node):
    """``fn(*args, **kwargs)``; a keyword of ``None`` spreads a mapping. ``new`` marks ``new X()``."""

    fn: Expr
    args: tuple[Expr, ...] = ()
    kwargs: tuple[tuple[str | None, Expr], ...] = ()
    new: bool = False
    awaited: bool = False
    """What it does is waited for at once."""
    asked: bool = False
    """Of a generator that it makes, somebody asks for the first item at once."""
    together: bool = False
    """Others run before that is over: only what stands behind the whole statement comes after it."""
    optional: bool = False
    """``fn?.(...)``: of nothing it is nothing."""


@dataclass(slots=True, eq=False)
class Template(Node):
    """String concatenation of the parts' text (f-strings, template literals)."""

    parts: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class BinOp(Node):
    """An arithmetic, comparison or membership operator, named as in Python (``+``, ``==``, ``not in``)."""

    op: str
    left: Expr
    right: Expr


@dataclass(slots=True, eq=False)
class Not(Node):
    """Logical negation."""

    value: Expr


@dataclass(slots=True, eq=False)
class BoolOp(Node):
    """``and``, ``or`` or ``??`` (null-coalescing): any of the operands may be the value."""

    op: Literal["and", "or", "??"]
    operands: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Conditional(Node):
    """``body if test else orelse``."""

    test: Expr
    body: Expr
    orelse: Expr


@dataclass(slots=True, eq=False)
class TypeTest(Node):
    """Whether a value is of one of some types, where that has a syntax of its own (``case Point():``)."""

    value: Expr
    types: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class ListLit(Node):
    """A list, array or set literal."""

    items: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class TupleLit(Node):
    """An immutable sequence: a tuple, or several returned values."""

    items: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class DictLit(Node):
    """A mapping or object literal; a key of ``None`` spreads its value."""

    items: tuple[tuple[Expr | None, Expr], ...]


@dataclass(slots=True, eq=False)
class Clause(Node):
    """One ``for target in iterable if conditions`` of a comprehension."""

    target: Target
    iterable: Expr
    conditions: tuple[Expr, ...] = ()


@dataclass(slots=True, eq=False)
class Comprehension(Node):
    """A list, set or generator (``key`` is None) or mapping comprehension.

    A ``lazy`` one does what it does when somebody asks for its items.
    """

    key: Expr | None
    value: Expr
    clauses: tuple[Clause, ...]
    lazy: bool = False


@dataclass(slots=True, eq=False)
class FunctionExpr(Node):
    """A lambda, arrow function or function literal."""

    function: Function


@dataclass(slots=True, eq=False)
class ClassExpr(Node):
    """A class used as a value."""

    cls: Class


@dataclass(slots=True, eq=False)
class Yield(Node):
    """A value handed to the iterating caller; ``each`` for ``yield from``."""

    value: Expr | None
    each: bool = False


@dataclass(slots=True, eq=False)
class Bind(Node):
    """An assignment used as an expression."""

    target: Target
    value: Expr


@dataclass(slots=True, eq=False)
class Cast(Node):
    """``value`` seen as ``annotation`` (TypeScript ``as``, Java casts, Go type assertions)."""

    value: Expr
    annotation: Expr


@dataclass(slots=True, eq=False)
class Opaque(Node):
    """An expression without a model: the parts are evaluated for their calls, the value is unknown."""

    parts: tuple[Expr, ...] = ()


@dataclass(slots=True, eq=False)
class Plain(Node):
    """A declared type whose values are data: texts (``texts``), numbers, flags, dates.

    With ``rows``, its values are containers of them. No object, function or class of the program is one.
    """

    texts: bool
    rows: bool = False


@dataclass(slots=True, eq=False)
class ImportExpr(Node):
    """A module as a value: ``require("x")``, ``await import("x")``, ``importlib.import_module("x")``."""

    module: str
    level: int = 0


Expr: TypeAlias = (
    Const
    | Null
    | Name
    | Attr
    | Index
    | Spread
    | Call
    | Template
    | BinOp
    | Not
    | BoolOp
    | Conditional
    | TypeTest
    | ListLit
    | TupleLit
    | DictLit
    | Comprehension
    | FunctionExpr
    | ClassExpr
    | Yield
    | Bind
    | Cast
    | Opaque
    | Plain
    | ImportExpr
)


@dataclass(slots=True, eq=False)
class Rest(Node):
    """What is left of the items of a pattern (``*rest``, ``...rest``), and where it goes."""

    target: Target


@dataclass(slots=True, eq=False)
class Default(Node):
    """A positional target of a pattern, and what it gets where nothing is at that place."""

    target: Target
    value: Expr


@dataclass(slots=True, eq=False)
class Pattern(Node):
    """A destructuring target.

    ``items`` are positional targets (one may be ``Rest``), ``fields`` named ones: key, target,
    default.
    """

    items: tuple[Target | Rest | Default | None, ...] = ()
    fields: tuple[tuple[str, Target, Expr | None], ...] = ()
    rest: Target | None = None


Target: TypeAlias = Name | Attr | Index | Pattern


# --- statements ------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class ExprStmt(Node):
    """An expression evaluated for its effects."""

    value: Expr


@dataclass(slots=True, eq=False)
class Assign(Node):
    """``targets = value``; ``value`` None is a bare declaration, kept for its annotation."""

    targets: tuple[Target, ...]
    value: Expr | None
    annotation: Expr | None = None


@dataclass(slots=True, eq=False)
class AugAssign(Node):
    """``target op= value``; ``op`` without the equals sign (``+``, ``or``, ``??``)."""

    target: Target
    op: str
    value: Expr


@dataclass(slots=True, eq=False)
class Return(Node):
    """Leaves the function with a value."""

    value: Expr | None


@dataclass(slots=True, eq=False)
class Raise(Node):
    """Leaves the function by an exception."""

    value: Expr | None


@dataclass(slots=True, eq=False)
class Jump(Node):
    """``break`` or ``continue``: the rest of the block is not reached this way."""


@dataclass(slots=True, eq=False)
class If(Node):
    """Two-way branch; ``match``/``switch`` become chains of these."""

    test: Expr
    body: tuple[Stmt, ...]
    orelse: tuple[Stmt, ...] = ()


@dataclass(slots=True, eq=False)
class For(Node):
    """Iteration over a collection."""

    target: Target | None
    iterable: Expr
    body: tuple[Stmt, ...]
    orelse: tuple[Stmt, ...] = ()


@dataclass(slots=True, eq=False)
class While(Node):
    """Any other loop."""

    test: Expr | None
    body: tuple[Stmt, ...]
    orelse: tuple[Stmt, ...] = ()


@dataclass(slots=True, eq=False)
class Handler(Node):
    """One ``except``/``catch``."""

    types: tuple[Expr, ...]
    name: str | None
    body: tuple[Stmt, ...]


@dataclass(slots=True, eq=False)
class Try(Node):
    """Protected block."""

    body: tuple[Stmt, ...]
    handlers: tuple[Handler, ...]
    orelse: tuple[Stmt, ...] = ()
    final: tuple[Stmt, ...] = ()


@dataclass(slots=True, eq=False)
class With(Node):
    """Context managers: each value entered, bound to its target (None: not bound)."""

    items: tuple[tuple[Expr, Target | None], ...]
    body: tuple[Stmt, ...]


@dataclass(slots=True, eq=False)
class Block(Node):
    """Statements with no scope of their own."""

    body: tuple[Stmt, ...]


@dataclass(slots=True, eq=False)
class FunctionDef(Node):
    """Binds a function to its name."""

    function: Function


@dataclass(slots=True, eq=False)
class ClassDef(Node):
    """Binds a class to its name."""

    cls: Class


@dataclass(slots=True, eq=False)
class Import(Node):
    """``import module`` bound to ``alias``; without an alias the first dotted part is bound."""

    module: str
    alias: str | None
    level: int = 0


@dataclass(slots=True, eq=False)
class ImportFrom(Node):
    """Names of a module: (name, alias) pairs; a name of ``*`` brings all."""

    module: str
    level: int
    names: tuple[tuple[str, str], ...]


@dataclass(slots=True, eq=False)
class Export(Node):
    """Makes local names visible under export names: (local expression, exported name)."""

    names: tuple[tuple[Expr, str], ...]


Stmt: TypeAlias = (
    ExprStmt
    | Assign
    | AugAssign
    | Return
    | Raise
    | Jump
    | If
    | For
    | While
    | Try
    | With
    | Block
    | FunctionDef
    | ClassDef
    | Import
    | ImportFrom
    | Export
)


# --- functions, classes, modules -------------------------------------------------------------------

ParamKind: TypeAlias = "Literal['normal', 'keyword', 'rest', 'rest-keywords', 'positional']"


@dataclass(slots=True, eq=False)
class Param(Node):
    """A formal parameter; ``target`` destructures it on entry (JavaScript).

    ``declared`` is the simple name of its type, by which Java chooses overloads.
    """

    name: str
    kind: ParamKind = "normal"
    default: Expr | None = None
    annotation: Expr | None = None
    target: Target | None = None
    declared: str = ""


RETURNED = "return"
"""The name under which ``Function.plain`` has the type of what a function gives back."""


@dataclass(slots=True, eq=False)
class Function(Node):
    """A function, method or lambda.

    ``locals`` are the names bound inside, ``captured`` those of them that nested functions use, so that
    the engine keeps them where closures find them. ``receiver`` is the implicit receiver's name (``this``,
    or Go's receiver variable) where it is not the first parameter, and empty where none is taken.
    """

    name: str
    qualname: str
    params: tuple[Param, ...]
    body: tuple[Stmt, ...]
    decorators: tuple[Expr, ...] = ()
    returns: Expr | None = None
    is_async: bool = False
    is_generator: bool = False
    locals: frozenset[str] = frozenset()
    captured: frozenset[str] = frozenset()
    globals: frozenset[str] = frozenset()
    """Names assigned inside that belong to the module."""
    nonlocals: frozenset[str] = frozenset()
    """Names assigned inside that belong to an enclosing function."""
    receiver: str | None = None
    static: bool = False
    accessor: Literal["get", "set"] | None = None
    calls: frozenset[str] = frozenset()
    """Names and attributes mentioned inside: a cheap over-approximation of the call graph."""
    plain: tuple[tuple[str, str], ...] = ()
    """Variables whose declared type is no annotation, since its values say nothing, with its simple name,
    which is empty where nothing derives from it."""
    hidden: bool = False
    """Modifiers keep code elsewhere from calling it (``private``, and all that is not ``public`` in Java)."""
    reachable: bool = True
    """Libraries that look for methods find it: it is not private."""
    offered: Literal["", "override", "marked"] = ""
    """It says itself that it overrides another method, or is marked for a library by an annotation (Java)."""
    marks: frozenset[str] = frozenset()
    """The names of its annotations (Java)."""
    known_as: str = ""
    """The variable for what a call makes of this function (``const save = curry((table, item) => ...)``)."""


@dataclass(slots=True, eq=False)
class Class(Node):
    """A class, struct or interface. ``annotations`` are declared fields without values."""

    name: str
    qualname: str
    bases: tuple[Expr, ...]
    body: tuple[Stmt, ...]
    decorators: tuple[Expr, ...] = ()
    annotations: tuple[tuple[str, Expr], ...] = ()
    keywords: tuple[tuple[str | None, Expr], ...] = ()
    """Named arguments of the definition (``metaclass=``)."""
    captured: frozenset[str] = frozenset()
    abstract: bool = False
    """An interface or protocol: never instantiated by itself."""
    embedded: tuple[str, ...] = ()
    """Fields whose own members are promoted (Go, Lombok's ``@Delegate``)."""
    by_value: tuple[str, ...] = ()
    """Fields that may hold another struct itself and no reference to one: it is there from the start (Go)."""
    plain: tuple[tuple[str, str], ...] = ()
    """Fields of such types (``Function.plain``)."""
    hidden: frozenset[str] = frozenset()
    """Fields that are declared ``private``."""
    underlying: str = ""
    """What kind of type this only gives another name to (Go's ``type Names []string``)."""


@dataclass(slots=True, eq=False)
class Module(Node):
    """One source file."""

    name: str
    """Dotted module name, or the path where the language has no module names."""
    body: tuple[Stmt, ...]
    functions: tuple[Function, ...] = ()
    """Every function of the file, nested ones included, outermost first."""
    classes: tuple[Class, ...] = ()
    imports: tuple[tuple[str, int], ...] = ()
    """Imported modules with their relative level, wherever in the file."""
    assigned_attributes: frozenset[str] = frozenset()
    """Every attribute name that the file ever stores to; with a dot behind, those whose values it may
    change."""
    calls: frozenset[str] = frozenset()
    """Like ``Function.calls``, for the whole file."""
    bound: frozenset[str] = frozenset()
    """Names bound at the top level."""
    explicit_exports: bool = False
    """Only ``Export`` makes a name visible to other files (JavaScript modules)."""
    reassigned: frozenset[str] = frozenset()
    """Top-level names that functions of the file assign."""
    problems: tuple[tuple[Pos, str], ...] = field(default=())
    """Syntax errors that the parser recovered from."""
    types: frozenset[tuple[str, int]] = frozenset()
    """Those of the imports that bring nothing but types: at run time they are not there."""
