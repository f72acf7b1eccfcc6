"""What a person can run to make a change by hand: whole commands, with what was given on the first run.

Nothing here names a file that is not there. The error text itself is part of the command where it is short;
else it is read from standard input. What is missing in an ARN is a variable of the shell, which asks for it:
AWS takes an ARN with a word in the place of an account, and allows nothing with it.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from policywright.knowledge.denials.masks import fillable, masked_parts
from policywright.knowledge.policy.minimise import minimise
from policywright.knowledge.policy.statements import Rule, document
from policywright.knowledge.records import replace
from policywright.server.fix.model import Ask, Change, Proposal, Result

_SHORT = 1_500
"""Characters of an error text that still make a command that one can read."""


def by_hand(result: Result) -> Iterator[str]:
    """The commands for the change at hand, or for the statements that have no target yet."""
    change = result.change
    if result.applied in ("applied", "restored"):
        return
    if change is not None and change.undoes:
        yield from _undo(result, change)
    elif change is not None and change.file:
        yield f"{_again(result.ask)} --format diff"
    elif change is not None and change.target is not None:
        yield from _put(change, result.ask)
        if not result.ask.tool:
            yield f"{_again(result.ask)} --apply"
    else:
        yield from _without_target(result)


_CALL = re.compile(r"(?<![\w:/.-])aws (?!organizations )[a-z][\w-]* [a-z][\w-]*")
"""A call that whoever has the given credentials can make; the organization's are its management account's."""


def looks(commands: Iterable[str], ask: Ask) -> Iterator[str]:
    """The commands that show what decided, with the profile that was given."""
    for command in commands:
        yield _CALL.sub(lambda call: call[0] + _profile(ask), command) if ask.profile else command


def _put(change: Change, ask: Ask) -> Iterator[str]:
    target = change.target
    assert target is not None
    if change.after is not None:
        yield (
            f"aws iam put-{target.kind}-policy --{target.kind}-name {shlex.quote(target.name)} "
            f"--policy-name {shlex.quote(change.policy_name)} --policy-document {_json(change.after)}"
            f"{_profile(ask)}"
        )


def _undo(result: Result, change: Change) -> Iterator[str]:
    target = change.target
    if target is None:
        return
    if change.after is None:
        yield (
            f"aws iam delete-{target.kind}-policy --{target.kind}-name {shlex.quote(target.name)} "
            f"--policy-name {shlex.quote(change.policy_name)}{_profile(result.ask)}"
        )
    yield from _put(change, result.ask)
    if not result.ask.tool:
        whose = f" --principal {shlex.quote(result.ask.principal)}" if result.ask.principal else ""
        yield f"policywright fix --undo{whose}{_profile(result.ask)}"


def _without_target(result: Result) -> Iterator[str]:
    """Statements that are not whole, each as a command with what is not told left to fill in."""
    nameless = [p for p in result.proposals if p.target is None and _nameless(p)]
    kind, name = _whose(nameless)
    whole = [p for p in nameless if p.rules and p.exact and not _masked(p)]
    if whole:
        yield _filled_in(kind, name, f"policywright-{name}", whole, result.ask)
    if nameless and not result.ask.tool:
        where = "" if len(whole) == len(nameless) else f" --resource {_asking(_place(nameless))}"
        whose = shlex.quote(f"arn:aws:iam::ACCOUNT_ID:{kind}/{name}")
        again = replace(result.ask, principal=None, resource=None if where else result.ask.resource)
        for text in _said(nameless, again.text):
            yield f"{_again(replace(again, text=text))} --principal {whose}{where}"
    vague = [
        p for p in result.proposals if p.target is not None and p.rules and not p.usable and _placeless(p)
    ]
    if not vague or nameless or result.ask.resource is not None:
        return
    for target in dict.fromkeys(p.target for p in vague):
        assert target is not None
        of_target = [p for p in vague if p.target == target]
        yield _filled_in(target.kind, target.name, target.policy_name, of_target, result.ask)
    if not result.ask.tool:
        yield f"{_again(result.ask)} --resource {_asking(_place(vague))}"


def _said(proposals: Sequence[Proposal], text: str) -> Iterator[str]:
    """The error text; where it tells no call, one that does, for each that may be meant."""
    if any(proposal.denial.actions for proposal in proposals):
        yield text
        return
    candidates = (action for proposal in proposals for action in proposal.denial.candidates)
    for action in dict.fromkeys(candidates) or ("SERVICE:ACTION",):
        yield f"not authorized to perform: {action}"


def _placeless(proposal: Proposal) -> bool:
    """Whether all that is missing is the resource, or a part of it."""
    return not proposal.exact or _masked(proposal)


def _filled_in(kind: str, name: str, policy: str, proposals: Iterable[Proposal], ask: Ask) -> str:
    """The command that writes the statements, with words in the place of what the text does not tell."""
    rules = minimise(to_fill_in(rule, proposal) for proposal in proposals for rule in proposal.rules)
    return (
        f"aws iam put-{kind}-policy --{kind}-name {shlex.quote(name)} --policy-name {shlex.quote(policy)} "
        f"--policy-document {_asking(_text(document(rules)))}{_profile(ask)}"
    )


_WORDS = {"ACCOUNT": "123456789012", "REGION": "eu-west-1", "NAME": "orders", "KEY": "in/1.csv"}
_WORD = re.compile(rf"(?<=[:/])({'|'.join(_WORDS)})(?=[:/\"]|\Z)")
"""What stands in an ARN for a part that the text hides or leaves out: AWS would take it as it is."""


def _asking(text: str) -> str:
    """Text for a shell, which asks for each part that is to be filled in and runs nothing without it."""
    pieces = _WORD.split(text)
    if len(pieces) == 1:
        return shlex.quote(text)
    return "".join(
        f'"${{{piece}:?set it first, as in {piece}={_WORDS[piece]}}}"' if index % 2 else shlex.quote(piece)
        for index, piece in enumerate(pieces)
        if piece
    )


def to_fill_in(rule: Rule, proposal: Proposal) -> Rule:
    """The rule with words where the text does not tell a resource, or hides a part of one."""
    if rule.resources is None or (proposal.exact and not _masked(proposal)):
        return rule
    places = (_place([proposal]),) if not proposal.exact else tuple(map(fillable, rule.resources.values))
    return replace(rule, resources=replace(rule.resources, values=places))


def _whose(proposals: Sequence[Proposal]) -> tuple[str, str]:
    """Kind and name of the one that was denied, as far as the text tells them."""
    told = {(proposal.denial.principal.kind, proposal.denial.principal.name) for proposal in proposals}
    kind, name = told.pop() if len(told) == 1 else ("unknown", None)
    if kind == "unknown":
        name = None  # a name may be a role's, a user's, a session's or a function's
    return "user" if kind == "user" else "role", name or ("USER_NAME" if kind == "user" else "ROLE_NAME")


def _place(proposals: Sequence[Proposal]) -> str:
    """The one resource that was denied, with words for what the text hides."""
    told = {proposal.denial.resource or _inside(proposal) for proposal in proposals}
    resource = told.pop() if len(told) == 1 else None
    if resource is None:
        return "ARN_OF_THE_RESOURCE"
    return fillable(resource) if masked_parts(resource) else resource


def _inside(proposal: Proposal) -> str | None:
    """The resource with a word in the place of the key, where only the bucket is told."""
    within = proposal.denial.within
    return f"{within.removesuffix('*')}KEY" if within else None


def _nameless(proposal: Proposal) -> bool:
    """Whether all that is missing is who was denied."""
    denial = proposal.denial
    return (
        denial.fixable != "no"
        and denial.principal.kind in ("unknown", "role", "assumed-role", "user")
        and (denial.principal.name is None or not denial.principal.name.startswith("AWSReservedSSO_"))
    )


def _masked(proposal: Proposal) -> bool:
    """Whether a statement speaks of something that the text hides."""
    resources = (r for rule in proposal.rules if rule.resources is not None for r in rule.resources.values)
    return any(map(masked_parts, resources))


def _again(ask: Ask) -> str:
    """The run that led here."""
    short = len(ask.text) <= _SHORT and all(mark.isprintable() or mark in "\n\t" for mark in ask.text)
    text = shlex.quote(ask.text.strip()) if short else "-"
    return " ".join(("policywright fix", text, *_options(ask)))


def _options(ask: Ask) -> Iterator[str]:
    for path in ask.code:
        yield f"--code {shlex.quote(str(path))}"
    for path in ask.infra:
        yield f"--infra {shlex.quote(str(path))}"
    if ask.all_actions:
        yield "--all-actions"
    if ask.resource_pattern:
        yield "--resource-pattern"
    if ask.resource is not None:
        yield f"--resource {shlex.quote(ask.resource)}"
    if ask.principal is not None:
        yield f"--principal {shlex.quote(ask.principal)}"
    if ask.force:
        yield "--force"
    if ask.mine:
        yield "--mine"
    if ask.region is not None:
        yield f"--region {shlex.quote(ask.region)}"
    if ask.profile is not None:
        yield f"--profile {shlex.quote(ask.profile)}"


def _profile(ask: Ask) -> str:
    return f" --profile {shlex.quote(ask.profile)}" if ask.profile else ""


def _json(policy: Any) -> str:
    return shlex.quote(_text(policy))


def _text(policy: Any) -> str:
    return json.dumps(policy, separators=(",", ":"), ensure_ascii=False)
