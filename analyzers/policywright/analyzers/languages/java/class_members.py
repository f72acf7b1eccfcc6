"""What classes of a Java program, and their objects, have from libraries, by reflection, and as records."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.handles import Carried
from policywright.analyzers.engine.merging import library
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    ClassV,
    Ext,
    Handle,
    Known,
    Method,
    Obj,
    Partial,
    Tup,
    Unknown,
    Value,
    constant,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.java import containers, overloads, places, runtime
from policywright.analyzers.languages.java.aws import libraries, sdk
from policywright.analyzers.languages.java.declarations import INIT, SHARED
from policywright.analyzers.languages.java.handles import Entry, Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_OF_ENTRIES = frozenset(("get", "getOrDefault", "remove"))
_OF_ITERABLES = frozenset(("parallelStream", "spliterator", "stream"))
_ITERABLES = frozenset((
    "AbstractCollection", "AbstractList", "AbstractSet", "Collection", "Iterable", "List", "Set",
))  # fmt: skip
_REFLECTING = frozenset(("getDeclaredMethod", "getDeclaredMethods", "getMethod", "getMethods"))
_FIELDS = frozenset(("getDeclaredField", "getDeclaredFields", "getField", "getFields"))
_CONSTRUCTING = frozenset(("getConstructor", "getDeclaredConstructor", "newInstance"))


def class_member(run: Interpreter, cls: ClassV, name: str) -> Value | None:
    """What the language gives a class: constructors, its values, methods and fields by their names."""
    if name in _CONSTRUCTING and run.find(cls, name) is None:
        # ``Type.class.getDeclaredConstructor().newInstance()``
        return cls if name == "newInstance" else Partial(Ext("java.$same"), Args((cls,)))
    if name == "values":
        values = run.find(cls, "$values")
        return Partial(Ext("java.$same"), Args((values,))) if values is not None else None
    if name == "cast" and run.find(cls, name) is None:
        return Ext("java.$same")
    if name in _REFLECTING and run.find(cls, name) is None:
        return Partial(Ext(f"java.$method.{name}"), Args((cls,)))
    if name in _FIELDS and run.find(cls, name) is None:
        return Ext("java.$fields" if name.endswith("s") else "java.$field")
    return None


def inherited(run: Interpreter, base: Ext, name: str, owner: Value) -> Value | None:
    """A member that a class of the program has from a library class."""
    found = _of_base(run, base, name, owner)
    got = run.engine.read((runtime.GOT, owner.id)) if isinstance(owner, Obj) else BOTTOM
    # ``super(client.table("orders"))`` and later ``table.getItem(key)``
    return join(got, library(f"{base.path}().{name}")) if found is None and got is not BOTTOM else found


def _of_base(run: Interpreter, base: Ext, name: str, owner: Value) -> Value | None:
    """What is known of a library class's members."""
    if name == INIT:
        return Partial(Ext("java.$into"), Args((Known(base.path), owner)))
    simple = base.path.rpartition(".")[2]
    # Of several packages that are imported whole, the path may have another one.
    callers, hook = runtime.HOOKS.get(base.path) or runtime.HOOKS_BY_NAME.get(simple, (frozenset(), ""))
    if name in callers and isinstance(owner, Obj):
        return run.attribute(owner, hook)
    if isinstance(owner, Obj) and (base.path in runtime.MAPS or base.path in runtime.LISTS):
        return Method(owner, name)
    if isinstance(owner, Obj) and simple == "AbstractMap":
        entries = run.iterate(run.call_special(owner, "entrySet"))
        held = join_all([one.value for one in options(entries) if isinstance(one, Entry)])
        return Partial(Ext("java.$same"), Args((held,))) if name in _OF_ENTRIES else None
    if isinstance(owner, Obj) and name in _OF_ITERABLES and simple in _ITERABLES:
        return Partial(Ext("java.$same"), Args((containers.box(run.iterate(owner)),)))
    found = instance(run, base)
    return Method(found, name) if isinstance(found, Handle) else None


def method(run: Interpreter, receiver: Value, name: str) -> Value | None:
    """A method of an instance, whose field may have the same name (records)."""
    if isinstance(receiver, ClassV):
        own = f"{name}{SHARED}" if f"{name}{SHARED}" in run.program.assigned_attributes else ""
        return run.attribute(receiver, own) if own and run.find(receiver, own) is not None else None
    if isinstance(receiver, Carried):
        inside = [method(run, one, name) for one in options(receiver.values) if isinstance(one, Obj)]
        known = [one for one in inside if one is not None]
        return join_all(known) if known else None
    cls = run.heap.shape(receiver).cls if isinstance(receiver, Obj) else None
    found = run.find(cls, name) if cls is not None else None
    if found is not None:
        return run.bind_member(found, receiver, cls)
    base = run.external_base(cls) if cls is not None else None
    if base is None or not isinstance(receiver, Obj):
        return None
    if run.engine.read((runtime.GOT, receiver.id)) is BOTTOM:
        return None
    # What a library's constructor got is in fields, and no method.
    return _of_base(run, base, name, receiver) or library(f"{base.path}().{name}")


def instance(run: Interpreter, annotation: Value) -> Value | None:
    """What a variable of a library type holds; None where nothing is known of the type."""
    if isinstance(annotation, Handle):
        return annotation
    if not isinstance(annotation, Ext):
        return None
    path = annotation.path
    makers = places.beans(run.program).get(path.rpartition(".")[2])
    if makers is not None:
        # A method of the program makes it for injection, sooner or later.
        places.wire(run, makers)
        return run.engine.read(("java-bean", path))
    found = sdk.instance(run, path)
    return found if found is not None else libraries.instance(path)


def derives(run: Interpreter, obj: Obj, paths: frozenset[str]) -> bool:
    """Whether an object is of a class that derives from one of these of a library."""
    cls = run.heap.shape(obj).cls
    return cls is not None and any(one.path in paths for one in run.external_bases(cls))


def component(run: Interpreter, record: Obj, place: int) -> Value | None:
    """A component of a record, by its place among what the constructor takes."""
    cls = run.heap.shape(record).cls
    made = run.find(cls, INIT) if cls is not None else None
    functions = [overloads.code_of(option) for option in options(made)] if made is not None else []
    names = [one.params[place].name for one in functions if one is not None and place < len(one.params)]
    found = [run.heap.load(record, name) for name in names]
    return join_all(found) if found else None


def told(run: Interpreter, kind: ClassV | Ext, types: Tup) -> Value:
    """A type that is told others, where it is a value; a library's own box is what it may have in it."""
    if isinstance(kind, ClassV) or instance(run, kind) is not None:
        return kind
    found = run.wrapped(types.items)
    return found if found is not None else kind


def method_named(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Type.class.getMethod("name")``; of a name that can't be told it may be any of the class."""
    cls, name = args.get(0), constant(args.get(1))
    if not isinstance(cls, ClassV) or name is None:
        escapes.note(run, cls or BOTTOM, f"{escapes.NOBODY}invoke", pos, loose=True)
        return None
    return Reference(cls, name, bound=False)


def reflect(run: Interpreter, args: Args, pos: ir.Pos) -> None:
    """``type.getMethod(name).invoke(object, ...)``: which method it is, nobody knows here."""
    members = run.any_member(args.get(0) or BOTTOM, Unknown("name"))
    if members is not BOTTOM:
        run.call(members, args.drop(1), pos)
