"""What to tell the user: can an identity policy help, and if not, who can and what to ask for.

The words are in ``advice.toml``, keyed by what decided: the topic that a reader set, or else the policy
type and the kind of denial. ``asks`` words the statement to ask somebody else for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.knowledge.denials.asks import ask_for, is_service_linked
from policywright.knowledge.denials.model import Finding, Fixable

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


def advice(finding: Finding, verdict: Fixable) -> tuple[str, str | None]:
    """The advice, and the statement to ask somebody else for where one would help."""
    parts = [_decided(finding), *_about_principal(finding), *_about_action(finding, verdict)]
    policy = finding.denying_policy
    if policy is not None:
        parts.append(words()["note"]["quarantine"] if "Quarantine" in policy else f"The policy is {policy}.")
    return " ".join(parts), ask_for(finding) if verdict != "yes" else None


def _decided(finding: Finding) -> str:
    table = words()
    told = table["topic"].get(finding.topic or "")
    told = told or table["decided"].get(finding.policy_type, {}).get(finding.denial)
    return str(told or table["decided"]["unknown"]["unknown"])


def _about_principal(finding: Finding) -> Iterator[str]:
    notes = words()["note"]
    if is_service_linked(finding.principal):
        yield notes["service-linked"]
    elif (finding.principal.name or "").startswith("AWSReservedSSO_"):
        yield notes["sso"]
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
        if not finding.actions:
            yield notes["no-operation"]
    if finding.encoded_message:
        yield notes["encoded"].format(message=finding.encoded_message)
