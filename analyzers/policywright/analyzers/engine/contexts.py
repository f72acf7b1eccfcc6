"""Which calls of one function are looked at together: decided from the program's text, before it is solved.

Every function gets a *plan*. The context of a call is made of what its plan says: the object that a method
is called on (by the place that makes it), the place of the call, the constants passed for *naming
parameters* (those that come to choose a service, an operation or a member), and the code bodies passed for
parameters that are called. All of these are places and names in the text, nested no more than two deep, so a
program has finitely many contexts, and about as many as it has calls.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache

from policywright.analyzers import ir
from policywright.analyzers.engine.names import targets, walk
from policywright.knowledge.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.heap import Shape
    from policywright.analyzers.engine.instances import Instance
    from policywright.analyzers.program import Program
    from policywright.knowledge.operations import Operations

NAMING_CALLS = frozenset((
    "client", "resource", "create_client", "get_paginator", "get_waiter", "getattr", "attrgetter",
    "methodcaller", "import_module",
))  # fmt: skip
"""What takes the name of a service, an operation or a member (boto3, botocore, operator, importlib)."""


MAX_PLACES = 64
"""Contexts of a method that gives back what it is given, by objects and places, as the text has them.

Of more, only its objects count: getters of data that is everywhere cost most and tell least.
"""
MAX_OBJECTS = 8
"""Objects of a class, by the text, up to which places always count (``config.get(key, "x")``)."""
MAX_HANDING_ON = 80
"""Nodes of the IR of a function that gives a parameter back (``config.get(key, default)`` and its kin have
10 to 50); longer ones make something else of it."""
MIN_NAME = 3
"""Letters of a name that is too common (``get``) to say that something makes what it returns."""
MAX_NAMING = 2
"""Parameters of one function that names may come through (service, operation); of a method, whose calls are
told apart by its object, too, one. What has more takes data apart that may be anything: only those count by
which it calls something itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """How the calls of one function are told apart."""

    receiver: str = ""
    """The parameter that methods get their object in."""
    by_place: bool = False
    always: bool = False
    """By its place under whatever name: it gives back a function that is defined in it, or makes requests."""
    naming: tuple[str, ...] = ()
    called: tuple[str, ...] = ()


def requests_of(operations: Operations) -> Callable[[str], bool]:
    """Whether a name is that of a service, or of an operation in some language's spelling."""
    services = frozenset(operations.services())

    def requests(name: str) -> bool:
        if name in services:
            return True
        plain = name.removesuffix("Command").removesuffix("Request").removesuffix("Async")
        return bool(
            operations.services_with_method(name)
            or (plain and operations.services_with_operation(plain[0].upper() + plain[1:]))
        )

    return requests


class Plans:
    """The plans of all functions of a program (or part of one)."""

    def __init__(self, program: Program, modules: Iterable[str], minor: frozenset[ir.Function],
                 requests: Callable[[str], bool]) -> None:  # fmt: skip
        modules = tuple(modules)
        self._minor = minor
        self._plans: dict[ir.Function, Plan] = {}
        self._functions: dict[ir.Function, _Outline] = {}
        self._by_name: dict[str, list[_Outline]] = {}
        self._slots: dict[str, _Slots] = {}
        """What calls by a name pass names in: one entry for all functions of the name, however many."""
        self._naming_fields: dict[str, set[str]] = {}
        """Fields that names of what is called are in, with the families of classes that have them."""
        self._requests = cache(requests)
        self._makers: set[str] = set()
        for module in modules:
            lowered = program.lowered(module)
            for function in lowered.functions:
                self._add(function.name, _Outline(function))
            for cls in lowered.classes:
                names = program.constructors(module)
                for statement in cls.body:
                    if isinstance(statement, ir.FunctionDef) and statement.function.name in names:
                        self._by_name.setdefault(cls.name, []).append(
                            self._functions.get(statement.function) or _Outline(statement.function)
                        )
        self._classes = {cls.name for module in modules for cls in program.lowered(module).classes}
        self._called: Counter[str] = Counter()
        """How often something is called by a name in the whole program."""
        self._derived: dict[str, list[str]] = {}
        """The classes that name another one as their base."""
        self._made: Counter[str] = Counter()
        """How many objects of a class there are, by the text: what makes one has callers."""
        for outline in self._functions.values():
            self._called.update(_called(call) for call in outline.calls)
        for module in modules:
            lowered = program.lowered(module)
            self._called.update(
                _called(node) for statement in lowered.body for node in walk(statement)
                if isinstance(node, ir.Call)
            )  # fmt: skip
            for cls in lowered.classes:
                for base in cls.bases:
                    if isinstance(base, ir.Name | ir.Attr):
                        self._derived.setdefault(base.name, []).append(cls.name)
        self._families = _families(self._classes, self._derived)
        self._made.update({name: self._called[name] for name in self._classes})
        for outline in self._functions.values():
            callers = self._called[outline.function.name]
            if callers > 1 and not outline.function.receiver:
                made = [name for call in outline.calls if (name := _called(call)) in self._classes]
                self._made.update({name: callers - 1 for name in made})
        dealing = {
            function for module in modules if program.deals_with_aws(module)
            for function in program.lowered(module).functions
        }  # fmt: skip
        self._telling = {
            name for name, found in self._by_name.items()
            if any(one.function not in minor for one in found)
        }  # fmt: skip
        self._leading = self._leading_to(dealing)
        self._sending = self._classes_sending()
        self._find_makers()
        self._find_naming()

    def _add(self, name: str, outline: _Outline) -> None:
        self._functions[outline.function] = outline
        self._by_name.setdefault(name, []).append(outline)

    def plan(self, function: ir.Function, method: bool) -> Plan:
        """The plan of a function (of a class, if it is a ``method``)."""
        found = self._plans.get(function)
        if found is None:
            outline = self._functions.get(function)
            if outline is None:
                # Made up by a front end.
                outline = self._functions[function] = _Outline(function)
                given = outline.given(self._classes)
                outline.makes = given is None or not given.isdisjoint(self._makers)
            receiver = function.receiver or ""
            if function.receiver is None and method and not function.static and function.params:
                receiver = function.params[0].name
            everywhere = bool(receiver) and self._is_everywhere(function)
            many = everywhere or len(outline.naming) > (1 if receiver else MAX_NAMING)
            names = outline.direct if many else outline.naming
            naming = tuple(
                param.name for param in function.params if param.name in names
                and param.kind in ("normal", "keyword", "positional")
            )  # fmt: skip
            called = tuple(
                param.name for param in function.params if param.name in outline.called
                and param.kind in ("normal", "keyword", "positional")
            )  # fmt: skip
            # What a method makes is told apart by its object, but for functions: a wrapper holds one.
            makes = outline.wraps or (outline.makes and not receiver and function not in self._minor)
            always = outline.wraps or function in self._leading
            small = outline.size <= MAX_HANDING_ON
            hands_on = outline.hands_on and not everywhere
            by_place = hands_on or function in self._leading or makes or (bool(called) and small)
            found = self._plans[function] = Plan(receiver, by_place, always, naming, called)
        return found

    def is_name(self, text: str) -> bool:
        """Whether a string is a name of the SDK's, or of something of the program that can be called."""
        return text in self._by_name or self._requests(text)

    def is_telling(self, text: str) -> bool:
        """Whether a string is a name of the SDK's, or of something of the program that may make requests."""
        return text in self._telling or self._requests(text)

    def sends(self, name: str) -> bool:
        """Whether a method of some class of a name may make requests."""
        return name in self._sending

    def _classes_sending(self) -> set[str]:
        """The classes that have, or inherit, a method which may make requests."""
        owners = {_owner(function) for function in self._functions if function not in self._minor}
        return {name for owner in owners for name in self.derived(owner)}

    def derived(self, cls: str) -> Iterable[str]:
        """A class and those that derive from it, by their names."""
        found: dict[str, None] = {}
        pending = [cls]
        while pending:
            name = pending.pop()
            if name not in found:
                found[name] = None
                pending.extend(self._derived.get(name, ()))
        return found

    def _is_everywhere(self, method: ir.Function) -> bool:
        """Many objects of a method's class, or of one derived from it, meet many calls of its name."""
        seen = self.derived(_owner(method))
        # Somebody makes one of each class, if only by ``cls(...)``.
        objects = sum(max(1, self._made[name]) for name in seen)
        return objects > MAX_OBJECTS and objects * self._called[method.name] > MAX_PLACES

    # --- what leads to requests ---

    def _leading_to(self, dealing: set[ir.Function]) -> set[ir.Function]:
        """Functions that make requests of what they are passed, as far as names tell.

        A request is something called like an operation in a file that deals with AWS. Whoever calls such a
        function needs no place of its own: only the call of the function itself is told apart by it.
        """
        return {
            one.function for one in self._functions.values()
            if one.function in dealing
            and any(name in NAMING_CALLS or self._requests(name) for name in one.passed_to())
        }  # fmt: skip

    # --- what is given back ---

    def _find_makers(self) -> None:
        pending: list[_Outline] = []
        waiting: dict[str, list[_Outline]] = {}
        for one in self._functions.values():
            given = one.given(self._classes)
            if given is None:
                pending.append(one)
            for name in given or ():
                waiting.setdefault(name, []).append(one)
        while pending:
            one = pending.pop()
            one.makes = True
            self._makers.add(one.function.name)
            pending.extend(waiting.pop(one.function.name, ()))

    # --- naming parameters, from where they are used back to where they come from ---

    def _find_naming(self) -> None:
        for name, functions in self._by_name.items():
            for one in functions if name not in NAMING_CALLS else ():
                one.known_as.append(name)
        for one in self._functions.values():
            for expression in self._names_in(one):
                self._mark(one, expression)
            one.direct = set(one.naming)
        grown = True
        while grown:
            grown = False
            for one in self._functions.values():
                for expression in self._names_passed(one):
                    grown |= self._mark(one, expression)

    def _mark(self, one: _Outline, expression: ir.Expr) -> bool:
        """Notes what an expression that names something is made of; whether that is new."""
        found: set[str] = set()
        grown = one.mark(expression, found)
        for name in one.known_as if grown else ():
            self._slots.setdefault(name, _Slots()).add(one)
        related = self._related(one.function)
        for name in found:
            families = self._naming_fields.setdefault(name, set())
            grown |= related not in families
            families.add(related)
        return grown

    def _related(self, function: ir.Function) -> str:
        """The first of the classes that a method's class is related to, by the names of bases."""
        return self._families.get(_owner(function), "")

    def _names_in(self, one: _Outline) -> Iterator[ir.Expr]:
        """The expressions of a function by which it calls something."""
        yield from one.keys
        for call in one.calls:
            name = _called(call)
            if name in NAMING_CALLS:
                # The first of ``getattr`` is what has the member.
                names = call.args[1:2] if name == "getattr" else call.args[:2]
                yield from (arg for arg in names if not isinstance(arg, ir.Spread))
                yield from (value for key, value in call.kwargs if key is not None and key.endswith("name"))

    def _names_passed(self, one: _Outline) -> Iterator[ir.Expr]:
        """The expressions of a function by which something that it passes them to calls something."""
        related = self._related(one.function)
        for name, value, own in one.fields:
            families = self._naming_fields.get(name, ())
            if related in families if own else families:
                yield value
        for call in one.calls:
            slots = self._slots.get(_called(call))
            if slots is not None:
                yield from slots.arguments(call)


class _Slots:
    """Where the calls of some functions of one name pass their naming parameters."""

    def __init__(self) -> None:
        self._positions: set[int] = set()
        self._names: set[str] = set()

    def add(self, one: _Outline) -> None:
        params = [param.name for param in one.function.params if param.name not in one.implied]
        self._positions.update(index for index, name in enumerate(params) if name in one.naming)
        self._names |= one.naming

    def arguments(self, call: ir.Call) -> Iterator[ir.Expr]:
        """What a call passes there."""
        for index, arg in enumerate(call.args):
            if index in self._positions and not isinstance(arg, ir.Spread):
                yield arg
        for name, value in call.kwargs:
            if name in self._names:
                yield value


class _Outline:
    """What the text of one function says."""

    def __init__(self, function: ir.Function) -> None:
        self.function = function
        self.makes = False
        self.known_as: list[str] = []
        """The names that it is called by: its own, its class's for a constructor."""
        self.naming: set[str] = set()
        """Parameters that names of what is called come through."""
        self.direct: set[str] = set()
        """Those of them by which the function itself calls something."""
        self.called: set[str] = set()
        self.calls: list[ir.Call] = []
        self.keys: list[ir.Expr] = []
        """Computed names of what is called: ``client[name](...)``."""
        self.fields: list[tuple[str, ir.Expr, bool]] = []
        """What fields are set to, and whether they are the receiver's own."""
        self._sources: dict[str, list[ir.Expr]] = {}
        self._returned: list[ir.Expr] = []
        self._nested: set[str] = set()
        self._params = {param.name for param in function.params}
        self.size = 0
        """Nodes of its body, and of those of functions in it: what one more context costs."""
        for statement in function.body:
            for node in walk(statement):
                self.size += _size(node) if isinstance(node, ir.Function) else 1
                self._take(node)
        self.implied = {function.receiver, "self", *(("cls",) if "." in function.qualname else ())}
        """Parameters that calls do not pass; a class given to a plain function is an argument like others."""
        self._own = self._params - self.implied
        self.hands_on = self._hands_on()
        self.wraps = any(self._is_made_here(node) for value in self._returned for node in walk(value))

    def _take(self, node: ir.Node) -> None:
        match node:
            case ir.Call(fn=fn):
                self.calls.append(node)
                if isinstance(fn, ir.Name) and fn.name in self._params:
                    self.called.add(fn.name)
                elif isinstance(fn, ir.Index) and not isinstance(fn.key, ir.Const):
                    self.keys.append(fn.key)
            case ir.Return(value=value) | ir.Yield(value=value):
                if value is not None:
                    self._returned.append(value)
            case ir.Assign(targets=found, value=value) if value is not None:
                for one in found:
                    self._set(one, value)
            case ir.For(target=each, iterable=value):
                self._set(each, value)
            case ir.FunctionDef(function=function):
                self._nested.add(function.name)

    def _set(self, target: ir.Target | None, value: ir.Expr) -> None:
        for name in targets(target):
            self._sources.setdefault(name, []).append(value)
        if isinstance(target, ir.Attr):
            own = isinstance(target.obj, ir.Name) and self._is_receiver(target.obj.name)
            self.fields.append((target.name, value, own))

    def passed_to(self) -> set[str]:
        """The names of what it calls with something that was passed to it, or on something that was."""
        if not self._own:
            return set()
        derived = self._derived()
        return {
            call.fn.name
            for call in self.calls
            if isinstance(call.fn, ir.Attr | ir.Name) and _mentions(call, derived)
        }

    def _derived(self) -> set[str]:
        """The local variables that something passed to it may be in."""
        derived = set(self._own)
        grown = True
        while grown:
            grown = False
            for name, values in self._sources.items():
                if name not in derived and any(_mentions(value, derived) for value in values):
                    derived.add(name)
                    grown = True
        return derived

    def given(self, classes: set[str]) -> set[str] | None:
        """The names in what it may give back; None where that is something that it has made."""
        pending = list(self._returned)
        seen: set[str] = set()
        given: set[str] = set()
        while pending:
            for node in walk(pending.pop()):
                match node:
                    case ir.Function() | ir.FunctionExpr() | ir.ClassExpr():
                        return None
                    case ir.Call(new=True):
                        return None
                    case ir.Name(name=name) | ir.Attr(name=name):
                        if name in self._nested or name in classes or name in NAMING_CALLS:
                            return None
                        if isinstance(node, ir.Name) and name not in seen:
                            seen.add(name)
                            pending.extend(self._sources.get(name, ()))
                        if len(name) > MIN_NAME:
                            given.add(name)
        return given

    def _hands_on(self) -> bool:
        """It gives back something of what it is given: it is short, and no recursion over data."""
        if self.size > MAX_HANDING_ON or not self._own or any(map(self._is_itself, self.calls)):
            return False
        derived = self._derived()
        return any(_mentions(value, derived) for value in self._returned)

    def _is_made_here(self, node: ir.Node) -> bool:
        """A function that is defined inside of this one."""
        if isinstance(node, ir.FunctionExpr):
            return True
        return isinstance(node, ir.Name) and node.name in self._nested

    def _is_itself(self, call: ir.Call) -> bool:
        """A call of the function in its own body."""
        match call.fn:
            case ir.Name(name=name):
                return name == self.function.name
            case ir.Attr(obj=ir.Name(name=owner), name=name):
                return name == self.function.name and self._is_receiver(owner)
        return False

    def _is_receiver(self, name: str) -> bool:
        return name in ("self", "this", "cls") or name == self.function.receiver

    def mark(self, expression: ir.Expr, fields: set[str]) -> bool:
        """Notes what an expression that names something is made of; whether that is new."""
        before = len(self.naming)
        pending = [expression]
        seen: set[str] = set()
        while pending:
            for node in walk(pending.pop()):
                if isinstance(node, ir.Name) and node.name not in seen:
                    seen.add(node.name)
                    if node.name in self._own:
                        self.naming.add(node.name)
                    pending.extend(self._sources.get(node.name, ()))
                elif isinstance(node, ir.Attr) and isinstance(node.obj, ir.Name):
                    fields.update((node.name,) if self._is_receiver(node.obj.name) else ())
        return len(self.naming) > before


def _owner(function: ir.Function) -> str:
    """The class of a method, by its own name."""
    return function.qualname.rpartition(".")[0].rpartition(".")[2]


def _families(classes: Iterable[str], derived: dict[str, list[str]]) -> dict[str, str]:
    """For each class the first, by name, of those that it is related to: bases, what derives from them."""
    related: dict[str, set[str]] = {name: set() for name in classes}
    for base, names in derived.items():
        # A base of a library (``ABC``) relates nothing.
        for name in names if base in related else ():
            related[name].add(base)
            related[base].add(name)
    families: dict[str, str] = {}
    for first in sorted(related):
        pending = [first]
        while pending:
            name = pending.pop()
            if name not in families:
                families[name] = first
                pending.extend(related[name])
    return families


def _called(call: ir.Call) -> str:
    """The name that something is called by."""
    return call.fn.name if isinstance(call.fn, ir.Attr | ir.Name) else ""


def _size(function: ir.Function) -> int:
    """The nodes of a function's body, with the functions in it."""
    return sum(
        _size(node) if isinstance(node, ir.Function) else 1
        for statement in function.body for node in walk(statement)
    )  # fmt: skip


def _mentions(node: ir.Node, names: set[str]) -> bool:
    """Whether an expression, or a function in it, mentions one of some variables."""
    for one in walk(node):
        if isinstance(one, ir.Name) and one.name in names:
            return True
        if isinstance(one, ir.Function) and not names.isdisjoint(one.calls):
            return True
    return False


def brief(instance: Instance, by_id: list[Instance]) -> Hashable:
    """The context of an instance in one place: what objects that it makes are known by."""
    seen = 0
    while not instance.context and instance.function is not None and instance.function.closure is not None:
        instance = by_id[instance.function.closure]
        seen += 1
    if not instance.context:
        return None
    first = instance.context[0]
    return first[:2] if isinstance(first, tuple) else first


def of_object(shape: Shape, maker: Hashable) -> Hashable:
    """What a method's object is known by: the place that makes it, and the context that is made in."""
    return ("on", (shape.site, shape.cls), maker)
