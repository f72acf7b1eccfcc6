"""Arguments of Terraform's provider that say a member of the request which stands elsewhere there."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analyzers.deployment.granted import granted

from policywright.analyzers.deployment.deploying import Deployed, Options, deploy

KEY = "arn:aws:kms:us-east-1:123456789012:key"
LAYER = 'layer_name = "one"\ns3_bucket = "code"\ns3_key = "one.zip"'
STREAM = f"""
name        = "one"
destination = "extended_s3"
server_side_encryption {{
  enabled  = true
  key_type = "CUSTOMER_MANAGED_CMK"
  key_arn  = "{KEY}/stream"
}}
extended_s3_configuration {{
  role_arn    = "arn:aws:iam::123456789012:role/one"
  bucket_arn  = "arn:aws:s3:::events"
  kms_key_arn = "{KEY}/bucket"
}}
"""
REGIONS = f'region {{\nname = "us-east-1"\nkms_key_arn = "{KEY}/incidents"\n}}'
GROUP = (
    f'verifiedaccess_instance_id = "vai-1"\nsse_configuration {{\n'
    f'customer_managed_key_enabled = true\nkms_key_arn = "{KEY}/group"\n}}'
)
REPLICA = (
    f'global_table_arn = "arn:aws:dynamodb:us-east-1:123456789012:table/one"\nkms_key_arn = "{KEY}/replica"'
)
CANARY = """
name                 = "one"
artifact_s3_location = "s3://results/"
execution_role_arn   = "arn:aws:iam::123456789012:role/one"
handler              = "one.handler"
s3_bucket            = "code"
s3_key               = "one.zip"
runtime_version      = "syn-python-selenium-4.0"
schedule {
  expression = "rate(5 minutes)"
}
vpc_config {
  subnet_ids         = ["subnet-1"]
  security_group_ids = ["sg-1"]
}
"""
DIRECTORY = """
name     = "corp.example.com"
password = "x"
type     = "MicrosoftAD"
vpc_settings {
  vpc_id     = "vpc-1"
  subnet_ids = ["subnet-1", "subnet-2"]
}
"""


def deployed(tmp_path: Path, type: str, body: str) -> Deployed:
    (tmp_path / "main.tf").write_text(f'resource "{type}" "one" {{\n{body}\n}}\n')
    return deploy([tmp_path], Options())


@pytest.mark.parametrize(
    ("type", "body", "action", "on"),
    [
        # What is flat here is within a structure there.
        ("aws_lambda_layer_version", LAYER, "s3:GetObject", {"arn:aws:s3:::code/one.zip"}),
        ("aws_synthetics_canary", CANARY, "s3:GetObject", {"arn:aws:s3:::code/one.zip"}),
        # A block of another name; the key of the bucket is used by the role.
        ("aws_kinesis_firehose_delivery_stream", STREAM, "kms:CreateGrant", {f"{KEY}/stream"}),
        ("aws_verifiedaccess_group", GROUP, "kms:DescribeKey", {f"{KEY}/group"}),
        # A block that stands once, where the member is a list.
        ("aws_ssmincidents_replication_set", REGIONS, "kms:DescribeKey", {f"{KEY}/incidents"}),
        ("aws_dynamodb_table_replica", REPLICA, "kms:CreateGrant", {f"{KEY}/replica"}),
    ],
)
def test_a_member_is_said_by_an_argument(
    tmp_path: Path, type: str, body: str, action: str, on: set[str]
) -> None:
    found = granted(deployed(tmp_path, type, body).analysis.policies)
    assert {resource for asked, resource in found if asked == action} == on


def test_no_key_makes_a_table_a_replica(tmp_path: Path) -> None:
    """That there is something at all is no matter of a member within it that an argument could say."""
    body = f'name = "one"\nhash_key = "id"\nserver_side_encryption {{\nenabled = true\nkms_key_arn = "{KEY}/1"\n}}'
    actions = {
        action for action, _ in granted(deployed(tmp_path, "aws_dynamodb_table", body).analysis.policies)
    }
    assert "kms:CreateGrant" in actions and "dynamodb:CreateTableReplica" not in actions


def test_what_only_handlers_name_is_asked_as_far_as_it_is_looking(tmp_path: Path) -> None:
    """CloudFormation's handler of a canary names it; AWS's reference does not."""
    found = deployed(tmp_path, "aws_synthetics_canary", CANARY).analysis
    actions = {action for action, _ in granted(found.policies)}
    assert {"ec2:DescribeVpcs", "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups"} <= actions


def test_what_an_operation_may_ask_is_offered(tmp_path: Path) -> None:
    body = (
        'name = "one"\napplication = "shop"\nsolution_stack_name = "64bit Amazon Linux 2023 running Python"'
    )
    may = {
        one.action for one in deployed(tmp_path, "aws_elastic_beanstalk_environment", body).analysis.may_need
    }
    assert {"elasticloadbalancing:CreateLoadBalancer", "ec2:CreateLaunchTemplate"} <= may


@pytest.mark.parametrize("action", ["ec2:CreateTags", "ec2:DeleteTags"])
def test_what_a_service_makes_elsewhere_gets_the_tags(tmp_path: Path, action: str) -> None:
    """The security group and the interfaces of a directory; not the subnets that it is put into."""
    found = granted(deployed(tmp_path, "aws_directory_service_directory", DIRECTORY).analysis.policies)
    on = {resource.split(":", 5)[5] for asked, resource in found if asked == action}
    assert {"security-group/*", "network-interface/*"} <= on
    assert not on & {"vpc/vpc-1", "subnet/subnet-1", "subnet/subnet-2"}
