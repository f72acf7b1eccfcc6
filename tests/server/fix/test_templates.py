"""``fix --infra`` with templates: the role found by its physical name, and the diff of the file that owns it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from policywright.server.errors import UserError
from policywright.server.fix.model import Ask, Result
from policywright.server.fix.workflow import prepare

PROJECT = Path(__file__).parents[3]
SHOP = PROJECT / "examples" / "shop-sam"
REPORTS = PROJECT / "examples" / "reports-terraform"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:shop-Queue-1AB2CD3EF4GH"


def denied(role: str, action: str, resource: str) -> str:
    return (
        f"User: arn:aws:sts::123456789012:assumed-role/{role}/run is not authorized to perform: {action} on "
        f"resource: {resource} because no identity-based policy allows the {action} action"
    )


def fix(text: str, infra: Path, **options: str) -> Result:
    return prepare(Ask(text=text, infra=(infra,), **options))  # type: ignore[arg-type]


def test_the_role_that_cloudformation_has_named_gets_the_statement(tmp_path: Path) -> None:
    shutil.copytree(SHOP, tmp_path / "shop")
    result = fix(denied("shop-CreateOrderRole-1A2B3C4D5E6F", "sqs:SendMessage", QUEUE), tmp_path / "shop")
    assert result.change is not None
    added = [line[1:].strip() for line in result.change.diff.splitlines() if line.startswith("+ ")]
    assert added == [
        '- Version: "2012-10-17"',
        "Statement:",
        "- Sid: SqsSendMessage",
        "Effect: Allow",
        "Action: sqs:SendMessage",
        "Resource: !GetAtt Queue.Arn",
    ]
    assert not [line for line in result.change.diff.splitlines() if line.startswith("- ")]
    (tmp_path / "shop" / "template.yaml").write_text(result.change.after_text)
    again = fix(denied("shop-CreateOrderRole-1A2B3C4D5E6F", "sqs:SendMessage", QUEUE), tmp_path / "shop")
    assert again.change is not None and again.change.diff == ""
    assert "the template grants this already: deploy it" in again.notes


def test_terraform_by_the_name_that_it_sets() -> None:
    topic = "arn:aws:sns:eu-west-1:123456789012:reports-dev-published"
    result = fix(denied("reports-dev-publish", "sns:Publish", topic), REPORTS)
    assert result.change is not None
    assert result.change.file == "examples/reports-terraform/infra/main.tf"
    assert '+        Action   = "sns:Publish"' in result.change.diff


@pytest.mark.parametrize(
    ("text", "infra", "message"),
    [
        (denied("other", "sqs:SendMessage", QUEUE), SHOP, "no role of the templates is other"),
        (denied("shop-Nobody-1A2B3C4D", "sqs:SendMessage", QUEUE), SHOP, "there are: CreateOrderRole"),
    ],
)
def test_a_role_that_is_not_there(text: str, infra: Path, message: str) -> None:
    with pytest.raises(UserError, match=message):
        fix(text, infra)


def test_the_command_line_does_the_same() -> None:
    text = denied("shop-CreateOrderRole-1A2B3C4D5E6F", "sqs:SendMessage", QUEUE)
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "policywright.server.cli",
            "fix",
            text,
            "--infra",
            str(SHOP),
            "--format",
            "diff",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert "+              Resource: !GetAtt Queue.Arn" in result.stdout
