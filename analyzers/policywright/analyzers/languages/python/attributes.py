"""Python's built-in functions about attributes, classes and the objects of these."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import common
from policywright.analyzers.engine.handles import computed_name
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    ModuleV,
    Obj,
    Super,
    Text,
    Tup,
    Unknown,
    Value,
    Wrapped,
    constant,
    join,
    join_all,
    options,
    strings,
)
from policywright.analyzers.languages.python import classes, introspection, mappings, protocols, records
from policywright.analyzers.languages.python.handles import Dynamic, Namespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]


def _answers(run: Interpreter, receiver: Value, name: str) -> bool:
    """Whether a client or the like among what a value may be has a method."""
    return any(
        isinstance(one, Handle) and not run.semantics.lacks(run, one, name) for one in options(receiver)
    )


def _getattr(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    receiver, name = args.get(0), args.get(1)
    if receiver is None or name is None:
        return None
    if common.is_meant(run, receiver):
        receiver = join(receiver, common.every_client(run))
    found: list[Value] = []
    surely = True
    for option in options(common.named(run, name, partial(_answers, run, receiver))):
        text = constant(option)
        if text is not None:
            found.append(run.attribute(receiver, text))
            surely = surely and all([_surely_has(run, one, text) for one in options(receiver)])
        else:
            found.append(Dynamic(receiver, computed_name(option), (run.frame.module, pos)))
    fallback = args.get(2)
    known = [value for value in found if not isinstance(value, Unknown)]
    if fallback is not None and (
        (fallback != NONE and not known) or not surely or _removed(run, receiver, name)
    ):
        found.append(fallback)
    return join_all(found)


def _surely_has(run: Interpreter, option: Value, name: str) -> bool:
    """Whether a class of the program, or what is of one, has an attribute on all paths; so has all else."""
    if not isinstance(option, ClassV | Obj) or name.startswith("__"):
        return True
    cls = option if isinstance(option, ClassV) else run.heap.shape(option).cls
    if cls is None or run.library_bases(cls):
        return True
    if isinstance(option, Obj) and (run.heap.surely_has(option, name) or name in run.always_set_by(cls)):
        return True
    return any(name in run.bound_in(base) for base in run.mro(cls))


def _setattr(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    receiver, name, value = args.get(0), args.get(1), args.get(2)
    if receiver is not None and name is not None and value is not None:
        for text in strings(name):
            run.set_attribute(receiver, text, value)
        if not all(isinstance(option, Known) for option in options(name)):
            for option in options(receiver):
                if isinstance(option, ModuleV):
                    introspection.overlay(run, option.name)
                else:
                    run.overlay(option)
                if isinstance(option, Unknown):
                    run.set_index(option, Unknown("name"), value)
                elif isinstance(option, Ext):
                    run.note_assigned(option, "[]", value)
                if isinstance(option, Obj):
                    _put_somewhere(run, option, name, value)
    return NONE


def _put_somewhere(run: Interpreter, obj: Obj, name: Value, value: Value) -> None:
    """What is set under a name that is not told, and is more than data, may be any attribute."""
    acting = join_all([one for one in options(value) if not isinstance(one, Known | Text | Unknown)])
    for option in options(name) if acting is not BOTTOM else ():
        if not isinstance(option, Known):
            run.heap.put(obj, option, acting)


def _delattr(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    run.heap.remove(args.get(0) or BOTTOM, args.get(1) or Unknown("name"))
    return NONE


def _removed(run: Interpreter, receiver: Value, name: Value) -> bool:
    """Whether the program takes an attribute away from one of some objects."""
    texts = set(strings(name))
    return any(
        isinstance(one, Obj) and not texts.isdisjoint(run.heap.shape(one).gone) for one in options(receiver)
    )


def construct(run: Interpreter, cls: ClassV, args: Args, pos: ir.Pos) -> Value | None:
    """What a class of a kind of its own makes: a ``TypedDict`` a dict, an enum a member, a kind of property
    one that does what properties do."""
    if classes.derives(run, cls, protocols.PROPERTIES) and run.find(cls, "__get__") is None:
        return _wrap("property")(run, args, pos)
    if classes.derives(run, cls, mappings.TYPED_DICTS):
        return mappings.made(run, args, pos)
    return classes.construct(run, cls, args, pos)


def _bound(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``function.__get__(object, type)``"""
    function, receiver = args.get(0) or BOTTOM, args.get(1) or BOTTOM
    return join_all([Bound(receiver, one) for one in options(function) if isinstance(one, FuncV)])


def _subclasses(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup((run.engine.read(("subclasses", args.get(0))),), open=True)


def _super(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    cls, receiver = args.get(0), args.get(1)
    if isinstance(cls, ClassV) and receiver is not None:
        return join_all([Super(cls, option) for option in options(receiver)])
    function = run.frame.function
    closure = function.closure if function is not None else None
    while function is not None and function.owner is None and closure is not None:
        function = run.engine.instances.by_id[closure].function
        closure = function.closure if function is not None else None
    if function is None or function.owner is None or not function.function.params:
        return None
    name = function.function.params[0].name
    return join_all([Super(function.owner, option) for option in options(run.lookup(name))])


def _type(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    if value is None:
        return None
    if len(args.positional) == 3:
        made = records.named_tuple(run, Args((value, Tup(()))), pos)
        assert isinstance(made, ClassV)
        classes.fill(run, made, args.positional[1], args.positional[2])
        run.semantics.defined(run, made)
        return made
    found = [run.heap.shape(option).cls for option in options(value) if isinstance(option, Obj)]
    return join_all([cls for cls in found if cls is not None]) if any(found) else Unknown("type")


def _wrap(kind: str) -> Handler:
    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        function = args.get(0, "fget")
        if function is None:
            return None
        setter = args.get(1, "fset") if kind == "property" else None
        bare = [one.function if isinstance(one, Wrapped) else one for one in options(function)]
        return join_all([Wrapped(kind, one, None if setter == NONE else setter) for one in bare])

    return handler


def _new(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    cls = args.get(0)
    # ``type.__new__(metaclass, name, bases, namespace)``.
    spaces: dict[Obj, ClassV] = getattr(run.semantics, "namespaces", {})
    for space in options(args.get(3) or NONE):
        if isinstance(space, Obj) and space in spaces:
            return spaces[space]
    if spaces and args.get(3) is not None:
        # With another namespace than the one that was passed: the name tells which class is made.
        names = frozenset(strings(args.get(1) or NONE))
        made = [one for one in spaces.values() if one.cls.name in names]
        if made:
            return join_all(made)
    found = [
        run.allocate_instance(option, pos) for option in options(cls or NONE) if isinstance(option, ClassV)
    ]
    return join_all(found) if found else None


def _vars(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    if args.keywords:
        # Of a function, which the front end has written out.
        return mappings.made(run, args, pos)
    if value is None:
        return _globals(run, args, pos)
    found = [Namespace(option) for option in options(value) if isinstance(option, Obj | ModuleV)]
    return join_all(found) if found else None


def _globals(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Namespace(ModuleV(run.frame.module))


TABLE: dict[str, Handler] = {
    "builtins.getattr": _getattr,
    "builtins.object.__getattribute__": _getattr,
    "builtins.setattr": _setattr,
    "builtins.delattr": _delattr,
    "builtins.object.__setattr__": _setattr,
    "python.$bound": _bound,
    "builtins.super": _super,
    "builtins.type": _type,
    "builtins.type.__subclasses__": _subclasses,
    "builtins.property": _wrap("property"),
    "builtins.classmethod": _wrap("classmethod"),
    "builtins.staticmethod": _wrap("staticmethod"),
    "builtins.object.__new__": _new,
    "builtins.globals": _globals,
    "builtins.locals": _vars,
    "functools.cached_property": _wrap("property"),
    "cached_property.cached_property": _wrap("property"),
    "django.utils.functional.cached_property": _wrap("property"),
    "werkzeug.utils.cached_property": _wrap("property"),
    "builtins.vars": _vars,
}
