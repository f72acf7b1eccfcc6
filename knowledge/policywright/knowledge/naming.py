"""Which request member means which variable of an ARN format, by name.

``BucketName`` is ``Bucket``, ``DBInstanceName`` is ``DBInstanceIdentifier``, ``KeyId`` is ``KeyId`` or
``KeyArn``; ``Name`` or ``Id`` alone means the thing that the operation is about. What names cannot say is in
the overlay's ``[[resource]]`` rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_GENERIC = frozenset({"name", "id", "identifier", "arn", "ids", "names", "arns"})
_GENERIC_ARN = regex(
    r"^(target)?resource(arn|id|name)?$|^arn$|^resourcearnlist$|^resource_?arns?$", re.IGNORECASE
)
# Where AWS's own word for the variable is not the member's: (IAM service, variable) -> member.
_SYNONYMS = {("s3", "ObjectName"): "Key", ("s3", "AccessPointName"): "Name"}
_VERB = regex(r"^[A-Z][a-z]+(?=[A-Z])")
_MAKING = ("Create", "Copy", "Import", "Register", "Submit")
_NAMED_IDS = frozenset({
    "databrew", "forecast", "imagebuilder", "iotfleetwise", "mediatailor", "personalize", "quicksight",
    "rekognition", "route53-recovery-readiness",
})  # fmt: skip
"""IAM services whose ARNs have the name where the format says id."""
NESTING = 1.1
"""What each level of nesting takes from a score: a plain ``SubnetIds`` beats a nested ``SubnetId``."""

SURE = 2.75
"""A fit below this gives way to a known spelling."""

_STRINGS = frozenset({"string"})
_LISTS = frozenset({"list"})


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


@lru_cache(maxsize=4096)
def variables(arn: str) -> tuple[str, ...]:
    """The variables of an ARN format that a request can fill, in order."""
    return tuple(name for name in _VARIABLE.findall(arn) if name not in _AMBIENT)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Members that may fill a variable, best first: by a telling name, by a known fact, by a vague name."""

    sure: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class Names:
    """Finds the members of a variable; ``members`` are the spellings that no rule about names finds.

    They are facts carried over by ``generator/carry.py``: IAM service -> variable -> member paths.
    """

    def __init__(self, members: Document) -> None:
        self._members = members
        self._found: dict[tuple[str, str, str, str], Candidates] = {}

    def members_for(self, variable: str, kind: ResourceType, operation: Operation) -> Candidates:
        """The paths of members that fill a variable of a resource type."""
        key = (variable, f"{kind.prefix}:{kind.name}", operation.service, operation.name)
        if key not in self._found:
            self._found[key] = self._search(variable, kind, operation)
        return self._found[key]

    def _search(self, variable: str, kind: ResourceType, operation: Operation) -> Candidates:
        synonym = _SYNONYMS.get((kind.prefix, variable))
        if synonym and operation.member(synonym):
            return Candidates(sure=(synonym,))
        ranked = by_name(variable, kind, operation)
        available = {path for path, _ in candidates(operation)}
        if "account" not in norm(variable):
            # Whose resources are asked for (QuickSight's ``AwsAccountId``) is not which one.
            ranked = [(path, score) for path, score in ranked if not _is_account(path)]
            available = {path for path in available if not _is_account(path)}
        if _is_id(variable, kind) or _is_made_up(variable, kind, operation):
            ranked = [(path, score) for path, score in ranked if not _is_name(path)]
            available = {path for path in available if not _is_name(path)}
        known: list[str] = self._members.get(kind.prefix, {}).get(variable, [])
        return Candidates(
            sure=tuple(path for path, score in ranked if score >= SURE),
            known=tuple(path for path in known if path in available),
            weak=tuple(path for path, score in ranked if score < SURE)[:1],
        )


def _is_account(path: str) -> bool:
    return norm(path.rpartition(".")[2]) in ("awsaccountid", "accountid")


def _is_name(path: str) -> bool:
    return path.rpartition(".")[2].lower().endswith("name")


def _is_id(variable: str, kind: ResourceType) -> bool:
    """Whether a variable holds an id that the service makes up, so that no name fills it: the ARN of a
    launch template that is called ``web`` ends in ``lt-0123``."""
    return variable.endswith(("Id", "ID")) and kind.prefix not in _NAMED_IDS


def _is_made_up(variable: str, kind: ResourceType, operation: Operation) -> bool:
    """Whether a variable is the id of what an operation makes, which the service makes up.

    ``CreateSnapshot`` is decided for ``snapshot/*``: there is no id yet, and the ``Name`` passed is none.
    """
    if variable != own_variable(kind.arn) or not variable.endswith(("Id", "ID")):
        return False
    if kind.prefix in _NAMED_IDS:
        return False
    starts = operation.name.startswith("Start") and noun(operation.name) == stem(kind.name)
    return starts or operation.name.startswith(_MAKING)


def by_name(variable: str, kind: ResourceType, operation: Operation) -> list[tuple[str, float]]:
    """The members whose names fit a variable, and how well, best first."""
    own = own_variable(kind.arn) == variable
    scored = []
    for path, leaf in candidates(operation):
        score = _score(leaf, variable, kind, operation, own=own)
        if score and not _means_another(leaf, variable, kind):
            # A nested member is the weaker witness.
            scored.append((path, score - NESTING * path.count(".")))
    return sorted(scored, key=lambda item: -item[1])


@lru_cache(maxsize=4096)
def own_variable(arn: str) -> str | None:
    """The variable that names the thing itself: the last one that isn't a version or a time stamp."""
    names = variables(arn)
    named = tuple(name for name in names if not _VOLATILE.search(name))
    return (named or names)[-1] if names else None


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


def is_own(variable: str, kind: ResourceType) -> bool:
    """Whether a variable names the thing itself (``TargetGroupName``, ``TargetGroupId``), not its parent."""
    own = own_variable(kind.arn)
    return variable == own or stem(variable) in (stem(own or ""), stem(kind.name))


def names_type(path: str, kind: ResourceType) -> bool:
    """Whether a member's name speaks of the resource type."""
    leaf = stem(path.rsplit(".", 1)[-1].replace("[]", ""))
    names = (stem(kind.name), stem(own_variable(kind.arn) or ""))
    return bool(leaf) and any(bool(name) and leaf.endswith(name) for name in names)


def is_generic(path: str) -> bool:
    """Whether a member takes the ARN of any resource."""
    return _GENERIC_ARN.match(path.rsplit(".", 1)[-1].replace("[]", "")) is not None


def generic_arn(operation: Operation) -> str | None:
    """The member that takes the ARN of any resource (``ResourceArn``)."""
    for member in operation.members:
        if is_generic(member.name) and member.type in ("string", "list"):
            return member.name if member.type == "string" else f"{member.name}[]"
    return None


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
