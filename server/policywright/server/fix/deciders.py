"""Which policy, statement and condition denies a request, by what was read of the account.

A condition on something that the request's text does not tell (an address, a tag, MFA) may hold or not: such
a statement is named with its condition, and stops nothing. Only what denies in any case does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from policywright.knowledge.policy import conditions, patterns
from policywright.knowledge.policy.conditions import Context
from policywright.knowledge.policy.principals import Caller, Named
from policywright.knowledge.policy.statements import Condition, Rule, rules
from policywright.knowledge.policy.variables import VERSION_WITH_VARIABLES, variables
from policywright.knowledge.policy.verdicts import NamedPolicy
from policywright.knowledge.records import dataclass

if TYPE_CHECKING:
    from policywright.server.account import Live

_SHOWN = 4
"""Values of a condition that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as far as it is known. ``resource`` None: the text does not say on what."""

    action: str
    resource: str | None
    principal: str
    context: Mapping[str, tuple[str, ...]]

    @property
    def words(self) -> str:
        return f"{self.action} on {self.resource}" if self.resource else self.action


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What stands against a request, a line each."""

    denies: tuple[str, ...] = ()
    may_deny: tuple[str, ...] = ()


class _Holds(Enum):
    NO = auto()
    MAYBE = auto()
    YES = auto()


def find(live: Live, asked: Asked) -> Found:
    """What denies the request or may, in the order in which AWS decides."""
    denies: list[str] = []
    may: list[str] = []
    keys = _keys(asked)
    levels = [("SCP", level) for level in live.scps]
    own = NamedPolicy(name=live.target.policy_name, document=live.own or {})
    layers = [("RCP", level) for level in live.rcps] + levels + [("policy", (*live.identity, own))]
    boundary = ("permissions boundary", (live.boundary,)) if live.boundary is not None else None
    for kind, policies in [*layers, *([boundary] if boundary else [])]:
        for policy in policies:
            for holds, where in _denials(policy, asked, keys):
                line = f"{kind} {policy.name}, {where} ({asked.words})"
                (denies if holds is _Holds.YES else may).append(line)
    for kind, policies in [*levels, *([boundary] if boundary else [])]:
        holds, where = _allowed(policies, asked, keys)
        names = ", ".join(policy.name for policy in policies)
        if holds is _Holds.NO:
            denies.append(
                f"{kind} {names} does not allow it, and without its leave nothing is ({asked.words})"
            )
        elif holds is _Holds.MAYBE:
            may.append(f"{kind} {names} allows it only {where} ({asked.words})")
    return Found(denies=tuple(dict.fromkeys(denies)), may_deny=tuple(dict.fromkeys(may)))


def find_beyond(policy: NamedPolicy, asked: Asked, caller: Caller, *, sure: bool, must_allow: bool) -> Found:
    """What the policy of a resource, or of an endpoint on the way, says of the request.

    ``sure`` where it is certain that the request met this policy; ``must_allow`` where the text says that
    such a policy has to allow the request, which in the resource's own account it need not.
    """
    keys = _keys(asked)
    denies: list[str] = []
    may: list[str] = []
    for holds, where in _denials(policy, asked, keys, caller):
        line = f"{policy.name}, {where} ({asked.words})"
        (denies if holds is _Holds.YES and sure else may).append(line)
    holds, where = _allowed((policy,), asked, keys, caller) if must_allow else (_Holds.YES, "")
    if holds is _Holds.MAYBE:
        may.append(f"{policy.name} allows it only {where} ({asked.words})")
    elif holds is _Holds.NO:
        may.append(f"{policy.name} has no statement that allows it ({asked.words})")
    return Found(denies=tuple(dict.fromkeys(denies)), may_deny=tuple(dict.fromkeys(may)))


def _speaks_of(rule: Rule, caller: Caller | None) -> bool:
    """Whether a statement speaks of the caller; one without principals speaks of whoever has the policy."""
    if caller is None or rule.principals is None:
        return True
    if rule.principals_negated:
        return not caller.excepted_by(rule.principals, rule.effect)
    return caller.named_by(rule.principals) is not Named.NOT


def _denials(
    policy: NamedPolicy,
    asked: Asked,
    keys: Mapping[str, tuple[str, ...]],
    caller: Caller | None = None,
) -> Iterator[tuple[_Holds, str]]:
    context = _context(policy, keys)
    for number, rule in enumerate(rules(policy.document), 1):
        if rule.effect != "Deny" or not _speaks_of(rule, caller):
            continue
        holds, where = _applies(rule, asked, context)
        if holds is not _Holds.NO:
            name = f"statement {number}" + (f" ({rule.sid})" if rule.sid else "")
            verb = "denies it" if holds is _Holds.YES else "may deny it:"
            yield holds, f"{name} {verb}{f' {where}' if where else ''}"


def _allowed(
    policies: Sequence[NamedPolicy],
    asked: Asked,
    keys: Mapping[str, tuple[str, ...]],
    caller: Caller | None = None,
) -> tuple[_Holds, str]:
    """Whether one of the policies allows it, and if only under conditions, which."""
    only: list[str] = []
    for policy in policies:
        context = _context(policy, keys)
        for rule in rules(policy.document):
            speaks = rule.effect == "Allow" and _speaks_of(rule, caller)
            holds, where = _applies(rule, asked, context) if speaks else (_Holds.NO, "")
            if holds is _Holds.YES:
                return holds, ""
            if holds is _Holds.MAYBE:
                only.append(where)
    return (_Holds.MAYBE, " or ".join(dict.fromkeys(only))) if only else (_Holds.NO, "")


def _applies(rule: Rule, asked: Asked, context: Context) -> tuple[_Holds, str]:
    """Whether a statement speaks of the request; in words, under which conditions."""
    names = any(patterns.matches_action(value, asked.action) for value in rule.actions.values)
    if names == rule.actions.negated:
        return _Holds.NO, ""
    sure = _on_resource(rule, asked, context)
    if sure is _Holds.NO:
        return sure, ""
    said = [] if sure is _Holds.YES else [f"for {_listed(rule.resources.values if rule.resources else ())}"]
    for condition in rule.conditions:
        if not _known(condition, context):
            sure = _Holds.MAYBE
        elif not conditions.holds(condition, context):
            return _Holds.NO, ""
        said.append(_in_words(condition))
    return sure, " and ".join(said)


def _on_resource(rule: Rule, asked: Asked, context: Context) -> _Holds:
    if rule.resources is None:
        return _Holds.YES
    values, negated = rule.resources.values, rule.resources.negated
    if any(value == "*" for value in values):
        return _Holds.NO if negated else _Holds.YES
    if asked.resource is None:
        return _Holds.MAYBE
    if any(patterns.matches_resource(value, asked.resource, context.lookup) for value in values):
        return _Holds.NO if negated else _Holds.YES
    if any(context.lookup(variable) is None for value in values for variable in variables(value)):
        return _Holds.MAYBE
    return _Holds.YES if negated else _Holds.NO


def _known(condition: Condition, context: Context) -> bool:
    """Whether the request's text decides a condition."""
    _, key, values = condition
    return key.lower() in context.keys and all(
        context.lookup(variable) is not None for value in values for variable in variables(value)
    )


def _keys(asked: Asked) -> Mapping[str, tuple[str, ...]]:
    """The condition keys of which it is certain what the request has for them."""
    now = datetime.now(UTC)
    # The credentials that were denied were somebody's of this account, and came over HTTPS.
    found: dict[str, tuple[str, ...]] = {
        "aws:securetransport": ("true",),
        "aws:currenttime": (now.isoformat(timespec="seconds").replace("+00:00", "Z"),),
        "aws:epochtime": (str(int(now.timestamp())),),
        "aws:principalisawsservice": ("false",),
    }
    parts = (asked.resource or "").split(":", 5)
    if len(parts) == 6 and parts[3].strip("*"):
        found["aws:requestedregion"] = (parts[3],)
    if len(parts) == 6 and parts[4].isdigit():
        found["aws:resourceaccount"] = (parts[4],)
    own = {
        key: values for key, values in Caller(arn=asked.principal).context().items() if key != "aws:userid"
    }
    given = {key.lower(): tuple(values) for key, values in asked.context.items()}
    return {**found, **{key.lower(): values for key, values in own.items()}, **given}


def _context(policy: NamedPolicy, keys: Mapping[str, tuple[str, ...]]) -> Context:
    return Context(keys=keys, with_variables=policy.document.get("Version") == VERSION_WITH_VARIABLES)


def _in_words(condition: Condition) -> str:
    operator, key, values = condition
    return f"where {operator} {key} {_listed(values)}"


def _listed(values: Sequence[str]) -> str:
    more = len(values) - _SHOWN
    return " or ".join(values[:_SHOWN]) + (f" or {more} more" if more > 0 else "")
