"""``managed_policies.json.xz`` from moto, ``sam.json`` from aws-sam-translator.

``cdk_grants.toml`` is made by ``cdk_grants.js``, which runs where aws-cdk-lib is (``make cdk-grants``)."""

from __future__ import annotations

import json
import lzma
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "data"


def main() -> None:
    """Writes both files; an import error names what is missing."""
    _write_managed(DATA / "managed_policies.json.xz")
    _write_sam(DATA / "sam.json")


def _write_managed(target: Path) -> None:
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    policies: dict[str, Any] = json.loads(aws_managed_policies_data)
    rows = {
        name: [policy.get("Path", "/"), policy["Document"]["Statement"]]
        for name, policy in sorted(policies.items())
    }
    body = {"source": f"moto {version('moto')}, moto/iam/aws_managed_policies.py", "policies": rows}
    target.write_bytes(lzma.compress(_compact(body), preset=9 | lzma.PRESET_EXTREME))


def _write_sam(target: Path) -> None:
    package = files("samtranslator")
    templates = json.loads((package / "policy_templates_data" / "policy_templates.json").read_text("utf-8"))
    profiles = json.loads((package / "model" / "connector_profiles" / "profiles.json").read_text("utf-8"))
    body = {
        "source": f"aws-sam-translator {version('aws-sam-translator')}: policy_templates.json, profiles.json",
        "templates": {
            name: {"parameters": sorted(one["Parameters"]), "statements": one["Definition"]["Statement"]}
            for name, one in sorted(templates["Templates"].items())
        },
        "connectors": _connectors(profiles["Permissions"]),
    }
    target.write_text(json.dumps(body, indent=1, sort_keys=True) + "\n", "utf-8")


def _connectors(permissions: dict[str, Any]) -> list[dict[str, Any]]:
    """The connections that give a role a policy: whose (``source`` or ``destination``), and statements."""
    rows = []
    for source, destinations in sorted(permissions.items()):
        for destination, profile in sorted(destinations.items()):
            if profile["Type"] != "AWS_IAM_ROLE_MANAGED_POLICY":
                continue
            properties = profile["Properties"]
            rows.append({
                "source": source, "destination": destination,
                "role": "source" if properties["SourcePolicy"] else "destination",
                "access": {name: one["Statement"] for name, one in properties["AccessCategories"].items()},
            })  # fmt: skip
    return rows


def _compact(body: object) -> bytes:
    return json.dumps(body, separators=(",", ":"), sort_keys=True).encode()


if __name__ == "__main__":
    main()
