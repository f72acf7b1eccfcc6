"""Structs and defined types: composite literals, conversions, zero values."""

from __future__ import annotations

from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    ClassV,
    Ext,
    Known,
    Obj,
    Text,
    Unknown,
    Value,
    constant,
    join_all,
    options,
)
from policywright.analyzers.languages.go import interfaces, sequences
from policywright.analyzers.languages.go.aws import config, requests, sdk
from policywright.analyzers.languages.go.aws.names import is_sdk
from policywright.analyzers.languages.go.facts import facts
from policywright.analyzers.languages.go.handles import Config
from policywright.analyzers.languages.go.types import ZERO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Set

    from policywright.analyzers.engine.interpreter import Interpreter


COPY = "copy"
"""Ends the site of a copy."""

_MAX_WITHIN = 4
"""Structs in structs that are there from the start; no type of Go holds itself, code that is wrong may."""
_LISTS = ("slice_type", "array_type", "channel_type")


def construct(run: Interpreter, cls: ClassV, args: Args, pos: ir.Pos) -> Value | None:
    """``T{...}`` (keywords only) makes an instance, ``T(x)`` is a conversion: the same value."""
    if args.positional:
        return _converted(run, cls, args.positional[0], pos)
    if cls.cls.underlying:
        return _defined(run, cls, args, pos)
    if cls.cls.abstract:
        return BOTTOM
    made: list[Value] = []
    given = {name for name, _ in args.keywords}
    for obj, told in run.objects(cls, args, pos):
        made.append(obj)
        for name, value in told.keywords:
            run.set_field(obj, name, value, certain=True)
        _fill(run, obj, cls, given, pos)
    return join_all(made)


def _converted(run: Interpreter, cls: ClassV, value: Value, pos: ir.Pos) -> Value:
    """``T(x)`` is x; of what is not known, something that has the methods of T as well."""
    return interfaces.with_methods(run, cls, value, pos) if cls.cls.underlying else value


def _allocate(run: Interpreter, cls: ClassV, *site: object) -> Obj:
    """An instance of a place and the running instance."""
    return run.allocate_instance(cls, *site)


def _fill(run: Interpreter, obj: Obj, cls: ClassV, given: Set[str], *site: object) -> None:
    """The structs in a struct are there from the start, empty.

    That is: embedded ones, and those that somebody fills and that can hold whoever sends requests.
    """
    filled = run.program.assigned_attributes
    within = [*cls.cls.embedded, *(name for name in cls.cls.by_value if f"{name}." in filled)]
    for name, annotation in cls.cls.annotations if within else ():
        if name in given or name not in within:
            continue
        for option in options(run.in_module(cls, partial(run.evaluate, annotation))):
            if isinstance(option, ClassV) and not option.cls.abstract and not option.cls.underlying:
                if name not in cls.cls.embedded and not interfaces.holds_senders(run, option):
                    continue
                inner = _allocate(run, option, *site, name, cls)
                run.heap.store(obj, name, inner, certain=True)
                if name in cls.cls.by_value and len(site) < _MAX_WITHIN:
                    _fill(run, inner, option, frozenset(), *site, name)
            elif isinstance(option, Ext) and name in cls.cls.embedded and not is_sdk(option.path):
                # What its methods are called with, and what is put into its fields, a library gets.
                run.heap.store(obj, name, option)


def _defined(run: Interpreter, cls: ClassV, args: Args, pos: ir.Pos) -> Value:
    """A literal or zero value of ``type Name []T`` or ``type Name map[K]V``."""
    kind = cls.cls.underlying
    if kind == "map_type":
        obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
        for _, value in args.keywords:
            # The keys of a map literal are constants, whose names say nothing.
            run.heap.put(obj, Unknown("key"), value)
        return obj
    if kind in _LISTS:
        return run.heap.new("list", pos, run.frame.module, run.frame.task.id)
    for _, annotation in cls.cls.annotations:
        base = run.in_module(cls, lambda annotation=annotation: run.evaluate(annotation))  # type: ignore[misc]
        if any(isinstance(option, ClassV) for option in options(base)):
            return run.call(base, args, pos)
    return BOTTOM


def literal(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``$literal(T, items...)``: a literal without keys, of a struct or a defined slice."""
    kind, *items = args.positional
    found: list[Value] = []
    for option in options(kind):
        if isinstance(option, ClassV) and not option.cls.underlying:
            names = [name for name, _ in option.cls.annotations]
            found.append(run.call(option, Args((), tuple(zip(names, items, strict=False))), pos))
        elif isinstance(option, ClassV) and not items:
            found.append(_defined(run, option, args, pos))
        elif isinstance(option, ClassV):
            obj = run.heap.new("list", pos, run.frame.module, run.frame.task.id)
            for position, item in enumerate(items):
                run.heap.store(obj, position, item, certain=True)
            found.append(obj)
        else:
            if isinstance(option, Ext) and items:
                given = Args(tuple(items))
                escapes.note_arguments(run, given, option.path, pos, loose=True)
                run.semantics.handed(run, given, option.path, pos)
            found.append(_empty(run, option, pos))
    return join_all(found)


def _empty(run: Interpreter, kind: Value, pos: ir.Pos) -> Value:
    """An empty value of a library's type."""
    path = kind.path if isinstance(kind, Ext) else ""
    return sequences.holder(path, (run.frame.module, pos, run.frame.task.id)) or sdk.empty(run, kind, pos)


def zero(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``$zero(T)``: a struct that can be filled in; nothing for what starts out nil or empty.

    ``new(x)`` of a variable is a pointer to its value.
    """
    found: list[Value] = []
    for option in options(args.positional[0]):
        if isinstance(option, ClassV) and option.cls.abstract:
            found.append(NONE)
        elif isinstance(option, ClassV):
            empty = [Known(one.value) for name, one in option.cls.annotations
                     if name == ZERO and isinstance(one, ir.Const)]  # fmt: skip
            found.append(empty[0] if empty else run.call(option, NO_ARGS, pos))
        elif (isinstance(option, Known | Text | Obj) and option != NONE) or (
            isinstance(option, Unknown) and option.reason == "parameter"
        ):
            found.append(option)
        else:
            found.append(_empty(run, option, pos))
    return join_all(found)


def copied(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``$copy(x)``: a struct of its own for each alternative that is one."""
    return join_all([_copy(run, option, None, pos) for option in options(args.positional[0])])


def changed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``$set(x, field, value)``: a copy with one field of another value."""
    owner, name, value = args.positional
    label = constant(name) or ""
    found: list[Value] = []
    for option in options(owner):
        made = _copy(run, option, label, pos)
        if made != option and isinstance(made, Obj):
            run.heap.store(made, label, value, certain=True)
        elif isinstance(made, Config):
            made = config.changed(run, made, label, value)
        else:
            run.set_attribute(option, label, value)
        found.append(made)
    return join_all(found)


def _copy(run: Interpreter, value: Value, but: str | None, pos: ir.Pos) -> Value:
    """A copy of a struct without one of its fields; anything else, and what is promoted, is itself."""
    if not isinstance(value, Obj):
        return value
    shape = run.heap.shape(value)
    path = facts(run).types.get(value.id)
    if shape.kind == "instance" and shape.cls is not None:
        if but is not None and but not in {name for name, _ in shape.cls.cls.annotations}:
            return value
        made = _allocate(run, shape.cls, pos, COPY)
    elif shape.kind == "dict" and path is not None:
        made = requests.literal(run, path, (), pos, COPY)
        if run.heap.is_open(value):
            run.heap.make_open(made)
    else:
        return value
    for key in run.heap.keys(value):
        if key != but:
            run.heap.store(made, key, run.heap.load(value, key), certain=key not in shape.maybe)
    return made
