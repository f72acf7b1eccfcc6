"""From grants to policies: patterns rendered, statements grouped, minimised, split at AWS's quota.

A policy per identity: what runs under the program's own credentials, and each assumed role apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from policywright.analyzers.model import (
    AMBIENT,
    AttachTo,
    Condition,
    Grant,
    Identity,
    Policy,
    Statement,
    once_each,
)
from policywright.knowledge.partitions import partition_of
from policywright.knowledge.policy.quota import QUOTAS, size
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, OneOf, Text, Unknown, Value, alternatives

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VERSION = "2012-10-17"
_NAMED_SERVICES = 3
"""Services that the name of a statement of several has in it at most."""
_STARS = regex(r"\*{2,}")
ROOTED = ":parameter/"
"""What stands before the name of a Systems Manager parameter: a slash with which the name may begin as well,
and which ARNs do not have twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What stands for unknown accounts, regions and partitions in documents."""

    region: str | None = None
    account: str | None = None
    partition: str | None = None
    names: tuple[tuple[str, str], ...] = ()
    """Physical names of a template's resources, by what its holes call them."""
    tokens: bool = False
    """Give every name of a template a text of its own, so that patterns with different ones stay apart: also
    the region and the account that it is deployed to, which are some, not any."""

    def fill(self, hole: Hole) -> str:
        if self.tokens and hole.name is not None and hole.kind in ("reference", "parameter"):
            return f"\ue000{hole.name}\ue001"
        if self.tokens and hole.kind in ("region", "account"):
            return f"\ue000{hole.kind}\ue001"
        match hole.kind:
            case "reference":
                return dict(self.names).get(hole.name or "", "*")
            case "region":
                return self.region or "*"
            case "account":
                return self.account or "*"
            case "partition":
                return self.partition or partition_of(self.region)
        return "*"


NOWHERE = Place()
_ANY_ARN = "arn:*:*:*:*:*"


def text(value: Value, place: Place = NOWHERE) -> str:
    """A pattern as it stands in a document: holes are ``*``."""
    match value:
        case Const(value=scalar):
            return _literal(str(scalar))
        case Text(parts=parts):
            joined = ""
            for part in parts:
                if isinstance(part, str):
                    joined += _literal(part)
                else:
                    said = place.fill(part)
                    joined += said.removeprefix("/") if joined.endswith(ROOTED) else said
            return _STARS.sub("*", joined)
    return "*"


def without_slash(value: Value, names: Mapping[str, str]) -> Value:
    """A pattern to be filled in by whoever reads it, without the slash that a name in it brings along."""
    match value:
        case Text(parts=parts):
            found = list(parts)
            for index, part in enumerate(parts[1:]):
                before = found[index]
                if isinstance(part, Hole) and isinstance(before, str) and before.endswith(ROOTED):
                    rooted = part.kind == "reference" and names.get(part.name or "", "").startswith("/")
                    found[index] = before.removesuffix("/") if rooted else before
            return Text(tuple(found))
        case OneOf(options=options):
            return OneOf(tuple(without_slash(option, names) for option in options))
    return value


def _literal(part: str) -> str:
    """What IAM would read as a policy variable, escaped (IAM user guide, "Policy variables")."""
    return part.replace("${", "${$}{")


def document(
    policy: Policy, region: str | None = None, account: str | None = None, partition: str | None = None
) -> dict[str, Any]:
    """The IAM document of a policy, as plain data."""
    place = Place(region=region, account=account, partition=partition, names=policy.names)
    return _document(policy.statements, place)


def _document(statements: Iterable[Statement], place: Place) -> dict[str, Any]:
    return {"Version": VERSION, "Statement": [statement_data(statement, place) for statement in statements]}


def statement_data(statement: Statement, place: Place) -> dict[str, Any]:
    """One statement as plain data; single values stand without a list."""
    data: dict[str, Any] = {
        "Sid": statement.sid,
        "Effect": "Allow",
        "Action": _scalar(statement.actions),
        "Resource": _scalar(_texts(statement.resources, place)),
    }
    if statement.conditions:
        data["Condition"] = condition_data(statement.conditions, place)
    return data


def condition_data(
    conditions: Iterable[Condition], place: Place = NOWHERE
) -> dict[str, dict[str, str | list[str]]]:
    """A condition block as plain data."""
    block: dict[str, dict[str, str | list[str]]] = {}
    for operator, key, values in sorted(conditions, key=lambda condition: condition[:2]):
        told = sorted({text(value, place) for value in values})
        how, texts = matching(operator, key, values, told)
        block.setdefault(how, {})[key] = _scalar(texts)
    return block


def matching(operator: str, key: str, values: Iterable[Value], texts: list[str]) -> tuple[str, list[str]]:
    """The operator that reads a star as one, where it stands for what is not known here, and its values."""
    if operator != "StringEquals" or not any("*" in str(one) for one in texts):
        return operator, texts
    if all(isinstance(value, Const) for value in values):
        return operator, texts
    if key.lower().endswith("arn"):
        return "ArnLike", [_ANY_ARN if one == "*" else one for one in texts]
    return "StringLike", texts


def resource_texts(resources: tuple[Value, ...], place: Place = NOWHERE) -> list[str]:
    """ARN patterns of a grant, sorted, covered ones left out; ``*`` when there are none."""
    return _texts(resources, place) if resources else ["*"]


def _texts(resources: tuple[Value, ...], place: Place) -> list[str]:
    return list(_uncovered(resources, place))


@lru_cache(maxsize=65536)
def _uncovered(resources: tuple[Value, ...], place: Place) -> tuple[str, ...]:
    found = sorted({text(option, place) for resource in resources for option in alternatives(resource)})
    if len(found) == 1 or not any("*" in one or "?" in one for one in found):
        return tuple(found)
    from policywright.knowledge.policy.patterns import widest

    return tuple(widest(found))


def _scalar(values: Sequence[str]) -> str | list[str]:
    return values[0] if len(values) == 1 else list(values)


# --- policies ---


def assemble(grants: Sequence[Grant], place: Place = NOWHERE) -> tuple[tuple[Policy, ...], tuple[str, ...]]:
    """Policies, and notes on what had to be done to fit them into AWS's quotas."""
    policies: list[Policy] = []
    notes: list[str] = []
    by_identity: dict[Identity, list[Grant]] = {}
    for grant in grants:
        by_identity.setdefault(grant.identity, []).append(grant)
    for identity in sorted(by_identity, key=lambda one: (one != AMBIENT, _order(one, place))):
        name, attach = _target(identity, place)
        found, said = assemble_one(name, attach, by_identity[identity], place)
        policies.extend(found)
        notes.extend(said)
    return tuple(policies), tuple(notes)


def assemble_one(
    name: str, attach: AttachTo, grants: Sequence[Grant], place: Place = NOWHERE
) -> tuple[tuple[Policy, ...], tuple[str, ...]]:
    """The policy for one principal, or several where AWS's quota asks for it, with a note about that."""
    merged = _simplified(list(grants), place)
    parts = _split(merged, place)
    notes: list[str] = []
    if len(parts) > 1:
        limit = QUOTAS["managed"]
        notes.append(f"{name}: {len(parts)} policies: a managed policy has at most {limit:,} characters")
    policies = [_policy(f"{name}{said}", attach, part, merged, place) for said, part in parts]
    return tuple(policies), tuple(notes)


def _order(identity: Identity, place: Place) -> tuple[str, str]:
    name, attach = _target(identity, place)
    return attach.kind, attach.name or name


def _target(identity: Identity, place: Place) -> tuple[str, AttachTo]:
    if identity == AMBIENT:
        return "application", AttachTo()
    if identity.keys is not None:
        # Of a key no more is said than the variable that it comes from.
        parts = identity.keys.parts if isinstance(identity.keys, Text) else ()
        variable = next((part.name for part in parts if isinstance(part, Hole)), None)
        return _called("access-key", variable or ""), AttachTo(kind="access-key", name=variable)
    if identity.user is not None:
        user = None if isinstance(identity.user, Unknown) else text(identity.user, place)
        return _called("federated-user", user or ""), AttachTo(kind="federated-user", name=user)
    if identity.role is None:
        return _called("assumed-role", ""), AttachTo(kind="role", name="")
    name = "".join(part if isinstance(part, str) else part.name or "" for part in called_by(identity.role))
    return _called("assumed-role", name), AttachTo(kind="role", name=text(identity.role, place))


def called_by(role: Value) -> tuple[str | Hole, ...]:
    """A role's name, as far as it is known: the last part of its ARN, with the variables in it."""
    match role:
        case Const(value=str(arn)):
            return (arn.rpartition("/")[2],)
        case Text(parts=parts):
            start = max(
                (i for i, part in enumerate(parts) if isinstance(part, str) and "/" in part), default=0
            )
            first, *rest = parts[start:]
            return (first.rpartition("/")[2] if isinstance(first, str) else first, *rest)
    return ()


def _called(kind: str, name: str) -> str:
    """A policy's name, of the characters that IAM allows in one."""
    clean = re.sub(r"[^A-Za-z0-9+=,.@_-]", "", name)
    return f"{kind}-{clean}" if clean else kind


def _simplified(grants: list[Grant], place: Place) -> list[Grant]:
    """Grants in order; a conditional one that an unconditional one covers joins it."""
    ordered = sorted(
        grants, key=lambda grant: (grant.action, len(grant.conditions), _condition_key(grant, place))
    )
    kept: list[Grant] = []
    of_action: dict[str, list[int]] = {}
    for grant in ordered:
        alike = of_action.setdefault(grant.action, [])
        wide = next((index for index in alike if _covers(kept[index], grant, place)), None)
        if wide is None:
            alike.append(len(kept))
            kept.append(grant)
            continue
        other = kept[wide]
        reasons = once_each((*other.reasons, *grant.reasons))
        kept[wide] = replace(
            other, reasons=tuple(sorted(reasons, key=lambda r: (r.span, r.operation, r.detail)))
        )
    return kept


def _condition_key(grant: Grant, place: Place) -> str:
    return repr(condition_data(grant.conditions, place))


def _covers(wide: Grant, narrow: Grant, place: Place) -> bool:
    if wide.action != narrow.action or (wide.conditions and wide.conditions != narrow.conditions):
        return False
    outer, inner = resource_texts(wide.resources, place), resource_texts(narrow.resources, place)
    from policywright.knowledge.policy.patterns import covers

    return all(any(one == other or covers(one, other) for one in outer) for other in inner)


MOST_POLICIES = 10
"""Managed policies of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
_SHARES = (3, 2, 1)
"""How much of a policy a service has to fill to have its own: more, where a role can not have so many."""
_REST = "others"


@dataclass(frozen=True, slots=True)
class _Group:
    """Grants that share a statement."""

    resources: tuple[Value, ...]
    conditions: tuple[Condition, ...]
    grants: tuple[int, ...]
    whole: bool = True
    """Whether it has all resources of its grants; the others are in other policies, for want of room."""

    @property
    def share(self) -> tuple[Value, ...]:
        """What it has of its grants' resources; nothing where that is all."""
        return () if self.whole else self.resources


def _groups(grants: list[Grant], place: Place) -> list[_Group]:
    """Grants of one service on the same resources under the same condition."""
    groups: dict[tuple[str, tuple[str, ...], str], list[int]] = {}
    for index, grant in enumerate(grants):
        prefix = grant.action.split(":", 1)[0]
        key = (prefix, tuple(resource_texts(grant.resources, place)), _condition_key(grant, place))
        groups.setdefault(key, []).append(index)
    found: list[_Group] = []
    for key in sorted(groups):
        indexes = groups[key]
        first = grants[indexes[0]]
        found.append(_Group(_canonical(first.resources, place), first.conditions, tuple(indexes)))
    return found


def _canonical(resources: tuple[Value, ...], place: Place) -> tuple[Value, ...]:
    """One value for each pattern that remains, sorted as the document shows them."""
    if not resources:
        return (Const("*"),)
    by_text: dict[str, Value] = {}
    for resource in resources:
        for option in alternatives(resource):
            by_text.setdefault(text(option, place), option)
    return tuple(by_text[one] for one in resource_texts(resources, place))


def _split(grants: list[Grant], place: Place) -> list[tuple[str, list[_Group]]]:
    """Groups in policies that each fit the managed policy quota, and what each is called after the name.

    What has much of one service is called after it, so that a new resource changes the policy of its service
    and renames none; the rest of them share what is left.
    """
    groups = _groups(grants, place)
    measured = _Measured(grants, place)
    whole = _filled(groups, measured)
    if len(whole) < 2:
        return [("", part) for part in whole]
    by_service: dict[str, list[_Group]] = {}
    for group in groups:
        by_service.setdefault(grants[group.grants[0]].action.partition(":")[0], []).append(group)
    sizes = {name: measured.policy(own) for name, own in by_service.items()}
    for share in _SHARES:
        much = [name for name, one in sizes.items() if one > QUOTAS["managed"] // share]
        rest = [group for name, own in by_service.items() if name not in much for group in own]
        found = [(name, _filled(by_service[name], measured)) for name in much]
        found.append((_REST, _filled(rest, measured)))
        named = [
            (f"-{name}" if number == 1 else f"-{name}-{number}", part)
            for name, parts in found
            for number, part in enumerate(parts, 1)
        ]
        if len(named) <= MOST_POLICIES:
            return named
    return [(f"-{number}", part) for number, part in enumerate(whole, 1)]


class _Measured:
    """How many characters policies have, of which each statement is written out once."""

    def __init__(self, grants: list[Grant], place: Place) -> None:
        self._grants = grants
        self._place = place
        self._known: dict[int, tuple[_Group, int, str]] = {}
        """By the identity of groups, which are kept: characters, and what the statement is called after."""
        self._around = size(_document((), place))

    def policy(self, groups: Iterable[_Group]) -> int:
        part = _Part(self)
        for group in groups:
            part.take(group)
        return part.characters

    def empty(self) -> int:
        return self._around

    def statement(self, group: _Group) -> tuple[int, str]:
        known = self._known.get(id(group))
        if known is None:
            (alone,) = _statements([group], self._grants)
            length = size(_document((alone,), self._place)) - self._around
            known = self._known[id(group)] = (group, length, alone.sid)
        return known[1:]


class _Part:
    """The statements of one policy, and how many characters it has with them."""

    def __init__(self, measured: _Measured) -> None:
        self._measured = measured
        self._called: dict[str, int] = {}
        self.groups: list[_Group] = []
        self.characters = measured.empty()

    def more(self, group: _Group) -> int:
        """What a statement adds: itself, a number where another is called like it, and a comma."""
        length, sid = self._measured.statement(group)
        number = self._called.get(sid, 0) + 1
        return length + (len(str(number)) if number > 1 else 0) + (1 if self.groups else 0)

    def take(self, group: _Group) -> None:
        self.characters += self.more(group)
        sid = self._measured.statement(group)[1]
        self._called[sid] = self._called.get(sid, 0) + 1
        self.groups.append(group)


def _filled(groups: list[_Group], measured: _Measured) -> list[list[_Group]]:
    """Groups in policies that are as full as may be."""
    limit = QUOTAS["managed"]
    parts = [_Part(measured)]
    for group in _pieces(groups, measured, limit):
        if parts[-1].groups and parts[-1].characters + parts[-1].more(group) > limit:
            parts.append(_Part(measured))
        parts[-1].take(group)
    return [part.groups for part in parts if part.groups]


def _pieces(groups: list[_Group], measured: _Measured, limit: int) -> Iterable[_Group]:
    for group in groups:
        if measured.policy((group,)) <= limit:
            yield group
        elif len(group.resources) > 1:
            middle = len(group.resources) // 2
            halves = [
                replace(group, resources=group.resources[:middle], whole=False),
                replace(group, resources=group.resources[middle:], whole=False),
            ]
            yield from _pieces(halves, measured, limit)
        elif len(group.grants) > 1:
            middle = len(group.grants) // 2
            halves = [
                replace(group, grants=group.grants[:middle]),
                replace(group, grants=group.grants[middle:]),
            ]
            yield from _pieces(halves, measured, limit)
        else:
            yield group


_MORE_THAN_ITS_NAME = frozenset(("lambda:EnableReplication", "lambda:DisableReplication"))
"""Actions that AWS asks for by a longer name than its lists have: without an asterisk they allow nothing.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html"""


def _statements(groups: list[_Group], grants: list[Grant]) -> tuple[Statement, ...]:
    used: dict[str, int] = {}
    found: list[Statement] = []
    for group in groups:
        named = tuple(sorted({grants[index].action for index in group.grants}))
        actions = tuple(f"{one}*" if one in _MORE_THAN_ITS_NAME else one for one in named)
        base = sid_of(named)
        used[base] = used.get(base, 0) + 1
        sid = base if used[base] == 1 else f"{base}{used[base]}"
        found.append(
            Statement(
                sid=sid,
                actions=actions,
                resources=group.resources,
                conditions=group.conditions,
                grants=group.grants,
            )
        )
    return tuple(found)


def sid_of(actions: Sequence[str]) -> str:
    """What a statement is called: after its only action, or after the services of its actions."""
    if len(actions) == 1:
        prefix, _, name = actions[0].partition(":")
        shown = name if name.isalnum() else re.sub(r"[^A-Za-z0-9]", "", name if name != "*" else "All")
        return _service(prefix) + shown
    services = list(dict.fromkeys(_service(action.partition(":")[0]) for action in actions))
    return f"{''.join(services)}Access" if len(services) <= _NAMED_SERVICES else "SeveralServices"


def _service(prefix: str) -> str:
    parts = (prefix,) if prefix.isalnum() else re.split(r"[^A-Za-z0-9]+", prefix)
    return "".join(part.capitalize() for part in parts)


def _policy(name: str, attach: AttachTo, groups: list[_Group], grants: list[Grant], place: Place) -> Policy:
    """A policy with the grants that its statements use, renumbered, each on what it is granted on here."""
    parts = [(index, group.share) for group in groups for index in group.grants]
    used = sorted(dict.fromkeys(parts), key=lambda part: part[0])
    position = {part: number for number, part in enumerate(used)}
    statements = tuple(
        replace(
            statement,
            grants=tuple(position[index, group.share] for index in group.grants),
        )
        for group, statement in zip(groups, _statements(groups, grants), strict=True)
    )
    return Policy(
        name=name,
        attach_to=attach,
        statements=statements,
        grants=tuple(
            replace(grants[index], resources=resources) if resources else grants[index]
            for index, resources in used
        ),
        names=place.names,
    )
