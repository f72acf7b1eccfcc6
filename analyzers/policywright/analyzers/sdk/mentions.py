"""What a function without declared types mentions by a name, and on what, as far as its text tells.

``options.update(more)`` of a dict that is made here is no method of the program's. Nobody knows what most
variables hold; those that do say it are literals, objects of classes that are named, modules, ``self``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine.names import children, owner_of, targets, walk
from policywright.analyzers.sdk.origins import Origins, loaded, nested
from policywright.analyzers.sdk.types import Kind, Types
from policywright.analyzers.sdk.variables import DATA, LENDING, LIBRARY, SELF, Variables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program
    from policywright.analyzers.sdk.variables import Found

SCOPE = Kind("%scope", own=True)
"""A variable that is mentioned by itself."""


class Mentions:
    """The mentions of the functions of a program."""

    def __init__(self, program: Program, types: Types) -> None:
        self._program = program
        self._types = types
        self._globals: dict[str, dict[str, Found]] = {}
        self._parents: dict[str, dict[ir.Function, ir.Function]] = {}
        self._homes = Origins(program)
        self._origins: dict[ir.Node | str, dict[str, frozenset[str] | None]] = {}
        self._sources: dict[ir.Node | str, dict[str, list[tuple[str | None, str]]]] = {}
        self._variables: dict[ir.Function, Variables] = {}
        self._found: dict[ir.Function, dict[str, set[Kind | None]]] = {}
        self._nodes: dict[ir.Function, list[ir.Node]] = {}
        self._own: dict[ir.Function, dict[str, bool]] = {}
        self._lenders: dict[ir.Function, dict[ir.Function, ir.Expr]] = {}

    def of(self, function: ir.Function, module: str) -> dict[str, set[Kind | None]]:
        """For each name what it is mentioned on; None where that may be anything."""
        found = self._found.get(function)
        if found is None:
            found = self._found[function] = defaultdict(set)
            variables = self.variables(function, module)
            for node in self.inside(function):
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
                    case (
                        ir.Param(annotation=ir.Node() as kind)
                        | ir.Assign(annotation=ir.Node() as kind)
                        | ir.Cast(annotation=kind)
                    ):
                        # What has a type is not made by that.
                        for part in walk(kind):
                            if isinstance(part, ir.Name | ir.Attr):
                                found.setdefault(part.name, set())
        return found

    def inside(self, function: ir.Function) -> list[ir.Node]:
        """All that a function's text has."""
        found = self._nodes.get(function)
        if found is None:
            found = self._nodes[function] = _all_of(function)
        return found

    def renamed(self, module: str) -> dict[str, set[str]]:
        """The names under which a module imports something, with others that it has where it is defined."""
        found: dict[str, set[str]] = defaultdict(set)
        for place in (None, *self._program.lowered(module).functions):
            for alias, sources in self._imports(place, module).items():
                for target, name in sources:
                    names = {own for _, own in self._homes.homes(target, name) or ()}
                    if target is not None:
                        names.add(name)
                    found[alias] |= names - {alias}
        return {alias: names for alias, names in found.items() if names}

    def may_mean(self, function: ir.Function, module: str, name: str, defined: str) -> bool:
        """Whether a name in a function of a module may mean what another module defines under that name."""
        origins = self._origin(function, module)
        if name in origins:
            origin = origins[name]
            return origin is None or defined in origin
        # Whatever a variable holds has come from where it is mentioned by its own name.
        if defined != module:
            variables = self._own_names(function, module)
            if variables[name] if name in variables else self._is_of_language(module, name):
                return False
        origin = self._origin(None, module).get(name)
        return origin is None or defined in origin

    def may_import(self, caller: ir.Function, module: str, alias: str, name: str, defined: str) -> bool:
        """Whether what a file imports under another name may be what a module defines by its own.

        Nobody can tell what a library's is, and it is nothing of the program's.
        """
        for place in (caller, None):
            for target, one in self._imports(place, module).get(alias, ()):
                homes = self._homes.homes(target, one)
                if homes is None or (defined, name) in homes:
                    return True
        return False

    def _imports(self, function: ir.Function | None, module: str) -> dict[str, list[tuple[str | None, str]]]:
        """For each name that a function or a file imports the modules that it is from, its name there."""
        key = function or module
        found = self._sources.get(key)
        if found is None:
            found = self._sources[key] = defaultdict(list)
            for node in self._text(function, module):
                if isinstance(node, ir.ImportFrom):
                    target = self._program.resolve(module, node.module, node.level)
                    for one, alias in node.names:
                        found[alias].append((target, one))
        return found

    def _is_of_language(self, module: str, name: str) -> bool:
        """Whether nothing in a file gives a name a meaning, nor another one can (``global.s3 = ...``)."""
        lowered = self._program.lowered(module)
        return not (
            name in lowered.bound
            or name in lowered.reassigned
            or name in self._origin(None, module)
            or name in self._program.assigned_attributes
            or self.is_open(module)
        )

    def is_open(self, module: str) -> bool:
        """Whether a file takes in all names of another one."""
        return "*" in self._imports(None, module)

    def _own_names(self, function: ir.Function, module: str) -> dict[str, bool]:
        """The variables of a function, of those in it, and of those around it: whether each is a plain one,
        and no module, which may be the function that it exports as its default."""
        found = self._own.get(function)
        if found is None:
            found = self._own[function] = dict.fromkeys(self._around(function, module), True)
            modules: set[str] = set()
            for node in self.inside(function):
                match node:
                    case ir.Function(locals=variables, params=params):
                        found.update(dict.fromkeys((*variables, *(param.name for param in params)), True))
                    case ir.Assign(targets=bound, value=ir.ImportExpr()):
                        modules.update(one for each in bound for one in targets(each))
                    case ir.Import(alias=str(alias)):
                        modules.add(alias)
            found.update(dict.fromkeys(modules, False))
        return found

    def _origin(self, function: ir.Function | None, module: str) -> dict[str, frozenset[str] | None]:
        """The modules that may define what a function, or a module by itself, defines or imports by name.

        None where that is open.
        """
        key = function or module
        found = self._origins.get(key)
        if found is None:
            found = self._origins[key] = {}
            defined = [
                (name, None if function is not None else frozenset((module,)))
                for name in self._definitions(function, module)
            ]
            imported = [
                (alias, self._defining(target, one, alias))
                for alias, sources in self._imports(function, module).items() for target, one in sources
            ]  # fmt: skip
            for name, origin in (*defined, *imported):
                before = found.get(name, frozenset())
                found[name] = None if before is None or origin is None else before | origin
        return found

    def _definitions(self, function: ir.Function | None, module: str) -> Iterator[str]:
        """The functions and classes that a function, or a module by itself, defines."""
        for node in self._text(function, module):
            match node:
                case ir.FunctionDef(function=ir.Function(name=own)) | ir.ClassDef(cls=ir.Class(name=own)):
                    yield own

    def _text(self, function: ir.Function | None, module: str) -> Iterable[ir.Node]:
        return self.inside(function) if function is not None else self.loaded(module)

    def loaded(self, module: str) -> Iterator[ir.Node]:
        """The statements that run when a module is loaded, whatever they are in."""
        return loaded(self._program.lowered(module))

    def _defining(self, module: str | None, name: str, alias: str) -> frozenset[str] | None:
        """The modules that may define by the same name what is imported."""
        homes = self._homes.homes(module, name)
        return frozenset([home for home, own in homes if own == alias]) if homes is not None else None

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
        outer = self.around(function, module)
        around = self.variables(outer, module) if outer is not None else None
        known = dict(around.known if around is not None else self._module(module))
        if method or around is None or function.receiver in SELF:
            known.update(dict.fromkeys(SELF))
        known.update(dict.fromkeys(function.locals))
        found = self._seeing(known, module, owner if method else "", function.receiver)
        declared: dict[str, set[Found]] = defaultdict(set)
        for position, param in enumerate(function.params):
            first = position == 0 and method and function.receiver is None and not function.static
            if param.kind in ("rest", "rest-keywords"):
                declared[param.name].add(DATA)
            elif first and param.annotation is None:
                declared[param.name].add(Kind(owner, own=True))
            else:
                declared[param.name].add(found.written(param.annotation))
        if method and function.receiver:
            declared[function.receiver].add(Kind(owner, own=True))
        if around is not None and outer is not None:
            lent = self._lent(outer).get(function)
            if lent is not None and function.params and function.params[0].annotation is None:
                declared[function.params[0].name] = {around.found(lent)}
        inside = self.inside(function)
        assigned = list(_assigned(function, inside, self._lent(function)))
        again = {name for name, _, _ in assigned}
        known.update({name: next(iter(kinds)) for name, kinds in declared.items() if name not in again})
        for name, value, annotation in assigned:
            if annotation is not None:
                declared[name].add(found.written(annotation))
            else:
                declared[name].add(found.found(value) if value is not None else None)
        known.update({name: _only(found, kinds) for name, kinds in declared.items()})
        return found

    def _seeing(
        self, known: dict[str, Found], module: str, owner: str = "", receiver: str | None = None
    ) -> Variables:
        """Variables of which these are known."""
        return Variables(
            self._types, known, module, owner, receiver,
            foreign=partial(self._is_foreign, module), of_language=partial(self._is_of_language, module),
        )  # fmt: skip

    def _lent(self, function: ir.Function) -> dict[ir.Function, ir.Expr]:
        """For functions that lists call with each item what the first parameter is."""
        found = self._lenders.get(function)
        if found is None:
            found = self._lenders[function] = {}
            for node in self.inside(function):
                match node:
                    case ir.Call(
                        fn=ir.Attr(obj=obj, name=name), args=(ir.FunctionExpr(function=one), *_)
                    ) if name in LENDING:
                        found[one] = _item_of(obj)
        return found

    def around(self, function: ir.Function, module: str) -> ir.Function | None:
        """The function in whose text one is."""
        found = self._parents.get(module)
        if found is None:
            found = self._parents[module] = {}
            for outer in self._program.lowered(module).functions:
                # The outermost come first.
                inside = (one for one in self.inside(outer) if isinstance(one, ir.Function))
                found.update((one, outer) for one in inside if one is not outer)
        return found.get(function)

    def held(self, function: ir.Function, module: str) -> set[str]:
        """The variables of a function, and of those around it."""
        return {*function.locals, *(one.name for one in function.params), *self._around(function, module)}

    def _around(self, function: ir.Function, module: str) -> Iterator[str]:
        """The variables of the functions around one."""
        outer = self.around(function, module)
        while outer is not None:
            yield from outer.locals
            yield from (param.name for param in outer.params)
            outer = self.around(outer, module)

    def _is_foreign(self, module: str, name: str) -> bool:
        """Whether a file imports a name from a library."""
        sources = self._imports(None, module).get(name, ())
        return any(target is None for target, _ in sources)

    def is_library(self, module: str, name: str) -> bool:
        """Whether a name in a file, where nothing around gives it another meaning, is a library's or the
        language's."""
        if self._is_foreign(module, name) or self._is_of_language(module, name):
            return True
        return self._module(module).get(name) == LIBRARY

    def _module(self, module: str) -> dict[str, Found]:
        """The kinds of a module's own variables."""
        found = self._globals.get(module)
        if found is None:
            found = self._globals[module] = {}
            lowered = self._program.lowered(module)
            assigned: dict[str, list[tuple[ir.Expr | None, ir.Expr | None]]] = defaultdict(list)
            for statement in lowered.body:
                match statement:
                    case ir.Import(module=source, alias=alias, level=level):
                        found[alias or source.split(".", 1)[0]] = self._imported(module, source, level)
                    case ir.Assign(targets=bound, value=value, annotation=annotation):
                        for target in bound:
                            for one in targets(target):
                                plain = isinstance(target, ir.Name)
                                assigned[one].append(
                                    (value if plain else None, annotation if plain else None)
                                )
            variables = self._seeing(found, module)
            for name, values in assigned.items():
                kinds = {
                    variables.written(annotation) if annotation is not None
                    else variables.found(value) if value is not None else None
                    for value, annotation in values
                }  # fmt: skip
                found[name] = None if name in lowered.reassigned else _only(variables, kinds)
        return found

    def _imported(self, module: str, name: str, level: int) -> Kind | None:
        return LIBRARY if not level and self._program.resolve(module, name, level) is None else None


def _only(variables: Variables, kinds: set[Found]) -> Found:
    """What all of some types are."""
    if len(kinds) == 1:
        return next(iter(kinds))
    found = {variables.as_kind(one) for one in kinds}
    return found.pop() if len(found) == 1 else None


def _all_of(function: ir.Function) -> list[ir.Node]:
    """All that a function's text has, with the functions in it."""
    found: list[ir.Node] = []
    pending: list[ir.Node] = [function]
    while pending:
        node = pending.pop()
        found.append(node)
        pending.extend(one for one in children(node) if one is not _type_in(node))
    return found


def _type_in(node: ir.Node) -> ir.Node | None:
    """The type that is written in a node."""
    match node:
        case ir.Function(returns=kind):
            return kind
        case ir.Param(annotation=kind) | ir.Assign(annotation=kind) | ir.Cast(annotation=kind):
            return kind
    return None


def _assigned(
    function: ir.Function, inside: list[ir.Node], lent: dict[ir.Function, ir.Expr]
) -> Iterator[tuple[str, ir.Expr | None, ir.Expr | None]]:
    """What the variables of a function are set to, None for what may be anything; and their written types."""
    for node in inside:
        match node:
            case ir.Assign(targets=(ir.Name(name=name),), annotation=annotation) if annotation is not None:
                yield name, None, annotation
            case ir.Assign(targets=bound, value=value):
                for each in bound:
                    plain = value if isinstance(each, ir.Name) else None
                    yield from ((one, plain, None) for one in targets(each))
            case (
                ir.For(target=ir.Name(name=name), iterable=iterable)
                | ir.Clause(target=ir.Name(name=name), iterable=iterable)
            ):
                yield name, _item_of(iterable), None
            case ir.AugAssign(target=target) | ir.Bind(target=target) | ir.For(target=target):
                yield from ((one, None, None) for one in targets(target))
            case ir.Clause(target=target):
                yield from ((one, None, None) for one in targets(target))
            case ir.With(items=items):
                yield from ((one, None, None) for _, entered in items for one in targets(entered))
            case ir.Handler(name=str(name)):
                yield name, None, None
            case ir.Function(params=params) if node is not function:
                item = lent.get(node)
                for position, param in enumerate(params):
                    lent_to = item if position == 0 and param.annotation is None else None
                    yield param.name, lent_to, param.annotation
                own = {param.name for param in params}
                assigned = {one for inner in node.body for each in nested(inner) for one in _set_by(each)}
                others = (*(node.locals - own - assigned), *filter(None, (node.receiver,)))
                yield from ((one, None, None) for one in others)


def _item_of(iterable: ir.Expr) -> ir.Expr:
    """What is in what a loop goes over."""
    if isinstance(iterable, ir.Call) and isinstance(iterable.fn, ir.Name) and iterable.fn.name == "%items":
        iterable = iterable.args[0]
    return ir.Index(iterable.pos, iterable, iterable)


def _set_by(node: ir.Node) -> Iterator[str]:
    """The variables that a statement assigns."""
    match node:
        case ir.Assign(targets=bound):
            for each in bound:
                yield from targets(each)
        case ir.For(target=target):
            yield from targets(target)
