"""What to tell the user: can an identity policy help, and if not, who can and what to ask for.

The words are in ``advice.toml``, keyed by what decided: the topic that a reader set, or else the policy
type and the kind of denial. ``asks`` words the statements to ask somebody else for, ``looks`` the commands
that show the policy which decided.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.knowledge.denials.asks import is_service_linked
from policywright.knowledge.denials.masks import masked_parts
from policywright.knowledge.denials.model import Finding, Fixable
from policywright.knowledge.denials.principal import account_of

_WITHOUT_POLICIES = ("anonymous", "root", "service")
_SELF_EVIDENT = ("root", "trust-service", "service-access")


@cache
def words() -> dict[str, Any]:
    """The sections of ``advice.toml``."""
    return tomllib.loads(files(__package__).joinpath("advice.toml").read_text(encoding="utf-8"))


def fixable(finding: Finding) -> Fixable:
    """Whether a statement in an identity policy of the principal can turn the denial."""
    kind = finding.principal.kind
    if finding.fixable == "no" or finding.denial == "explicit":
        return "no"
    if kind in ("anonymous", "root", "service") or is_service_linked(finding.principal):
        return "no"
    if finding.fixable is not None:
        return finding.fixable
    if finding.policy_type not in ("identity", "unknown"):
        return "no"
    if finding.denial == "implicit" and finding.policy_type == "identity":
        return "maybe" if kind == "federated" else "yes"
    return "maybe"


def advice(finding: Finding, verdict: Fixable, *, cut: bool = False) -> str:
    """What decided and what can be done about it; ``cut``: the text may end within the resource's name."""
    parts = [
        *_decided(finding),
        *_about_policy(finding),
        *_about_principal(finding, verdict),
        *_about_action(finding, verdict),
        *_about_masks(finding),
        *(words()["note"]["open-end"].format(name=f"`{finding.resource}`") for _ in range(cut)),
    ]
    return " ".join(parts)


def doubt_of(finding: Finding) -> str | None:
    """Why the passage may be no denial, where its text does not decide it."""
    return str(words()["doubt"][finding.doubt]) if finding.doubt else None


def _decided(finding: Finding) -> Iterator[str]:
    table = words()
    told = table["topic"].get(finding.topic or "")
    told = told or table["decided"].get(finding.policy_type, {}).get(finding.denial)
    untold = table["decided"]["unknown"]["unknown"]
    if finding.policy_type == "unknown" and told == untold and finding.principal.kind in _WITHOUT_POLICIES:
        return  # what is said of such a principal says it all
    yield str(told or untold).format(type=finding.type_name or "")


def _about_policy(finding: Finding) -> Iterator[str]:
    policy, notes = finding.denying_policy, words()["note"]
    home = account_of(finding.principal)
    if policy is not None and "Quarantine" in policy:
        yield notes["quarantine"]
    elif policy is not None and ":organizations:" in policy:
        keeper, _, path = policy.partition(":organizations::")[2].partition(":")
        yield notes["organization"].format(
            policy=policy.rpartition("/")[2], organization=path.split("/")[1], keeper=keeper
        )
    elif policy is not None:
        yield f"The policy is {policy}."
    if finding.policy_type == "scp" and home is not None:
        yield notes["scp-account"].format(account=home[1])


def _about_masks(finding: Finding) -> Iterator[str]:
    hidden = [
        f"{part} of the {whose}"
        for whose, arn in (("principal", finding.principal.arn), ("resource", finding.resource))
        for part in masked_parts(arn or "")
        if not (whose == "principal" and part == "the name" and finding.principal.name)
    ]
    if hidden:
        yield words()["note"]["masked"].format(parts=" and ".join(dict.fromkeys(hidden)))


def _about_principal(finding: Finding, verdict: Fixable) -> Iterator[str]:
    notes = words()["note"]
    if is_service_linked(finding.principal):
        yield notes["service-linked"]
    elif (permission_set := permission_set_of(finding.principal.name or "")) is not None:
        if verdict != "no":
            yield notes["sso"].format(name=permission_set)
        elif finding.policy_type == "identity":
            yield notes["sso-deny"].format(name=permission_set)
    elif finding.topic not in _SELF_EVIDENT and finding.principal.kind in words()["kind"]:
        yield words()["kind"][finding.principal.kind]


def _about_action(finding: Finding, verdict: Fixable) -> Iterator[str]:
    notes = words()["note"]
    for head, text in words()["action"].items() if verdict != "no" else ():
        if any(action == head or (head[-1] == ":" and action.startswith(head)) for action in finding.actions):
            yield text
    if finding.denial == finding.policy_type == "unknown" and verdict != "no":
        if "s3:GetObject" in finding.actions:
            yield notes["missing-object"]
        if finding.candidates:
            yield notes["candidates"].format(names=" or ".join(f"`{one}`" for one in finding.candidates))
        elif not finding.actions:
            yield notes["no-operation"]
    if finding.encoded_message:
        yield notes["encoded"]


def permission_set_of(role: str) -> str | None:
    """The permission set of IAM Identity Center that a role was made from."""
    head = "AWSReservedSSO_"
    if not role.startswith(head):
        return None
    name, _, tail = role.removeprefix(head).rpartition("_")
    return name or tail
