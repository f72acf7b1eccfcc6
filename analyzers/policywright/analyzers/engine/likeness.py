"""Classes whose objects differ by nothing but what their constructors are told, as their text has it.

Forty handlers that are made by ``Handler(user)`` in forty places would have every method evaluated forty
times. Where a constructor is told nothing that could make one request another, and nothing is put into an
object later, all of them are one object.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.engine.hierarchy import Hierarchy
from policywright.analyzers.engine.names import owner_of, walk
from policywright.analyzers.engine.outlines import Outline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.program import Program

ERRORS = ("Error", "Exception", "Throwable", "Warning")
"""Ends of the names that errors of the languages and their libraries have."""
PLAIN = frozenset(("object", "Object", "ABC", "Protocol", "Generic"))
"""Bases of the languages that put nothing into an object."""


class Likeness:
    """What the text of a program says of its classes, by their names."""

    def __init__(
        self, program: Program, modules: Iterable[str], outlines: Mapping[ir.Function, Outline],
        classes: Hierarchy, asks: Callable[[str], bool],
    ) -> None:  # fmt: skip
        """``asks`` tells of a name whether a request may be made by calling something of that name."""
        self._asks = asks
        self._classes = classes
        self._fields: dict[str, set[str]] = defaultdict(set)
        """The fields that are declared in a class, or set or given back by its own methods."""
        self._kept: dict[str, set[str]] = defaultdict(set)
        """The fields of a class in which methods, no constructors, keep what they are passed."""
        self._told: dict[str, set[str]] = defaultdict(set)
        """Those of methods that are passed texts."""
        self._asked: set[str] = set()
        """The fields by which something may be requested."""
        self._put: set[str] = set()
        """Fields that are set on something else than the receiver, whatever it is."""
        self._put_into: dict[str, set[str]] = defaultdict(set)
        """Those that are set on what a call gives, by the name that is called."""
        self._named: set[str] = set()
        """Those that are set to a text, or while a module is loaded."""
        told = {name for outline in outlines.values() for name in outline.told}
        for module in modules:
            lowered = program.lowered(module)
            for cls in lowered.classes:
                self._fields[cls.name].update(name for name, _ in cls.annotations)
                for made in cls.body:
                    # A getter that a front end makes up: an enumeration's ``name()``.
                    if isinstance(made, ir.FunctionDef) and made.function not in outlines:
                        self._fields[cls.name].update(Outline(made.function).got())
            for statement in lowered.body:
                for node in walk(statement):
                    if isinstance(node, ir.Assign):
                        names = [one.name for one in node.targets if isinstance(one, ir.Attr)]
                        self._put.update(names)
                        self._named.update(names)
            constructors = program.constructors(module)
            for function in lowered.functions:
                self._take(outlines[function], function.name in constructors, function.name in told)
        self._made = {function.name for function in outlines}
        self._methods: dict[str, list[ir.Function]] = defaultdict(list)
        for function in outlines:
            self._methods[owner_of(function)].append(function)
        self._reads: dict[str, set[str]] = {}
        self._alike: dict[str, bool] = {}
        self._errors: dict[str, bool] = {}

    def _take(self, outline: Outline, constructor: bool, told: bool) -> None:
        cls = owner_of(outline.function)
        if cls:
            self._fields[cls].update(name for name, _, own in outline.fields if own)
            # Whoever asks for it may be told what only that object was given.
            self._fields[cls].update(outline.got())
            if not constructor:
                kept = self._told if told else self._kept
                kept[cls].update(outline.keeps())
        self._asked.update(field for field, name in outline.asked() if not name or self._asks(name))
        for field, makers, text in outline.puts():
            if text:
                self._named.add(field)
            if not makers:
                self._put.add(field)
            for name in makers:
                self._put_into[name].add(field)

    def alike(self, cls: str) -> bool:
        """Whether what requests depend on is put into objects of a class by its constructor alone."""
        found = self._alike.get(cls)
        if found is None:
            found = self._alike[cls] = all(map(self._adds_nothing, self._classes.line(cls)))
        return found

    def adds(self, called: str, cls: str) -> bool:
        """Whether a field that methods of a class read of their object is set on what a call of a name gives
        that is no class's or function's (``made = cls()``); on anything, where what is called has no name.
        """
        put = self._put_into.get(called, set()) if called else self._put
        return any(not put.isdisjoint(self._own_reads(one)) for one in self._classes.line(cls))

    def _own_reads(self, cls: str) -> set[str]:
        """What the methods of a class read of their own object."""
        found = self._reads.get(cls)
        if found is None:
            found = self._reads[cls] = set()
            for function in self._methods[cls]:
                receiver = function.receiver or (function.params[0].name if function.params else "")
                for node in [node for statement in function.body for node in walk(statement)]:
                    if (
                        isinstance(node, ir.Attr)
                        and isinstance(node.obj, ir.Name)
                        and node.obj.name == receiver
                    ):
                        found.add(node.name)
        return found

    def is_error(self, cls: str) -> bool:
        """Whether a class derives from what the language or a library calls an error."""
        found = self._errors.get(cls)
        if found is None:
            line = self._classes.line(cls)
            found = any(one not in self._classes and one.endswith(ERRORS) for one in line)
            self._errors[cls] = found
        return found

    def _adds_nothing(self, cls: str) -> bool:
        if cls not in self._classes:
            return cls in PLAIN
        if self._told[cls] or not self._kept[cls].isdisjoint(self._asked):
            return False
        fields = self._fields[cls] & (self._asked | self._named)
        if not fields.isdisjoint(self._put):
            return False
        # What a function of the program gives may be of any class; what a library gives is of none.
        return not any(
            not names.isdisjoint(fields) for maker, names in self._put_into.items()
            if maker == cls or maker in self._made
        )  # fmt: skip
