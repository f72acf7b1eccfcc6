"""Under which names a program stores, passes and calls what, where its language declares no types.

One reading of the text, for ``held``, which asks where what a variable holds may have come from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.names import children, simple_name, targets
from policywright.analyzers.engine.outlines import ANSWERING, STORING
from policywright.analyzers.sdk.types import Types
from policywright.knowledge.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program

SAME = frozenset(("__call__", "apply", "bind", "call"))
"""Members of a function that call it, or give it back."""
_CONTAINERS = ANSWERING | {"append", "get", "pop", "push", "setdefault", "shift", "submit", "values"}
"""What may pass, or give, anything that is in a container."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a text is: in a function, or in a file by itself."""

    function: ir.Function | None
    module: str


class Stored:
    """What the text of a program stores, passes and calls by name."""

    def __init__(self, program: Program, types: Types) -> None:
        self._program = program
        self._types = types
        self.keys: dict[tuple[str, str], list[tuple[ir.Expr, Scope]]] = defaultdict(list)
        """What is stored under names."""
        self.computed: dict[str, list[tuple[ir.Expr, Scope]]] = defaultdict(list)
        """The same under names that are computed."""
        self.calls: dict[tuple[str, str], list[tuple[ir.Call, Scope]]] = defaultdict(list)
        self.dropped: set[ir.Call] = set()
        """Calls of which nobody calls what they give back."""
        self.sets: dict[tuple[str, str], list[tuple[ir.Expr | None, Scope]]] = defaultdict(list)
        """What variables of a name are set to in a file."""
        self.filled: set[tuple[str, str]] = set()
        """Fields that constructors set which no text has."""
        self.bases: set[str] = set()
        """The names of what classes derive from."""
        self.said: dict[tuple[str, object], list[tuple[ir.Call, Scope]]] = defaultdict(list)
        """Calls of which the first argument is a text, by that."""
        self.taken: set[tuple[str, str]] = set()
        """The names of what is used as a value, and not called."""
        self.aliases: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.methods: dict[tuple[str, str], list[ir.Function]] = defaultdict(list)
        self.uses: dict[ir.Function, tuple[str, ir.Node | str, int]] = {}
        """How functions are used that are written there: passed by a call, or stored under a name."""
        self.expressions: set[ir.Function] = set()
        """Functions that are written where a value is."""
        self._stored: dict[tuple[str, str | None], tuple[set[ir.Function], set[str]]] = {}
        self.modules: dict[ir.Function, str] = {}
        self.owned: set[ir.Function] = set()
        self.exports: dict[str, dict[str, ir.Expr]] = {}
        for module in program.scope:
            if not types.is_exact(module):
                self._read(module)

    def _read(self, module: str) -> None:
        lowered = self._program.lowered(module)
        self.modules.update(dict.fromkeys(lowered.functions, module))
        exports = self.exports[module] = {}
        language = self._program.languages[module].name
        for function in lowered.functions:
            self.methods[language, function.name].append(function)
        for scope, body in (
            (Scope(None, module), lowered.body),
            *((Scope(function, module), function.body) for function in lowered.functions),
        ):
            for node in self._own(body):
                self._note(language, node, scope)
                if isinstance(node, ir.Export):
                    exports.update((name, value) for value, name in node.names)

    def _own(self, body: Iterable[ir.Node]) -> Iterator[ir.Node]:
        """What is in a text, but for the functions in that."""
        pending = list(body)
        while pending:
            node = pending.pop()
            yield node
            if isinstance(node, ir.Function):
                pending.extend(node.decorators)
                pending.extend(param.default for param in node.params if param.default is not None)
                pending.extend(param.target for param in node.params if param.target is not None)
            else:
                pending.extend(children(node))

    def _note(self, language: str, node: ir.Node, scope: Scope) -> None:
        match node:
            case ir.Call():
                self._note_call(language, node, scope)
            case ir.DictLit(items=items):
                for key, entry in items:
                    self._store(language, key, entry, scope)
                    self._take(language, entry)
            case ir.Assign(targets=bound):
                assigned = node.value
                for each in bound if assigned is not None else ():
                    assert assigned is not None
                    self._set(language, each, assigned, scope)
            case ir.AugAssign(target=target, value=value) | ir.Bind(target=target, value=value):
                self._set(language, target, value, scope)
            case ir.Class():
                self._note_class(language, node, scope)
            case ir.Pattern(fields=fields):
                for taken, _, default in fields:
                    self.taken.add((language, taken))
                    if default is not None:
                        self._take(language, default)
            case ir.ImportFrom() | ir.Export():
                self._note_names(language, node)
            case ir.Function(decorators=decorators, params=params):
                if decorators:
                    self.taken.add((language, node.name))
                for decorator in decorators:
                    self._take(language, decorator)
                for param in params:
                    if param.default is not None:
                        self._take(language, param.default)
            case ir.ExprStmt(value=ir.Call() as call):
                self.dropped.add(call)
            case ir.Attr(obj=obj, name=name):
                if isinstance(obj, ir.Call):
                    self.dropped.add(obj)
                if name in SAME:
                    self._take(language, obj)
            case ir.FunctionExpr(function=function):
                self.expressions.add(function)
            case ir.Name() | ir.FunctionDef() | ir.ClassDef():
                return
            case _:
                for inner in children(node):
                    self._take(language, inner)

    def _note_names(self, language: str, node: ir.ImportFrom | ir.Export) -> None:
        """Other names of something, in other files."""
        if isinstance(node, ir.ImportFrom):
            for own, alias in node.names:
                if own != alias:
                    self.aliases[language, own].add(alias)
            return
        for exported, public in node.names:
            if isinstance(exported, ir.Name | ir.Attr) and exported.name != public:
                self.aliases[language, exported.name].add(public)
            elif isinstance(exported, ir.FunctionExpr):
                self.uses[exported.function] = ("name", public, 0)
                self.expressions.add(exported.function)

    def _note_class(self, language: str, cls: ir.Class, scope: Scope) -> None:
        self.bases.update(map(simple_name, cls.bases))
        if language == "python" and (cls.bases or cls.decorators):
            self.filled.update((language, name) for name, _ in cls.annotations)
        for statement in cls.body:
            match statement:
                case ir.Assign(targets=(ir.Name(name=field),), value=ir.Node() as stored):
                    self.keys[language, field].append((stored, scope))
                case ir.FunctionDef(function=function):
                    self.owned.add(function)
        for passed in (*cls.decorators, *(value for _, value in cls.keywords)):
            self._take(language, passed)

    def _note_call(self, language: str, call: ir.Call, scope: Scope) -> None:
        fn = call.fn
        name = fn.name if isinstance(fn, ir.Attr | ir.Name) else ""
        if name:
            self.calls[language, name].append((call, scope))
        else:
            self._take(language, fn)
        if call.args and isinstance(call.args[0], ir.Const):
            self.said[language, call.args[0].value].append((call, scope))
        for position, arg in enumerate(call.args):
            if isinstance(arg, ir.FunctionExpr):
                self.uses[arg.function] = ("passed", call, position)
            elif not self.is_handed_over(call):
                self._take(language, arg)
        for key, value in call.kwargs:
            if key is not None:
                self.keys[language, key].append((value, scope))
            self._take(language, value)
        match call:
            case ir.Call(fn=ir.Name(name="setattr"), args=(_, member, stored)):
                self._store(language, member, stored, scope)
            case ir.Call(fn=ir.Attr(name="defineProperty"), args=(_, member, ir.DictLit(items=items))):
                for _, one in items:
                    self._store(language, member, one, scope)

    def stored(self, language: str, name: str | None) -> tuple[set[ir.Function], set[str]]:
        """The functions that are written where something is stored under a name (None: one that is computed);
        the names of the variables that are stored there."""
        found = self._stored.get((language, name))
        if found is None:
            functions, names = found = self._stored[language, name] = set(), set()
            values = self.computed.get(language, ()) if name is None else self.keys.get((language, name), ())
            pending: list[ir.Node] = [value for value, _ in values]
            while pending:
                match pending.pop():
                    case ir.FunctionExpr(function=function):
                        functions.add(function)
                    case ir.Name(name=own) | ir.Attr(name=own):
                        names.add(own)
                    case one if not isinstance(one, ir.Function | ir.DictLit):
                        pending.extend(children(one))
        return found

    def is_handed_over(self, call: ir.Call) -> bool:
        """Whether a library gets what a call passes, which passes it none of the program's functions."""
        match call.fn:
            case ir.Attr(name=name) if call in self.dropped and not call.new:
                # Not a list and what is done to each of its items, nor a function and what it is called with.
                first = call.args[0] if call.args else None
                alone = isinstance(first, ir.FunctionExpr) and len(call.args) == 1 and not call.kwargs
                plain = isinstance(first, ir.Const) or alone
                takes = name in _CONTAINERS and not isinstance(first, ir.Const)
                takes = takes or name in ANSWERING or name in STORING or name in SAME
                return plain and not takes and not self.is_own(name)
        return False

    def is_own(self, name: str) -> bool:
        return name in self._types.functions or self._types.has_class(name)

    def _store(self, language: str, key: ir.Expr | None, value: ir.Expr, scope: Scope) -> None:
        """Something is stored under a key."""
        if isinstance(key, ir.Const):
            self.keys[language, str(key.value)].append((value, scope))
            if isinstance(value, ir.FunctionExpr):
                self.uses[value.function] = ("name", str(key.value), 0)
        elif key is not None:
            self.computed[language].append((value, scope))

    def _set(self, language: str, target: ir.Node, value: ir.Expr, scope: Scope) -> None:
        match target:
            case ir.Attr(name=name):
                self.keys[language, name].append((value, scope))
            case ir.Index(key=key):
                self._store(language, key, value, scope)
            case ir.Name(name=name):
                self.sets[scope.module, name].append((value, scope))
            case ir.Pattern():
                for one in targets(target):
                    self.sets[scope.module, one].append((None, scope))
        own = target.name if isinstance(target, ir.Name | ir.Attr) else ""
        if own and isinstance(value, ir.FunctionExpr):
            self.uses[value.function] = ("name", own, 0)
        else:
            self._take(language, value)

    def _take(self, language: str, value: ir.Node) -> None:
        """Something is used as a value, wherever it goes."""
        match value:
            case ir.Name(name=name) | ir.Attr(name=name):
                self.taken.add((language, name))
