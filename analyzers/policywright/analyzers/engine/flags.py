"""Flags: the truth values that only callers outside of the program may pass to its public functions.

Where the program calls ``update_rule(name, enabled)`` with ``False`` only, nothing of it reaches what the
function does for ``True``. Others may. Of the other arguments nothing is made up: they are what the program
passes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine.handles import Default
from policywright.analyzers.engine.instances import Instance
from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.values import BOTTOM, Known, Obj, Value, options
from policywright.knowledge.records import dataclass, field

UNKNOWN_WAY = "if code outside of the program passes another flag than it does"
"""Why there is a request that no calls lead to from a function with a flag."""


@dataclass(slots=True, eq=False)
class Flag:
    """A parameter, or what a pattern takes out of one: what it is passed, and how to pass it more."""

    name: str
    passed: set[bool | None] = field(default_factory=set)
    """None is anything that is no truth value."""
    ways: list[Callable[[Value], object]] = field(default_factory=list)

    def add(self, value: Value, default: ir.Expr | None) -> None:
        """Takes in something that is passed, or nothing."""
        if value is BOTTOM and isinstance(default, ir.Const):
            value = Known(default.value)
        found = value.value if isinstance(value, Known) else None
        self.passed.add(found if isinstance(found, bool) else None)

    @property
    def other(self) -> bool | None:
        """The truth value that is never passed, if it is always the same one that is."""
        return None if len(self.passed) != 1 or None in self.passed else not next(iter(self.passed))


def unpassed(run: Interpreter, functions: Collection[ir.Function]) -> dict[Instance, tuple[Flag, ...]]:
    """The flags of functions that all calls pass alike, for each of their instances."""
    instances: dict[ir.Function, list[Instance]] = {}
    for one in run.engine.instances.by_id:
        function = one.function
        # What is defined inside of a function is called by whoever is given it.
        if function is None or function.closure is not None or function.function not in functions:
            continue
        if function.owner is None or function.owner.closure is None:
            instances.setdefault(function.function, []).append(one)
    found: dict[Instance, tuple[Flag, ...]] = {}
    for code, own in instances.items():
        flags = tuple(flag for flag in _flags(run, code, own) if flag.other is not None)
        if flags:
            found.update(dict.fromkeys(own, flags))
    return found


def _flags(run: Interpreter, code: ir.Function, instances: list[Instance]) -> Iterator[Flag]:
    for param in code.params:
        whole = Flag(param.name)
        parts = {key: (Flag(key), default) for pattern in _patterns(code, param)
                 for key, _, default in pattern.fields}  # fmt: skip
        for cell in (one.parameters[param.name] for one in instances if param.name in one.parameters):
            whole.ways.append(partial(run.engine.grow, cell))
            for value in options(cell.value):
                whole.add(BOTTOM if isinstance(value, Default) else value, param.default)
                for key, (part, default) in parts.items():
                    _add_part(run, part, value, key, default)
        yield whole
        yield from (part for part, _ in parts.values())


def _patterns(code: ir.Function, param: ir.Param) -> Iterator[ir.Pattern]:
    """How a function takes a parameter apart: ``({ name, enabled })``, ``const { name, enabled } = rule``."""
    if isinstance(param.target, ir.Pattern):
        yield param.target
    for statement in code.body:
        match statement:
            case ir.Assign(targets=targets, value=ir.Name(name=param.name)):
                yield from (target for target in targets if isinstance(target, ir.Pattern))


def _add_part(run: Interpreter, flag: Flag, value: Value, key: str, default: ir.Expr | None) -> None:
    """Takes in a member of something that is passed."""
    if not isinstance(value, Obj) or run.heap.shape(value).kind != "dict" or run.heap.is_open(value):
        flag.passed.add(None)
        return
    flag.ways.append(partial(run.heap.store, value, key))
    there = run.heap.has_key(value, key)
    for option in options(run.heap.load(value, key) if there else BOTTOM) or (BOTTOM,):
        flag.add(option, default)


def ways(passed: Mapping[Instance, tuple[Flag, ...]]) -> dict[Instance, str]:
    """How code gets to be reached: by which call from outside, of the function that is nearest to it."""
    layer = {instance: _way(instance, flags) for instance, flags in passed.items()}
    found = dict(layer)
    while layer:
        following: dict[Instance, str] = {}
        for instance, way in layer.items():
            for callee in instance.calls:
                if callee not in found:
                    following[callee] = min(way, following.get(callee, way))
        found.update(following)
        layer = following
    return found


def _way(instance: Instance, flags: tuple[Flag, ...]) -> str:
    said = " or ".join(sorted(f"{flag.name}={str(flag.other).lower()}" for flag in flags))
    return f"if code outside of the program calls {instance.label} with {said}"
