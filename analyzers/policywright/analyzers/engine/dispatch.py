"""Rules for telling calls apart: the instances that a call reaches, the objects that a class's call gives."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

from policywright.analyzers import ir
from policywright.analyzers.engine.arguments import ArgumentRules
from policywright.analyzers.engine.contexts import Plan, of_object, one_level
from policywright.analyzers.engine.crowds import CROWD
from policywright.analyzers.engine.handles import Keywords, Maybe, Under
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.merging import makes_senders
from policywright.analyzers.engine.solver import Cell
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Gen,
    Handle,
    Known,
    Method,
    Obj,
    Partial,
    Super,
    Text,
    Tup,
    Value,
    Wrapped,
    join_all,
    options,
)

MAX_PRODUCT = 1_000
"""Contexts of one function by all that counts, where one thing alone gives fewer by ``FEWER`` times."""
FEWER = 8
MAX_NESTED = 100
"""Pairs of classes of which one makes the other, whatever both are, that are told apart."""
MAX_VARIABLES = 16
"""Names of environment variables that one call may pass and that are told apart; chosen: what has more goes
through a table of settings."""
OUTSIDE = ("outside",)
"""The place of all calls that come from outside the program."""
RING = ("ring",)
"""The place of all calls that come from functions which a function calls itself by way of (``rings``)."""
ANY_NAME = "%any"
"""The name under which something is called that a container may have under any."""
READS = "%read "
"""What names begin with under which the language calls what gives a member."""


class DispatchRules(ArgumentRules):
    """Which calls are looked at together; what a call does is in ``CallRules``."""

    # --- functions ---

    def instances(
        self, function: FuncV, bound: dict[str, Value], pos: ir.Pos, told: bool
    ) -> list[tuple[Instance, dict[str, Value]]]:
        """The instances that a call reaches, with what each is passed.

        What is passed nothing (``told``) is called by something outside the program, wherever that is: all
        those calls are one.
        """
        plan = self.plan(function)
        engine, module = self.engine, function.module
        splits: list[tuple[str, dict[Hashable, Value]]] = []
        if plan.receiver:
            splits.append((plan.receiver, self._by_object(bound.get(plan.receiver, BOTTOM))))
        for name in plan.naming:
            splits.append((name, self._by_constant(bound[name])))
        for name in plan.called:
            splits.append((name, self._by_code(bound[name])))
        for name in plan.reads:
            splits.append((name, self._by_variable(bound[name])))
        if not splits and not plan.by_place:
            return [(engine.instance((function, ()), module, function, ()), bound)]
        place: tuple[Hashable, ...] = ()
        if plan.by_place:
            place = self._place(function, plan, pos) if told else (OUTSIDE,)
            if plan.by_words and place == ((self.frame.module, pos),) and self._is_written(pos):
                place = (("written", *[item for item in bound.items() if item[0] != plan.receiver]),)
        apart = self._told(plan, place, bound)
        found: list[tuple[Instance, dict[str, Value]]] = []
        for keys, passed in _combined(splits):
            for at, own in apart:
                found.append((self._instance(function, plan, at, keys), {**bound, **own, **passed}))
        return found

    def _instance(
        self, function: FuncV, plan: Plan, at: tuple[Hashable, ...], keys: tuple[Hashable, ...]
    ) -> Instance:
        """The instance of a place and of what arguments are known by.

        Where every object meets everything that is passed, a function has the product of both as contexts. Of
        very many one thing is left that counts: a name, else code, else a variable, else the place. All at
        once: what was told apart before goes to the instances that are left, too, whoever came first.
        """
        engine = self.engine
        context, less = (*at, *keys), (keys[1:] if plan.receiver else keys)[:1] or at
        if not less or len(context) == 1 or function in engine.instances.merged:
            context = less or context
            return engine.instance((function, context), function.module, function, context)
        made = engine.instances.by_key.get((function, context))
        if made is None:
            made = engine.instance((function, context), function.module, function, context)
            products = engine.instances.products.setdefault(function, {})
            products[made] = less
            if len(products) > MAX_PRODUCT and len(products) > FEWER * len(set(products.values())):
                self._merge(function)
        return made

    def _merge(self, function: FuncV) -> None:
        """Has the instances of a function go to those that one thing tells apart."""
        engine = self.engine
        engine.instances.merged.add(function)
        into: dict[Instance, None] = {}
        for one, context in engine.instances.products.pop(function).items():
            found = engine.instance((function, context), function.module, function, context)
            if found is one:
                continue
            one.into = found
            into[found] = None
            for name, cell in one.parameters.items():
                engine.feed(found.parameters.setdefault(name, Cell()), cell)
            engine.feed(one.result, found.result)
            if function.function.is_generator:
                engine.feed(engine.cell(("yield", one.id)), engine.cell(("yield", found.id)))
            engine.relink(one, found)
        for found in into:
            engine.enter(found)

    def _told(
        self, plan: Plan, place: tuple[Hashable, ...], bound: dict[str, Value]
    ) -> list[tuple[tuple[Hashable, ...], dict[str, Value]]]:
        """What a call passes to the instance of its place, and to the one that all places share.

        A place of its own gets everything, as soon as an argument tells something; what of each argument
        tells nothing goes to the shared instance, so that whatever is learnt later only adds to both.
        """
        if not place or plan.always:
            return [(place, {})]
        names = [name for name in bound if name != plan.receiver]
        telling, rest = _parted([
            (bound[name], self._is_sender if name in plan.same else _tells) for name in names
        ])  # fmt: skip
        found: list[tuple[tuple[Hashable, ...], dict[str, Value]]] = [(place, {})] if telling else []
        if rest is not None:
            found.append(((), dict(zip(names, rest, strict=True))))
        return found

    def _is_sender(self, value: Value) -> bool:
        """The same of what the call gives back: there an object whose class makes requests tells, too."""
        if type(value) is not Obj:
            return _tells(value)
        cls = self.heap.shape(value).cls
        return cls is not None and self.plans is not None and self.plans.sends(cls.cls.name)

    def _place(self, function: FuncV, plan: Plan, pos: ir.Pos) -> tuple[Hashable, ...]:
        """Where a call is, as contexts tell: a function that calls itself stays in its context.

        What is called by another name than its own came from a collection of functions: there all its calls
        are one, or each function of the program would have a context for each place that calls any of them.
        So are those of what a container may have under any name, whatever it is: any call comes to all of it.
        What gives members (``__getattr__``, the ``get`` of a proxy) is called wherever one is read: there the
        member tells more than the place.
        """
        caller = self.frame.task
        code = function.function
        name = self.called
        if name == ANY_NAME:
            return ()
        if name is not None and name.startswith(READS):
            telling = self.plans is not None and self.plans.is_telling(name.removeprefix(READS))
            return (name,) if telling else ()
        if name is not None and not plan.always and name not in (code.name, code.known_as):
            owner = function.owner
            if owner is None or code.name not in self.program.constructors(function.module):
                return ()
        if caller.outside:
            return (OUTSIDE,)
        if (
            caller.function is not None
            and self.plans is not None
            and self.plans.rings.within(caller.function.function, code)
        ):
            return (RING,)
        if caller.function is not None and caller.context:
            around = caller.context[0]
            if caller.function.function is code:
                return (around,)
            if plan.wraps and self.plan(caller.function).through:
                return ((self.frame.module, pos, one_level(around)),)
        return ((self.frame.module, pos),)

    def _is_written(self, pos: ir.Pos) -> bool:
        """Whether the running call, if it stands at a place, passes constants alone."""
        call = self.call_running
        return (
            call is not None
            and call.pos == pos
            and all([type(one) is ir.Const for one in call.args])
            and all([key is not None and type(one) is ir.Const for key, one in call.kwargs])
        )

    def place_of(self, function: Value, pos: ir.Pos, index: int) -> ir.Pos:
        """Where a call for an item of a list is, as contexts tell."""
        for option in options(function):
            inner = option.function if isinstance(option, Bound) else option
            if isinstance(inner, FuncV) and self.plan(inner).by_item:
                return (pos[0], pos[0] + 1 + index)
        return pos

    def plan(self, function: FuncV) -> Plan:
        """How the calls of a function are told apart."""
        assert self.plans is not None
        return self.plans.plan(function.function, function.owner is not None)

    def _by_object(self, value: Value) -> dict[Hashable, Value]:
        """A receiver by what it is known by."""
        if type(value) is Obj:
            shape = self.heap.shape(value)
            return {of_object(shape, shape.maker): value}
        found: dict[Hashable, list[Value]] = {}
        for option in options(value):
            key: Hashable = None
            if isinstance(option, Obj):
                shape = self.heap.shape(option)
                key = of_object(shape, shape.maker)
            elif isinstance(option, ClassV):
                key = ("of", option.cls)
            found.setdefault(key, []).append(option)
        return {key: join_all(values) for key, values in found.items()} or {None: value}

    def _by_constant(self, value: Value) -> dict[Hashable, Value]:
        """A naming argument by its constants; all are one where anything passes through."""
        alternatives = options(value)
        if CROWD in alternatives:
            return {None: value}
        found: dict[Hashable, list[Value]] = {}
        for option in alternatives:
            text = option.value if isinstance(option, Known) else None
            named = isinstance(text, str) and self.plans is not None and self.plans.is_telling(text)
            found.setdefault(("name", text) if named else None, []).append(option)
        return {key: join_all(values) for key, values in found.items()} or {None: value}

    def _by_variable(self, value: Value) -> dict[Hashable, Value]:
        """The name of a variable of the environment, by what it says or by the constant that it is."""
        alternatives = list(options(value))
        if len(alternatives) > MAX_VARIABLES:
            return {None: value}
        found: dict[Hashable, list[Value]] = {}
        for option in alternatives:
            said = isinstance(option, Obj) or (isinstance(option, Known) and isinstance(option.value, str))
            found.setdefault(("variable", option) if said else None, []).append(option)
        return {key: join_all(values) for key, values in found.items()} or {None: value}

    def _by_code(self, value: Value) -> dict[Hashable, Value]:
        """A function that is passed by its body."""
        found: dict[Hashable, list[Value]] = {}
        for option in options(value):
            key = self._code(option)
            found.setdefault(key, []).append(option)
        return {key: join_all(values) for key, values in found.items()} or {None: value}

    def _code(self, value: Value) -> Hashable:
        """What a callable is known by."""
        match value:
            case FuncV(function=code) | Bound(function=FuncV(function=code)):
                # What makes no requests is all one.
                return ("code", code) if code not in self.engine.bounds.crowds.minor else None
            case Method(name=name):
                return ("method", name)
            case Partial(function=FuncV(function=code)):
                return ("partial", code)
            case ClassV(cls=cls) if self.plans is not None and self.plans.sends(cls.name):
                return ("class", cls)
            case Ext(path=path) if makes_senders(path):
                return ("library", path)
            case Handle():
                inner = value.code()
                return self._code(inner) if inner is not None else None
        return None

    # --- objects ---

    def objects(
        self, cls: ClassV, args: Args, pos: ir.Pos, *, within: bool = True
    ) -> Iterator[tuple[Obj, Args]]:
        """The objects that a call of a class may give, with what each is told.

        An object is known by its place and, if ``within`` says so, by the running context. Those that are
        told nothing are one for the whole program where objects of the class differ by nothing else.
        """
        plans, name = self.plans, cls.cls.name
        if plans is not None and plans.is_error(name):
            yield self._any_of(cls), args
        elif plans is not None and plans.alike(name, self.called):
            telling, rest = _parted([(value, _marks) for value in args.values()])
            if telling:
                yield self.allocate_instance(cls, pos, within=within), args
            if rest is not None:
                yield self._any_of(cls), args.of(rest)
        else:
            yield self.allocate_instance(cls, pos, within=within), args

    def _any_of(self, cls: ClassV) -> Obj:
        """The object that stands for all of its class that are told nothing."""
        return self._known(cls, self.heap.new("instance", "any", cls.module, None, cls=cls))

    def allocate_instance(self, cls: ClassV, *site: object, within: bool = True) -> Obj:
        """An instance of an allocation site."""
        maker = None if not within or self._is_one_of_many(cls) else self.frame.task.id
        return self._known(cls, self.heap.new("instance", *site, self.frame.module, maker, cls=cls))

    def _known(self, cls: ClassV, obj: Obj) -> Obj:
        """The instance, which all get who ask for those of its class."""
        for base in self.mro(cls):
            self.engine.write(("instances", base), obj)
        return obj

    def _is_one_of_many(self, cls: ClassV) -> bool:
        """It is made by code that makes objects of whatever class (``cls(...)``), and can't make requests; or
        there is such code for each of very many classes: each monitor of a registry makes each auditor of
        another one."""
        name, plans = self.called, self.plans
        if name == cls.cls.name or plans is None:
            return False
        if name is not None and not plans.sends(cls.cls.name):
            return True
        return plans.relatives(cls.cls.name) * self._around() > MAX_NESTED

    def _around(self) -> int:
        """How many classes the running context may be that of, by those that it is told by."""
        assert self.plans is not None
        most = 1
        for key in self.frame.task.context:
            match key:
                case ("class", ir.Class(name=name)) | ("on", (_, ClassV(cls=ir.Class(name=name))), _):
                    most = max(most, self.plans.relatives(name))
        return most


def _tells(value: Value) -> bool:
    """Whether a call that passes this may be another one than a call that does not.

    A name, code or whoever sends requests is; objects and data are found where they are used.
    """
    match value:
        case Known(value=str(text)):
            return bool(text)
        case Text(parts=parts):
            return any(isinstance(part, str) for part in parts)
        case FuncV() | Bound() | Method() | Partial() | Wrapped() | ClassV():
            return True
        case Tup(items=items):
            return any(_tells(one) for item in items for one in options(item))
        case Maybe(value=inner):
            return any(_tells(one) for one in options(inner))
        case Keywords(pairs=pairs, others=others):
            passed = (*(item for _, item in pairs), others)
            return any(_tells(one) for item in passed for one in options(item))
        case Ext(path=path):
            return makes_senders(path)
        case Under():
            return True
        case Handle():
            return value.sends() or value.code() is not None
    return False


def _parted(passed: Sequence[tuple[Value, Callable[[Value], bool]]]) -> tuple[bool, list[Value] | None]:
    """Whether anything passed tells something, each by its own rule, and the rest of each; None where nothing
    is left of one."""
    telling = lost = False
    rest: list[Value] = []
    for value, tells in passed:
        left = [one for one in options(value) if not tells(one)]
        if len(left) < len(options(value)):
            telling = True
            lost = lost or not left
        rest.append(join_all(left) if len(left) < len(options(value)) else value)
    return telling, None if lost else rest


def _marks(value: Value) -> bool:
    """Whether an object that is made of this may be another one than one that is not."""
    return _tells(value) or isinstance(value, Obj | Handle | Gen | Super)


def _combined(
    splits: list[tuple[str, dict[Hashable, Value]]],
) -> list[tuple[tuple[Hashable, ...], dict[str, Value]]]:
    """Every combination of one part of each argument that is split."""
    found: list[tuple[tuple[Hashable, ...], dict[str, Value]]] = [((), {})]
    for name, parts in reversed(splits):
        found = [
            ((key, *keys), {**passed, name: value}) for keys, passed in found for key, value in parts.items()
        ]
    return found
