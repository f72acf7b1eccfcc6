"""Which request member fills which variable of an ARN format: a table that the generator makes.

``BucketName`` is filled by ``Bucket``, ``DBInstanceName`` by ``DBInstanceIdentifier``. Names alone say too
little: the ARN of a launch template that is called ``web`` ends in ``lt-0123``. What a member holds is judged
when the store is built (``generator/identities.py``); a variable without a row is open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.operations import Operation
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.store import Document

_AMBIENT = frozenset({"Partition", "Region", "Account", "AccountId"})
_VARIABLE = regex(r"\$\{([^}]*)\}")
_SUFFIX = regex(r"(withoutleadingslash|identifiers?|arns?|ids?|names?|urls?|value)$")
_VOLATILE = regex(r"timestamp|version|revision|random|uuid|suffix$", re.IGNORECASE)
_GENERIC_ARN = regex(
    r"^(target)?resource(arn|id|name)?$|^arn$|^resourcearnlist$|^resource_?arns?$", re.IGNORECASE
)
_OF_SOME_TYPE = frozenset(
    {
        "", "resource", "source", "eventsource", "destination", "target", "securityprofiletarget", "entity",
        "originationidentity", "model", "activemodel", "desiredmodel",
    }
)  # fmt: skip
"""Stems of members that say of no type what they name, and may name one of several."""
_FROM = regex(r"(?<=[a-z0-9])(?:From|With|For|Using|To(?=Region|PointInTime))(?=[A-Z])")
_SHORT = 3
"""A word of so few letters may end others by chance."""
_VERB = regex(r"^[A-Z][a-z]+(?=[A-Z])")


@lru_cache(maxsize=8192)
def norm(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


@lru_cache(maxsize=8192)
def stem(name: str) -> str:
    """``DBInstanceIdentifiers`` -> ``dbinstance``."""
    squeezed = norm(name)
    bare = _SUFFIX.sub("", squeezed)
    return bare[:-1] if bare.endswith("s") and not bare.endswith("ss") else bare


@lru_cache(maxsize=8192)
def noun(operation: str) -> str:
    """What an operation is about: ``CreateTopic`` -> ``topic``."""
    return stem(_VERB.sub("", operation))


def made(kinds: list[ResourceType], operation: str) -> list[ResourceType]:
    """The types that an operation makes or changes, by what it is called: the name of one, else its end or
    its beginning (``AllocateHostedConnection``, ``CreateLocationHdfs``); empty where no type is called so."""
    whole = _FROM.split(_VERB.sub("", operation), maxsplit=1)[0]
    for about in dict.fromkeys((stem(whole), stem(whole.removesuffix("V2")))):
        scored = [(_alike(kind, about), kind) for kind in kinds]
        best = max((score for score, _ in scored), default=(0, 0))
        if best > (0, 0):
            return [kind for score, kind in scored if score == best]
    return []


def is_called_like(kind: ResourceType, operation: str) -> bool:
    """Whether an operation is called like a type, word for word (``CreateHarnessEndpoint``)."""
    return stem(kind.name) == noun(operation)


_MAKING = ("Create", "Register", "Start", "Put", "Publish", "Generate", "Allocate")
_MAKING_ALIKE = ("Import", "Copy", "Restore", "Replicate")
"""Of what is named they make another one, under whatever name (``ImportModel``: a classifier)."""


def makes(kind: ResourceType, operation: Operation) -> bool:
    """Whether an operation may make one of the type, by what it is called."""
    if operation.name.startswith(_MAKING_ALIKE):
        return True
    name = stem(kind.name)
    return operation.name.startswith(_MAKING) and bool(name) and name in noun(operation.name)


def _alike(kind: ResourceType, about: str) -> tuple[int, int]:
    """How much of what an operation is about a type's name says: (which way, how many letters)."""
    name, own = stem(kind.name), stem(own_variable(kind.arn) or "")
    if about in (name, own):
        return (5, 0) if about == name else (4, 0)
    long = [one for one in (name, own) if len(one) > _SHORT and one != "resource"]
    return max(
        (
            *((3, len(one)) for one in long if about.endswith(one)),
            *((2, -len(one)) for one in long if len(about) > _SHORT and one.endswith(about)),
            *((1, len(one)) for one in long if about.startswith(one)),
        ),
        default=(0, 0),
    )


@lru_cache(maxsize=4096)
def variables(arn: str) -> tuple[str, ...]:
    """The variables of an ARN format that a request can fill, in order; an account may be the resource."""
    head, account, resource = around_account(arn)
    ambient = _AMBIENT - {"AccountId"}
    return tuple(
        name
        for part, around in ((head + account, _AMBIENT), (resource, ambient))
        for name in _VARIABLE.findall(part)
        if name not in around
    )


def around_account(arn: str) -> tuple[str, str, str]:
    """What stands before the account of an ARN format, the account, and the resource; the whole is the
    account where the format is none of an ARN."""
    fields = arn.split(":", 5)
    if len(fields) < 6:
        return "", arn, ""
    return ":".join(fields[:4]) + ":", fields[4], f":{fields[5]}"


GIVEN = "given:"
"""Before a path: what the member holds is believed only where it is an ARN; a name says nothing of the id."""


OTHERS = "*"
"""In place of a variable: members that may name a type besides; of an ARN format: those that take any ARN."""


TWINS = "&"
"""In place of a variable: members that name another one of the type (``NewUserName``)."""


OWNER = "@"
"""In place of a variable: members that say whose the thing is: the account in its ARN (``registryId``)."""


WITHIN = "within:"
"""Before such a member: what is within the account may follow it, after a colon (``CatalogId``)."""


ANYONE = "*"
"""In place of such a member: what accounts share with each other, and the request names by an id alone."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Members that may fill a variable, best first: by a telling name, by a known fact, by a vague name."""

    sure: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()

    def without(self, paths: list[str]) -> Candidates:
        levels = (
            tuple(path for path in level if path not in paths) for level in (self.sure, self.known, self.weak)
        )
        return Candidates(*levels)


_NONE = Candidates()


class Names:
    """Finds the members of a variable in the store's table: operation -> ARN format -> variable -> paths."""

    def __init__(self, table: Callable[[str], Document | None]) -> None:
        self._table = table
        self._found: dict[tuple[str, str, str, str], Candidates] = {}
        self._by_type: dict[tuple[str, str, str], Candidates] = {}
        self._owners: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}

    def members_for(self, variable: str, kind: ResourceType, operation: Operation) -> Candidates:
        """The paths of members that fill a variable of a resource type."""
        key = (variable, kind.arn, operation.service, operation.name)
        found = self._found.get(key)
        if found is None:
            formats = (self._table(operation.service) or {}).get(operation.name, {})
            if kind.arn in formats:
                row: list[list[str]] | None = formats[kind.arn].get(variable)
                found = _NONE if row is None else Candidates(*map(tuple, row))
            else:
                found = self._of_type(variable, kind, operation)
            self._found[key] = found
        return found

    def others(self, kind: ResourceType | None, operation: Operation) -> tuple[str, ...]:
        """The members that may name a type besides, or (without one) an ARN of any type."""
        formats = (self._table(operation.service) or {}).get(operation.name, {})
        return tuple(formats.get(kind.arn if kind else OTHERS, {}).get(OTHERS, ()))

    def named(self, operation: Operation) -> Iterator[str]:
        """The members that by a name or id fill some variable of what an operation is about."""
        for row in (self._table(operation.service) or {}).get(operation.name, {}).values():
            for variable, paths in row.items():
                if variable not in (OTHERS, TWINS, OWNER):
                    yield from (path for level in paths for path in level if not path.startswith(GIVEN))

    def twins(self, kind: ResourceType, operation: Operation) -> tuple[str, ...]:
        """The members that name another one of the same type: what is copied, or what it will be called."""
        formats = (self._table(operation.service) or {}).get(operation.name, {})
        return tuple(formats.get(kind.arn, {}).get(TWINS, ()))

    def owners(self, operation: Operation) -> dict[str, tuple[str, ...]]:
        """By ARN format the members that say whose account something of it is in."""
        key = (operation.service, operation.name)
        found = self._owners.get(key)
        if found is None:
            formats = (self._table(operation.service) or {}).get(operation.name, {})
            found = self._owners[key] = {
                arn: tuple(row[OWNER]) for arn, row in formats.items() if OWNER in row
            }
        return found

    def _of_type(self, variable: str, kind: ResourceType, operation: Operation) -> Candidates:
        """What fills it in the client's other operations: of an action that was refreshed, or is new."""
        key = (variable, kind.arn, operation.service)
        found = self._by_type.get(key)
        if found is None:
            rows = [
                formats[kind.arn][variable]
                for formats in (self._table(operation.service) or {}).values()
                if variable in formats.get(kind.arn, {})
            ]
            sure = dict.fromkeys(path for row in rows for path in row[0])
            found = self._by_type[key] = Candidates(sure=tuple(sure))
        return Candidates(sure=tuple(path for path in found.sure if _is_of(path, operation)))


def _is_of(path: str, operation: Operation) -> bool:
    """Whether an operation has the member, or the one that a path begins with."""
    first = path.removeprefix(GIVEN).partition(".")[0]
    return operation.member(first.replace("[]", "").replace("[key]", "")) is not None


@lru_cache(maxsize=4096)
def own_variable(arn: str) -> str | None:
    """The variable that names the thing itself: the last one that isn't a version or a time stamp."""
    names = variables(arn)
    named = tuple(name for name in names if not _VOLATILE.search(name))
    return (named or names)[-1] if names else None


def is_own(variable: str, kind: ResourceType) -> bool:
    """Whether a variable names the thing itself (``TargetGroupName``, ``TargetGroupId``), not its parent."""
    own = own_variable(kind.arn)
    return variable == own or stem(variable) in (stem(own or ""), stem(kind.name))


def names_type(path: str, kind: ResourceType) -> bool:
    """Whether a member's name speaks of the resource type."""
    leaf = stem(path.rsplit(".", 1)[-1].replace("[]", ""))
    names = (stem(kind.name), stem(own_variable(kind.arn) or ""))
    return bool(leaf) and any(bool(name) and leaf.endswith(name) for name in names)


def is_arn(path: str) -> bool:
    """Whether a member's name says that it takes an ARN."""
    return norm(path.rsplit(".", 1)[-1]).endswith(("arn", "arns"))


def is_generic(path: str) -> bool:
    """Whether a member takes the ARN of any resource."""
    return _GENERIC_ARN.match(path.rsplit(".", 1)[-1].replace("[]", "")) is not None


def names_some_type(path: str) -> bool:
    """Whether a member names something without saying of which type."""
    return stem(path.rsplit(".", 1)[-1].replace("[]", "")) in _OF_SOME_TYPE


def is_named_by_no_member(kind: ResourceType, operation: Operation) -> bool:
    """Whether no member's own name speaks of the resource type; keys have rules of their own."""
    paths = {*(member.name for member in operation.members), *operation.paths}
    leaves = (
        path for path in paths if not any(other.startswith((f"{path}.", f"{path}[")) for other in paths)
    )
    name = stem(kind.name)
    return ":kms:" not in kind.arn and not any(
        stem(path.rsplit(".", 1)[-1].replace("[]", "")).endswith(name) for path in leaves
    )


def generic_arn(operation: Operation) -> str | None:
    """The member that takes the ARN of any resource (``ResourceArn``)."""
    for member in operation.members:
        if is_generic(member.name) and member.type in ("string", "list"):
            return member.name if member.type == "string" else f"{member.name}[]"
    return None
