"""That nothing is needed is said where everything was read, and nowhere else; what was not read is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.server import samples
from tests.server.command import run

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.model import SkipCode, Skipped
from policywright.knowledge.records import replace
from policywright.server.answer import answer_text, build_answer
from policywright.server.published import Settings
from policywright.server.rendering import FORMATS, renderer
from policywright.server.verdict import nothing_needed, open_ends, was_analysed

PROMISE = "No AWS permission is needed"
NOTHING = Analysis(files_analysed=3)
OPEN = {
    "nothing was read": Analysis(),
    "unresolved": replace(NOTHING, unresolved=samples.full_analysis().unresolved),
    **{
        code.value: replace(NOTHING, skipped=(Skipped(file="a", code=code),))
        for code in SkipCode
        if code is not SkipCode.TEST
    },
}


@pytest.mark.parametrize("name", OPEN)
def test_no_format_promises_what_is_not_known(name: str) -> None:
    analysis = OPEN[name]
    assert open_ends(analysis) or not was_analysed(analysis)
    for format in FORMATS:
        assert PROMISE not in renderer(format)(analysis, Settings()), format
    answer = build_answer(analysis, Settings())
    assert PROMISE not in answer_text(answer) + json.dumps(answer)


def test_what_is_known_is_said() -> None:
    assert nothing_needed(NOTHING) == "No AWS permission is needed: all of 3 files was analysed."
    # Test code is no part of what is asked about.
    tests = replace(NOTHING, skipped=(Skipped(file="test_a.py", code=SkipCode.TEST),))
    assert nothing_needed(tests) == nothing_needed(NOTHING)
    assert PROMISE in renderer("markdown")(NOTHING, Settings())


RUBY = "require 'aws-sdk-s3'\nAws::S3::Client.new.list_buckets\n"
KOTLIN = "import aws.sdk.kotlin.services.s3.S3Client\n"


def test_languages_that_are_not_read_are_counted(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("print('x')\n")
    for number in range(12):
        (tmp_path / f"worker_{number:02}.rb").write_text(RUBY)
    (tmp_path / "Main.kt").write_text(KOTLIN)
    (tmp_path / "plain.rb").write_text("puts 1\n")
    result = run("generate", ".", "--format", "markdown", cwd=tmp_path)
    assert result.returncode == 0
    (line,) = result.stderr.splitlines()
    assert "not read: 1 file of Kotlin, 13 files of Ruby (such as Main.kt)" in line
    assert "not everything is known (14 files not read)" in result.stdout
    report = json.loads(run("generate", ".", cwd=tmp_path).stdout)
    assert len(report["files"]["skipped"]) == 14
    assert {one["code"] for one in report["files"]["skipped"]} == {"unsupported-language"}


@pytest.mark.parametrize("code", ["print('x')\n", "import boto3\nboto3.client('s3').list_buckets()\n"])
def test_a_file_that_does_not_name_aws_is_counted_whatever_is_beside_it(tmp_path: Path, code: str) -> None:
    """It may reach AWS through what does not name it."""
    (tmp_path / "plain.rb").write_text("puts 1\n")
    (tmp_path / "app.py").write_text(code)
    result = run("generate", ".", "--format", "markdown", cwd=tmp_path)
    assert "No AWS permission is needed" not in result.stdout
    assert ("s3:ListAllMyBuckets" in result.stdout) == ("boto3" in code)
    assert "not read: 1 file of Ruby (such as plain.rb)" in result.stderr
    assert "1 file not read" in result.stdout or "`plain.rb`: unsupported-language" in result.stdout


@pytest.mark.parametrize("text", [RUBY, "puts 1\n"])
def test_a_project_of_which_nothing_is_read_is_not_done(tmp_path: Path, text: str) -> None:
    """Whether its files name AWS or not: beside nothing else they are the program."""
    for name in ("a.rb", "b.rb"):
        (tmp_path / name).write_text(text)
    result = run("generate", ".", cwd=tmp_path)
    assert result.returncode == 2
    assert "not read: 2 files of Ruby (such as a.rb)" in result.stderr
    assert json.loads(result.stdout)["files"]["analysed"] == 0
    named = run("generate", "a.rb", cwd=tmp_path)
    assert named.returncode == 2 and "not read: 1 file of Ruby" in named.stderr


def test_roles_of_which_no_code_is_read_are_not_done(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n"
        "    Properties: {Runtime: ruby3.2, Handler: app.handler}\n"
    )
    (tmp_path / "app.rb").write_text(RUBY)
    result = run("generate", ".", cwd=tmp_path)
    assert result.returncode == 2 and "the code of no role was found" in result.stderr
    # What is known of them is given all the same.
    assert json.loads(result.stdout)["diff"]["roles"]


PLAIN = "print('x')\n"


def test_programs_without_an_ending_are_read(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PLAIN)
    (tmp_path / "tool").write_text(
        "#!/usr/bin/env python3\nimport boto3\nboto3.client('s3').list_buckets()\n"
    )
    (tmp_path / "tool.py").write_text(PLAIN)
    (tmp_path / "send").write_text(
        "#!/usr/bin/env -S node --no-warnings\nconst { SQSClient, PurgeQueueCommand } = require('@aws-sdk/client-sqs');\n"
        "new SQSClient({}).send(new PurgeQueueCommand({ QueueUrl: 'x' }));\n"
    )
    (tmp_path / "LICENSE").write_text("MIT\n")
    report = json.loads(run("generate", ".", cwd=tmp_path).stdout)
    assert {one["action"] for one in report["grants"]} == {"s3:ListAllMyBuckets", "sqs:PurgeQueue"}
    assert report["files"] == {"analysed": 4, "skipped": []}
    named = json.loads(run("generate", "tool", cwd=tmp_path).stdout)
    assert [one["action"] for one in named["grants"]] == ["s3:ListAllMyBuckets"]


@pytest.mark.parametrize("line", [
    "/usr/bin/python3.11 -u", "/usr/bin/env python", "/usr/bin/env -S uv run --script", "/usr/bin/env -S A=1 pypy3",
])  # fmt: skip
def test_whatever_runs_a_program_without_an_ending(tmp_path: Path, line: str) -> None:
    (tmp_path / "tool").write_text(f"#!{line}\nimport boto3\nboto3.client('s3').list_buckets()\n")
    report = json.loads(run("generate", ".", cwd=tmp_path).stdout)
    assert [one["action"] for one in report["grants"]] == ["s3:ListAllMyBuckets"]


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("/usr/bin/env ruby", "Ruby"), ("/usr/bin/env -S php8.2 -d x=1", "PHP"), ("/usr/bin/perl -w", "Perl"),
        ("/usr/bin/env Rscript", "R"), ("/usr/local/bin/pwsh", "PowerShell"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("names_aws", [True, False])
def test_programs_of_other_languages_without_an_ending_are_said(
    tmp_path: Path, line: str, language: str, names_aws: bool
) -> None:
    text = "require 'aws-sdk-s3'" if names_aws else "x"
    (tmp_path / "tool").write_text(f"#!{line}\n{text}\n")
    said = f"not read: 1 file of {language} (such as tool)"
    alone = run("generate", ".", cwd=tmp_path)
    assert alone.returncode == 2 and said in alone.stderr
    (tmp_path / "app.py").write_text(PLAIN)
    beside = run("generate", ".", "--format", "text", cwd=tmp_path)
    assert PROMISE not in beside.stdout and "(1 file not read)" in beside.stdout and said in beside.stderr
    named = run("generate", "tool", cwd=tmp_path)
    assert named.returncode == 2 and said in named.stderr


def test_nothing_needed_is_not_said_beside_templates_either(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PLAIN)
    (tmp_path / "main.tf").write_text("resource {\n")
    (tmp_path / "deploy.sh").write_text("aws s3 cp a s3://b/c\n")
    result = run("generate", ".", "--format", "text", cwd=tmp_path)
    assert "deploy.sh: unsupported-language" in result.stdout


@pytest.mark.parametrize("name", ["deploy.sh", "deploy"])
def test_a_script_that_calls_aws_is_no_promise(tmp_path: Path, name: str) -> None:
    (tmp_path / "app.py").write_text(PLAIN)
    (tmp_path / name).write_text("#!/bin/sh\nset -e; aws --quiet s3 cp a s3://b/c\n")
    (tmp_path / "other.sh").write_text("#!/bin/sh\necho laws of nature\n")
    result = run("generate", ".", "--format", "text", cwd=tmp_path)
    assert PROMISE not in result.stdout and "(1 file not read)" in result.stdout
    assert f"{name}: unsupported-language, a shell script; name it to analyse it" in result.stdout


def test_what_two_paths_have_is_counted_once(tmp_path: Path) -> None:
    (tmp_path / "jobs").mkdir()
    (tmp_path / "jobs" / "app.rb").write_text(RUBY)
    (tmp_path / "app.py").write_text(PLAIN)
    result = run("generate", ".", "jobs", "jobs/app.rb", "--format", "text", cwd=tmp_path)
    assert "(1 file not read)" in result.stdout and "1 file of Ruby" in result.stderr


def test_an_empty_directory_is_not_done(tmp_path: Path) -> None:
    result = run("generate", ".", cwd=tmp_path)
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert "Nothing was analysed: no source file of a language that is read (Python, " in line


def test_templates_that_run_nothing_are_named(tmp_path: Path) -> None:
    """Who has templates only is told that those were read, and which command is about them."""
    (tmp_path / "main.tf").write_text('resource "aws_s3_bucket" "letters" {}\n')
    (tmp_path / "post.yaml").write_text(
        'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Letters: {Type: AWS::S3::Bucket}\n'
    )
    result = run("generate", ".", cwd=tmp_path)
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert "no function, task or state machine in . and 1 more" in line and "`policywright deploy`" in line
    compared = run("generate", ".", "--format", "diff", cwd=tmp_path)
    assert compared.stdout == (
        "# No template with a function, task or state machine was found: nothing to compare with.\n"
    )


def test_what_is_rendered_before_it_is_a_template_is_said(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import boto3\nboto3.client('sqs').purge_queue(QueueUrl='q')\n")
    text = "Resources:\n  F: {Type: AWS::Lambda::Function, Properties: {Name: {{ name }}}}\n"
    (tmp_path / "f.yml.j2").write_text(text)
    (tmp_path / "notes.yml.j2").write_text("{{ nothing }}\n")
    assert "f.yml.j2:1: What is rendered" in run("check", ".", cwd=tmp_path).stderr
    (tmp_path / "f.yml.j2").write_text("some: {{ data }}\n")
    assert "rendered" not in run("check", ".", cwd=tmp_path).stderr


@pytest.mark.parametrize(
    ("name", "tool"),
    [
        ("Pulumi.yaml", "Pulumi"), ("infra/cdktf.json", "CDK for Terraform"),
        ("sst.config.ts", "SST"), ("amplify/backend.ts", "Amplify"), ("zappa_settings.toml", "Zappa"),
    ],
)  # fmt: skip
def test_a_tool_that_is_not_read_is_said(tmp_path: Path, name: str, tool: str) -> None:
    """*No template was found* sounds like there were none."""
    (tmp_path / "app.py").write_text("import boto3\nboto3.client('sqs').purge_queue(QueueUrl='q')\n")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("{}")
    checked = run("check", ".", cwd=tmp_path)
    assert checked.returncode == 1
    assert (
        f"nothing could be checked: {name}:1: {tool}" in checked.stderr and " is not read, " in checked.stderr
    )
    generated = json.loads(run("generate", ".", cwd=tmp_path).stdout)
    assert [one["action"] for one in generated["grants"]] == ["sqs:PurgeQueue"]
    (problem,) = generated["unresolved"]
    assert problem["file"] == name


def test_what_such_a_tool_makes_is_read_instead(tmp_path: Path) -> None:
    (tmp_path / "cdktf.json").write_text("{}")
    (tmp_path / "xcdktf.json").write_text("{}")
    made = tmp_path / "cdktf.out" / "stacks" / "app"
    made.mkdir(parents=True)
    (made / "cdk.tf.json").write_text('{"resource": {"aws_iam_role": {"r": {"name": "r"}}}}')
    assert " is not read" not in run("check", ".", cwd=tmp_path).stderr


HALF_OPEN = "import boto3, sys\nboto3.client(sys.argv[1]).start()\nboto3.client('sqs').list_queues()\n"
FORMS = ("policy", "cloudformation", "terraform", "cdk-python", "cdk-typescript")


@pytest.mark.parametrize("form", FORMS)
def test_a_document_is_not_all_where_something_is_open(tmp_path: Path, form: str) -> None:
    """It has no place for that, and is what people deploy."""
    (tmp_path / "app.py").write_text(HALF_OPEN)
    said = "not everything is known: 1 thing not resolved; `--format text` says what\n"
    result = run("generate", ".", "--format", form, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, f"policywright: warning: {said}")
    assert run("generate", ".", "--format", form, "-q", cwd=tmp_path).stderr == ""
    (tmp_path / "app.py").write_text(HALF_OPEN.replace("sys.argv[1]", "'glue'").replace("start", "get_tags"))
    assert run("generate", ".", "--format", form, cwd=tmp_path).stderr == ""


def test_the_document_of_a_role_whose_code_is_not_seen_is_not_all(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(
        "Resources:\n"
        "  F:\n    Type: AWS::Serverless::Function\n"
        "    Properties: {Runtime: python3.12, Handler: app.handler}\n"
        "  G:\n    Type: AWS::Serverless::Function\n"
        "    Properties: {PackageType: Image, ImageUri: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/a:1'}\n"
    )
    (tmp_path / "app.py").write_text("def handler(event, context):\n    return 1\n")
    for role, known in (("G", False), ("F", True)):
        result = run("generate", ".", "--role", role, "--format", "policy", cwd=tmp_path)
        assert ("1 role whose code is not all known" in result.stderr) is not known, result.stderr


def test_the_document_of_who_deploys_says_so_too(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(
        "Resources:\n  X: {Type: My::Own::Type}\n  Q: {Type: AWS::SQS::Queue}\n"
    )
    result = run("deploy", ".", "--format", "policy", cwd=tmp_path)
    assert "not everything is known: 1 thing not resolved; `--format text` says what" in result.stderr
    assert "not everything" not in run("deploy", ".", "--format", "text", cwd=tmp_path).stderr
