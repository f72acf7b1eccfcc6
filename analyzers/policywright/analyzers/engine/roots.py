"""Where evaluation starts: modules, then whatever nothing in the program calls, callers first.

What nothing calls is started in *strata*: all functions at once that none of the others mentions by name,
then everything that this left uncalled, and so on, each stratum to its fixpoint. Which functions those are
depends on nothing but the program.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from policywright.analyzers import ir
from policywright.analyzers.engine import flags
from policywright.analyzers.engine.following import Following
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.language import language_of
from policywright.analyzers.engine.solver import Engine
from policywright.analyzers.engine.strata import callers_first
from policywright.analyzers.engine.values import BOTTOM, NONE, ClassV, Known, Unknown, Value, options
from policywright.knowledge.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program

CALLED = "()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What something outside starts: a function of a module, a module, or everything in several."""

    modules: tuple[str, ...]
    name: str | None = None
    """The function, of a single module; with ``CALLED`` behind it, what it gives back is called, too."""
    whole: bool = False
    """Everything in the modules is started, whatever it is."""
    without: frozenset[str] = frozenset()
    """Modules that no framework finds by itself here; what names them is followed."""
    public: bool = False
    """Other programs may call what the modules have for them, in other ways than this one does."""


class Roots(Following):
    """Starts an analysis from chosen modules or functions."""

    def __init__(self, run: Interpreter, engine: Engine, progress: Callable[[str], None]) -> None:
        super().__init__(run, engine, progress)
        self._mentions: dict[str, frozenset[str]] = {}
        self._public: tuple[str, ...] = ()
        """The modules whose functions other programs may call."""

    def begin(self, starts: Sequence[Start]) -> list[Instance | None]:
        """Evaluates from what is started; the instances that stand for the callers, None if it is not there.

        All modules are evaluated before the first function is called.
        """
        self._named = frozenset(
            (start.modules[0], start.name.rpartition(".")[2]) for start in starts if start.name is not None
        )
        self.engine.whole = any(start.whole for start in starts)
        self.program.not_found = frozenset().union(*(start.without for start in starts))
        callers: list[Instance] = []
        for start in starts:
            modules = start.modules if start.whole else (*self._packages(start.modules), *start.modules)
            bodies = [self._module(module) for module in self.engine.mixed(modules)]
            # Of a whole, each module has a caller of its own, when something in it is called.
            callers.append(bodies[0] if start.whole else self._caller(start.modules[0]))
            callers[-1].calls.update(dict.fromkeys([] if start.whole else bodies))
        self.settle()
        found: list[Instance | None] = []
        for start, caller in zip(starts, callers, strict=True):
            self._drivers = {} if start.whole else dict.fromkeys(start.modules, caller)
            found.append(caller if self._start(start) else None)
        self._drivers = {}
        self._follow_escaped()
        self._public = tuple(module for start in starts if start.public for module in start.modules)
        return found

    def pass_flags(self, apart: Set[ir.Function]) -> dict[Instance, tuple[flags.Flag, ...]]:
        """Passes public functions (not those ``apart``) the flags that nobody passes; who has got which."""
        functions = {
            function for module in self._public
            for function in self.run.semantics_of(module).public(self.run, module)
        }  # fmt: skip
        passed = flags.unpassed(self.run, functions - apart - self.engine.bounds.crowds.minor)
        for flag in self.engine.mixed(dict.fromkeys(flag for own in passed.values() for flag in own)):
            value = Known(flag.other)
            for give in flag.ways:
                give(value)
        known = len(self.engine.sites)
        self.settle()
        if len(self.engine.sites) > known:
            while not self.engine.cut and self._stratum(self._public):
                pass
            self._follow_escaped()
        return passed

    def _packages(self, modules: Sequence[str]) -> tuple[str, ...]:
        """The packages that modules lie in, where these run first: as far up as directories are packages."""
        found: dict[str, None] = {}
        for module in modules:
            package = module.rpartition(".")[0]
            while package in self.program.files and self.run.semantics_of(module).packages_first:
                found[package] = None
                package = package.rpartition(".")[0]
        return tuple(one for one in found if one not in modules)

    def _start(self, start: Start) -> bool:
        if start.name is not None:
            name = start.name.removesuffix(CALLED)
            there = self._function(start.modules[0], name)
            return there and (name == start.name or self._given_by(start.modules[0], name))
        # What frameworks call, and where the programs of a language start (``main``).
        self._start_all(self._entries(start.modules))
        if not start.whole:
            for module in start.modules:
                for name in self._inherited_entries(module):
                    self._inherited(module, name)
        if start.whole:
            while not self.engine.cut and self._stratum(start.modules):
                pass
        return True

    def _given_by(self, module: str, name: str) -> bool:
        """Calls what a function gives back to a framework; whether there is anything to be called."""
        codes = [one for one in self.program.lowered(module).functions if name in (one.qualname, one.name)]
        results = [
            option
            for one in list(self.engine.instances.by_id)
            if one.function is not None and one.function.function in codes
            for option in options(one.result.value)
        ]
        found = list(dict.fromkeys(self._callables(results)))
        for value in self.engine.mixed(found):
            if isinstance(value, ClassV):
                self._start_all(self._members(value, frozenset()))
            else:
                self._call_escaped(value)
        self.settle()
        return bool(found)

    def _function(self, module: str, name: str) -> bool:
        """Calls what has a name in a module; whether there is such a thing."""
        if self._exported(module, name):
            self.settle()
            return True
        functions = self.program.lowered(module).functions
        # One name may have several functions: overloads, methods of several classes.
        found = [f for f in functions if f.qualname == name] or [f for f in functions if f.name == name]
        if not found and self.program.lowered(module).explicit_exports:
            found = [f for f in functions if f.name == name.rpartition(".")[2]]
        if not found and not self.program.binds(module, name):
            return self._inherited(module, name)
        self._start_all([(function, module) for function in found])
        if not found:
            # ``handler = Mangum(app)``: no function of the program, but what stands behind it has escaped.
            self._act(module, lambda: self._call_value(self.run.global_name(module, name)))
        self.settle()
        return True

    def _inherited(self, module: str, name: str) -> bool:
        """Calls a method that the classes of a file have from their bases; whether there is one.

        If that is a library's, it calls what they define.
        """
        semantics = self.run.semantics_of(module)
        classes: list[ClassV] = []
        if not semantics.starts_methods:
            return False

        def call() -> None:
            for cls in self.program.lowered(module).classes:
                for option in options(self.run.global_name(module, cls.name)):
                    if isinstance(option, ClassV) and option.cls is cls:
                        member = self.run.find(option, name)
                        if member is None and self.run.external_base(option) is None:
                            continue
                        classes.append(option)
                        for obj in options(self.run.synthesise(option)) if member is not None else ():
                            self._call_value(self.run.bind_member(member or NONE, obj, option))

        self._act(module, call)
        self.settle()
        for cls in [cls for cls in dict.fromkeys(classes) if self.run.find(cls, name) is None]:
            self._start_all([one for base in self.run.mro(cls) for one in self._members(base, frozenset())])
        self.settle()
        return bool(classes)

    def _exported(self, module: str, name: str) -> bool:
        """Calls what a module exports under a name, or what that has (``accounts.find``): a handler may be
        wrapped, or come from elsewhere.
        """
        lowered = self.program.lowered(module)
        exported, *members = name.split(".")
        if not lowered.explicit_exports or (members and any(f.qualname == name for f in lowered.functions)):
            return False
        found: list[Value] = []

        def call() -> None:
            value = self.run.exported(module, exported)
            for member in members:
                value = self.run.attribute_or_index(value, member)
            known = [option for option in options(value) if not isinstance(option, Unknown)]
            found.extend(known)
            for option in known:
                self._call_value(option)

        self._act(module, call)
        return bool(found)

    # --- one stratum ---

    def _stratum(self, modules: Sequence[str]) -> bool:
        """Starts the functions that nothing else left leads to; whether there were any."""
        evaluated = self.engine.instances.evaluated
        left = {
            function: module
            for module in modules
            for function in self.program.lowered(module).functions
            if function not in evaluated and self.engine.created.get(function)
            and not self.run.semantics_of(module).only_from_tests(function)
        }  # fmt: skip
        if not left:
            return False
        first = self._least_made_up(
            callers_first(left, {function: self._names(function) for function in left}), left
        )
        for function in first:
            self.progress(left[function])
        self._start_all([(function, left[function]) for function in first])
        evaluated.update(dict.fromkeys(first))
        return True

    def _least_made_up(self, functions: list[ir.Function], left: dict[ir.Function, str]) -> list[ir.Function]:
        """Of functions that may be started, those that least has to be made up for.

        What takes no arguments runs as it is; what nobody names is called by something outside; the others
        may be handed about and called when those run.
        """
        needless = [function for function in functions if self._needs_nothing(function)]
        if needless:
            return needless
        unnamed = [function for function in functions if function.name not in self._mentioned(left[function])]
        first = unnamed or functions
        # A method that makes objects of its class (``cls(...)``) says more of them than can be made up.
        return [function for function in first if not self._needs_made_up(function)] or first

    def _needs_made_up(self, function: ir.Function) -> bool:
        """Whether a method can only be called on an object that nobody has made."""
        return any(
            value.owner is not None
            and self._is_of_objects(value)
            and self.engine.peek(("instances", value.owner)) is BOTTOM
            for value in self.engine.created.get(function, ())
        )

    def _needs_nothing(self, function: ir.Function) -> bool:
        params = list(function.params)
        for value in self.engine.created.get(function, ()):
            if value.owner is None:
                continue
            if not function.receiver and not function.static:
                params = params[1:]
            return not params and self.engine.peek(("instances", value.owner)) is not BOTTOM
        return not params

    def _mentioned(self, module: str) -> frozenset[str]:
        """The names that the code of a language mentions anywhere in the program."""
        language = self.program.languages[module].name
        found = self._mentions.get(language)
        if found is None:
            names = [self.program.lowered(one).calls for one in self.program.scope
                     if self.program.languages[one].name == language]  # fmt: skip
            found = self._mentions[language] = frozenset().union(*names)
        return found

    # --- order ---

    def _names(self, function: ir.Function) -> frozenset[str]:
        """The names whose callers may reach this function."""
        for value in self.engine.created.get(function, ()):
            if value.owner is not None:
                owner = value.owner.cls.name
                return frozenset((owner,) if function.name.startswith("__") else (owner, function.name))
        return frozenset((function.name, function.known_as) if function.known_as else (function.name,))

    def _entries(self, modules: Sequence[str]) -> list[tuple[ir.Function, str]]:
        """Functions that a framework calls, whoever else does."""
        found: list[tuple[ir.Function, str]] = []
        for module in modules:
            semantics = self.run.semantics_of(module)
            for function in self.program.lowered(module).functions:
                for value in list(self.engine.created.get(function, ()))[:1]:
                    if semantics.is_entry(self.run, value):
                        found.append((function, module))
        return found

    def _inherited_entries(self, module: str) -> list[str]:
        """The names of methods that a framework calls and that classes of a file have from other files'."""
        names: dict[str, None] = {}
        semantics = self.run.semantics_of(module)
        classes = self.program.lowered(module).classes if semantics.starts_methods else ()

        def look() -> None:
            for option in [one for cls in classes for one in options(self.run.global_name(module, cls.name))]:
                for base in self.run.mro(option) if isinstance(option, ClassV) else ():
                    for statement in base.cls.body if base.module != module else ():
                        if isinstance(statement, ir.FunctionDef):
                            for value in list(self.engine.created.get(statement.function, ()))[:1]:
                                if semantics.is_entry(self.run, value):
                                    names[value.function.name] = None

        if classes:
            self._act(module, look)
        return list(names)


def has(program: Program, module: str, name: str | None) -> bool:
    """Whether a module may have (or bind, or export) a function of that name."""
    lowered = program.lowered(module)
    name = None if name is None else name.removesuffix(CALLED)
    return (
        name is None
        or lowered.explicit_exports
        or program.binds(module, name)
        or any(name in (function.qualname, function.name) for function in lowered.functions)
        or (
            language_of(program, module).semantics().starts_methods
            and any(cls.bases for cls in lowered.classes)
        )
    )


__all__ = ["Roots", "Start", "has"]
