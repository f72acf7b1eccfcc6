"""What a template makes under a condition alone: whether code that asks for it does so under that, too.

A reference is there with the resource; a name that the template says may be there without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.items import Item
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.references import References
from policywright.knowledge.values import Const, Hole, Text

_NAME_OF_ARN = 5
"""Colons before the name in an ARN."""


def where_named(item: Item, needs: RoleNeeds, references: References) -> Iterator[tuple[str, ...]]:
    """The conditions under which the code is given the name of what an item is on, where some choose it."""
    name = form(item.resource).split(":", _NAME_OF_ARN)[-1]
    for workload in needs.workloads:
        for one in workload.chosen:
            given = form(references.canonical(one.value)).split(":", _NAME_OF_ARN)[-1]
            if given.strip("*") and re.search(rf"(?:^|[:/]){re.escape(given)}(?:[:/]|$)", name):
                yield one.only_if


def called(item: Item, needs: RoleNeeds, references: References) -> tuple[str, ...]:
    """What a condition makes and the code asks for whether it holds or not: by a name that the template says.

    Somebody else may make it where it does not: a table's replica in another region, what was there before.
    """
    made = references.conditional(item.resource)
    if not made or next(where_named(item, needs, references), None) is not None:
        return ()
    return tuple(id for id in made if isinstance(references.resources[id].name, Const | Text))


def only_if(item: Item, needs: RoleNeeds, references: References) -> tuple[str, ...]:
    """The conditions under which alone what an item is on can be asked for."""
    by_name = called(item, needs, references)
    found = references.conditional(item.resource).items()
    return tuple(dict.fromkeys(condition for id, condition in found if id not in by_name))


def set_for_others(item: Item, needs: RoleNeeds) -> str | None:
    """A variable that names what an item is on, which the template sets for other functions and not for those
    of this role: what it is to be there, whoever sets it says."""
    told = all(one.kind == "lambda" and one.code.runtime is not None for one in needs.workloads)
    names = list(dict.fromkeys(_variables(item)))
    if not told or not names or any(one.environment.open for one in needs.workloads):
        return None
    own = {name for one in needs.workloads for name, _ in one.environment.fields}
    others = {name for one in needs.stack.workloads for name, _ in one.environment.fields}
    return next((name for name in names if name in others - own), None)


def _variables(item: Item) -> Iterator[str]:
    for part in item.resource.parts if isinstance(item.resource, Text) else ():
        if isinstance(part, Hole) and part.kind == "env" and part.name is not None:
            yield part.name
