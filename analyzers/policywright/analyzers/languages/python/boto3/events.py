"""Events of boto3's clients in which code may change what is asked for before it is sent.

Source: https://boto3.amazonaws.com/v1/documentation/api/latest/guide/events.html, and botocore's
``ClientArgsCreator`` and ``BaseClient._make_api_call``, which emit both before they make the request.
"""

from __future__ import annotations

from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.values import Args, Known, options
from policywright.analyzers.sdk.handles import Hooks

_REGISTERING = frozenset(("register", "register_first", "register_last"))
_BEFORE = frozenset(("provide-client-params", "before-parameter-build"))
"""The first part of an event's name; a service and an operation may follow."""


def register(run: Interpreter, hooks: Hooks, name: str, args: Args) -> None:
    """``client.meta.events.register("provide-client-params.s3.GetObject", change)``"""
    if name not in _REGISTERING:
        return
    events = args.get(0) or args.keyword("event_name")
    for event in options(events) if events is not None else ():
        if not isinstance(event, Known):
            run.alter(hooks.service)
            continue
        kind, service, operation = (*str(event.value).split("."), "", "")[:3]
        if kind in _BEFORE:
            known = hooks.service or (service if service in run.operations.services() else "")
            run.alter(known, operation if known and "*" not in operation else "")


__all__ = ["register"]
