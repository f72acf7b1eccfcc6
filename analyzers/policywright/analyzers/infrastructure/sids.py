"""Whether the Sid of a statement that somebody wrote still fits when the statement says something else.

A Sid that people chose stays: it is how they talk of the statement. It goes where it lies, which is where it
names what the statement had, and nothing of that is left. What it names is told by three kinds of words, each
held against what the actions were and are: an operation (``DeleteObject``), a way of access (``Read``,
``FullAccess``), and a service, by its prefix or by a type of its resources (``Queue``). Of two things that it
names one may go: ``ReadAndDelete`` stays for reading alone. A Sid that names nothing of the kind (``Orders``)
never lies, and neither does one that said something else before: whoever wrote it knows why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from policywright.analyzers.assembly import sid_of
from policywright.analyzers.infrastructure.access import expanded, kinds_named, levels_of

_WORD = re.compile(r"[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+")
_READS = frozenset(("Read", "List"))
_ACCESS: Mapping[str, str] = {
    **dict.fromkeys(("read", "reader", "get", "list", "query", "scan", "describe", "view"), "reads"),
    **dict.fromkeys(("write", "writer", "put", "update", "create", "save", "upload", "modify"), "writes"),
    **dict.fromkeys(("delete", "remove", "purge"), "deletes"),
    **dict.fromkeys(("full", "admin", "administrator"), "everything"),
}
"""Words for ways of access. What deletes is a way of its own, as it is for who reads a policy."""
_DELETING = ("Delete", "Remove", "Purge", "BatchDelete")


def fitting(sid: str, before: Sequence[str], after: Sequence[str]) -> str:
    """The Sid of a statement that allowed some actions (or patterns of them) and now allows others."""
    return sid_of(after) if lies(sid, before, after) else sid


def lies(sid: str, before: Iterable[str], after: Iterable[str]) -> bool:
    """It names what the statement allowed, and nothing of that is left."""
    words = [one.lower() for one in _WORD.findall(sid)]
    was, now = [*before], [*after]
    every, left = _each(was), _each(now)
    operations = _operations(words, every)
    if operations and operations.isdisjoint(map(_operation, left)):
        return True
    ways = {_ACCESS[one] for one in words if one in _ACCESS}
    if ways and not ways.isdisjoint(_ways(was, every)) and ways.isdisjoint(_ways(now, left)):
        return True
    services = _services(words, dict.fromkeys(map(_service, every)))
    return bool(services) and services.isdisjoint(map(_service, left))


def _each(patterns: Iterable[str]) -> list[str]:
    """The actions of patterns; those of all services stand for none of them."""
    return [action for pattern in patterns if pattern != "*" for action in expanded(pattern)]


def _operation(action: str) -> str:
    return action.partition(":")[2].lower()


def _service(action: str) -> str:
    return action.partition(":")[0].lower()


def _spelled(words: Sequence[str]) -> set[str]:
    """Words that follow each other, as one."""
    return {
        "".join(words[start:end]) for start in range(len(words)) for end in range(start + 1, len(words) + 1)
    }


def _operations(words: Sequence[str], actions: Iterable[str]) -> set[str]:
    """The operations of more than one word that are named; of ``PutObjectAcl`` not ``PutObject``, too.

    Where none is, those of which the name says what they are about (``BucketLocation``), unless that is a
    type of resources (``LogGroups``).
    """
    spelled = _spelled(words)
    plain = {one.removesuffix("s") for one in spelled}
    every = [(_operation(one), _WORD.findall(one.partition(":")[2]), _service(one)) for one in actions]
    named = {name for name, parts, _ in every if len(parts) > 1 and (name in spelled or name in plain)}
    if not named:
        about = (
            (name, "".join(parts[1:]).lower(), service) for name, parts, service in every if len(parts) > 2
        )
        named = {
            name
            for name, one, service in about
            if (one in spelled or one in plain) and not _is_type(one, service)
        }
    return {one for one in named if not any(one != other and one in other for other in named)}


def _is_type(word: str, service: str) -> bool:
    """A type of a service's resources is called so."""
    return not {word, word.removesuffix("s")}.isdisjoint(kinds_named(service))


def _ways(patterns: Iterable[str], actions: Iterable[str]) -> Iterator[str]:
    """The ways of access that actions are."""
    for action in actions:
        if action.partition(":")[2].startswith(_DELETING):
            yield "deletes"
        levels = levels_of(action)
        if levels & _READS:
            yield "reads"
        if levels - _READS:
            yield "writes"
    for pattern in patterns:
        if pattern == "*":
            yield from ("deletes", "reads", "writes")
        if pattern == "*" or pattern.endswith(":*"):
            yield "everything"


def _services(words: Sequence[str], services: Iterable[str]) -> set[str]:
    """The services that are named, by prefix or by a type of their resources."""
    spelled = _spelled(words)
    spelled |= {one.removesuffix("s") for one in spelled}
    return {one for one in services if one in spelled or not spelled.isdisjoint(kinds_named(one))}
