"""Carries over what Terraform's provider asks for data sources, and what is not known of its resources.

``python -m policywright.knowledge.generator.carry_provider INDEX``: a copy of
lonegunmanb/terraform-provider-aws-index (``provider_index``). Data sources in ``facts/terraform.json`` become
what it says; a resource gets the calls that its list lacks, as those in packages of other services, and the
phases in which it reads. Nothing is taken from a resource: some of what the provider does is not followed.
``carry_deployments`` writes the rest of the file, and comes first.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from policywright.knowledge.generator.carry_deployments import TERRAFORM, write
from policywright.knowledge.generator.deployments import READS
from policywright.knowledge.generator.facts_source import FACTS
from policywright.knowledge.generator.provider_index import Index


def main(root: Path) -> None:
    types: dict[str, Any] = json.loads((FACTS / "terraform.json").read_text(encoding="utf-8"))["types"]
    write("terraform.json", TERRAFORM, carried(types, Index(root)))


def carried(types: dict[str, Any], index: Index) -> dict[str, Any]:
    """What is known of the types, with what the index says of them."""
    found = {type: row for type, row in types.items() if not type.startswith("data.")}
    for type, calls in index.types("data."):
        found[type] = {"operations": _grouped({}, dict.fromkeys(calls, "r"))}
    for type, calls in index.types(""):
        if type in found:
            found[type] = {**found[type], "operations": _grouped(found[type]["operations"], calls)}
    return found


def _grouped(known: dict[str, dict[str, str]], calls: dict[str, str]) -> dict[str, dict[str, str]]:
    found = {client: dict(operations) for client, operations in known.items()}
    for call, letters in calls.items():
        client, _, name = call.partition(":")
        told = found.setdefault(client, {})
        if name not in told or name.startswith(READS):
            told[name] = "".join(one for one in "crudlt" if one in letters or one in told.get(name, ""))
    return {client: dict(sorted(operations.items())) for client, operations in sorted(found.items())}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
