"""What is needed, taken apart: one action on one pattern, how its name may begin, and what it can be on."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator
from functools import lru_cache
from itertools import compress, pairwise

from policywright.analyzers.infrastructure.access import others_below, types_on
from policywright.analyzers.infrastructure.beginnings import Beginnings
from policywright.analyzers.infrastructure.forms import ARN_FIELDS, NAMED_IN_FORM, form, is_unknown
from policywright.analyzers.infrastructure.matching import PATH, REGION, covers_placed, without_place
from policywright.analyzers.infrastructure.references import References
from policywright.analyzers.model import Condition, Grant, Reason
from policywright.knowledge import texts
from policywright.knowledge.policy.patterns import covers, intersects
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

ANYTHING: Value = Const("*")
_ON_EVERYTHING_ALONE = frozenset(("ec2", "lambda"))
"""Services whose actions without resource types ask on ``*``, which no ARN of theirs covers (Amazon EC2's and
AWS Lambda's guides on policies: a statement for those has ``*`` as its resource)."""
_NAMING_ALL_THE_SAME = frozenset((
    "states:SendTaskFailure", "states:SendTaskHeartbeat", "states:SendTaskSuccess",
    "codedeploy:PutLifecycleEventHookExecutionStatus", "events:PutPermission", "events:RemovePermission",
    "dynamodb:ListStreams",
))  # fmt: skip
"""Actions without resource types in the reference that are limited to one all the same: to the state machine
(SAM's policy template StepFunctionsCallbackPolicy), to the deployment group (SAM's "Deploying serverless
applications gradually"), to the event bus whose policy it is (CloudFormation resource
``AWS::Events::EventBusPolicy``; AWS's solutions for logging and security grant it on the bus), to the streams
of a table (SAM's DynamoDBStreamReadPolicy)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One action on one resource pattern (canonical) under one condition."""

    action: str
    resource: Value
    conditions: tuple[Condition, ...] = ()
    reasons: tuple[Reason, ...] = ()
    only_if: tuple[str, ...] = ()
    """Conditions of the template under which alone it is asked for."""

    @property
    def is_open(self) -> bool:
        """Part of the resource's name is not known (not: the action has no resource)."""
        pattern = form(self.resource)
        return self.resource != ANYTHING and ("*" in pattern or "?" in pattern)

    @property
    def is_in_several_regions(self) -> bool:
        """One request reaches what it names in more than one Region: the reference has a wildcard there.

        A Region that the code leaves open is a hole. Where nothing of the name is told (a variable alone
        gives it), it may be something else that is in the request's own.
        """
        fields = texts.split(texts.parts(self.resource), ":")
        if len(fields) < ARN_FIELDS or fields[REGION] != ("*",):
            return False
        named = texts.rejoin(fields[ARN_FIELDS - 1 :], ":")
        name = "".join(one for one in named if isinstance(one, str))
        return bool(name.partition("/")[2].strip("*"))


def items_of(grants: Iterable[Grant]) -> list[Item]:
    """Grants taken apart into items, in order."""
    found: dict[tuple[str, str, tuple[Condition, ...]], Item] = {}
    for grant in grants:
        resources = [option for resource in grant.resources for option in alternatives(resource)]
        why = _why(grant, {form(one) for one in resources})
        for resource in resources or [ANYTHING]:
            item = Item(
                action=grant.action, resource=resource, conditions=grant.conditions,
                reasons=why.get(form(resource), grant.reasons),
            )  # fmt: skip
            found.setdefault((item.action, form(resource), item.conditions), item)
    return list(found.values())


def _why(grant: Grant, forms: Container[str]) -> dict[str, tuple[Reason, ...]]:
    """The reasons for each of a grant's resources; those of which none is told have all of them."""
    found: dict[str, dict[Reason, None]] = {}
    for_all: list[Reason] = []
    for reason in grant.reasons:
        on = {form(option) for value in reason.on for option in alternatives(value)}
        own = [one for one in on if one in forms]
        if not own:
            for_all.append(reason)
        for one in own:
            found.setdefault(one, {})[reason] = None
    if not for_all:
        return {one: tuple(reasons) for one, reasons in found.items()}
    of_all = frozenset(for_all)
    return {
        one: tuple(reason for reason in grant.reasons if reason in reasons or reason in of_all)
        for one, reasons in found.items()
    }


def without_covered(items: list[Item], *, certainly: bool = False) -> list[Item]:
    """Leaves out what another item of the same action grants already.

    ``certainly``: a name that is not known may mean something else, and so covers nothing for sure.
    """
    by_action: dict[str, Beginnings] = {}
    forms = [(item, form(item.resource)) for item in items]
    for number, (item, pattern) in enumerate(forms):
        beginnings = by_action.setdefault(item.action, Beginnings())
        if not (certainly and is_unknown(item.resource)):
            beginnings.add(pattern, number)
    found: list[Item] = []
    also: dict[int, list[Reason]] = {}
    for item, pattern in forms:
        covering = [
            one
            for one, wide in (forms[number] for number in by_action[item.action].may_cover((pattern,)))
            if one is not item
            and (not one.conditions or one.conditions == item.conditions)
            and covers(wide, pattern)
        ]
        if not covering:
            found.append(item)
        for one in covering:
            also.setdefault(id(one), []).extend(item.reasons)
    return [
        replace(one, reasons=tuple(dict.fromkeys((*one.reasons, *also[id(one)])))) if id(one) in also else one
        for one in found
    ]


def both_ways(items: Iterable[Item], references: References) -> Iterator[Item]:
    """Items, and those whose names may begin with a slash a second time, without the one before.

    The ARN of what the template makes is one, however its name begins. A parameter's default tells nothing of
    what a deployment sets.
    """
    for item in items:
        if references.is_whole(item.resource):
            yield item
            continue
        others: list[Item] = []
        parts = item.resource.parts if isinstance(item.resource, Text) else ()
        for at, (before, name) in enumerate(pairwise(parts)):
            if isinstance(name, Hole) and (name.name or "").startswith("AWS::"):
                # The name of a stack, say, has no slash.
                continue
            if isinstance(before, str) and PATH in f"{before}{form(Text((name,)))}":
                bare = (*parts[:at], before.removesuffix("/"), *parts[at + 1 :])
                others.append(replace(item, resource=Text(bare)))
        yield from (item, *others)


def as_they_begin(items: Iterable[Item], held: Collection[str], references: References) -> Iterator[Item]:
    """Items that a statement on the ``held`` patterns grants, as names of theirs may begin: in both ways, but
    where a pattern says which it is (``parameter${Prefix}/*``)."""
    said = [pattern for pattern in held if PATH.replace("/", "") in pattern]
    for item in items:
        ways = list(both_ways([item], references))
        needed = [form(one.resource) for one in ways] if said and len(ways) > 1 else []
        told = [any(covers_placed(one, name) for one in said) for name in needed]
        yield from compress(ways, told) if any(told) else ways


def can_be_on(item: Item, pattern: str) -> bool:
    """What a pattern names is of a type that the item's action can be on.

    It is no part, either, of what the item is on, that the action can't be on (an index).
    """
    needed = form(item.resource)
    if not can_match(item.action, pattern) and can_match(item.action, needed):
        return False
    return not any(
        covers(other, pattern)
        and not covers(other, needed)
        and not any(intersects(one, pattern) for one in own)
        for other, own in others_below(item.action)
    )


@lru_cache(maxsize=16384)
def can_match(action: str, pattern: str) -> bool:
    """A pattern may be of one of the types that an action can be on; one that can be on anything, of any.

    The name of a bucket has no slash, whatever it is; others may be anything.
    """
    types = types_on(action)
    if not types or not pattern.startswith("arn:"):
        return True
    named = pattern if pattern.split(":", 3)[2:3] == ["s3"] else NAMED_IN_FORM.sub("*", pattern)
    return any(intersects(without_place(one), without_place(named)) for one in types)


def is_other_part(action: str, resource: Value) -> bool:
    """What a resource of a template is a part of, as the name of the whole says it: ``${Table.Arn}/index/*``,
    and the action can't be on such parts."""
    _, named, part = form(resource).rpartition("\ue001")
    return (
        bool(named)
        and part.startswith("/")
        and any(other.endswith(part) and not own for other, own in others_below(action))
    )


def is_on_any(pattern: str, item: Item) -> bool:
    """An action without resource types; some services take a wildcard of their own for it."""
    service = item.action.partition(":")[0]
    own = f":{service}:" in pattern or f"aws_{service}_" in pattern
    if item.action in _NAMING_ALL_THE_SAME:
        # What a parameter says may be an ARN of that service.
        return own or (pattern.startswith("\ue000 ") and pattern.find("\ue001") == len(pattern) - 1)
    return own and pattern.endswith("*") and service not in _ON_EVERYTHING_ALONE
