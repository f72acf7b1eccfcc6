"""Under which conditions of a template what a role needs is granted.

A template is several: a grant that stands in one branch is none in the other. ``said_of`` says of needs that
are there whenever the role is where no statement grants them; ``comparison`` adds that to a role's notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from policywright.analyzers.infrastructure.coverage import Item
from policywright.analyzers.infrastructure.holdings import Held
from policywright.analyzers.infrastructure.model import UNLESS
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.references import References

_NAME = re.compile(r"!?[A-Za-z0-9]+\Z")
"""A condition that the template names, or the opposite of one; others are places of expressions."""
_MOST = 10
"""Conditions of one role whose combinations are gone through."""
_SHOWN = 4

_Branch = frozenset[str]
"""Conditions that hold together."""


def said_of(
    items: Iterable[Item], held: Sequence[Held], needs: RoleNeeds, references: References
) -> list[str]:
    """One line for what is granted under the same conditions alone, and needed without them."""
    found: dict[tuple[frozenset[_Branch], str], list[str]] = {}
    always = _always(needs)
    for item in items:
        able = [one for one in held if one.holding.covers(item) and one.holding.whenever(item)]
        known = always.union(references.only_if(item.resource))
        branches = frozenset(frozenset({*one.policy.only_if, *one.statement.only_if} - known) for one in able)
        if (
            not able
            or _exhausts(branches, known)
            or (len(branches) > 1 and not all(map(_is_named, branches)))
        ):
            continue
        places = dict.fromkeys(f"{one.statement.span.file}:{one.statement.span.line}" for one in able)
        found.setdefault((branches, ", ".join([*places][:_SHOWN])), []).append(item.action)
    return [_line(actions, branches, places) for (branches, places), actions in found.items()]


def _always(needs: RoleNeeds) -> frozenset[str]:
    """What holds wherever the role's code runs: conditions of the role, and of all that runs under it."""
    role = needs.role
    own = frozenset(role.only_if if role is not None else ())
    resources = [needs.stack.resource(one.id) for one in needs.workloads]
    of_code = {one.only_if for one in resources if one is not None and one.only_if is not None}
    # Of several that run under different conditions it is not told whose need is whose.
    return own.union(of_code)


def _exhausts(branches: Iterable[_Branch], known: frozenset[str]) -> bool:
    """Whatever holds, one of the branches is there."""
    left = [one for one in branches if not any(_opposite(each) in known for each in one)]
    names = sorted({one.removeprefix(UNLESS) for branch in left for one in branch})
    if not left or len(names) > _MOST:
        return not left
    return all(
        any(
            all((one.removeprefix(UNLESS) in holding) != one.startswith(UNLESS) for one in branch)
            for branch in left
        )
        for holding in _ways(names)
    )


def _is_named(branch: _Branch) -> bool:
    """Its conditions are names. Of several other ones it is not told whether one always holds."""
    return all(_NAME.match(one) for one in branch)


def _ways(names: Sequence[str]) -> Iterator[set[str]]:
    for chosen in product((False, True), repeat=len(names)):
        yield {name for name, holds in zip(names, chosen, strict=True) if holds}


def _opposite(condition: str) -> str:
    return condition.removeprefix(UNLESS) if condition.startswith(UNLESS) else f"{UNLESS}{condition}"


def _line(actions: Sequence[str], branches: frozenset[_Branch], places: str) -> str:
    some = [*dict.fromkeys(actions)]
    more = f" and {len(some) - _SHOWN} more" if len(some) > _SHOWN else ""
    what = f"{', '.join(some[:_SHOWN])}{more} {'is' if len(some) == 1 else 'are'}"
    if not all(map(_is_named, branches)):
        return (
            f"{what} granted under a condition alone ({places}): where it does not hold, the code lacks that"
        )
    said = " or ".join(sorted(" and ".join(map(_said, sorted(branch))) for branch in branches))
    return f"{what} granted only where {said} ({places}): elsewhere the code lacks that"


def _said(condition: str) -> str:
    if condition.startswith(UNLESS):
        return f"{condition.removeprefix(UNLESS)} does not hold"
    return f"{condition} holds"
