"""Which calls of one function are looked at together: decided from the program's text, before it is solved.

Every function gets a *plan*. The context of a call is made of what its plan says: the object that a method
is called on (by the place that makes it), the place of the call, the constants passed for *naming
parameters* (those that come to choose a service, an operation or a member), and the code bodies passed for
parameters that are called. All of these are places and names in the text, nested no more than two deep, so a
program has finitely many contexts, and about as many as it has calls.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Set

from policywright.analyzers import ir
from policywright.analyzers.engine.hierarchy import UNNAMED, Hierarchy
from policywright.analyzers.engine.likeness import Likeness
from policywright.analyzers.engine.names import owner_of, simple_name, walk
from policywright.analyzers.engine.outlines import MIN_NAME, NAMING_CALLS, Outline, called
from policywright.analyzers.engine.rings import Rings, walkers
from policywright.knowledge.isolation import heard
from policywright.knowledge.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.instances import Instance
    from policywright.analyzers.engine.shapes import Shape
    from policywright.analyzers.program import Program
    from policywright.knowledge.operations import Operation, Operations

MAX_PLACES = 64
"""Contexts of a method that gives back what it is given, by objects and places, as the text has them.

Of more, only its objects count: getters of data that is everywhere cost most and tell least.
"""
MAX_OBJECTS = 8
"""Objects of a class, by the text, up to which places always count (``config.get(key, "x")``)."""
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
    by_words: bool = False
    """What a call passes stands for its place, where all of it is written there: it gives back what it is
    given, and makes nothing of its own."""
    always: bool = False
    """By its place under whatever name: it gives back a function that is defined in it, or makes requests."""
    same: frozenset[str] = frozenset()
    """The parameters that it gives back as they are."""
    naming: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    """Parameters that name a variable of the environment, each of which gives something else."""
    wraps: bool = False
    """It gives back a function that is defined in it, or what another such function gives."""
    through: bool = False
    """The latter: a call of that one is told apart by the call of this one, too."""
    by_item: bool = False
    """It keeps something under what it is passed, or gives a function of it: calls for each item of a list
    tell the items apart."""


class Requests:
    """What names say of requests: whether one is that of a service, or of an operation in some spelling."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations
        self._services = frozenset(operations.services())
        self._known: dict[str, bool] = {}
        self._bare: dict[str, bool] = {}
        self._kinds: frozenset[str] | None = None

    def __call__(self, name: str) -> bool:
        found = self._known.get(name)
        if found is None:
            operations = self._operations
            found = self._known[name] = name in self._services or bool(
                operations.services_with_method(name)
                or (_plain(name) and operations.services_with_operation(_plain(name)))
            )
        return found

    def asks(self, name: str, *, bare: bool) -> bool:
        """The same of what is called; with nothing (``bare``), only operations that need no input are."""
        if not bare or name in self._services:
            return self(name)
        found = self._bare.get(name)
        if found is None:
            found = self._bare[name] = self(name) and any(
                not any(member.required for member in operation.members) for operation in self._named(name)
            )
        return found

    def gives_objects(self, name: str) -> bool:
        """Whether boto3's objects have a method of a name that gives another: ``bucket.Object(key)``."""
        if self._kinds is None:
            self._kinds = self._operations.resource_kinds()
        return name in self._kinds

    def _named(self, name: str) -> Iterator[Operation]:
        operations, api = self._operations, _plain(name)
        found = [operations.by_method(one, name) for one in operations.services_with_method(name)]
        found += [operations.get(one, api) for one in operations.services_with_operation(api)]
        return filter(None, found)


def _plain(name: str) -> str:
    """The API's spelling of what a language calls an operation."""
    plain = name.removesuffix("Command").removesuffix("Request").removesuffix("Async")
    return plain and plain[0].upper() + plain[1:]


class Plans:
    """The plans of all functions of a program (or part of one)."""

    def __init__(self, program: Program, modules: Iterable[str], minor: frozenset[ir.Function],
                 requests: Requests) -> None:  # fmt: skip
        modules = tuple(modules)
        self._minor = minor
        self._plans: dict[ir.Function, Plan] = {}
        self._functions: dict[ir.Function, Outline] = {}
        self._by_name: dict[str, list[Outline]] = {}
        self._slots: dict[str, _Slots] = {}
        """What calls by a name pass names in: one entry for all functions of the name, however many."""
        self._naming_fields: dict[str, set[str]] = {}
        """Fields that names of what is called are in, with the families of classes that have them."""
        self._requests = requests
        self._makers: set[str] = set()
        constructors: set[ir.Function] = set()
        for module in modules:
            heard()
            lowered = program.lowered(module)
            for function in lowered.functions:
                self._add(function.name, Outline(function))
            for cls in lowered.classes:
                names = program.constructors(module)
                for statement in cls.body:
                    if isinstance(statement, ir.FunctionDef) and statement.function.name in names:
                        constructors.add(statement.function)
                        self._by_name.setdefault(cls.name, []).append(
                            self._functions.get(statement.function) or Outline(statement.function)
                        )
        self._classes = _hierarchy(cls for module in modules for cls in program.lowered(module).classes)
        self._called: Counter[str] = Counter()
        """How often something is called by a name in the whole program."""
        self._made: Counter[str] = Counter()
        """How many objects of a class there are, by the text: what makes one has callers."""
        for outline in self._functions.values():
            self._called.update(called(call) for call in outline.calls)
        for module in modules:
            lowered = program.lowered(module)
            self._called.update(
                called(node) for statement in lowered.body for node in walk(statement)
                if isinstance(node, ir.Call)
            )  # fmt: skip
        self._made.update({name: self._called[name] for name in self._classes.bases})
        for outline in self._functions.values():
            function = outline.function
            callers = self._called[owner_of(function) if function in constructors else function.name]
            if callers > 1 and not function.receiver:
                made = [name for call in outline.calls if (name := called(call)) in self._classes]
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
        self._sending = self._classes_sending(frozenset())
        self._answering = self._classes_sending(constructors)
        self._find_makers()
        self._find_wrappers()
        self._find_naming()
        self.rings = Rings(self._functions)
        self._walkers = walkers(
            self._functions, lambda function: self._classes.family(owner_of(function)), minor, self._requests,
            lambda name: name in self._by_name or name in self._classes,
        )  # fmt: skip
        self._likeness = Likeness(program, modules, self._functions, self._classes, self.asks)

    def asks(self, name: str) -> bool:
        """Whether something may be requested by calling, or by reading, what has a name."""
        return self.is_telling(name) or name in NAMING_CALLS

    def _add(self, name: str, outline: Outline) -> None:
        self._functions[outline.function] = outline
        self._by_name.setdefault(name, []).append(outline)

    def plan(self, function: ir.Function, method: bool) -> Plan:
        """The plan of a function (of a class, if it is a ``method``)."""
        found = self._plans.get(function)
        if found is None:
            outline = self._functions.get(function)
            if outline is None:
                # Made up by a front end.
                outline = self._functions[function] = Outline(function)
                given = outline.given(self._classes.bases)
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
            reads = tuple(
                param.name for param in function.params
                if param.name in outline.reads and param.name not in naming
            )  # fmt: skip
            # What a method makes is told apart by its object, but for functions: a wrapper holds one.
            makes = outline.wraps or (outline.makes and not receiver and function not in self._minor)
            # A function that nobody calls by a name is there for the one who gets it.
            apart = (outline.pairs or outline.wraps) and outline.is_small
            by_item = apart and not self._called[function.name]
            always = outline.wraps or function in self._leading or by_item
            hands_on = outline.hands_on and not everywhere
            more = by_item or function in self._leading or makes or (bool(called) and outline.is_small)
            by_place = hands_on or more
            same = outline.same() if hands_on else frozenset[str]()
            if function in self._walkers and self._objects(function) > self._walkers[function]:
                receiver = ""
            found = self._plans[function] = Plan(
                receiver, by_place, hands_on and not more, always, same, naming, called, reads,
                wraps=outline.wraps, through=outline.through, by_item=by_item,
            )  # fmt: skip
        return found

    def is_telling(self, text: str) -> bool:
        """Whether a string is a name of the SDK's, or of something of the program that may make requests."""
        return text in self._telling or self._requests(text)

    def sends(self, name: str) -> bool:
        """Whether a method of some class of a name may make requests."""
        return name in self._sending

    def alike(self, cls: str, called: str | None) -> bool:
        """Whether there are many objects of a class, and those that are told nothing differ by nothing.

        Whoever makes one by another name (``plugin("aws")()``), as it is ``called``, may do so wherever
        something is called by that.
        """
        if self._made[cls] > MAX_OBJECTS:
            return self._likeness.alike(cls)
        many = called is not None and self._called[called] > MAX_OBJECTS
        return many and self._likeness.alike(cls) and not self._likeness.adds(called or "", cls)

    def is_error(self, cls: str) -> bool:
        """Whether objects of a class are errors: nobody asks one that is caught for a request."""
        return self._likeness.is_error(cls)

    def answers(self, name: str) -> bool:
        """The same of an object that is there already: nobody calls its constructor any more."""
        return name in self._answering

    def _classes_sending(self, without: Set[ir.Function]) -> set[str]:
        """The classes that have, or inherit, a method which may make requests, but for some."""
        owners = {
            owner_of(function) for function in self._functions
            if function not in self._minor and function not in without
        }  # fmt: skip
        return {name for owner in owners for name in self.derived(owner)}

    def relatives(self, cls: str) -> int:
        """How many classes are related to one, itself among them."""
        return self._classes.relatives(cls)

    def derived(self, cls: str) -> Iterable[str]:
        """A class and those that derive from it, by their names."""
        return self._classes.derived(cls)

    def _is_everywhere(self, method: ir.Function) -> bool:
        """Many objects of a method's class, or of one derived from it, meet many calls of its name."""
        objects = self._objects(method)
        return objects > MAX_OBJECTS and objects * self._called[method.name] > MAX_PLACES

    def _objects(self, method: ir.Function) -> int:
        """How many objects a method may be called on, by the text."""
        # Somebody makes one of each class, if only by ``cls(...)``.
        return sum(max(1, self._made[name]) for name in self.derived(owner_of(method)))

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
        pending: list[Outline] = []
        waiting: dict[str, list[Outline]] = {}
        for one in self._functions.values():
            given = one.given(self._classes.bases)
            if given is None:
                pending.append(one)
            for name in given or ():
                waiting.setdefault(name, []).append(one)
        while pending:
            one = pending.pop()
            one.makes = True
            self._makers.add(one.function.name)
            pending.extend(waiting.pop(one.function.name, ()))

    def _find_wrappers(self) -> None:
        """Functions that wrap what they are passed by way of another one: a call of them is one of that."""
        waiting: dict[str, list[Outline]] = {}
        for one in self._functions.values():
            for name in one.wrapped_by():
                waiting.setdefault(name, []).append(one)
        pending: list[str] = []
        for one in self._functions.values():
            if one.is_wrapper():
                one.wraps = True
                pending.append(one.function.name)
        while pending:
            name = pending.pop()
            for one in waiting.pop(name, ()) if len(name) > MIN_NAME else ():
                one.wraps = one.through = True
                pending.append(one.function.name)

    # --- naming parameters, from where they are used back to where they come from ---

    def _find_naming(self) -> None:
        for name, functions in self._by_name.items():
            for one in functions if name not in NAMING_CALLS else ():
                one.known_as.append(name)
        passing: dict[str, list[tuple[Outline, ir.Call]]] = {}
        setting: dict[str, list[tuple[Outline, ir.Expr, bool]]] = {}
        for one in self._functions.values():
            for call in one.calls:
                passing.setdefault(called(call), []).append((one, call))
            for name, value, own in one.fields:
                setting.setdefault(name, []).append((one, value, own))
        pending: dict[tuple[str, bool], None] = {}
        for one in self._functions.values():
            for expression in self._names_in(one):
                self._mark(one, expression, pending)
            one.direct = set(one.naming)
        while pending:
            name, is_field = pending.popitem()[0]
            if is_field:
                families = self._naming_fields[name]
                for one, value, own in setting.get(name, ()):
                    if not own or self._related(one.function) in families:
                        self._mark(one, value, pending)
            else:
                slots = self._slots[name]
                for one, call in passing.get(name, ()):
                    for expression in slots.arguments(call):
                        self._mark(one, expression, pending)

    def _mark(self, one: Outline, expression: ir.Expr, grown: dict[tuple[str, bool], None]) -> None:
        """Notes what an expression that names something is made of: more calls and fields that pass names."""
        if expression in one.marked:
            return
        one.marked.add(expression)
        found: set[str] = set()
        if one.mark(expression, found):
            for name in one.known_as:
                self._slots.setdefault(name, _Slots()).add(one)
                grown[name, False] = None
        related = self._related(one.function)
        for name in found:
            families = self._naming_fields.setdefault(name, set())
            if related not in families:
                families.add(related)
                grown[name, True] = None

    def _related(self, function: ir.Function) -> str:
        """What stands for the classes that a method's class is related to."""
        return self._classes.family(owner_of(function))

    def _names_in(self, one: Outline) -> Iterator[ir.Expr]:
        """The expressions of a function by which it calls something."""
        yield from one.keys
        for call in one.calls:
            name = called(call)
            if name in NAMING_CALLS:
                # The first of ``getattr`` is what has the member.
                names = call.args[1:2] if name == "getattr" else call.args[:2]
                yield from (arg for arg in names if not isinstance(arg, ir.Spread))
                yield from (value for key, value in call.kwargs if key is not None and key.endswith("name"))


class _Slots:
    """Where the calls of some functions of one name pass their naming parameters."""

    def __init__(self) -> None:
        self._positions: set[int] = set()
        self._names: set[str] = set()

    def add(self, one: Outline) -> None:
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


def _hierarchy(classes: Iterable[ir.Class]) -> Hierarchy:
    """What classes derive from, by the names of the bases."""
    bases: dict[str, set[str]] = {}
    for cls in classes:
        bases.setdefault(cls.name, set()).update(simple_name(base) or UNNAMED for base in cls.bases)
    return Hierarchy(bases)


def brief(instance: Instance, by_id: list[Instance]) -> Hashable:
    """The context of an instance in one place: what objects that it makes are known by."""
    seen = 0
    while not instance.context and instance.function is not None and instance.function.closure is not None:
        instance = by_id[instance.function.closure]
        seen += 1
    if not instance.context:
        return None
    return one_level(instance.context[0])


def one_level(key: Hashable) -> Hashable:
    """What a context begins with, without what that itself lies in."""
    return key[:2] if isinstance(key, tuple) else key


def of_object(shape: Shape, maker: Hashable) -> Hashable:
    """What a method's object is known by: the place that makes it, and the context that is made in."""
    return ("on", (shape.site, shape.cls), maker)
