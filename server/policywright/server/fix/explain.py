"""What ``--live`` finds out about each denial: the policy, statement and condition that denies it.

Beside the principal's policies and the organization's, the resource's own and those of VPC endpoints are read
where the text leaves it open, or says, that one of them decided. A session policy is kept by nobody.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from policywright.knowledge.denials.masks import masked_parts
from policywright.knowledge.policy.principals import Caller
from policywright.knowledge.records import dataclass, field, replace
from policywright.server.errors import UserError
from policywright.server.fix.deciders import Asked, Found, find, find_beyond
from policywright.server.fix.model import Proposal, Result
from policywright.server.fix.scoping import wild
from policywright.server.principals import entity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from policywright.knowledge.denials.model import Denial
    from policywright.knowledge.policy.verdicts import NamedPolicy
    from policywright.server.account import Account, Live

_BEYOND = 8
"""Resources of one text whose policies are read, and kinds of endpoints."""
_PRINCIPALS = 5
"""Principals of one text that are read: each takes a dozen calls."""


def explained(result: Result, account: Account, first: Live) -> Result:
    """The result with notes on each denial, by what was read of its principal."""
    known: dict[tuple[str, str, str, str], Live | UserError] = {first.target.key: first}
    beyond = _Beyond(account)
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
            notes = list(_lines(proposal, live, beyond, result.ask.text or "")) if live is not None else []
        proposals.append(_with(proposal, notes))
    return replace(result, proposals=tuple(proposals))


_FOUND = "in the account: "


def _with(proposal: Proposal, notes: list[str]) -> Proposal:
    """The proposal with what was found; of one that can be made, whoever approves it hears it before."""
    heard = [note for note in notes if proposal.usable and note.startswith(_FOUND)]
    rest = (note for note in notes if note not in heard)
    return replace(
        proposal,
        notes=tuple(dict.fromkeys((*proposal.notes, *rest))),
        cautions=tuple(dict.fromkeys((*proposal.cautions, *heard))),
    )


@dataclass(slots=True)
class _Beyond:
    """The policies of resources and of endpoints, each read once."""

    account: Account
    _known: dict[tuple[str, ...], tuple[NamedPolicy, ...] | UserError] = field(default_factory=dict)

    def resource(self, denial: Denial) -> tuple[NamedPolicy, ...] | UserError:
        """The policy of the resource that was denied, if it has one."""
        from policywright.server.guards import resource_policy

        resource = denial.resource
        if resource is None or masked_parts(resource) or wild(resource):
            return UserError("the text does not name the resource")
        key = ("resource", resource)
        if key not in self._known:
            if len(self._known) >= _BEYOND:
                return UserError(f"{_BEYOND} others were read")
            try:
                found = resource_policy(self.account, resource)
                self._known[key] = (found,) if found is not None else ()
            except UserError as error:
                self._known[key] = error
        return self._known[key]

    def endpoints(self, denial: Denial) -> tuple[NamedPolicy, ...] | UserError:
        """The policies of the endpoints that requests to the service may take."""
        from policywright.server.guards import endpoint_policies

        service = denial.actions[0].partition(":")[0] if denial.actions else ""
        region = (denial.resource or "").split(":")[3:4]
        key = ("endpoints", service, *region)
        if key not in self._known:
            try:
                found = endpoint_policies(self.account, service, next(filter(None, region), None))
                self._known[key] = found
            except UserError as error:
                self._known[key] = error
        return self._known[key]


def _lines(proposal: Proposal, live: Live, beyond: _Beyond, text: str) -> Iterator[str]:
    denial = proposal.denial
    requests = _asked(proposal, live, text[slice(*denial.text_span)])
    found = [find(live, asked) for asked in requests]
    unread: list[str] = []
    if denial.denial == "explicit" or denial.policy_type in ("resource", "vpce"):
        found += _met(denial, requests, live, beyond, unread)
    for one in found:
        yield from (f"{_FOUND}{line}" for line in (*one.denies, *one.may_deny))
    if denial.denial == "explicit" and not any(one.denies or one.may_deny for one in found):
        yield _elsewhere(live, unread)
    else:
        if denial.policy_type in ("resource", "vpce"):
            yield from (f"{_FOUND}{line}" for line in unread)
        if live.unread and denial.policy_type in ("scp", "rcp"):
            yield f"the organization's policies could not be read: {live.unread}"


def _asked(proposal: Proposal, live: Live, message: str) -> list[Asked]:
    context = {key: values for request in proposal.requests for key, values in request.context.items()}
    for action in proposal.denial.actions:
        # An action without a resource type has `*`; where it was called, the message says all the same.
        region = re.search(
            rf"arn:aws[\w-]*:{re.escape(action.partition(':')[0])}:([a-z]+(?:-[a-z]+)+-\d):", message
        )
        if region is not None:
            context.setdefault("aws:RequestedRegion", (region[1],))
    principal = live.target.policy_source_arn
    return [
        Asked(action=action, resource=proposal.denial.resource, principal=principal, context=context)
        for action in proposal.denial.actions
    ]


def _met(
    denial: Denial, requests: list[Asked], live: Live, beyond: _Beyond, unread: list[str]
) -> Iterator[Found]:
    """What the policies at the other end say; into ``unread`` what could not be looked at."""
    caller = Caller(arn=denial.principal.arn or live.target.policy_source_arn)
    explicit = denial.denial == "explicit"
    if denial.policy_type in ("resource", "unknown"):
        policies = beyond.resource(denial)
        if isinstance(policies, UserError):
            unread.append(f"the resource's policy was not read: {policies}")
        elif denial.policy_type == "resource" and not policies and not explicit:
            unread.append(f"{denial.resource} has no policy of its own, and needs one that allows it")
        else:
            yield from (
                find_beyond(policy, asked, caller, sure=True, must_allow=not explicit)
                for policy in policies
                for asked in requests
            )
    if denial.policy_type in ("vpce", "unknown"):
        policies = beyond.endpoints(denial)
        if isinstance(policies, UserError):
            unread.append(f"the policies of VPC endpoints were not read: {policies}")
        else:
            # Which of them the request took is not told.
            yield from (
                find_beyond(policy, asked, caller, sure=False, must_allow=not explicit)
                for policy in policies
                for asked in requests
            )


def _elsewhere(live: Live, unread: list[str]) -> str:
    """Where an explicit deny is that no policy we have read holds."""
    missing = [*live.gaps, *unread]
    if live.unread:
        missing.append(f"the organization's policies ({live.unread})")
    told = f"; not readable: {'; '.join(missing)}" if missing else ""
    return (
        f"{_FOUND}none of the policies that were read denies it, so a policy that nobody keeps (a "
        f"session's, passed along with AssumeRole) or one of another account does{told}"
    )
