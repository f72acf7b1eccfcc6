"""``--compact`` says the same shorter, and widens no access level."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.deployment.granted import granted
from tests.shares import projects

from policywright.analyzers.assembly import document
from policywright.analyzers.deployment.deploying import Deployed, Options, deploy
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.policy.quota import size
from policywright.knowledge.store import shared_store

PROJECTS = sorted(
    path.parent for path in (Path(__file__).parents[2] / "golden" / "deployment").glob("*/expect.toml")
)
Pairs = set[tuple[str, str]]


def pairs(found: Deployed, catalog: Catalog) -> Pairs:
    """Each action on each resource, patterns of actions expanded."""
    return {
        (action, resource)
        for name, resource in granted(found.analysis.policies)
        for action in (catalog.expand(name) if "*" in name else (name,))
    }


@pytest.mark.parametrize("project", projects("compact", PROJECTS, 4))
def test_only_what_is_of_the_same_level_on_the_same_resource_is_added(project: Path) -> None:
    catalog = Catalog(shared_store())
    plain, compact = deploy([project], Options()), deploy([project], Options(compact=True))
    before, after = pairs(plain, catalog), pairs(compact, catalog)
    assert before <= after
    level = {name: entry.access_level for name, _ in after if (entry := catalog.action(name)) is not None}
    had = {(name.partition(":")[0], level[name], resource) for name, resource in before}
    for name, resource in after - before:
        assert level[name] != "Permissions management"
        assert resource != "*" and (name.partition(":")[0], level[name], resource) in had
    assert sum(size(document(one)) for one in compact.analysis.policies) <= sum(
        size(document(one)) for one in plain.analysis.policies
    )
