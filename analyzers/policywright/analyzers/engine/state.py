"""What every rule of the interpreter works on: the running frame, the heap, and where results go.

The rule classes build on each other (functions, classes, calls, objects, expressions, statements); what a
lower one needs of a higher one is declared here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from policywright.analyzers import ir
from policywright.analyzers.engine.contexts import Plans
from policywright.analyzers.engine.heap import Heap
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.language import Semantics, language_of
from policywright.analyzers.engine.solver import Cell, Engine, Site
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    Args,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    Obj,
    Text,
    Value,
    options,
)
from policywright.analyzers.model import (
    AMBIENT,
    Cause,
    Identity,
    SdkCall,
    Span,
    Unresolved,
    UnresolvedCode,
)
from policywright.knowledge.operations import Operations
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Const, Struct, one_of
from policywright.knowledge.values import Text as ParameterText
from policywright.knowledge.values import Unknown as ParameterUnknown
from policywright.knowledge.values import Value as Parameter

NO_PARAMETERS = Struct(())
ALTERED = ("altered",)
"""The cell of requests that are not sent as code asks for them: ``service.operation``, each maybe any."""
MOVED = ("moved",)
"""The cell of services of which a client is sent to another region than it is made for, when it is there."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    Result = TypeVar("Result")
    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.engine.walking import Walk


@dataclass(slots=True, eq=False)
class Frame:
    """What the running evaluation sees: local variables as cells, or as values while it changes them."""

    task: Instance
    module: str
    function: FuncV | None
    env: dict[str, Cell | Value]
    class_scope: ClassV | None = None
    captured: frozenset[str] = frozenset()
    defined: dict[str, Value] | None = None
    """The variables that the running site has assigned; None where it assigns none."""
    walk: Walk | None = None


class State(ABC):
    """Shared state, and the results of the running task."""

    own: Interpreter
    """This object by its whole type, for those that are handed the interpreter."""
    _expressions: dict[type[ir.Node], Callable[[Any], Value]]
    _spread: tuple[Args, list[Value], Args] | None = None
    """The last arguments that were spread out, what their mappings had, and what came of it."""

    def __init__(self, engine: Engine, operations: Operations) -> None:
        self.engine = engine
        self.heap = Heap(engine)
        self.program = engine.program
        self.operations = operations
        self.frame = Frame(Instance(-1, "", None, (), Cell()), "", None, {})
        """What runs; before anything does, a frame of nothing."""
        self.here: ir.Pos = (0, 0)
        """The place of the expression under evaluation, for requests that no call expression makes."""
        self._inferring = False
        self.decorates: Value | None = None
        """The definition that a library is decorating: calling that is up to who has its name or gets it."""
        self.called: str | None = None
        """The name that the running call gives to what it calls; None where that is no call expression."""
        self.call_running: ir.Call | None = None
        """The expression that calls."""
        self.making: Obj | None = None
        """The instance of a class of the program that a library's constructor is called for."""
        self.later = False
        """What is called now runs when what stands behind the call does, or after that."""
        self.asking = False
        """The running call asks many alternatives, each of which may lead to the same library's function."""
        self.left: Value = BOTTOM
        """What those have under the name that is called and is very many, too: it is called once for all."""
        self.bound = 0
        """How often a variable of a scope was assigned."""
        self.described: dict[Value, Parameter] = {}
        """How the running site has described what it passes."""
        self.alternatives: dict[Semantics, dict[Value, Parameter]] = {}
        """How members of requests that have several alternatives are described, in each language."""
        self.notes: dict[str, Any] = {}
        """What languages note about the things of this evaluation as they make them."""
        self.bodies: dict[str, list[Instance]] = {}
        """The bodies of modules, once they were evaluated for the first time."""
        self.always_set: dict[ClassV, frozenset[str]] = {}
        """The fields that every instance of a class has of its own."""
        self.semantics = Semantics()
        """The rules of the language of the running frame."""
        self._semantics: dict[str, Semantics] = {}
        self._of_language: dict[str, Semantics] = {}
        self.wanted: dict[ClassV, None] = {}
        """Classes of which somebody needs an instance, while nobody makes one."""
        self.unset: dict[tuple[str, int, object], Value] = {}
        """The cells of fields that were read before anything set them, and what they have if nothing does."""
        self.plans: Plans | None = None
        self.extending: dict[ClassV, None] = {}
        """The program's classes that derive from one of a library."""
        self.orders: dict[ClassV, tuple[int, tuple[ClassV, ...], list[Cell]]] = {}
        """Method resolution orders, the count of known bases they were made at, and the places of bases."""
        self.members: dict[tuple[ClassV, str], tuple[int, list[Cell]]] = {}
        """The places of members in those orders."""

    # --- what lower rules need of higher ones ---

    @abstractmethod
    def evaluate(self, node: ir.Expr) -> Value:
        """The value of an expression, with its effects."""

    @abstractmethod
    def walk_class(self, cls: ir.Class, value: ClassV) -> None:
        """Walks the body of a class, once for an instance."""

    @abstractmethod
    def assign(self, target: ir.Target, value: Value) -> None:
        """Binds a value to a name, attribute, index or pattern."""

    @abstractmethod
    def bind(self, name: str, value: Value) -> None:
        """Assigns a variable of the running scope."""

    @abstractmethod
    def lookup(self, name: str) -> Value:
        """The value of a name in the running scope."""

    @abstractmethod
    def local(self, name: str) -> Value | None:
        """What a local variable holds; None when the running scope has none of that name."""

    @abstractmethod
    def truth(self, test: ir.Expr) -> bool | None:
        """A test's outcome, where it is certain."""

    @abstractmethod
    def attribute(self, receiver: Value, name: str) -> Value:
        """``receiver.name``."""

    @abstractmethod
    def index(self, receiver: Value, key: Value) -> Value:
        """``receiver[key]``."""

    @abstractmethod
    def iterate(self, value: Value) -> Value:
        """The union of what iterating over a value gives."""

    @abstractmethod
    def sequence(self, value: Value) -> tuple[Value, ...] | None:
        """The items of a sequence, where their number is known."""

    @abstractmethod
    def find(self, cls: ClassV, name: str) -> Value | None:
        """A class member by method resolution."""

    @abstractmethod
    def external_bases(self, cls: ClassV) -> list[Ext]:
        """The library classes that a class and those of the program that it derives from name as bases."""

    @abstractmethod
    def external_base(self, cls: ClassV) -> Ext | None:
        """The first library class that a class derives from."""

    @abstractmethod
    def library_bases(self, cls: ClassV) -> tuple[Ext, ...]:
        """The library classes that a class derives from, but those that add nothing."""

    @abstractmethod
    def mro(self, cls: ClassV) -> tuple[ClassV, ...]:
        """A class and its bases in resolution order."""

    @abstractmethod
    def bind_member(self, member: Value, receiver: Value, cls: ClassV | None) -> Value:
        """A class member as seen through an instance."""

    @abstractmethod
    def with_annotation(self, value: Value, annotation: ir.Expr) -> Value:
        """The value, or what its annotation says where nothing else is known."""

    @abstractmethod
    def in_module(self, cls: ClassV, compute: Callable[[], Result]) -> Result:
        """Evaluates with the names of a class's own module in scope."""

    @abstractmethod
    def call(self, function: Value, args: Args, pos: ir.Pos) -> Value:
        """The result of calling any of the alternatives."""

    @abstractmethod
    def call_special(self, receiver: Value, name: str, args: Args = NO_ARGS, pos: ir.Pos = (0, 0)) -> Value:
        """A method that the language calls by itself."""

    # --- results ---

    @contextmanager
    def inferring(self) -> Iterator[None]:
        """Requests emitted inside are guesses from names."""
        before, self._inferring = self._inferring, True
        try:
            yield
        finally:
            self._inferring = before

    def semantics_of(self, module: str) -> Semantics:
        """The rules of the language of a module: one object for all modules of a language."""
        known = self._semantics.get(module)
        if known is not None:
            return known
        language = language_of(self.program, module)
        found = self._of_language.get(language.name)
        if found is None:
            found = self._of_language[language.name] = language.semantics()
        self._semantics[module] = found
        return found

    @property
    def language(self) -> Semantics:
        """The rules of the language of the part: all of a part is written in one."""
        return self.semantics_of(next(iter(self.program.scope)))

    def semantics_value(self, handle: Handle) -> Parameter | None:
        """What an SDK value is as an argument (a queue's URL, a topic's ARN); None when that is open."""
        found: Parameter | None = self.semantics.parameter(self.own, handle)
        return found

    def said(self, value: Value) -> Value | None:
        """The text or constant that an SDK value stands for; None for others, and when that is open."""
        known = self.semantics_value(value) if isinstance(value, Handle) else None
        if isinstance(known, ParameterText):
            return Text(known.parts)
        return Known(known.value) if isinstance(known, Const) else None

    def span(self, pos: ir.Pos) -> Span:
        return self.program.span(self.frame.module, pos)

    def text(self, pos: ir.Pos) -> str:
        """What the code says at a place of the running module."""
        source = self.program.files.get(self.frame.module)
        self.engine.texts[self.frame.module, pos] = None
        return source.data[pos[0] : pos[1]].decode("utf-8", "replace") if source is not None else ""

    def alter(self, service: str, operation: str = "") -> None:
        """Says that requests of a service ("" for any), or an operation, are not sent as code asks."""
        self.engine.write(ALTERED, Known(f"{service}.{operation}"))

    def move(self, service: str) -> None:
        """Says that a client of a service gets another region when it is there: any may be that one."""
        self.engine.write(MOVED, Known(service))

    def as_sent(self, calls: tuple[SdkCall, ...]) -> tuple[SdkCall, ...]:
        """Requests: those that may be altered with anything for each of their members, those that may go to
        another region to any."""
        moved = {one.value for one in options(self.engine.peek(MOVED)) if isinstance(one, Known)}
        if moved:
            anywhere = ParameterUnknown("region")
            calls = tuple([replace(one, region=anywhere) if one.service in moved else one for one in calls])
        altered = options(self.engine.peek(ALTERED))
        if not altered:
            return calls
        every = any(not isinstance(one, Known) for one in altered)
        return tuple([_anything(call) if every or _is_among(call, altered) else call for call in calls])

    def emit(
        self,
        pos: ir.Pos,
        service: str,
        operation: str,
        parameters: Struct = NO_PARAMETERS,
        *,
        via: str | None = None,
        identity: Identity = AMBIENT,
        inferred: bool = False,
        actions: tuple[str, ...] = (),
        resources: tuple[Parameter, ...] = (),
        optional: str | None = None,
    ) -> None:
        """Records one request to AWS at a place in the running site."""
        site = self.site
        region = identity.region
        if region is not None:
            identity = replace(identity, region=None)
        call = SdkCall(
            service=service,
            operation=operation,
            parameters=parameters,
            span=self.span(pos),
            certainty="inferred" if inferred or self._inferring else "resolved",
            identity=identity,
            region=region,
            via=via,
            actions=actions,
            resources=resources,
            optional=optional,
        )
        if site.calls is None:
            site.calls = {}
        key = (pos, service, operation, parameters, identity, region, actions, resources, optional)
        known = site.calls.get(key)
        if known is None or known.certainty == "inferred":
            site.calls[key] = call

    def unresolved(
        self, pos: ir.Pos, code: UnresolvedCode, detail: str, could_be: tuple[str, ...] = (), *,
        name: str = "", cause: tuple[str, ir.Pos] | str | None = None, of: Site | None = None,
    ) -> None:  # fmt: skip
        """Records something at a place in the running site, or one that has run, that can't be told.

        ``cause`` is where it lies (module and position) or what it lies in; without one, it is this place.
        What has a cause in common, and ``detail`` but for the ``name`` that ``{}`` stands for, is one.
        """
        site = of if of is not None else self.site
        span = self.program.span(of.instance.module, pos) if of is not None else self.span(pos)
        before, slot, after = detail.partition("{}") if name else (detail, "", "")
        what = Cause(
            before=before, after=after, key=cause if isinstance(cause, str) else "",
            span=span if cause is None else None if isinstance(cause, str) else self.program.span(*cause),
        )  # fmt: skip
        if site.unresolved is None:
            site.unresolved = {}
        item = Unresolved(
            code=code, span=span, detail=f"{before}{name if slot else ''}{after}", could_be=could_be,
            name=name, cause=what,
        )  # fmt: skip
        site.unresolved[item] = None

    @property
    def site(self) -> Site:
        """The running site."""
        site = self.engine.site
        assert site is not None
        return site


def _is_among(call: SdkCall, altered: Sequence[Value]) -> bool:
    ways = (".", f"{call.service}.", f"{call.service}.{call.operation}")
    return any(Known(one) in altered for one in ways)


def _anything(call: SdkCall) -> SdkCall:
    passed = call.parameters
    fields = [(name, one_of((value, ParameterUnknown("altered")))) for name, value in passed.fields]
    return replace(call, parameters=Struct(tuple(fields), True, passed.maybe, passed.computed))
