"""Which functions of the program may be what a call of a value calls, as far as its text tells.

A variable, a parameter or a field may hold any function. But what it holds has come from somewhere: it is
set to something, passed by those who call a function by its name, stored under the name under which it is
taken out, given back by what is called. This is followed backwards from what is called, by names, as far as
all of that can be told; where it can't, any function may be meant (``UNKNOWN``). What a library makes calls
no more than what it was given for that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.names import children, owner_of, targets
from policywright.analyzers.sdk.mentions import Mentions
from policywright.analyzers.sdk.stored import SAME, Scope, Stored
from policywright.analyzers.sdk.types import Types
from policywright.knowledge.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.program import Program

    Place: TypeAlias = tuple[str, object, str]
    """A kind of place, what it is of (a function, a file or a language), its name."""
    Source: TypeAlias = tuple[ir.Function | Place, bool]
    """What may come from where; whether that is known not to be anything else."""

UNKNOWN: Place = ("unknown", "", "")
"""Any function."""
_LANGUAGE: Place = ("language", "", "")
"""What is no function of the program."""
_SETTLING = ("Promise",)
"""What passes functions of the language to one that it gets: ``new Promise((resolve, reject) => ...)``."""
_NOTHING = (ir.Const, ir.Template, ir.BinOp, ir.Not, ir.TypeTest, ir.ListLit, ir.TupleLit, ir.DictLit,
            ir.Comprehension, ir.ClassExpr)  # fmt: skip
"""What is no function."""


@dataclass(frozen=True, slots=True, eq=False)
class Caller:
    """What calls something by a name, or as a value."""

    function: ir.Function
    module: str
    alias: str = ""
    """What that has been imported as there, where it is another name."""


class Held:
    """What is in the places of a program whose languages declare no types."""

    def __init__(self, program: Program, types: Types, mentions: Mentions) -> None:
        self._program = program
        self._types = types
        self._mentions = mentions
        self._text = Stored(program, types)
        self._assigned: dict[ir.Function | str, dict[str, list[ir.Node]]] = {}
        self._targets: dict[ir.Function | Place, list[tuple[Place, bool]]] = defaultdict(list)
        self._seen: set[Place] = set()
        self._asked: set[Place] = set()
        """Names whose function is looked for right now."""
        self._open: dict[ir.Function | Place, bool] = {UNKNOWN: True}
        """Places where a function that leads to a request may be; whether only since any may be."""
        self._waiting: dict[Place, list[Caller]] = defaultdict(list)

    # --- asking ---

    def is_stored(self, function: ir.Function, language: str, name: str) -> bool:
        """Whether a function may be what is taken out of something by a name."""
        return any(
            function in functions or function.name in names or function.known_as in names
            for functions, names in (self._text.stored(language, name), self._text.stored(language, None))
        )

    def wait(self, call: ir.Call, function: ir.Function, module: str, caller: Caller) -> bool:
        """Whether what a call calls may be any function; if not, ``reach`` gives the caller when one that may
        be called leads to a request."""
        place: Place = ("call", call, "")
        self._fill(place, self._sources(call.fn, Scope(function, module)))
        if place in self._open:
            return True
        self._waiting[place].append(caller)
        return False

    def watch(self, call: ir.Call, function: ir.Function, module: str, caller: Caller) -> None:
        """The same of what mostly is no value: what is called by the name of a file's variable, of a function
        elsewhere, or of an entry of a table. Only what is known to be in there is looked for."""
        scope = Scope(function, module)
        match call.fn:
            case ir.Name(name=name) if self._owner(name, scope) is not None or (
                name in self._program.lowered(module).bound and not self._text.is_own(name)
            ):
                sources: list[ir.Function | Place] = [self._variable(name, scope)]
            case ir.Attr(obj=ir.Name(name=table), name=name) if self._owner(table, scope) is None:
                sources = [one for one, _ in self._entries(module, table, name)]
            case _:
                return
        if sources:
            place: Place = ("call", call, "")
            self._fill(place, [(source, False) for source in sources])
            self._waiting[place].append(caller)

    def _entries(
        self, module: str, table: str, name: str, seen: frozenset[tuple[str, str]] = frozenset()
    ) -> Iterator[Source]:
        """What a table that a variable of a file has, or of one that it imports it from, has under a name."""
        if (module, table) in seen:
            return
        seen |= {(module, table)}
        for node in self._setting(module, table):
            match node:
                case ir.ImportFrom(module=source, level=level, names=names):
                    target = self._program.resolve(module, source, level)
                    for one, alias in names:
                        if alias == table and target is not None and target != module:
                            yield from self._entries(target, one, name, seen)
                case ir.Assign(value=ir.DictLit(items=items) | ir.Cast(value=ir.DictLit(items=items))):
                    for key, value in items:
                        if isinstance(key, ir.Const) and key.value == name:
                            yield from self._sources(value, Scope(None, module))

    def reach(self, function: ir.Function) -> list[Caller]:
        """A function leads to a request: what may call it as a value."""
        if function in self._open:
            return []
        self._open[function] = False
        return self._spread([function])

    def _fill(self, place: Place, sources: Iterable[Source]) -> None:
        """Looks for all that a place may get."""
        pending: list[tuple[Place, Iterable[Source]]] = [(place, sources)]
        self._seen.add(place)
        due: list[ir.Function | Place] = []
        while pending:
            place, sources = pending.pop()
            for source, exact in sources:
                if source in self._open:
                    if self._mark(place, exact, self._open[source]):
                        due.append(place)
                    if source == UNKNOWN:
                        continue
                self._targets[source].append((place, exact))
                if isinstance(source, tuple) and source not in self._seen:
                    self._seen.add(source)
                    pending.append((source, self._of(source)))
        self._spread(due)

    def _mark(self, place: Place, exact: bool, unknown: bool) -> bool:
        """Puts something that leads to a request, or may be anything, into a place; whether that is new."""
        if (unknown and not exact) or (place in self._open and (unknown or not self._open[place])):
            return False
        self._open[place] = unknown
        return True

    def _spread(self, due: list[ir.Function | Place]) -> list[Caller]:
        found: list[Caller] = []
        while due:
            source = due.pop()
            unknown = self._open[source]
            for place, exact in self._targets.get(source, ()):
                if self._mark(place, exact, unknown):
                    due.append(place)
                    found += self._waiting.pop(place, ())
        return found

    # --- where things come from ---

    def _of(self, place: Place) -> Iterator[Source]:
        match place:
            case ("variable", ir.Function() as function, name):
                yield from self._of_variable(function, name)
            case ("variable", str(module), name):
                yield from self._of_global(module, name)
            case ("key", str(language), name):
                for value, scope in self._text.keys.get((language, name), ()):
                    yield from self._sources(value, scope)
                for one in self._text.methods.get((language, name), ()):
                    yield (one if one.accessor is None and not one.decorators else UNKNOWN), True
                if (language, name) in self._text.filled:
                    yield UNKNOWN, True
                yield ("computed", language, ""), False
            case ("computed", str(language), _):
                for value, scope in self._text.computed[language]:
                    yield from self._sources(value, scope)
            case ("result", ir.Function() as function, name):
                for value in _given(function):
                    if name and isinstance(value, ir.Cast):
                        value = value.value  # noqa: PLW2901
                    yield from (
                        self._items(value, Scope(function, self._text.modules[function]))
                        if name
                        else (self._sources(value, Scope(function, self._text.modules[function])))
                    )

    def _sources(self, value: ir.Expr | None, scope: Scope) -> Iterator[Source]:
        """What an expression that is called may be."""
        language = self._program.languages[scope.module].name
        match value:
            case None:
                return
            case ir.FunctionExpr(function=function):
                yield function, True
            case ir.Name(name=name):
                yield self._variable(name, scope), True
            case ir.Attr(obj=obj, name=name):
                if isinstance(obj, ir.Call):
                    self._text.dropped.add(obj)
                if name in SAME:
                    yield from self._sources(obj, scope)
                elif not self._is_of_library(obj, scope):
                    yield ("key", language, name), True
            case ir.Index(key=ir.Const(value=str(name))):
                yield ("key", language, name), True
                yield UNKNOWN, True
            case ir.Conditional(body=body, orelse=orelse):
                yield from self._sources(body, scope)
                yield from self._sources(orelse, scope)
            case ir.BoolOp(operands=operands):
                for one in operands:
                    yield from self._sources(one, scope)
            case ir.Cast(value=inner) | ir.Bind(value=inner):
                yield from self._sources(inner, scope)
            case ir.Call():
                yield from self._made(value, scope, "")
            case ir.ImportExpr(module=name, level=level):
                if self._program.resolve(scope.module, name, level) is not None:
                    yield ("key", language, "exports"), True
                    yield ("key", language, "default"), True
            case _ if not isinstance(value, _NOTHING):
                yield UNKNOWN, True

    def _made(self, call: ir.Call, scope: Scope, item: str) -> Iterator[Source]:
        """What a call gives back, or (``item``) what is in that."""
        function = self._function(call.fn, scope) if isinstance(call.fn, ir.Name) else None
        if function is not None:
            plain = not (function.is_generator or function.decorators)
            yield (("result", function, item) if plain else UNKNOWN), True
        elif self._is_of_library(call.fn, scope):
            for arg in (*call.args, *(value for _, value in call.kwargs)):
                yield from self._within(arg, scope)
        else:
            yield UNKNOWN, True

    def _items(self, value: ir.Expr, scope: Scope) -> Iterator[Source]:
        """What is in an expression, by position."""
        match value:
            case ir.ListLit(items=items) | ir.TupleLit(items=items):
                for one in items:
                    yield from self._sources(one, scope)
            case ir.Call():
                yield from self._made(value, scope, "item")
            case ir.Cast(value=inner):
                yield from self._items(inner, scope)
            case _:
                yield UNKNOWN, True

    def _within(self, value: ir.Expr, scope: Scope) -> Iterator[Source]:
        """The functions in what a library gets."""
        pending: list[ir.Node] = [value]
        while pending:
            match pending.pop():
                case (ir.Attr() | ir.Name() | ir.FunctionExpr() | ir.Index()) as one:
                    yield from ((source, False) for source, _ in self._sources(one, scope))
                case ir.Call() as one:
                    yield from ((source, False) for source, _ in self._made(one, scope, ""))
                case ir.Function():
                    pass
                case node:
                    pending.extend(children(node))

    # --- names ---

    def _owner(self, name: str, scope: Scope) -> ir.Function | None:
        """The function whose variable a name means."""
        function = scope.function
        while function is not None:
            if name in function.globals:
                return None
            own = name in function.locals or any(param.name == name for param in function.params)
            if own and name not in function.nonlocals:
                return function
            function = self._mentions.around(function, scope.module)
        return None

    def _variable(self, name: str, scope: Scope) -> Place:
        return ("variable", self._owner(name, scope) or scope.module, name)

    def _function(self, name: ir.Name, scope: Scope) -> ir.Function | None:
        """The one function that a name means, for sure; not of one that is made of itself (``f = f()``)."""
        place = self._variable(name.name, scope)
        if place in self._asked:
            return None
        self._asked.add(place)
        sources = list(self._of(place))
        for _ in range(4):
            if len(sources) != 1 or isinstance(sources[0][0], ir.Function):
                break
            sources = list(self._of(sources[0][0])) if sources[0][0][0] == "variable" else []
        self._asked.discard(place)
        found = sources[0][0] if len(sources) == 1 else None
        return found if isinstance(found, ir.Function) else None

    def _is_of_library(self, of: ir.Expr, scope: Scope) -> bool:
        """Whether something is a library's, as the file imports it, or the language's."""
        while isinstance(of, ir.Attr | ir.Index):
            of = of.obj
        match of:
            case ir.ImportExpr(module=name, level=level):
                return self._program.resolve(scope.module, name, level) is None
            case ir.Name(name=name) if self._owner(name, scope) is None:
                return self._mentions.is_library(scope.module, name)
        return False

    def _of_global(self, module: str, name: str) -> Iterator[Source]:
        lowered = self._program.lowered(module)
        if self._mentions.is_open(module):
            yield UNKNOWN, True
        elif name not in lowered.bound:
            changed = name in self._program.assigned_attributes
            language = self._program.languages[module].name
            yield (("key", language, name) if changed else _LANGUAGE), True
        else:
            yield from self._of_assigned(module, name, Scope(None, module))
            for value, scope in self._text.sets.get((module, name), ()):
                if scope.function is not None and self._owner(name, scope) is None:
                    yield from self._sources(value, scope) if value is not None else ((UNKNOWN, True),)

    def _of_variable(self, function: ir.Function, name: str) -> Iterator[Source]:
        scope = Scope(function, self._text.modules[function])
        for position, param in enumerate(function.params):
            if param.name == name:
                yield from self._passed(function, position, param, scope)
            elif param.target is not None and _binds(param.target, name):
                yield from self._out_of(param.target, name, None, scope)
        yield from self._of_assigned(function, name, scope)

    def _of_assigned(self, place: ir.Function | str, name: str, scope: Scope) -> Iterator[Source]:
        """What a variable is set to by the text of a function or a file."""
        for node in self._setting(place, name):
            yield from self._by(node, name, scope)

    def _setting(self, place: ir.Function | str, name: str) -> Iterable[ir.Node]:
        """What sets a variable in the text of a function or a file."""
        found = self._assigned.get(place)
        if found is None:
            found = self._assigned[place] = defaultdict(list)
            inside = (
                self._mentions.inside(place)
                if isinstance(place, ir.Function)
                else self._mentions.loaded(place)
            )
            for node in inside:
                for one in _bound(node):
                    found[one].append(node)
        return found.get(name, ())

    def _by(self, node: ir.Node, name: str, scope: Scope) -> Iterator[Source]:
        """What a statement sets a variable to."""
        match node:
            case ir.Assign(targets=bound, value=value):
                for each in bound:
                    if _binds(each, name):
                        yield from self._out_of(each, name, value, scope)
            case ir.Bind(target=target, value=value) | ir.AugAssign(target=target, value=value):
                yield from self._out_of(target, name, value, scope)
            case ir.FunctionDef(function=function):
                yield (function if not function.decorators else UNKNOWN), True
            case ir.ImportFrom(module=source, level=level, names=names):
                origin = self._program.resolve(scope.module, source, level)
                for one, alias in names:
                    if alias == name and origin is not None:
                        yield from self._exported(origin, one)
            case ir.Import() | ir.ClassDef() | ir.Handler():
                return
            case ir.Function():
                # A parameter of a function in it that has the same name.
                return
            case _:
                yield UNKNOWN, True

    def _exported(self, module: str, name: str) -> Iterator[Source]:
        """What a file of the program has under a name."""
        if module not in self._text.exports:
            yield UNKNOWN, True
        elif name in self._text.exports[module]:
            yield from self._sources(self._text.exports[module][name], Scope(None, module))
        elif name in self._program.lowered(module).bound and "*" not in self._text.exports[module]:
            yield ("variable", module, name), True
        else:
            yield UNKNOWN, True

    def _out_of(self, target: ir.Node, name: str, value: ir.Expr | None, scope: Scope) -> Iterator[Source]:
        """What a variable gets that is, or is in, the target of an assignment."""
        match target:
            case ir.Name():
                yield from self._sources(value, scope)
            case ir.Pattern(items=items, fields=fields, rest=rest):
                language = self._program.languages[scope.module].name
                for key, field, default in fields:
                    if _binds(field, name):
                        if isinstance(field, ir.Name):
                            yield ("key", language, key), True
                            yield from self._sources(default, scope)
                            if value is not None:
                                yield from self._within(value, scope)
                        else:
                            yield from self._out_of(field, name, None, scope)
                for item in items:
                    if item is not None and _binds(item, name):
                        if isinstance(item, ir.Name) and value is not None:
                            yield from self._items(value, scope)
                        elif isinstance(item, ir.Pattern) and not item.items:
                            yield from self._out_of(item, name, None, scope)
                        else:
                            yield UNKNOWN, True
                if rest is not None and _binds(rest, name):
                    yield UNKNOWN, True

    # --- parameters ---

    def _passed(
        self, function: ir.Function, position: int, param: ir.Param, scope: Scope
    ) -> Iterator[Source]:
        """What a parameter may get."""
        yield from self._sources(param.default, scope)
        if param.kind not in ("normal", "keyword"):
            yield UNKNOWN, True
            return
        language = self._program.languages[scope.module].name
        how = self._text.uses.get(function, ("name", function.name, 0))
        if function in self._text.expressions and function not in self._text.uses:
            yield UNKNOWN, True
            return
        if how[0] == "passed":
            call = how[1]
            assert isinstance(call, ir.Call)
            if self._text.is_handed_over(call):
                yield from self._emitted(call, position, param.name, language)
            elif not (isinstance(call.fn, ir.Name) and call.fn.name in _SETTLING):
                yield UNKNOWN, True
            return
        name = str(how[1])
        if name in self._program.constructors(scope.module):
            name = owner_of(function)
            if name in self._text.bases:
                yield UNKNOWN, True
        if function.accessor is not None:
            yield UNKNOWN, True
        first = function in self._text.owned and function.receiver is None and not function.static
        for one in self._known_as(language, name):
            if (language, one) in self._text.taken or one.startswith(("__", "<")) or function.decorators:
                yield UNKNOWN, True
                return
            for call, around in self._text.calls.get((language, one), ()):
                yield from self._argument(call, position - first, param.name, around)

    def _emitted(self, handed: ir.Call, position: int, name: str, language: str) -> Iterator[Source]:
        """What others pass under the same text: ``on("saved", f)``, ``emit("saved", g)``."""
        first = handed.args[0]
        for call, scope in (
            self._text.said.get((language, first.value), ()) if isinstance(first, ir.Const) else ()
        ):
            if (
                isinstance(call.fn, ir.Attr)
                and isinstance(handed.fn, ir.Attr)
                and call.fn.name != handed.fn.name
            ):
                yield from self._argument(call, position + 1, name, scope)

    def _known_as(self, language: str, name: str) -> list[str]:
        """A name, and those under which what has it is exported and imported."""
        found = [name]
        for one in found:
            found.extend(other for other in self._text.aliases.get((language, one), ()) if other not in found)
        return found

    def _argument(self, call: ir.Call, position: int, name: str, scope: Scope) -> Iterator[Source]:
        if any(isinstance(arg, ir.Spread) for arg in call.args) or any(key is None for key, _ in call.kwargs):
            yield UNKNOWN, True
        elif 0 <= position < len(call.args):
            yield from self._sources(call.args[position], scope)
        for key, value in call.kwargs:
            if key == name:
                yield from self._sources(value, scope)


def _given(function: ir.Function) -> Iterator[ir.Expr]:
    """What a function gives back."""
    pending: list[ir.Node] = list(function.body)
    while pending:
        node = pending.pop()
        if isinstance(node, ir.Return) and node.value is not None:
            yield node.value
        if not isinstance(node, ir.Function):
            pending.extend(children(node))


def _binds(target: ir.Target | ir.Rest | ir.Default | None, name: str) -> bool:
    """Whether the target of an assignment has a variable in it."""
    return any(one == name for one in targets(target))


def _bound(node: ir.Node) -> Iterator[str]:
    """The variables that a node sets."""
    match node:
        case ir.Assign(targets=bound):
            for each in bound:
                yield from targets(each)
        case ir.AugAssign(target=target) | ir.Bind(target=target) | ir.For(target=target):
            yield from targets(target)
        case ir.Clause(target=target):
            yield from targets(target)
        case ir.With(items=items):
            for _, entered in items:
                yield from targets(entered)
        case ir.Handler(name=str(name)):
            yield name
        case ir.FunctionDef(function=ir.Function(name=name)) | ir.ClassDef(cls=ir.Class(name=name)):
            yield name
        case ir.Import(module=module, alias=alias):
            yield alias or module.split(".", 1)[0]
        case ir.ImportFrom(names=names):
            yield from (alias for _, alias in names)
