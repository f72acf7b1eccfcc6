"""Fields that hold a client and that no code of the program reads: they are there for a library.

A base of a library's takes ``self.client``, whatever gets an object its ``client``. What the program reads
is there for the program, and what it does with that is evaluated. A method's own receiver says which classes'
fields it reads; what is read of anything else may be a field of any class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Set
from itertools import chain

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.names import owner_of, walk
from policywright.analyzers.engine.offered import fields, instances, of_class, shared_fields
from policywright.analyzers.engine.solver import Site
from policywright.analyzers.engine.values import ClassV, Gen, Handle, Obj, Tup, Value, options
from policywright.analyzers.model import Given
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter


GLOBAL = "an AWS client is put into a global that the project does not read: who does can't be told"

_HOLDING = Obj | Tup | Gen | ClassV | Handle
_ANYBODY = f"{escapes.NOBODY}global"


class Reads:
    """Which attributes the code of a part reads, and of what."""

    def __init__(self, run: Interpreter) -> None:
        self._run = run
        self.seen: dict[ClassV, set[str]] = {}
        """The fields of classes that are known to be read, or to be no library's: they stay so."""

    def _of(self) -> dict[str, set[str]]:
        """By attribute: the classes whose methods read it of their own object, empty for anything else."""
        return self._run.program.once("attributes read", self._read_attributes)

    def _read_attributes(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        program = self._run.program
        for module in program.scope:
            lowered = program.lowered(module)
            for statement in lowered.body:
                _read(statement, "", "", found)
            for function in lowered.functions:
                owner = owner_of(function)
                receiver = function.receiver or (function.params[0].name if owner and function.params else "")
                for statement in function.body:
                    _read(statement, owner, receiver, found)
        return found

    def mentions(self, name: str) -> bool:
        """Whether the program may read a global."""
        return name in self._of() or name in self._names()

    def _names(self) -> set[str]:
        """The variables that the code reads."""
        return self._run.program.once("variables read", self._read_variables)

    def _read_variables(self) -> set[str]:
        program, found = self._run.program, set[str]()
        for module in program.scope:
            lowered = program.lowered(module)
            bodies = (lowered.body, *(one.body for one in lowered.functions))
            nodes = [node for body in bodies for statement in body for node in walk(statement)]
            found.update(node.name for node in nodes if isinstance(node, ir.Name))
        return found

    def reads(self, cls: ClassV, name: str) -> bool:
        """Whether the program may read a field of the instances of a class."""
        readers = self._of().get(name, set())
        related = {one.cls.name for one in self._run.mro(cls)}
        below = options(self._run.engine.peek(("subclasses", cls)))
        related.update(one.cls.name for one in below if isinstance(one, ClassV))
        return "" in readers or not readers.isdisjoint(related)


def _read(statement: ir.Node, owner: str, receiver: str, found: dict[str, set[str]]) -> None:
    nodes = walk(statement)
    apart = {id(one) for node in nodes if isinstance(node, ir.Assign) for one in node.targets}
    # ``boto3.client("s3")`` reads no field.
    apart.update(id(node.fn) for node in nodes if isinstance(node, ir.Call))
    for node in nodes:
        match node:
            case ir.Attr(obj=obj, name=name) if id(node) not in apart:
                own = isinstance(obj, ir.Name) and obj.name == receiver != ""
                found[name].add(owner if own else "")
            case ir.Pattern(fields=fields):
                for member, _, _ in fields:
                    found[member].add("")


def left_to_libraries(run: Interpreter, sites: Iterable[Site], reads: Reads) -> tuple[Given, ...]:
    """Which libraries get an object with a client in a field that nothing reads, or are a base of one."""
    # Libraries get a thousand times what holds the same objects; hardly any object has such a field.
    giving = _giving(run, reads)
    if not giving:
        return ()
    ways = (*_handed(run, sites, giving), *_derived(run))
    found = {
        Given(path=path, span=run.program.span(*place)): None for obj, path, place in ways if obj in giving
    }
    return tuple(found)


def _giving(run: Interpreter, reads: Reads) -> set[Obj]:
    """The program's own objects that have a client in a field others may read, and its code does not."""
    barren, found = set[Value](), set[Obj]()
    known: dict[ClassV, bool] = {}

    def gives(cls: ClassV, held: Iterable[tuple[str, Value]]) -> bool:
        return any(
            any(escapes.gives_away(run, one) for one in escapes.sending(run, value, barren))
            and not reads.reads(cls, name)
            for name, value in _visible(run, cls, held)
        )

    for obj in run.engine.objects.values():
        cls = run.heap.shape(obj).cls
        if cls is None:
            continue
        if cls not in known:
            known[cls] = gives(cls, shared_fields(run, cls))
        if known[cls] or gives(cls, fields(run, obj)):
            found.add(obj)
    return found


def names_left(run: Interpreter) -> tuple[Given, ...]:
    """Which libraries find a text that who deploys the code sets in fields of a class that is theirs as well:
    ``class Note(Model): table = os.environ["TABLE"]``."""
    found: dict[Given, None] = {}
    told: list[tuple[Value, str, tuple[str, ir.Pos]]] = []
    asked = set[ClassV]()
    for obj, path, place in _derived(run):
        cls = run.heap.shape(obj).cls
        if cls is None:
            continue
        held = fields(run, obj) if cls in asked else chain(fields(run, obj), shared_fields(run, cls))
        asked.add(cls)
        told.extend((value, path, place) for _, value in _visible(run, cls, held))
    for cls in run.extending:
        place = (cls.module, cls.cls.pos)
        for base in run.library_bases(cls):
            told.extend((value, base.path, place) for value in of_class(run, cls))
    inside = escapes.texts_in(run, [value for value, _, _ in told])
    for value, path, place in told:
        for text in inside[value]:
            span = run.program.span(*place)
            found[Given(path=path, span=span, named=out.Text(text.parts))] = None
    return tuple(found)


def objects_left(
    run: Interpreter, sites: Iterable[Site], reads: Reads, acting: Set[ClassV]
) -> Iterator[tuple[Obj, str, tuple[str, ir.Pos]]]:
    """The objects of some classes in such fields and globals, what of a library has them, and where it got
    them."""
    sites = list(sites)
    known: dict[Value, tuple[Value, ...]] = {}
    for site, pos, value in _in_globals(run, sites, reads):
        found = objects(run, value, acting, known)
        yield from ((one, _ANYBODY, (site.instance.module, pos)) for one in found)
    holders = dict(_holders(run, reads, acting, known))
    if not holders:
        return
    told: dict[tuple[str, tuple[str, ir.Pos]], set[Value]] = defaultdict(set)
    """By place, the holders that are given there, and their classes."""
    left: dict[tuple[str, tuple[str, ir.Pos]], dict[Obj, None]] = defaultdict(dict)
    for holder, path, place in (*_handed(run, sites, holders), *_derived(run)):
        if holder not in holders or holder in told[path, place]:
            continue
        cls, own, shared = holders[holder]
        left[path, place].update(dict.fromkeys(own if cls in told[path, place] else (*shared, *own)))
        told[path, place].update((holder, cls))
    for (path, place), there in left.items():
        yield from ((one, path, place) for one in there)


def _holders(
    run: Interpreter, reads: Reads, acting: Set[ClassV], known: dict[Value, tuple[Value, ...]]
) -> Iterator[tuple[Obj, tuple[ClassV, list[Obj], list[Obj]]]]:
    """The program's own objects that have one of some classes in fields that no code reads, with these:
    those that each has by itself, and those that all of its class have."""
    for cls in {shape.cls: None for shape in run.heap.shapes.values() if shape.cls is not None}:
        made = [one for one in options(run.engine.peek(("instances", cls))) if type(one) is Obj]
        if not made:
            continue
        left = _Left(run, reads, cls)
        shared = left.among(shared_fields(run, cls), acting, known)
        for one in made:
            own = left.among(fields(run, one, left.read), acting, known)
            if own or shared:
                yield one, (cls, own, shared)


class _Left:
    """Which fields of a class are there for others than the program."""

    def __init__(self, run: Interpreter, reads: Reads, cls: ClassV) -> None:
        self._run, self._reads, self._cls = run, reads, cls
        self.read = reads.seen.setdefault(cls, set())
        self._unread: set[str] = set()

    def among(
        self, held: Iterable[tuple[str, Value]], acting: Set[ClassV], known: dict[Value, tuple[Value, ...]]
    ) -> list[Obj]:
        """The objects of some classes in such fields."""
        return [
            obj for name, value in held if isinstance(value, _HOLDING) and name not in self.read
            # What reads a name is found in the text, which takes longer.
            for obj in objects(self._run, value, acting, known) if self._has(name)
        ]  # fmt: skip

    def _has(self, name: str) -> bool:
        if name in self._unread or name in self.read:
            return name in self._unread
        left = _left(self._run, self._reads, self._cls, name)
        (self._unread if left else self.read).add(name)
        return left


def _left(run: Interpreter, reads: Reads, cls: ClassV, name: str) -> bool:
    """Whether a field of a class is there for others than the program."""
    return not (
        run.semantics_of(cls.module).hides(name)
        or any(name in base.cls.hidden for base in run.mro(cls))
        or reads.reads(cls, name)
    )


def say_global(run: Interpreter, sites: Iterable[Site], reads: Reads) -> None:
    """Reports clients in globals that no code of the program mentions: they are there for a library."""
    barren = set[Value]()
    for site, pos, value in _in_globals(run, sites, reads):
        if any(escapes.gives_away(run, one) for one in escapes.sending(run, value, barren)):
            escapes.say(run, site, pos, GLOBAL)


def _in_globals(
    run: Interpreter, sites: Iterable[Site], reads: Reads
) -> Iterator[tuple[Site, ir.Pos, Value]]:
    """What is put into globals that no code of the program mentions."""
    owners = tuple(f"{one}." for one in run.language.globals)
    for site in sites if owners else ():
        for value, (path, pos, _) in (site.handed or {}).items():
            if path.startswith(owners):
                owner, _, name = path.rpartition(".")
                if owner in run.language.globals and not reads.mentions(name):
                    yield site, pos, value


def objects(
    run: Interpreter, value: Value, acting: Set[ClassV], known: dict[Value, tuple[Value, ...]]
) -> Iterator[Obj]:
    """The program's own objects of some classes that a value is, or that come out of it."""
    if type(value) is Obj and run.heap.shape(value).kind == "instance":
        cls = run.heap.shape(value).cls
        if cls is not None and not acting.isdisjoint(run.mro(cls)):
            yield value
        return
    pending = [value]
    while pending:
        one = pending.pop()
        for obj in instances(run, one, made=False, known=known):
            cls = run.heap.shape(obj).cls
            if cls is not None and not acting.isdisjoint(run.mro(cls)):
                yield obj
        pending.extend(
            inner for option in options(one) if isinstance(option, Handle) for inner in option.inside()
        )


def _visible(run: Interpreter, cls: ClassV, held: Iterable[tuple[str, Value]]) -> Iterator[tuple[str, Value]]:
    """Of what is in fields of a class's objects, what others than the class may read."""
    hides = run.semantics_of(cls.module).hides
    private = {name for base in run.mro(cls) for name in base.cls.hidden}
    return ((name, value) for name, value in held if name not in private and not hides(name))


def _handed(
    run: Interpreter, sites: Iterable[Site], among: Container[Obj]
) -> Iterator[tuple[Obj, str, tuple[str, ir.Pos]]]:
    """Objects that libraries get (of a class all that are made): each, what gets it, and where."""
    inside: dict[Value, list[Obj]] = {}
    known: dict[Value, tuple[Value, ...]] = {}
    for site in sites:
        for value, (path, pos, loose) in (site.handed or {}).items():
            if path and loose:
                if value not in inside:
                    inside[value] = [one for one in instances(run, value, known=known) if one in among]
                for obj in inside[value]:
                    yield obj, path, (site.instance.module, pos)


def _derived(run: Interpreter) -> Iterator[tuple[Obj, str, tuple[str, ir.Pos]]]:
    for cls in {shape.cls: None for shape in run.heap.shapes.values() if shape.cls is not None}:
        for base in run.library_bases(cls):
            for made in options(run.engine.peek(("instances", cls))):
                if isinstance(made, Obj):
                    yield made, base.path, (cls.module, cls.cls.pos)
