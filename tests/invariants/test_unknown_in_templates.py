"""What a template says goes through something unknown: that takes nothing from its roles.

Nothing more is removed or narrowed, whether a table's name, a queue's target, a container's image or the
environment is what can't be told any more.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.golden.test_infrastructure import CASES, project_of, run

from policywright.analyzers.infrastructure import yaml_nodes
from policywright.analyzers.infrastructure.terraform import parse as hcl
from policywright.analyzers.infrastructure.terraform import syntax as s

MACRO = '{"Fn::Transform": {"Name": "Untold"}}'
FILE = 'jsondecode(file("untold.json")).value'
"""What may come to anything, also to what the template said."""
# What SAM allows for the events of a function is no statement that a patch takes away.
IAM = ("AWS::IAM::", "aws_iam_")
SAID_OF_ROLES = frozenset((
    "AssumeRolePolicyDocument", "Events", "ManagedPolicyArns", "PermissionsBoundary", "Policies", "Role",
    "RoleArn", "policy", "role",
))  # fmt: skip
Place = tuple[str, int, int, str]
"""A file, where a value stands in its bytes, and what takes its place."""
NOT_YET: Mapping[str, str] = {}


def places(project: Path) -> list[Place]:
    """The values that a template says of what is no role."""
    found: list[Place] = []
    for path in sorted(project.rglob("*")):
        name = path.relative_to(project).as_posix()
        if path.suffix in (".yaml", ".yml", ".json", ".template"):
            found += _of_template(name, path.read_text())
        elif path.suffix == ".tf":
            found += _of_terraform(name, path.read_text())
    return found


def _of_template(name: str, text: str) -> Iterator[Place]:
    root = yaml_nodes.parse(name, text).root
    resources = root.get("Resources") if root is not None else None
    starts = [root.get("Globals") if root is not None else None]
    for one in (resources.mapping if resources is not None else {}).values():
        kind = one.get("Type")
        if kind is not None and not str(kind.value).startswith(IAM):
            starts.append(one.get("Properties"))
    for start in starts:
        for key, node in start.mapping.items() if start is not None else ():
            if key not in SAID_OF_ROLES:
                for inner in _values(node):
                    if not (inner.synthetic or inner.shared or inner.alias or inner.key_raw is None):
                        span = inner.span
                        yield name, span.start_byte, span.end_byte, MACRO


def _values(node: yaml_nodes.Node) -> Iterator[yaml_nodes.Node]:
    """A value and those in it, not what functions are given."""
    yield node
    single = node.single
    if single is None or not (single[0] in ("Ref", "Condition") or single[0].startswith("Fn::")):
        for one in node.mapping.values() or node.items:
            yield from _values(one)


def _of_terraform(name: str, text: str) -> Iterator[Place]:
    for block in hcl.parse(name, text).blocks:
        if block.type in ("resource", "module", "locals") and not (block.labels or ("",))[0].startswith(IAM):
            for attribute in _attributes(block):
                if attribute.name not in SAID_OF_ROLES:
                    for one in _expressions(attribute.value):
                        yield name, one.start, one.end, FILE


def _attributes(block: s.Block) -> Iterator[s.Attribute]:
    yield from block.attributes
    for inner in block.blocks:
        yield from _attributes(inner)


def _expressions(value: s.Expr) -> Iterator[s.Expr]:
    yield value
    match value:
        case s.Object(items=items):
            for _, one in items:
                yield from _expressions(one)
        case s.Tuple(items=several) | s.Call(args=several):
            for one in several:
                yield from _expressions(one)


def unknown(project: Path, place: Place, target: Path) -> str:
    """A copy of the project without that value; what it was."""
    name, start, end, instead = place
    shutil.copytree(project, target)
    path = target / name
    data = path.read_bytes()
    path.write_bytes(data[:start] + instead.encode() + data[end:])
    return f"{name}:{data.count(10, 0, start) + 1} {data[start:end][:60].decode()}"


def taken(project: Path) -> dict[str, tuple[Counter[str], Counter[str]]]:
    """The actions that the patch takes from each role, and those that it takes or leaves on less."""
    _, infrastructure = run(project)
    return {
        diff.needs.id: (
            Counter(change.action for change in diff.of("removed")),
            Counter(change.action for change in diff.of("removed", "narrowed")),
        )
        for diff in infrastructure.roles
    }


def lost(before: dict[str, tuple[Counter[str], Counter[str]]], project: Path) -> list[str]:
    """What is taken from roles of a project beyond what was taken before."""
    found: list[str] = []
    for role, (removed, less) in taken(project).items():
        if role in before:
            found += [f"{role}: {action} is removed" for action in removed - before[role][0]]
            found += [f"{role}: {action} is narrowed" for action in less - before[role][1]]
    return sorted(found)


def check(project: Path, copies: Path, times: int) -> None:
    found = places(project)
    before = taken(project) if found else {}
    chance = random.Random(project.parent.name)
    for index, place in enumerate(chance.sample(found, min(times, len(found)))):
        copy = copies / str(index)
        what = unknown(project, place, copy)
        assert lost(before, copy) == [], f"without {what}"


def projects() -> list[object]:
    """One project in six in every run, all of them in the long form."""
    return [
        pytest.param(
            project_of(case),
            id=case.name,
            marks=[
                *([pytest.mark.long] if index % 6 else []),
                *([pytest.mark.skip(reason=NOT_YET[case.name])] if case.name in NOT_YET else []),
            ],
        )
        for index, case in enumerate(CASES)
    ]


@pytest.mark.plain
@pytest.mark.parametrize("project", projects())
def test_a_role_with_an_unknown_value_of_its_template(project: Path, tmp_path: Path) -> None:
    check(project, tmp_path, 2)


@pytest.mark.long
@pytest.mark.plain
@pytest.mark.parametrize("project", projects())
def test_a_role_with_many_unknown_values_of_its_template(project: Path, tmp_path: Path) -> None:
    check(project, tmp_path, 16)
