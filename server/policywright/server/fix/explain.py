"""What ``--live`` finds out about each denial: the policy, statement and condition that denies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policywright.knowledge.records import replace
from policywright.server.errors import UserError
from policywright.server.fix.deciders import Asked, find
from policywright.server.fix.model import Proposal, Result
from policywright.server.principals import entity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policywright.server.account import Account, Live

_PRINCIPALS = 5
"""Principals of one text that are read: each takes a dozen calls."""


def explained(result: Result, account: Account, first: Live) -> Result:
    """The result with notes on each denial, by what was read of its principal."""
    known: dict[tuple[str, str, str, str], Live | UserError] = {first.target.key: first}
    proposals = []
    for proposal in result.proposals:
        target = entity_of(proposal.denial.principal)
        if target is None:
            proposals.append(proposal)
            continue
        key = target.key
        if key not in known and len(known) < _PRINCIPALS:
            try:
                if target.account != first.target.account:
                    raise UserError(f"{target.name} belongs to account {target.account}")
                known[key] = account.read(target)
            except UserError as error:
                known[key] = error
        live = known.get(key)
        if isinstance(live, UserError):
            notes = [f"the account was not looked at for this: {live}"]
        else:
            notes = list(_lines(proposal, live)) if live is not None else []
        proposals.append(replace(proposal, notes=tuple(dict.fromkeys((*proposal.notes, *notes)))))
    return replace(result, proposals=tuple(proposals))


def _lines(proposal: Proposal, live: Live) -> Iterator[str]:
    denial = proposal.denial
    context = {key: values for request in proposal.requests for key, values in request.context.items()}
    found = [
        find(
            live,
            Asked(
                action=action,
                resource=denial.resource,
                principal=live.target.policy_source_arn,
                context=context,
            ),
        )
        for action in denial.actions
    ]
    for one in found:
        yield from (f"in the account: {line}" for line in (*one.denies, *one.may_deny))
    if denial.denial == "explicit" and not any(one.denies or one.may_deny for one in found):
        yield _elsewhere(live)
    elif live.unread and denial.policy_type in ("scp", "rcp"):
        yield f"the organization's policies could not be read: {live.unread}"


def _elsewhere(live: Live) -> str:
    """Where an explicit deny is that no policy we have read holds."""
    unread = [*live.gaps]
    if live.unread:
        unread.append(f"the organization's policies ({live.unread})")
    missing = f"; not readable: {', '.join(unread)}" if unread else ""
    return (
        "in the account: none of the policies that were read denies it, so a resource policy, a session "
        f"policy or a VPC endpoint's policy does{missing}"
    )
