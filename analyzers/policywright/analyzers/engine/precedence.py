"""What is set in objects whose other keys are not known: not on all paths, or behind a use of the object.

The heap has no order: whoever reads a field finds all that is ever put there. Where an object may have had
something unknown under the key before, that is wrong for those who read it on a path without the set, and for
those who read it earlier. Both are questions of the text, and of which function calls which: they are asked
when nothing is due any more, so that no answer hangs on what was met first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policywright.analyzers import ir
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.shapes import ANY
from policywright.analyzers.engine.solver import Site
from policywright.analyzers.engine.values import Obj, Unknown, Value, options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.heap import Heap
    from policywright.analyzers.engine.shapes import Shape

    Place: TypeAlias = tuple[Site, ir.Pos]
    """A site, and the part of its expression that is evaluated on some paths only."""
    Frames: TypeAlias = dict[Instance, dict[Place, None]]


class Sets:
    """All that is set in the objects of a heap, under keys that they need not have."""

    def __init__(self, heap: Heap) -> None:
        self._heap = heap
        self._set: dict[Obj, dict[object, dict[Place, None]]] = {}
        self._left: set[tuple[Obj, object]] = set()
        """Objects with the keys of which it is known that some paths leave them as they were."""
        self._taken: dict[Obj, dict[Value, None]] = {}
        """What was put into an object as a whole."""
        self._partly: set[tuple[Obj, object]] = set()
        """Objects with the keys that they are made with on some paths only."""
        self._births: dict[Obj, Frames] = {}
        self._ranks: dict[Obj, dict[Instance, int]] = {}
        """How many calls lie between each of those and where the object is made, at least."""
        self._ways: dict[tuple[Obj, Instance], Frames] = {}

    def remember(self, obj: Obj, keys: Iterable[object], site: Site) -> None:
        """Remembers that a site sets something."""
        place = site, self._heap.engine.sides.now(site)
        there = self._set.setdefault(obj, {})
        for key in keys:
            there.setdefault(key, {})[place] = None

    def take(self, obj: Obj, source: Value) -> None:
        """Remembers that an object takes in what others have; one that lacks a key leaves what was there."""
        self._taken.setdefault(obj, {})[source] = None

    def pass_over(self, obj: Obj, keys: Iterable[object]) -> None:
        """Remembers that an object is made without some keys on some paths."""
        self._partly.update([(obj, key) for key in keys])

    def decide(self) -> bool:
        """Says who may find what was there before; whether that changes anything."""
        self._births.clear()
        self._ways.clear()
        for obj, keys in list(self._set.items()):
            if self._heap.has_any_keys(obj):
                for key, places in keys.items():
                    self._decide(obj, key, list(places))
        return bool(self._heap.engine.queue)

    def _decide(self, obj: Obj, key: object, places: list[Place]) -> None:
        heap, shape = self._heap, self._heap.shape(obj)
        if heap.surely_has(obj, key):
            return
        if (obj, key) in self._left or self._may_be_left(obj, key, places, set()):
            # All who read it find what was there, early or not.
            self._left.add((obj, key))
            heap.replace(obj, Unknown("item"), lambda: (key,))
            return
        if not shape.open:
            return
        paths = [self._frames(obj, one) for one in places]
        births = self._born(obj)
        sets = [
            (one[0], {frame: self._earliest(there) for frame, there in path.items()})
            for one, path in zip(places, paths, strict=True)
        ]
        exits = [
            exit for one, path in zip(places, paths, strict=True) for exit in self._exits(obj, one, path)
        ]
        known_of: dict[Instance, list[bool]] = {}
        # Modules run before the functions that are called from outside; each of those may be the first.
        runs = [not any(one.function is None or one in births for one in path) for path in paths]
        for site in self._readers(obj, key):
            if site in shape.early.get(key, ()):
                continue
            own = site.instance
            if own not in known_of:
                ways = self._ways_to(obj, own)
                known_of[own] = [
                    self._is_called_before(obj, own, starts)
                    or (another and any(_is_called_from_outside(one) and one not in starts for one in ways))
                    for another, (_, starts) in zip(runs, sets, strict=True)
                ]
            start = _start(site)
            if any(not self._stays_behind(obj, site, *one) for one in exits) or all(
                (where is site and isinstance(site.node, ir.Assign))
                or called
                or 0 <= start < starts.get(own, -1)
                for (where, starts), called in zip(sets, known_of[own], strict=True)
            ):
                shape.early.setdefault(key, set()).add(site)
                heap.engine.again(site)

    def _may_be_left(self, obj: Obj, key: object, places: Iterable[Place], seen: set[Obj]) -> bool:
        """Whether what sets a key in an object leaves what was there on some paths."""
        if (obj, key) in self._partly:
            return True
        seen.add(obj)
        shape = self._heap.shape(obj)
        return (
            any(self._may_be_passed_over(shape, obj, one) for one in places)
            or any(self._may_lack(source, key, seen) for source in self._taken.get(obj, ()))
            or self._may_call_others(obj, places)
        )

    def _may_call_others(self, obj: Obj, places: Iterable[Place]) -> bool:
        """Whether on the way to what sets something another function may be called, which does not."""
        sides, paths = self._heap.engine.sides, [self._frames(obj, one) for one in places]
        codes = {one.function.function for path in paths for one in path if one.function is not None}
        sites = {site: None for path in paths for called in path.values() for site, _ in called}
        return any([sides.may_call_others(site, codes) for site in sites])

    def _may_lack(self, source: Value, key: object, seen: set[Obj]) -> bool:
        """Whether some of several alternatives have a key, and others may be without it."""
        heap, found = self._heap, options(source)
        having = [one for one in found if isinstance(one, Obj) and key in heap.shape(one).keys]
        if len(having) < len(found):
            return bool(having)
        for one in having:
            if heap.surely_has(one, key) or one in seen:
                continue
            places = self._set.get(one, {}).get(key)
            if not places or key in heap.shape(one).gone or self._may_be_left(one, key, places, seen):
                return True
        return False

    def _exits(self, obj: Obj, place: Place, path: Frames) -> Iterator[tuple[Instance, int]]:
        """The functions that may be left before they come to a place, or that run later than their callers
        do what stands behind, and where in them that is."""
        sides = self._heap.engine.sides
        for frame, places in path.items():
            callers = [site for there in path.values() for site, _ in there]
            queued, paused = sides.later.get(frame), sides.paused.get(frame)
            if queued is not None and any(site in queued for site in callers):
                yield frame, _earliest(places)
            elif paused is not None and any(site in paused for site in callers):
                pause = sides.pauses_at(frame)
                if not all(0 <= _end(site) <= pause for site, _ in places):
                    yield frame, _earliest(places)
            born = self._made_in(obj, frame)
            for site, _ in places:
                if any([sides.is_behind_exit(site, where) for where in born]):
                    yield frame, _start(site)

    def _earliest(self, there: Iterable[Place]) -> int:
        """The same, where what is waited for with others counts when all is done."""
        together = self._heap.engine.sides.together
        return min([_end(site) if site in together else _start(site) for site, _ in there], default=-1)

    def _made_in(self, obj: Obj, frame: Instance) -> list[ir.Pos | None]:
        """Where in a function an object is made, or what makes it is called; ``None`` where it comes from
        elsewhere."""
        shape = self._heap.shape(obj)
        if frame is shape.instance:
            return [place_of(shape)]
        return [_pos(one) for one, _ in self._born(obj).get(frame, ())] or [None]

    def _stays_behind(self, obj: Obj, site: Site, frame: Instance, start: int) -> bool:
        """Whether a read stands behind what a function sets, in it or in what it calls there.

        Who comes to the one has come by the other.
        """
        if site.instance is frame:
            return _start(site) >= start
        there = self._ways_to(obj, site.instance).get(frame, ())
        return bool(there) and _earliest(there) >= start

    def _readers(self, obj: Obj, key: object) -> dict[Site, None]:
        engine = self._heap.engine
        cells = (("field", obj.id, key), ("field", obj.id, ANY), ("held", obj.id, key), ("keys", obj.id))
        found = [engine.cells[one] for one in cells if one in engine.cells]
        return {site: None for cell in found for site in cell.readers}

    def _is_called_before(self, obj: Obj, own: Instance, starts: Mapping[Instance, int]) -> bool:
        """Whether functions on the way to a read and to a set go on to the read first, wherever it stands in
        its own function."""
        births, ranks, ways = self._born(obj), self._ranks[obj], self._ways_to(obj, own)
        # Whoever has it from where it was left, not in the run of who made it, comes when that is over.
        nearest = min([ranks[one] for one in ways if one in ranks], default=len(births))
        # What is read while it is made is read before what is done with it by those who have it made; and
        # in the run of one that has it made and sets nothing, what others set in theirs is not there.
        apart = not any(one in starts for one in ways)
        behind = [one for one, rank in ranks.items() if rank > nearest or (apart and rank == nearest)]
        ways = {**{one: births[one] for one in behind}, **ways}
        return any(
            0 <= _start(site) < starts[frame]
            for frame, there in ways.items() if frame in starts
            for site, _ in there
        )  # fmt: skip

    def _may_be_passed_over(self, shape: Shape, obj: Obj, place: Place) -> bool:
        """Whether what is set at a place may be left out in the life of an object.

        What stands around both the place and where the object is made is no condition between them. What
        calls the function that sets it is asked too, and so on, as far up as the object is there.
        """
        sides, maker, made = self._heap.engine.sides, shape.instance, place_of(shape)
        for frame, places in self._frames(obj, place).items():
            born = self._made_in(obj, frame)
            if any(
                sides.on_a_side(one, part, where) or sides.is_one_of_many(frame, where, _pos(one))
                for one, part in places for where in born
            ):  # fmt: skip
                return True
            if frame is not maker and maker is not None and sides.is_given_away(frame, maker, made):
                return True
        return False

    def _born(self, obj: Obj) -> Frames:
        """The functions in whose run an object is made, the nearest first, with the calls that lead there."""
        found = self._births.get(obj)
        if found is None:
            found = self._births[obj] = {}
            ranks = self._ranks[obj] = {}
            maker = self._heap.shape(obj).instance
            pending = [] if maker is None else [maker]
            rank = 0
            while pending:
                following: dict[Instance, None] = {}
                for one in pending:
                    found.setdefault(one, {})
                    ranks.setdefault(one, rank)
                    following.update(dict.fromkeys(one.called_at))
                callers = [one for one in following if one not in found and not one.outside]
                for caller in callers:
                    ways = [one.called_at[caller] for one in pending if caller in one.called_at]
                    found[caller] = {place: None for way in ways for place in way}
                pending = callers
                rank += 1
        return found

    def _frames(self, obj: Obj, place: Place) -> Frames:
        """The functions on the ways to a place from the nearest one in whose run the object is made."""
        first = place[0].instance
        ways = self._ways_to(obj, first)
        return {**ways, first: {place: None, **ways[first]}}

    def _ways_to(self, obj: Obj, first: Instance) -> Frames:
        """The same of a function, with the calls that lead to it; of itself there is none."""
        known = self._ways.get((obj, first))
        if known is not None:
            return known
        births = self._born(obj)
        found: Frames = {first: {}}
        below: dict[Instance, dict[Instance, None]] = {}
        pending = [first]
        while pending:
            frame = pending.pop()
            for caller in frame.called_at if frame not in births else ():
                below.setdefault(caller, {})[frame] = None
                if caller not in found:
                    found[caller] = {}
                    pending.append(caller)
        leading = [one for one in births if one in found][:1]
        if not leading:
            # What others have from a variable of a module, say, they come to from outside.
            leading.extend([one for one in found if _is_called_from_outside(one)])
        ways = {first: None, **dict.fromkeys(leading)}
        while leading:
            caller = leading.pop()
            for frame in below.get(caller, ()):
                found[caller].update(frame.called_at[caller])
                if frame not in ways:
                    ways[frame] = None
                    leading.append(frame)
        known = self._ways[obj, first] = {frame: found[frame] for frame in ways}
        return known


def _is_called_from_outside(one: Instance) -> bool:
    """A function that nothing of the program calls: a handler, say."""
    return one.function is not None and all([caller.outside for caller in one.called_at])


def _earliest(there: Iterable[Place]) -> int:
    """Where the first of some places of a function stands; -1 where that can't be told of one."""
    return min([_start(site) for site, _ in there], default=-1)


def _start(site: Site) -> int:
    pos = _pos(site)
    return -1 if pos is None else pos[0]


def _end(site: Site) -> int:
    pos = _pos(site)
    return -1 if pos is None else pos[1]


def _pos(site: Site) -> ir.Pos | None:
    """Where a site stands; what a module or a parameter is stands nowhere."""
    node = site.node[0] if isinstance(site.node, tuple) else site.node
    pos: ir.Pos | None = getattr(node, "pos", None)
    return pos


def place_of(shape: Shape) -> ir.Pos | None:
    """Where an object is made."""
    return next((part for part in shape.site if isinstance(part, tuple)), None)
