"""Does a statement that a template holds grant what a role needs? Compares patterns with names in them.

A hole that a template can name stands for itself and nothing else; region, account and partition of a needed
pattern are those of the deployment, which a literal in the held one is taken to be. What is unknown in a held
statement is taken to cover, so that nothing is called missing that may be there. And where the code leaves
open which resource it means, one that the template grants inside that pattern is taken to be the one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator
from itertools import compress, pairwise, product

from policywright.analyzers.infrastructure.access import open_arns, others_below
from policywright.analyzers.infrastructure.beginnings import Beginnings
from policywright.analyzers.infrastructure.conditions import is_told
from policywright.analyzers.infrastructure.model import HeldStatement
from policywright.analyzers.infrastructure.references import References
from policywright.analyzers.model import Condition, Grant, Reason
from policywright.knowledge.policy.patterns import covers, intersects
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Const, Hole, Text, Unknown, Value, alternatives

ANYTHING: Value = Const("*")
_PLACES = ("partition", "region", "account")
_PLACE_WORDS = tuple(f"\ue000{kind}\ue001" for kind in _PLACES)
"""How a place of the deployment stands in a form."""
_NAMED = ("reference", "parameter")
_SIGNS = str.maketrans(":/*?", "\ue002\ue003\ue004\ue005")
"""What means something in an ARN means nothing in the name of a hole: ``{{resolve:ssm:/stage/account}}``."""
_SIGNS_BACK = {sign: plain for plain, sign in _SIGNS.items()}
_NAMED_IN_FORM = re.compile("\ue000 ?([^\ue001]*)\ue001")
_ARN_FIELDS = 6
_PATH = ":parameter/\ue000"
"""How the name of a Systems Manager parameter begins that only a deployment knows; many begin with a slash,
which ARNs do not have twice."""
_PARTS = re.compile("[:/]")
_TELLING = re.compile(r"\w{3}")
"""What the beginning or the end of a name has that tells it from others."""
"""What stands between the parts of a resource's ARN, and of a URL."""
_STREAMS = ":log-stream:*"
_STREAMS_OF_ANY = ":*:*"
"""How people name the streams of log groups; the group's ARN with one star less is another pattern."""
_LOG_GROUP = ":log-group:"
_ARN = "arn:"
_PARTITION = _PLACE_WORDS[0]
_PLACED = {1: "partition", 3: "Region", 4: "account"}
"""The fields of an ARN that say where it is."""
_ON_EVERYTHING_ALONE = frozenset(("ec2", "lambda"))
"""Services whose actions without resource types ask on ``*``, which no ARN of theirs covers (Amazon EC2's and
AWS Lambda's guides on policies: a statement for those has ``*`` as its resource)."""
_LITERAL = re.compile("[a-z0-9-]+")
"""A Region or account that is known."""
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
        if not (certainly and _is_unknown(item.resource)):
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


def _is_unknown(resource: Value) -> bool:
    parts = resource.parts if isinstance(resource, Text) else ()
    return any(isinstance(part, Hole) and _token(part) == "*" for part in parts)


def form(value: Value) -> str:
    """A pattern as text in which each name of the template is a word of its own."""
    match value:
        case Const(value=scalar):
            return str(scalar)
        case Text(parts=parts):
            return "".join(part if isinstance(part, str) else _token(part) for part in parts).replace(
                "**", "*"
            )
    return "*"


def _token(hole: Hole) -> str:
    if hole.kind in _PLACES:
        return f"\ue000{hole.kind}\ue001"
    if hole.kind in _NAMED and hole.name is not None:
        # The template calls one thing so, whatever that is.
        return f"\ue000 {hole.name.translate(_SIGNS)}\ue001"
    return "*"


class Held:
    """What a role's statements are on, for whoever asks of many texts whether they name any of it."""

    def __init__(self, statements: Iterable[HeldStatement], references: References) -> None:
        self._references = references
        self._statements = [
            (each, [form(one) for value in each.resources for one in _spelled(value, references)])
            for each in statements
        ]
        self._names: frozenset[str] | None = None

    def may_be(self, named: Value) -> bool:
        """Whether a text (a name, an ARN, a URL) is the name of any of it, as far as they say."""
        names = {_PARTS.split(form(one))[-1] for one in _spelled(named, self._references)}
        names = {name for name in names if name.strip("*")}
        for statement, resources in self._statements:
            if statement.not_resources or any(not one.strip("*") for one in resources):
                used = {
                    str(action.value).partition(":")[0]
                    for action in statement.actions if isinstance(action, Const)
                }  # fmt: skip
                if not used.isdisjoint((*_services(named, self._references), "*")):
                    return True
            parts = (part for one in resources for part in _PARTS.split(one.split(":", 5)[-1]))
            if any([intersects(part, name) for part in parts if part.strip("*") for name in names]):
                return True
        return False

    def is_named(self, written: Value) -> bool:
        """Whether a text of the code, as it is written, is the whole name of any of it.

        Unlike what a template sets, it may be a word for anything: no pattern is met by it but one that only
        goes on behind it, and no part of an ARN that says what kind of thing there is.
        """
        if self._names is None:
            resources = {one for _, forms in self._statements for one in forms}
            self._names = frozenset(name for one in resources for name in _whole_names(one))
        text = form(written)
        if text.startswith(("arn:", "http")):
            return text in self._names or _PARTS.split(text)[-1] in self._names
        return text.strip("/") in self._names

    def is_partly_named(self, written: Value) -> bool:
        """Whether a text that the code puts together may name any of it: how it begins or ends is
        how a part of the resource does, by more than a letter or two."""
        text = form(written)
        if text.startswith("arn:"):
            return self.may_be(written)
        name = _PARTS.split(text)[-1]
        resources = [one for _, forms in self._statements for one in forms]
        parts = [part for one in resources for part in _PARTS.split(one.split(":", 5)[-1])]
        return any([intersects(part, name) and _agree(part, name) for part in parts])


def _whole_names(resource: str) -> Iterator[str]:
    """What a text has to be to be the name of what the form of an ARN stands for."""
    service, own = resource.split(":", 3)[2:3], resource.split(":", 5)[-1]
    kind, *parts = re.split("[/:]", own, maxsplit=1)
    if service == ["s3"] or not parts:
        whole = {kind}
    else:
        whole = {parts[0], _PARTS.split(parts[0])[0], own.strip("/")}
    for one in whole:
        name = one.rstrip("*").rstrip("-_./") if "*" in one else one
        if name and "*" not in name:
            yield name


def _agree(one: str, other: str) -> bool:
    for found in (str.startswith, str.endswith):
        place = 0 if found is str.startswith else -1
        ends = one.split("*")[place], other.split("*")[place]
        if all(map(_TELLING.search, ends)) and (found(ends[0], ends[1]) or found(ends[1], ends[0])):
            return True
    return False


def _spelled(value: Value, references: References) -> Iterator[Value]:
    """A pattern by the names that the template has for things, and by those that it gives them."""
    for option in alternatives(value):
        yield option
        yield from references.by_names(references.canonical(option))


def _services(named: Value, references: References) -> Iterator[str]:
    """The services of what a text names."""
    written = form(named)
    if written.startswith("arn:"):
        yield written.split(":", 3)[2]
    for id in references.owners(references.canonical(named)):
        if id in references.types:
            yield references.types[id].arn.split(":", 3)[2]


def told(pattern: str) -> str:
    """A form as people read it: what the template gives by its name."""
    return _NAMED_IN_FORM.sub(lambda found: f"${{{found[1].translate(_SIGNS_BACK)}}}", pattern)


def names_more(pattern: Value) -> bool:
    """A pattern that names something: a resource, a parameter or what isn't known."""
    return isinstance(pattern, Text) and any(
        isinstance(part, Hole) and part.kind not in _PLACES for part in pattern.parts
    )


class Holding:
    """A held statement, ready to be asked."""

    def __init__(self, statement: HeldStatement, references: References) -> None:
        self.statement = statement
        self.actions = _texts(statement.actions)
        self.not_actions = _texts(statement.not_actions)
        self._written = frozenset(one.lower() for one in self.actions)
        self._wide = [one for one in self.actions if any(sign in one for sign in "*?$")]
        self.values = _canonical(statement.resources, references)
        self.forms = [form(one) for one in self.values]
        self.resources = [form(_computed(one)) for one in self.values]
        """What is asked for a resource; an expression that calls a function may come to anything."""
        named = [references.by_names(one) for one in self.values]
        self._names = [
            tuple(form(one) for one in several if one != value)
            for value, several in zip(self.values, named, strict=True)
        ]
        self.named = [
            tuple(own if names_more(one) else form(one) for one in several)
            for own, several in zip(self.resources, named, strict=True)
        ]
        """The resources by the names that the template sets, where it sets all of one; each of several."""
        self.defaults = [form(references.by_default(references.by_name(one))) for one in self.values]
        """The same where nobody sets a parameter to something else."""
        self._patterns = tuple(dict.fromkeys((*self.resources, *self.defaults)))
        self.not_resources = [form(one) for one in _canonical(statement.not_resources, references)]
        self._chosen: dict[str, list[tuple[str, ...]]] = {}
        """Under which conditions actions and resources are there, where that is not always."""
        for chosen in statement.sometimes:
            for one in {*_texts([chosen.value]), *map(form, _canonical([chosen.value], references))}:
                self._chosen.setdefault(one, []).append(chosen.only_if)
        self.conditions = _conditions(statement.conditions)
        self._references = references
        self._covered: dict[str, bool] = {}
        every = [
            option for value in (*statement.actions, *statement.not_actions) for option in alternatives(value)
        ]
        usual = [option if isinstance(option, Const) else references.by_default(option) for option in every]
        self._told = [form(option) for option in usual if isinstance(option, Const)]
        self._untold = [option for option in every if not isinstance(option, Const)]
        self.any_action = bool(self._untold)
        """What a parameter gives may be any action."""
        self.any_resource = any(
            isinstance(option, Unknown) for value in statement.resources for option in alternatives(value)
        )

    @property
    def vague(self) -> bool:
        """A part of a resource is not known: what the statement grants may be less than the pattern says."""
        texts = [one for value in self.statement.resources for one in alternatives(value)]
        return any(isinstance(one, Text) and _is_partly_unknown(one) for one in texts)

    @property
    def unsure(self) -> bool:
        """Something about the statement is not known: it may grant more than it says."""
        return self.any_action or self.any_resource

    def covers(self, item: Item) -> bool:
        """The statement grants the item; under a condition of its own it is taken to hold."""
        if not self.covers_action(item.action):
            return False
        if item.resource == ANYTHING:
            return self.covers_resource("*") or any(_anywhere(one, item) for one in self.resources)
        if any(self.covers_resource(one) for one in {*self._ways(item.resource)}):
            return True
        names = self._each_name(item)
        if names and all(map(self.covers_resource, names)):
            return True
        return is_given(item.resource) and self._covers_types(item.action)

    def has_part(self, item: Item) -> bool:
        """What is needed on no resource, or on any, the statement has for some alone."""
        return item.resource == ANYTHING and not self.covers_resource("*")

    def has_part_of(self, other: Holding, item: Item) -> bool:
        """All parts that another statement has of what is needed on any resource, this one has as well."""
        return all(
            any(self.covers_resource(each) for each in (one, *names))
            for one, names in zip(other.forms, other._names, strict=True)
            if _anywhere(one, item)
        )

    def certainly(self, item: Item) -> bool:
        """The statement grants what it covers whatever is computed and whatever anybody sets."""
        if self.unsure or self.vague:
            return False
        return self._always(self.on_actions(item)) and self._always(self._on_known(item))

    def is_always_on(self, item: Item) -> bool:
        """No condition inside of the statement leaves out the item's action or resource."""
        return self._always(self.on_actions(item)) and self._always(self.on_resources(item))

    @property
    def patterns(self) -> tuple[str, ...]:
        """What it may grant something on; nothing where that may be anything."""
        return () if self.not_resources or self.any_resource else self._patterns

    def asked(self, item: Item) -> tuple[str, ...]:
        """What is asked for where an item is: its resource, by each of its names."""
        return *self._ways(item.resource), *self._each_name(item)

    def _always(self, branches: Iterable[tuple[str, ...]]) -> bool:
        return self._references.conditions.always(branches)

    def _where(self, said: str) -> list[tuple[str, ...]]:
        """The conditions under which an action or a resource is there."""
        return self._chosen.get(said, [()])

    def on_actions(self, item: Item) -> list[tuple[str, ...]]:
        """Under which conditions the statement grants an item's action."""
        if not self._chosen:
            return [()]
        found = (where for one in self.actions if covers(one, item.action) for where in self._where(one))
        return [*found] or [()]

    def on_resources(self, item: Item) -> list[tuple[str, ...]]:
        """Under which conditions the statement is for an item's resource."""
        if not self._chosen:
            return [()]
        granted = {form(one.resource) for one in self.as_granted(item)}
        found = (
            where
            for value, one in zip(self.values, self.forms, strict=True)
            if one in granted or self.grants(value, item)
            for where in self._where(one)
        )
        return [*found] or [()]

    def under(self, item: Item) -> tuple[Item, ...]:
        """An item of the statement with the conditions under which it has that."""
        several = product(self.on_actions(item), self.on_resources(item))
        branches = [tuple(dict.fromkeys((*one, *other))) for one, other in several]
        if self._always(branches):
            return (item,)
        return tuple(replace(item, only_if=(*item.only_if, *one)) for one in branches)

    def gives_more(self, items: Iterable[Item]) -> bool:
        """Of the actions that are chosen not all are asked for, and it can't be written which are where."""
        every = [*items]
        asked = {item.action.lower() for item in every}
        if all(one.lower() in asked for one in self.actions if one in self._chosen):
            return False
        several = (self.on_actions(item) for item in every)
        return any(
            not self._always(one) and not all(is_told(each) for where in one for each in where)
            for one in several
        )

    def _on_known(self, item: Item) -> list[tuple[str, ...]]:
        """The same, of resources that are known."""
        if self.not_resources:
            return [()]
        named = zip(self.forms, self.resources, self.named, strict=True)
        if item.resource == ANYTHING:
            return [where for form in self.forms for where in self._where(form)]
        needed = {*self._ways(item.resource), *self._each_name(item)}
        return [
            where
            for form, asked, several in named
            if any(
                _covers(one, way) for one in (form, *several) if one != asked or one == form for way in needed
            )
            for where in self._where(form)
        ]

    def _covers_types(self, action: str) -> bool:
        """Whatever the action can be on in the deployment's account is granted."""
        arns = open_arns(action)
        return bool(arns) and all(self.covers_resource(form(one)) for one in arns)

    def _ways(self, resource: Value) -> tuple[str, ...]:
        """A needed resource as it is, by the template's names, by that of its versions, by defaults."""
        known = self._references.ways.get(resource)
        if known is None:
            default = self._references.canonical(self._references.by_default(resource))
            named = form(self._references.by_name(resource))
            every = self._references.every_version(resource) or resource
            known = form(resource), named, form(every), form(default)
            self._references.ways[resource] = known
        return known

    def _each_name(self, item: Item) -> tuple[str, ...]:
        """What is needed, by each of the names that a condition chooses among."""
        known = self._references.names.get(item.resource)
        if known is None:
            names = self._references.by_names(item.resource)
            known = tuple(map(form, names)) if len(names) > 1 else ()
            self._references.names[item.resource] = known
        return known

    def grants(self, value: Value, item: Item) -> bool:
        """One of the statement's resources grants the item, as far as resources go."""
        pattern = form(value)
        if item.resource == ANYTHING:
            return pattern == "*" or _anywhere(pattern, item)
        names = (form(self._references.by_name(item.resource)), *self._each_name(item))
        return any(_covers(pattern, one) for one in (form(item.resource), *names))

    def as_granted(self, item: Item) -> tuple[Item, ...]:
        """The item on what the statement says, where that is another thing than what is needed: it names a
        resource for an action that has none, or computes one.
        """
        every = self._references.every_version(item.resource)
        if self.not_resources or "*" in self.forms:
            return (item if every is None else replace(item, resource=every),)
        ways = self._ways(item.resource)
        own, named, usual = ways[0], ways[1], ways[-1]
        each = () if any(map(self.covers_resource, {*ways})) else self._each_name(item)
        versions = form(every) if every is not None else None
        slashed = any(_is_other_reading(one, own) for one in self.forms)
        found = [
            value
            for value, one, asked, default, names in zip(
                self.values, self.forms, self.resources, self.defaults, self._names, strict=True
            )
            if (
                _anywhere(one, item)
                if item.resource == ANYTHING
                else (one != asked and _covers(asked, own))
                or (slashed and _same(one, own))
                or (versions is not None and _same(one, versions))
                or (one.endswith(_STREAMS_OF_ANY) and _LOG_GROUP in one and _covers(one, own))
                or any(_covers(one, name) for name in each)
                or (named != own and _is_other_reading(one, named))
                or (
                    not _covers(one, own)
                    and (_covers(default, own) or _covers(one, usual) or _covers(default, usual))
                )
                or (not _covers(one, own) and own in names)
            )
        ]
        # A name that a parameter gives may be an ARN, where the statement takes it for one as well.
        given = [value for value, one in zip(self.values, self.forms, strict=True) if _is_name_in(one, own)]
        granted = tuple(replace(item, resource=value) for value in found)
        if not granted or own in self.forms:
            older = every is not None and own not in self.forms
            granted = (*granted, replace(item, resource=every) if every is not None and older else item)
        return (*granted, *(replace(item, resource=value) for value in given))

    def _names_for(self, item: Item) -> bool:
        """The statement names resources for the action of an item that is on some."""
        return item.resource != ANYTHING and not self.not_resources and self.covers_action(item.action)

    def settled(self, item: Item) -> tuple[Item, ...]:
        """The item on the resources that the statement names, where the code leaves open which it means.

        Empty when the statement does not speak of the action, or of none that the code can mean.
        """
        if not self._names_for(item):
            return ()
        pattern = form(item.resource)
        given = {*self._given(item)}
        return tuple(
            replace(item, resource=value)
            for value, text, named in zip(self.values, self.resources, self.named, strict=True)
            if value in given
            or (
                item.is_open
                and any(_may_be(one, pattern) for one in (text, *named))
                and can_be_on(item, text)
            )
        )

    def _given(self, item: Item) -> list[Value]:
        """What a parameter says may be any ARN, but hardly one of what this very template makes."""
        if self._references.makes_what(item.resource):
            return []
        return [
            value
            for value, text in zip(self.values, self.resources, strict=True)
            if text.startswith("\ue000")
        ]

    def guessed(self, item: Item) -> tuple[str, ...]:
        """The parameters of which one may be what the code names in so many words; for people."""
        if not self._names_for(item) or _is_unknown(item.resource):
            return ()
        return tuple(told(form(value)) for value in self._given(item) if self._references.only_given(value))

    def inside(self, item: Item) -> tuple[Item, ...]:
        """The item on those of the statement's resources that are among its own: a part of what is needed."""
        if not self._names_for(item):
            return ()
        pattern = form(item.resource)
        return tuple(
            replace(item, resource=value)
            for value, one, named in zip(self.values, self.forms, self.named, strict=True)
            if any(_covers(pattern, each) for each in (one, *named)) and can_be_on(item, one)
        )

    def perhaps(self, item: Item) -> tuple[Item, ...]:
        """The item on those of the statement's resources that may turn out to be its own.

        The template makes them under a name that it computes, which may be the one that the code has.
        """
        if not self._names_for(item):
            return ()
        if self._references.names_own(item.resource):
            return ()
        needed = _without_place(form(_unnamed(item.resource)))
        return tuple(
            replace(item, resource=value)
            for value in self.values
            if self._references.names_unnamed(value)
            and intersects(_without_place(form(_unnamed(value))), needed)
        )

    def deployed(self, item: Item) -> tuple[Item, ...]:
        """The item on those of the statement's resources that a deployment may make its own.

        A name that only the deployment knows may be any, whatever the code knows of the one that it means.
        What grants the item as it is has nothing to do with that: of it the item is needed, and no more.
        """
        if not self._names_for(item):
            return ()
        needed = form(_unnamed(item.resource))
        return tuple(
            replace(item, resource=value)
            for value in self.values
            if not self.grants(value, item)
            and _is_bucket(text := form(_unnamed(value))) == _is_bucket(needed)
            and intersects(_without_place(text), _without_place(needed))
            and can_be_on(item, form(value))
        )

    def named_perhaps(self, item: Item) -> tuple[Item, ...]:
        """The item on those of the statement's resources whose names, as far as told, may be its own."""
        if not self._names_for(item):
            return ()
        needed = _without_place(form(_unnamed(item.resource)))
        return tuple(
            replace(item, resource=value)
            for value in self.values
            if not self.grants(value, item)
            and (
                self._references.names_unnamed(value)
                or any(
                    intersects(_without_place(form(_unnamed(one))), needed)
                    for one in self._references.by_names(value)
                )
            )
            and can_be_on(item, form(value))
        )

    def in_deployment(self, item: Item) -> tuple[tuple[Item, tuple[tuple[str, str], ...]], ...]:
        """The item on what the statement grants in the Region and account of the deployment, and what
        these have to be: enough, if they are."""
        if not self._names_for(item):
            return ()
        needed = form(item.resource)
        found: dict[Value, tuple[tuple[str, str], ...]] = {}
        for value, own, named, default in zip(
            self.values, self.resources, self.named, self.defaults, strict=True
        ):
            for text in (own, *named, default):
                places = _deployed_places(text, needed)
                if places and _covers(text, _with_places(needed, text, places)):
                    found.setdefault(value, places)
        return tuple((replace(item, resource=value), places) for value, places in found.items())

    def covers_action(self, action: str) -> bool:
        known = self._covered.get(action)
        if known is None:
            if self.not_actions:
                known = not any(covers(pattern, action) for pattern in self.not_actions)
            else:
                known = (
                    action.lower() in self._written
                    or any(covers(pattern, action) for pattern in self._wide)
                    or any(covers(form(_unnamed(option)), action) for option in self._untold)
                )
            self._covered[action] = known
        return known

    def resting_on(self, item: Item) -> str | None:
        """What only a deployment tells, where the statement grants the item by that alone; for people."""
        span = self.statement.span
        place = f"({span.file}:{span.line})"
        if self.leaves_open(item.action):
            untold = next(one for one in self._untold if covers(form(_unnamed(one)), item.action))
            named = told(form(untold)) if isinstance(untold, Text) else "what can't be told"
            return f"among {named} {place}"
        if not self.any_resource or self.not_resources:
            return None
        known = (
            one for value, one in zip(self.values, self.forms, strict=True) if not isinstance(value, Unknown)
        )
        if any(_covers(one, way) for one in known for way in self.asked(item)):
            return None
        return f"on what can't be told {place}"

    def leaves_open(self, action: str) -> bool:
        """The statement grants an action by what is not told of it alone."""
        told_of = self.not_actions or any(covers(one, action) for one in self._told)
        return not told_of and self.covers_action(action)

    def partly(self, item: Item) -> bool:
        """The statement excepts some of what the item may be on, and grants the rest."""
        return (
            bool(self.not_resources)
            and self.covers_action(item.action)
            and not any(_covers(pattern, form(item.resource)) for pattern in self.not_resources)
        )

    def covers_resource(self, resource: str) -> bool:
        if self.not_resources:
            return not any(
                _covers(pattern, resource) or intersects(pattern, resource) for pattern in self.not_resources
            )
        return self.any_resource or any(_covers(pattern, resource) for pattern in self._patterns)

    def conditioned(self, item: Item) -> Item:
        """The item as the statement grants it: under its conditions, and the item's own on other keys."""
        keys = {key.lower() for _, key, _ in self.statement.conditions}
        own = (one for one in item.conditions if one[1].lower() not in keys)
        return replace(item, conditions=(*self.statement.conditions, *own))

    def says_exactly(self, item: Item) -> bool:
        """The item's action and resource stand in the statement as they are needed."""
        action = item.action.lower()
        return (
            any(one.lower() == action for one in self.actions)
            and any(_same(one, form(item.resource)) for one in self.forms)
            and (not self.conditions or self.conditions == _conditions(item.conditions))
        )

    def whenever(self, item: Item) -> bool:
        """No condition of the statement stands between it and the item."""
        return not self.conditions or self.conditions == _conditions(item.conditions)

    def is_tight(self, items: Iterable[Item]) -> bool:
        """Every action and every resource of the statement is needed by one of the items."""
        if self.unsure or self.not_actions or self.not_resources:
            return False
        owned = list(items)
        actions = {item.action.lower() for item in owned}
        resources = {form(item.resource) for item in owned}
        wide = any(item.conditions and not self.conditions for item in owned)
        return (
            not wide
            and all(action.lower() in actions for action in self.actions)
            and all(any(_same(one, other) for other in resources) for one in self.forms)
        )


def is_given(resource: Value) -> bool:
    """The resource is what a parameter or an expression of the template gives, and that alone: some ARN."""
    only = resource.parts[0] if isinstance(resource, Text) and len(resource.parts) == 1 else None
    return isinstance(only, Hole) and only.kind in _NAMED and only.name is not None


def of_any_instance(resource: Value) -> Value:
    """A pattern with a wildcard for the key of a block's instances (``count.index``): as others say it."""
    if not isinstance(resource, Text):
        return resource
    return Text(tuple("*" if isinstance(one, Hole) and one.name in _KEYS else one for one in resource.parts))


_KEYS = ("count.index", "each.key")
_REGIONAL = re.compile(r"\w+\([^()]*\):")


def is_family(pattern: str) -> bool:
    """The pattern gives the beginning of a name: ``parameter/app/*``, not ``parameter/*``."""
    name = pattern.split(":", _ARN_FIELDS - 1)[-1] if pattern.startswith("arn:") else ""
    prefix = name.partition("*")[0].strip("/:")
    return len([one for one in re.split("[/:]", prefix) if one]) > 1


def _is_partly_unknown(value: Text) -> bool:
    """What an ARN is of has an unknown part; which partition, region or account it is in does not matter."""
    before = ""
    for part in value.parts:
        if isinstance(part, str):
            before += part
        elif (
            part.kind == "unknown"
            and part.name is None
            and (not before or before.count(":") >= _ARN_FIELDS - 1)
        ):
            return True
    return False


def _computed(value: Value) -> Value:
    """A pattern without the holes that are calls of a template's functions: what they give is not known."""
    if not isinstance(value, Text):
        return value
    unknown = Hole(kind="unknown")
    return Text(
        tuple(unknown if isinstance(part, Hole) and _is_call(part.name) else part for part in value.parts)
    )


def _is_call(name: str | None) -> bool:
    # ``cf(eu-west-1):stack.Output`` is a variable of Serverless's.
    return name is not None and "(" in name and _REGIONAL.match(name) is None


def _unnamed(value: Value) -> Value:
    """A pattern in which each name of the template may be anything."""
    if not isinstance(value, Text):
        return value
    return Text(
        tuple("*" if isinstance(part, Hole) and part.kind in _NAMED else part for part in value.parts)
    )


def _texts(values: Iterable[Value]) -> list[str]:
    return [form(option) for value in values for option in alternatives(value)]


def _canonical(values: Iterable[Value], references: References) -> list[Value]:
    return [references.canonical(option) for value in values for option in alternatives(value)]


def _conditions(conditions: Iterable[Condition]) -> frozenset[tuple[str, str, tuple[str, ...]]]:
    return frozenset(
        (operator, key.lower(), tuple(sorted(form(value) for value in values)))
        for operator, key, values in conditions
    )


def _deployed_places(held: str, needed: str) -> tuple[tuple[str, str], ...]:
    """What is certain in the needed ARN and up to the deployment in the held one, by what it is called."""
    of_held, of_needed = held.split(":", _ARN_FIELDS - 1), needed.split(":", _ARN_FIELDS - 1)
    if len(of_held) != _ARN_FIELDS or len(of_needed) != _ARN_FIELDS:
        return ()
    return tuple(
        (place, of_needed[index])
        for index, place in _PLACED.items()
        if _LITERAL.fullmatch(of_needed[index]) and _NAMED_IN_FORM.fullmatch(of_held[index])
    )


def _with_places(needed: str, held: str, places: Iterable[tuple[str, str]]) -> str:
    """The needed ARN in what the held one says of these."""
    (of_held, fields), named = (one.split(":", _ARN_FIELDS - 1) for one in (held, needed)), dict(places)
    for index, place in _PLACED.items():
        if place in named:
            fields[index] = of_held[index]
    return ":".join(fields)


def _same(held: str, needed: str) -> bool:
    """The same pattern, whatever the held one says of partition, region and account of the deployment."""
    return any(
        said == _placed_like(said, one, wildcards=True) for said in readings(held) for one in readings(needed)
    )


def _may_be(held: str, needed: str) -> bool:
    """The needed pattern, open as it is, can mean what the held one says, and that is no mere wildcard."""
    if held == "*" or covers(held, needed):
        return False
    if _is_bucket(needed) and "/" in held:
        return False
    return intersects(_without_place(needed), _without_place(held))


def can_be_on(item: Item, pattern: str) -> bool:
    """What a pattern names is no part, of what the item is on, that its action can't be on (an index)."""
    needed = form(item.resource)
    return not any(
        covers(other, pattern)
        and not covers(other, needed)
        and not any(intersects(one, pattern) for one in own)
        for other, own in others_below(item.action)
    )


def is_other_part(action: str, resource: Value) -> bool:
    """What a resource of a template is a part of, as the name of the whole says it: ``${Table.Arn}/index/*``,
    and the action can't be on such parts."""
    _, named, part = form(resource).rpartition("\ue001")
    return (
        bool(named)
        and part.startswith("/")
        and any(other.endswith(part) and not own for other, own in others_below(action))
    )


def _is_bucket(pattern: str) -> bool:
    """Of S3, and no object: names of buckets have no slash."""
    return pattern.split(":", 3)[2:3] == ["s3"] and "/" not in pattern


def _without_place(pattern: str) -> str:
    """An ARN pattern of any partition, region and account."""
    fields = pattern.split(":", _ARN_FIELDS - 1)
    if len(fields) != _ARN_FIELDS:
        return pattern
    # Not ``*``: that would match across the colons.
    fields[1], fields[3], fields[4] = "aws", "", ""
    return ":".join(fields)


def _anywhere(pattern: str, item: Item) -> bool:
    """An action without resource types; some services take a wildcard of their own for it."""
    service = item.action.partition(":")[0]
    own = f":{service}:" in pattern or f"aws_{service}_" in pattern
    if item.action in _NAMING_ALL_THE_SAME:
        # What a parameter says may be an ARN of that service.
        return own or (pattern.startswith("\ue000 ") and pattern.find("\ue001") == len(pattern) - 1)
    return own and pattern.endswith("*") and service not in _ON_EVERYTHING_ALONE


def _covers(held: str, needed: str) -> bool:
    return any(
        covers(one, other) or covers(one, _placed_like(one, other, wildcards=False))
        for one in readings(held)
        for other in readings(needed)
    )


def _is_other_reading(held: str, needed: str) -> bool:
    """The held pattern is the needed one, but for how the name in it begins."""
    return held != _placed_like(held, needed, wildcards=True) and _same(held, needed)


def _is_name_in(held: str, needed: str) -> bool:
    """The held pattern is nothing but a name that the needed one has in it; what begins with it is an ARN."""
    lone = held.startswith("\ue000") and held.find("\ue001") == len(held) - 1
    return lone and held in needed and not needed.startswith(held)


def both_ways(items: Iterable[Item], references: References) -> Iterator[Item]:
    """Items, and those whose names may begin with a slash a second time, without the one before.

    The ARN of what the template makes is one, however its name begins.
    """
    for item in items:
        yield item
        if references.is_whole(item.resource):
            continue
        parts = item.resource.parts if isinstance(item.resource, Text) else ()
        for at, (before, name) in enumerate(pairwise(parts)):
            if isinstance(name, Hole) and (name.name or "").startswith("AWS::"):
                # The name of a stack, say, has no slash.
                continue
            if isinstance(before, str) and _PATH in f"{before}{form(Text((name,)))}":
                bare = (*parts[:at], before.removesuffix("/"), *parts[at + 1 :])
                yield replace(item, resource=Text(bare))


def as_they_begin(items: Iterable[Item], held: Collection[str], references: References) -> Iterator[Item]:
    """Items that a statement on the ``held`` patterns grants, as names of theirs may begin: in both ways, but
    where a pattern says which it is (``parameter${Prefix}/*``)."""
    said = [pattern for pattern in held if _PATH.replace("/", "") in pattern]
    for item in items:
        ways = list(both_ways([item], references))
        needed = [form(one.resource) for one in ways] if said and len(ways) > 1 else []
        told = [
            any(covers(one, name) or covers(one, _placed_like(one, name, wildcards=False)) for one in said)
            for name in needed
        ]
        yield from compress(ways, told) if any(told) else ways


def readings(pattern: str) -> tuple[str, ...]:
    """What a pattern says: a reference may come to a path that begins with the slash before it.

    What is asked of a log group is asked of one of its streams: ``logs:CreateLogStream`` is denied on
    ``log-group:NAME:log-stream:STREAM``, which ``log-group:NA*:*:*`` matches. A name that a template makes of
    the partition has ``aws`` in it where most deploy.
    """
    if pattern.endswith(_STREAMS):
        return pattern, pattern.removesuffix(_STREAMS) + ":*"
    if _LOG_GROUP in pattern and pattern.endswith(_STREAMS_OF_ANY):
        return pattern, pattern.removesuffix(":*")
    if _PATH in pattern:
        return pattern, pattern.replace(_PATH, _PATH.replace("/", ""), 1)
    named = pattern.find(_PARTITION, len(_ARN) + 1)
    if named >= 0:
        return pattern, pattern[:named] + pattern[named:].replace(_PARTITION, "aws")
    return (pattern,)


def _placed_like(held: str, needed: str, *, wildcards: bool) -> str:
    """The needed pattern with what the held one says in place of the deployment's region and account.

    Wildcards of the held one count only with ``wildcards``.
    """
    if not any(one in needed for one in _PLACE_WORDS):
        return needed
    mine, wanted = held.split(":", _ARN_FIELDS - 1), needed.split(":", _ARN_FIELDS - 1)
    if len(mine) != _ARN_FIELDS or len(wanted) != _ARN_FIELDS:
        return needed
    for index, word in zip((1, 3, 4), _PLACE_WORDS, strict=True):
        said = mine[index] and (wildcards or "*" not in mine[index])
        if said and wanted[index] == word:
            wanted[index] = mine[index]
    return ":".join(wanted)
