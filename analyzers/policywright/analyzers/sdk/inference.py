"""Guesses from names: a method call on a receiver that stayed unknown.

Names alone are the weakest evidence there is, so a guess needs all of: a method that is an API operation
and not a word that every library uses; arguments that fit the operation's input; and, where several
services have the operation, something else in the program that singles one out. What fits but can't be
told apart is reported, never granted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policywright.analyzers.engine.values import Args
from policywright.knowledge.operations import Operation

if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_GENERIC_WORDS = """
    get update delete load reload copy query scan publish subscribe invoke encrypt decrypt sign
    verify search create start stop describe list put send receive upload download terminate reboot
    attach detach filter all pages limit close wait submit run execute connect converse predict
    retrieve rerank
"""
GENERIC = frozenset(_GENERIC_WORDS.split())
"""Methods that mean nothing by themselves; never inferred."""

_WORDS = re.compile(r"[a-z0-9]+")


def candidates(run: Interpreter, method: str, args: Args) -> tuple[Operation, ...]:
    """Operations of that method name whose input the arguments fit."""
    if method in GENERIC or "_" not in method:
        return ()
    found: list[Operation] = []
    for service in run.operations.services_with_method(method):
        operation = run.operations.by_method(service, method)
        if operation is not None and fits(operation, args):
            found.append(operation)
    return tuple(found)


def fits(operation: Operation, args: Args) -> bool:
    """All keywords are members, and all required members are (or may be) passed."""
    if args.positional and not args.open:
        return False
    names = {member.name for member in operation.members}
    passed = {name for name, _ in args.keywords}
    if not passed <= names:
        return False
    required = {member.name for member in operation.members if member.required}
    return args.open or required <= passed


def choose(run: Interpreter, found: tuple[Operation, ...], hint: str) -> Operation | None:
    """The one operation meant, by the receiver's name, then by the services the program uses."""
    if len(found) == 1:
        return found[0]
    words = set(_WORDS.findall(hint.lower().replace("_", " ")))
    named = [op for op in found if _named(op.service, words, hint)]
    if len(named) == 1:
        return named[0]
    used = [op for op in (named or found) if op.service in run.program.services]
    return used[0] if len(used) == 1 else None


def _named(service: str, words: set[str], hint: str) -> bool:
    parts = service.split("-")
    return service in words or "".join(parts) in hint.lower().replace("_", "") or set(parts) <= words


def hinted(service: str, hint: str) -> bool:
    """The receiver is named after the service (``s3_client``, ``self._dynamodb``)."""
    return _named(service, set(_WORDS.findall(hint.lower().replace("_", " "))), hint)
