"""Deployment policies beside two other ways to get them, on public projects; the outcome is ``deployments.json``.

``python -m bench.deployments FOLDER... [--peer PROGRAM] [--write]``. Each FOLDER is a checkout named
``OWNER+NAME``. For CloudFormation the other way is the one that ``cfn2iam`` publishes: everything that the handlers
of the template's types may call, on ``*``. For Terraform it is ``iam-policy-autopilot`` 0.3.0, which reads plans;
plans are made here, without a provider, from the configurations (``plan_of``): every resource is created, what is
constant in the configuration has its value, everything else is known after the apply. With ``--peer`` the program is
run (it asks the service reference that ``IAM_POLICY_AUTOPILOT_SERVICE_REFERENCE_URL`` names); without, nothing is said
of it. A surplus is the actions granted there beyond ours: of a part, and by resource (an action counts once for a part,
however many resources of a type that has).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from policywright.analyzers.deployment.deploying import Deployed, Options, deploy
from policywright.analyzers.deployment.terraform import body_of
from policywright.analyzers.infrastructure.cloudformation import template_names
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.terraform.modules import Modules
from policywright.analyzers.infrastructure.terraform.stack import handles_of_root
from policywright.knowledge.values import Const, Items, Struct, Value

RESULTS = Path(__file__).parent / "deployments.json"
FACTS = Path(__file__).parent.parent / "knowledge" / "policywright" / "knowledge" / "facts"
MOST = 30
"""Projects of each kind."""


def plan_of(files: ProjectFiles, directory: str) -> dict[str, Any] | None:
    """A plan in Terraform's JSON format that creates everything in a root module; None where there is nothing."""
    evaluator, _, handles, _ = handles_of_root(Modules.of(files), directory)
    changes = []
    for handle in handles:
        if handle.mode != "managed" or not handle.type.startswith("aws_"):
            continue
        known, unknown = _planned(body_of(evaluator, handle.block, evaluator.env_of(handle), 0))
        changes.append({
            "address": handle.address, "mode": "managed", "type": handle.type, "name": handle.block.label,
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {"actions": ["create"], "before": None, "after": known, "after_unknown": unknown},
        })  # fmt: skip
    if not changes:
        return None
    return {
        "format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": changes,
        "planned_values": {"root_module": {"resources": []}},
        "configuration": {"provider_config": {}, "root_module": {}},
    }  # fmt: skip


def _planned(value: Value) -> tuple[Any, Any]:
    """A value as a plan has it: what is known, and where something is not."""
    match value:
        case Const(value=scalar):
            return scalar, False
        case Struct(fields=fields):
            pairs = {name: _planned(inner) for name, inner in fields}
            known = {name: one for name, (one, unknown) in pairs.items() if unknown is not True}
            return known, {name: unknown for name, (_, unknown) in pairs.items() if unknown}
        case Items(values=values):
            pairs_ = [_planned(one) for one in values]
            return [one for one, _ in pairs_], [unknown for _, unknown in pairs_]
    return None, True


def _actions(found: Deployed, *, only: str | None = None) -> tuple[set[str], set[str]]:
    """The actions that are granted, and those that are granted on everything."""
    # The Serverless Framework's services have no execution role: whoever runs it makes the stack.
    chosen = [one for one in found.identities if one.purpose == only] or found.identities
    names = {name for one in chosen for name in one.policies}
    actions: set[str] = set()
    everywhere: set[str] = set()
    for policy in found.analysis.policies:
        for grant in policy.grants if policy.name in names else ():
            actions.add(grant.action)
            if not grant.resources:
                everywhere.add(grant.action)
    return actions, everywhere


def cloudformation(folder: Path) -> Iterator[dict[str, Any]]:
    """Each template of a folder."""
    facts = json.loads((FACTS / "cloudformation.json").read_text("utf-8"))["types"]
    for name in template_names(ProjectFiles.below(folder))[0]:
        start = time.perf_counter()
        found = deploy([folder / name], Options())
        seconds = time.perf_counter() - start
        ours, everywhere = _actions(found, only="execution role")
        types = sorted(
            {grant.reasons[0].operation for one in found.analysis.policies for grant in one.grants}
        )
        known = [type for type in types if "actions" in facts.get(type, {})]
        theirs = {
            f"{prefix}:{action}"
            for type in known
            for prefix, actions in facts[type]["actions"].items()
            for action, letters in actions.items()
            if set(letters) & set("crud")
        }
        if known:
            yield _row(folder, name, len(known), ours, everywhere, theirs, theirs, seconds)


def terraform(folder: Path, peer: str | None) -> Iterator[dict[str, Any]]:
    """Each root module of a folder, by a plan."""
    files = ProjectFiles.below(folder)
    for directory in Modules.of(files).roots():
        plan = plan_of(files, directory)
        if plan is None:
            continue
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "plan.json"
            path.write_text(json.dumps(plan), encoding="utf-8")
            start = time.perf_counter()
            found = deploy([path], Options())
            seconds = time.perf_counter() - start
            ours, everywhere = _actions(found)
            theirs, wide = _peer(peer, path) if peer is not None else (set(), set())
        count = len(plan["resource_changes"])
        yield _row(folder, directory or ".", count, ours, everywhere, theirs, wide, seconds)


def _peer(program: str, plan: Path) -> tuple[set[str], set[str]]:
    done = subprocess.run(
        [program, "generate-policies", "--disable-cache", str(plan)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    actions: set[str] = set()
    everywhere: set[str] = set()
    if done.returncode:
        return actions, everywhere
    for policy in json.loads(done.stdout).get("Policies", ()):
        for statement in policy["Policy"]["Statement"]:
            actions.update(statement["Action"])
            if "*" in statement["Resource"]:
                everywhere.update(statement["Action"])
    return actions, everywhere


def _row(
    folder: Path, name: str, resources: int, ours: set[str], everywhere: set[str], theirs: set[str],
    wide: set[str], seconds: float,
) -> dict[str, Any]:  # fmt: skip
    return {
        "project": folder.name.replace("+", "/", 1), "part": name, "resources": resources,
        "ours": len(ours), "ours_everywhere": len(everywhere), "theirs": len(theirs),
        "theirs_everywhere": len(wide), "surplus": len(theirs - ours),
        "surplus_by_resource": round(len(theirs - ours) / resources, 2),
        "only_ours": sorted(ours - theirs)[:12] if theirs else [], "seconds": round(seconds, 2),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.deployments", description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--peer", help="iam-policy-autopilot, to be run on the plans")
    parser.add_argument("--write", action="store_true", help=f"put the outcome into {RESULTS.name}")
    arguments = parser.parse_args()
    stacks: list[dict[str, Any]] = []
    plans: list[dict[str, Any]] = []
    for folder in arguments.folders:
        # No more than a third from one project.
        stacks += islice(cloudformation(folder), MOST // 3)
        plans += islice(terraform(folder, arguments.peer), MOST // 3)
    result = {"cloudformation": _summed(stacks[:MOST]), "terraform": _summed(plans[:MOST])}
    print(json.dumps({kind: found["sum"] for kind, found in result.items()}, indent=1))
    if arguments.write:
        RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def _summed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    numbers = ("resources", "ours", "ours_everywhere", "theirs", "theirs_everywhere", "surplus")
    total: dict[str, Any] = {name: sum(row[name] for row in rows) for name in numbers}
    total["parts"] = len(rows)
    compared = [row for row in rows if row["theirs"]]
    total["compared"] = len(compared)
    resources = sum(row["resources"] for row in compared)
    total["surplus_by_resource"] = round(total["surplus"] / max(1, resources), 2)
    total["surplus_by_part"] = round(total["surplus"] / max(1, len(compared)), 1)
    return {"sum": total, "parts": rows}


if __name__ == "__main__":
    main()
