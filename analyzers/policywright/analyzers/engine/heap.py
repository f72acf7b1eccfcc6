"""Instances, lists and dicts: field-sensitive for constant keys, with one cell for all other keys."""

from __future__ import annotations

from collections.abc import Sequence

from policywright.analyzers.engine.engine import Engine
from policywright.analyzers.engine.values import (
    BOTTOM,
    ClassV,
    Known,
    Obj,
    Text,
    Tup,
    Value,
    join,
    join_all,
    options,
)
from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Key: TypeAlias = str | int | float | bool | bytes | None


class _AnyKey:
    """The type of ``ANY``."""

    def __repr__(self) -> str:
        return "ANY"


ANY = _AnyKey()
"""The field that stands for all keys that are not constant."""

KEYWORDS = "keywords"
OBJECTS_PER_SITE = 8
"""Contexts that the objects made at one place are told apart by."""
CONTAINERS_PER_SITE = 4
OBJECTS_PER_CLASS = 64
"""Instances of one class that are told apart."""
MAX_COMPUTED = 16
"""Keys with holes that one object keeps apart."""
MAX_FIELDS = 400
"""Constant keys that one object keeps apart."""


@dataclass(slots=True, eq=False)
class Shape:
    """What an object is: an instance of a class, a dict or a list; ``open`` when keys may be missing here."""

    kind: Literal["instance", "dict", "list"]
    cls: ClassV | None = None
    open: bool = False
    maybe: set[object] = field(default_factory=set)
    keys: dict[object, None] = field(default_factory=dict)
    computed: dict[Text, None] = field(default_factory=dict)
    """Strings with holes that were used as keys; what they hold is in the cell for all keys."""
    vague: bool = False
    """Other keys that are not constant were used, too."""
    summed: bool = False
    """Somebody asks for all fields at once, and there is a cell for that."""
    missed: dict[object, None] = field(default_factory=dict)
    """Keys that were looked for and not there."""
    site: tuple[object, ...] = ()
    """Where it is made, whatever the context."""


class Heap:
    """All objects of one analysis."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.shapes: dict[int, Shape] = {}
        self._made: dict[object, int] = {}
        self.merged: dict[int, Obj] = {}
        """Objects that have become part of another one."""

    def new(self, kind: Literal["instance", "dict", "list"], *site: object, cls: ClassV | None = None) -> Obj:
        """The object of an allocation site; the same site gives the same object.

        The last part of a site is its context. Beyond the limits above, objects of one place, or of one
        class, are one object: what is stored in any of them is found in all. A keyword dict is exempt: it
        belongs to one context of one function, and mixing those would mix requests.
        """
        key = (kind, cls, *site)
        known = self.engine.objects.get(key)
        if known is not None:
            return self.own(known)
        if site[0] != KEYWORDS:
            place = key[:-1]
            count = self._made.get(place, 0)
            of_class = self._made.get(cls, 0) if cls is not None else 0
            if of_class >= OBJECTS_PER_CLASS:
                key = (kind, cls, "any")
            elif count >= (OBJECTS_PER_SITE if kind == "instance" else CONTAINERS_PER_SITE):
                key = (*place, "any")
            else:
                self._made[place] = count + 1
                self._made[cls] = of_class + 1
        obj = self.engine.allocate(*key)
        self.shapes.setdefault(obj.id, Shape(kind, cls, site=(kind, *site[:-1])))
        return self.own(obj)

    def own(self, obj: Obj) -> Obj:
        """The object itself, or what it has become part of."""
        if not self.merged:
            return obj
        found = self.merged.get(obj.id)
        while found is not None:
            obj = found
            found = self.merged.get(obj.id)
        return obj

    def shape(self, obj: Obj) -> Shape:
        return self.shapes[obj.id if obj.id not in self.merged else self.own(obj).id]

    def unify(self, objects: Sequence[Obj]) -> Obj:
        """Makes several objects one: what is stored in any of them is found in all."""
        found = list(dict.fromkeys(self.own(obj) for obj in objects))
        first, *others = found
        for other in others:
            self._absorb(first, other)
        return first

    def _absorb(self, obj: Obj, other: Obj) -> None:
        engine = self.engine
        shape, lost = self.shapes[obj.id], self.shapes[other.id]
        self.merged[other.id] = obj
        fields = {key: engine.cells.get(("field", other.id, key), BOTTOM) for key in (*lost.keys, ANY)}
        shape.maybe |= lost.maybe | {key for key in shape.keys if key not in lost.keys}
        for key, value in fields.items():
            if value != BOTTOM:
                # Positions of two lists say nothing together.
                place = ANY if shape.kind == "list" else key
                self.store(obj, place, value, certain=key in shape.keys and key not in lost.maybe)
        if lost.open:
            self.make_open(obj)
        shape.computed.update(lost.computed)
        shape.vague |= lost.vague
        engine.touch(("keys", other.id))
        engine.touch(("all", other.id))
        for key in (*lost.keys, *lost.missed, ANY):
            engine.touch(("field", other.id, key))

    def store(
        self, obj: Obj, key: object, value: Value, *, certain: bool = False, named: Text | None = None
    ) -> None:
        """Adds a value under a key; ``certain`` when the object can't exist without it.

        ``named`` says what is known of a key that is ``ANY``.
        """
        obj = self.own(obj)
        shape = self.shapes[obj.id]
        if key is ANY:
            self._note(obj, shape, named)
        if key not in shape.keys:
            if len(shape.keys) >= MAX_FIELDS:
                key, shape.vague = ANY, True
            shape.keys.setdefault(key, None)
            if not certain:
                shape.maybe.add(key)
            self.engine.touch(("keys", obj.id))
        self.engine.write(("field", obj.id, key), value)
        if shape.summed:
            self.engine.write(("all", obj.id), value)

    def _note(self, obj: Obj, shape: Shape, named: Text | None) -> None:
        """Remembers a key that is not constant."""
        if named is None and not shape.vague:
            shape.vague = True
        elif named is not None and named not in shape.computed:
            shape.computed[named] = None
            if len(shape.computed) > MAX_COMPUTED:
                shape.vague = True
        else:
            return
        self.engine.touch(("keys", obj.id))

    def computed(self, obj: Obj) -> tuple[Text, ...]:
        """The keys that may be set beyond ``keys``, where something is known of each; else nothing."""
        obj = self.own(obj)
        self.engine.read(("keys", obj.id))
        shape = self.shapes[obj.id]
        return () if shape.open or shape.vague else tuple(shape.computed)

    def make_open(self, obj: Obj) -> None:
        """Says that keys unknown to us may be set."""
        obj = self.own(obj)
        shape = self.shapes[obj.id]
        if not shape.open:
            shape.open = True
            self.engine.touch(("keys", obj.id))

    def load(self, obj: Obj, key: object) -> Value:
        """What a constant key can hold."""
        obj = self.own(obj)
        shape = self.shapes[obj.id]
        if key not in shape.keys:
            shape.missed[key] = None
        value = self.engine.read(("field", obj.id, key))
        return join(value, self.engine.read(("field", obj.id, ANY)))

    def keys(self, obj: Obj) -> tuple[object, ...]:
        """The constant keys set so far."""
        obj = self.own(obj)
        self.engine.read(("keys", obj.id))
        return tuple(key for key in self.shapes[obj.id].keys if key is not ANY)

    def everything(self, obj: Obj) -> Value:
        """The union of all fields."""
        obj = self.own(obj)
        shape = self.shapes[obj.id]
        if not shape.summed:
            shape.summed = True
            fields = [self.engine.cells.get(("field", obj.id, key), BOTTOM) for key in (*shape.keys, ANY)]
            self.engine.write(("all", obj.id), join_all(fields))
        return self.engine.read(("all", obj.id))

    def is_open(self, obj: Obj) -> bool:
        """Whether keys beyond ``keys`` may be set."""
        obj = self.own(obj)
        self.engine.read(("keys", obj.id))
        shape = self.shapes[obj.id]
        return shape.open or ANY in shape.keys

    def put(self, obj: Obj, key: Value, value: Value) -> None:
        """``obj[key] = value``."""
        for option in options(key):
            where = option.value if isinstance(option, Known) else ANY
            self.store(obj, where, value, named=option if isinstance(option, Text) else None)

    def merge(self, target: Obj, source: Value, *, certain: bool = False) -> None:
        """``target.update(source)``; of several alternatives, only what all of them have is certain."""
        found = options(source)
        if certain and len(found) > 1:
            certain = all(isinstance(option, Obj) for option in found)
        several = [set(self.keys(option)) for option in found if isinstance(option, Obj)]
        shared = set.intersection(*several) if several else set()
        for option in found:
            if isinstance(option, Obj):
                shape = self.shape(option)
                for key in self.keys(option):
                    sure = (
                        certain and key in shared and key not in shape.maybe and not isinstance(source, Tup)
                    )
                    self.store(target, key, self.load(option, key), certain=sure)
                rest = self.engine.read(("field", self.own(option).id, ANY))
                if rest != BOTTOM:
                    for named in self.computed(option) or (None,):
                        self.store(target, ANY, rest, named=named)
                if self.is_open(option) or (shape.cls is not None and shape.cls.cls.abstract):
                    # Of an interface's instance only what the program sets is known.
                    self.make_open(target)
            elif not isinstance(option, Known):
                self.make_open(target)
