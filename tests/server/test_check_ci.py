"""``check`` in continuous integration: formats, files, baselines, comments, settings, exit statuses."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from tests.server.command import run

from policywright.server.cli import main
from policywright.server.schema import load_schema

SHOP = Path(__file__).parents[2] / "examples" / "shop-sam"
CODE = "import boto3\n\n\ndef handler(event, context):\n    boto3.client('s3').get_object(Bucket='inbox', Key='a')\n"
TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      CodeUri: code
      Handler: app.handler
      Policies:
        - Statement:
            - Effect: Allow
              Action: sqs:SendMessage
              Resource: "*"
"""


_TOLD = {"type", "message"}
JUNIT = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "file", "time", "timestamp"},
    "testcase": {"name", "classname", "time", "group"},
    "failure": _TOLD, "error": _TOLD, "skipped": _TOLD,
}  # fmt: skip
"""What may be said of each element; more, and Jenkins' xUnit plugin refuses the file: its junit-10.xsd."""


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    shutil.copytree(SHOP, tmp_path / "apps" / "shop")
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "app.py").write_text(CODE)
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    return tmp_path


def test_text_is_what_nobody_asked_otherwise_for(shop: Path) -> None:
    result = run("check", ".", cwd=shop)
    assert result.returncode == 1
    assert result.stdout.splitlines()[-1] == "4 roles checked, 2 findings"


def test_several_formats_at_once(shop: Path) -> None:
    formats = ("sarif", "junit", "json", "github")
    asked = [part for name in formats for part in ("--format", name, "-o", f"out.{name}")]
    result = run("check", "apps/shop", *asked, cwd=shop)
    assert result.returncode == 1
    assert result.stdout.splitlines()[-1] == "4 roles checked, 2 findings"
    assert run("check", "apps/shop", *asked, "-q", cwd=shop).stdout == ""
    report = json.loads((shop / "out.json").read_text())
    jsonschema.validate(report, load_schema("check-v1"))
    suites = ET.fromstring((shop / "out.junit").read_text())
    for element in suites.iter():
        assert set(element.attrib) <= JUNIT[element.tag], element.tag
    failures = list(suites.iter("failure"))
    assert [one.get("message") for one in failures] == [one["message"] for one in report["findings"]]
    assert suites.find("testsuite").get("failures") == "2"  # type: ignore[union-attr]
    first, *_ = (shop / "out.github").read_text().splitlines()
    assert first == (
        "::error file=apps/shop/template.yaml,line=70,col=3,title=missing-permission::"
        "CreateOrder lacks sqs:SendMessage on Queue.Arn (apps/shop/create_order/app.py:16)"
    )
    both = run("check", "apps/shop", "--format", "json", "--format", "sarif", cwd=shop)
    assert both.returncode == 2 and "json and sarif would both go to standard output" in both.stderr


def test_a_change_of_the_code_alone_is_annotated(shop: Path) -> None:
    """At the line that needs what is missing, once for all that it needs; names are those of the repository."""
    text = (shop / "apps" / "shop" / "create_order" / "app.py").read_text()
    line = 1 + text.partition("sqs.send_message(")[0].count("\n")
    for here, asked in ((shop, "apps/shop"), (shop / "apps", "shop")):
        written = run("check", asked, "--format", "github", cwd=here).stdout.splitlines()
        notices = [one for one in written if one.startswith("::notice ")]
        assert notices[0] == (
            f"::notice file=apps/shop/create_order/app.py,line={line},title=needs sqs%3ASendMessage::"
            "CreateOrder lacks sqs:SendMessage on Queue.Arn (apps/shop/template.yaml:70)"
        )
        assert len(notices) == 2


def test_code_scanning_sees_names_from_the_repositorys_root(shop: Path) -> None:
    logs = []
    for here, path in ((shop, "apps/shop"), (shop / "apps", "shop"), (shop / "apps" / "shop", ".")):
        log = json.loads(run("check", path, "--unused", "--format", "sarif", cwd=here).stdout)
        for result in log["runs"][0]["results"]:
            for place in (*result["locations"], *result.get("relatedLocations", ())):
                location = place["physicalLocation"]["artifactLocation"]
                assert (shop / location["uri"]).is_file() and location["uriBaseId"] == "%SRCROOT%"
        logs.append(log)
    prints = [[one["partialFingerprints"] for one in log["runs"][0]["results"]] for log in logs]
    assert prints[0] == prints[1] == prints[2]
    assert "%SRCROOT%" in logs[0]["runs"][0]["originalUriBaseIds"]


def test_a_baseline_leaves_what_is_known(shop: Path) -> None:
    written = run("check", ".", "--unused", "--write-baseline", "known.json", cwd=shop)
    assert written.returncode == 0
    again = run("check", ".", "--unused", "--baseline", "known.json", cwd=shop)
    assert (again.returncode, again.stdout) == (0, "4 roles checked, no findings, 5 ignored\n")
    # Lines move, and one stands elsewhere: they are the same findings.
    template = shop / "apps" / "shop" / "template.yaml"
    template.write_text("# a comment\n\n" + template.read_text())
    moved = run("check", "shop", "--unused", "--baseline", "../known.json", cwd=shop / "apps")
    assert moved.returncode == 0, moved.stdout
    # A new one fails, and one that is gone is said.
    code = shop / "apps" / "shop" / "notify" / "app.py"
    code.write_text(code.read_text() + "\n\nboto3.client('ses').send_email(Source='a')\n")
    template.write_text(template.read_text().replace("- dynamodb:Scan # once", "# once"))
    found = run("check", ".", "--unused", "--baseline", "known.json", cwd=shop)
    assert found.returncode == 1
    assert "Notify lacks ses:SendEmail" in found.stdout
    assert found.stdout.endswith("2 findings, 4 ignored, 1 of the baseline no longer there\n")
    log = json.loads(run("check", ".", "--baseline", "known.json", "--format", "sarif", cwd=shop).stdout)
    kinds = [one.get("suppressions", [{}])[0].get("kind") for one in log["runs"][0]["results"]]
    assert kinds.count("external") == 2
    for content, said in (
        ("", "no JSON"),
        ("[]", "not a baseline"),
        ('{"findings": [{"role": "x"}]}', "finding 1 has no `fingerprint`"),
        ('{"schema_version": "9", "findings": []}', "of version '9', and '1' is read here"),
    ):
        (shop / "known.json").write_text(content)
        bad = run("check", ".", "--baseline", "known.json", cwd=shop)
        assert bad.returncode == 2 and said in bad.stderr
    assert run("check", ".", "--baseline", "none.json", cwd=shop).returncode == 2


@pytest.mark.parametrize(
    ("comment", "left"),
    [
        ("policywright: ignore[s3:GetObject] the bucket's policy allows it", True),
        ("policywright: ignore[missing]: the bucket's policy allows it", True),
        ("policywright: ignore[s3:Get*,sqs:*] - the bucket's policy allows it", True),
        ("policywright: ignore the bucket's policy allows it", True),
        ("policywright: ignore[s3:PutObject] the bucket's policy allows it", False),
        ("policywright: ignore[unused] the bucket's policy allows it", False),
        ("policywright: ignore[s3:GetObject]", False),
        ("ignore[s3:GetObject] this is no word to us", False),
    ],
)
@pytest.mark.parametrize("beside", ["line", "above", "function"])
def test_a_comment_beside_the_line_with_a_reason(
    small: Path,
    comment: str,
    left: bool,
    beside: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, template = CODE, TEMPLATE
    match beside:
        case "line":
            code = CODE.replace("Key='a')", f"Key='a')  # {comment}")
        case "above":
            code = CODE.replace("    boto3", f"    # {comment}\n    # and more\n    boto3")
        case "function":
            template = TEMPLATE.replace("  Fn:\n", f"  # {comment}\n  Fn:\n")
    (small / "code" / "app.py").write_text(code)
    (small / "template.yaml").write_text(template)
    monkeypatch.chdir(small)
    status, said = main(["check", "."]), capsys.readouterr().out
    assert status == (0 if left else 1), said
    assert ("1 ignored" in said) is left
    assert ("says what to ignore and not why" in said) is comment.endswith("[s3:GetObject]")


def test_a_comment_in_a_statement(small: Path) -> None:
    said = "# policywright: ignore[unused] sent by a sidecar"
    (small / "template.yaml").write_text(TEMPLATE.replace("sqs:SendMessage", f"sqs:SendMessage {said}"))
    result = run("check", ".", "--fail-on", "unused", cwd=small)
    assert result.returncode == 0, result.stdout
    log = json.loads(run("check", ".", "--unused", "--format", "sarif", cwd=small).stdout)
    (kept,) = [one for one in log["runs"][0]["results"] if "suppressions" in one]
    assert kept["suppressions"] == [{"kind": "inSource", "justification": "sent by a sidecar"}]


def test_what_fails_is_chosen(small: Path) -> None:
    assert run("check", ".", "--fail-on", "unused", cwd=small).returncode == 1
    assert run("check", ".", "--fail-on", "unknown", cwd=small).returncode == 0
    (small / "code" / "app.py").write_text(CODE + "    boto3.client(event['x']).anything()\n")
    assert run("check", ".", "--fail-on", "unknown", cwd=small).returncode == 1
    wrong = run("check", ".", "--fail-on", "everything", cwd=small)
    assert wrong.returncode == 2 and "none of missing, unused, unknown" in wrong.stderr


def test_nothing_that_could_be_checked_is_no_success(small: Path) -> None:
    shutil.rmtree(small / "code")
    gone = run("check", ".", cwd=small)
    assert gone.returncode == 1
    assert "nothing could be checked: the code of no role was found" in gone.stderr
    assert "0 of 1 role checked" in gone.stdout
    (small / "template.yaml").unlink()
    (small / "cdk.json").write_text('{"app": "python app.py"}')
    cdk = run("check", ".", "--format", "junit", cwd=small)
    assert cdk.returncode == 1
    assert "cdk synth" in cdk.stderr
    assert ET.fromstring(cdk.stdout).find(".//error") is not None


def test_what_is_not_known_is_in_every_format(small: Path) -> None:
    """A role whose code is not seen is neither a finding nor in order."""
    file = small / "template.yaml"
    image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/a:1"
    file.write_text(
        f"{TEMPLATE.rstrip()}\n  Boxed:\n    Type: AWS::Serverless::Function\n"
        f"    Properties: {{PackageType: Image, ImageUri: {image!r}}}\n"
    )
    line = len(TEMPLATE.rstrip().splitlines()) + 1
    said = "Boxed: its code is in a container image"
    written = [part for form in ("junit", "sarif") for part in ("--format", form, "-o", f"out.{form}")]
    assert f"template.yaml:{line}: not known: {said}\n" in run("check", ".", *written, cwd=small).stdout
    suites = ET.fromstring((small / "out.junit").read_text())
    for element in suites.iter():
        assert set(element.attrib) <= JUNIT[element.tag], element.tag
    (skipped,) = suites.iter("skipped")
    assert skipped.get("message") == f"template.yaml:{line}: {said}"
    assert {one.get("skipped") for one in suites.iter("testsuite") if one.get("name") == "template.yaml"} == {
        "1"
    }
    (invocation,) = json.loads((small / "out.sarif").read_text())["runs"][0]["invocations"]
    (note,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is True and note["message"]["text"] == f"not known: {said}"
    place = note["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "template.yaml" and place["region"] == {"startLine": line}
    shutil.rmtree(small / "code")
    nothing = json.loads(run("check", ".", "--format", "sarif", cwd=small).stdout)["runs"][0]["invocations"][
        0
    ]
    assert nothing["executionSuccessful"] is False
    assert nothing["toolExecutionNotifications"][-1]["message"]["text"].startswith("0 of 2 roles checked")


def test_a_role_that_is_defined_elsewhere_is_not_checked(small: Path) -> None:
    template = small / "template.yaml"
    lines = [line for line in TEMPLATE.splitlines() if "Handler" in line]
    role = lines[0].replace(lines[0].strip(), "Role: arn:aws:iam::123456789012:role/shared")
    template.write_text(TEMPLATE.replace(lines[0], f"{lines[0]}\n{role}"))
    result = run("check", ".", cwd=small)
    assert result.returncode == 1
    assert "0 of 1 role checked" in result.stdout
    assert "nothing could be checked: no role is defined here; " in result.stderr
    # What it would need is said all the same, as text to read as well.
    shown = run("generate", ".", "--format", "text", cwd=small).stdout
    assert shown.startswith("1 role: 1 not compared (defined elsewhere; what the code needs is said).")
    assert "s3:GetObject on arn:aws:s3:::inbox/a  (code/app.py:5)" in shown
    assert "nothing to change" not in shown


@pytest.mark.parametrize("shared", [True, False])
def test_settings_of_a_project(small: Path, shared: bool) -> None:
    table = '{head}fail-on = ["unused"]\nexclude = ["old/"]\nbaseline = "known.json"\n'
    file = small / ("pyproject.toml" if shared else "policywright.toml")
    run("check", ".", "--unused", "--write-baseline", "known.json", cwd=small)
    file.write_text(table.format(head="[tool.policywright]\n" if shared else ""))
    (small / "old").mkdir()
    (small / "old" / "app.py").write_text("import boto3\nboto3.client('sqs').purge_queue(QueueUrl='q')\n")
    for here, path in ((small, "."), (small / "code", "..")):
        result = run("check", path, cwd=here)
        assert result.returncode == 0, result.stdout + result.stderr
        assert "2 ignored" in result.stdout
    generated = run("generate", ".", cwd=small).stdout
    assert "sqs:PurgeQueue" not in generated
    for line, said in (
        ("colour = true", "no setting 'colour'; there are "),
        ("unused = 1", "unused is true or false"),
        ('region = "Mars"', "region: 'Mars' is no AWS region (like eu-central-1)"),
        ('fail-on = ["all"]', "fail-on: 'all' is none of missing, unused, unknown"),
        ('fail-on = "unused"', 'fail-on is a list of texts: fail-on = ["..."]'),
        ("account = 12", 'account is a text: account = "..."'),
        ('baseline = "../known.json"', "lies outside of its directory"),
        ("= 1", "Invalid"),
    ):
        file.write_text(f"[tool.policywright]\n{line}\n" if shared else f"{line}\n")
        bad = run("check", ".", cwd=small)
        assert bad.returncode == 2 and said in bad.stderr, bad.stderr
        assert bad.stderr.count("\n") == 1


def test_what_is_excluded_is_not_there(shop: Path) -> None:
    part = run("generate", ".", "--exclude", "apps/shop/fulfil/", "--exclude", "list_*", cwd=shop)
    report = json.loads(part.stdout)
    assert {one["file"].split("/")[2] for grant in report["grants"] for one in grant["reasons"]} >= {"notify"}
    assert "apps/shop/fulfil/app.py" not in part.stdout
    template = run("generate", ".", "--exclude", "template.yaml", cwd=shop)
    assert json.loads(template.stdout)["diff"] is None


def test_a_deployment_role_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("template.yaml").write_text(
        "Resources:\n  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}\n"
    )
    statement = {"Effect": "Allow", "Action": ["sqs:CreateQueue", "sqs:GetQueueUrl"], "Resource": "*"}
    Path("role.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    against = ("--deployment", "execution", "--against", "role.json")
    assert main(["check", "template.yaml", *against, "--format", "json"]) == 1
    found = {one["actions"][0] for one in json.loads(capsys.readouterr().out)["findings"]}
    assert "sqs:DeleteQueue" in found and "sqs:CreateQueue" not in found
    assert main(["check", "template.yaml", "--deployment", "nobody", "--against", "role.json"]) == 2
    assert "name one of" in capsys.readouterr().err
    assert main(["check", "template.yaml", "--deployment", "execution"]) == 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "tool = 5\n# tool.policywright\n"),
        ("pyproject.toml", "[tool]\npolicywright = 5\n# tool.policywright\n"),
        ("policywright.toml", "a = " + "[" * 5_000),
        ("policywright.toml", "a = " + "9" * 5_000),
        ("policywright.toml", "\0"),
        ("policywright.toml", "infra = ['\\u0000']"),
        ("policywright.toml", "#" * 2_000_000),
    ],
)
def test_hostile_settings_are_one_line(
    name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "app.py").write_text("import boto3\nboto3.client('s3').get_object(Bucket='b', Key='k')\n")
    (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    status = main(["generate", "app.py", "--format", "policy"])
    error = capsys.readouterr().err
    assert status == (2 if name == "policywright.toml" else status) and status in (0, 2)
    assert "internal" not in error and len(error.splitlines()) <= 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), os.mkdir])
def test_settings_that_are_no_file_are_not_opened(
    make: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "app.py").write_text("import boto3\nboto3.client('s3').get_object(Bucket='b', Key='k')\n")
    make(tmp_path / "pyproject.toml")
    monkeypatch.chdir(tmp_path)
    assert main(["generate", "app.py", "--format", "policy"]) == 0
