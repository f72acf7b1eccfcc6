"""What a role of a CDK application has of grant methods: statements that no narrower method would make.

A template that is synthesised has no word of the methods that were called; which they may have been is told
by what they give (``grant_methods``). Statements on one resource are looked at together, and those on a key
with the statements on what it encrypts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policywright.analyzers.infrastructure.coverage import Item, form
from policywright.analyzers.infrastructure.grant_methods import (
    Method,
    fitting,
    gives,
    methods_like,
    methods_of,
)
from policywright.analyzers.infrastructure.holdings import Held
from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.references import Attribute, References

_BELOW = ("/index/*", "/*", ":*")
"""What grant methods put behind an ARN."""
_KEY = "AWS::KMS::Key"
_SHOWN = 4


class ConstructGrants:
    """The grants of one role, by the resource that they are on."""

    def __init__(self, held: Sequence[Held], stack: Stack, references: References) -> None:
        self._references, self._stack = references, stack
        self._of: dict[str, list[Held]] = {}
        for one in held:
            base = base_of(one.holding.forms)
            if base is not None and one.policy.site is not None:
                self._of.setdefault(base, []).append(one)

    def keeps(self, held: Held) -> tuple[str, ...] | None:
        """Why a statement stays that grants more than is needed; None where it need not."""
        base = base_of(held.holding.forms)
        if base is None or held.statement.conditions or held.holding.unsure:
            return None
        type, _ = self._type(base, held)
        given = [action for one in self._methods(base, type) for action in (*one.own, *one.other)]
        if type == _KEY:
            given.extend(self._for_keys(base))
            given.extend(item.action for item in held.items)
        if not all(gives(given, action) for action in held.holding.actions):
            return None
        return self._said(base, held, given)

    def along(self, held: Held) -> tuple[tuple[Item, ...], tuple[str, ...]]:
        """What comes along with the methods that fit, where a statement has more than that; and why."""
        base = base_of(held.holding.forms)
        if base is None or held.statement.conditions or held.holding.unsure or not held.items:
            return (), ()
        type, _ = self._type(base, held)
        given = [action for one in self._methods(base, type) for action in (*one.own, *one.other)]
        if type == _KEY:
            given.extend(self._for_keys(base))
        some = [one for one in held.holding.actions if gives(given, one) and not held.needs(one)]
        items = (Item(action=one, resource=value) for one in some for value in held.holding.values)
        return tuple(items), self._said(base, held, given)

    def _said(self, base: str, held: Held, given: Sequence[str]) -> tuple[str, ...]:
        """What the methods bring along that is held and nothing needs."""
        needed = {item.action.lower() for one in self._of[base] for item in one.items if item.reasons}
        actions = dict.fromkeys(action for one in self._of[base] for action in one.holding.actions)
        more = [one for one in actions if one.lower() not in needed and gives(given, one)]
        if not more:
            return ()
        type, id = self._type(base, held)
        shown = f"{', '.join(more[:_SHOWN])}{f' and {len(more) - _SHOWN} more' if len(more) > _SHOWN else ''}"
        names = [one.name for one in self._methods(base, type)]
        what = f"{' and '.join(names)} of {id}" if names and id else "what CDK grants"
        return (f"{what} also gives {shown}: more of the same access",)

    def _methods(self, base: str, type: str) -> tuple[Method, ...]:
        """What would be called today for what is needed of a resource."""
        held = self._of.get(base, ())
        whole = all(
            is_whole(base, form(item.resource), one.holding.forms) for one in held for item in one.items
        )
        needed = {item.action for one in held for item in one.items}
        return fitting(type, needed) if needed and whole else ()

    def _type(self, base: str, held: Held) -> tuple[str, str | None]:
        """The type and id of the resource of a statement; what its actions tell, of another stack's."""
        for value in held.holding.values:
            first = next(iter(self._references.native(value)), None)
            resource = self._stack.resource(first.id) if isinstance(first, Attribute) else None
            if resource is not None and form(self._references.canonical(value)).startswith(base):
                return resource.type, resource.id
        like = methods_like(held.holding.actions)
        return (like[0].type if like else ""), None

    def _for_keys(self, base: str) -> Iterable[str]:
        """What is granted on a key for the sake of what it encrypts."""
        for resource in self._stack.resources:
            if resource.key is None or form(self._references.canonical(resource.key)) != base:
                continue
            for other, held in self._of.items():
                type, id = self._type(other, held[0])
                if id == resource.id and methods_of(type):
                    for method in self._methods(other, type):
                        yield from method.key


def base_of(forms: Sequence[str]) -> str | None:
    """The resource that patterns are all on, itself or below; None where they are on several, or on any."""
    bases = {_above(one) for one in forms}
    base = bases.pop() if len(bases) == 1 else None
    return base if base and base != "*" and not base.endswith("*") else None


def _above(pattern: str) -> str:
    for end in _BELOW:
        if pattern.endswith(end):
            return pattern.removesuffix(end)
    return pattern


def is_whole(base: str, needed: str, forms: Sequence[str]) -> bool:
    """A needed pattern is what grant methods would say of the resource, or what is said of it now."""
    return needed in forms or _above(needed) == base
