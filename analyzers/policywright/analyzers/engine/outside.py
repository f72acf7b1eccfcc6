"""What stands for what is outside of the program: callers of its functions, and makers of its objects.

What is called, and when, is in ``roots`` and ``following``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.binding import received
from policywright.analyzers.engine.handles import ROOT_ARGS
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.solver import Engine, Site
from policywright.analyzers.engine.values import BOTTOM, ClassV, FuncV, Handle, Obj, Value, Wrapped, options

_OF_CLASSES = ("staticmethod", "classmethod", "classproperty")
"""Kinds of methods that are called on the class itself."""


class Outside:
    """Calls functions as their environment does, and makes up the objects that only this makes."""

    def __init__(self, run: Interpreter, engine: Engine, progress: Callable[[str], None]) -> None:
        self.run = run
        self.engine = engine
        self.program = engine.program
        self.progress = progress
        self._drivers: dict[str, Instance] = {}
        self._made_up: set[ClassV] = set()
        """Classes of which there is an instance that only the environment can have made."""
        self._makers: dict[str, Instance] = {}

    def settle(self) -> None:
        """Runs to a fixpoint, making up instances of annotated classes that nobody constructs."""
        self.engine.drain()
        while self.run.wanted:
            wanted = sorted(self.run.wanted, key=of_class)
            self.run.wanted.clear()
            missing = [cls for cls in wanted if self._is_missing(cls)]
            self._made_up.update(missing)
            for cls in missing:
                self._synthesise(cls)
            self.engine.drain()

    def _is_missing(self, cls: ClassV) -> bool:
        """Whether an instance is to be made up: of what nobody makes, and of what libraries make, too."""
        if cls in self._made_up:
            return False
        return self.run.is_data(cls) or self.engine.peek(("instances", cls)) is BOTTOM

    def _synthesise(self, cls: ClassV, *, anew: bool = False) -> None:
        """An instance of a class that only the environment makes, or that it makes ``anew``."""
        maker = self._makers.get(cls.module)
        if maker is None:
            maker = self._makers[cls.module] = self._caller(cls.module)
        self._site(maker, lambda: self.run.made_up(cls) if anew else self.run.synthesise(cls))

    def _call_value(self, value: Value, pos: ir.Pos = (0, 0)) -> None:
        self.run.call(value, ROOT_ARGS, pos)

    def _module(self, module: str) -> Instance:
        self.progress(module)
        instance = self.engine.instance(("module", module), module, None, ())
        self.engine.enter(instance)
        return instance

    def _start_all(self, functions: Sequence[tuple[ir.Function, str]]) -> None:
        """Evaluates functions as their environment would call them, for each closure and receiver."""
        made = [(value, module) for function, module in self.engine.mixed(functions)
                for value in self.engine.created.get(function, ())]  # fmt: skip
        owners = {
            value.owner: None for value, _ in made if value.owner is not None and self._is_of_objects(value)
        }  # fmt: skip
        for owner in sorted(owners, key=of_class):
            if self.engine.peek(("instances", owner)) is BOTTOM:
                self._synthesise(owner)
        self.settle()
        called: dict[FuncV, set[Value]] = {}
        due = [(value, self._receivers(value), module) for value, module in made]
        minor = self.engine.bounds.crowds.minor
        while due:
            for value, receivers, module in due:
                called.setdefault(value, set()).update(receivers)
                self._act(module, partial(self._call, value, receivers))
            self.settle()
            # What one of them has made of its own class is called, too.
            due = [
                (value, tuple(new), module) for value, module in made if value.function not in minor
                if (new := [one for one in self._receivers(value) if one not in called[value]])
            ]  # fmt: skip

    def _call(self, function: FuncV, receivers: tuple[Value, ...]) -> None:
        """Calls what the function's name is bound to, and the function itself if that does not."""
        code = function.function
        wrapped = self.engine.decorated.get(function)
        evaluated = self.engine.instances.evaluated
        if function.owner is None:
            if wrapped is not None:
                self.run.call(wrapped, ROOT_ARGS, code.pos)
            if wrapped is None or code not in evaluated:
                self.run.call(function, ROOT_ARGS, code.pos)
            return
        kinds = self._kinds(function)
        for receiver in receivers:
            if wrapped is not None and not kinds - {""}:
                self.run.call(self.run.bind_member(wrapped, receiver, function.owner), ROOT_ARGS, code.pos)
                if code in evaluated:
                    continue
            self.run.invoke(function, received(code, receiver, ROOT_ARGS), code.pos)
        if "staticmethod" in kinds:
            self.run.call(function, ROOT_ARGS, code.pos)

    def _kinds(self, function: FuncV) -> set[str]:
        assert function.owner is not None
        member = self.engine.peek(("class", function.owner, function.function.name))
        return {_kind(option) for option in options(member)}

    def _is_of_objects(self, function: FuncV) -> bool:
        """Whether a method is called on objects of its class."""
        return self._kinds(function).isdisjoint(_OF_CLASSES)

    def _receivers(self, function: FuncV) -> tuple[Value, ...]:
        owner = function.owner
        if owner is None:
            return ()
        kinds = self._kinds(function)
        if "staticmethod" in kinds:
            return ()
        if kinds & {"classmethod", "classproperty"}:
            return (owner,)
        made = options(self.engine.peek(("instances", owner)))
        return tuple(option for option in made if isinstance(option, Obj))

    def _members(self, cls: ClassV, called: Set[ir.Function]) -> list[tuple[ir.Function, str]]:
        """The methods of a class that a library gets."""
        return [
            (function, file)
            for file in self.program.sharing(cls.module)
            for function in self.program.lowered(file).functions
            if function not in called
            and any(value.owner == cls for value in self.engine.created.get(function, ()))
        ]

    def _callables(self, values: Iterable[Value]) -> Iterator[Value]:
        return escapes.callables(self.run, values, self.run.language)

    def _act(self, module: str, act: Callable[[], object]) -> None:
        """Acts as a caller outside the program: a site of the module without locals."""
        if module not in self._drivers:
            self._drivers[module] = self._caller(module)
        self._site(self._drivers[module], act)

    def _site(self, caller: Instance, act: Callable[[], object]) -> None:
        self.engine.add(Site(caller, lambda _site: act(), None, {}, None))  # type: ignore[arg-type]

    def _caller(self, module: str) -> Instance:
        """An instance that stands for a caller outside the program."""
        return self.engine.instances.make(None, module, None, ())


def _kind(member: Value) -> str:
    """How a class has a member: by what its definition is wrapped in, if in anything."""
    if isinstance(member, Handle):
        return "model"
    return member.kind if isinstance(member, Wrapped) else ""


def of_class(cls: ClassV) -> tuple[str, ir.Pos, str, int]:
    """What classes are sorted by: where the program has them."""
    return (cls.module, cls.cls.pos, cls.cls.name, cls.closure or 0)
