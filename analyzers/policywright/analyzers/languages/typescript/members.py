"""What JavaScript reaches objects by beyond members that are there: proxies, setters, prototypes, decorators.

Source: ECMA-262 ("Proxy Objects", "The Reflect Object", "The super Keyword"), and the decorators of
TypeScript (https://www.typescriptlang.org/docs/handbook/decorators.html) and of the standard.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Bound,
    ClassV,
    FuncV,
    Known,
    Obj,
    Partial,
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
from policywright.analyzers.languages.typescript.aws_sdk.requests import is_function
from policywright.analyzers.languages.typescript.expressions import PROTOTYPE
from policywright.analyzers.languages.typescript.handles import Proxy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

    Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

SETTER = "set "
"""How the name of what setting a member calls begins."""
_KEPT = "prototype"
_LISTS = frozenset(("Array", "Set", "WeakSet"))
CONTAINERS = frozenset(("Map", "WeakMap")) | _LISTS
_CODE = FuncV | Bound | Partial


# --- proxies ---


def proxy(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``new Proxy(target, traps)``: members are what ``get`` gives, those of the target without one."""
    target, traps = args.get(0), args.get(1)
    found: dict[str, Value] = {}
    for option in options(traps) if traps is not None else ():
        if isinstance(option, Unknown):
            # Its functions get the target.
            run.call(option, Args((target or NONE,)), pos)
        for name in ("get", "set", "apply", "construct") if isinstance(option, Obj) else ():
            trap = run.heap.load(option, name) if isinstance(option, Obj) else BOTTOM
            if is_function(trap):
                found[name] = join(found.get(name, BOTTOM), trap)
    if not found:
        return target
    made = Proxy(
        target or NONE, found.get("get", BOTTOM), found.get("set", BOTTOM),
        join(found.get("apply", BOTTOM), found.get("construct", BOTTOM)),
    )  # fmt: skip
    return made if "get" in found else join(target or BOTTOM, made)


def proxied(run: Interpreter, proxy: Proxy, name: str, pos: ir.Pos) -> Value:
    """A member of a proxy."""
    if proxy.get == BOTTOM:
        return NONE
    return run.read_by(proxy.get, name, Args((proxy.target, Known(name), proxy)), pos)


def set_proxied(run: Interpreter, proxy: Proxy, name: str, value: Value) -> None:
    run.call(proxy.set, Args((proxy.target, Known(name), value, proxy)), run.here)


def call_proxied(run: Interpreter, proxy: Proxy, args: Args, pos: ir.Pos) -> Value | None:
    """``apply(target, this, args)`` and ``construct(target, args)``"""
    if proxy.call == BOTTOM:
        return run.call(proxy.target, args, pos)
    given = Tup(args.positional, open=args.more is not None)
    found: list[Value] = []
    for trap in options(proxy.call):
        inner = trap.function if isinstance(trap, Bound) else trap
        few = isinstance(inner, FuncV) and len(inner.function.params) < 3
        # What makes an instance is not told what ``this`` is; what has two parameters may be either.
        found.append(run.call(trap, Args((proxy.target, join(given, NONE) if few else NONE, given)), pos))
    return join_all(found)


# --- setters and prototypes ---


def sets_by_literal(run: Interpreter, obj: Obj, name: str) -> bool:
    """Whether an object without a class has a setter for a member."""
    return f"{SETTER}{name}" in run.heap.shape(obj).keys


def set_by_literal(run: Interpreter, obj: Obj, name: str, value: Value) -> bool:
    """Calls the setter that an object without a class has for a member; whether there is one."""
    if not sets_by_literal(run, obj, name):
        return False
    for setter in options(run.heap.own(obj, f"{SETTER}{name}")):
        if isinstance(setter, FuncV):
            run.call(Bound(obj, setter) if setter.function.receiver else setter, Args((value,)), run.here)
        elif is_function(setter):
            run.call(setter, Args((value,)), run.here)
    return True


def extended(run: Interpreter, receiver: Value, name: str) -> Value:
    """What the program has put on the prototypes of the language under a name, if it does (``EXTENDED``)."""
    found = options(run.engine.read((_KEPT, name)))
    return join_all([
        Bound(receiver, one) if isinstance(one, FuncV) and one.function.receiver else one for one in found
    ])  # fmt: skip


def extend(run: Interpreter, name: str, value: Value) -> None:
    """``Array.prototype.name = value``"""
    run.engine.write((_KEPT, name), value)


def above(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``super`` in a method of an object literal."""
    found = [run.heap.load(one, PROTOTYPE) for one in options(args.get(0) or NONE) if isinstance(one, Obj)]
    return join_all(found)


def target(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``new.target``: the class of what is being made."""
    found = [run.heap.shape(one).cls for one in options(args.get(0) or NONE) if isinstance(one, Obj)]
    known = [cls for cls in found if cls is not None]
    return join_all(known) if known else Unknown("class")


def constructed(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``super(items)`` in a class that derives from a container."""
    base, obj = constant(args.get(0)), args.get(1) or BOTTOM
    given = args.drop(2)
    for one in options(obj):
        if not isinstance(one, Obj):
            continue
        if base == "Array":
            for value in given.told():
                run.heap.put(one, Unknown("index"), value)
        elif base in _LISTS:
            item = run.iterate(given.get(0) or BOTTOM)
            run.heap.put(one, Unknown("index"), item)
            _by_own(run, one, "add", item, pos=pos)
        else:
            pairs = given.get(0) or BOTTOM
            for pair in run.sequence(pairs) or (run.iterate(pairs),):
                key, value = run.element(pair, 0), run.element(pair, 1)
                run.heap.put(one, key, value)
                _by_own(run, one, "set", key, value, pos=pos)
    return NONE


def _by_own(run: Interpreter, obj: Obj, name: str, *given: Value, pos: ir.Pos) -> None:
    """Maps and sets fill themselves by ``set`` and ``add``, which a class may have of its own
    (https://tc39.es/ecma262/#sec-map-iterable)."""
    cls = run.heap.shape(obj).cls
    own = run.find(cls, name) if cls is not None and given[0] is not BOTTOM else None
    if own is not None and cls is not None:
        run.call(run.bind_member(own, obj, cls), Args(given), pos)


def is_list(run: Interpreter, obj: Obj) -> bool:
    """An instance of a class that derives from a list or set."""
    cls = run.heap.shape(obj).cls
    base = run.external_base(cls) if cls is not None else None
    return base is not None and base.path in _LISTS


def is_instance(run: Interpreter, left: Value, right: Value) -> Value | None:
    """``x instanceof A`` where the class has a say."""
    for cls in options(right):
        member = run.find(cls, "[Symbol.hasInstance]") if isinstance(cls, ClassV) else None
        for one in options(member or NONE):
            function = one.function if isinstance(one, Wrapped) else one
            if isinstance(function, FuncV):
                run.call(Bound(cls, function) if function.function.receiver else function, Args((left,)),
                         run.here)  # fmt: skip
    return None


# --- decorated fields ---


def decorated(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``@decorator field = value``, by the standard or as compilers had them before.

    It gets the class and the field's name; by the standard it gives what makes the first value (``first``),
    or what reads the field.
    """
    cls, name, decorator, starts, field = (args.get(place) or BOTTOM for place in range(5))
    for option in options(decorator):
        found = options(run.call(option, Args((cls, name)), pos)) if isinstance(option, _CODE) else (NONE,)
        for made in found:
            getter = run.heap.load(made, "get") if isinstance(made, Obj) else BOTTOM
            init = run.heap.load(made, "init") if isinstance(made, Obj) else made
            # Of what gives nothing, the first value stays what it is.
            run.engine.write(("first", run.frame.module, field), init if is_function(init) else NONE)
            for text in strings(name):
                if is_function(getter):
                    run.set_attribute(cls, text, run.call(getter, NO_ARGS, pos))
                if is_function(init) and starts != Known(True):
                    run.set_attribute(cls, text, run.call(init, Args((NONE,)), pos))
    return NONE


def first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """The first value of a field that has decorators, by where its text is: the class of a function has no
    name yet while its decorators run."""
    field, value = (args.get(place) or BOTTOM for place in range(2))
    made = [
        run.call(option, Args((value,)), pos) if is_function(option) else value
        for option in options(run.engine.read(("first", run.frame.module, field)))
    ]
    # A function that gives nothing is no such thing, but a decorator that was called without arguments.
    given = join_all([value if option == NONE else option for one in made for option in options(one)])
    # Of decorators that are not known to return, the value stays what is written.
    return given if given is not BOTTOM else value


def getter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``get [key]() {...}`` of a class."""
    return Wrapped("property", args.get(0) or BOTTOM)


TABLE: dict[str, Handler] = {
    "Proxy": proxy,
    "%above": above,
    "%target": target,
    "%constructed": constructed,
    "%decorated": decorated,
    "%first": first,
    "%getter": getter,
}
