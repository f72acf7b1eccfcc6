"""Which values are of a type: ``case *s3.Client:``, ``x.(API)``, a variable of a declared type.

A value has exactly one type, and is of every interface whose methods that has, parameter types included. What
can't be told is left open.
"""

from __future__ import annotations

from policywright.analyzers.engine.values import (
    NONE,
    ClassV,
    Ext,
    Handle,
    Known,
    Obj,
    Value,
    join_all,
    options,
)
from policywright.analyzers.languages.go import interfaces
from policywright.analyzers.languages.go.aws import clients, names, sdk
from policywright.analyzers.languages.go.facts import facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter


def has_type(run: Interpreter, option: Value, kind: Value) -> bool | None:
    """Whether one alternative is of a type; None when that is open."""
    if NONE in (kind, option):
        return option == kind if isinstance(option, Known) else None
    match option:
        case Handle(kind="client", data=(str() as service, _)):
            return _is_client(run, service, kind)
        case Obj() if run.heap.shape(option).kind == "instance":
            cls = run.heap.shape(option).cls
            return _is_instance(run, cls, kind) if cls is not None else None
        case Obj(id=made) if made in facts(run).types:
            return _is_sdk_struct(facts(run).types[made], kind)
    return None


def _is_client(run: Interpreter, service: str, kind: Value) -> bool | None:
    match kind:
        case ClassV() if kind.cls.abstract:
            known = facts(run).satisfied
            key = (service, kind)
            if key not in known:
                known[key] = _satisfies(run, service, kind)
            return known[key]
        case ClassV():
            return None if kind.cls.underlying else False
        case Ext(path=path):
            symbol = names.split(path)
            if symbol is None or symbol.area != "service":
                return False if symbol is not None and sdk.instance(run, path) is not None else None
            return (
                sdk.is_client(symbol.package, symbol.name) and names.service(run, symbol.package) == service
            )
    return None


def _satisfies(run: Interpreter, service: str, interface: ClassV) -> bool | None:
    """Whether a client has the methods of an interface of the program."""
    wanted, opened = interfaces.types_of(run.program).method_names(run.program, interface)
    for name in wanted:
        asked = interfaces.method(run, interface, name)
        if asked is not None and asked[0] != service:
            return False
        if asked is None and not clients.has(run, service, name):
            return False
    # What it embeds of a library may be of one service alone.
    return None if opened or not wanted else True


def _is_instance(run: Interpreter, cls: ClassV, kind: Value) -> bool | None:
    """Of a struct of the program."""
    match kind:
        case ClassV() if kind.cls.abstract:
            types = interfaces.types_of(run.program)
            wanted, _ = types.method_names(run.program, kind)
            has, opened = types.method_names(run.program, cls)
            return None if opened or wanted <= has else False
        case ClassV():
            return True if kind == cls else None if kind.cls.underlying else False
        case Ext(path=path):
            # It may have the methods of a library's interface.
            symbol = names.split(path)
            concrete = (
                symbol is not None and symbol.area == "service" and symbol.name in ("Client", "Options")
            )
            return False if concrete else None
    return None


def _is_sdk_struct(path: str, kind: Value) -> bool | None:
    match kind:
        case Ext(path=other):
            symbol = names.split(other)
            return True if other == path else None if symbol is None or "iface" in symbol.package else False
        case ClassV():
            return None if kind.cls.abstract or kind.cls.underlying else False
    return None


def narrowed(run: Interpreter, value: Value, kinds: tuple[Value, ...]) -> Value | None:
    """Of several alternatives, those that a variable of a type can hold; None when none can."""
    found = options(value)
    kept = [option for option in found if any(has_type(run, option, kind) is not False for kind in kinds)]
    return join_all(kept) if kept else None
