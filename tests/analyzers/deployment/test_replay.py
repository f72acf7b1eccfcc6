"""Projects of the most used types, deployed request by request under exactly the generated policy, and under less.

Each folder of ``replayed`` is a template and a configuration of the same things. What the handlers list for each
resource is called with the arguments that its properties give (``replay``), at moto's server, whose IAM decides with
the names and ARNs that AWS has (``replaying``). No request that the resource cannot do without may be denied; and
without any one statement something is, here and at moto. What is granted and no argument asks for has a row here that
says why.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.analyzers.deployment.replay import Replay, configuration_of, template_of
from tests.analyzers.deployment.replaying import Gate, Machine, Made, replayed
from tests.analyzers.deployment.test_truth import Statement, actions, allows, parsed
from tests.analyzers.deployment.truth import ACCOUNT, REGION, Check
from tests.moto_server import policies_count
from tests.shares import long_unless

from policywright.analyzers.assembly import document
from policywright.analyzers.deployment.deploying import Options, deploy

FOLDERS = Path(__file__).parent / "replayed"
KINDS = {"template.yaml": template_of, "main.tf.json": configuration_of}
QUICK = {("web", "main.tf.json"), ("network", "template.yaml")}
CASES = [
    pytest.param(
        folder.name,
        file,
        id=f"{folder.name}-{file.partition('.')[0]}",
        marks=long_unless((folder.name, file) in QUICK),
    )
    for folder in sorted(FOLDERS.iterdir())
    for file in KINDS
]
SERVICES = ("lambda", "states", "events", "ecs-tasks", "codebuild", "ec2")
"""Whom the roles of these projects trust."""

OTHER_WAYS = {
    "autoscaling:PutWarmPool": "of warm pools alone: their members have the group's names",
    "ec2:AuthorizeSecurityGroupEgress": "the rule's type says which way it goes",
    "ec2:ReplaceRouteTableAssociation": "moves an association of the subnet's that is there already",
    "rds:CreateDBInstanceReadReplica": "another way to make it: with a source",
    "rds:RestoreDBInstanceFromDBSnapshot": "another way to make it: with a snapshot",
    "s3:PutObjectLegalHold": "of objects that are held",
    "s3tables:CreateTableBucket": "of a bucket's metadata tables",
}
"""What a resource could be made with by its arguments' names, and is not."""

BESIDES: dict[tuple[str, str], dict[str, str]] = {
    ("network", "main.tf.json"): {
        "ec2:GetSecurityGroupsForVpc": "Elastic Load Balancing asks for it, with the deployer's permissions",
    },
    ("stores", "main.tf.json"): dict.fromkeys(
        (
            "ec2:DescribeAvailabilityZones", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets",
            "ec2:DescribeVpcAttribute", "ec2:DescribeVpcs",
        ),
        "RDS looks at the network with the deployer's permissions",
    ),
}  # fmt: skip
"""The statements that no request of the tool's asks for, by their actions: services do, with the same identity."""


def statements_of(folder: str, file: str, where: Path) -> list[Statement]:
    (where / "shop").mkdir()
    shutil.copy(FOLDERS / folder / file, where / "shop")
    found = deploy([where / "shop"], Options(stack_name="shop", region=REGION, account=ACCOUNT))
    wanted = "shop-execution" if file == "template.yaml" else "shop"
    names = {name for one in found.identities if one.name == wanted for name in one.policies}
    return [
        statement
        for policy in found.analysis.policies
        if policy.name in names
        for statement in document(policy, REGION, ACCOUNT)["Statement"]
    ]


def is_allowed(statements: list[Statement], one: Made) -> bool:
    """Whether everything that AWS checks of a request is allowed; of conditions those of roles and policies."""
    kept = ("iam:PassedToService", "iam:PolicyARN")
    policy = parsed([
        {name: value for name, value in each.items() if name != "Condition" or any(key in str(value) for key in kept)}
        for each in statements
    ])  # fmt: skip
    named = {action.lower() for each in statements for action in actions(each)}
    for action, arn in one.checks:
        if arn is None:
            if action.lower() not in named:
                return False
            continue
        contexts: list[dict[str, str]] = [{}]
        if action == "iam:PassRole":
            contexts = [{"iam:PassedToService": f"{service}.amazonaws.com"} for service in SERVICES]
        if "PolicyArn" in one.arguments:
            contexts = [{"iam:PolicyARN": one.arguments["PolicyArn"]}]
        if not any(allows(policy, Check(action, arn, context), {}) for context in contexts):
            return False
    return True


@pytest.fixture(scope="module")
def gate() -> Iterator[Gate]:
    with Gate().put_in() as found:
        yield found


@pytest.mark.slow
@pytest.mark.parametrize(("folder", "file"), CASES)
def test_a_project_is_made_and_not_with_less(
    folder: str, file: str, tmp_path: Path, moto_endpoint: str, gate: Gate
) -> None:
    statements = statements_of(folder, file, tmp_path)
    project = Replay(KINDS[file](FOLDERS / folder))
    machine = Machine(moto_endpoint, gate)
    machine.may(statements)
    policies_count(moto_endpoint)
    made = replayed(machine, project)
    needed = [one for one in made if one.needed and one.step.action not in OTHER_WAYS]
    assert {one.resource.id for one in needed} == set(project.by_id)
    denied = [one for one in needed if one.outcome.startswith("denied") or not is_allowed(statements, one)]
    assert [(one.resource.id, one.step, one.checks) for one in denied] == []
    unasked = without_each(statements, machine, made)
    assert {action for one in unasked for action in actions(one)} == BESIDES.get((folder, file), {}).keys()


def without_each(statements: list[Statement], machine: Machine, made: list[Made]) -> list[Statement]:
    """The statements without which all goes as before; each of the others is missed by moto as well."""
    allowed = [one for one in made if is_allowed(statements, one)]
    left = []
    for number, statement in enumerate(statements):
        rest = [one for index, one in enumerate(statements) if index != number]
        mine = {action.lower() for action in actions(statement)}
        touched = [one for one in allowed if any(action.lower() in mine for action, _ in one.checks)]
        refused = [one for one in touched if not is_allowed(rest, one)]
        if not refused:
            left.append(statement)
            continue
        machine.may(rest)
        one = next((one for one in refused if not one.outcome.startswith("unasked")), None)
        if one is not None:
            outcome, _ = machine.call(one.step, one.arguments, one.checks)
            assert outcome.startswith("denied"), (statement["Sid"], one.step, outcome)
    return left
