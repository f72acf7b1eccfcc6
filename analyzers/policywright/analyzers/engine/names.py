"""What the text of a function says by itself: names that statements read and assign, where control ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers import ir
from policywright.knowledge.records import names

MAX_REPEATED = 2_000
"""Nodes of the IR, rounds times body, up to which a loop's rounds are told apart however many they are."""
_PLAIN = frozenset((
    "abstract", "accessor", "alias", "asked", "awaited", "by_value", "calls", "captured", "declared", "each",
    "embedded", "globals", "hidden", "is_async", "is_generator", "kind", "known_as", "lazy", "level",
    "locals", "module", "name", "new", "nonlocals", "op", "plain", "pos", "qualname", "receiver", "static",
    "together", "underlying",
))  # fmt: skip
"""Fields of nodes that hold no nodes, whichever node they are of."""
_FIELDS: dict[type, tuple[str, ...]] = {ir.Const: ()}
"""The others, by the type of node."""
_Said = tuple[tuple[str, ...], tuple[str, ...], bool]
"""The variables that a node mentions, those that it binds, and whether a class is in it."""


def children(node: ir.Node) -> list[ir.Node]:
    """The nodes directly below a node, in source order."""
    kind = type(node)
    fields = _FIELDS.get(kind)
    if fields is None:
        fields = _FIELDS[kind] = tuple(name for name in names(node) if name not in _PLAIN)
    found: list[ir.Node] = []
    for name in fields:
        value = getattr(node, name)
        if type(value) is tuple:
            if value:
                _within(value, found)
        elif isinstance(value, ir.Node):
            found.append(value)
    return found


def _within(items: tuple[object, ...], found: list[ir.Node]) -> None:
    for item in items:
        if isinstance(item, ir.Node):
            found.append(item)
        elif type(item) is tuple:
            _within(item, found)


def walk(node: ir.Node) -> list[ir.Node]:
    """A node and everything below it, without the bodies of functions in it."""
    pending = [node]
    found: list[ir.Node] = []
    while pending:
        one = pending.pop()
        found.append(one)
        if type(one) is ir.Name or type(one) is ir.Const:
            continue
        if type(one) is ir.Function:
            # What runs where it is defined.
            pending.extend(one.decorators)
            pending.extend(param.default for param in one.params if param.default is not None)
        else:
            pending.extend(children(one))
    return found


def changed(lowered: ir.Module, methods: frozenset[str]) -> frozenset[str]:
    """What a file calls the sequences that it changes in place: by those methods, or item by item."""
    found: set[str] = set()
    statements = [*lowered.body, *(one for function in lowered.functions for one in function.body)]
    for node in [node for statement in statements for node in walk(statement)]:
        match node:
            case ir.Attr(obj=obj, name=name) if name in methods:
                # Called where it stands, or later: ``add = names.append``.
                found.add(simple_name(obj))
            case ir.Assign(targets=assigned):
                found.update(simple_name(one.obj) for one in assigned if isinstance(one, ir.Index))
            case ir.AugAssign(target=ir.Index(obj=obj)):
                found.add(simple_name(obj))
    return frozenset(found - {""})


def owner_of(function: ir.Function) -> str:
    """The class of a method, by its own name; empty for a function of a module."""
    return function.qualname.rpartition(".")[0].rpartition(".")[2]


def simple_name(kind: ir.Expr) -> str:
    """A type by its own name, without what it is parameterised with; empty for what has none."""
    while isinstance(kind, ir.Index):
        kind = kind.obj
    return kind.name if isinstance(kind, ir.Name | ir.Attr) else ""


def untold(kind: ir.Expr) -> ir.Expr:
    """A type without those that it is told in brackets; a container, whose keys come first, as it is."""
    match kind:
        case ir.Index(obj=obj, key=ir.TupleLit(items=(first, *_))) if not isinstance(first, ir.Const):
            return obj
    return kind


def constructor(
    initialisers: tuple[ir.Stmt, ...], body: tuple[ir.Stmt, ...], receiver: str
) -> tuple[ir.Stmt, ...]:
    """A constructor that starts with initialisers, but for constants that it replaces unseen."""
    replaced: set[str] = set()
    for statement in body:
        field, value = _initialised(statement, receiver)
        if not isinstance(statement, ir.Assign | ir.ExprStmt) or _sees(value, receiver):
            break
        replaced.add(field)
    kept = [
        one for one in initialisers if not (_is_constant(one) and _initialised(one, receiver)[0] in replaced)
    ]
    return (*kept, *body)


def _initialised(statement: ir.Stmt, receiver: str) -> tuple[str, ir.Node]:
    """The field that an assignment sets, and to what; otherwise no field, and all of the statement."""
    match statement:
        case ir.Assign(targets=(ir.Attr(obj=ir.Name(name=owner), name=name),), value=value):
            if owner == receiver and value is not None:
                return name, value
    return "", statement


def _is_constant(initialiser: ir.Stmt) -> bool:
    value = initialiser.value if isinstance(initialiser, ir.Assign) else None
    return isinstance(value.value if isinstance(value, ir.Cast) else value, ir.Const)


def _sees(node: ir.Node, receiver: str) -> bool:
    """Whether it may look at the receiver; a function in it may do that whenever it is called."""
    return any(
        isinstance(one, ir.Function) or (isinstance(one, ir.Name) and one.name == receiver)
        for one in walk(node)
    )


class Names:
    """Names by node, each found once for a program."""

    def __init__(self) -> None:
        self._inside: dict[ir.Node, _Said] = {}
        self._called: dict[ir.Node, frozenset[str]] = {}
        self._assigned: dict[ir.Node, frozenset[str]] = {}
        self._falls: dict[ir.Node, bool] = {}
        self._sizes: dict[ir.Node, int] = {}

    def rounds(self, node: ir.Node, body: Iterable[ir.Node], least: int) -> int:
        """How many rounds of a loop may be told apart: the more, the shorter what it repeats."""
        found = self._sizes.get(node)
        if found is None:
            found = self._sizes[node] = sum(1 for part in body for _ in walk(part))
        return max(least, MAX_REPEATED // max(found, 1))

    def said(self, node: ir.Node) -> _Said:
        """The variables that an expression or simple statement mentions, those that it assigns on the way
        (``(x := f())``, ``i++``), and whether the body of a class is in it."""
        found = self._inside.get(node)
        if found is None:
            read: dict[str, None] = {}
            bound: dict[str, None] = {}
            has_class = False
            for one in walk(node):
                if isinstance(one, ir.Name):
                    read[one.name] = None
                elif isinstance(one, ir.Bind):
                    bound.update(dict.fromkeys(targets(one.target)))
                elif isinstance(one, ir.ClassExpr):
                    has_class = True
            found = self._inside[node] = (tuple(read), tuple(bound), has_class)
        return found

    def read(self, node: ir.Node) -> tuple[str, ...]:
        """The variables that an expression or simple statement mentions."""
        return self.said(node)[0]

    def bound(self, node: ir.Node) -> tuple[str, ...]:
        """The variables that an expression assigns on the way."""
        return self.said(node)[1]

    def called(self, node: ir.Node) -> frozenset[str]:
        """The variables that the calls in a node mention."""
        found = self._called.get(node)
        if found is None:
            calls = (one for one in walk(node) if isinstance(one, ir.Call))
            found = self._called[node] = frozenset(name for call in calls for name in self.read(call))
        return found

    def assigned(self, statement: ir.Stmt) -> frozenset[str]:
        """The variables that a statement, and those in it, assign."""
        found = self._assigned.get(statement)
        if found is None:
            # Each branch of a chain by itself: the chain may be very long.
            parts = (statement.body, statement.orelse) if isinstance(statement, ir.If) else ()
            own = _assigned(statement.test if isinstance(statement, ir.If) else statement)
            found = frozenset(own).union(*map(self.assigned_in, parts))
            self._assigned[statement] = found
        return found

    def falls_through(self, statements: tuple[ir.Stmt, ...]) -> bool:
        """Whether control can come to the end of a block, as far as its shape tells."""
        return all(map(self._passes, statements))

    def _passes(self, statement: ir.Stmt) -> bool:
        match statement:
            case ir.Return() | ir.Raise():
                return False
            case ir.With(body=body) | ir.Block(body=body):
                return self.falls_through(body)
            case ir.If(body=body, orelse=orelse):
                found = self._falls.get(statement)
                if found is None:
                    found = not orelse or self.falls_through(body) or self.falls_through(orelse)
                    self._falls[statement] = found
                return found
        return True

    def assigned_in(self, statements: tuple[ir.Stmt, ...]) -> frozenset[str]:
        return frozenset().union(*map(self.assigned, statements))


def targets(target: ir.Target | ir.Rest | ir.Default | None) -> Iterator[str]:
    """The variables among what a target binds."""
    match target:
        case ir.Name(name=name):
            yield name
        case ir.Rest(target=inner) | ir.Default(target=inner):
            yield from targets(inner)
        case ir.Pattern(items=items, fields=fields, rest=rest):
            for item in items:
                yield from targets(item)
            for _, field, _ in fields:
                yield from targets(field)
            yield from targets(rest)


def _assigned(statement: ir.Node) -> Iterator[str]:
    pending: list[ir.Node] = [statement]
    while pending:
        node = pending.pop()
        match node:
            case ir.Assign(targets=found):
                for one in found:
                    yield from targets(one)
            case ir.AugAssign(target=target) | ir.Bind(target=target):
                yield from targets(target)
            case ir.For(target=target):
                yield from targets(target)
            case ir.With(items=items):
                for _, entered in items:
                    yield from targets(entered)
            case ir.Handler(name=name) if name:
                yield name
            case ir.FunctionDef(function=function):
                yield function.name
                continue
            case ir.ClassDef(cls=cls):
                yield cls.name
                continue
            case ir.Import(module=module, alias=alias):
                yield alias or module.split(".", 1)[0]
            case ir.ImportFrom(names=names):
                yield from (alias for _, alias in names)
            case ir.Function() | ir.Class():
                continue
        pending.extend(children(node))
