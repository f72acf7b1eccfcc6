"""Only real ARNs and actions are written: what a text masks, elides or leaves to be filled in is not known.

A masked name allows nothing, and the policy that has it still looks like a fix. The check rests on what AWS
says (partitions, regions, account ids, the forms of an action's resources), not on the text that it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policywright.knowledge.catalog import Catalog
from policywright.knowledge.denials.masks import masked_parts
from policywright.knowledge.partitions import PARTITIONS, partition_of
from policywright.knowledge.policy.statements import Rule
from policywright.knowledge.records import replace
from policywright.server.errors import UserError
from policywright.server.fix.model import Ask, Proposal
from policywright.server.fix.scoping import of_a_kind

_NAME_IT = "give --resource"
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]+)?-(central|(north|south)(east|west)?|east|west)-\d")
_REGIONS = re.compile(r"[a-z0-9*-]+")
"""A pattern of regions, where somebody has named one."""
_ACCOUNT = re.compile(r"\d{12}|aws|cloudfront|")
_SERVICE = re.compile(r"[a-z0-9-]+")
_ESCAPE = re.compile(r"\$\{([*?$])\}")
_VARIABLE = re.compile(r"\$\{\s*[\w-]+:[\w/.+=@-]+\s*(,\s*'[^']*'\s*)?\}")
_HOLE = re.compile(
    r"<[^<>]*>|\{[^{}]*\}|\[[^\[\]]*\]|\$\(|\$(?!LATEST\b)[A-Z][A-Z0-9_]{2,}|%[sdv]\b|[\x00-\x1f\x7f]|…"
)
"""What stands for something that is to be filled in."""
_LOGGED = re.compile(r"\[(?:\$LATEST|\d+)\]")
"""The version of a function in the name of a log stream that Lambda makes."""
_NUMBERED = re.compile(r"\[\d{1,4}\](?=[^/]*\.\w+\Z)")
"""How browsers name a file that they have had before: *report[1].pdf*."""
_MASK = re.compile(r"\*{2,}|[xX]{3,}|\.{3,}|(?<![a-z])(redacted|masked|hidden|your[-_])", re.IGNORECASE)
"""What stands for something that is hidden. A name may look so, too; then its owner can name it."""
_TWO_LINES = re.compile(r":\s")
"""No name but an object's has a colon and a blank: there a label of the text was read with it."""
_OPEN_ENDED = ("s3", "logs", "apigateway", "execute-api")
"""Services whose resources may end in a separator: folders, streams of no name, the root of an API."""
_OBJECT = re.compile(r"arn:[\w-]+:s3:::[^/]+/", re.DOTALL)


def judged(proposal: Proposal, ask: Ask, catalog: Catalog) -> Proposal:
    """The proposal with the reason why it may not be written, if there is one."""
    return replace(proposal, unreal=next(_faults(proposal, ask, catalog), None))


def _faults(proposal: Proposal, ask: Ask, catalog: Catalog) -> Iterator[str]:
    if proposal.target is not None and ask.principal is None and looks_masked(proposal.target.name):
        yield f"{proposal.target.name} looks like a masked name: give --principal"
    denied = {action.lower() for action in proposal.denial.actions}
    told = proposal.denial.resource is not None and not ask.resource_pattern
    for action in sorted({action for rule in proposal.rules for action in rule.actions.values}):
        if hides(action) or "*" in action:
            yield f"{action}: the action is masked; give the text with the action that it hides"
    for rule in proposal.rules:
        # What a text names is one thing; what code and the pattern name may leave a part open.
        whole = told and any(action.lower() in denied for action in rule.actions.values)
        for resource in rule.resources.values if rule.resources is not None else ():
            chosen = resource == ask.resource
            if fault := unreal(resource, chosen=chosen, whole=whole and not chosen):
                yield f"{resource}: {fault}; {_NAME_IT}"
            for action in rule.actions.values:
                if not chosen and of_a_kind(resource, action, catalog) is False:
                    yield f"{resource}: {action} knows no resource of this form; {_NAME_IT}"
        if fault := unreal_condition(rule):
            yield f"{fault}; {_NAME_IT}"


def looks_masked(name: str) -> bool:
    """Whether the name of a role or user has what stands for something that is hidden."""
    return _MASK.search(name) is not None


def require(rules: Iterable[Rule]) -> None:
    """The last gate before a document: whoever named it, no statement speaks of what can't be."""
    for rule in rules:
        if masked := next(filter(hides, rule.actions.values), None):
            raise UserError(f"{masked}: the action is masked, so it is not written")
        for resource in rule.resources.values if rule.resources is not None else ():
            if fault := unreal(resource, chosen=True):
                raise UserError(f"{resource}: {fault}, so it is not written; {_NAME_IT}")
        if fault := unreal_condition(rule):
            raise UserError(f"{fault}, so it is not written")


def unreal_condition(rule: Rule) -> str | None:
    """Why a condition of a statement is met by nothing."""
    for _, key, values in rule.conditions:
        for value in values:
            if hides(_VARIABLE.sub("", value)):
                return f"{key} {value}: masked, or left to be filled in"
    return None


def hides(text: str) -> bool:
    """Whether something in it is masked or to be filled in."""
    return bool(_MASK.search(text) or _HOLE.search(text))


def unreal(arn: str, *, chosen: bool = False, whole: bool = False) -> str | None:
    """Why this is the name of nothing; ``None`` if it is real, as far as its form tells.

    ``chosen``: somebody has named it, so that it may look masked and have patterns. ``whole``: it is one
    thing, whose account and region are not open.
    """
    if arn == "*":
        return None
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn" or not parts[5]:
        return "no whole ARN"
    _, partition, service, region, account, name = parts
    if partition not in PARTITIONS:
        return f'there is no partition "{partition}"'
    if not _SERVICE.fullmatch(service):
        return f'there is no service "{service}"'
    if fault := _region_fault(region, partition, chosen=chosen, whole=whole):
        return fault
    if not (_ACCOUNT.fullmatch(account) or (account == "*" and not whole)):
        return f'"{account}" is no account id'
    if service != "s3" and _TWO_LINES.search(name):
        return "it holds more than one field of the text"
    if name[-1] in "/:" and service not in _OPEN_ENDED:
        return "its name is cut off"
    plain = _VARIABLE.sub("", name) if chosen else _ESCAPE.sub(r"\1", name)
    plain = _LOGGED.sub("", plain) if service == "logs" else plain
    plain = _NUMBERED.sub("", plain) if _OBJECT.match(arn) else plain
    found = _HOLE.search(_ESCAPE.sub(r"\1", plain))
    if found and not (chosen and _OBJECT.match(arn) and "/" in name[: name.find(found[0]) + 1]):
        return f'"{found[0]}" is to be filled in'
    if not chosen and (masked := _MASK.search(plain)):
        return f'"{masked[0]}" looks masked'
    if whole and "the name" in masked_parts(arn):
        return "its name looks like one to be filled in"
    return None


def with_real_fields(told: str, named: str) -> str:
    """An ARN with the partition, region and account of another where its own are none that there are."""
    parts, others = told.split(":", 5), named.split(":", 5)
    if len(parts) < 6 or len(others) < 6:
        return told
    _, partition, _, region, account, _ = parts
    if partition not in PARTITIONS:
        parts[1] = others[1]
    if _region_fault(region, parts[1], chosen=False, whole=False):
        parts[3] = others[3]
    if account != "*" and not _ACCOUNT.fullmatch(account):
        parts[4] = others[4]
    return ":".join(parts)


def _region_fault(region: str, partition: str, *, chosen: bool, whole: bool) -> str | None:
    if not region or (region == "*" and not whole):
        return None
    if chosen and "*" in region and _REGIONS.fullmatch(region):
        return None
    if not _REGION.fullmatch(region):
        return f'there is no region "{region}"'
    if partition_of(region) != partition:
        return f"{region} is not in the partition {partition}"
    return None
