"""What the text of a function calls things on, where its language declares types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from policywright.analyzers import ir
from policywright.analyzers.engine.names import children
from policywright.analyzers.sdk.types import Kind, Types, item_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.sdk.types import Declared

    Found: TypeAlias = Declared | Kind | None

_OUTER = "this@"
"""How a front end names the receivers of the classes in others."""
_MAKING = frozenset((
    "collect", "compose", "flatMap", "handle", "keySet", "map", "mapToObj", "reduce", "thenApply",
    "thenCombine", "thenCompose", "toArray", "transform", "zip",
))  # fmt: skip
"""Methods of Java's containers that give neither what is in them nor another container of that."""
_DATA = Kind("", own=False)
"""What nothing derives from."""
PARAMETER = Kind("%parameter", own=True)
"""What is passed to a function without a name that declares no types: it has what is asked of it."""
MAX_CHAIN = 8
"""Calls of what calls give back, one after the other, that are looked through for their types."""


class Receivers:
    """The types of what one function calls things on."""

    def __init__(
        self, types: Types, function: ir.Function, module: str, inside: Sequence[ir.Node],
        around: Receivers | None,
    ) -> None:  # fmt: skip
        """``around`` are those of the function in whose text this one is."""
        self._types = types
        self._function = function
        self._module = module
        self._around = around
        self._own = types.around(function, module)
        self._found: dict[str, Found] = {}
        self._several: set[str] = set()
        """Variables of which there are several, of different types."""
        self._values: dict[str, list[tuple[ir.Expr, int | None]]] = defaultdict(list)
        """What variables are set to whose types nobody declares, with the position in several."""
        self._lent: dict[ir.Function, ir.Expr] = {}
        """On what functions are called with that are defined here: ``items.forEach(x -> ...)``."""
        for param in function.params:
            self._found[param.name] = self._written(param.annotation)
        first = function.params[0] if function.params else None
        lent = around._item(around._lent.get(function)) if around is not None else None
        if first is not None and first.annotation is None:
            if function.receiver is None and self._own and around is None:
                self._found[first.name] = Kind(self._own[-1], own=True)
            elif lent is not None and len(function.params) == 1:
                self._found[first.name] = lent
        if around is not None and "." in function.qualname:
            for param in function.params:
                if self._found[param.name] is None and param.annotation is None:
                    self._found[param.name] = PARAMETER
        declared = set(self._found)
        for node in inside:
            self._note(node, declared)
        for name, simple in function.plain:
            # Several variables of a name are of the one type that tells something.
            if name not in declared or (self._found[name] is None and name not in self._several):
                self._found[name] = Kind(simple, own=False)

    def _note(self, node: ir.Node, declared: set[str]) -> None:
        match node:
            case ir.Assign(targets=(ir.Name(name=name),), annotation=annotation) if annotation is not None:
                self._declare(name, annotation, declared)
            case ir.Assign(
                targets=(ir.Name(name=name),), value=ir.Cast(value=ir.Name(name=same), annotation=kind)
            ) if name == same:
                self._declare(name, kind, declared)
            case ir.Assign(targets=bound, value=value) if value is not None:
                for each in bound:
                    self._set(each, value)
            case ir.For(target=target, iterable=iterable) if target is not None:
                last: ir.Node | None = target
                if isinstance(target, ir.Pattern):
                    last = target.items[-1] if target.items else None
                if isinstance(last, ir.Name):
                    self._values[last.name].append((ir.Index(iterable.pos, iterable, iterable), None))
            case ir.Call(fn=ir.Attr(obj=obj), args=args):
                for arg in args:
                    if isinstance(arg, ir.FunctionExpr):
                        self._lent[arg.function] = obj

    def _declare(self, name: str, annotation: ir.Expr, declared: set[str]) -> None:
        kind = self._written(annotation)
        if name in declared and self._as_kind(self._found[name]) != self._as_kind(kind):
            kind = None
            self._several.add(name)
        declared.add(name)
        self._found[name] = kind

    def _set(self, target: ir.Target, value: ir.Expr) -> None:
        match target:
            case ir.Name(name=name):
                self._values[name].append((value, None))
            case ir.Pattern(items=items):
                for position, item in enumerate(items):
                    if isinstance(item, ir.Name):
                        self._values[item.name].append((value, position))

    def _written(self, annotation: ir.Expr | None) -> Found:
        return (annotation, self._module) if annotation is not None else None

    def _as_kind(self, found: Found) -> Kind | None:
        return found if found is None or isinstance(found, Kind) else self._types.of(*found)

    def is_receiver(self, node: ir.Expr) -> bool:
        """The object that a method is called on, or that of a class around it."""
        match node:
            case ir.Name(name=name):
                return name in ("this", self._function.receiver) or name.startswith(_OUTER)
            case ir.Call(fn=ir.Name(name="$having")):
                return True
        return False

    def kind(self, expression: ir.Expr) -> Kind | None:
        """The type of an expression; None where it may be anything."""
        found = self._type(expression, MAX_CHAIN)
        if isinstance(expression, ir.Call) and found is not None and not isinstance(found, Kind):
            # What comes out of a container is mostly what is in it.
            item = item_of(found[0])
            return self._types.of(item, found[1]) if item is not None else self._types.of(*found)
        return self._as_kind(found)

    def is_function(self, expression: ir.Expr) -> bool:
        """Whether an expression may be a function that code has put together."""
        return self._types.is_function(self._type(expression, MAX_CHAIN))

    def called_on(self, call: ir.Call) -> Kind | None:
        """The type of what a call calls its name on; of what is made, that itself."""
        match call.fn:
            case (ir.Attr() | ir.Name()) as made if call.new:
                return self._types.of(made, self._module)
            case ir.Attr(obj=ir.ImportExpr(module=source)):
                return self._types.imported(source, self._module)
            case ir.Attr(obj=obj):
                return self.kind(obj)
            case ir.Name(name=name) if not self.is_variable(name):
                return self._types.package(self._module)
        return None

    def is_variable(self, name: str) -> bool:
        """Whether a name means a variable of the function, or of those around it."""
        if name in self._function.locals or name in self._found:
            return True
        return self._around is not None and self._around.is_variable(name)

    def _type(self, expression: ir.Expr, depth: int) -> Found:
        match expression:
            case ir.Name(name=name):
                return self._variable(name, depth)
            case ir.Attr(obj=ir.ImportExpr()):
                return expression, self._module
            case ir.Attr(obj=obj, name=name) if depth:
                around = self._as_kind(self._type(obj, depth - 1))
                if around is None or not around.own or around is PARAMETER:
                    return around
                nested = (
                    self._types.of(expression, self._module) if isinstance(obj, ir.Attr | ir.Name) else None
                )
                return self._types.field(around.name, name) or nested
            case ir.Cast(annotation=annotation):
                return annotation, self._module
            case ir.Template() | ir.Const(value=str()):
                return Kind("", own=False)
            case ir.Index(obj=obj) if depth:
                return self._item(obj, depth - 1)
            case ir.Call() if depth:
                return self._result(expression, depth - 1)
        return None

    def _variable(self, name: str, depth: int) -> Found:
        if name in self._found:
            return self._found[name]
        values = self._values.get(name)
        if values is not None and depth:
            self._found[name] = None
            found = [self._part(self._type(value, depth - 1), position) for value, position in values
                     if not (isinstance(value, ir.Const) and value.value is None)]  # fmt: skip
            if found and len({self._as_kind(one) for one in found}) == 1:
                self._found[name] = found[0]
            return self._found[name]
        own = self._receiver(name)
        if own:
            return Kind(own, own=True)
        if self._around is not None and name not in self._function.locals:
            return self._around._variable(name, depth)
        return self._types.of(ir.Name((0, 0), name), self._module)

    def _receiver(self, name: str) -> str:
        """The class whose object a name means, of those around."""
        if name == self._function.receiver and self._own:
            return self._own[-1]
        if name == "this" or name.startswith(_OUTER):
            level = int(name.removeprefix(_OUTER)) if name != "this" else 0
            return self._own[level] if level < len(self._own) else ""
        return ""

    def _part(self, found: Found, position: int | None) -> Found:
        """What an assignment of several results gives one of its targets."""
        if position is None or found is None or isinstance(found, Kind):
            return found
        declared, module = found
        if not isinstance(declared, ir.TupleLit):
            return found if position == 0 else None
        one = declared.items[position] if position < len(declared.items) else None
        return (one, module) if one is not None and not isinstance(one, ir.Const) else None

    def _item(self, container: ir.Expr | None, depth: int = MAX_CHAIN) -> Found:
        """What is in a container."""
        if isinstance(container, ir.Call) and isinstance(container.fn, ir.Name):
            container = container.args[0] if container.fn.name == "$range" and container.args else None
        found = self._type(container, depth) if container is not None else None
        if found is None or isinstance(found, Kind):
            return found if found == _DATA else None
        item = item_of(found[0])
        return (item, found[1]) if item is not None else None

    def _result(self, call: ir.Call, depth: int) -> Found:
        match call.fn:
            case ir.Name(name="$literal") if call.args:
                return call.args[0], self._module
            case ir.Name(name="$super"):
                return Kind(self._own[-1], own=True) if self._own else None
            case ir.Name(name=name) if not self.is_variable(name):
                return self._types.given(self._types.package(self._module), name)
            case made if call.new:
                return made, self._module
            case ir.Attr(obj=ir.ImportExpr(module=source), name=name):
                return self._types.given(self._types.imported(source, self._module), name)
            case ir.Attr(obj=obj, name=name):
                found = self._type(obj, depth)
                if found is not None and not isinstance(found, Kind) and item_of(found[0]) is not None:
                    # The same again, where it may be what is in it, too.
                    return found if name not in _MAKING else None
                around = self._as_kind(found)
                if around is PARAMETER:
                    return around
                if around is not None and around.own and around.name:
                    return self._types.result(around.name, name)
                # Data of an SDK builds and has nothing else.
                return around if around is not None and around.sdk and not around.sends else None
        return None


def inside_of(function: ir.Function, *, nested: bool = True) -> Iterator[ir.Node]:
    """A function's text, with the functions in it or without, but for the names of what is called."""
    defaults: Iterable[ir.Node] = (one.default for one in function.params if one.default is not None)
    pending: list[ir.Node] = [*function.body, *defaults]
    while pending:
        found = pending.pop()
        yield found
        if isinstance(found, ir.Call) and isinstance(found.fn, ir.Attr | ir.Name):
            pending.extend(found.args)
            pending.extend(value for _, value in found.kwargs)
            if isinstance(found.fn, ir.Attr):
                pending.append(found.fn.obj)
        elif nested or not isinstance(found, ir.Function):
            pending.extend(children(found))
