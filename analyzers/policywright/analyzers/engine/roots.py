"""Where evaluation starts: modules, then whatever nothing in the program calls, callers first.

What nothing calls is started in *strata*: all functions at once that none of the others mentions by name,
then everything that this left uncalled, and so on, each stratum to its fixpoint. Which functions those are
depends on nothing but the program.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import carrying, escapes, flags, unread
from policywright.analyzers.engine.calls import received
from policywright.analyzers.engine.handles import ROOT_ARGS
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.language import language_of
from policywright.analyzers.engine.offered import Offered
from policywright.analyzers.engine.solver import Engine, Site
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Bound,
    ClassV,
    FuncV,
    Gen,
    Handle,
    Known,
    Method,
    ModuleV,
    Obj,
    Tup,
    Unknown,
    Value,
    Wrapped,
    options,
)
from policywright.knowledge.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program


CALLED = "()"
_OF_CLASSES = ("staticmethod", "classmethod", "classproperty")
"""Kinds of methods that are called on the class itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What something outside starts: a function of a module, a module, or everything in several."""

    modules: tuple[str, ...]
    name: str | None = None
    """The function, of a single module; with ``CALLED`` behind it, what it gives back is called, too."""
    whole: bool = False
    """Everything in the modules is started, whatever it is."""
    public: bool = False
    """Other programs may call what the modules have for them, in other ways than this one does."""


class Roots:
    """Starts an analysis from chosen modules or functions."""

    def __init__(self, run: Interpreter, engine: Engine, progress: Callable[[str], None]) -> None:
        self.run = run
        self.engine = engine
        self.program = engine.program
        self.progress = progress
        self._drivers: dict[str, Instance] = {}
        self._made_up: set[ClassV] = set()
        """Classes of which there is an instance that only the environment can have made."""
        self._makers: dict[str, Instance] = {}
        self._mentions: dict[str, frozenset[str]] = {}
        self._named: frozenset[tuple[str, str]] = frozenset()
        """The modules and names of what is started by its name."""
        self._handed_back: set[tuple[str, str, ir.Pos, Value]] = set()
        """What functions have given back to libraries, and where these got the functions."""
        self.reads = unread.Reads(run)
        self._called_back: dict[ir.Function, tuple[str, str]] = {}
        """Functions that libraries call: their modules, and what of a library gets them, if that is known."""
        self._getting: dict[Obj, str] = {}
        """What of a library gets an object."""
        self.followed = False
        """Something that a library was given has been called."""
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

    def _set_unset(self) -> bool:
        """Takes fields that were read for anything, where nothing that is reached has set them; whether
        there are any.

        Of ``row.bucket or "none"`` the default would be left otherwise, and be all that is granted.
        """
        unset = {cell: value for cell, value in self.run.unset.items() if self.engine.peek(cell) is BOTTOM}
        self.run.unset.clear()
        for cell in self.engine.mixed(unset):
            self.engine.grow(self.engine.cell(cell), unset[cell])
        self.settle()
        return bool(unset)

    def _loosened(self) -> bool:
        """Takes parts of texts that never came for anything; whether there are any."""
        found = self.engine.loosened()
        if found:
            self.settle()
        return found

    def _left(self) -> bool:
        """Has who reads an object before something is set there find what was there; whether anybody does."""
        found = self.run.heap.sets.decide()
        if found:
            self.settle()
        return found

    def follow_perhaps(self) -> bool:
        """Calls what libraries might call of the objects that they get, though nothing says so; whether there
        is anything.
        """
        engine = self.engine
        handed, objects = self._offered()
        called = set(engine.instances.evaluated)
        found = list(dict.fromkeys(objects.perhaps()))
        for value in engine.mixed(found):
            self._call_escaped(value)
        members = [
            (value.function, value.module) for site, value in handed
            if isinstance(value, FuncV) and escapes.wraps(site, value) and value.function not in called
        ]  # fmt: skip
        loose = (value for site, value in handed if (site.handed or {})[value][2])
        for cls in dict.fromkeys(value for value in loose if isinstance(value, ClassV)):
            members.extend(one for one in self._members(cls, called) if one[0].static)
        for cls in sorted({*engine.answered, *self._only_defined()}, key=_of_class):
            members.extend(self._members(cls, called))
        members.extend(
            (function, value.name) for site, value in handed
            if isinstance(value, ModuleV) and (site.handed or {})[value][2]
            for function in self._public_functions(value.name) if function not in called
        )  # fmt: skip
        members = list(dict.fromkeys(members))
        self._start_all(members)
        if found or members:
            self.settle()
            self._follow_escaped()
        return bool(found or members)

    def follow_elsewhere(self) -> bool:
        """Calls of objects that libraries get what the program calls of others; whether there is any."""
        handed, objects = self._offered()
        # What starts all of a program calls each function anyway.
        made = list(dict.fromkeys(objects.unmade(handed))) if not self.engine.whole else []
        for cls in self.engine.mixed(made):
            self._synthesise(cls, anew=True)
        if made:
            self.settle()
            handed, objects = self._offered()
        contained = self._in_containers(handed) if not self.engine.whole else ()
        found = list(dict.fromkeys((*objects.elsewhere(), *contained)))
        for value in self.engine.mixed(found):
            self._call_escaped(value)
        if found or made:
            self.settle()
            self._follow_escaped()
        return bool(found or made)

    def _in_containers(self, handed: Iterable[tuple[Site, Value]]) -> Iterator[Value]:
        """Functions in containers that libraries get, which the program calls as well, with arguments."""
        minor = self.engine.bounds.crowds.minor
        ways = ((value, (site.handed or {})[value]) for site, value in handed)
        given = dict.fromkeys(
            value for value, (path, _, loose) in ways if loose and not escapes.notes_down(path)
        )
        for value in self._callables(given):
            function = escapes.function_of(value) if value not in given else None
            called = value is function and bool(value.function.params) and value.function not in minor
            if called or (isinstance(value, Handle) and value not in given):
                yield value

    def _offered(self) -> tuple[list[tuple[Site, Value]], Offered]:
        """What libraries get, and what they might call of that."""
        engine = self.engine
        handed = [(site, value) for site in engine.sites for value in site.handed or ()]
        given_back = self._given_back(list(self._callables(value for _, value in handed)))
        objects = Offered(self.run, handed, given_back, set(engine.instances.evaluated), frozenset())
        self._getting.update(objects.getting())
        return handed, objects

    def _public_functions(self, module: str) -> Iterator[ir.Function]:
        """What a library may find in a module that it gets: ``Collection.from_module(tasks)``."""
        minor = self.engine.bounds.crowds.minor
        for function in self.program.lowered(module).functions if module in self.program.files else ():
            public = function.qualname == function.name and not function.name.startswith("_")
            if public and function not in minor:
                yield function

    def _follow_escaped(self) -> None:
        """Calls what the code has handed to libraries.

        What is known to be called anyway is left to that, where the library is known. A method with its
        object, or a function with arguments, may be called with others elsewhere.
        """
        engine = self.engine
        done: set[Value] = set()
        while not engine.cut:
            called = set(engine.instances.evaluated)
            apart = escapes.wrapped_apart(engine, self._named)
            every = [(site, value) for site in engine.sites for value in site.handed or ()]
            registered = {value for site, value in every if escapes.wraps(site, value)}
            handed = [
                (site, value) for site, value in every if value not in apart and value not in registered
            ]
            # What is in a container, a table of handlers say, is handed on with all the others there.
            loose = {
                option for site, value in handed if (site.handed or {})[value][2] for option in options(value)
            }
            found = list(self._callables(value for _, value in handed))
            given_back = self._given_back(found)
            objects = Offered(self.run, handed, given_back, called, registered)
            self._getting.update(objects.getting())
            found.extend(objects.surely())
            # ``Exec`` of a schema that a server gets gives it the function that answers. What comes of beans
            # is called by their names.
            answering = [code for code, (_, path) in self._called_back.items() if path]
            given = (*given_back, *self._results(answering))
            found.extend(self._callables(option for value in given for option in options(value)))
            due = [value for value in dict.fromkeys(found) if value not in done]
            left: list[Value] = [value for value in due if not isinstance(value, ClassV)]
            if not left:
                # Only now is it known of which objects the program calls nothing, and what it calls of those
                # that a library makes for it.
                alone = (*(value for value in due if value not in engine.answered), *objects.alone())
                left = [value for value in dict.fromkeys(alone) if value not in done]
            if not left and due:
                done.update(due)
                members = [(cls, one) for cls in due if isinstance(cls, ClassV)
                           for one in self._members(cls, called)]  # fmt: skip
                self._start_all([one for cls, one in members if self._is_told(cls, one[0])])
                continue
            if not left:
                if self._hand_results(handed):
                    self.settle()
                    continue
                if self._weave():
                    continue
                if self._set_unset() or self._loosened() or self._left():
                    continue
                return
            done.update(left)
            for value in engine.mixed(left):
                function, made = escapes.function_of(value), escapes.class_of(value)
                if made is not None:
                    self.followed = True
                    self._act(made.module, partial(self._call_value, value, made.cls.pos))
                elif isinstance(value, ClassV):
                    self.followed = True
                    if engine.peek(("instances", value)) is BOTTOM:
                        self._synthesise(value)
                elif (isinstance(value, Handle) and self._is_due(value, called)) or (
                    function is not None
                    and (function.function not in called or not isinstance(value, FuncV) or value in loose)
                ):
                    self.followed = True
                    self._call_escaped(value)
            self.settle()

    def _is_due(self, value: Handle, called: Set[ir.Function]) -> bool:
        """A member by a computed name, or a method that was not called yet (``this::store``)."""
        code = value.code()
        if not isinstance(code, Method):
            return True
        found: list[Value] = []
        for option in options(code.receiver):
            cls = self.run.heap.shape(option).cls if isinstance(option, Obj) else option
            found.append((isinstance(cls, ClassV) and self.run.find(cls, code.name)) or BOTTOM)
        return any(
            isinstance(one, FuncV) and one.function not in called for each in found for one in options(each)
        )

    def _weave(self) -> bool:
        """Calls what is called around functions that have been called; whether there is any more of that."""
        semantics, called = self.run.language, self.engine.instances.evaluated
        due = [] if self.engine.whole else [one for one in semantics.woven(self.run) if one[0] not in called]
        for module in dict.fromkeys(module for _, module in due):
            self._module(module)
        self.settle()
        self._start_all(due)
        # What nobody has made an instance of is not called.
        return any(function in called for function, _ in due)

    def _only_defined(self) -> set[ClassV]:
        """Classes of which the program makes nothing, and that a library may find by their definition."""
        engine, run = self.engine, self.run
        owners = {value.owner for values in engine.created.values() for value in values}
        return {
            cls for cls in owners
            if cls is not None and engine.peek(("instances", cls)) is BOTTOM
            and run.semantics_of(cls.module).found_by_definition(run, cls)
        }  # fmt: skip

    def _is_told(self, cls: ClassV, function: ir.Function) -> bool:
        """Types or the language tell that a library which makes an instance calls a method of it."""
        return self.run.semantics_of(cls.module).calls_back(self.run, cls, function, "", loose=True)

    def _call_escaped(self, value: Value) -> None:
        """Calls a function of the program as a library that got it does."""
        if isinstance(value, Handle):
            # A member by a computed name, called from outside: from where is the same in any order of files.
            self._act(min(self.program.scope), partial(self.run.call, value, ROOT_ARGS, (0, 0)))
            return
        function = escapes.function_of(value)
        if function is not None:
            self._called_back[function.function] = function.module, self._caller_of(value)
        if function is not None and value is function and self._receivers(function):
            # ``@router.get("/orders")`` in a class: the library calls it on an instance.
            self._act(function.module, partial(self._call, function, self._receivers(function)))
        elif function is not None:
            self._act(function.module, partial(self._call_value, value, function.function.pos))

    def _caller_of(self, value: Value) -> str:
        """What of a library calls a method of an object: what got the object, or its base."""
        if not (isinstance(value, Bound) and isinstance(value.receiver, Obj)):
            return ""
        cls = self.run.heap.shape(value.receiver).cls
        base = self.run.external_base(cls) if cls is not None else None
        return self._getting.get(value.receiver) or (base.path if base is not None else "")

    def _given_back(self, handed: Iterable[Value]) -> list[Value]:
        """What functions that a library got give back to it: ``wrap((metrics) => async (event) => ...)``."""
        functions = [escapes.function_of(value) for value in handed]
        return self._results({function.function for function in functions if function is not None})

    def _results(self, codes: Collection[ir.Function]) -> list[Value]:
        return [
            one.result.value
            for one in self.engine.instances.by_id
            if one.function is not None and one.function.function in codes
        ]

    def _hand_results(self, handed: Iterable[tuple[Site, Value]]) -> bool:
        """Libraries get what functions give back that they call; whether there is any more of that."""
        results: dict[ir.Function, list[Value]] = {}
        for one in self.engine.instances.by_id:
            if one.function is None:
                continue
            given = [one.result.value, self.engine.peek(("yield", one.id))]
            found = [value for value in given if value is not BOTTOM]
            if found:
                results.setdefault(one.function.function, []).extend(found)
        grown = [
            carrying.hand(self.run, path, results.get(function.function, ()))
            for site, value in handed if (path := (site.handed or {})[value][0])
            if (function := escapes.function_of(value)) is not None
        ]  # fmt: skip
        return self._hand_back(handed, results) or any(grown)

    def _hand_back(
        self, handed: Iterable[tuple[Site, Value]], results: Mapping[ir.Function, list[Value]]
    ) -> bool:
        """Clients, methods of clients and objects that functions give back to a library of which nothing is
        known are passed to it, and so are those in what it gets; whether there are any more.
        """
        ways: dict[tuple[str, str, ir.Pos], list[Value]] = {}
        others: dict[tuple[str, str, ir.Pos], list[Value]] = {}
        for site, value in handed:
            path, pos, loose = (site.handed or {})[value]
            where = site.instance.module, path, pos
            way = ways.setdefault(where, []) if loose else []
            function = escapes.function_of(value)
            given = results.get(function.function, ()) if function is not None else ()
            if loose and path:
                others.setdefault(where, []).extend((*given, value) if isinstance(value, Handle) else given)
            # What is passed itself was looked at there; what is in it may have come later.
            way.extend((*given, *(one for one in options(value) if isinstance(one, Tup | Obj | Gen))))
        functions = [escapes.function_of(value) for _, value in handed]
        codes = {function.function for function in functions if function is not None}
        for code, (module, path) in self._called_back.items():
            if code not in codes:
                ways.setdefault((module, path, code.pos), []).extend(results.get(code, ()))
                others.setdefault((module, path, code.pos), []).extend(results.get(code, ()))
        barren = set[Value]()
        new = dict.fromkeys(
            (*way, one)
            for way, found in ways.items()
            for result in found
            for one in escapes.sending(self.run, result, barren)
        )
        new.update(dict.fromkeys(self._objects(others)))
        grown: dict[tuple[str, str, ir.Pos], list[Value]] = {}
        for module, path, pos, one in new:
            if (module, path, pos, one) not in self._handed_back:
                grown.setdefault((module, path, pos), []).append(one)
        for (module, path, pos), values in grown.items():
            self._act(module, partial(self._pass, path, pos, values))
        self._handed_back.update(new)
        return bool(grown)

    def _objects(
        self, ways: Mapping[tuple[str, str, ir.Pos], list[Value]]
    ) -> Iterator[tuple[str, str, ir.Pos, Value]]:
        """The objects in what libraries are given back, and in fields that only these read, that have a
        method which may lead to a request."""
        minor = self.engine.bounds.crowds.minor
        acting = {
            value.owner for function, values in self.engine.created.items() if function not in minor
            for value in values if value.owner is not None
        }  # fmt: skip
        if not acting:
            return
        known: dict[Value, tuple[Value, ...]] = {}
        found: dict[Value, list[Obj]] = {}
        for way, values in ways.items():
            every: dict[Obj, None] = {}
            for value in dict.fromkeys(values) if way[1] else ():
                if value not in found:
                    found[value] = list(unread.objects(self.run, value, acting, known))
                every.update(dict.fromkeys(found[value]))
            yield from ((*way, one) for one in every)
        for obj, path, (module, pos) in unread.objects_left(self.run, self.engine.sites, self.reads, acting):
            yield (module, path, pos, obj)

    def _pass(self, path: str, pos: ir.Pos, values: Iterable[Value]) -> None:
        """Passes values, one after the other, to a library of which nothing is known."""
        for value in values:
            args = Args((value,))
            escapes.note_arguments(self.run, args, path, pos, loose=True)
            self.run.semantics.handed(self.run.own, args, path, pos)

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

    def _callables(self, values: Iterable[Value]) -> Iterator[Value]:
        return escapes.callables(self.run, values, self.run.language)

    def _members(self, cls: ClassV, called: Set[ir.Function]) -> list[tuple[ir.Function, str]]:
        """The methods of a class that a library gets."""
        return [
            (function, file)
            for file in self.program.sharing(cls.module)
            for function in self.program.lowered(file).functions
            if function not in called
            and any(value.owner == cls for value in self.engine.created.get(function, ()))
        ]

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

    def _call_value(self, value: Value, pos: ir.Pos = (0, 0)) -> None:
        self.run.call(value, ROOT_ARGS, pos)

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

    def settle(self) -> None:
        """Runs to a fixpoint, making up instances of annotated classes that nobody constructs."""
        self.engine.drain()
        while self.run.wanted:
            wanted = sorted(self.run.wanted, key=_of_class)
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

    # --- one stratum ---

    def _module(self, module: str) -> Instance:
        self.progress(module)
        instance = self.engine.instance(("module", module), module, None, ())
        self.engine.enter(instance)
        return instance

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
            _callers_first(left, {function: self._names(function) for function in left}), left
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

    def _is_of_objects(self, function: FuncV) -> bool:
        """Whether a method is called on objects of its class."""
        return self._kinds(function).isdisjoint(_OF_CLASSES)

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

    def _start_all(self, functions: Sequence[tuple[ir.Function, str]]) -> None:
        """Evaluates functions as their environment would call them, for each closure and receiver."""
        made = [(value, module) for function, module in self.engine.mixed(functions)
                for value in self.engine.created.get(function, ())]  # fmt: skip
        owners = {
            value.owner: None for value, _ in made if value.owner is not None and self._is_of_objects(value)
        }  # fmt: skip
        for owner in sorted(owners, key=_of_class):
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


def _kind(member: Value) -> str:
    """How a class has a member: by what its definition is wrapped in, if in anything."""
    if isinstance(member, Handle):
        return "model"
    return member.kind if isinstance(member, Wrapped) else ""


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


def _of_class(cls: ClassV) -> tuple[str, ir.Pos, str, int]:
    return (cls.module, cls.cls.pos, cls.cls.name, cls.closure or 0)


def _callers_first(
    left: dict[ir.Function, str], waits: dict[ir.Function, frozenset[str]]
) -> list[ir.Function]:
    """Functions that none of the others mentions; of a ring of them, those that the fewest of it mention."""
    waiting: dict[str, list[ir.Function]] = defaultdict(list)
    for function, names in waits.items():
        for name in names:
            waiting[name].append(function)
    graph: dict[object, list[object]] = {}
    mentions: dict[str, list[ir.Function]] = defaultdict(list)
    for function in left:
        called = [name for name in function.calls if name in waiting and name not in waits[function]]
        graph[function] = list(called)
        for name in called:
            mentions[name].append(function)
    for name, functions in waiting.items():
        graph[name] = list(functions)
    rings = _rings(graph)
    ring_of = {node: index for index, ring in enumerate(rings) for node in ring}
    entered = {ring_of[target] for node, targets in graph.items() for target in targets
               if ring_of[target] != ring_of[node] and isinstance(node, ir.Function)}  # fmt: skip
    # A name that nothing mentions waits for nobody.
    entered |= {
        ring_of[function] for name, functions in waiting.items() if ring_of[name] in entered
        for function in functions if ring_of[function] != ring_of[name]
    }  # fmt: skip
    found: list[ir.Function] = []
    for index, ring in enumerate(rings):
        functions = [node for node in ring if isinstance(node, ir.Function)]
        if index in entered or not functions:
            continue
        if len(functions) == 1:
            found.extend(functions)
            continue
        inside = set(functions)
        counts = {
            one: len({caller for name in waits[one] for caller in mentions[name] if caller in inside})
            for one in functions
        }
        least = min(counts.values())
        found.extend(one for one in functions if counts[one] == least)
    chosen = set(found)
    return [function for function in left if function in chosen]


def _rings(graph: dict[object, list[object]]) -> list[list[object]]:
    """The strongly connected parts of a graph (Tarjan's algorithm, without recursion)."""
    number: dict[object, int] = {}
    low: dict[object, int] = {}
    stack: list[object] = []
    inside: set[object] = set()
    rings: list[list[object]] = []
    for start, ends in graph.items():
        if start in number:
            continue
        work: list[tuple[object, Iterator[object]]] = [(start, iter(ends))]
        number[start] = low[start] = len(number)
        stack.append(start)
        inside.add(start)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in number:
                    number[target] = low[target] = len(number)
                    stack.append(target)
                    inside.add(target)
                    work.append((target, iter(graph[target])))
                    break
                if target in inside:
                    low[node] = min(low[node], number[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == number[node]:
                    ring: list[object] = []
                    while True:
                        last = stack.pop()
                        inside.discard(last)
                        ring.append(last)
                        if last == node:
                            break
                    rings.append(ring)
    return rings


__all__ = ["Roots", "Start", "has"]
