"""Proposes the members that may fill the variables of an ARN format, by their names, best first.

``BucketName`` is ``Bucket``, ``DBInstanceName`` is ``DBInstanceIdentifier``, ``KeyId`` is ``KeyId`` or
``KeyArn``; ``Name`` or ``Id`` alone means the thing that the operation is about. ``identities.py`` judges
which of the proposals hold what the ARN says.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.naming import norm, noun, own_variable, stem, variables
from policywright.knowledge.operations import Operation
from policywright.knowledge.regex import regex

_GENERIC = frozenset({"name", "id", "identifier", "arn", "ids", "names", "arns"})
# Where AWS's own word for the variable is not the member's: (IAM service, variable) -> member.
_SYNONYMS = {("s3", "ObjectName"): "Key", ("s3", "AccessPointName"): "Name"}
_NAMES = frozenset({"name", "names"})
_MAKING = ("Create", "Register", "Import")
_SHORT = 3
"""A word of so few letters may begin others by chance."""
NESTING = 1.1
"""What each level of nesting takes from a score: a plain ``SubnetIds`` beats a nested ``SubnetId``."""

SURE = 2.75
"""A fit below this gives way to a known spelling."""

_TAKES_ARNS = regex(r"(?i)(arns?|identity|source|target|destination|resources?)$")
_STRINGS = frozenset({"string"})
_LISTS = frozenset({"list"})


def synonym(variable: str, kind: ResourceType, operation: Operation) -> str | None:
    """The member that AWS calls quite differently from its variable."""
    name = _SYNONYMS.get((kind.prefix, variable))
    return name if name and operation.member(name) else None


def related(kind: ResourceType, operation: Operation) -> list[str]:
    """Members that are called like a type with something before it (``Ipv4IpamPoolId``)."""
    own = own_variable(kind.arn)
    names = {name for name in (stem(own or ""), stem(kind.name)) if len(name) > 3}
    return [
        path
        for path, leaf in candidates(operation)
        if leaf.lower().endswith(("id", "ids", "arn", "arns"))
        and any(stem(leaf) != name and stem(leaf).endswith(name) for name in names)
    ]


_OLD_AND_NEW = regex(r"^(source|target|destination|new)(?=[a-z])")
_OF_TWO = ("Copy", "Restore", "Modify", "Update", "Rename", "CreateDBInstanceReadReplica")


def twins(kind: ResourceType, operation: Operation) -> list[str]:
    """Members that name another one of the type: the source of a copy, the name that a thing will have."""
    own = own_variable(kind.arn)
    names = {stem(own or ""), stem(kind.name)} - {""}
    if not operation.name.startswith(_OF_TWO):
        return []
    return [
        member.name
        for member in operation.members
        if member.type in _STRINGS
        and _OLD_AND_NEW.search(norm(member.name))
        and any(
            _OLD_AND_NEW.sub("", stem(member.name)).removeprefix("db") == name.removeprefix("db")
            for name in names
        )
    ]


def taking_arns(operation: Operation) -> list[str]:
    """Members that take an ARN, of what kind the name need not say."""
    return [path for path, leaf in candidates(operation) if _TAKES_ARNS.search(leaf)]


def is_account(path: str) -> bool:
    return norm(path.rpartition(".")[2]) in ("awsaccountid", "accountid")


def by_name(
    variable: str, kind: ResourceType, operation: Operation, kinds: list[ResourceType]
) -> list[tuple[str, float]]:
    """The members whose names fit a variable, and how well, best first; ``kinds`` are all the types that the
    operation may be about."""
    own = own_variable(kind.arn) == variable
    part = own and _is_about_part(kind, operation, kinds)
    scored = []
    for path, leaf in candidates(operation):
        score = _score(leaf, variable, kind, operation, own=own)
        if not score and part and norm(leaf) in _NAMES:
            score = 1.5
        if score and not _means_another(leaf, variable, kind):
            # A nested member is the weaker witness.
            scored.append((path, score - NESTING * path.count(".")))
    return sorted(scored, key=lambda item: -item[1])


def _means_another(leaf: str, variable: str, kind: ResourceType) -> bool:
    """Whether the member's name fits another variable of the same format better; of equals, the first."""
    name, bare = norm(leaf), stem(leaf)
    if name == norm(variable):
        return False
    names = variables(kind.arn)
    for position, other in enumerate(names):
        if other == variable:
            continue
        alike = bool(bare) and bare == stem(other)
        if name == norm(other) or (alike and (bare != stem(variable) or position < names.index(variable))):
            return True
    return False


_FILTER = regex(r"(?i)filters?\[\]\.(?:name|key)$")
"""``Filters=[{"Name": "db-cluster-id", "Values": ["..."]}]``: the name is that of what is compared."""


def candidates(operation: Operation) -> Iterator[tuple[str, str]]:
    """(path, last name) of the members that may name a resource; lists of structures don't by themselves."""
    structured = {path.partition("[].")[0] for path in operation.paths if "[]." in path}
    for member in operation.members:
        if member.type in _STRINGS:
            yield member.name, member.name
        elif member.type in _LISTS and member.name not in structured:
            yield f"{member.name}[]", member.name
    for path in operation.paths:
        if _FILTER.search(path) is None:
            yield path, path.rsplit(".", 1)[-1].replace("[]", "")


def _score(leaf: str, variable: str, kind: ResourceType, operation: Operation, *, own: bool) -> float:
    name, wanted = norm(leaf), norm(variable)
    if name == wanted:
        return 5
    bare, bare_wanted = stem(leaf), stem(variable)
    if bare and bare == bare_wanted:
        return 4
    if not own:
        return 0
    of_type = stem(kind.name)
    if len(bare) > 2 and bare == of_type:
        return 3
    about = noun(operation.name)
    if name in _GENERIC and about in (of_type, bare_wanted):
        return 2
    return 0


def _is_about_part(kind: ResourceType, operation: Operation, kinds: list[ResourceType]) -> bool:
    """Whether what an operation is about is part of a type, and no other one (``GetWorkflowRun``): it has no
    name of its own, unless the operation makes one."""
    about = noun(operation.name)

    def begins(one: ResourceType) -> int:
        names = (stem(one.name), stem(own_variable(one.arn) or ""))
        return max((len(name) for name in names if len(name) > _SHORT and about.startswith(name)), default=0)

    mine = begins(kind)
    return bool(mine) and not operation.name.startswith(_MAKING) and all(begins(one) <= mine for one in kinds)
