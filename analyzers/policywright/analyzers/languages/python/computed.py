"""Members of Python objects whose names are computed: what is called, and what is in them."""

from __future__ import annotations

from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine.objects import may_be
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Method,
    Obj,
    Partial,
    Unknown,
    Value,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.python.boto3 import clients
from policywright.analyzers.languages.python.handles import Dynamic, Inferred, Resource
from policywright.analyzers.model import UnresolvedCode
from policywright.analyzers.sdk.handles import Client

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter


def call(run: Interpreter, handle: Dynamic, args: Args, pos: ir.Pos) -> Value:
    """``getattr(x, name)(...)`` with a computed name."""
    detail = "an operation of {} whose name is computed"
    for option in options(handle.receiver):
        owner = option.inner if isinstance(option, Inferred) else option
        if not isinstance(owner, Client | Resource):
            continue
        could = clients.spelled(run, owner.service, handle.name) if isinstance(owner, Client) else None
        if could != ():
            service = clients.said(owner.service)
            run.unresolved(
                pos, UnresolvedCode.DYNAMIC_CODE, detail, could or (), name=service, cause=handle.at
            )
    members = join(run.any_member(handle.receiver, handle.name), _stored(run, handle))
    for option in options(handle.receiver):
        if isinstance(option, Ext):
            members = join(members, Ext(f"{option.path}[]"))
        elif isinstance(option, Unknown):
            members = join(members, Unknown("dynamic"))
    called = members if members is not BOTTOM else Unknown("dynamic")
    return join(run.call(called, args, pos), Unknown("dynamic"))


def held(run: Interpreter, dynamic: Dynamic) -> Value | None:
    """What the members of objects are whose names are computed; None where it is of no object.

    What such a member is may be one of another object, and that one's of the first: each is looked into once.
    """
    pending = [option for option in options(dynamic.receiver) if isinstance(option, Obj)]
    if not pending:
        return None
    seen: set[Value] = {dynamic, *pending}
    found: list[Value] = []
    while pending:
        for option in options(run.heap.everything(pending.pop())):
            if not isinstance(option, Dynamic):
                found.append(option)
            elif option not in seen:
                seen.add(option)
                own = [one for one in options(option.receiver) if isinstance(one, Obj) and one not in seen]
                seen.update(own)
                pending.extend(own)
    return join_all(found)


def _stored(run: Interpreter, dynamic: Dynamic) -> Value:
    """The functions that are set, and not defined, under names that a computed one may be."""
    name, engine = dynamic.name, run.engine
    return join_all([
        engine.derived(("stored", one, name), run.frame.task, partial(_stored_in, run, one, name))
        for one in options(dynamic.receiver) if isinstance(one, ClassV | Obj)
    ])  # fmt: skip


def _stored_in(run: Interpreter, owner: ClassV | Obj, name: Value) -> Value:
    names: set[str] = set()
    cls = owner if isinstance(owner, ClassV) else None
    if isinstance(owner, Obj):
        cls = run.heap.shape(owner).cls
        names.update(str(key) for key in run.heap.keys(owner))
    bodies = [base.cls.body for base in run.mro(cls)] if cls is not None else []
    names.update(
        target.name for body in bodies for one in body if isinstance(one, ir.Assign)
        for target in one.targets if isinstance(target, ir.Name)
    )  # fmt: skip
    found: list[Value] = []
    for text in sorted(names):
        if not text.startswith("__") and any([may_be(one, text) for one in options(name)]):
            found.extend(one for one in options(run.attribute(owner, text)) if _works(run, one))
    return join_all(found)


def _works(run: Interpreter, value: Value) -> bool:
    """Something that is called and may make requests."""
    if isinstance(value, FuncV):
        return value.function not in run.engine.bounds.crowds.minor
    return isinstance(value, Bound | Partial | Method)
