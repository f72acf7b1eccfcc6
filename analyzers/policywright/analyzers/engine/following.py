"""What libraries do with what the program hands them: which functions they call, and what they get of these.

Only when nothing else is due: what they may call depends on what the program itself calls (``escapes``,
``offered``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import carrying, escapes, unread
from policywright.analyzers.engine.handles import ROOT_ARGS
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.offered import Offered
from policywright.analyzers.engine.outside import Outside, of_class
from policywright.analyzers.engine.solver import Engine, Site
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    ClassV,
    FuncV,
    Gen,
    Handle,
    Method,
    ModuleV,
    Obj,
    Tup,
    Value,
    options,
)


class Following(Outside):
    """Follows what has escaped to libraries, from what they surely call to what they might."""

    def __init__(self, run: Interpreter, engine: Engine, progress: Callable[[str], None]) -> None:
        super().__init__(run, engine, progress)
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
        for cls in sorted({*engine.answered, *self._only_defined()}, key=of_class):
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
        barren, sending = set[Value](), dict[Value, list[Value]]()
        new: dict[tuple[str, str, ir.Pos, Value], None] = {}
        for where, found in ways.items():
            for result in dict.fromkeys(found):
                if result not in sending:
                    sending[result] = list(escapes.sending(self.run, result, barren))
                new.update(dict.fromkeys((*where, one) for one in sending[result]))
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
