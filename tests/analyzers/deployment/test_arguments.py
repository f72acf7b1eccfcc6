"""What an argument's value brings about, and leaves out."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.deployment.granted import granted

from policywright.analyzers.deployment.deploying import Options, deploy

BOUNDARY = "arn:aws:iam::123456789012:policy/bounds"
RULE = """
variable "way" {{}}
resource "aws_security_group_rule" "one" {{
  type              = {type}
  from_port         = 443
  to_port           = 443
  protocol          = "tcp"
  security_group_id = "sg-1"
  self              = true
}}
"""


@pytest.mark.parametrize(
    ("type", "ways"),
    [('"ingress"', {"Ingress"}), ('"egress"', {"Egress"}), ("var.way", {"Ingress", "Egress"})],
)
def test_a_rule_is_of_one_direction(tmp_path: Path, type: str, ways: set[str]) -> None:
    (tmp_path / "main.tf").write_text(RULE.format(type=type))
    actions = {action for action, _ in granted(deploy([tmp_path], Options()).analysis.policies)}
    for way in ("Ingress", "Egress"):
        for verb in ("Authorize", "Revoke"):
            assert (f"ec2:{verb}SecurityGroup{way}" in actions) is (way in ways)


ROLE = """
resource "aws_iam_role" "one" {
  name                 = "one"
  assume_role_policy   = "{}"
  permissions_boundary = "arn:aws:iam::123456789012:policy/bounds"
}
"""


def test_a_boundary_is_asked_for_where_something_is_given(tmp_path: Path) -> None:
    """A role that isn't there yet has none: looking whether it is there would be denied."""
    (tmp_path / "main.tf").write_text(ROLE)
    policies = deploy([tmp_path], Options(boundary=BOUNDARY)).analysis.policies
    asked = {grant.action: grant.conditions for policy in policies for grant in policy.grants}
    assert asked["iam:CreateRole"] and not asked["iam:GetRole"]


@pytest.mark.parametrize(("value", "is_asked"), [("true", True), ("false", False)])
def test_what_a_user_has_goes_before_the_user_where_that_is_forced(
    tmp_path: Path, value: str, is_asked: bool
) -> None:
    text = f'resource "aws_iam_user" "one" {{\nname = "one"\nforce_destroy = {value}\n}}\n'
    (tmp_path / "main.tf").write_text(text)
    found = set(granted(deploy([tmp_path], Options()).analysis.policies))
    user = "arn:aws:iam::*:user/one"
    for action in ("iam:DeleteLoginProfile", "iam:ListAccessKeys", "iam:DeactivateMFADevice"):
        assert ((action, user) in found) is is_asked, action


APPLICATION = """
resource "aws_serverlessapplicationrepository_cloudformation_stack" "one" {
  name           = "rotator"
  application_id = "arn:aws:serverlessrepo:us-east-1:123456789012:applications/SecretsManagerRDSRotation"
  capabilities   = ["CAPABILITY_IAM"]
}
"""


def test_an_application_is_a_stack_whose_template_is_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(APPLICATION)
    analysis = deploy([tmp_path], Options()).analysis
    actions = {action for action, _ in granted(analysis.policies)}
    assert {"cloudformation:ExecuteChangeSet", "cloudformation:DeleteStack"} <= actions
    assert any("serverlessapplicationrepository" in (one.name or "") for one in analysis.unresolved)


GROUP = """
resource "aws_autoscaling_group" "one" {{
  min_size = 1
  max_size = 2
  {more}
}}
"""
TEMPLATE = "arn:aws:ec2:*:*:launch-template/"


def pairs(tmp_path: Path, name: str, text: str) -> set[tuple[str, str]]:
    (tmp_path / name).write_text(text)
    return set(granted(deploy([tmp_path], Options()).analysis.policies))


@pytest.mark.parametrize(
    ("more", "templates"),
    [
        ('launch_template {\n id = "lt-1"\n}', {"lt-1"}),
        ('launch_template {\n name = "web"\n}', {"*"}),
        (
            "mixed_instances_policy {\n launch_template {\n launch_template_specification {\n"
            ' launch_template_id = "lt-1"\n}\n override {\n launch_template_specification {\n'
            ' launch_template_id = "lt-2"\n}\n}\n}\n}',
            {"lt-1", "*"},
        ),
        ('launch_configuration = "web"', set()),
    ],
)
def test_instances_of_a_group_are_started_from_its_template(
    tmp_path: Path, more: str, templates: set[str]
) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html"""
    found = {
        resource.rpartition("/")[2]
        for action, resource in pairs(tmp_path, "main.tf", GROUP.format(more=more))
        if action == "ec2:RunInstances" and ":launch-template/" in resource
    }
    # A pattern stands for what it covers.
    assert found == (templates if "*" not in templates else {"*"})


def test_what_a_group_is_behind_is_asked_for_its_instances(tmp_path: Path) -> None:
    group = GROUP.format(
        more='target_group_arns = ["arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/t/1"]'
    )
    actions = {action for action, _ in pairs(tmp_path, "main.tf", group)}
    assert "elasticloadbalancing:DescribeTargetHealth" in actions
    assert "elasticloadbalancing:DescribeInstanceHealth" not in actions


@pytest.mark.parametrize(
    ("type", "action"),
    [
        ("aws_iam_role_policy_attachments_exclusive", "iam:DetachRolePolicy"),
        ("aws_iam_user_policies_exclusive", "iam:DeleteUserPolicy"),
        ("aws_vpc_security_group_rules_exclusive", "ec2:RevokeSecurityGroupIngress"),
        ("aws_ssm_document", "ssm:UpdateDocumentDefaultVersion"),
    ],
)
def test_a_change_takes_back_what_was_there(tmp_path: Path, type: str, action: str) -> None:
    text = f'resource "{type}" "one" {{\n  name = "one"\n}}\n'
    assert action in {one for one, _ in pairs(tmp_path, "main.tf", text)}


def test_a_fleet_role_is_passed_to_the_fleet(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(
        "Resources:\n  Fleet:\n    Type: AWS::EC2::SpotFleet\n    Properties:\n"
        "      SpotFleetRequestConfigData:\n"
        "        {IamFleetRole: 'arn:aws:iam::123456789012:role/fleet', TargetCapacity: 1}\n"
    )
    policies = deploy([tmp_path], Options()).analysis.policies
    passed = [one for policy in policies for one in policy.grants if one.action == "iam:PassRole"]
    assert ["spotfleet.amazonaws.com"] in [
        [getattr(value, "value", None) for value in values]
        for one in passed
        for _, _, values in one.conditions
    ]


def test_an_address_beside_a_bucket_is_read(tmp_path: Path) -> None:
    text = (
        "Resources:\n  Pack:\n    Type: AWS::Config::OrganizationConformancePack\n    Properties:\n"
        "      OrganizationConformancePackName: p\n      TemplateS3Uri: {uri}\n      DeliveryS3Bucket: d\n"
    )
    found = pairs(tmp_path, "template.yaml", text.format(uri="s3://b/k.yaml"))
    assert {"arn:aws:s3:::b/k.yaml", "arn:aws:s3:::d/*"} == {r for a, r in found if a == "s3:GetObject"}
    found = pairs(tmp_path, "template.yaml", text.format(uri="!ImportValue elsewhere"))
    assert "arn:aws:s3:::*/*" in {r for a, r in found if a == "s3:GetObject"}


@pytest.mark.parametrize(
    ("type", "body", "action", "on"),
    [
        (
            "aws_s3_bucket",
            'bucket = "one"\nobject_lock_enabled = true',
            "s3:PutBucketObjectLockConfiguration",
            "arn:aws:s3:::one",
        ),
        (
            "aws_eks_node_group",
            'node_role_arn = "arn:aws:iam::1:role/one"',
            "iam:ListAttachedRolePolicies",
            "arn:aws:iam::1:role/one",
        ),
        (
            "aws_db_instance",
            'identifier = "one"\nfinal_snapshot_identifier = "last"',
            "rds:CreateDBSnapshot",
            "arn:aws:rds:*:*:db:one",
        ),
        (
            "aws_redshift_cluster",
            'cluster_identifier = "one"\nfinal_snapshot_identifier = "last"',
            "redshift:CreateClusterSnapshot",
            None,
        ),
        (
            "aws_route53_zone_association",
            'zone_id = "Z1"\nvpc_id = "vpc-1"',
            "route53:AssociateVPCWithHostedZone",
            "arn:aws:route53:::hostedzone/Z1",
        ),
        (
            "aws_secretsmanager_secret",
            f'replica {{\nregion = "us-east-1"\nkms_key_id = "{BOUNDARY.replace("iam::", "kms:us-east-1:").replace("policy", "key")}"\n}}',
            "kms:Decrypt",
            "arn:aws:kms:us-east-1:123456789012:key/bounds",
        ),
        (
            "aws_vpn_connection",
            "tunnel1_log_options {\ncloudwatch_log_options {\nlog_enabled = true\n}\n}",
            "logs:CreateLogDelivery",
            None,
        ),
        (
            "aws_lambda_function",
            'function_name = "one"\nkms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/one"',
            "kms:Decrypt",
            "arn:aws:kms:us-east-1:123456789012:key/one",
        ),
        (
            "aws_lb_trust_store_revocation",
            'revocations_s3_bucket = "lists"\nrevocations_s3_key = "one.pem"',
            "s3:GetObject",
            "arn:aws:s3:::lists/one.pem",
        ),
        (
            "aws_lb_trust_store_revocation",
            'revocations_s3_bucket = "lists"\nrevocations_s3_object_version = "1"',
            "s3:GetObjectVersion",
            "arn:aws:s3:::lists/*",
        ),
        (
            "aws_kms_key",
            "is_enabled = true",
            "kms:EnableKey",
            None,
        ),
        (
            "aws_kms_external_key",
            'key_material_base64 = "a2V5"',
            "kms:DisableKey",
            None,
        ),
        (
            "aws_instance",
            "cpu_options {\ncore_count = 1\n}",
            "ec2:ModifyInstanceCpuOptions",
            None,
        ),
        (
            "aws_mq_broker",
            'engine_type = "RabbitMQ"\nsubnet_ids = ["subnet-1"]',
            "ec2:CreateSecurityGroup",
            None,
        ),
        (
            "aws_apigatewayv2_stage",
            'api_id = "one"\nname = "live"',
            "apigateway:GET",
            "arn:aws:apigateway:*::/apis/one",
        ),
    ],
)
def test_arguments_of_another_name_than_the_member_of_the_request(
    tmp_path: Path, type: str, body: str, action: str, on: str | None
) -> None:
    """What the member calls for is called for, though the provider calls it otherwise; without, it is not."""
    (tmp_path / "main.tf").write_text(f'resource "{type}" "one" {{\n{body}\n}}\n')
    found = set(granted(deploy([tmp_path], Options()).analysis.policies))
    assert action in {name for name, _ in found}
    assert on is None or (action, on) in found
    bare = tmp_path / "bare"
    bare.mkdir()
    (bare / "main.tf").write_text(f'resource "{type}" "one" {{\n}}\n')
    without = set(granted(deploy([bare], Options()).analysis.policies))
    assert (action, on) not in without
    assert on is not None or action not in {name for name, _ in without}


@pytest.mark.parametrize(
    ("type", "body", "action"),
    [
        ("aws_neptune_cluster", "skip_final_snapshot = true", "rds:RestoreDBClusterFromSnapshot"),
        ("aws_redshift_cluster", "skip_final_snapshot = true", "redshift:RestoreFromClusterSnapshot"),
        ("aws_db_instance", 'parameter_group_name = "one"', "rds:RebootDBInstance"),
        (
            "aws_mq_broker",
            'security_groups = ["sg-1"]\nsubnet_ids = ["subnet-1"]',
            "ec2:CreateSecurityGroup",
        ),
        ("aws_cloudtrail", "enable_log_file_validation = false", "cloudtrail:StopLogging"),
        ("aws_dx_lag", 'connection_id = "one"', "directconnect:DeleteConnection"),
        ("aws_cloudwatch_log_group", 'kms_key_id = "one"', "kms:CreateGrant"),
    ],
)
def test_what_an_argument_of_a_like_name_does_not_bring_about(
    tmp_path: Path, type: str, body: str, action: str
) -> None:
    (tmp_path / "main.tf").write_text(f'resource "{type}" "one" {{\n{body}\n}}\n')
    policies = deploy([tmp_path], Options()).analysis.policies
    assert action not in {name for name, _ in granted(policies)}


def test_what_an_argument_that_is_not_there_brings_about(tmp_path: Path) -> None:
    """The connection that a group is made with goes, unless one is named."""
    (tmp_path / "main.tf").write_text('resource "aws_dx_lag" "one" {\nname = "one"\n}\n')
    policies = deploy([tmp_path], Options()).analysis.policies
    assert "directconnect:DeleteConnection" in {name for name, _ in granted(policies)}


def test_a_log_group_needs_its_key_whoever_makes_it(tmp_path: Path) -> None:
    """What its service does with the key as its caller is the same for CloudFormation and for Terraform."""
    key = BOUNDARY.replace("iam::", "kms:us-east-1:").replace("policy", "key")
    texts = {
        "template.yaml": "Resources:\n  One:\n    Type: AWS::Logs::LogGroup\n    Properties:\n"
        f"      LogGroupName: one\n      KmsKeyId: {key}\n",
        "main.tf": f'resource "aws_cloudwatch_log_group" "one" {{\nname = "one"\nkms_key_id = "{key}"\n}}\n',
    }
    for name, text in texts.items():
        folder = tmp_path / name.partition(".")[0]
        folder.mkdir()
        (folder / name).write_text(text)
        found = granted(deploy([folder], Options()).analysis.policies)
        assert {action for action, on in found if on == key} == {
            "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"
        }  # fmt: skip


TASK = """
resource "aws_ecs_task_definition" "it" {{
  family                = "it"
  container_definitions = "[]"
  {role}
}}
resource "aws_ecs_service" "it" {{
  name            = "it"
  cluster         = "main"
  task_definition = {task}
}}
"""
_RUNNING = 'execution_role_arn = "arn:aws:iam::123456789012:role/runs"'


@pytest.mark.parametrize(
    ("role", "task", "passed"),
    [
        (_RUNNING, "aws_ecs_task_definition.it.arn", {"arn:aws:iam::123456789012:role/runs"}),
        # What another project makes has any role, and so has what is said to have one that is not known.
        (_RUNNING, '"other:1"', {"arn:aws:iam::*:role/*"}),
        ("execution_role_arn = var.role", "aws_ecs_task_definition.it.arn", {"arn:aws:iam::*:role/*"}),
        ("", "aws_ecs_task_definition.it.arn", {"arn:aws:iam::*:role/*"}),
    ],
)
def test_a_service_passes_the_roles_of_its_task(
    tmp_path: Path, role: str, task: str, passed: set[str]
) -> None:
    (tmp_path / "main.tf").write_text(f'variable "role" {{}}\n{TASK.format(role=role, task=task)}')
    found = granted(deploy([tmp_path], Options()).analysis.policies)
    assert {on for action, on in found if action == "iam:PassRole"} == passed
