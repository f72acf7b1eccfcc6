"""The solver: places that hold values, the computations that read them, and the worklist between them.

A *cell* is a place: the definition of a local variable, a parameter, an object's field, a global, a result. A
*site* is one statement or expression of one instance (see ``instances``); it is evaluated when it is first
met, and again only when a cell that it read has grown. There are two kinds of cells. A *definition* belongs
to one site and holds what that made of it last; a *shared* cell is written by many and only grows. Values are
of bounded height (``Engine.grow``) and definitions never depend on themselves but through shared cells, so
the worklist runs dry: a fixpoint, whatever the order of the work.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from heapq import heappop, heappush
from operator import attrgetter

from policywright.analyzers import ir
from policywright.analyzers.engine.bounds import Bounds, one_of_each
from policywright.analyzers.engine.completing import completing
from policywright.analyzers.engine.covering import joined
from policywright.analyzers.engine.instances import Instance, Instances
from policywright.analyzers.engine.names import Names
from policywright.analyzers.engine.sides import Sides
from policywright.analyzers.engine.values import (
    BOTTOM,
    MAX_OPTIONS,
    TEXTS,
    ClassV,
    FuncV,
    Known,
    Obj,
    Text,
    Union,
    Unknown,
    Value,
    join_all,
    options,
    same,
)
from policywright.analyzers.model import Cancelled, Counters, SdkCall, Unresolved, UnresolvedCode
from policywright.knowledge.isolation import Expected, is_loud
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from random import Random
    from typing import Any, TypeVar

    from policywright.analyzers.program import Program

    T = TypeVar("T")

MAX_WORK = 2_500_000
"""What one evaluation of a part may cost, in calls that are looked at: a site is two of them, and so are 32
alternatives of a place. That is a minute or two; the largest programs that were solved need half of it. Where
it is not enough, files are looked at one by one, too (``parts``)."""
MAX_RUNS = 1_000
"""Evaluations of one site beyond which it would go on for ever: a defect of ours, which is said, and costs no
more than what the site defines. In programs of 100,000 sites that end none is evaluated a hundred times."""
MAX_CALL_DEPTH = 40
"""Nesting of evaluations; what is called deeper waits in the queue instead. The result is the same."""
MAX_LEVELS = 2_000
"""Blocks within blocks beyond which calls wait likewise: Python has no more frames than that for them."""
_CHECK_EVERY = 128

_ERROR = "error"
BASES = ("bases known",)
"""The cell that changes whenever more is known of what classes derive from."""
CellKey = tuple[Hashable, ...]
Findings = tuple[tuple[SdkCall, ...], tuple[Unresolved, ...]]


_seeds: list[int] = []
"""What the order of work is made from, where it is not the usual one."""


def shuffle(seed: int | None) -> None:
    """See the package."""
    _seeds[:] = [] if seed is None else [seed]


def _order() -> Random | None:
    if not _seeds:
        return None
    import random

    return random.Random(_seeds[0])


class Cell:
    """A place that holds a value."""

    __slots__ = ("followers", "made", "others", "owner", "reader", "taken", "value")

    def __init__(self, value: Value = BOTTOM) -> None:
        self.value = value
        self.owner = -1
        """The object whose field this is."""
        self.made: Value | None = None
        """What a definition's site has made last, where that is a union; its value is within bounds."""
        self.taken: set[Value] | None = None
        """All that was ever added to a shared place that has several options, one by one."""
        self.reader: Site | None = None
        """Who read it first: most places have one reader, and a dict for it would be their largest part."""
        self.others: dict[Site, None] | None = None
        self.followers: dict[Cell, Callable[[Value], Value] | None] | None = None
        """Places that take in whatever this one gets, or what something makes of it."""

    @property
    def readers(self) -> tuple[Site, ...]:
        """The sites that are evaluated again when it changes."""
        return () if self.reader is None else (self.reader, *(self.others or ()))


class Phi(Cell):
    """A place where several definitions meet: after a branch (``loop`` False) or at the head of a loop."""

    __slots__ = ("loop", "order", "sources")

    def __init__(self, loop: bool, order: int) -> None:
        super().__init__()
        self.order = order
        self.sources: list[Cell] = []
        self.loop = loop


Handing = tuple[str, "ir.Pos", bool]
"""What of a library gets a value, where, and whether nothing at all is known of it."""
Said = tuple[
    "dict[tuple[object, ...], SdkCall] | None", "dict[Unresolved, None] | None",
    "dict[Value, Handing] | None", "dict[tuple[str, Text], ir.Pos] | None",
]  # fmt: skip
"""Requests, what can't be told, what libraries are given, and what texts."""


_NO_DEFS: dict[str, Cell] = {}
"""What all sites have in common that assign nothing; nobody changes it."""


class Site:
    """One statement (or expression) of one instance."""

    __slots__ = (
        "calls", "defs", "dirty", "env", "extra", "handed", "instance", "linked", "loose", "memory", "node",
        "order", "rule", "runs", "told", "unresolved", "walk",
    )  # fmt: skip

    def __init__(self, instance: Instance, rule: Callable[[Site], None], node: Any, env: dict[str, Cell],
                 walk: Any) -> None:  # fmt: skip
        self.instance = instance
        self.rule = rule
        self.node = node
        self.env = env
        """The variables that it mentions, as they are where it stands."""
        self.walk = walk
        """Where it stands: class body, loops."""
        self.defs = _NO_DEFS
        """The variables that it assigns."""
        self.extra: Any = None
        self.linked: dict[tuple[object, ...], Cell] | None = None
        """The calls of the program's functions that it has made, and what they give back."""
        self.order = 0
        """Its place in the order in which sites were first met: what it reads mostly comes before it."""
        self.dirty = False
        self.loose = False
        """Its texts wait for no part any more (``Engine.loosened``)."""
        self.runs = 0
        self.calls: dict[tuple[object, ...], SdkCall] | None = None
        self.unresolved: dict[Unresolved, None] | None = None
        self.handed: dict[Value, Handing] | None = None
        """What it gives to libraries."""
        self.told: dict[tuple[str, Text], ir.Pos] | None = None
        """What of a library is told which text that may be a name, and where."""
        self.memory: Memory | None = None

    def clear(self) -> Said:
        """What has been found at it, which it forgets."""
        found = self.calls, self.unresolved, self.handed, self.told
        self.calls, self.unresolved, self.handed, self.told = None, None, None, None
        return found


class Asked:
    """What one of many alternatives has answered, and what it said of the site's findings."""

    __slots__ = ("args", "bases", "found", "left", "reads", "value")

    def __init__(self, args: object, bases: int) -> None:
        self.args = args
        self.bases = bases
        """How many bases of classes were known."""
        self.value: Value = BOTTOM
        self.left: Value = BOTTOM
        """What is called in it and left to who asks."""
        self.found: Said = (None, None, None, None)
        self.reads: tuple[Cell, ...] = ()


class Memory:
    """What each of many alternatives has answered a site; nothing is older than what it rests on."""

    __slots__ = ("answers", "changed", "resting")

    def __init__(self) -> None:
        self.answers: dict[object, Asked] = {}
        self.resting: dict[Cell, list[object]] = {}
        """The answers for which a place was read."""
        self.changed: list[Cell] = []
        """Places that have grown since the site was evaluated."""

    def renew(self) -> None:
        """Forgets the answers that rest on what has grown."""
        for cell in self.changed:
            for key in self.resting.pop(cell, ()):
                self.answers.pop(key, None)
        self.changed.clear()

    def keep(self, key: object, asked: Asked) -> None:
        self.answers[key] = asked
        for cell in asked.reads:
            resting = self.resting.get(cell)
            if resting is None:
                self.resting[cell] = [key]
            elif resting[-1] != key:
                resting.append(key)


def call_key(call: SdkCall) -> tuple[object, ...]:
    """What makes a request one of its own."""
    return (call.span, call.service, call.operation, call.parameters, call.identity, call.region,
            call.actions, call.resources, call.optional)  # fmt: skip


def in_order(calls: Iterable[SdkCall], unresolved: Iterable[Unresolved]) -> Findings:
    """Findings in source order; of the same request the one that is resolved, if any."""
    found: dict[object, SdkCall] = {}
    for call in calls:
        key = call_key(call)
        old = found.get(key)
        if old is None or _rank(call) < _rank(old):
            found[key] = call
    return (
        tuple(
            sorted(found.values(), key=lambda call: (call.span, call.service, call.operation, _rank(call)))
        ),
        tuple(sorted(dict.fromkeys(unresolved), key=Unresolved.order)),
    )


def _rank(call: SdkCall) -> tuple[bool, int, str, tuple[str, ...], str]:
    return (call.certainty == "inferred", len(call.chain), call.entry or "", call.chain, call.via or "")


class Engine:
    """The state of one analysis."""

    whole: bool = False
    """All of the program is started: nobody has to find the methods that libraries call."""
    local: frozenset[str] = frozenset()
    """Environment variables that may be known not to be set (``narrowing.NOT_SET``)."""

    def __init__(  # noqa: PLR0915  one line for each part of its state
        self, program: Program, cancelled: Callable[[], bool] | None = None
    ) -> None:
        self.program = program
        self.cells: dict[CellKey, Cell] = {}
        self.names = program.whole.once("names", Names)
        self._completing: dict[ir.Function, dict[ir.Node, ir.Pos]] = {}
        self.sides = Sides(program, self.names)
        self.instances = Instances()
        self.site: Site | None = None
        self.reads: dict[Cell, None] | None = None
        """What the running site reads, while somebody wants to know."""
        self.queue: list[tuple[int, int, int, Site | Phi]] = []
        self._sweep = 0
        """How often the worklist has gone from the first site to the last."""
        self._at = 0
        """The order of what runs: what is behind it waits for the next sweep, until its inputs have grown."""
        self._orders = self._pushed = 0
        self._random = _order()
        self._fed: list[tuple[Cell, Cell]] = []
        self._feeding = False
        self.sites: list[Site] = []
        self.depth = self.levels = 0
        """Blocks within blocks that are being walked."""
        self.updates = 0
        self.work = 0
        """What has been spent of ``MAX_WORK``."""
        self.first = 0
        """Evaluations that were the first of their site."""
        self.cut = False
        """It was too much: what was not due yet has not been looked at."""
        self.exhausted: dict[tuple[str, ir.Pos, str], None] = {}
        self.cancelled = cancelled or (lambda: False)
        self.texts: dict[tuple[str, ir.Pos], None] = {}
        """Places whose very text was looked at."""
        self.environment: Mapping[str, str] = {}
        """Environment variables that are known to be set, and to what."""
        self.asked: set[str] = set()
        """Environment variables of which the program asks whether they are set (``narrowing``)."""
        self.objects: dict[tuple[object, ...], Obj] = {}
        self.created: dict[ir.Function, dict[FuncV, None]] = {}
        self.answered: set[ClassV] = set()
        """Classes that libraries got and made what the program then calls (``carrying``)."""
        self.decorated: dict[FuncV, Value] = {}
        """What a decorated function's name is bound to."""
        self.bases_known = 0
        self._having: dict[Hashable, dict[Hashable, None]] = {}
        """For names what has a member that is called so."""
        self.bounds = Bounds()
        self.bounds.crowds.noted = lambda what, id: self.write((what, id), Known(True))
        self.walk_instance: Callable[[Instance], None] = lambda _instance: None
        self.evaluate: Callable[[Site], None] = lambda _site: None
        self._pending: set[Phi] = set()
        self.waiting: dict[Site, None] = {}
        """Sites with a text of which a part had not come."""
        self._resting: dict[Site, tuple[Callable[[], None], bool]] = {}
        """Sites that decide something when nothing else is due, how, and whether after the others."""

    def forget(self) -> None:
        """Drops what was found out, once somebody has taken the findings."""
        tables: tuple[Any, ...] = (
            self.cells, self.created, self.decorated, self.objects, self.sites, self.waiting, self._resting,
        )  # fmt: skip
        for table in tables:
            table.clear()
        self.instances.forget()
        self.evaluate = lambda _site: None
        self.walk_instance = lambda _instance: None
        self.bounds.crowds.noted = lambda _what, _id: None

    # --- cells ---

    def cell(self, key: CellKey) -> Cell:
        """The shared cell of a key, made on first use."""
        found = self.cells.get(key)
        if found is None:
            found = self.cells[key] = Cell()
            if key[0] == "field":
                found.owner = key[1]  # type: ignore[assignment]
        return found

    def look(self, cell: Cell) -> Value:
        """What a cell holds so far; the running site is evaluated again when that changes."""
        site = self.site
        if site is not None:
            first = cell.reader
            if first is None:
                cell.reader = site
            elif first is not site:
                if cell.others is None:
                    cell.others = {site: None}
                else:
                    cell.others[site] = None
            if self.reads is not None:
                self.reads[cell] = None
        return cell.value

    def read(self, key: CellKey) -> Value:
        """What the shared cell of a key holds so far."""
        found = self.cells.get(key)
        return self.look(self.cell(key) if found is None else found)

    def peek(self, key: CellKey) -> Value:
        """The same for who does not mind that it may change."""
        found = self.cells.get(key)
        return found.value if found is not None else BOTTOM

    def write(self, key: CellKey, value: Value) -> None:
        """Adds a value to a shared cell."""
        if self.grow(self.cell(key), value):
            if key[0] == "bases":
                self.bases_known += 1
                self.touch(self.cell(BASES))
            elif key[0] == "class":
                self.bounds.crowds.put_into_class(key[1], str(key[2]), value)  # type: ignore[arg-type]
                self.named(key[2], key[1])

    def named(self, name: Hashable, owner: Hashable) -> None:
        """Notes what has a member of a name: a class itself, or an instance that something was put into."""
        found = self._having.setdefault(name, {})
        if owner not in found:
            found[owner] = None
            self.touch(self.cell(("having", name)))

    def having(self, name: Hashable) -> Mapping[Hashable, None]:
        """The classes and instances that have a member of a name themselves."""
        self.read(("having", name))
        return self._having.get(name, {})

    def grow(self, cell: Cell, value: Value) -> bool:
        """Adds to a shared cell; whether it has changed."""
        old = cell.value
        if value is old or value is BOTTOM:
            return False
        if old is BOTTOM and type(value) is not Union:
            cell.value = value
            if cell.owner >= 0:
                self.bounds.crowds.put(cell.owner, value)
            self._changed(cell)
            return True
        taken = cell.taken
        if taken is None:
            if value == old:
                return False
            taken = cell.taken = set(old.members) if type(old) is Union else {old}
        if type(value) is Union:
            # Only its alternatives are noted: with every version of it, a place would hold n² of them.
            more = set(value.members) - taken
            if not more:
                return False
            taken |= more
            if len(more) == 1:
                value = more.pop()
            elif len(more) < len(value.options):
                value = Union(tuple([option for option in value.options if option in more]))
        elif value in taken:
            return False
        else:
            taken.add(value)
        if cell.owner >= 0:
            self.bounds.crowds.put(cell.owner, value)
        if type(value) is Union and len(value.options) > MAX_OPTIONS:
            value = one_of_each(value)
        new = joined(old, value)
        if new is old:
            return False
        if type(new) is Union:
            self.work += len(new.options) >> 4
            new = self.bounds.bounded(new, cell)
            if same(new, old):
                return False
        cell.value = new
        self._changed(cell)
        return True

    def define(self, cell: Cell, value: Value) -> None:
        """Says what a definition's site has made of it now."""
        if type(value) is Union:
            if value == cell.made:
                return
            cell.made = value
            self.work += len(value.options) >> 4
            value = self.bounds.bounded(value, cell)
        if not same(cell.value, value):
            cell.value = value
            self._changed(cell)

    def _changed(self, cell: Cell) -> None:
        if cell.reader is not None:
            self.touch(cell)
        if cell.followers is not None:
            for follower in cell.followers:
                if not isinstance(follower, Phi):
                    self._fed.append((follower, cell))
                elif follower not in self._pending:
                    self._pending.add(follower)
                    self._push(follower)

        if not self._feeding and self._fed:
            self._feeding = True
            try:
                while self._fed:
                    target, source = self._fed.pop()
                    made = source.followers[target] if source.followers is not None else None
                    self.grow(target, source.value if made is None else made(source.value))
            finally:
                self._feeding = False

    def touch(self, cell: Cell) -> None:
        """Has everything evaluated again that read a cell."""
        for site in cell.readers:
            if site.memory is not None:
                site.memory.changed.append(cell)
            self._due(site)

    def again(self, site: Site) -> None:
        """Has a site be evaluated again, with nothing that it remembers."""
        site.memory = None
        self._due(site)

    def _due(self, site: Site) -> None:
        if not site.dirty:
            site.dirty = True
            self._push(site)

    def _push(self, item: Site | Phi) -> None:
        """Has something be evaluated when nothing before it is due."""
        self._pushed += 1
        order = item.order if self._random is None else self._random.randrange(1_000_000)
        sweep = self._sweep if order >= self._at else self._sweep + 1
        heappush(self.queue, (sweep, order, self._pushed, item))

    def mixed(self, items: Iterable[T]) -> list[T]:
        """Things that may be done in any order, in the order in which they are done."""
        found = list(items)
        if self._random is not None:
            self._random.shuffle(found)
        return found

    def phi(self, loop: bool) -> Phi:
        """A new place where definitions meet."""
        self._orders += 1
        return Phi(loop, self._orders)

    def put_behind(self, phis: dict[str, Phi]) -> None:
        """Has places be met behind all that there is so far: what is in the sides of a branch comes first."""
        for phi in phis.values():
            self._orders += 1
            phi.order = self._orders

    def follow(self, phi: Phi, source: Cell) -> None:
        """Has a meeting point take in what another place holds, now and later."""
        if source is phi:
            return
        phi.sources.append(source)
        if source.followers is None:
            source.followers = {phi: None}
        else:
            source.followers[phi] = None
        self._meet(phi)

    def feed(self, target: Cell, source: Cell, made: Callable[[Value], Value] | None = None) -> None:
        """Has a shared cell take in what another one holds, or what is ``made`` of that, now and later."""
        if source.followers is None:
            source.followers = {target: made}
        else:
            source.followers[target] = made
        self.grow(target, source.value if made is None else made(source.value))

    def _meet(self, phi: Phi) -> None:
        if phi.loop:
            for source in phi.sources:
                self.grow(phi, source.value)
        else:
            self.define(phi, join_all([source.value for source in phi.sources]))

    # --- evaluation ---

    def add(self, site: Site) -> None:
        """Evaluates a new site."""
        self.sites.append(site)
        self.first += 1
        self._orders += 1
        site.order = self._orders
        if self.work > MAX_WORK:
            self.cut = True
            return
        self._run(site)

    def _run(self, site: Site) -> None:
        self.updates += 1
        self.work += 2
        if self.updates % _CHECK_EVERY == 0 and self.cancelled():
            raise Cancelled
        site.dirty = False
        site.runs += 1
        if site.runs > MAX_RUNS:
            if is_loud():
                raise RuntimeError(f"no end: {site.instance.label}, {site.node!r}")
            self._failed(site)
            return
        site.clear()
        if site.memory is not None:
            site.memory.renew()
        outer, self.site = self.site, site
        reads, self.reads = self.reads, None
        loose, waiting = TEXTS.loose, TEXTS.waiting
        TEXTS.loose, TEXTS.waiting = site.loose, False
        try:
            self.evaluate(site)
            if TEXTS.waiting:
                self.waiting[site] = None
        except (Expected, MemoryError, RecursionError):
            raise
        except Exception:
            if is_loud():
                raise
            self._failed(site)
        finally:
            self.site, self.reads = outer, reads
            TEXTS.loose, TEXTS.waiting = loose, waiting

    def loosened(self) -> bool:
        """Has texts be put together all the same of which a part has not come, once nothing else is due: it
        may be anything. Whether there are any."""
        found = [site for site in self.waiting if not site.loose]
        self.waiting.clear()
        for site in self.mixed(found):
            site.loose, site.memory = True, None
            self._due(site)
        return bool(found)

    def _failed(self, site: Site) -> None:
        """A defect of ours: whatever the site assigns may be anything, and it is said."""
        self.exhausted[site.instance.module, getattr(site.node, "pos", (0, 0)), _ERROR] = None
        for cell in site.defs.values():
            self.define(cell, Unknown("internal-error"))

    def drain(self) -> None:
        """Evaluates what is due until nothing is."""
        queue = self.queue
        while queue or self._restored() or self._decided():
            self._sweep, self._at, _, item = heappop(queue)
            if isinstance(item, Phi):
                self._pending.discard(item)
                self._meet(item)
                continue
            if not item.dirty:
                continue
            if self.work > MAX_WORK:
                self.cut = True
                queue.clear()
                return
            self._run(item)

    def _restored(self) -> bool:
        """Gives places back what they dropped as a part of a crowd and what holds a client, as was found out
        since; whether there is more to do."""
        for cell, back in self.bounds.crowds.returning():
            if isinstance(cell, Cell):
                cell.value = self.bounds.bounded(Union((*options(cell.value), *back)), cell)
                self._changed(cell)
        return bool(self.queue)

    def at_rest(self, site: Site, decide: Callable[[], None], late: bool) -> None:
        """Has a site ``decide`` when nothing is due any more, and then be evaluated again.

        What it decides rests on what there is in any order of the work: all such sites decide at once, but
        for those that had better wait (``late``) for what comes of the others.
        """
        self._resting[site] = decide, late

    def _decided(self) -> bool:
        """Has sites that wait for it decide; whether there are any."""
        found = self._resting
        late = {site: one for site, one in found.items() if one[1]}
        self._resting = late if len(late) < len(found) else {}
        due = [site for site in found if site not in self._resting]
        for site in due:
            found[site][0]()
        for site in self.mixed(due):
            self._due(site)
        return bool(due)

    # --- instances ---

    def instance(self, key: tuple[object, ...], module: str, function: FuncV | None,
                 context: tuple[object, ...]) -> Instance:  # fmt: skip
        """The instance of a key, made on first use."""
        found = self.instances.by_key.get(key)
        if found is None:
            found = self.instances.make(key, module, function, context)
        return found

    def completing(self, site: Site) -> ir.Pos | None:
        """Where the object is made that a site's statement completes; None for other statements."""
        code = site.instance.function
        if code is None:
            return None
        known = self._completing.get(code.function)
        if known is None:
            known = self._completing[code.function] = completing(code.function)
        return known.get(site.node)

    def link(self, instance: Instance, later: bool = False) -> None:
        """Whoever runs now calls this instance, or has it called later."""
        if self.site is not None:
            caller = self.site.instance
            if later:
                self.sides.later.setdefault(instance, set()).add(self.site)
            caller.calls[instance] = None
            instance.called_at.setdefault(caller, {})[self.site, self.sides.now(self.site)] = None

    def relink(self, instance: Instance, other: Instance) -> None:
        """Whoever calls an instance calls another one as well, in the same way."""
        for caller, ways in instance.called_at.items():
            caller.calls[other] = None
            other.called_at.setdefault(caller, {}).update(ways)
        for marks in (self.sides.later, self.sides.paused):
            if instance in marks:
                marks.setdefault(other, set()).update(marks[instance])

    def pause(self, instance: Instance) -> None:
        """Whoever runs now asks a generator for its first item."""
        if self.site is not None:
            self.sides.paused.setdefault(instance, set()).add(self.site)

    def wait_together(self) -> None:
        """Whoever runs now waits for several things that run side by side."""
        if self.site is not None:
            self.sides.together.add(self.site)

    def enter(self, instance: Instance) -> None:
        """Walks an instance, once."""
        if instance.walked:
            return
        if (self.depth >= MAX_CALL_DEPTH or self.levels >= MAX_LEVELS) and self.site is not None:
            if not instance.queued:
                instance.queued = True
                starter = Site(instance, _start(self), None, {}, None)
                starter.dirty = True
                self._orders += 1
                starter.order = self._orders
                self._push(starter)
            return
        instance.walked = True
        outer, self.site = self.site, None
        self.depth += 1
        try:
            self.walk_instance(instance)
        finally:
            self.depth -= 1
            self.site = outer

    def derived(self, key: CellKey, instance: Instance, find: Callable[[], Value]) -> Value:
        """What is found out from other cells, once for all who ask: again when one of these has changed.

        It is found where an instance stands, and makes no findings.
        """
        found = self.cells.get(key)
        if found is None:
            cell = found = self.cell(key)
            self.add(Site(instance, lambda _site: self.define(cell, find()), None, {}, None))
        return self.look(found)

    # --- results ---

    def counters(self) -> Counters:
        """How large the analysis has become, and how much work that was."""
        # A shared place is made by who looks there first, too early or not.
        filled = sum(1 for cell in self.cells.values() if cell.value is not BOTTOM)
        nodes = filled + len(self.sites) + len(self.instances.by_id)
        return Counters(nodes=nodes, updates=self.updates)

    def reached(self, starts: Iterable[Instance]) -> list[Instance]:
        """Some instances and everything that they call, directly or not, in the order of their making."""
        found = dict.fromkeys(starts)
        pending = list(found)
        while pending:
            for instance in pending.pop().calls:
                if instance not in found:
                    found[instance] = None
                    pending.append(instance)
        return sorted(found, key=attrgetter("id"))

    def findings(self, instances: Iterable[Instance] | None = None) -> Findings:
        """Everything that the sites of instances (all, or these) found, in source order, each once."""
        chosen = None if instances is None else set(instances)
        chains = self.instances.chains()
        calls: list[SdkCall] = []
        unresolved: dict[Unresolved, None] = {}
        for site in self.sites:
            if chosen is not None and site.instance not in chosen:
                continue
            unresolved.update(site.unresolved or {})
            for call in (site.calls or {}).values():
                entry, *chain = chains[site.instance]
                calls.append(replace(call, entry=entry, chain=tuple(chain)))
        for module, pos, what in self.exhausted:
            span = self.program.span(module, pos)
            detail = {
                _ERROR: "an error inside policywright; what this does is not known",
                "depth": "nested too deeply to be followed; what is inside may be missing",
            }[what]
            code = UnresolvedCode.INTERNAL if what == _ERROR else UnresolvedCode.BUDGET
            unresolved[Unresolved(code=code, span=span, detail=detail)] = None
        return in_order(calls, unresolved)

    # --- objects ---

    def allocate(self, *key: object) -> Obj:
        """The heap object of an allocation site (and context)."""
        obj = self.objects.get(key)
        if obj is None:
            obj = self.objects[key] = Obj(len(self.objects))
        return obj


def _start(engine: Engine) -> Callable[[Site], None]:
    def start(site: Site) -> None:
        engine.enter(site.instance)

    return start


__all__ = ["Cell", "Engine", "Phi", "Site", "call_key", "in_order"]
