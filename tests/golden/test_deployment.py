"""Every folder of ``deployment/`` is a project; ``expect.toml`` says what deploying it needs, and what it does not."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policywright.analyzers.assembly import condition_data, document, resource_texts
from policywright.analyzers.deployment.deploying import Deployed, Options, deploy
from policywright.analyzers.model import Policy
from policywright.knowledge.policy.quota import QUOTAS, size
from policywright.knowledge.store import shared_store

CASES = sorted(path.parent for path in (Path(__file__).parent / "deployment").glob("*/expect.toml"))
_KEYS = {"options", "policies", "unresolved", "grants", "absent", "perhaps"}


def _granted(policies: list[Policy], options: Options) -> Iterator[str]:
    for policy in policies:
        for grant in policy.grants:
            conditions = condition_data(grant.conditions, options.place)
            said = "".join(
                f" if {operator} {key} {', '.join([values] if isinstance(values, str) else values)}"
                for operator, keys in conditions.items()
                for key, values in keys.items()
            )
            for resource in resource_texts(grant.resources, options.place):
                yield f"{grant.action} on {resource}{said}"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_deployment(case: Path) -> None:
    expect: dict[str, Any] = tomllib.loads((case / "expect.toml").read_text("utf-8"))
    assert set(expect) <= _KEYS
    options = Options(**expect.get("options", {}))
    found = deploy([case], options)
    assert [one.name for one in found.identities] == expect["policies"]
    assert sorted({one.code.value for one in found.analysis.unresolved}) == sorted(
        expect.get("unresolved", [])
    )
    by_name = {policy.name: policy for policy in found.analysis.policies}
    for identity in found.identities:
        granted = set(_granted([by_name[name] for name in identity.policies], options))
        wanted = set(expect["grants"].get(identity.name, ()))
        assert wanted <= granted, f"missing: {sorted(wanted - granted)}"
        absent = expect.get("absent", {}).get(identity.name, ())
        assert not [line for line in granted for said in absent if f"{line} ".startswith(f"{said} ")]
    perhaps = {
        f"{one.action} on {resource}"
        for one in found.analysis.may_need
        for resource in resource_texts(one.resources, options.place)
    }
    assert set(expect.get("perhaps", ())) <= perhaps
    _holds_always(found)


def _holds_always(found: Deployed) -> None:
    """Whatever is deployed: the quota is kept, every action is AWS's, every grant has a reason with a source."""
    from policywright.knowledge.catalog import Catalog

    catalog = Catalog(shared_store())
    for policy in found.analysis.policies:
        assert size(document(policy)) <= QUOTAS["managed"]
        # A bucket is none by its domain.
        assert "s3.amazonaws.com" not in json.dumps(document(policy))
        for grant in policy.grants:
            assert catalog.action(grant.action) is not None, grant.action
            assert grant.reasons and all(reason.span.file for reason in grant.reasons)


def test_order_of_paths_changes_nothing(tmp_path: Path) -> None:
    cases = [str(path) for path in CASES]
    first, second = deploy(cases, Options()), deploy(cases[::-1], Options())
    assert [json.dumps(document(one)) for one in first.analysis.policies] == [
        json.dumps(document(one)) for one in second.analysis.policies
    ]
