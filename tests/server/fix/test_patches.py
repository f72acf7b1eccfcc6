"""What ``fix --infra`` and ``generate`` print is applied by git and patch, whatever the file is called and like."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from tests.patches import assert_applies
from tests.server.fix.test_proposals import PROJECT, TABLE, denied, fix

from policywright.server import cli
from policywright.server.errors import UserError
from policywright.server.fix.files import named_in_patch

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}
NAMES = [
    "policy.json",
    "my policy.json",
    "tab\there.json",
    'q"uote.json',
    "ö.json",
    os.fsdecode(b"caf\xe9.json"),
]
TEXTS = {
    "plain": json.dumps(POLICY, indent=2) + "\n",
    "no newline": json.dumps(POLICY, indent=4),
    "carriage returns": json.dumps(POLICY, indent=2).replace("\n", "\r\n") + "\r\n",
    "mark": "\ufeff" + json.dumps(POLICY, indent="\t") + "\n",
    "one line": json.dumps(POLICY),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", TEXTS)
def test_a_policy_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kind: str) -> None:
    monkeypatch.chdir(tmp_path)
    before = TEXTS[kind]
    Path(name).write_bytes(before.encode())
    data = fix(denied("dynamodb:PutItem", TABLE), infra=(Path(name),))
    end = "\r\n" if "\r\n" in before else "\n"
    after = json.dumps(data["change"]["after"], indent={"no newline": 4, "mark": "\t"}.get(kind, 2))
    after = after.replace("\n", end) + (end if before.endswith("\n") else "")
    after = ("\ufeff" if kind == "mark" else "") + after
    assert_applies(data["diff"], {name: before}, {name: after})


def test_a_file_elsewhere_is_named_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No patch leads upwards, or from the root: neither git nor patch would take it."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    path = tmp_path / "policy.json"
    path.write_text(TEXTS["plain"])
    for given in (path, Path("../policy.json")):
        diff = fix(denied("dynamodb:PutItem", TABLE), infra=(given,))["diff"]
        assert diff.startswith("--- a/policy.json\n+++ b/policy.json\n")
    assert named_in_patch(Path("a/../b/p.json"), None) == "b/p.json"


@pytest.mark.parametrize("change", ["plain", "carriage returns", "mark", "no newline"])
@pytest.mark.parametrize("file", ["template.yaml", "my template (1).yaml"])
def test_a_template(tmp_path: Path, change: str, file: str) -> None:
    shop = tmp_path / "shop"
    shutil.copytree(PROJECT / "examples" / "shop-sam", shop)
    text = (shop / "template.yaml").read_text()
    (shop / "template.yaml").unlink()
    text = {
        "carriage returns": text.replace("\n", "\r\n"),
        "mark": "\ufeff" + text,
        "no newline": text.rstrip("\n"),
    }.get(change, text)
    (shop / file).write_bytes(text.encode())
    who = "assumed-role/shop-CreateOrderRole-1A2B3C4D5E6F/run"
    queue = "arn:aws:sqs:eu-west-1:123456789012:shop-Queue-1AB2CD3EF4GH"
    from policywright.server.fix.model import Ask
    from policywright.server.fix.workflow import prepare

    result = prepare(Ask(text=denied("sqs:SendMessage", queue, who), infra=(shop,)))
    assert result.change is not None
    assert_applies(result.change.diff, {file: text}, {file: result.change.after_text})
    if change == "carriage returns":
        assert result.change.after_text.count("\n") == result.change.after_text.count("\r\n")


def test_a_patch_that_does_not_grant_it_when_read_again_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What proves a patch is the patched file, not the statement that it was made from."""
    from dataclasses import replace

    from policywright.analyzers.infrastructure import editing

    apply = editing.apply

    def spoilt(*arguments: object) -> object:
        return tuple(
            replace(patch, after=patch.after.replace("sqs:SendMessage", "sqs:ListQueues"))
            for patch in apply(*arguments)  # type: ignore[arg-type]
        )

    monkeypatch.setattr(editing, "apply", spoilt)
    queue = "arn:aws:sqs:eu-west-1:123456789012:shop-Queue-1AB2CD3EF4GH"
    who = "assumed-role/shop-CreateOrderRole-1A2B3C4D5E6F/run"
    with pytest.raises(UserError, match="would not grant sqs:SendMessage"):
        fix(denied("sqs:SendMessage", queue, who), infra=(PROJECT / "examples" / "shop-sam",))


@pytest.mark.parametrize("example", ["shop-sam", "reports-terraform", "file-to-queue"])
def test_the_whole_output_of_generate_is_a_patch(
    example: str, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the lines in front that say what changes."""
    project = PROJECT / "examples" / example
    monkeypatch.chdir(project)
    assert cli.main(["generate", str(project), "--format", "diff"]) == 0
    diff = capsysbinary.readouterr().out.decode()
    (name,) = {line.removeprefix("+++ b/") for line in diff.splitlines() if line.startswith("+++ b/")}
    before = (project / name).read_text()
    assert cli.main(["generate", str(project), "--format", "json"]) == 0
    report = json.loads(capsysbinary.readouterr().out)
    assert diff.endswith(report["diff"]["patch"])
    from policywright.analyzers.api import Options, analyse

    infrastructure = analyse([project], Options()).infrastructure
    assert infrastructure is not None
    (patch,) = [one for one in infrastructure.patches if one.after != one.before]
    assert_applies(diff, {name: before}, {name: patch.after})


def test_a_directory_that_forges_a_patch(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    evil = tmp_path / "x\n--- a/safe.py\n+++ b/safe.py\n@@ -1 +1 @@\n-safe\n+evil\n" / "shop"
    shutil.copytree(PROJECT / "examples" / "shop-sam", evil)
    (tmp_path / "safe.py").write_text("safe\n")
    (tmp_path / ".git").mkdir()
    assert cli.main(["generate", str(tmp_path), "--format", "diff"]) == 0
    diff = capsysbinary.readouterr().out.decode()
    headers = [line for line in diff.split("\n") if line.startswith(("--- ", "+++ "))]
    assert len(headers) == 2
    assert all(line[4:7] in ('"a/', '"b/') and line.endswith('/shop/template.yaml"') for line in headers)
