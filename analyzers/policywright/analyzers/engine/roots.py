"""Where evaluation starts: modules, then whatever nothing in the program calls, callers first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.calls import ROOT_ARGS, received
from policywright.analyzers.engine.engine import Engine, Task
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.state import Frame
from policywright.analyzers.engine.values import ClassV, FuncV, Obj, Unknown, Value, join_all, options

MAX_CLOSURES = 4
"""Instances of one nested function that are started on their own."""


class Roots:
    """Starts an analysis from chosen modules or functions."""

    def __init__(self, run: Interpreter, engine: Engine, progress: Callable[[str], None]) -> None:
        self.run = run
        self.engine = engine
        self.program = engine.program
        self.progress = progress
        self._drivers: dict[str, Task] = {}
        self._makers: dict[str, Task] = {}

    def everything(self, modules: Iterable[str]) -> None:
        """Every module, then every function that they did not reach."""
        names = list(modules)
        for module in names:
            self.progress(module)
            self._module(module)
        self.settle()
        for function, module in self._entries(names):
            self._start(function, module)
        self.settle()
        for function, module in self._ordered(names, self.engine.evaluated):
            if function not in self.engine.evaluated:
                self._start(function, module)
                self.settle()
        self.settle()

    def entry(
        self, module: str, name: str | None, others: frozenset[ir.Function] = frozenset()
    ) -> Task | None:
        """One function (or the module alone), as the task that stands for its caller.

        ``others`` are entry points of their own, whoever registers them. None when there is no such function.
        """
        caller = self._caller(module)
        before, self._drivers = self._drivers, {module: caller}
        self.engine.outside = caller
        try:
            if not self._entry(module, name):
                return None
            self._follow_escaped(caller, others)
            return caller
        finally:
            self._drivers, self.engine.outside = before, None

    def has(self, module: str, name: str | None) -> bool:
        """Whether a module has (or binds, or exports) a function of that name."""
        lowered = self.program.lowered(module)
        return (
            name is None
            or lowered.explicit_exports
            or self.program.binds(module, name)
            or any(name in (function.qualname, function.name) for function in lowered.functions)
        )

    def nothing(self, module: str) -> Task:
        """The task that stands for the caller of code that has nothing to do with AWS."""
        return self._caller(module)

    def within(self, modules: Sequence[str]) -> Task:
        """Everything in some modules and what it reaches, as the task that stands for its caller."""
        caller = self._caller(modules[0])
        before, self._drivers = self._drivers, dict.fromkeys(modules, caller)
        self.engine.outside = caller
        try:
            for module in modules:
                self._module(module)
            self.settle()
            called = self._called(caller)
            for function, module in self._ordered(list(modules), called):
                if function not in called:
                    self._start(function, module)
                    self.settle()
                    called = self._called(caller)
            return caller
        finally:
            self._drivers, self.engine.outside = before, None

    def _called(self, caller: Task) -> set[ir.Function]:
        return {task.function.function for task in self.engine.reached(caller) if task.function is not None}

    def _follow_escaped(self, caller: Task, others: frozenset[ir.Function]) -> None:
        """Calls what the code that a caller reaches has handed to libraries, unless it is called anyway."""
        engine = self.engine
        done: set[Value] = set()
        while True:
            reached = engine.reached(caller)
            called = self._called(caller)
            handed = [value for task in reached for value in engine.escaped.get(task.id, ())]
            registered = [value for task in reached if task.function is None
                          for value in engine.escaped.get(task.id, ())]  # fmt: skip
            found = [
                *escapes.callables(self.run.heap, engine, handed),
                *escapes.instances(self.run.heap, registered),
            ]
            found.extend(self._given_back(found, reached))
            left = [value for value in dict.fromkeys(found) if value not in done]
            if not left:
                return
            done.update(left)
            for value in left:
                code = escapes.function_of(value)
                if isinstance(value, ClassV):
                    self._members(value, called)
                elif code is not None and code not in called and code not in others:
                    self._with_frame(caller.module, partial(self._call_value, value, code.pos))
            self.settle()

    def _given_back(self, handed: Iterable[Value], reached: Iterable[Task]) -> Iterator[Value]:
        """What functions that a library got give back to it: ``wrap((metrics) => async (event) => ...)``."""
        codes = {code for value in handed if (code := escapes.function_of(value)) is not None}
        results = (
            self.engine.cells.get(("result", task.id))
            for task in reached
            if task.function is not None and task.function.function in codes
        )
        values = (option for result in results if result is not None for option in options(result))
        return escapes.callables(self.run.heap, self.engine, values)

    def _members(self, cls: ClassV, called: set[ir.Function]) -> None:
        """Starts the methods of a class that a library gets."""
        for function in self.program.lowered(cls.module).functions:
            made = list(self.engine.created.get(function, ()))
            if function not in called and any(value.owner == cls for value in made):
                self._start(function, cls.module)

    def _entry(self, module: str, name: str | None) -> bool:
        self._module(module)
        self.settle()
        if name is None:
            # A file of a language whose programs start in a function (``main``).
            for function, _ in self._entries([module]):
                self._start(function, module)
            self.settle()
            return True
        if self._exported(module, name):
            self.settle()
            return True
        found = [f for f in self.program.lowered(module).functions if name in (f.qualname, f.name)]
        for function in found[:1]:
            self._start(function, module)
        if not found and not self.program.binds(module, name):
            return False
        if not found:
            # ``handler = Mangum(app)``: no function of the program, but what stands behind it has escaped.
            self._with_frame(module, lambda: self._call_value(self.run.global_name(module, name)))
        self.settle()
        return True

    def _call_value(self, value: Value, pos: ir.Pos = (0, 0)) -> None:
        self.run.call(value, ROOT_ARGS, pos)

    def _exported(self, module: str, name: str) -> bool:
        """Calls what a module exports under a name: a handler may be wrapped, or come from elsewhere."""
        if not self.program.lowered(module).explicit_exports:
            return False
        found: list[Value] = []
        self._with_frame(module, lambda: found.append(self.run.exported(module, name)))
        known = [option for value in found for option in options(value) if not isinstance(option, Unknown)]
        for option in known:
            self._with_frame(module, partial(self._call_value, option))
        return bool(known)

    def settle(self) -> None:
        """Runs to a fixpoint, making up instances of annotated classes that nobody constructs."""
        self.engine.drain()
        while self.program.wanted:
            wanted = list(self.program.wanted)
            self.program.wanted.clear()
            for cls in wanted:
                self._synthesise(cls)
            self.engine.drain()

    def _synthesise(self, cls: ClassV) -> Value:
        """An instance of a class that only the environment makes; whoever reaches its module reaches that."""
        found: list[Value] = []
        maker = self._makers.get(cls.module)
        if maker is None:
            maker = self._makers[cls.module] = self._caller(cls.module)
            body = self.engine.tasks.get(("module", cls.module))
            if body is not None:
                self.engine.edges.setdefault(body.id, {})[maker.id] = None
        self._act(maker, lambda: found.append(self.run.synthesise(cls)))
        return join_all(found)

    # --- one root ---

    def _module(self, module: str) -> None:
        task = self.engine.task(("module", module), module, None, {})
        self.engine.link(task)
        if task.dirty and task.runs == 0:
            self.engine.run(task)

    def _start(self, function: ir.Function, module: str) -> None:
        """Evaluates a function as its environment would call it, for each closure and receiver."""
        self.progress(module)
        made = list(self.engine.created.get(function, ()))[:MAX_CLOSURES]
        for value in made:
            self._with_frame(module, lambda value=value: self._call(value))  # type: ignore[misc]
        self.engine.evaluated.add(function)

    def _call(self, function: FuncV) -> None:
        """Calls what the function's name is bound to, and the function itself if that does not."""
        code = function.function
        wrapped = self.engine.decorated.get(function)
        if function.owner is None:
            if wrapped is not None:
                self.run.call(wrapped, ROOT_ARGS, code.pos)
            if wrapped is None or code not in self.engine.evaluated:
                self.run.call(function, ROOT_ARGS, code.pos)
            return
        member = self.engine.read(("class", function.owner, code.name))
        kinds = {getattr(option, "kind", "") for option in options(member)}
        for receiver in self._receivers(function.owner, kinds):
            if wrapped is not None and not kinds - {""}:
                self.run.call(self.run.bind_member(wrapped, receiver, function.owner), ROOT_ARGS, code.pos)
                if code in self.engine.evaluated:
                    continue
            self.run.invoke(function, received(code, receiver, ROOT_ARGS), code.pos)
        if "staticmethod" in kinds:
            self.run.call(function, ROOT_ARGS, code.pos)

    def _receivers(self, owner: ClassV, kinds: set[str]) -> tuple[Value, ...]:
        if "staticmethod" in kinds:
            return ()
        if kinds & {"classmethod", "classproperty"}:
            return (owner,)
        return tuple(option for option in options(self._synthesise(owner)) if isinstance(option, Obj))

    def _with_frame(self, module: str, act: Callable[[], object]) -> None:
        """Acts as a caller outside the program: a frame of the module without locals."""
        if module not in self._drivers:
            self._drivers[module] = self._caller(module)
        self._act(self._drivers[module], act)

    def _caller(self, module: str) -> Task:
        """A task that stands for a caller outside the program and never runs itself."""
        task = Task(len(self.engine.by_id), module, None, {})
        task.dirty = False
        self.engine.by_id.append(task)
        return task

    def _act(self, caller: Task, act: Callable[[], object]) -> None:
        engine = self.engine
        if engine.outside is not None and engine.outside is not caller:
            engine.edges.setdefault(engine.outside.id, {})[caller.id] = None
        frame, self.run.frame = self.run.frame, Frame(caller, caller.module, None, {})
        outside, engine.outside = engine.outside, caller
        try:
            act()
        finally:
            self.run.frame, engine.outside = frame, outside

    # --- order ---

    def _names(self, function: ir.Function) -> frozenset[str]:
        """The names whose callers may reach this function."""
        for value in self.engine.created.get(function, ()):
            if value.owner is not None:
                owner = value.owner.cls.name
                return frozenset((owner,) if function.name.startswith("__") else (owner, function.name))
        return frozenset((function.name, function.known_as) if function.known_as else (function.name,))

    def _entries(self, modules: list[str]) -> list[tuple[ir.Function, str]]:
        """Functions that a framework calls, whoever else does."""
        found: list[tuple[ir.Function, str]] = []
        for module in modules:
            semantics = self.program.semantics(module)
            for function in self.program.lowered(module).functions:
                for value in list(self.engine.created.get(function, ()))[:1]:
                    if semantics.is_entry(self.run, value):
                        found.append((function, module))
        return found

    def _ordered(self, modules: list[str], evaluated: Set[ir.Function]) -> list[tuple[ir.Function, str]]:
        """Functions not evaluated so far, those that none of the others calls first."""
        left = {
            function: module
            for module in modules
            for function in self.program.lowered(module).functions
            if function not in evaluated
        }
        # A function waits for those that call its name, a method also for those that make its class.
        waits = {function: self._names(function) for function in left}
        callers: dict[str, int] = defaultdict(int)
        waiting: dict[str, list[ir.Function]] = defaultdict(list)
        for function, names in waits.items():
            for name in names:
                waiting[name].append(function)
        for function in left:
            for name in function.calls - waits[function]:
                callers[name] += 1
        ordered: list[ir.Function] = []
        ready = [function for function in left if not any(callers[name] for name in waits[function])]
        placed = set(ready)
        rest = iter(list(left))
        while len(ordered) < len(left):
            if not ready:
                # Only cycles are left: break them in source order.
                following = next(function for function in rest if function not in placed)
                placed.add(following)
                ready.append(following)
            function = ready.pop(0)
            ordered.append(function)
            for name in sorted(function.calls - waits[function]):
                callers[name] -= 1
                for other in waiting[name] if callers[name] == 0 else ():
                    if other not in placed and not any(callers[need] for need in waits[other]):
                        placed.add(other)
                        ready.append(other)
        # Whoever makes a nested function knows best what it is called with.
        ordered.sort(key=self._is_nested)
        return [(function, left[function]) for function in ordered]

    def _is_nested(self, function: ir.Function) -> bool:
        return any(value.closure is not None for value in self.engine.created.get(function, ()))
