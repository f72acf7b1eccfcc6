"""IAM's decision: one request, all policies that have a say, one verdict with its reason.

The order is AWS's: an explicit deny anywhere, then RCPs, SCPs, the VPC endpoint's policy, the
resource's policy, identity policies, boundary and session policy. Source:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from policywright.knowledge.policy import conditions, patterns
from policywright.knowledge.policy.conditions import Context
from policywright.knowledge.policy.principals import Caller, CallerKind, Named
from policywright.knowledge.policy.reach import reached_by_rcp
from policywright.knowledge.policy.statements import Document, Rule, Selection, rules
from policywright.knowledge.policy.variables import VERSION_WITH_VARIABLES, variables
from policywright.knowledge.policy.verdicts import (
    OUTCOMES,
    REASONS,
    EvaluationRequest,
    NamedPolicy,
    Outcome,
    Policy,
    PolicyKind,
    PolicySet,
    Reason,
    StatementReport,
    Verdict,
)
from policywright.knowledge.records import dataclass

# Services whose resource policy has to allow even callers of its own account.
_TRUST_ACTIONS: Final = ("sts:assumerole*", "sts:tagsession", "sts:setsourceidentity")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Applied:
    """A statement's report and, where it applies, how it names the caller."""

    report: StatementReport
    named: Named = Named.NOT

    @property
    def applies(self) -> bool:
        return self.report.outcome is Outcome.APPLIES

    @property
    def denies(self) -> bool:
        return self.applies and self.report.effect == "Deny"

    @property
    def allows(self) -> bool:
        return self.applies and self.report.effect == "Allow"


def evaluate(request: EvaluationRequest, policies: PolicySet) -> Verdict:
    """The verdict; missing policies are taken as absent, not as unknown."""
    return _Evaluation(request, policies).verdict()


class _Evaluation:
    def __init__(self, request: EvaluationRequest, policies: PolicySet) -> None:
        given = {key.lower(): tuple(values) for key, values in request.context.items()}
        userid = given.get("aws:userid", ())
        self.request = request
        self.policies = policies
        self.caller = Caller(arn=request.principal_arn, userid=userid[0] if userid else None)
        self.owner = request.resource_account or _account_of(request.resource)
        owner = {"aws:resourceaccount": (self.owner,)} if self.owner else {}
        self.keys = {**self.caller.context(), **owner, **given}
        self.applied: list[_Applied] = []

    def verdict(self) -> Verdict:
        caller, policies = self.caller, self.policies
        outside = caller.service_linked  # SCPs and RCPs do not reach service-linked roles
        reached = not outside and reached_by_rcp(self.request.action)
        rcps = [self.layer(PolicyKind.RCP, level) for level in policies.rcps] if reached else []
        governed = caller.has_identity and not outside
        scps = [self.layer(PolicyKind.SCP, level) for level in policies.scps] if governed else []
        vpce = self.layer(PolicyKind.VPCE, _one(policies.vpce))
        resource = self.layer(PolicyKind.RESOURCE, _one(policies.resource))
        own = caller.has_identity
        identity = self.layer(PolicyKind.IDENTITY, policies.identity) if own else []
        boundary = self.layer(PolicyKind.BOUNDARY, _one(policies.boundary)) if own else []
        session = self.layer(PolicyKind.SESSION, _one(policies.session)) if own else []
        self.applied = [
            a for part in (*rcps, *scps, vpce, resource, identity, boundary, session) for a in part
        ]

        denying = [applied for applied in self.applied if applied.denies]
        if denying:
            return self.answer(Reason.EXPLICIT_DENY, denying)
        if not all(any(applied.allows for applied in level) for level in scps):
            return self.answer(Reason.NO_SCP_ALLOW)
        if policies.vpce is not None and not any(applied.allows for applied in vpce):
            return self.answer(Reason.NO_VPCE_ALLOW)
        return self.granted(resource, identity, boundary, session)

    def granted(
        self,
        resource: list[_Applied],
        identity: list[_Applied],
        boundary: list[_Applied],
        session: list[_Applied],
    ) -> Verdict:
        """Who grants it: the resource's policy, the identity's, or both."""
        by_resource = [applied for applied in resource if applied.allows]
        by_identity = [applied for applied in identity if applied.allows]
        named = max((applied.named for applied in by_resource), default=Named.NOT)
        if not self.caller.has_identity:
            found = Reason.RESOURCE_ALLOW if by_resource else Reason.NO_RESOURCE_ALLOW
            return self.answer(found, by_resource)
        same_account = self.owner is None or self.owner == self.caller.account
        needs_resource = not same_account or self.resource_rules
        if needs_resource and not by_resource:
            return self.answer(Reason.NO_RESOURCE_ALLOW)
        # In the caller's own account a resource policy that names more than the account grants alone.
        enough = same_account and named > Named.ACCOUNT
        root = self.caller.kind is CallerKind.ROOT
        if not by_identity and not enough and not root:
            return self.answer(Reason.NO_IDENTITY_ALLOW)
        limited = not (enough and self.unlimited(named))
        if limited:
            refusal = self.limits(boundary, session)
            if refusal is not None:
                return self.answer(refusal)
        if root and not by_identity and not enough:
            return self.answer(Reason.ROOT_USER)
        if enough and (not by_identity or not limited):
            return self.answer(Reason.RESOURCE_ALLOW, by_resource)
        if not needs_resource:
            return self.answer(Reason.IDENTITY_ALLOW, by_identity)
        both = Reason.BOTH_ALLOW if not same_account else Reason.DELEGATED_ALLOW
        return self.answer(both, by_resource + by_identity)

    def limits(self, boundary: list[_Applied], session: list[_Applied]) -> Reason | None:
        if self.policies.boundary is not None and not any(applied.allows for applied in boundary):
            return Reason.NO_BOUNDARY_ALLOW
        if self.policies.session is not None and not any(applied.allows for applied in session):
            return Reason.NO_SESSION_ALLOW
        return None

    def unlimited(self, named: Named) -> bool:
        """Whether this grant goes past what a boundary or session policy merely leaves out."""
        return named in (Named.DIRECT, Named.ANYONE)

    @property
    def resource_rules(self) -> bool:
        """Key policies and trust policies have the last word in their own account as well."""
        action = self.request.action.lower()
        special = action.startswith("kms:") or any(patterns.matches_action(p, action) for p in _TRUST_ACTIONS)
        return special and self.policies.resource is not None

    def layer(self, kind: PolicyKind, found: Sequence[Policy]) -> list[_Applied]:
        out: list[_Applied] = []
        for number, policy in enumerate(found):
            named = policy if isinstance(policy, NamedPolicy) else None
            document = named.document if named is not None else policy
            assert not isinstance(document, NamedPolicy)
            name = (
                named.name
                if named is not None
                else f"{kind} policy{f' {number + 1}' if len(found) > 1 else ''}"
            )
            out.extend(self.statements(kind, name, document))
        return out

    def statements(self, kind: PolicyKind, name: str, document: Document) -> Iterable[_Applied]:
        context = Context(keys=self.keys, with_variables=document.get("Version") == VERSION_WITH_VARIABLES)
        for index, rule in enumerate(rules(document)):
            outcome, detail, named = self.applies(kind, rule, context)
            report = StatementReport(
                kind=kind,
                policy=name,
                index=index,
                sid=rule.sid,
                effect=rule.effect,
                outcome=outcome,
                detail=detail or OUTCOMES[outcome],
            )
            yield _Applied(report=report, named=named)

    def applies(self, kind: PolicyKind, rule: Rule, context: Context) -> tuple[Outcome, str, Named]:
        if not _selects_action(rule.actions, self.request.action):
            return Outcome.OTHER_ACTION, "", Named.NOT
        named = self.named(kind, rule)
        if named is Named.NOT:
            return Outcome.OTHER_PRINCIPAL, "", named
        outcome, detail = self.selects_resource(kind, rule, context)
        if outcome is not Outcome.APPLIES:
            return outcome, detail, Named.NOT
        for condition in rule.conditions:
            if not conditions.holds(condition, context):
                return Outcome.CONDITION_FAILED, _unmet(condition, context), Named.NOT
        return Outcome.APPLIES, "", named

    def named(self, kind: PolicyKind, rule: Rule) -> Named:
        if kind not in (PolicyKind.RESOURCE, PolicyKind.RCP, PolicyKind.VPCE):
            return Named.DIRECT
        if rule.principals is None:
            return Named.NOT if kind is PolicyKind.RESOURCE else Named.ANYONE
        if not rule.principals_negated:
            return self.caller.named_by(rule.principals)
        return Named.NOT if self.caller.excepted_by(rule.principals, rule.effect) else Named.ANYONE

    def selects_resource(self, kind: PolicyKind, rule: Rule, context: Context) -> tuple[Outcome, str]:
        if rule.resources is None:  # only a trust policy is complete without one
            return (Outcome.APPLIES if kind is PolicyKind.RESOURCE else Outcome.OTHER_RESOURCE), ""
        lookup = context.lookup if context.with_variables else _as_written
        hit = any(patterns.matches_resource(v, self.request.resource, lookup) for v in rule.resources.values)
        if hit != rule.resources.negated:
            return Outcome.APPLIES, ""
        unknown = [value for value in rule.resources.values if _unresolved(value, context)]
        if unknown and not hit:
            return Outcome.VARIABLE_UNKNOWN, f"{OUTCOMES[Outcome.VARIABLE_UNKNOWN]} ({unknown[0]})"
        return (
            Outcome.OTHER_RESOURCE,
            f"{OUTCOMES[Outcome.OTHER_RESOURCE]} ({', '.join(rule.resources.values[:3])})",
        )

    def answer(self, reason: Reason, deciding: Sequence[_Applied] = ()) -> Verdict:
        info = REASONS[reason]
        kind = info.kind or deciding[0].report.kind
        return Verdict(
            allowed=info.allowed,
            kind=kind,
            reason=reason,
            deciding=tuple(a.report for a in deciding if info.kind is not None or a.report.kind is kind),
            reasons=tuple(a.report for a in self.applied if a.report.outcome is not Outcome.OTHER_ACTION),
        )


def _selects_action(selection: Selection, action: str) -> bool:
    return any(patterns.matches_action(value, action) for value in selection.values) != selection.negated


def _unresolved(text: str, context: Context) -> bool:
    return context.with_variables and any(context.lookup(variable) is None for variable in variables(text))


def _as_written(variable: object) -> str | None:
    """For policies of 2008, where ``${...}`` is plain text."""
    return str(getattr(variable, "text", ""))


def _unmet(condition: tuple[str, str, tuple[str, ...]], context: Context) -> str:
    operator, key, wanted = condition
    found = context.get(key)
    has = " or ".join(found) if found else "absent"
    return f"{operator} {key}: wants {' or '.join(wanted)}, the request has {has}"


def _one(policy: Policy | None) -> tuple[Policy, ...]:
    return () if policy is None else (policy,)


def _account_of(arn: str) -> str | None:
    parts = arn.split(":", 5)
    return parts[4] if len(parts) == 6 and parts[4].isdigit() else None
