"""What a function without declared types mentions by a name, and on what, as far as its text tells.

``options.update(more)`` of a dict that is made here is no method of the program's. Nobody knows what most
variables hold; those that do say it are literals, objects of classes that are named, modules, ``self``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.names import children, owner_of, targets
from policywright.analyzers.engine.outlines import NAMING_CALLS
from policywright.analyzers.sdk.types import Kind, Types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program

DATA = Kind("", own=False)
"""What has no member of the program's but for those that are put on it."""
LIBRARY = Kind("", own=False, sdk=True)
"""A library, or what one has made of nothing of the program's: no more has that, but it may make requests."""
SCOPE = Kind("%scope", own=True)
"""A variable that is mentioned by itself."""

_LITERAL = (ir.Const, ir.Template, ir.ListLit, ir.TupleLit, ir.Comprehension, ir.Not, ir.TypeTest)
_SELF = ("self", "this", "cls")


class Variables:
    """The kinds of the variables that a function sees, by name."""

    def __init__(self, types: Types, known: dict[str, Kind | None], owner: str = "",
                 receiver: str | None = None) -> None:  # fmt: skip
        """``owner`` is the class whose method the function is, ``receiver`` what that has its object in."""
        self._types = types
        self._known = known
        self._owner = owner
        self._receiver = receiver

    def is_receiver(self, node: ir.Expr) -> bool:
        """The object, or the class, that a method is called on."""
        return isinstance(node, ir.Name) and (node.name in _SELF or node.name == self._receiver)

    def kind(self, expression: ir.Expr) -> Kind | None:
        """The kind of an expression; None where it may be anything."""
        match expression:
            case ir.Name(name=name) if name in self._known:
                return self._known[name]
            case ir.Name(name=name) if self._types.has_class(name):
                return Kind(name, own=True)
            case ir.Attr(obj=ir.Name() as owner) if self.kind(owner) == LIBRARY:
                return LIBRARY
            case ir.DictLit(items=items) if all(isinstance(value, _LITERAL) for _, value in items):
                return DATA
            case ir.Call(fn=ir.Name(name=name)) if self._types.has_class(name) and name not in self._known:
                return Kind(name, own=True)
            case ir.Call(fn=ir.Name(name="super" | "$super")):
                return Kind(self._owner, own=True) if self._owner else None
            case ir.Call(fn=ir.Name(name="cls")):
                return self._known.get("cls")
            case ir.Call(fn=ir.Attr(name="__new__"), args=args) if args:
                return self.kind(args[0])
            case ir.Call(fn=ir.Attr(obj=obj, name=name), args=args) if name not in NAMING_CALLS:
                # Nothing of the program's comes out of a library that is passed nothing of it.
                plain = all(isinstance(one, ir.Const | ir.Template) or _is_own_name(one) for one in args)
                given = plain and not expression.kwargs and self.kind(obj) == LIBRARY
                return LIBRARY if given else None
        return DATA if isinstance(expression, _LITERAL) else None


class Mentions:
    """The mentions of the functions of a program."""

    def __init__(self, program: Program, types: Types) -> None:
        self._program = program
        self._types = types
        self._globals: dict[str, dict[str, Kind | None]] = {}
        self._origins: dict[ir.Node | str, dict[str, str | None]] = {}
        self._variables: dict[ir.Function, Variables] = {}
        self._found: dict[ir.Function, dict[str, set[Kind | None]]] = {}
        self._nodes: dict[ir.Function, list[ir.Node]] = {}

    def of(self, function: ir.Function, module: str) -> dict[str, set[Kind | None]]:
        """For each name what it is mentioned on; None where that may be anything."""
        found = self._found.get(function)
        if found is None:
            found = self._found[function] = defaultdict(set)
            variables = self.variables(function, module)
            for node in self._inside(function):
                match node:
                    case ir.Attr(obj=obj, name=name):
                        found[name].add(variables.kind(obj))
                    case ir.Name(name=name):
                        found[name].add(SCOPE)
                    case ir.Pattern(fields=fields):
                        # What is taken out by its name may be a method.
                        for key, target, _ in fields:
                            for one in (key, *targets(target)):
                                found[one].add(None)
        return found

    def _inside(self, function: ir.Function) -> list[ir.Node]:
        found = self._nodes.get(function)
        if found is None:
            found = self._nodes[function] = _all_of(function)
        return found

    def renamed(self, module: str) -> dict[str, str]:
        """The names under which a module imports something, with its own ones, where these differ."""
        lowered = self._program.lowered(module)
        functions = [one for function in lowered.functions for one in function.body]
        return {
            alias: name for statement in (*lowered.body, *functions) for node in _nested(statement)
            if isinstance(node, ir.ImportFrom) for name, alias in node.names if alias != name
        }  # fmt: skip

    def may_mean(self, function: ir.Function, module: str, name: str, defined: str) -> bool:
        """Whether a name in a function of a module may mean what another module defines under that name."""
        found = self._origin(function, module).get(name, "")
        if found == "":
            found = self._origin(None, module).get(name)
        return found is None or found == defined

    def _origin(self, function: ir.Function | None, module: str) -> dict[str, str | None]:
        """The modules that define what a function, or a module by itself, defines or imports by name; None
        where that is open."""
        key = function or module
        found = self._origins.get(key)
        if found is None:
            found = self._origins[key] = {}
            for node in self._inside(function) if function is not None else self._loaded(module):
                match node:
                    case ir.FunctionDef(function=ir.Function(name=own)) | ir.ClassDef(cls=ir.Class(name=own)):
                        origins = {own: None if function is not None else module}
                    case ir.ImportFrom(module=source, level=level, names=imported):
                        target = self._program.resolve(module, source, level)
                        origins = {alias: self._defining(target, one) for one, alias in imported}
                    case _:
                        continue
                for name, origin in origins.items():
                    found[name] = origin if found.get(name, origin) == origin else None
        return found

    def _loaded(self, module: str) -> Iterator[ir.Node]:
        """The statements that run when a module is loaded, whatever they are in."""
        for statement in self._program.lowered(module).body:
            yield from _nested(statement)

    def _defining(self, module: str | None, name: str) -> str | None:
        """The module, if it defines a name itself."""
        if module is None or module not in self._program.files:
            return None
        return module if self._origin(None, module).get(name) == module else None

    # --- what variables hold ---

    def variables(self, function: ir.Function, module: str) -> Variables:
        """The variables that a function sees."""
        found = self._variables.get(function)
        if found is None:
            found = self._variables[function] = self._seen_by(function, module)
        return found

    def _seen_by(self, function: ir.Function, module: str) -> Variables:
        owner = owner_of(function)
        method = self._types.has_class(owner)
        known = dict(self._module(module))
        for name in () if method else self._around(function, module):
            known[name] = None
        known.update(dict.fromkeys((*function.locals, *_SELF)))
        found = Variables(self._types, known, owner if method else "", function.receiver)
        own: dict[str, set[Kind | None]] = defaultdict(set)
        for position, param in enumerate(function.params):
            first = position == 0 and method and function.receiver is None and not function.static
            if param.kind in ("rest", "rest-keywords"):
                own[param.name].add(DATA)
            elif first and param.annotation is None:
                own[param.name].add(Kind(owner, own=True))
            else:
                own[param.name].add(self._types.of(param.annotation, module))
        if method and function.receiver:
            own[function.receiver].add(Kind(owner, own=True))
        assigned = list(_assigned(function, self._inside(function)))
        again = {name for name, _ in assigned}
        known.update({name: next(iter(kinds)) for name, kinds in own.items() if name not in again})
        for name, value in assigned:
            own[name].add(found.kind(value) if value is not None else None)
        known.update({name: next(iter(kinds)) if len(kinds) == 1 else None for name, kinds in own.items()})
        return found

    def _around(self, function: ir.Function, module: str) -> Iterator[str]:
        """The variables of the functions around one."""
        for other in self._program.lowered(module).functions:
            if function.qualname.startswith(f"{other.qualname}."):
                yield from other.locals

    def _module(self, module: str) -> dict[str, Kind | None]:
        """The kinds of a module's own variables."""
        found = self._globals.get(module)
        if found is None:
            found = self._globals[module] = {}
            lowered = self._program.lowered(module)
            assigned: dict[str, list[ir.Expr | None]] = defaultdict(list)
            for statement in lowered.body:
                match statement:
                    case ir.Import(module=source, alias=alias, level=level):
                        found[alias or source.split(".", 1)[0]] = self._imported(module, source, level)
                    case ir.Assign(targets=bound, value=value):
                        for target in bound:
                            for one in targets(target):
                                assigned[one].append(value if isinstance(target, ir.Name) else None)
            variables = Variables(self._types, found)
            for name, values in assigned.items():
                kinds = {variables.kind(one) if one is not None else None for one in values}
                sure = len(kinds) == 1 and name not in lowered.reassigned
                found[name] = kinds.pop() if sure else None
        return found

    def _imported(self, module: str, name: str, level: int) -> Kind | None:
        return LIBRARY if not level and self._program.resolve(module, name, level) is None else None


def _is_own_name(node: ir.Expr) -> bool:
    return isinstance(node, ir.Name) and node.name == "__name__"


def _nested(statement: ir.Stmt) -> Iterator[ir.Node]:
    """A statement and those in it, but for definitions of functions and classes."""
    pending: list[ir.Node] = [statement]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, ir.If | ir.Try | ir.Handler | ir.With | ir.Block | ir.For | ir.While):
            pending.extend(children(node))


def _all_of(function: ir.Function) -> list[ir.Node]:
    """All that a function's text has, with the functions in it."""
    found: list[ir.Node] = []
    pending: list[ir.Node] = [function]
    while pending:
        node = pending.pop()
        found.append(node)
        pending.extend(children(node))
    return found


def _assigned(function: ir.Function, inside: list[ir.Node]) -> Iterator[tuple[str, ir.Expr | None]]:
    """What the variables of a function are set to; None for what may be anything."""
    for node in inside:
        match node:
            case ir.Assign(targets=bound, value=value):
                for each in bound:
                    yield from ((one, value if isinstance(each, ir.Name) else None) for one in targets(each))
            case ir.AugAssign(target=target) | ir.Bind(target=target) | ir.For(target=target):
                yield from ((one, None) for one in targets(target))
            case ir.Clause(target=target):
                yield from ((one, None) for one in targets(target))
            case ir.With(items=items):
                yield from ((one, None) for _, entered in items for one in targets(entered))
            case ir.Handler(name=str(name)):
                yield name, None
            case ir.Function(params=params) if node is not function:
                yield from ((param.name, None) for param in params)
                yield from ((one, None) for one in (*node.locals, *filter(None, (node.receiver,))))
