"""Which values are of a type: ``case *s3.Client:``, ``x.(API)``, a variable of a declared type.

A value has exactly one type, and is of every interface whose methods that has, parameter types included. What
can't be told is left open.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.names import untold
from policywright.analyzers.engine.values import NONE, ClassV, Ext, Known, Obj, Value, join_all, options
from policywright.analyzers.languages.go import interfaces
from policywright.analyzers.languages.go.aws import clients, names, sdk
from policywright.analyzers.languages.go.facts import facts
from policywright.analyzers.sdk.handles import Client, Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter


_TYPED = (Client, Response)
"""What is of a type of the SDK's by itself."""


def has_type(run: Interpreter, option: Value, kind: Value) -> bool | None:
    """Whether one alternative is of a type; None when that is open."""
    if NONE in (kind, option):
        return option == kind if isinstance(option, Known) else None
    match option:
        case Client(service=str(service)):
            return _is_client(run, service, kind)
        case Response():
            return _is_output(run, option, kind)
        case Obj() if run.heap.shape(option).kind == "instance":
            return _is_instance(run, option, kind)
        case Obj(id=made) if made in facts(run).types:
            return _is_sdk_struct(facts(run).types[made], kind)
    return None


def narrowed(run: Interpreter, value: Value, annotation: ir.Expr) -> Value:
    """Of several alternatives, those that a variable of a declared type can hold."""
    value = interfaces.narrowed(run, value, annotation)
    found = options(value)
    kind = untold(annotation)
    if not isinstance(kind, ir.Name | ir.Attr) or not any(isinstance(one, _TYPED) for one in found):
        return value
    kinds = options(run.evaluate(kind))
    kept = [
        option for option in found if not isinstance(option, _TYPED)
        or any(has_type(run, option, kind) is not False for kind in kinds)
    ]  # fmt: skip
    if kinds and not kept:
        # What is there so far can't be it; the declared type is known to be right.
        declared = run.annotated(annotation)
        return declared if declared is not None else value
    return join_all(kept) if kinds and len(kept) < len(found) else value


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


def _is_output(run: Interpreter, response: Response, kind: Value) -> bool | None:
    """Of what an operation has given: all of it is its output (``*s3.GetObjectOutput``), a part of it is no
    operation's. Some outputs of the first version are called otherwise (``*ec2.Reservation``)."""
    symbol = names.split(kind.path) if isinstance(kind, Ext) else None
    if symbol is None or symbol.area != "service" or not symbol.name.endswith("Output"):
        return None
    if response.is_part() or symbol.name.removesuffix("Output") != response.operation:
        return False
    return names.service(run, symbol.package) == response.service


def _satisfies(run: Interpreter, service: str, interface: ClassV) -> bool | None:
    """Whether a client has the methods of an interface of the program."""
    wanted, opened = interfaces.types_of(run.program).method_names(run.program, interface)
    for name, _ in wanted:
        asked = interfaces.method(run, interface, name)
        if asked is not None and asked[0] != service:
            return False
        if asked is None and not clients.has(run, service, name):
            return False
    # What it embeds of a library may be of one service alone.
    return None if opened or not wanted else True


def _is_instance(run: Interpreter, obj: Obj, kind: Value) -> bool | None:
    """Of a struct of the program."""
    match kind:
        case ClassV():
            own = run.heap.shape(obj).cls
            if own is not None and own.cls is kind.cls:
                return True
            return None if kind.cls.underlying or interfaces.holds(run, kind, obj) else False
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
