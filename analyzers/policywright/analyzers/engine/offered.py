"""Methods that libraries call of the program's own objects: of those that they get, and of what derives from
their types. Of a class that a library gets, it makes objects.

``fit`` of a library's base class calls the ``step`` that a class of the program defines, ``Timer.schedule``
the task's ``run``. Nobody in the program does; they belong to whoever reaches the code that hands the object
on, or makes it. Nobody does so with this object, that is: what is called of one says nothing of another one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Set

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.crowds import HOLDS
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.solver import Site
from policywright.analyzers.engine.typed import MADE_UP
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    Bound,
    ClassV,
    FuncV,
    Gen,
    Obj,
    Partial,
    Tup,
    Value,
    options,
)
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

MAX_INSIDE = 1_000
"""Values in containers that a library gets in which objects are looked for."""
MAX_HANDED = 100_000
"""The same of all that libraries get."""
_HOLDING = (Tup, Gen, ClassV, Obj, Partial)
"""What may be, or have in it, an object of the program's."""


class Offered:
    """The methods, with their objects, that nobody was seen to call and that libraries call.

    ``given_back`` is what functions give back to libraries that call them, ``registered`` are methods that a
    library has got, too. Methods that were called of other objects only are told apart (``elsewhere``).
    """

    def __init__(
        self, run: Interpreter, handed: Iterable[tuple[Site, Value]], given_back: Iterable[Value],
        called: Set[ir.Function], registered: Set[Value],
    ) -> None:  # fmt: skip
        self._run = run
        self._semantics = run.language
        self._of: dict[ClassV, list[FuncV]] = defaultdict(list)
        self._used: set[ClassV] = set()
        self._called: dict[ClassV, list[FuncV]] = defaultdict(list)
        """Methods that were called, if only of other objects."""
        self._registered = registered
        # What can't lead to a request is not worth a call, as far as names tell: those of an object that has
        # a client may be any (``self.bucket.Object(key).get()``).
        unlikely: dict[ClassV, list[FuncV]] = defaultdict(list)
        minor = run.engine.bounds.crowds.minor
        for function, values in run.engine.created.items():
            for owner, value in ((value.owner, value) for value in values if value.owner is not None):
                if function in called:
                    if function.name not in run.program.constructors(owner.module):
                        self._used.add(owner)
                        if not function.static and function not in minor:
                            self._called[owner].append(value)
                elif not function.static:
                    likely = function not in minor or _gives(run, value)
                    (self._of if likely else unlikely)[owner].append(value)
        self._waiting = self._uncalled(minor) if self._semantics.calls_fields else set[FuncV]()
        """Functions that are no methods and were not called, with what is around them."""
        self._shared: dict[ClassV, list[tuple[str, Value, FuncV]]] = {}
        """Those in the fields of classes, by the names of the fields."""
        self._holders = {obj: held for obj, cls in self._instances() if (held := self._held_by(obj, cls))}
        handed = list(handed)
        passed = self._having_called(value for _, value in handed)
        due = bool(self._of or unlikely or self._holders or passed)
        known: dict[Value, tuple[Value, ...]] = {}
        self._given = _given(run, handed, known) if due else {}
        for result in given_back if due else ():
            for obj in instances(run, result, known=known):
                self._given.setdefault(obj, {})["", True] = None
        if unlikely:
            self._add(unlikely)
        self._in_use: set[Value] = set()
        """Objects of which the program calls something that may lead to a request."""
        self._of_others = list(self._not_met(passed))

    def _uncalled(self, minor: Set[ir.Function]) -> set[FuncV]:
        """The functions that are no methods, may lead to a request, and were not called."""
        engine = self._run.engine
        started = {one.function for one in engine.instances.by_id}
        return {
            value for function, values in engine.created.items() if function not in minor
            for value in values if value.owner is None and value not in started
        }  # fmt: skip

    def _having_called(self, handed: Iterable[Value]) -> dict[Obj, None]:
        """The objects among what libraries get that have methods which were called, if only of others."""
        if not self._called:
            return {}
        every = Tup(tuple(dict.fromkeys(handed)))
        return {
            obj: None for obj in instances(self._run, every, made=False, most=MAX_HANDED)
            if (cls := self._run.heap.shape(obj).cls) is not None
            and not self._called.keys().isdisjoint(self._run.mro(cls))
        }  # fmt: skip

    def _add(self, unlikely: dict[ClassV, list[FuncV]]) -> None:
        """The methods of objects that have a client, whatever names they call."""
        run = self._run
        having = [obj for obj in self._given if run.engine.peek((HOLDS, obj.id)) is not BOTTOM]
        classes = {run.heap.shape(obj).cls for obj in having}
        owners = {base for cls in classes if cls is not None for base in run.mro(cls)}
        for owner, methods in unlikely.items():
            if owner in owners:
                self._of[owner].extend(methods)

    def surely(self) -> Iterator[Value]:
        """Those that types or the language tell, also of objects that are only made."""
        run, calls_back = self._run, self._semantics.calls_back
        for obj, cls, value, function in self._held():
            if any(calls_back(run, cls, function, path, loose) for path, loose in self._given[obj]):
                yield value
        for obj, cls, value in (*self._methods(), *self._of_others):
            if value in self._registered or any(
                calls_back(run, cls, value.function, path, loose) for path, loose in self._given[obj]
            ):
                yield Bound(obj, value)
        for cls in list(self._of) if self._semantics.follows_made else ():
            for made in options(run.engine.peek(("instances", cls))):
                if not isinstance(made, Obj):
                    continue
                own = run.heap.shape(made).cls or cls
                for value in self._own(own):
                    if calls_back(run, own, value.function, None, loose=False):
                        yield Bound(made, value)

    def alone(self) -> Iterator[Value]:
        """Those of objects of which the program itself calls nothing: they are there for who gets them.

        Who gets them may be the program, by a way that is not followed. If it mentions methods of theirs, it
        calls these.
        """
        mentioned = escapes.mentioned(self._run.engine)
        named: dict[ClassV, bool] = {}
        for obj, cls, value, function in self._perhaps():
            used = not self._used.isdisjoint(self._run.mro(cls))
            if used and not self._handed_out(obj):
                continue
            if cls not in named:
                named[cls] = used or any(one.function.name in mentioned for one in self._own(cls))
            if not named[cls] or function.name in mentioned:
                yield value
        left = [(obj, value) for obj, cls, value in self._elsewhere() if cls not in self._run.engine.answered
                and (obj not in self._in_use or self._handed_out(obj))]  # fmt: skip
        # What others of them call is called by these, with arguments that are known.
        inner = {(obj, name) for obj, value in left for name in value.function.calls - {value.function.name}}
        outer = [(obj, value) for obj, value in left if (obj, value.function.name) not in inner]
        yield from (Bound(obj, value) for obj, value in outer or left)

    def _handed_out(self, obj: Obj) -> bool:
        """A library got the object to give it to the program."""
        return any(self._semantics.hands_out(path) for path, _ in self._given.get(obj, ()))

    def getting(self) -> Iterator[tuple[Obj, str]]:
        """What of a library gets an object of which not all methods were called."""
        for obj, ways in self._given.items():
            path = next((path for path, loose in ways if path and loose), "")
            if path:
                yield obj, path

    def perhaps(self) -> Iterator[Value]:
        """All that libraries might call."""
        return (value for _, _, value, _ in self._perhaps())

    def elsewhere(self) -> Iterator[Value]:
        """What libraries might call of objects, and the program calls of others."""
        return (Bound(obj, value) for obj, _, value in self._elsewhere())

    def unmade(self, handed: Iterable[tuple[Site, Value]]) -> Iterator[ClassV]:
        """Classes whose methods the program calls of own objects, and that libraries get to make others.

        What decorates a class does something with those that the program makes.
        """
        run, plans = self._run, self._run.plans
        given = [value for site, value in handed if (site.handed or {})[value][2]
                 and not (isinstance(site.node, ir.ClassDef) and isinstance(value, ClassV))]  # fmt: skip
        for cls in escapes.callables(run, given, self._semantics):
            if not isinstance(cls, ClassV) or (plans is not None and not plans.sends(cls.cls.name)):
                continue
            if not self._called.keys().isdisjoint(run.mro(cls)):
                made = options(run.engine.peek(("instances", cls)))
                answered = cls in run.engine.answered or run.is_data(cls)
                if not answered and not any(_is_made_up(run, one) for one in made if isinstance(one, Obj)):
                    yield cls

    def _elsewhere(self) -> Iterator[tuple[Obj, ClassV, FuncV]]:
        for obj, cls, value in self._of_others:
            if self._might(obj, cls, value.function):
                yield obj, cls, value

    def _might(self, obj: Obj, cls: ClassV, function: ir.Function) -> bool:
        might = self._semantics.may_call_back
        return any(
            might(self._run, cls, function, path, loose) and not escapes.notes_down(path)
            for path, loose in self._given[obj]
        )

    def _not_met(self, given: Mapping[Obj, None]) -> Iterator[tuple[Obj, ClassV, FuncV]]:
        """Methods of objects that were called, but not of these objects."""
        run = self._run
        met: dict[FuncV, set[Value]] = defaultdict(set)
        objects: dict[Instance, list[Value]] = {}
        methods = {value for values in self._called.values() for value in values}
        every = run.engine.instances.by_id if methods and given else ()
        for one in every:
            having = [obj for obj in _receivers(one) if obj in given] if one.function in methods else []
            if having and one.function is not None:
                objects[one] = having
                met[one.function].update(having)
        # What a method, or the constructor, calls of its own object makes no use of it.
        for one in every if objects else ():
            for other in one.calls if not one.outside else ():
                if other in objects:
                    own = _receivers(one)
                    self._in_use.update(obj for obj in objects[other] if obj not in own)
        for obj in given:
            cls = run.heap.shape(obj).cls
            if cls is None:
                continue
            for value in self._own(cls, self._called):
                hidden = value.function.hidden and not cls.cls.bases
                if not hidden and obj not in met[value]:
                    yield obj, cls, value

    def _perhaps(self) -> Iterator[tuple[Obj, ClassV, Value, ir.Function]]:
        run = self._run
        methods = ((obj, cls, Bound(obj, value), value.function) for obj, cls, value in self._methods())
        for obj, cls, value, function in (*methods, *self._held()):
            if self._might(obj, cls, function):
                yield obj, cls, value, function
        for obj, cls in self._only_made():
            for value in self._own(cls):
                if self._semantics.base_calls_back(run, cls, value.function):
                    yield obj, cls, Bound(obj, value), value.function

    def _only_made(self) -> Iterator[tuple[Obj, ClassV]]:
        """Objects that no library was seen to get but by the constructor of an unknown base.

        An SDK's clients call nothing of the program's that extends them.
        """
        heap, peek = self._run.heap, self._run.engine.peek
        made = {one: None for cls in self._of for one in options(peek(("instances", cls)))}
        for obj in made:
            if isinstance(obj, Obj) and obj not in self._given:
                cls = heap.shape(obj).cls
                if cls is not None and not _is_made_up(self._run, obj) and not self._is_client(cls):
                    yield obj, cls

    def _is_client(self, cls: ClassV) -> bool:
        words = self._run.program.languages[cls.module].gate.sdk
        return any(word in base.path.encode() for base in self._run.library_bases(cls) for word in words)

    def _held(self) -> Iterator[tuple[Obj, ClassV, Value, ir.Function]]:
        """The functions in fields of what libraries get, each by the name of the field."""
        for obj, held in self._holders.items():
            if obj in self._given:
                yield from held

    def _instances(self) -> Iterator[tuple[Obj, ClassV]]:
        """The program's own objects, if there is anything that they may have for a library."""
        shapes = self._run.heap.shapes.values() if self._waiting else ()
        for cls in {shape.cls: None for shape in shapes if shape.cls is not None}:
            for made in options(self._run.engine.peek(("instances", cls))):
                if isinstance(made, Obj):
                    yield made, cls

    def _held_by(self, obj: Obj, cls: ClassV) -> list[tuple[Obj, ClassV, Value, ir.Function]]:
        if cls not in self._shared:
            self._shared[cls] = list(self._functions(shared_fields(self._run, cls)))
        held: list[tuple[Obj, ClassV, Value, ir.Function]] = []
        for name, value, found in (*self._functions(fields(self._run, obj)), *self._shared[cls]):
            # With other variables around it, the same function does something else.
            called = (
                Bound(obj, value) if found is value and found.function.receiver else Partial(value, NO_ARGS)
            )
            held.append((obj, cls, called, replace(found.function, name=name)))
        return held

    def _functions(self, held: Iterable[tuple[str, Value]]) -> Iterator[tuple[str, Value, FuncV]]:
        """The functions among what is in fields that wait for somebody to call them."""
        for name, value in held:
            found = escapes.function_of(value)
            if found is not None and found in self._waiting:
                yield name, value, found

    def _methods(self) -> Iterator[tuple[Obj, ClassV, FuncV]]:
        """The methods of what libraries get."""
        for obj in self._given:
            cls = self._run.heap.shape(obj).cls
            for value in self._own(cls) if cls is not None else ():
                assert cls is not None
                yield obj, cls, value

    def _own(self, cls: ClassV, of: Mapping[ClassV, list[FuncV]] | None = None) -> Iterator[FuncV]:
        """The methods that an instance has, and not those that a class below has overridden."""
        for base in self._run.mro(cls):
            for value in (self._of if of is None else of).get(base, ()):
                member = self._run.find(cls, value.function.name)
                if base is cls or member is None or value in options(member):
                    yield value


def _given(
    run: Interpreter, handed: Iterable[tuple[Site, Value]], known: dict[Value, tuple[Value, ...]]
) -> dict[Obj, dict[tuple[str, bool], None]]:
    """The instances that libraries get, by what of which library; ``known`` is as for ``instances``."""
    found: dict[Obj, dict[tuple[str, bool], None]] = {}
    inside: dict[Value, tuple[Obj, ...]] = {}
    for site, value in handed:
        objects = inside.get(value)
        if objects is None:
            objects = inside[value] = tuple(instances(run, value, known=known))
        if objects and site.handed is not None:
            path, _, loose = site.handed[value]
            for obj in objects:
                found.setdefault(obj, {})[path, loose] = None
    return found


def _receivers(instance: Instance) -> tuple[Value, ...]:
    """The objects that a method has been called of."""
    cell = instance.parameters.get(instance.receiver)
    return options(cell.value) if cell is not None else ()


def _gives(run: Interpreter, method: FuncV) -> bool:
    """A method of code that deals with AWS does nothing but give something, perhaps a client."""
    body = method.function.body
    if len(body) > 1 or not run.program.deals_with_aws(method.module):
        return False
    return any(
        isinstance(one, ir.Return)
        and isinstance(one.value, ir.Name | ir.Attr | ir.Call | ir.Cast | ir.TupleLit)
        for one in body
    )


def _is_made_up(run: Interpreter, obj: Obj) -> bool:
    return MADE_UP in run.heap.shape(obj).site


def fields(run: Interpreter, obj: Obj, apart: Container[str] = ()) -> Iterator[tuple[str, Value]]:
    """What is in an object's own fields, by their names, but for those ``apart``."""
    heap, peek = run.heap, run.engine.peek
    for key in tuple(heap.shape(obj).keys):
        if isinstance(key, str) and key not in apart:
            for cell in heap.fields(obj, (key,)):
                yield from ((key, option) for option in options(peek(cell)))


def shared_fields(run: Interpreter, cls: ClassV) -> Iterator[tuple[str, Value]]:
    """What is in the fields of a class, which all of its objects have: asked for once, not for each."""
    for base in run.mro(cls):
        put_on = sorted(run.engine.bounds.crowds.put_on.get(base, ()))
        for name in dict.fromkeys((*_class_variables(run, base.cls), *put_on)):
            yield from ((name, option) for option in options(run.engine.peek(("class", base, name))))


def of_class(run: Interpreter, cls: ClassV) -> Iterator[Value]:
    """What the body of a class assigns, and those of the classes in it: ``class Meta: table = ...``."""
    pending = [cls]
    for one in pending:
        for name in _class_variables(run, one.cls):
            yield from options(run.engine.peek(("class", one, name)))
        inside = [item.cls.name for item in one.cls.body if isinstance(item, ir.ClassDef)]
        for name in inside:
            found = options(run.engine.peek(("class", one, name)))
            pending.extend(each for each in found if isinstance(each, ClassV) and each not in pending)


def _class_variables(run: Interpreter, cls: ir.Class) -> tuple[str, ...]:
    """The names that the body of a class assigns: whoever has many objects of it asks for each."""
    known: dict[ir.Class, tuple[str, ...]] = run.program.notes.setdefault("class variables", {})
    found = known.get(cls)
    if found is None:
        assigned = (one for one in cls.body if isinstance(one, ir.Assign))
        found = known[cls] = tuple(
            target.name for one in assigned for target in one.targets if isinstance(target, ir.Name)
        )
    return found


def instances(
    run: Interpreter, value: Value, *, made: bool = True, most: int = MAX_INSIDE,
    known: dict[Value, tuple[Value, ...]] | None = None,
) -> Iterator[Obj]:  # fmt: skip
    """The program's own objects that a value is, or that are in it.

    Of classes it has those that libraries may have made, and all that are ``made``. ``known`` is what is in
    containers, for those who ask about many values that hold the same.
    """
    pending: list[Value] = [one for one in options(value) if isinstance(one, _HOLDING)]
    if not pending:
        return
    seen, inside = set[Value](), {} if known is None else known
    while pending and len(seen) < most:
        one = pending.pop()
        if one in seen:
            continue
        seen.add(one)
        if type(one) is Obj and run.heap.shape(one).cls is not None:
            yield one
        within = inside.get(one)
        if within is None:
            within = inside[one] = tuple(_within(run, one, made=made))
        pending.extend(within)


def _within(run: Interpreter, value: Value, *, made: bool) -> Iterator[Value]:
    """What is in a value that may be, or hold, an object of the program's."""
    match value:
        case Tup(items=items):
            found: Iterable[Value] = items
        case Gen(task=task):
            found = (run.engine.peek(("yield", task)),)
        case ClassV():
            others = options(run.engine.peek(("instances", value)))
            found = (obj for obj in others if made or (isinstance(obj, Obj) and _is_made_up(run, obj)))
        case Partial(function=inner):
            found = (inner,)
        case Obj() if run.heap.shape(value).kind != "instance":
            if not run.engine.bounds.crowds.bears(value):
                return
            # What is in any part of the common pool is told of all of it.
            keys = () if run.heap.shape(value).common else run.heap.shape(value).keys
            found = map(run.engine.peek, run.heap.fields(value, keys))
        case _:
            return
    yield from dict.fromkeys(one for each in found for one in options(each) if isinstance(one, _HOLDING))
