"""The smallest statements that turn a denial, and why they may not be used where they may not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.denials.model import Denial
from policywright.knowledge.policy.statements import Condition, Rule, selection
from policywright.knowledge.policy.verdicts import EvaluationRequest
from policywright.knowledge.records import replace
from policywright.server.errors import UserError
from policywright.server.fix.cautions import cautions
from policywright.server.fix.model import Ask, Proposal, Scope
from policywright.server.fix.scoping import scope, wild
from policywright.server.fix.sites import Code, CodeNeed
from policywright.server.fix.usage import conditions_for
from policywright.server.principals import Target, target_of

_MANAGES = "Permissions management"
_AS_GOOD = ("iam:PassRole", "sts:AssumeRole")
"""Writes by AWS's levels, and yet whoever may do them to everything may do everything."""
_NOWHERE = "000000000000"
_SOMEBODY = f"arn:aws:iam::{_NOWHERE}:role/somebody"


class Proposer:
    """Proposals for denials, under what the user asked for."""

    def __init__(self, ask: Ask, code: Code, authorizer: Authorizer) -> None:
        self._ask = ask
        self._code = code
        self._authorizer = authorizer
        self._catalog = authorizer.catalog

    def propose(self, denial: Denial) -> Proposal:
        """What would turn this denial; no rules where an identity policy cannot."""
        target, refusal = target_of(denial.principal)
        sites = tuple(
            site
            for action in denial.actions
            for need in self._code.of(denial, action)
            for site in need.sites
            if denial.operation is None or site.deployed or site.operation.endswith(f":{denial.operation}")
        )
        proposal = Proposal(denial=denial, target=target, sites=tuple(dict.fromkeys(sites)), refusal=refusal)
        if denial.fixable == "no":
            # Whose policy it would be is no question where none helps.
            return proposal if target or denial.principal.name else replace(proposal, refusal=None)
        if not denial.actions:
            return replace(proposal, refusal="the text names no action")
        return self._with_rules(proposal)

    def _with_rules(self, proposal: Proposal) -> Proposal:
        denial, notes = proposal.denial, list(proposal.notes)
        rules: list[Rule] = []
        refusal, exact = proposal.refusal, True
        for action in denial.actions:
            needs = self._code.of(denial, action)
            chosen = scope(denial, action, needs, self._ask, proposal.target, self._authorizer)
            if chosen.note:
                notes.append(chosen.note)
            if not chosen.exact:
                refusal, exact = refusal or chosen.note, False
            if problem := self._too_wide(action, chosen):
                notes.append(problem)
                refusal = refusal or problem
                continue
            rules.append(_rule(action, chosen.resources, self._conditions(denial, action, needs, notes)))
        if self._ask.all_actions:
            rules.extend(self._others(proposal, notes))
        told = denial.within is not None  # else the widest pattern stands for what is to be filled in
        return replace(
            proposal,
            rules=tuple(rules),
            requests=tuple(_requests(denial, rules, proposal.target)),
            notes=tuple(dict.fromkeys(notes)),
            cautions=tuple(
                dict.fromkeys(
                    (
                        *((denial.doubt,) if denial.doubt else ()),
                        *(cautions(rules, proposal.target, self._authorizer) if exact or told else ()),
                    )
                )
            ),
            exact=exact,
            refusal=refusal,
        )

    def _conditions(
        self, denial: Denial, action: str, needs: Iterable[CodeNeed], notes: list[str]
    ) -> tuple[Condition, ...]:
        found = conditions_for(denial, action, self._ask.region, self._authorizer)
        if not found:
            in_code = {need.conditions for need in needs}
            found = in_code.pop() if len(in_code) == 1 else ()
        if action == "iam:PassRole" and not found:
            notes.append(
                "iam:PassRole: the text does not say which service the role is passed to, so the statement "
                "is not limited by iam:PassedToService; add it by hand"
            )
        return found

    def _too_wide(self, action: str, chosen: Scope) -> str | None:
        known = self._catalog.action(action)
        manages = action in _AS_GOOD or (known is not None and _MANAGES in known.access_level)
        if manages and not self._ask.force and any(wild(resource) for resource in chosen.resources):
            named = ", ".join(chosen.resources)
            return f"{action} on {named} would let the principal raise its own permissions; --force allows it"
        return None

    def _others(self, proposal: Proposal, notes: list[str]) -> Iterator[Rule]:
        """The other actions of the call sites (``--all-actions``)."""
        if not self._code.given:
            raise UserError("--all-actions needs the code: give --code PATH")
        if not proposal.sites:
            notes.append("--all-actions: the denied call was not found in the code, so nothing was added")
        denied = {action.lower() for action in proposal.denial.actions}
        for need in self._code.at(proposal.sites):
            if need.action.lower() in denied:
                continue
            chosen = Scope(resources=need.resources)
            if problem := self._too_wide(need.action, chosen):
                notes.append(problem)
            else:
                yield _rule(need.action, need.resources, need.conditions)


def _rule(action: str, resources: Iterable[str], conditions: tuple[Condition, ...]) -> Rule:
    return Rule(
        effect="Allow", actions=selection([action]), resources=selection(resources), conditions=conditions
    )


def _requests(denial: Denial, rules: Iterable[Rule], target: Target | None) -> Iterator[EvaluationRequest]:
    """The requests that were denied, as far as the text tells; conditions are met as the rules ask."""
    # Judged within one account: this is about the identity's side, which is needed across accounts as well.
    who, home = (target.policy_source_arn, target.account) if target else (_SOMEBODY, _NOWHERE)
    denied = {action.lower() for action in denial.actions}
    for rule in rules:
        (action,) = rule.actions.values
        if action.lower() not in denied:
            continue
        context = {key: (_sample(values[0]),) for _, key, values in rule.conditions}
        resources = rule.resources.values if rule.resources else ("*",)
        asked = (denial.resource,) if denial.resource is not None and resources != ("*",) else resources
        for resource in asked:
            yield EvaluationRequest(
                principal_arn=who, action=action, resource=resource, context=context, resource_account=home
            )


def _sample(pattern: str) -> str:
    """A value that a pattern of ours matches: what is open in them is a region."""
    return pattern.replace("*", "us-east-1")
