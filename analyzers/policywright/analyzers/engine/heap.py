"""Instances, lists and dicts: field-sensitive for constant keys, with one cell for all other keys."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence, Set

from policywright.analyzers.engine import order
from policywright.analyzers.engine.contexts import brief
from policywright.analyzers.engine.handles import Data, Under
from policywright.analyzers.engine.pools import KINDS, Pools
from policywright.analyzers.engine.precedence import Sets, place_of
from policywright.analyzers.engine.shapes import (
    ANY,
    OBJECTS,
    Shape,
    is_environment,
    is_variable_of_any_name,
)
from policywright.analyzers.engine.solver import Cell, CellKey, Engine, Site
from policywright.analyzers.engine.values import (
    BOTTOM,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    Obj,
    Partial,
    Text,
    Tup,
    Union,
    Unknown,
    Value,
    is_open,
    is_text,
    join,
    join_all,
    make_text,
    options,
    text_parts,
)
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from policywright.analyzers.engine.shapes import Source

_ACTING = (Obj, Handle, ClassV, FuncV, Bound, Partial)
"""What is called, or has methods, where a key is taken out of a dict again."""
_WORD = regex(r"\w+")
_NOWHERE: frozenset[Source | None] = frozenset()
_WRITTEN: frozenset[Source | None] = frozenset((None,))
"""Where most keys come from: all share this one."""
MAX_COMPUTED = 16
"""Keys with holes that one object keeps apart."""
MAX_SOURCES = 8
"""Objects that another one takes in field by field; of more, any of its fields may be any of theirs."""
MAX_APART = 8
"""Constants of one key up to which each has its own field; of more, the place that stores has one."""
MAX_READ = 16
"""Alternatives of a key that each who reads it puts together with those of all keys."""
MAX_FIELDS = 400
"""Constant keys that one object keeps apart."""


def has_any_keys(value: Value) -> bool:
    """Nobody knows which keys something has: it is not told, of a library (``os.environ``, its settings), an
    answer, or pairs of which not all keys are told."""
    if isinstance(value, Tup):
        pairs = [item.items if isinstance(item, Tup) else () for item in value.items]
        return value.open or not all(pair and isinstance(pair[0], Known) for pair in pairs)
    return isinstance(value, Unknown | Ext | Handle)


class Heap:
    """All objects of one analysis."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.shapes: dict[int, Shape] = {}
        engine.bounds.crowds.is_pool = lambda obj: self.shapes[obj.id].pool
        engine.bounds.crowds.class_of = lambda obj: self.shapes[obj.id].cls
        engine.bounds.crowds.is_container = lambda id: self.shapes[id].kind != "instance"
        self.pools = Pools(self)
        self.sets = Sets(self)
        self._summed: set[tuple[int, int]] = set()
        """Objects that take in any part of others, with those, by their ids."""

    def new(self, kind: Literal["instance", "dict", "list"], *site: object, cls: ClassV | None = None) -> Obj:
        """The object of an allocation site; the same site gives the same object.

        The last part of a site is its context: the instance that makes the object.
        """
        by_id = self.engine.instances.by_id
        context = site[-1]
        instance = by_id[context] if type(context) is int and 0 <= context < len(by_id) else None
        key = (kind, cls, *site)
        known = self.engine.objects.get(key)
        if known is not None:
            return known
        obj = self.engine.allocate(*key)
        maker = brief(instance, by_id) if instance is not None else None
        self.shapes[obj.id] = Shape(kind, cls, site=(kind, *site[:-1]), maker=maker, instance=instance)
        return obj

    def shape(self, obj: Obj) -> Shape:
        return self.shapes[obj.id]

    def store(
        self,
        obj: Obj,
        key: object,
        value: Value,
        *,
        certain: bool = False,
        named: Tup | Text | None = None,
    ) -> None:
        """Adds a value under a key; ``certain`` when the object can't exist without it.

        ``named`` says what is known of a key that is ``ANY``.
        """
        shape = self.shapes[obj.id]
        if key is ANY:
            self._note(obj, shape, named)
        if key not in shape.keys and len(shape.keys) >= MAX_FIELDS and shape.kind != "instance":
            key, shape.vague = ANY, True
        self._settle(obj, shape, key, None, certain)
        if key not in shape.keys:
            shape.keys[key] = None
            if shape.kind == "instance":
                self.engine.named(key, obj)
            self.engine.touch(self.engine.cell(("keys", obj.id)))
            if key in shape.cells:
                self.engine.touch(shape.cells[key])
            if shape.summed:
                self.engine.feed(self.engine.cell(("all", obj.id)), self.engine.cell(("field", obj.id, key)))
        self.engine.grow(self.field(obj, key), value)
        if shape.pool:
            self.pools.put(obj, shape, (key,), value)

    def may_lack(self, obj: Obj, keys: Iterable[object]) -> None:
        """Says that an object may be there without some keys."""
        shape = self.shapes[obj.id]
        for key in keys:
            shape.gone |= {key}
            self._settle(obj, shape, key, None, False)

    def completes(self, obj: Obj) -> bool:
        """The running statement sets something in an object before anything else is done with it."""
        site, shape = self.engine.site, self.shapes[obj.id]
        if site is None or shape.instance is not site.instance:
            return False
        making, place = self.engine.completing(site), place_of(shape)
        return making is not None and place is not None and making[0] <= place[0] <= place[1] <= making[1]

    def leave(self, obj: Obj, keys: Iterable[object]) -> None:
        """Says that keys were set now: on other paths, and before, there is what was there already.

        A default is set where nothing is (``if "x" not in m: m["x"] = y``): what was there before and is not
        known stays.
        """
        site = self.engine.site
        if self.shapes[obj.id].kind != "list" and site is not None:
            self.sets.remember(obj, keys, site)

    def _settle(self, obj: Obj, shape: Shape, key: object, source: Source | None, certain: bool) -> None:
        """Says whether the object can't exist without a key, as far as one of those knows that set it."""
        sure = shape.sure.get(key, _NOWHERE)
        if certain and source not in sure:
            sure = sure | {source} if sure or source is not None else _WRITTEN
        elif not certain and source is not None and source in sure:
            sure = sure - {source}
        shape.sure[key] = sure
        there = bool(sure) and key not in shape.gone
        if there == (key in shape.maybe) or (not there and key not in shape.maybe):
            shape.maybe = shape.maybe - {key} if there else shape.maybe | {key}
            self.engine.touch(self.engine.cell(("keys", obj.id)))

    def row(self, obj: Obj, key: Value) -> Tup | Text | None:
        """A dict's key by what is known of it; None where nothing of the vocabulary is in it.

        What a loop puts together has no end.
        """
        if not isinstance(key, Tup | Text) or self.shapes[obj.id].kind == "list":
            return None
        items = key.items if isinstance(key, Tup) else (key,)
        literals = (part for item in items if is_text(item) for part in text_parts(item))
        words = (word for part in literals if isinstance(part, str) for word in _WORD.findall(part))
        known = self.engine.bounds.vocabulary
        if not any(known(word) or known(word.lower()) for word in words):
            return None
        return Tup(tuple(map(_part, key.items)), key.open) if isinstance(key, Tup) else key

    def _store_row(self, obj: Obj, row: Tup | Text, value: Value) -> None:
        """Adds a value under a key of which a part is known."""
        shape = self.shapes[obj.id]
        self.store(obj, ANY, BOTTOM, named=row)
        cell = self.engine.cell(("field", obj.id, row))
        if row not in shape.rows:
            if len(shape.rows) >= MAX_FIELDS:
                self.store(obj, ANY, value)
                return
            shape.rows[row] = None
            self.engine.touch(self.engine.cell(("keys", obj.id)))
            self.engine.feed(self.engine.cell(("field", obj.id, ANY)), cell)
        self.engine.grow(cell, value)
        if shape.pool:
            self.pools.put(obj, shape, (ANY,), value)

    def load_row(self, obj: Obj, row: Tup | Text) -> Value:
        """What is under the keys that may be this one, of which a part is known."""
        if not self._knows_keys(obj):
            return self.everything(obj)
        shape = self.shapes[obj.id]
        keys = [one for one in shape.keys if one is not ANY and _may_be(row, Known(one))]  # type: ignore[arg-type]
        rows = [one for one in shape.rows if _may_be(row, one)]
        cells = (*self._own_fields(obj, keys), *(("field", obj.id, one) for one in rows))
        return join_all([self.engine.read(cell) for cell in cells])

    def _note(self, obj: Obj, shape: Shape, named: Tup | Text | None) -> None:
        """Remembers a key that is not constant."""
        if named is None and not shape.vague:
            shape.vague = True
        elif isinstance(named, Text) and named not in shape.computed:
            shape.computed[named] = None
            if len(shape.computed) > MAX_COMPUTED:
                shape.vague = True
        else:
            return
        self.engine.touch(self.engine.cell(("keys", obj.id)))

    def computed(self, obj: Obj) -> tuple[Text, ...]:
        """The keys that may be set beyond ``keys``, where something is known of each; else nothing."""
        return tuple(self.shapes[obj.id].computed) if self._knows_keys(obj) else ()

    def _knows_keys(self, obj: Obj) -> bool:
        """Of each key that may be set at least something is known; once that is over, it stays so."""
        shape = self.shapes[obj.id]
        return not (shape.open or shape.vague or self._may_be_given(obj, shape))

    def _may_be_given(self, obj: Obj, shape: Shape) -> bool:
        """Something was put into one of many, which may be this one; who asks is told when there is more."""
        self.engine.read(("keys", obj.id))
        return self.pools.may_give(shape)

    def fill(
        self,
        obj: Obj,
        pairs: Iterable[tuple[str, Value]],
        maybe: Set[str],
        *,
        opened: bool,
        others: Value = BOTTOM,
    ) -> None:
        """What keyword arguments are as a mapping; those in ``maybe`` may not be passed."""
        for name, value in pairs:
            self.store(obj, name, value, certain=name not in maybe)
        if opened:
            self.make_open(obj)
        if others is not BOTTOM:
            found = options(others)
            self.lay_behind(obj, [one.mapping for one in found if type(one) is Under])
            self.store(obj, ANY, join_all([one for one in found if type(one) is not Under]))

    def make_open(self, obj: Obj, *, variables: bool = False, by_name: bool = True) -> None:
        """Says that keys unknown to us may be set; with ``variables`` these are the environment's, each
        ``by_name`` under its own."""
        shape = self.shapes[obj.id]
        named = variables and by_name and not shape.variables
        if not shape.open or named or not (variables or shape.beyond):
            shape.open, shape.beyond = True, shape.beyond or not variables
            shape.variables = shape.variables or named
            self.engine.touch(self.engine.cell(("keys", obj.id)))

    def field(self, obj: Obj, key: object) -> Cell:
        """The place of a field."""
        cells = self.shapes[obj.id].cells
        found = cells.get(key)
        if found is None:
            found = cells[key] = self.engine.cell(("field", obj.id, key))
        return found

    def load(self, obj: Obj, key: object) -> Value:
        """What a constant key can hold."""
        found, shape = self._held(obj, key), self.shapes[obj.id]
        for source in shape.behind:
            found = join(found, self.everything(source) if key is ANY else self._held(source, key))
        return found if not shape.early else join(found, self._before(shape, key))

    def _before(self, shape: Shape, key: object) -> Value:
        """What the running site finds besides, as it looks there before anything is set."""
        return Unknown("item") if self.engine.site in shape.early.get(key, ()) else BOTTOM

    def _held(self, obj: Obj, key: object) -> Value:
        engine, shape = self.engine, self.shapes[obj.id]
        own = shape.cells.get(key) or self.field(obj, key)
        cells: tuple[Cell, ...] = (own,)
        if shape.together:
            shared = [self.field(obj, place) for place, names in shape.together.items() if key in names]
            cells = (*shared, own)
        if shape.common:
            return join_all([self.pools.common, *[engine.look(one) for one in cells]])
        cells = (*cells, shape.cells.get(ANY) or self.field(obj, ANY))
        held = [one.value for one in cells if one.value is not BOTTOM]
        if len(held) < 2 or sum([len(options(one)) for one in held]) <= MAX_READ:
            found = join_all([engine.look(one) for one in cells])
            return (
                found
                if shape.above is None and shape.plain is None
                else join(found, self.pools.given(shape, key))
            )
        # Put together once, not by each who reads it.
        place = ("held", obj.id, key)
        whole = engine.cells.get(place)
        if whole is None:
            whole = engine.cell(place)
            for one in cells:
                engine.feed(whole, one)
        return join(engine.look(whole), self.pools.given(shape, key))

    def others(self, obj: Obj) -> Value:
        """What is under keys that are not told, where it is more than data; without what lies behind."""
        held = options(self._held(obj, ANY))
        return join_all([one for one in held if not isinstance(one, Known | Text | Unknown | Data)])

    def pools_among(self, value: Value) -> list[Obj]:
        """The alternatives of a value that stand for very many."""
        return [one for one in options(value) if isinstance(one, Obj) and self.shapes[one.id].pool]

    def own(self, obj: Obj, key: object) -> Value:
        """What was put under a constant key itself, without what may be anywhere (as what is appended)."""
        return self.engine.look(self.shapes[obj.id].cells.get(key) or self.field(obj, key))

    def load_any(self, obj: Obj, keys: Collection[object]) -> Value:
        """What any of some constant keys can hold."""
        if len(keys) <= MAX_APART or self.shapes[obj.id].common:
            return join_all([self.load(obj, key) for key in keys])
        self.engine.read(("keys", obj.id))
        known = self.shapes[obj.id].keys
        cells = (*self._own_fields(obj, [key for key in keys if key in known]), ("field", obj.id, ANY))
        found = join_all([self.engine.read(cell) for cell in dict.fromkeys(cells)])
        behind = [self.load_any(source, keys) for source in self.shapes[obj.id].behind]
        return join_all([found, *behind, *(self.pools.given(self.shapes[obj.id], key) for key in keys)])

    def fields(self, obj: Obj, keys: Iterable[object]) -> Iterator[CellKey]:
        """The cells that have what constant keys hold, or may hold by what was put in as a whole."""
        yield from self._own_fields(obj, keys)
        yield from self._all_behind(self.shapes[obj.id])

    def _all_behind(self, shape: Shape) -> Iterator[CellKey]:
        """The cells of all that is in what lies behind an object; the common pool is a value of its own."""
        for source in shape.behind:
            if not self.shapes[source.id].common:
                yield self.whole(source)

    def _own_fields(self, obj: Obj, keys: Iterable[object]) -> Iterator[CellKey]:
        together = self.shapes[obj.id].together
        asked = tuple(keys) if together else keys
        for key in asked:
            yield "field", obj.id, key
        for place, names in together.items():
            if not names.keys().isdisjoint(asked):
                yield "field", obj.id, place
        if self.shapes[obj.id].common:
            yield from (("common", kind) for kind in KINDS)

    def keys(self, obj: Obj) -> tuple[object, ...]:
        """The constant keys set so far."""
        self.engine.read(("keys", obj.id))
        return tuple(key for key in self.shapes[obj.id].keys if key is not ANY)

    def has_key(self, obj: Obj, key: object) -> bool:
        """Whether a constant key is among those set so far; who asks does not mind any others."""
        if key in self.shapes[obj.id].keys:
            return True
        self.engine.look(self.field(obj, key))
        return False

    def other(self, obj: Obj) -> tuple[object, ...]:
        """The key of what is under keys that are not constant, if anything is."""
        return (ANY,) if ANY in self.shapes[obj.id].keys else ()

    def key_objects(self, obj: Obj) -> Value:
        """The objects that are keys themselves."""
        place = (OBJECTS, obj.id)
        return self.engine.read(place) if place in self.engine.cells else BOTTOM

    def everything(self, obj: Obj) -> Value:
        """The union of all fields."""
        if self.shapes[obj.id].common:
            return self.pools.common
        found = self.engine.read(self.whole(obj))
        every = (obj, *self.shapes[obj.id].behind)
        return join_all([found, *[self.pools.given(self.shapes[one.id], ANY) for one in every]])

    def whole(self, obj: Obj) -> CellKey:
        """The cell of all fields."""
        shape = self.shapes[obj.id]
        if not shape.summed:
            shape.summed = True
            whole = self.engine.cell(("all", obj.id))
            for key in (*shape.keys, *shape.together, ANY):
                self.engine.feed(whole, self.engine.cell(("field", obj.id, key)))
            for place in self._all_behind(shape):
                self.engine.feed(whole, self.engine.cell(place))
        return "all", obj.id

    def is_open(self, obj: Obj) -> bool:
        """Whether keys beyond ``keys`` may be set."""
        shape = self.shapes[obj.id]
        return shape.open or ANY in shape.keys or self._may_be_given(obj, shape)

    def has_variables(self, obj: Obj) -> bool:
        """Whether what is beyond ``keys`` is the environment variables of the process, as they are."""
        shape = self.shapes[obj.id]
        unknown = shape.beyond or (not shape.open and self.has_any_keys(obj))
        return (
            self.is_open(obj)
            and not unknown
            and (shape.cls is None or not shape.cls.cls.abstract)
            and all(map(is_variable_of_any_name, options(self.own(obj, ANY))))
        )

    def remove(self, value: Value, key: Value, left: Value = BOTTOM) -> None:
        """``del obj[key]``, of whatever a value may be: who reads it finds ``left`` or what another path put.

        Of a key that is not told it may be any.
        """
        for obj in options(value):
            if not isinstance(obj, Obj):
                continue
            shape = self.shape(obj)
            if shape.kind == "list":
                self.moved(obj)
                continue
            known, told = self.keys(obj), [one.value for one in options(key) if isinstance(one, Known)]
            certain = len(told) == len(options(key))
            for name in told if certain else known:
                shape.gone |= {name}
                if name in known:
                    self.store(obj, name, left)
            if shape.pool:
                self.pools.put(obj, shape, told if certain else (ANY,), left)

    def moved(self, value: Value) -> None:
        """What is in a list, of whatever a value may be, is not where it was."""
        for obj in options(value):
            if isinstance(obj, Obj) and self.shape(obj).kind == "list" and self.keys(obj):
                self.put(obj, Unknown("index"), self.everything(obj))

    def put(self, obj: Obj, key: Value, value: Value) -> None:
        """``obj[key] = value``."""
        found: Iterable[Value] = options(key)
        if type(key) is Union and len(key.options) > MAX_APART:
            names: dict[object, None] = {one.value: None for one in found if isinstance(one, Known)}
            if len(names) > MAX_APART and self.engine.site is not None:
                self._put_together(obj, names, value, self.engine.site)
                found = [one for one in found if not isinstance(one, Known)]
        any_key = type(key) is Union and any([not isinstance(one, Known | Text | Tup) for one in found])
        for option in found:
            row = self.row(obj, option)
            if any_key and isinstance(option, Known):
                # What may be under any key is under this one, too.
                self.store(obj, option.value, BOTTOM)
            elif row is not None:
                self._store_row(obj, row, value)
            else:
                where = option.value if isinstance(option, Known) else ANY
                if isinstance(option, _ACTING) and not isinstance(option, Data):
                    self.engine.grow(self.engine.cell((OBJECTS, obj.id)), option)
                certain = key is option and where is not ANY and self.completes(obj)
                named = option if isinstance(option, Text) else None
                self.store(obj, where, value, certain=certain, named=named)
                if where is not ANY:
                    self.leave(obj, (where,))

    def append(self, obj: Obj, value: Value) -> None:
        """``list.append(value)``"""
        self.put(obj, Unknown("index"), value)
        order.note(self, obj, value)

    def extend(self, obj: Obj, source: Value, items: Value, side: int = 0, *, new: bool = False) -> None:
        """``list.extend(source)``, whose items are given; see ``order.extend``."""
        self.put(obj, Unknown("index"), items)
        order.extend(self, obj, source, side, new=new)

    def _put_together(self, obj: Obj, keys: dict[object, None], value: Value, site: Site) -> None:
        """``obj[key] = value`` for very many keys: one cell has it, whatever the key."""
        shape, engine = self.shapes[obj.id], self.engine
        engine.grow(self._shared(obj, ("at", site.instance.module, site.node.pos), keys), value)
        if shape.pool:
            self.pools.put(obj, shape, keys, value)

    def _shared(self, obj: Obj, place: Hashable, keys: Iterable[object]) -> Cell:
        """The cell of what a place stores under some keys, all the same."""
        engine, shape = self.engine, self.shapes[obj.id]
        names = shape.together.get(place)
        cell = self.field(obj, place)
        if names is None:
            names = shape.together[place] = {}
            if shape.summed:
                engine.feed(engine.cell(("all", obj.id)), cell)
        new = [key for key in keys if key not in names]
        for key in new:
            names[key] = None
            self.store(obj, key, BOTTOM)
            engine.touch(self.field(obj, key))
            held = engine.cells.get(("held", obj.id, key))
            if held is not None:
                self._follow(held, cell)
        if new:
            engine.touch(engine.cell(("keys", obj.id)))
        return cell

    def _pass_on(self, target: Obj, source: Obj, key: object, side: int, *, certain: bool) -> None:
        """Has a field take in that of another object, now and later."""
        shape = self.shapes[target.id]
        if source is not target:
            self._settle(target, shape, key, (self.engine.site, side, source.id), certain)
        given = self.pools.given(self.shapes[source.id], key)
        self.store(target, key, join(given, self._before(self.shapes[source.id], key)))
        self._follow(self.field(target, key if key in shape.keys else ANY), self.field(source, key))

    def _follow(self, target: Cell, source: Cell) -> None:
        if source is not target and (source.followers is None or target not in source.followers):
            self.engine.feed(target, source)

    def _sum_up(self, target: Obj, sources: Sequence[Value]) -> None:
        """Takes in any part of many objects, without telling which."""
        engine = self.engine
        for option in sources:
            if not isinstance(option, Obj):
                if not isinstance(option, Known):
                    self.make_open(target)
                continue
            pair = target.id, option.id
            if pair in self._summed or option == target:
                continue
            self._summed.add(pair)
            if self.shapes[option.id].common:
                self.store(target, ANY, self.pools.common)
                continue
            self.store(target, ANY, self.pools.given(self.shapes[option.id], ANY))
            engine.feed(self.field(target, ANY), engine.cell(self.whole(option)))

    def lay_behind(self, target: Obj, pools: Iterable[Obj]) -> None:
        """Has an object have what is in others that stand for very many, without asking for their keys."""
        engine, shape = self.engine, self.shapes[target.id]
        for pool in pools:
            if shape.pool:
                self._sum_up(target, [pool])
            elif pool not in shape.behind:
                shape.behind[pool] = None
                engine.bounds.crowds.put(target.id, pool)
                if self.shapes[pool.id].common:
                    self.store(target, ANY, self.pools.common)
                elif shape.summed:
                    engine.feed(engine.cell(("all", target.id)), engine.cell(self.whole(pool)))
                self.pools.ask_again(target, (ANY,))
            self.make_open(target)

    def merge(
        self, target: Obj, source: Value, side: int = 0, *, certain: bool = False,
        without: Collection[object] = (),
    ) -> None:  # fmt: skip
        """``target.update(source)``; of several alternatives, only what all of them have is certain.

        ``side`` tells apart what one statement puts into an object, one after the other. Keys that are set
        afterwards in any case (``{**source, "key": x}``) can be left out.
        """
        found = options(source)
        if len(found) > MAX_SOURCES:
            self._sum_up(target, found)
            return
        pools = self.pools_among(source)
        if pools:
            # Keys of very many, of which each is there in some.
            self.lay_behind(target, pools)
            found = tuple(one for one in found if one not in pools)
            certain = False
        set_now: dict[object, None] = {}
        if certain and len(found) > 1:
            certain = all(isinstance(option, Obj) for option in found)
        several = [set(self.keys(option)) for option in found if isinstance(option, Obj)]
        shared = set.intersection(*several) if several else set()
        for option in found:
            if isinstance(option, Obj):
                shape = self.shape(option)
                for key in self.keys(option):
                    if key in without:
                        continue
                    sure = (
                        certain and key in shared and key not in shape.maybe and not isinstance(source, Tup)
                    )
                    self._pass_on(target, option, key, side, certain=sure)
                    set_now[key] = None
                for place, names in shape.together.items():
                    kept = [key for key in names if key not in without]
                    self._follow(self._shared(target, place, kept), self.field(option, place))
                rest = self.pools.common if shape.common else self.engine.read(("field", option.id, ANY))
                if rest is not BOTTOM:
                    for named in self.computed(option) or (None,):
                        self.store(target, ANY, rest, named=named)
                self.lay_behind(target, shape.behind)
                if self.is_open(option) or (shape.cls is not None and shape.cls.cls.abstract):
                    # Of an interface's instance only what the program sets is known.
                    self.make_open(target, variables=self.has_variables(option), by_name=shape.variables)
            elif not isinstance(option, Known):
                self.make_open(target, variables=is_environment(option))
        if set_now:
            self.sets.take(target, source)
            self.leave(target, set_now)

    def keys_of(self, value: Value) -> list[object]:
        """The constant keys of all objects of a value."""
        return [key for option in options(value) if isinstance(option, Obj) for key in self.keys(option)]

    def replace(self, target: Obj, source: Value, before: Callable[[], Iterable[object]]) -> None:
        """Data that were there before, where something that is not known may have the same keys."""
        found = [option for option in options(source) if self.has_any_keys(option)]
        variables = all(
            self.shapes[one.id].variables and self.has_variables(one)
            if isinstance(one, Obj)
            else is_environment(one)
            for one in found
        )
        for key in before() if found else ():
            if all(isinstance(one, Obj) and self.surely_has(one, key) for one in found):
                continue
            unknown: Value = Unknown("attribute", str(key))
            if variables and isinstance(key, str):
                unknown = make_text((Hole(kind="env", name=key),))
            if not self._has_taken(target, key, unknown) and self.holds_data(self.load(target, key)):
                self.store(target, key, unknown)

    def _has_taken(self, obj: Obj, key: object, value: Value) -> bool:
        """Whether putting a value under a key again would change nothing; it need not be looked at then."""
        taken, shape = self.field(obj, key).taken, self.shapes[obj.id]
        return taken is not None and value in taken and (not shape.pool or key in shape.put)

    def has_any_keys(self, value: Value) -> bool:
        """Nobody knows which keys something has, or what has keys of the program's and others."""
        if not isinstance(value, Obj):
            return has_any_keys(value)
        shape = self.shapes[value.id]
        return shape.open or self._may_be_given(value, shape)

    def may_have_others(self, obj: Obj, keys: Iterable[object]) -> bool:
        """Whether something unknown was put into an object that may have one of some keys, which the program
        sets under keys that are not constant, if at all."""
        if not self.has_any_keys(obj) or self.shapes[obj.id].pool:
            return False
        return any(key not in self.shapes[obj.id].keys for key in keys)

    def surely_has(self, obj: Obj, key: object) -> bool:
        """Whether an object can't exist without a key."""
        shape = self.shapes[obj.id]
        return key in shape.keys and key not in shape.maybe

    def holds_data(self, value: Value) -> bool:
        """A text, number, switch or null may be there, or lists and dicts that may have some."""
        return any(
            isinstance(option, Known | Text)
            or (type(option) is Obj and self.shapes[option.id].kind != "instance")
            for option in options(value)
        )


def _part(item: Value) -> Value:
    return item if isinstance(item, Known | Text) else Unknown("key")


def _may_be(one: Value, other: Value) -> bool:
    """Whether two keys may be the same."""
    if isinstance(one, Tup) and isinstance(other, Tup):
        if one.open or other.open:
            return True
        return len(one.items) == len(other.items) and all(map(_may_be, one.items, other.items))
    if isinstance(one, Tup) or isinstance(other, Tup):
        return is_open(one) or is_open(other)
    if not is_text(one) or not is_text(other):
        return not isinstance(one, Known) or not isinstance(other, Known) or one.value == other.value
    if isinstance(one, Known) and isinstance(other, Known):
        return one.value == other.value
    mine, theirs = text_parts(one), text_parts(other)
    first, last = (mine[0], theirs[0]), (mine[-1], theirs[-1])
    return _agree(str.startswith, *first) and _agree(str.endswith, *last)


def _agree(has: Callable[[str, str], bool], one: object, other: object) -> bool:
    """Whether two beginnings (or ends) of texts may be of the same; a hole may be anything."""
    return not isinstance(one, str) or not isinstance(other, str) or has(one, other) or has(other, one)
