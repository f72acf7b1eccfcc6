"""A value of a function's code that goes through something unknown takes nothing from its role.

The same as ``test_unknown_values``, with templates: what a role was seen to need is granted all the same when
the patch is applied, and a role that lost its function's permission would be no less complete.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.golden.test_infrastructure import once, run
from tests.invariants.conftest import Wrapper, values_of
from tests.invariants.deployed import deployed

from policywright.analyzers.infrastructure.application import Infrastructure
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.references import references_of
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.values import alternatives

ENDINGS = {
    ".py": "python", ".js": "typescript", ".mjs": "typescript", ".cjs": "typescript", ".ts": "typescript",
    ".go": "go", ".java": "java",
}  # fmt: skip
NEEDED = ("added", "widened", "narrowed", "unchanged")
HELD = ("narrowed", "unchanged")
PATHS = "an unknown part of a path is taken for a part of it: neither empty nor absolute"
NOT_YET: Mapping[str, str] = {
    "absolute_paths": PATHS,
    "changed_variables": PATHS,
    "parameter_paths": "what takes the place covers every name that a parameter can have",
    "paths_above": PATHS,
    "serverless_variables_left_out": "what stays as it is is told without the account that the template writes",
    "serverless_chosen_by_stage": "what stays as it is is told without the account that the template writes",
}
"""Projects in which some value does lose something, and why."""
Grants = dict[tuple[str, str], list[tuple[str, str]]]


def granted(infrastructure: Infrastructure, *kinds: str) -> Grants:
    """Actions and resources of each role, in the words of its stack; ``kept`` ones as they stand there."""
    found: Grants = {}
    for diff in infrastructure.roles:
        references = references_of(diff.needs.stack)
        own = found.setdefault((diff.needs.stack.name, diff.needs.id), [])
        for change in diff.of(*kinds):
            values = change.before if change.kind == "kept" else change.resources
            options = [option for value in values for option in alternatives(value)]
            own += [(change.action, form(references.canonical(option))) for option in options] or [
                (change.action, "*")
            ]
    return found


def lost(before: Grants, after: Grants) -> list[str]:
    """What a role needed before and is not left with."""
    return [
        f"{role}: {action} on {resource}"
        for (stack, role), needed in before.items()
        for action, resource in needed
        if not any(
            covers(other, action) and covers(where, resource) for other, where in after.get((stack, role), ())
        )
    ]


def check(project: Path, wrapping: Callable[[str, Wrapper], None], times: int) -> None:
    files = [path for path in sorted(project.rglob("*")) if path.suffix in ENDINGS]
    before = granted(once(project)[1], *HELD) if files else {}
    chance = random.Random(project.parent.name)
    for _ in range(times if files else 0):
        path = chance.choice(files)
        file, language = path.relative_to(project).as_posix(), ENDINGS[path.suffix]
        values = values_of(path)
        if not values:
            continue
        wrapper = Wrapper(language, chance.randrange(values))
        wrapping(file, wrapper)
        after = granted(run(project)[1], *NEEDED, "kept")
        if wrapper.place is None:
            # Nobody looked at the file.
            continue
        what = path.read_bytes()[slice(*wrapper.place)][:60].decode()
        assert lost(before, after) == [], f"after {file} {what}"


@pytest.mark.plain
@pytest.mark.parametrize("project", deployed("roles", NOT_YET, covered=True))
def test_a_role_with_an_unknown_value(project: Path, wrapping: Callable[[str, Wrapper], None]) -> None:
    check(project, wrapping, 2)


@pytest.mark.long
@pytest.mark.plain
@pytest.mark.parametrize("project", deployed("roles", NOT_YET))
def test_a_role_with_many_unknown_values(project: Path, wrapping: Callable[[str, Wrapper], None]) -> None:
    check(project, wrapping, 16)
