"""Rules for what a call passes: one by one, and spread out of sequences and mappings."""

from __future__ import annotations

from functools import partial
from operator import is_

from policywright.analyzers import ir
from policywright.analyzers.engine.handles import DEFAULT, OUTSIDE, Keywords, Under
from policywright.analyzers.engine.state import State
from policywright.analyzers.engine.values import (
    BOTTOM,
    MAX_ROWS,
    NO_ARGS,
    Args,
    Obj,
    Unknown,
    Value,
    behind,
    is_nothing,
    join,
    join_all,
    options,
)

_NOTHING = NO_ARGS.as_written()


class ArgumentRules(State):
    """What calls pass; what parameters make of it is in ``BindingRules``."""

    def arguments(self, node: ir.Call) -> Args:
        """The abstract arguments of a call, spreads expanded where their contents are known."""
        if not node.kwargs:
            if not node.args:
                return _NOTHING if self.semantics.default_for_null else NO_ARGS
            for arg in node.args:
                if type(arg) is ir.Spread:
                    break
            else:
                found = Args(tuple([self._expressions[type(arg)](arg) for arg in node.args]))
                return found.as_written() if self.semantics.default_for_null else found
        positional: list[Value] = []
        more: Value | None = None
        rows: tuple[tuple[Value, ...], ...] = ()
        for arg in node.args:
            value = self.evaluate(arg.value if isinstance(arg, ir.Spread) else arg)
            given = self.spread(value) if isinstance(arg, ir.Spread) else Args((value,))
            if more is None:
                positional.extend(given.positional)
                more, rows = given.more, given.rows
            else:
                # What comes behind so many has no place that is known, but in each row.
                more, rows = behind(more, rows, given)
        keywords: dict[str, Value] = {}
        opened = False
        maybe: set[str] = set()
        spread: list[tuple[bool, set[str]]] = []
        """Of each mapping whether it may pass more than is known, and what it need not pass."""
        others: Value = BOTTOM
        for position, (name, expression) in enumerate(node.kwargs):
            value = self.evaluate(expression)
            if name is not None:
                keywords[name] = value
            else:
                value = self.semantics.spread(self.own, value, position, expression.pos)
                perhaps: set[str] = set()
                more_of_it = self._spread_keywords(value, keywords, perhaps)
                spread.append((more_of_it, perhaps))
                opened |= more_of_it
                maybe |= perhaps
                others = join(others, self._under_names_not_told(value))
        for name in {name for one, perhaps in spread if one for name in maybe - perhaps}:
            # ``f(**given, **({"key": x} if some else {}))``: who does without may be given another.
            keywords[name] = join(keywords[name], Unknown("argument"))
        return Args(tuple(positional), tuple(keywords.items()), more, opened, frozenset(maybe), others, rows)

    def spread(self, value: Value | None, named: Value | None = None) -> Args:
        """The arguments of ``f(*value, **named)``, for libraries that make such calls as well."""
        if named is not None and not is_nothing(named):
            keywords: dict[str, Value] = {}
            maybe: set[str] = set()
            opened = self._spread_keywords(named, keywords, maybe)
            given, others = self.spread(value), self._under_names_not_told(named)
            pairs = tuple(keywords.items())
            return Args(given.positional, pairs, given.more, opened, frozenset(maybe), others, given.rows)
        if value is None or is_nothing(value):
            return NO_ARGS
        items = self.sequence(value)
        if items is not None:
            return Args(items)
        found = [() if is_nothing(option) else self.sequence(option) for option in options(value)]
        told = tuple([row for row in found if row is not None])
        return Args(more=self.iterate(value), rows=told if len(told) == len(found) <= MAX_ROWS else ())

    def _under_names_not_told(self, value: Value) -> Value:
        """What ``**value`` passes under names of which nothing is known, where it is more than data.

        What stands for very many is asked by who takes a name (``Under``): it has the names of all of those.
        """
        whole = self.heap.pools_among(value)
        found = [option for option in options(value) if isinstance(option, Obj) and option not in whole]
        opened = [option for option in found if self.heap.is_open(option)]
        whole += [source for option in opened for source in self.heap.shape(option).behind]
        return join_all([*map(Under, whole), *map(self.heap.others, opened)])

    def _spread_keywords(self, value: Value, keywords: dict[str, Value], maybe: set[str]) -> bool:
        """Adds what ``**value`` passes; True when it may pass more than that."""
        whole = self.heap.pools_among(value)
        found = [option for option in options(value) if not is_nothing(option) and option not in whole]
        opened = bool(whole)
        passed = [frozenset(self.heap.keys(option) if isinstance(option, Obj) else ()) for option in found]
        always = frozenset.intersection(*passed) if passed else frozenset()
        for option in found:
            if not isinstance(option, Obj):
                opened = True
                continue
            shape = self.heap.shape(option)
            for key in self.heap.keys(option):
                name = str(key)
                keywords[name] = join(keywords.get(name, BOTTOM), self.heap.load(option, key))
                if key in shape.maybe or key not in always:
                    maybe.add(name)
            opened |= self.heap.is_open(option)
        for label in frozenset().union(*passed):
            # What is not known, or not whole, may have another one under the name.
            if any(
                label not in own and (not isinstance(option, Obj) or self.heap.is_open(option))
                for option, own in zip(found, passed, strict=True)
            ):
                keywords[str(label)] = join(keywords[str(label)], Unknown("argument"))
            for pool in whole:
                name = str(label)
                keywords[name] = join_all([keywords[name], self.heap.load(pool, name), Unknown("argument")])
                maybe.add(name)
        return opened

    def passed_under(self, args: Args, name: str) -> tuple[Value, bool]:
        """What a parameter gets out of mappings alone, and whether all callers pass it."""
        found = options(args.others)
        every = [one.mapping for one in found if type(one) is Under]
        told = [one for one in every if not self.heap.is_open(one)]
        having = [one for one in told if name in self.heap.keys(one)]
        if not having and not args.open:
            return DEFAULT, True
        value = join_all([self.heap.load(one, name) for one in every if one in having or one not in told])
        if having:
            # Who leaves it out may pass it in another one, which is not told.
            return value, all([name not in self.heap.shape(one).maybe for one in having])
        return join_all([OUTSIDE, *[one for one in found if type(one) is not Under], value]), True

    def spread_out(self, args: Args) -> Args:
        """The arguments with each name that may be passed, for who does not ask by names."""
        whole = [one.mapping for one in options(args.others) if type(one) is Under]
        if not whole:
            return args
        every = [
            self.engine.derived(("spread", one.id), self.frame.task, partial(self._every_name, one))
            for one in whole
        ]
        known = self._spread
        if known is not None and known[0] is args and all(map(is_, known[1], every)):
            # Very many are called with the same, one after the other.
            return known[2]
        told, maybe = dict(args.keywords), set(args.maybe)
        others = [one for one in options(args.others) if type(one) is not Under]
        for found in every:
            if isinstance(found, Keywords):
                maybe.update([name for name, _ in found.pairs if name in found.maybe and name not in told])
                told.update([(name, join(told.get(name, BOTTOM), value)) for name, value in found.pairs])
                others.append(found.others)
        made = Args(
            args.positional, tuple(told.items()), args.more, args.open, frozenset(maybe), join_all(others),
            args.rows,
        )  # fmt: skip
        self._spread = args, every, made
        return made

    def _every_name(self, mapping: Obj) -> Value:
        """What is in a mapping, as keywords."""
        opened, keys = self.heap.is_open(mapping), self.heap.keys(mapping)
        pairs = tuple([(str(key), self.heap.load(mapping, key)) for key in keys])
        missing = keys if opened else self.heap.shape(mapping).maybe
        maybe = frozenset(map(str, missing))
        return Keywords(pairs, opened, maybe, self.heap.others(mapping))
