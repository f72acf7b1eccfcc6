"""Keys of one's own: Terraform's types ask for them wherever CloudFormation's of the same thing do."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tests.analyzers.deployment.granted import granted

from policywright.analyzers.deployment.deploying import Options, deploy
from policywright.knowledge.deployments import Deployments, Handlers
from policywright.knowledge.store import shared_store

STORE = shared_store()
FACTS = Path(__file__).parents[3] / "knowledge" / "policywright" / "knowledge" / "facts"
KEY = "arn:aws:kms:us-east-1:123456789012:key/"
_IS_KEY = re.compile(r"(?:\A|_)(?:kms_key|encryption_key)(?:_arn|_id|_identifier)?\Z")
_HOLDS_KEY = re.compile(r"(?i)key(?:arn|id|identifier)?\Z")
_MAKES = re.compile("[a-z0-9-]+:Create")
NEVER: dict[str, str] = {}
"""Types of Terraform's whose calls ask nothing of KMS, and why."""


def types(name: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = json.loads((FACTS / name).read_text("utf-8"))["types"]
    return found


def makes(handlers: Handlers | None) -> set[str]:
    """What makes a resource of a type, whatever its properties."""
    return {
        call
        for step in (handlers.steps if handlers is not None else ())
        if "c" in step.phases and not step.when
        for call in step.calls
        if _MAKES.match(call)
    }


def asks_for_key(handlers: Handlers | None) -> bool:
    return any(
        "c" in step.phases
        and any(call.startswith("kms:") for call in step.calls)
        and any(_HOLDS_KEY.search(one) for one in step.when)
        for step in (handlers.steps if handlers is not None else ())
    )


def written(tmp_path: Path, resources: dict[str, str]) -> set[str]:
    """The types whose key something of KMS is granted on."""
    text = "".join(f'resource "{type}" "x" {{\n{body}\n}}\n' for type, body in resources.items())
    (tmp_path / "main.tf").write_text(text)
    found = granted(deploy([tmp_path], Options()).analysis.policies)
    return {on.removeprefix(KEY) for action, on in found if action.startswith("kms:") and on.startswith(KEY)}


def test_a_key_is_asked_for_where_cloudformation_does(tmp_path: Path) -> None:
    known = Deployments(STORE)
    siblings = {
        call
        for type in types("cloudformation.json")
        if asks_for_key(handlers := known.cloudformation(type))
        for call in makes(handlers)
    }
    resources: dict[str, str] = {}
    for type, facts in types("terraform.json").items():
        key = next((one for one in facts.get("arguments") or () if _IS_KEY.search(one)), None)
        if key is not None and makes(known.terraform(type)) & siblings and type not in NEVER:
            resources[type] = f'{key} = "{KEY}{type}"'
    assert len(resources) > 40
    assert set(resources) - written(tmp_path, resources) == set()


NESTED = {
    "aws_msk_cluster": f'encryption_info {{\nencryption_at_rest_kms_key_arn = "{KEY}aws_msk_cluster"\n}}',
    "aws_eks_cluster": f'encryption_config {{\nprovider {{\nkey_arn = "{KEY}aws_eks_cluster"\n}}\n}}',
    "aws_workspaces_workspace": f'volume_encryption_key = "{KEY}aws_workspaces_workspace"',
    "aws_dms_endpoint": f'kms_key_arn = "{KEY}aws_dms_endpoint"',
    "aws_s3_object": f'bucket = "b"\nkey = "k"\nkms_key_id = "{KEY}aws_s3_object"',
}


def test_a_key_within_a_block_or_by_another_name(tmp_path: Path) -> None:
    assert written(tmp_path, NESTED) == {*NESTED}


def test_a_key_of_a_type_whose_handlers_are_not_published(tmp_path: Path) -> None:
    properties = {"KmsKeyId": f"{KEY}1"}
    template = {"Resources": {"One": {"Type": "AWS::DMS::ReplicationInstance", "Properties": properties}}}
    (tmp_path / "template.json").write_text(json.dumps(template))
    assert ("kms:CreateGrant", f"{KEY}1") in set(granted(deploy([tmp_path], Options()).analysis.policies))


PARAMETER = f'name = "/a/b"\ntype = "SecureString"\nvalue = "x"\nkey_id = "{KEY}aws_ssm_parameter"'


def test_a_parameter_is_read_as_it_is_by_a_plan(tmp_path: Path) -> None:
    """The provider passes WithDecryption with every parameter that it reads."""
    (tmp_path / "main.tf").write_text(f'resource "aws_ssm_parameter" "x" {{\n{PARAMETER}\n}}\n')
    for phase in ("plan", "apply"):
        found = set(granted(deploy([tmp_path], Options(phase=phase)).analysis.policies))
        assert ("kms:Decrypt", f"{KEY}aws_ssm_parameter") in found


def test_a_parameter_that_is_looked_up_may_be_encrypted(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('data "aws_ssm_parameter" "x" {\nname = "/a/b"\n}\n')
    assert "kms:Decrypt" in {one.action for one in deploy([tmp_path], Options()).analysis.may_need}
