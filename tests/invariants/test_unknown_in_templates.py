"""What a template says goes through something unknown, or is behind a condition.

Of what is unknown nothing more is removed or narrowed, whether a table's name, a queue's target, a container's
image or the environment is what can't be told any more. A condition that chooses between a value and the same
value changes nothing.
"""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.golden.test_infrastructure import once, run
from tests.invariants.deployed import deployed

from policywright.analyzers.infrastructure import yaml_nodes
from policywright.analyzers.infrastructure.application import Infrastructure
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.terraform import parse as hcl
from policywright.analyzers.infrastructure.terraform import syntax as s

MACRO = '{"Fn::Transform": {"Name": "Untold"}}'
FILE = 'jsondecode(file("untold.json")).value'
"""What may come to anything, also to what the template said."""
# What SAM allows for the events of a function is no statement that a patch takes away.
IAM = ("AWS::IAM::", "aws_iam_")
SAID_OF_ROLES = frozenset((
    "AssumeRolePolicyDocument", "Events", "ManagedPolicyArns", "PermissionsBoundary", "Policies", "Role",
    "RoleArn", "policy", "role", "role_arn",
))  # fmt: skip
CONDITION = "untold"
Place = tuple[str, int, int, str, str]
"""A file, where a value stands in its bytes, and what takes its place: what is unknown, a choice of the same."""
CHOSEN: Mapping[str, str] = {
    "terraform_documents": "what `for_each` goes over, chosen between two that are the same, is not seen to be one",
    "terraform_shared_wildcard": "the same, of an element of what it goes over",
    "cfn_swapped_branches_named_in_code": "a function's variables, chosen between two that are the same, have no choice of their own: a swapped one stays",
    "logs_of_groups_and_of_all_terraform": "a state machine's definition, chosen between two that are the same, is not seen to be one",
    "terraform_shared_text": "whom a role trusts, as an object chosen between two that are the same, is not seen to be one",
}
Counts = dict[str, Counter[tuple[str, str]]]
KINDS = {"removed": "taken", "narrowed": "taken", "added": "given", "widened": "given"}


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
                        same = _plain(inner)
                        choice = json.dumps({"Fn::If": [CONDITION, same, same]})
                        yield name, span.start_byte, span.end_byte, MACRO, choice


def _values(node: yaml_nodes.Node) -> Iterator[yaml_nodes.Node]:
    """A value and those in it, not what functions are given."""
    yield node
    single = node.single
    if single is None or not (single[0] in ("Ref", "Condition") or single[0].startswith("Fn::")):
        for one in node.mapping.values() or node.items:
            yield from _values(one)


def _plain(node: yaml_nodes.Node) -> object:
    """A value in the long form."""
    if isinstance(node.value, dict):
        return {key: _plain(one) for key, one in node.value.items()}
    return [_plain(one) for one in node.items] if isinstance(node.value, list) else node.value


def _of_terraform(name: str, text: str) -> Iterator[Place]:
    for block in hcl.parse(name, text).blocks:
        if block.type in ("resource", "module", "locals") and not (block.labels or ("",))[0].startswith(IAM):
            # Where a module is has to be a literal.
            left_out = SAID_OF_ROLES | ({"source", "version"} if block.type == "module" else frozenset())
            for attribute in _attributes(block):
                if attribute.name not in left_out:
                    for one in _expressions(attribute.value):
                        same = text[one.start : one.end]
                        yield name, one.start, one.end, FILE, f"(var.{CONDITION} ? {same} : {same})"


def _attributes(block: s.Block) -> Iterator[s.Attribute]:
    yield from block.attributes
    for inner in block.blocks:
        if inner.type != "lifecycle":
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


def changed(project: Path, place: Place, target: Path, *, unknown: bool) -> str:
    """A copy of the project with something else for that value; what it was."""
    name, start, end, *others = place
    instead = others[0 if unknown else 1]
    shutil.copytree(project, target)
    path = target / name
    data = path.read_bytes()
    path.write_bytes(data[:start] + instead.encode() + data[end:])
    if path.suffix == ".tf" and not unknown:
        (path.parent / "untold.tf").write_text(f'variable "{CONDITION}" {{ type = bool }}\n')
    return f"{name}:{data.count(10, 0, start) + 1} {data[start:end][:60].decode()}"


def counted(infrastructure: Infrastructure) -> Counts:
    """How often each role's diff has a kind of change for an action."""
    return {
        diff.needs.id: Counter(
            (kind, one.action)
            for one in diff.changes
            for kind in (KINDS.get(one.kind, ""), *(("left",) if one.kind == "narrowed" else ()))
        )
        for diff in infrastructure.roles
    }


def lost(before: Counts, after: Counts) -> list[str]:
    """What is taken from roles beyond what was taken before, and not given under another name.

    What was not named before was taken with all of a pattern (``sqs:*``): what is left of that now is more.
    """
    return sorted(
        f"{role}: {action}"
        for role, changes in after.items()
        for (kind, action), count in changes.items()
        if role in before
        and kind == "taken"
        and (changes["left", action] == 0 or any(action == named for _, named in before[role]))
        and count > before[role][kind, action]
        and changes["given", action] <= before[role]["given", action]
    )


def check(project: Path, copies: Path, times: int) -> None:
    found = places(project)
    before = counted(once(project)[1]) if found else {}
    chance = random.Random(project.parent.name)
    for index, place in enumerate(chance.sample(found, min(times, len(found)))):
        copy = copies / str(index)
        what = changed(project, place, copy, unknown=True)
        assert lost(before, counted(run(copy)[1])) == [], f"without {what}"


def said(infrastructure: Infrastructure) -> list[tuple[str, ...]]:
    """What the diff of each role says, without places."""
    return sorted(
        (diff.needs.id, change.kind, change.action, *sorted(map(form, change.resources)))
        for diff in infrastructure.roles
        for change in diff.changes
    )


@pytest.mark.plain
@pytest.mark.parametrize("project", deployed("templates", {}, covered=True))
def test_a_role_with_an_unknown_value_of_its_template(project: Path, tmp_path: Path) -> None:
    check(project, tmp_path, 2)


@pytest.mark.long
@pytest.mark.plain
@pytest.mark.parametrize("project", deployed("templates", {}))
def test_a_role_with_many_unknown_values_of_its_template(project: Path, tmp_path: Path) -> None:
    check(project, tmp_path, 16)


@pytest.mark.plain
@pytest.mark.parametrize("project", deployed("chosen", CHOSEN))
def test_a_value_behind_a_condition(project: Path, tmp_path: Path) -> None:
    found = places(project)
    before = said(once(project)[1]) if found else []
    chance = random.Random(project.parent.name)
    for index, place in enumerate(chance.sample(found, min(2, len(found)))):
        what = changed(project, place, tmp_path / str(index), unknown=False)
        assert said(run(tmp_path / str(index))[1]) == before, what
