"""A policy statement as ``HeldStatement``, whatever it was read from.

``statement_of`` takes the elements as abstract values; ``plain_statements`` takes JSON data as it is in AWS's
policies and in policy files, ``documents.statements`` nodes of a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal

from policywright.analyzers.infrastructure.conditions import alternative
from policywright.analyzers.infrastructure.model import Chosen, HeldPolicy, HeldStatement, Site
from policywright.analyzers.model import Condition, Span
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Items, Struct, Unknown, Value, alternatives, one_of

EITHER = "whether a statement of it allows or denies depends on a condition"
"""Why what a policy grants is not all known."""


def statement_of(elements: Mapping[str, Value], span: Span, site: Site | None = None) -> HeldStatement:
    """A statement by its elements (names in any case); one without an Effect allows."""
    named = {name.lower(): value for name, value in elements.items()}
    sid = named.get("sid")
    return HeldStatement(
        effect=effect_of(named.get("effect")),
        actions=_values(named.get("action")),
        not_actions=_values(named.get("notaction")),
        resources=_values(named.get("resource")),
        not_resources=_values(named.get("notresource")),
        conditions=tuple(_conditions(named.get("condition"))),
        sid=str(sid.value) if isinstance(sid, Const) and sid.value else None,
        span=span,
        site=site,
        sometimes=tuple(
            one for name in ("action", "resource") if name in named for one in chosen(named[name], span, name)
        ),
    )


def marked(policies: Sequence[HeldPolicy]) -> tuple[HeldPolicy, ...]:
    """The policies of a role, with what one place makes several times marked."""
    sites = [one.site for policy in policies for one in policy.statements if one.site is not None]
    several = {site for site in sites if sites.count(site) > 1}
    if not several:
        return tuple(policies)
    return tuple(
        replace(
            policy,
            statements=tuple(
                replace(one, made=True) if one.site in several else one for one in policy.statements
            ),
        )
        for policy in policies
    )


def effect_of(value: Value | None) -> Literal["Allow", "Deny"]:
    """What may deny grants nothing that counts on it; a statement without an Effect allows."""
    found = [*alternatives(value)] if value is not None else []
    return "Deny" if any(one == Const("Deny") or not isinstance(one, Const) for one in found) else "Allow"


def is_either(value: Value | None) -> bool:
    """Whether it is not known if a statement of this effect allows or denies."""
    found = [*alternatives(value)] if value is not None else []
    return len(found) > 1 or any(not isinstance(one, Const) for one in found)


def allowing(statements: Sequence[HeldStatement], either: Sequence[bool]) -> tuple[HeldStatement, ...]:
    """Of the statements those which ``either`` allow or deny, as what they may allow."""
    return tuple(
        replace(one, effect="Allow") for one, unsure in zip(statements, either, strict=True) if unsure
    )


def all_of(several: Sequence[tuple[HeldStatement, ...] | None]) -> tuple[HeldStatement, ...] | None:
    """What several policies may grant that are not all known; None: anything (see ``HeldPolicy.may``)."""
    known = [one for one in several if one is not None]
    return tuple(each for one in known for each in one) if len(known) == len(several) else None


def plain_statements(
    statements: object, span: Span, place: Callable[[int], tuple[Span, Site]] | None = None
) -> tuple[HeldStatement, ...]:
    """The statements of a document in JSON data (one or a list); what IAM would not take is left out.

    All are at ``span``, unless ``place`` tells where each stands.
    """
    found: list[HeldStatement] = []
    for index, data in enumerate(statements if isinstance(statements, list) else [statements]):
        if not isinstance(data, Mapping) or data.get("Effect") not in ("Allow", "Deny"):
            continue
        elements = {str(name): plain_value(value) for name, value in data.items()}
        if "Action" in elements or "NotAction" in elements:
            where, site = place(index) if place is not None else (span, None)
            found.append(statement_of(elements, where, site))
    return tuple(found)


def plain_value(data: object) -> Value:
    """JSON data as an abstract value."""
    if isinstance(data, Mapping):
        return Struct(tuple((str(name), plain_value(inner)) for name, inner in data.items()))
    if isinstance(data, list):
        return Items(tuple(plain_value(item) for item in data))
    return Const(data) if data is None or isinstance(data, str | int | float | bool) else Unknown()


def _values(value: Value | None) -> tuple[Value, ...]:
    """As ``elements``; nothing of what is not there."""
    return elements(value) if value is not None else ()


def elements(value: Value) -> tuple[Value, ...]:
    """The elements of a list, or a value alone, each with what a condition or a mapping makes of it.

    Null and what is neither text nor list are left out. Of a list that goes on, as far as is known
    (``Fn::Split`` of a parameter), the rest is one unknown. Beside another, an empty text names nothing.
    """
    listed = value.all if isinstance(value, Items) else (value,)
    return tuple(one_of(some) for some in map(_said, listed) if some)


def chosen(value: Value, span: Span, part: str = "") -> Iterator[Chosen]:
    """What of a list, or of those that a condition or mapping chooses among, is not there for certain.

    Where it stands, in which ``part`` of that, tells it from what is chosen elsewhere.
    """
    place = f"{span.file}:{span.line}:{span.column} {part}"
    lists = [one for one in alternatives(value) if [*_strings(one)]]
    found: dict[Value, list[Chosen]] = {}
    for one in _alternatives(lists, place, ()):
        found.setdefault(one.value, []).append(one)
    for several in found.values():
        if all(one.only_if for one in several):
            yield from several


def _alternatives(options: Sequence[Value], place: str, only_if: tuple[str, ...]) -> Iterator[Chosen]:
    for number, one in enumerate(options):
        where = (*only_if, alternative(place, number, len(options))) if len(options) > 1 else only_if
        if isinstance(one, Items):
            for index, inner in enumerate(one.all):
                yield from _alternatives([*alternatives(inner)], f"{place}.{number}.{index}", where)
        elif [*_strings(one)]:
            yield Chosen(value=one, only_if=where)


def _said(value: Value) -> list[Value]:
    found = list(dict.fromkeys(_strings(value)))
    return [one for one in found if one != Const("")] or found


def _strings(value: Value) -> Iterator[Value]:
    for option in alternatives(value):
        if isinstance(option, Items):
            for item in option.all:
                yield from _strings(item)
        elif option != Const(None) and not isinstance(option, Struct):
            yield option


def _conditions(block: Value | None) -> Iterator[Condition]:
    for operator, keys in block.fields if isinstance(block, Struct) else ():
        for key, value in keys.fields if isinstance(keys, Struct) else ():
            yield operator, key, _values(value)
