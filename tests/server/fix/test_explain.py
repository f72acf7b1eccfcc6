"""``--live`` names the policy, the statement and the condition that denies: in the account, and above it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from tests.server.fix.conftest import ACCOUNT, Cloud
from tests.server.fix.machine import Machine
from tests.server.fix.proxy import Proxy, proxy
from tests.server.fix.test_account import TEXT, data

from policywright.knowledge.policy.verdicts import NamedPolicy
from policywright.server.account import Live
from policywright.server.fix import approval, workflow
from policywright.server.fix.deciders import Asked, find
from policywright.server.fix.model import Ask
from policywright.server.principals import Target

TABLE = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/orders"
EXPLICIT = (
    f"User: arn:aws:sts::{ACCOUNT}:assumed-role/app/run is not authorized to perform: dynamodb:PutItem on "
    f"resource: {TABLE} with an explicit deny in an identity-based policy"
)


def document(*statements: Mapping[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def deny(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def asked(action: str = "dynamodb:PutItem", resource: str | None = TABLE) -> Asked:
    return Asked(action=action, resource=resource, principal=f"arn:aws:iam::{ACCOUNT}:role/x/app", context={})


def live(**policies: Any) -> Live:
    target = Target(kind="role", name="app", account=ACCOUNT)
    return Live(target=target, own=policies.pop("own", None), **policies)


def named(*statements: Mapping[str, Any], name: str = "guard") -> NamedPolicy:
    return NamedPolicy(name=name, document=document(*statements))


@pytest.mark.parametrize(
    ("statement", "denies", "says"),
    [
        (deny("dynamodb:*"), True, "statement 2 denies it"),
        (deny("dynamodb:*", Sid="NoTables"), True, "statement 2 (NoTables) denies it"),
        (deny("s3:*"), None, ""),
        (deny("dynamodb:*", TABLE.replace("orders", "other")), None, ""),
        ({"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"}, True, ""),
        ({"Effect": "Deny", "Action": "dynamodb:*", "NotResource": TABLE}, None, ""),
        # The text tells the region, the account and the role.
        (
            deny("*", Condition={"StringNotEquals": {"aws:RequestedRegion": ["us-east-1", "us-west-2"]}}),
            True,
            "where StringNotEquals aws:RequestedRegion us-east-1 or us-west-2",
        ),
        (deny("*", Condition={"StringNotEquals": {"aws:RequestedRegion": "eu-west-1"}}), None, ""),
        (deny("*", Condition={"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/x/*"}}), None, ""),
        (deny("*", Condition={"StringNotEquals": {"aws:ResourceAccount": ACCOUNT}}), None, ""),
        (deny("*", Condition={"Bool": {"aws:SecureTransport": "false"}}), None, ""),
        # It does not tell these.
        (
            deny("*", Condition={"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}),
            False,
            "statement 2 may deny it: where NotIpAddress aws:SourceIp 10.0.0.0/8",
        ),
        (
            deny("*", Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}),
            False,
            "aws:MultiFactorAuthPresent",
        ),
        (
            deny(
                "*",
                Condition={
                    "StringNotEquals": {"aws:RequestedRegion": "us-east-1"},
                    "StringEquals": {"aws:PrincipalTag/team": "x"},
                },
            ),
            False,
            "where StringEquals aws:PrincipalTag/team x",
        ),
        (deny("*", TABLE.replace("orders", "${aws:PrincipalTag/team}")), False, "PrincipalTag/team"),
    ],
)
def test_statements(statement: dict[str, Any], denies: bool | None, says: str) -> None:
    found = find(live(identity=(named(ALL, statement),)), asked())
    assert bool(found.denies) is (denies is True)
    assert bool(found.may_deny) is (denies is False)
    for line in (*found.denies, *found.may_deny):
        assert line.startswith("policy guard, statement 2")
        assert says in line and f"(dynamodb:PutItem on {TABLE})" in line


def test_what_the_text_does_not_name() -> None:
    found = find(live(identity=(named(deny("dynamodb:*", TABLE)),)), asked(resource=None))
    assert found.may_deny == (f"policy guard, statement 1 may deny it: for {TABLE} (dynamodb:PutItem)",)


def test_boundaries_and_levels_have_to_allow() -> None:
    only = {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}
    conditional = {**only, "Condition": {"StringEquals": {"aws:PrincipalTag/team": "x"}}}
    for layer in ("boundary", "scps"):

        def at(*statements: dict[str, Any], layer: str = layer) -> Live:
            policy = named(*statements)
            return live(**{layer: policy if layer == "boundary" else ((named(ALL, name="root"),), (policy,))})

        assert find(at(only), asked()) == find(live(), asked())
        assert "guard does not allow it" in find(at({**only, "Action": "s3:*"}), asked()).denies[0]
        found = find(at(conditional), asked())
        assert not found.denies
        assert "allows it only where StringEquals aws:PrincipalTag/team x" in found.may_deny[0]
    rcp = find(live(rcps=((named(deny("dynamodb:*", Principal="*")),),)), asked())
    assert rcp.denies[0].startswith("RCP guard, statement 1 denies it")


def notes(report: dict[str, Any]) -> str:
    return "\n".join([*report["notes"], *(note for denial in report["denials"] for note in denial["notes"])])


def put(cloud: Cloud, name: str, *statements: dict[str, Any]) -> None:
    cloud.client("iam").put_role_policy(
        RoleName="app", PolicyName=name, PolicyDocument=json.dumps(document(*statements))
    )


def test_an_explicit_deny_is_found_where_the_text_names_none(cloud: Cloud) -> None:
    put(cloud, "guard", ALL, deny("dynamodb:Put*", TABLE, Sid="NoWrites"))
    report = data(cloud.fix(EXPLICIT, "--live"))
    assert "policy guard, statement 2 (NoWrites) denies it" in notes(report)
    assert report["diff"] is None
    offline = data(cloud.fix(EXPLICIT))
    assert "guard" not in notes(offline)
    # As people get to read it.
    shown = cloud.fix(EXPLICIT, "--live", "--format", "markdown").stdout
    assert "statement 2 (NoWrites) denies it" in shown


def test_where_no_policy_of_the_account_denies_it(cloud: Cloud) -> None:
    put(cloud, "open", ALL)
    report = data(cloud.fix(EXPLICIT, "--live"))
    assert "none of the policies that were read denies it, so a policy that nobody keeps" in notes(report)


def test_the_resources_own_policy_is_read(cloud: Cloud) -> None:
    """The statement that denies, whoever else it speaks of; and the one that is missing."""
    everybody = {"Principal": "*", "Condition": {"StringNotEquals": {"aws:PrincipalAccount": ACCOUNT}}}
    here = {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/service-role/app"}}
    there = {"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:role/other"}}
    objects = "arn:aws:s3:::reports/*"
    cloud.client("s3").put_bucket_policy(
        Bucket="reports",
        Policy=json.dumps(
            document(
                deny("s3:*", objects, **everybody),
                deny("s3:PutObject", objects, **there),
                deny("s3:PutObject", objects, Sid="NoReports", **here),
            )
        ),
    )
    who = f"User: arn:aws:sts::{ACCOUNT}:assumed-role/app/run is not authorized to perform"
    text = f'{who}: s3:PutObject on resource: "arn:aws:s3:::reports/a.txt" with an explicit deny'
    for reason in ("", " in a resource-based policy"):
        said = notes(data(cloud.fix(text + reason, "--live")))
        assert "bucket policy of reports, statement 3 (NoReports) denies it" in said
        assert "statement 1" not in said and "statement 2" not in said
    assert "bucket policy" not in notes(data(cloud.fix(f"{text} in an identity-based policy", "--live")))

    kms = cloud.client("kms")
    key = kms.create_key(
        Policy=json.dumps(document({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", **there}))
    )["KeyMetadata"]["Arn"]
    missing = f"{who}: kms:Decrypt on resource: {key} because no resource-based policy allows the action"
    assert f"key policy of {key.split(':', 5)[5]} has no statement that allows it" in notes(
        data(cloud.fix(missing, "--live"))
    )
    own = {"Effect": "Allow", "Action": "kms:*", "Resource": "*"}
    kms.put_key_policy(
        KeyId=key,
        PolicyName="default",
        Policy=json.dumps(document({**own, "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}})),
    )
    assert "has no statement" not in notes(data(cloud.fix(missing, "--live")))


def test_a_resource_that_cannot_be_read_is_said(cloud: Cloud) -> None:
    text = EXPLICIT.replace("identity-based", "resource-based")
    said = notes(data(cloud.fix(text.replace(TABLE, "arn:aws:s3:::of-another/a"), "--live")))
    assert (
        "not readable: the resource's policy was not read: bucket policy of of-another: NoSuchBucket" in said
    )
    masked = notes(data(cloud.fix(text.replace(TABLE, "arn:aws:s3:::***/a"), "--live")))
    assert "the resource's policy was not read: the text does not name the resource" in masked


def test_the_policies_of_endpoints_may_deny(cloud: Cloud) -> None:
    ec2 = cloud.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    for service in ("dynamodb", "s3"):
        ec2.create_vpc_endpoint(
            VpcId=vpc,
            ServiceName=f"com.amazonaws.eu-west-1.{service}",
            PolicyDocument=json.dumps(
                document({"Effect": "Allow", "Principal": "*", "Action": f"{service}:Get*", "Resource": "*"})
            ),
        )
    text = (
        EXPLICIT.split(" with an explicit", maxsplit=1)[0]
        + " because no VPC endpoint policy allows the dynamodb:PutItem action"
    )
    said = notes(data(cloud.fix(text, "--live")))
    assert "policy of VPC endpoint vpce-" in said and "has no statement that allows it" in said
    assert said.count("VPC endpoint vpce-") == 1


def test_a_deny_under_an_unknown_condition_does_not_stop_it(machine: Machine) -> None:
    cloud = machine.cloud
    put(cloud, "office", deny("*", Condition={"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}))
    report = data(cloud.fix(TEXT, "--live"))
    assert report["diff"]
    found = (
        "in the account: policy office, statement 1 may deny it: where NotIpAddress aws:SourceIp 10.0.0.0/8"
    )
    (caution,) = report["denials"][0]["cautions"]
    assert caution.startswith(found)
    assert found not in notes(report)
    # Whoever is asked hears it before the diff.
    asked = workflow.prepare(Ask(text=TEXT, apply=True))
    shown = approval.question(asked)
    assert shown.index(found) < shown.index('"Action"')


def test_a_condition_that_the_text_decides_stops_it(cloud: Cloud) -> None:
    put(
        cloud,
        "regions",
        deny("*", Sid="Home", Condition={"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}}),
    )
    text = EXPLICIT.split(" with an explicit", maxsplit=1)[0] + " because no identity-based policy allows it"
    report = cloud.fix(text, "--apply", "--yes")
    assert report.returncode == 1
    assert "statement 1 (Home) denies it where StringNotEquals aws:RequestedRegion us-east-1" in notes(
        data(report)
    )
    assert set(cloud.policies()) == {"regions"}


def test_a_boundary_is_named(cloud: Cloud) -> None:
    iam = cloud.client("iam")
    allowed = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    arn = iam.create_policy(PolicyName="edge", PolicyDocument=json.dumps(document(allowed)))["Policy"]["Arn"]
    iam.put_role_permissions_boundary(RoleName="app", PermissionsBoundary=arn)
    report = cloud.fix(TEXT, "--live")
    assert report.returncode == 1
    assert f"permissions boundary {arn} does not allow it" in notes(data(report))


def test_credentials_that_do_not_work_leave_the_answer(cloud: Cloud) -> None:
    nobody = {"AWS_ACCESS_KEY_ID": "AKIAGONE", "AWS_SECRET_ACCESS_KEY": "x"}
    result = cloud.fix(EXPLICIT, "--live", credentials=nobody)
    assert result.returncode == 1
    assert "the account was not looked at" in notes(data(result))


class Organization:
    """An organization that this account is a member of, with one unit and its policies."""

    content: dict[str, Any]

    def __init__(self, between: Proxy, readable: bool = True) -> None:
        self.policies = {
            "p-full": ("FullAWSAccess", document(ALL)),
            "p-no": ("NoTables", document(deny("dynamodb:*", Sid="Tables"))),
            "p-rcp": ("OwnOnly", document(deny("sqs:*", Principal="*"))),
        }
        self.attached = {
            ("r-1", "SERVICE_CONTROL_POLICY"): ["p-full"],
            ("ou-1", "SERVICE_CONTROL_POLICY"): ["p-full", "p-no"],
            (ACCOUNT, "SERVICE_CONTROL_POLICY"): ["p-full"],
            ("r-1", "RESOURCE_CONTROL_POLICY"): ["p-rcp"],
        }
        self.management = "999999999999"
        between.canned = {
            "DescribeOrganization": self.answer(lambda _: {"Organization": self.organization()}),
            "ListParents": self.answer(self.parents, readable),
            "ListPoliciesForTarget": self.answer(self.of_target, readable),
            "DescribePolicy": self.answer(self.policy, readable),
        }

    def answer(self, make: Any, readable: bool = True) -> Any:
        def canned(body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
            headers = [("Content-Type", "application/x-amz-json-1.1")]
            if not readable:
                error = {"__type": "AccessDeniedException", "Message": "You don't have permissions"}
                return 400, headers, json.dumps(error).encode()
            return 200, headers, json.dumps(make(json.loads(body))).encode()

        return canned

    def organization(self) -> dict[str, Any]:
        return {"Id": "o-1", "MasterAccountId": self.management}

    def parents(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"Parents": [{"Id": {ACCOUNT: "ou-1", "ou-1": "r-1"}[asked["ChildId"]], "Type": "ROOT"}]}

    def of_target(self, asked: dict[str, Any]) -> dict[str, Any]:
        found = self.attached.get((asked["TargetId"], asked["Filter"]), [])
        return {"Policies": [{"Id": id, "Name": self.policies[id][0]} for id in found]}

    def policy(self, asked: dict[str, Any]) -> dict[str, Any]:
        name, content = self.policies[asked["PolicyId"]]
        return {"Policy": {"PolicySummary": {"Name": name}, "Content": json.dumps(content)}}


def test_an_scp_is_named_where_the_organization_may_be_read(cloud: Cloud) -> None:
    with proxy(cloud.endpoint) as between:
        organization = Organization(between)
        cloud.extra["AWS_ENDPOINT_URL"] = between.url
        stopped = cloud.fix(TEXT, "--apply", "--yes")
        assert stopped.returncode == 1
        assert "SCP NoTables (p-no, attached to ou-1), statement 1 (Tables) denies it" in notes(data(stopped))
        assert cloud.policies() == {}
        # An SCP that allows nothing of it.
        organization.policies["p-no"] = ("OnlyS3", document({**ALL, "Action": "s3:*"}))
        organization.attached["ou-1", "SERVICE_CONTROL_POLICY"] = ["p-no"]
        assert "SCP OnlyS3 (p-no, attached to ou-1) does not allow it" in notes(
            data(cloud.fix(TEXT, "--live"))
        )
        # An RCP.
        organization.policies["p-no"] = ("All", document(ALL))
        text = EXPLICIT.replace("dynamodb:PutItem", "sqs:SendMessage").replace(
            TABLE, f"arn:aws:sqs:eu-west-1:{ACCOUNT}:q"
        )
        text = text.replace("an identity-based policy", "a resource control policy")
        assert "RCP OwnOnly (p-rcp, attached to r-1), statement 1 denies it" in notes(
            data(cloud.fix(text, "--live"))
        )
        # The management account is not reached by them.
        organization.policies["p-no"] = ("NoTables", document(deny("dynamodb:*")))
        organization.management = ACCOUNT
        assert data(cloud.fix(TEXT, "--apply", "--yes"))["applied"] == "applied"


class Governed:
    """An organization of moto's own, with the tests' account in a unit of it.

    What moto does not know is that a member may read it, as a delegated administrator does: its account is
    given the organization of the management account.
    """

    def __init__(self) -> None:
        from moto.organizations.models import organizations_backends

        self.made = organizations_backends["640033557711"]["aws"]
        self.made.create_organization(region="us-east-1", FeatureSet="ALL")
        root = self.made.ou[0].id
        unit = self.made.create_organizational_unit(ParentId=root, Name="workloads")["OrganizationalUnit"]
        self.root, self.unit = root, unit["Id"]
        self.made.create_account(AccountName="app", Email="app@example.com")
        self.made.accounts[-1].id = ACCOUNT
        self.made.move_account(AccountId=ACCOUNT, SourceParentId=root, DestinationParentId=self.unit)
        for policy in list(self.made.policies):
            self.made.attach_policy(PolicyId=policy.id, TargetId=self.unit)
        organizations_backends[ACCOUNT]["aws"] = self.made

    def attach(self, kind: str, name: str, target: str, *statements: Mapping[str, Any]) -> str:
        content = json.dumps(document(*statements))
        self.made.create_policy(Type=kind, Name=name, Description=name, Content=content)
        policy = self.made.policies[-1]
        self.made.attach_policy(PolicyId=policy.id, TargetId=target)
        return str(policy.id)


def test_an_organization_is_read_as_a_server_of_others_shows_it(cloud: Cloud) -> None:
    organization = Governed()
    # Nothing in it denies: what AWS attaches to everything allows all.
    assert data(cloud.fix(TEXT, "--apply", "--yes"))["applied"] == "applied"
    id = organization.attach(
        "SERVICE_CONTROL_POLICY",
        "NoTables",
        organization.unit,
        deny("dynamodb:*", Condition={"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}}),
    )
    text = EXPLICIT.replace("an identity-based policy", "a service control policy")
    said = notes(data(cloud.fix(text, "--live")))
    assert f"SCP NoTables ({id}, attached to {organization.unit}), statement 1 denies it" in said
    assert "aws:RequestedRegion" in said
    id = organization.attach(
        "RESOURCE_CONTROL_POLICY", "OwnOnly", organization.root, deny("sqs:*", Principal="*")
    )
    queue = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:q"
    text = EXPLICIT.replace("dynamodb:PutItem", "sqs:SendMessage").replace(TABLE, queue)
    said = notes(data(cloud.fix(text.replace("an identity-based", "a resource control"), "--live")))
    assert f"RCP OwnOnly ({id}, attached to {organization.root}), statement 1 denies it" in said


def test_an_organization_that_may_not_be_read_is_said_where_it_matters(cloud: Cloud) -> None:
    with proxy(cloud.endpoint) as between:
        Organization(between, readable=False)
        cloud.extra["AWS_ENDPOINT_URL"] = between.url
        text = EXPLICIT.replace("an identity-based policy", "a service control policy")
        assert "the organization's policies (organizations:ListParents: AccessDenied" in notes(
            data(cloud.fix(text, "--live"))
        )
        assert data(cloud.fix(TEXT, "--apply", "--yes"))["applied"] == "applied"


def test_the_region_of_a_call_without_a_resource_is_what_its_message_names(cloud: Cloud) -> None:
    put(cloud, "home", deny("*", Condition={"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}}))
    text = EXPLICIT.replace("PutItem", "ListTables").replace("table/orders", "table/*")
    said = notes(data(cloud.fix(text, "--live")))
    assert "policy home, statement 1 denies it where StringNotEquals aws:RequestedRegion us-east-1" in said
