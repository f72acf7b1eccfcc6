"""Paginators and waiters that programs make themselves, of what botocore makes its own of.

``Paginator(client.list_things, config, model)`` asks for pages of what it is given, and a waiter that
``create_waiter_with_client("Done", WaiterModel(config), client)`` gives for what the configuration names as
its operation. Sources: ``botocore.paginate``, ``botocore.waiter``.
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Known,
    Method,
    Obj,
    Unknown,
    Value,
    join_all,
    options,
)
from policywright.analyzers.languages.python.boto3 import named
from policywright.analyzers.languages.python.handles import Inferred, Paginator
from policywright.analyzers.model import AMBIENT
from policywright.analyzers.sdk.handles import Client, Waiter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.model import Identity

    _Made: TypeAlias = Callable[[Identity, str | None, str], Value]


def _paginator(_run: Interpreter, args: Args, _pos: ir.Pos) -> Value | None:
    """``Paginator(method, pagination_config, model)``"""
    return _asking(args.get(0, "method"), Paginator)


def _waits(_run: Interpreter, args: Args, _pos: ir.Pos) -> Value | None:
    """``Waiter(name, config, operation_method)``"""
    return _asking(args.get(2, "operation_method"), lambda who, of, name: Waiter(who, of, None, None, name))


def _asking(method: Value | None, made: _Made) -> Value | None:
    """What asks for what clients' methods do; None where it is none that is told."""
    found: list[Value] = []
    for option in options(method or NONE):
        match option:
            case Method(receiver=Client(identity=identity, service=service), name=name):
                found.append(made(identity, service, name))
            case Method(receiver=Inferred(inner=Client(identity=identity, service=service)), name=name):
                found.append(named.inferred(made(identity, service, name)))
            case Unknown(reason="attribute", name=str(name)):
                found.append(named.inferred(made(AMBIENT, None, name)))
    return join_all(found) if found else None


def _operation(_run: Interpreter, args: Args, _pos: ir.Pos) -> Value | None:
    """``NormalizedOperationMethod(client_method)``: what it calls."""
    return args.get(0, "client_method")


def _model(_run: Interpreter, args: Args, _pos: ir.Pos) -> Value | None:
    """``WaiterModel(waiter_config)``: what it is made of."""
    return args.get(0, "waiter_config")


def _waiter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``create_waiter_with_client(waiter_name, waiter_model, client)``"""
    name, model = args.get(0, "waiter_name"), args.get(1, "waiter_model")
    operations = _polled(run, model or Unknown("argument"), name or Unknown("argument"))
    found: list[Value] = []
    for option in options(args.get(2, "client") or Unknown("argument")):
        client = option.inner if isinstance(option, Inferred) else option
        known = isinstance(client, Client)
        identity, service = (
            (client.identity, client.service) if isinstance(client, Client) else (AMBIENT, None)
        )
        for operation in operations:
            asked = operation.value if isinstance(operation, Known) else None
            waiter = Waiter(
                identity, service, None, (run.frame.module, pos), asked if isinstance(asked, str) else None
            )
            found.append(waiter if known and client is option else named.inferred(waiter))
    return join_all(found)


def _polled(run: Interpreter, model: Value, name: Value) -> list[Value]:
    """The operations that the waiters of a name ask for; unknown where that is not told."""
    waiters = [_item(run, one, Known("waiters")) for one in options(model)]
    chosen = [_item(run, one, name) for value in waiters for one in options(value)]
    asked = [_item(run, one, Known("operation")) for value in chosen for one in options(value)]
    return [one for value in asked for one in options(value)]


def _item(run: Interpreter, value: Value, key: Value) -> Value:
    if value is BOTTOM:
        return BOTTOM
    return run.index_container(value, key) if isinstance(value, Obj) else Unknown("item")


TABLE: dict[str, Callable[[Interpreter, Args, ir.Pos], Value | None]] = {
    "botocore.paginate.Paginator": _paginator,
    "aiobotocore.paginate.AioPaginator": _paginator,
    "botocore.waiter.Waiter": _waits,
    "aiobotocore.waiter.AIOWaiter": _waits,
    "botocore.waiter.NormalizedOperationMethod": _operation,
    "aiobotocore.waiter.NormalizedOperationMethod": _operation,
    "botocore.waiter.WaiterModel": _model,
    "aiobotocore.waiter.WaiterModel": _model,
    "botocore.waiter.create_waiter_with_client": _waiter,
    "aiobotocore.waiter.create_waiter_with_client": _waiter,
}
"""What each of these gives, by its path."""


__all__ = ["TABLE"]
