"""Compares what we answer with what AWS lists (``facts/authorization.json``): ``make crosscheck``; with
``MAP=FILE`` also with iann0036/iam-dataset's map of January 2023, which is not part of the project.

Several lists for the services in ``MOST_USED``: actions that AWS lists and no rule of ours decides about,
actions that we rule out, actions that we grant and AWS doesn't list, and disagreements with the map of 2023
about actions and about the member that names the resource. ``knowledge/CROSSCHECK.md`` explains what
stays.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from policywright.knowledge import generic
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.generator.facts_source import FACTS
from policywright.knowledge.operations import Operation
from policywright.knowledge.plans import Plan
from policywright.knowledge.records import dataclass
from policywright.knowledge.store import open_store
from policywright.knowledge.texts import glob, parts
from policywright.knowledge.values import Const, Items, Request, Struct, Value

MOST_USED = tuple(
    [
        "s3",
        "dynamodb",
        "lambda",
        "sqs",
        "sns",
        "ec2",
        "iam",
        "sts",
        "cloudwatch",
        "logs",
        "secretsmanager",
        "ssm",
        "kms",
        "events",
        "stepfunctions",
        "ecs",
        "ecr",
        "eks",
        "rds",
        "redshift",
        "redshift-data",
        "kinesis",
        "firehose",
        "glue",
        "athena",
        "bedrock",
        "bedrock-runtime",
        "bedrock-agent-runtime",
        "sagemaker",
        "sagemaker-runtime",
        "cognito-idp",
        "cognito-identity",
        "ses",
        "sesv2",
        "apigateway",
        "apigatewayv2",
        "cloudformation",
        "cloudfront",
        "route53",
        "elbv2",
        "elb",
        "autoscaling",
        "application-autoscaling",
        "batch",
        "codebuild",
        "codepipeline",
        "cloudtrail",
        "config",
        "organizations",
        "acm",
        "efs",
        "elasticache",
        "opensearch",
        "es",
        "emr",
        "comprehend",
        "rekognition",
        "textract",
        "transcribe",
        "translate",
        "polly",
        "scheduler",
        "pipes",
        "xray",
        "s3control",
    ]
)


_AMBIENT = ("Partition", "Region", "Account")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One disagreement; ``kind`` is a key of ``KINDS``."""

    kind: str
    service: str
    operation: str
    detail: str


KINDS = {
    "undecided": "AWS lists the action, no rule says when: reported under may_need",
    "ruled-out": "AWS lists the action, our overlay says it is not checked",
    "beyond-aws": "we grant an action that AWS doesn't list for the operation",
    "map-has-more": "the map of 2023 has an action that we never grant",
    "map-lacks-base": "we always grant an action that the map of 2023 doesn't have",
    "map-binds-more": "the map of 2023 fills an ARN variable that we leave open",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--map", type=Path, metavar="FILE", help="the map of 2023, a .json.gz")
    parser.add_argument("--all", action="store_true", help="every service instead of the most used")
    parser.add_argument("--kind", choices=sorted(KINDS), action="append", help="only these lists")
    arguments = parser.parse_args()
    authorizer = Authorizer(open_store())
    services = authorizer.operations.services() if arguments.all else MOST_USED
    findings = [*against_aws(authorizer, services)]
    if arguments.map:
        findings += against_map(arguments.map, authorizer, services)
    for finding in findings:
        if not arguments.kind or finding.kind in arguments.kind:
            sys.stdout.write(f"{finding.kind}\t{finding.service}.{finding.operation}\t{finding.detail}\n")
    for kind, count in sorted(Counter(finding.kind for finding in findings).items()):
        sys.stderr.write(f"{count:6} {kind}: {KINDS[kind]}\n")
    return 0


def against_aws(authorizer: Authorizer, services: tuple[str, ...]) -> Iterator[Finding]:
    """AWS's own list against our plans; the facts have none where that is its own name alone."""
    facts = json.loads((FACTS / "authorization.json").read_text(encoding="utf-8"))
    for client in services:
        for name in authorizer.operations.names(client):
            operation = authorizer.operations.get(client, name)
            entries = facts["clients"].get(client, {}).get(name)
            if operation is None or name in facts["silent"].get(client, ()):
                continue
            plan = authorizer.planner.plan(operation)
            listed = {entry if isinstance(entry, str) else entry[0] for entry in entries or plan.base}
            yield from _judge_listed(plan, listed)


def _judge_listed(plan: Plan, listed: set[str]) -> Iterator[Finding]:
    operation = plan.operation
    for action in sorted(listed):
        rows = plan.rows_for(action)
        if any("never" in row for row in rows) or (
            plan.layer == "no-permission" or action not in plan.candidates()
        ):
            yield _finding("ruled-out", operation, action)
        elif not rows and action not in plan.base and not _by_shape(action, operation):
            yield _finding("undecided", operation, action)
    for action in plan.base:
        if action not in listed:
            yield _finding("beyond-aws", operation, action)
    for row in plan.rows:
        for action in row["actions"]:
            if (
                action not in listed
                and not action.startswith("kms:")
                and "optional" not in row
                and "never" not in row
            ):
                yield _finding("beyond-aws", operation, f"{action} (when)")


def _by_shape(action: str, operation: Operation) -> bool:
    if action == generic.PASS_ROLE:
        return bool(generic.role_members(operation, listed=True))
    return generic.is_tag_action(action) and bool(generic.tag_paths(operation, listed=True))


def against_map(file: Path, authorizer: Authorizer, services: tuple[str, ...]) -> Iterator[Finding]:
    """The map of 2023 against our plans, and its resource templates against our binder."""
    with gzip.open(file, "rt", encoding="utf-8") as text:
        methods: dict[str, list[dict[str, Any]]] = json.load(text)["sdk_method_iam_mappings"]
    operations = authorizer.operations
    clients = {_squeeze(operations.service_id(name)): name for name in services}
    clients.update((_squeeze(name), name) for name in services)
    for method, entries in sorted(methods.items()):
        service, _, name = method.partition(".")
        client = clients.get(_squeeze(service))
        operation = operations.get(client, name) if client else None
        if operation is not None:
            yield from _judge_map(authorizer, operation, entries)


def _judge_map(
    authorizer: Authorizer, operation: Operation, entries: list[dict[str, Any]]
) -> Iterator[Finding]:
    plan = authorizer.planner.plan(operation)
    mapped = {
        action.full_name
        for entry in entries
        if (action := authorizer.catalog.action(entry["action"])) is not None
    }
    by_shape = {generic.PASS_ROLE} if operation.role_paths and plan.by_shape else set()
    for name in sorted(mapped - set(plan.candidates()) - by_shape):
        yield _finding("map-has-more", operation, name)
    for name in plan.base:
        if mapped and name not in mapped:
            yield _finding("map-lacks-base", operation, f"{name} (map: {', '.join(sorted(mapped))})")
    yield from _judge_bindings(authorizer, operation, entries)


def _judge_bindings(
    authorizer: Authorizer, operation: Operation, entries: list[dict[str, Any]]
) -> Iterator[Finding]:
    """Passes a telling value in every member and looks for those that the map uses in our ARNs."""
    request = Request(service=operation.service, operation=operation.name, parameters=telling(operation))
    answer = authorizer.authorize(request)
    ours: dict[str, str] = {}
    granted = [(need.action, need.resources) for need in answer.needs]
    granted += [(optional.action, optional.resources) for optional in answer.may_need]
    for name, resources in granted:
        text = " ".join(glob(parts(resource)) for resource in resources)
        ours[name] = f"{ours.get(name, '')} {text}"
    for entry in entries:
        action = authorizer.catalog.action(entry["action"])
        if action is None or action.full_name not in ours or not action.resource_types:
            continue
        for variable, mapping in sorted(entry.get("resource_mappings", {}).items()):
            paths = re.findall(r"\$\{([A-Za-z0-9_.\[\]]+)", mapping["template"])
            members = [path.rpartition(".")[2].removesuffix("[]") for path in paths if path not in _AMBIENT]
            if members and not any(f"v-{name}" in ours[action.full_name] for name in members):
                yield _finding(
                    "map-binds-more",
                    operation,
                    f"{action.full_name}: {variable} <- {members[0]}, ours:{ours[action.full_name]}",
                )


def telling(operation: Operation) -> Struct:
    """Every string member as ``v-NAME``, nested ones included, every list with one such element."""
    tree: dict[str, Any] = {}
    for member in operation.members:
        if member.type in ("string", "list"):
            tree[member.name if member.type == "string" else f"{member.name}[]"] = f"v-{member.name}"
    for path in operation.paths:
        *steps, leaf = path.split(".")
        tree.pop(steps[0] if isinstance(tree.get(steps[0]), str) else "", None)
        node = tree
        for step in steps:
            node = node.setdefault(step, {})
            if not isinstance(node, dict):
                break
        else:
            node[leaf] = f"v-{leaf.removesuffix('[]')}"
    return _struct(tree)


def _struct(tree: dict[str, Any]) -> Struct:
    fields: list[tuple[str, Value]] = []
    for name, inner in tree.items():
        value: Value = _struct(inner) if isinstance(inner, dict) else Const(inner)
        fields.append((name.removesuffix("[]"), Items((value,)) if name.endswith("[]") else value))
    return Struct(tuple(fields))


def _finding(kind: str, operation: Operation, detail: str) -> Finding:
    return Finding(kind=kind, service=operation.service, operation=operation.name, detail=detail)


def _squeeze(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


if __name__ == "__main__":
    sys.exit(main())
