"""Judges what a member that may fill a variable of an ARN format really holds.

The last part of an ARN is chosen by the caller (a bucket's name) or assigned by AWS (``lt-0123``). Where the
member and AWS's own ARN format use the same kind of word (a name for a name, an id for an id), or botocore's
documentation says so, the value is the part itself. Where the kinds differ, ``overlay/_identities.toml`` has
a row with a source; without one a name is never taken for an id: only an ARN in its place is believed.

What comes out is a table of explicit rows (operation -> ARN format -> variable -> paths), which is all that
the program knows at run time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.generator import matching
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.generator.overlay_source import OVERLAY, any_of, load_tables
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.naming import (
    GIVEN,
    OTHERS,
    TWINS,
    is_called_like,
    norm,
    noun,
    own_variable,
    stem,
    variables,
)
from policywright.knowledge.operations import Operation
from policywright.knowledge.records import dataclass, field
from policywright.knowledge.store import Document

FILE = "_identities.toml"
_KEYS = {"types", "members", "operations", "holds", "source", "why"}

_KINDS = ("withoutleadingslash", "identifier", "name", "arn", "id", "url")
_GENERIC = frozenset({"", "resource"})
# "The Amazon Resource Name (ARN) or ID": no name. "The ID, name, or ARN": may be a name.
_RESOURCE_NAME = re.compile(r"\(?amazon\)? resource name|resource names?\b|domain name", re.IGNORECASE)
_SAYS_NAME = re.compile(r"\b(name|names)\b", re.IGNORECASE)
# "The ARN or name of the provisioned throughput", "its ID or alias name": either, in one member.
_EITHER = re.compile(
    r"\b(ARN\)?|ids?|identifiers?) or (the )?(alias |friendly )?names?\b"
    r"|\bnames? or (the )?(ARN|id)s?\b(?!,? but not both)",
    re.IGNORECASE,
)
_SAYS_ID = re.compile(r"\b(ids?|identifiers?|uuids?|guid)\b", re.IGNORECASE)


class Holds(Enum):
    """What a member's value is to the variable."""

    PART = "the part of the ARN"
    GIVEN = "the part of the ARN only where it is an ARN"
    NOTHING = "something else"


_HOLDS = {"the part": Holds.PART, "another": Holds.GIVEN, "nothing": Holds.NOTHING}


@dataclass(slots=True)
class Judgement:
    """A row of ``_identities.toml``; ``used`` says whether it decided anything."""

    where: str
    types: list[str]
    of_types: re.Pattern[str]
    members: re.Pattern[str]
    operations: re.Pattern[str] | None
    holds: Holds
    used: bool = False

    def applies(self, kind: ResourceType, operation: Operation, leaf: str) -> bool:
        return (
            self.members.match(leaf) is not None
            and self.of_types.match(f"{kind.prefix}:{kind.name}") is not None
            and (self.operations is None or self.operations.match(operation.name) is not None)
        )


def read_judgements(problems: Problems) -> list[Judgement]:
    """The rows of the overlay's table, first match wins."""
    rows = []
    for number, row in enumerate(load_tables(OVERLAY / FILE, {"identity"}, problems).get("identity", ()), 1):
        where = f"{FILE} [[identity]] #{number}"
        for unknown in sorted(set(row) - _KEYS):
            problems.add(where, f"unknown key {unknown!r}")
        if not str(row.get("source", "")).startswith("https://") and row.get("source") != "botocore model":
            problems.add(where, 'needs a source: an https:// page, or "botocore model"')
        if row.get("holds") not in _HOLDS:
            problems.add(where, f"holds is one of {', '.join(sorted(_HOLDS))}")
        holds = _HOLDS.get(row.get("holds", ""), Holds.NOTHING)
        types = row.get("types", [])
        operations = any_of(row["operations"]) if row.get("operations") else None
        members = any_of(row.get("members", ()))
        rows.append(Judgement(where, types, any_of(types), members, operations, holds))
    return rows


@dataclass(slots=True)
class Identities:
    """Makes the table of one store."""

    known: Document
    rows: list[Judgement]
    unjudged: set[tuple[str, str, str]] = field(default_factory=set)
    """(IAM service:type, variable, member) of names and the like that no row says anything about."""

    def of(self, operation: Operation, kinds: list[ResourceType], client: ClientSource) -> Document:
        """ARN format -> variable -> paths (sure, known, weak) of one operation."""
        table: Document = {}
        for kind in kinds:
            for variable in variables(kind.arn):
                found = self._variable(operation, kind, kinds, variable, client)
                if any(found):
                    table.setdefault(kind.arn, {})[variable] = found
            own = own_variable(kind.arn)
            if own is not None and own in table.get(kind.arn, {}):
                named = (
                    self._spelt(operation, kind, own, path, client, fact=False)
                    for path in matching.twins(kind, operation)
                )
                twins = [path for path in named if path]
                if twins:
                    table[kind.arn][TWINS] = twins
        self._others(operation, kinds, table)
        return table

    def _others(self, operation: Operation, kinds: list[ResourceType], table: Document) -> None:
        """What names a type that an action may be about besides: by a longer name, or by any ARN."""
        for kind in kinds:
            found = matching.related(kind, operation) if len(kinds) > 1 else []
            found = [path for path in found if self._decided(operation, kind, path) is not Holds.NOTHING]
            if found:
                table.setdefault(kind.arn, {})[OTHERS] = found
        taking = matching.taking_arns(operation) if kinds else []
        if taking:
            table[OTHERS] = {OTHERS: taking}

    def stale(self) -> Iterator[str]:
        """Rows that decide nothing any more: they have to go."""
        return (row.where for row in self.rows if not row.used)

    def _variable(
        self, operation: Operation, kind: ResourceType, kinds: list[ResourceType], variable: str,
        client: ClientSource,
    ) -> list[list[str]]:  # fmt: skip
        ranked = matching.by_name(variable, kind, operation, kinds)
        synonym = matching.synonym(variable, kind, operation)
        if synonym:
            ranked = [(synonym, matching.SURE)]
        known: list[str] = [] if synonym else self.known.get(kind.prefix, {}).get(variable, [])
        available = {path for path, _ in matching.candidates(operation)} if known else set[str]()
        if "account" not in norm(variable):
            # Whose resources are asked for (QuickSight's ``AwsAccountId``) is not which one.
            ranked = [(path, score) for path, score in ranked if not matching.is_account(path)]
            available = {path for path in available if not matching.is_account(path)}
        spelled = [path for path in known if path in available]
        judged = {
            path: self._spelt(operation, kind, variable, path, client, fact=path in spelled)
            for path in (*(path for path, _ in ranked), *spelled)
        }
        sure = [path for path, score in ranked if score >= matching.SURE]
        weak = [path for path, score in ranked if score < matching.SURE]
        return [
            [judged[path] for path in sure if judged[path]],
            [judged[path] for path in known if judged.get(path)],
            [judged[path] for path in weak if judged[path]][:1],
        ]

    def _spelt(
        self, operation: Operation, kind: ResourceType, variable: str, path: str, client: ClientSource,
        *, fact: bool,
    ) -> str:  # fmt: skip
        """The path as the table has it; empty where the member says nothing."""
        holds = self._judge(operation, kind, variable, path, client, fact=fact)
        return {Holds.PART: path, Holds.GIVEN: GIVEN + path, Holds.NOTHING: ""}[holds]

    def _decided(self, operation: Operation, kind: ResourceType, path: str) -> Holds | None:
        """What a row of the table says."""
        for row in self.rows:
            if row.applies(kind, operation, last_name(path)):
                row.used = True
                return row.holds
        return None

    def _judge(
        self, operation: Operation, kind: ResourceType, variable: str, path: str, client: ClientSource,
        *, fact: bool,
    ) -> Holds:  # fmt: skip
        """``fact``: that the member names the type is known, whatever it is called (``Groups``)."""
        leaf = last_name(path)
        decided = self._decided(operation, kind, path)
        if decided is not None:
            return decided
        if (
            operation.name.startswith("Create")
            and is_called_like(kind, operation.name)
            and _is_some_arn(leaf)
        ):
            # ``ResourceArn`` of ``CreateMonitor``: what the monitor is of.
            return Holds.NOTHING
        if not fact and not (_is_about(kind, path) and _of_the_operation(kind, variable, leaf, operation)):
            return Holds.NOTHING
        found = by_words(kind, variable, leaf, lambda: documentation(client, operation.name, path), fact=fact)
        if found is not Holds.PART:
            self.unjudged.add((f"{kind.prefix}:{kind.name}", variable, leaf))
        return found


def tells_what_of(operation: Operation) -> bool:
    """Whether a request that makes something has the ARN of anything that it is made of."""
    return operation.name.startswith("Create") and any(
        _is_some_arn(member.name) for member in operation.members
    )


def _is_some_arn(leaf: str) -> bool:
    """Whether a member may hold the ARN of anything (``ResourceArn``)."""
    return word(leaf) == "arn" and stem(leaf) in _GENERIC


def _is_about(kind: ResourceType, path: str) -> bool:
    """Whether a plain ``Name`` or ``Id`` within a structure is that of the type: ``TableInput.Name`` is."""
    *above, leaf = path.replace("[]", "").replace("[key]", "").split(".")
    if not above or stem(leaf) not in _GENERIC:
        return True
    return any(name in norm(above[-1]) for name in _names(kind))


def _names(kind: ResourceType) -> set[str]:
    """What a type is called: in the catalog, in the variables of its ARN, and between them."""
    literals = [part for part in re.split("[/:]", kind.arn)[5:] if len(part) > 2 and "$" not in part]
    return {stem(name) for name in (kind.name, *variables(kind.arn), *literals)} - _GENERIC


def _of_the_operation(kind: ResourceType, variable: str, leaf: str, operation: Operation) -> bool:
    """A plain ``Name`` is what the operation is about, also where a format has just ``${Name}``: a web ACL's
    is not that of the sets in its rules."""
    if stem(leaf) not in _GENERIC or stem(variable) not in _GENERIC:
        return True
    about = noun(operation.name)
    return any(name in about or about in name for name in _names(kind) if len(name) > 2)


def by_words(kind: ResourceType, variable: str, leaf: str, says: Any, *, fact: bool = False) -> Holds:
    """What AWS's own words say of a member; ``fact``: it names the type, and these tell by what."""
    wanted, given = word(variable), word(leaf)
    same = norm(leaf) == norm(variable)
    alike = fact or same or stem(leaf) in (stem(variable), stem(kind.name), *_GENERIC)
    if given == "arn" or (same and wanted not in ("id", "identifier")):
        return Holds.PART
    if wanted in ("id", "identifier"):
        if given == "url":
            # Where something is reached (``ApplicationUrl``) is not its id.
            return Holds.NOTHING
        if given == "id":
            return Holds.GIVEN if _EITHER.search(_RESOURCE_NAME.sub("ARN", says())) else Holds.PART
        return _of_id(given, says, alike=alike, fact=fact)
    if given == "bare" and norm(leaf) and norm(variable).endswith(norm(leaf)):
        # AWS's word with what it is of before it: ``BotVersion`` and ``version``.
        return Holds.PART
    if wanted in ("name", "withoutleadingslash"):
        # A bare word for a name (``Bucket``, ``cluster``) is AWS's usual way to say it.
        if given == "name" or (given in ("bare", "url") and stem(leaf) == stem(variable)):
            return Holds.PART
        return Holds.GIVEN if alike else Holds.NOTHING
    return Holds.PART if stem(leaf) == stem(variable) else Holds.GIVEN if alike else Holds.NOTHING


def _of_id(given: str, says: Any, *, alike: bool, fact: bool) -> Holds:
    """A variable that holds an id: a name is none, an identifier is one unless it may be a name as well."""
    if given == "name" or not alike:
        return Holds.GIVEN if fact else Holds.NOTHING
    text = _RESOURCE_NAME.sub("ARN", says())
    if _SAYS_NAME.search(text):
        return Holds.GIVEN
    return Holds.PART if given == "identifier" or _SAYS_ID.search(text) else Holds.GIVEN


def last_name(path: str) -> str:
    return path.rpartition(".")[2].replace("[]", "").replace("[key]", "")


def word(name: str) -> str:
    """The kind of word: name, id, identifier, arn, url, or ``bare``."""
    plain = norm(name)
    plain = (
        plain.removesuffix("s") if plain.endswith(("names", "ids", "arns", "identifiers", "urls")) else plain
    )
    return next((kind for kind in _KINDS if plain.endswith(kind)), "bare")


def documentation(client: ClientSource, operation: str, path: str) -> str:
    """botocore's words about a member, without markup."""
    shapes = client.model["shapes"]
    reference: dict[str, Any] = client.model["operations"][operation].get("input", {})
    text = ""
    for step in path.split("."):
        shape = _element(shapes, reference)
        reference = shape.get("members", {}).get(step.replace("[]", "").replace("[key]", ""), {})
        if not reference:
            return ""
        text = reference.get("documentation", "")
    text = text or _element(shapes, reference).get("documentation", "")
    return re.sub(r"<[^>]+>", " ", text)


def _element(shapes: dict[str, Any], reference: dict[str, Any]) -> dict[str, Any]:
    """The structure or scalar that a reference leads to, through lists and maps."""
    shape: dict[str, Any] = shapes.get(reference.get("shape", ""), {})
    while shape.get("type") in ("list", "map"):
        inner = shape["member" if shape["type"] == "list" else "value"]
        shape = shapes.get(inner["shape"], {})
    return shape
