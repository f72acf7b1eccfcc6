"""What ``lookup`` says an operation's action is on is what a call with samples of its members is granted.

Each member that has to be passed has a sample: an ARN of the type that it is called like, else a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from tests.shares import in_share

from policywright.knowledge import naming
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.lookup import _Lookup
from policywright.knowledge.operations import Operation
from policywright.knowledge.store import Store
from policywright.knowledge.values import Const, Request, Struct

from .checked import anywhere, operations, sample
from .requests_ import text

_SHARE = 30
_ELSEWHERE = "arn:aws:elsewhere:eu-west-1:123456789012:thing/x"
_OTHERWISE = {
    "arc-zonal-shift.*": "what is called an identifier is an ARN",
    "route53.*TagsForResource": "the type is one of few words",
    "ssm.ListTagsForResource": "the type is one of few words",
    "sns.*Subscription*": "what is subscribed is in no type's name",
    "sns.Unsubscribe": "what is subscribed is in no type's name",
}
"""Operations that the samples made here are no requests of, and why."""
_MEMBER = re.compile(r"\$\{([^}]*)\}")


def test_lookup_and_a_call_agree(store: Store) -> None:
    known, authorizer = _Lookup(store), Authorizer(store)
    wrong = [
        line
        for operation in operations(authorizer)
        if in_share("lookup and a call", f"{operation.service}.{operation.name}", _SHARE)
        for line in _disagreeing(known, authorizer, operation)
    ]
    assert wrong == []


def _disagreeing(known: _Lookup, authorizer: Authorizer, operation: Operation) -> Iterator[str]:
    if any(fnmatchcase(f"{operation.service}.{operation.name}", one) for one in _OTHERWISE):
        return
    required = [member.name for member in operation.members if member.required]
    if not required or any(member.type != "string" for member in operation.members if member.required):
        return
    rules = known._operation(operation).rules
    always = {rule.action: rule for rule in rules if rule.kind == "always"}
    said = {name for rule in always.values() for arn in rule.resources for name in _MEMBER.findall(arn)}
    kinds = list(_kinds(authorizer, operation))
    samples = {name: _sample(kinds, name, said=name in said) for name in required}
    parameters = Struct(tuple((name, Const(value)) for name, value in samples.items()))
    answer = authorizer.authorize(
        Request(service=operation.service, operation=operation.name, parameters=parameters)
    )
    for need in answer.needs:
        rule = always.get(need.action)
        if rule is None or need.certainty != "always":
            continue
        given = {anywhere(text(one)) for one in need.resources} or {"*"}
        told = {_filled(arn, samples) for arn in rule.resources}
        if not all(any(fnmatchcase(one, other) for other in told) for one in given):
            call = f"{operation.service}.{operation.name}"
            yield f"{call}: {need.action} on {sorted(given)}, said {sorted(rule.resources)}"


def _kinds(authorizer: Authorizer, operation: Operation) -> Iterator[ResourceType]:
    """The types that the operation's own actions list, then the service's others."""
    catalog = authorizer.catalog
    for name in authorizer.planner.plan(operation).base:
        action = catalog.action(name)
        for entry in action.resource_types if action is not None else ():
            kind = catalog.resource_type(action.prefix, entry.name)
            if kind is not None:
                yield kind
    yield from catalog.resource_types(operation.prefix)


def _sample(kinds: list[ResourceType], name: str, *, said: bool) -> str:
    """The ARN of a type that a member is called like, or of the first one where it is ``said`` to be what the
    action is on; other names are in small letters, as some services have them."""
    if naming.is_arn(name):
        kind = next((one for one in kinds if naming.names_type(name, one)), None)
        if kind is None and said:
            kind = next(iter(kinds), None)
        return _ELSEWHERE if kind is None else sample(kind)
    return f"x{name}".lower()


def _filled(arn: str, samples: dict[str, str]) -> str:
    """With what the members have; in a longer one, of an ARN what it ends with. What is not passed is nothing."""
    for name, value in samples.items():
        if arn.startswith(f"${{{name}}}") and value.startswith("arn:"):
            arn = anywhere(value) + arn.removeprefix(f"${{{name}}}")
        if arn == f"${{{name}}}":
            # A name is of no type by itself.
            return "*"
        arn = arn.replace(f"${{{name}}}", re.split("[:/]", value)[-1])
    return "" if arn.startswith("${") else anywhere(_MEMBER.sub("*", arn))
