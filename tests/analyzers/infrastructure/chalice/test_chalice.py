"""Chalice projects as stacks: handlers by their decorators, settings by stage and function, policy files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from policywright.analyzers.infrastructure import chalice
from policywright.analyzers.infrastructure.model import ProblemCode, Site, Stack
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.knowledge.values import Const, Hole, Struct, Text

APP = """\
from chalice import Chalice, Rate
from chalicelib.more import extra

app = Chalice(app_name="shop")
app.register_blueprint(extra)


@app.route("/orders", methods=["GET"])
def orders():
    return []


@app.get("/orders/{id}")
def order(id):
    return {}


@app.on_sqs_message(queue="inbox", batch_size=1)
def drain(event):
    pass


@app.on_kinesis_record(stream=NAME)
def records(event):
    pass


@app.schedule(Rate(1, unit=Rate.HOURS), name="tidy-up")
def tidy(event):
    pass


def helper():
    pass
"""
MORE = """\
from chalice import Blueprint

extra = Blueprint(__name__)


@extra.route("/more")
def more():
    return 1


@extra.lambda_function()
def work(event, context):
    pass
"""


def project(tmp_path: Path, config: Any, **policies: Any) -> Stack:
    (tmp_path / ".chalice").mkdir()
    (tmp_path / "chalicelib").mkdir()
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "chalicelib" / "more.py").write_text(MORE)
    (tmp_path / ".chalice" / "config.json").write_text(json.dumps(config, indent=2))
    for name, document in policies.items():
        (tmp_path / ".chalice" / f"{name}.json").write_text(json.dumps(document, indent=2))
    (stack,) = chalice.read(ProjectFiles.below(tmp_path))
    return stack


def test_handlers_by_their_decorators(tmp_path: Path) -> None:
    stack = project(tmp_path, {"app_name": "shop", "stages": {"dev": {}}})
    assert (stack.name, stack.dialect, stack.problems) == (".chalice/config.json", "chalice", ())
    assert [(one.id, one.name, one.code.handler) for one in stack.workloads] == [
        ("api_handler", Const("shop-dev"), "app.app"),
        ("drain", Const("shop-dev-drain"), "app.drain"),
        ("records", Const("shop-dev-records"), "app.records"),
        ("tidy-up", Const("shop-dev-tidy-up"), "app.tidy"),
        ("work", Const("shop-dev-work"), "app.work"),
    ]
    api = stack.workloads[0]
    assert api.code.entries == ("app.py:orders", "app.py:order", "chalicelib/more.py:more")
    assert api.span.line == 9
    assert all("helper" not in entry for one in stack.workloads for entry in one.code.entries)
    assert stack.workloads[4].code.entries == ("chalicelib/more.py:work",)


def test_what_lambda_polls(tmp_path: Path) -> None:
    stack = project(tmp_path, {"app_name": "shop", "stages": {"dev": {"xray": True}}})
    drain, records = stack.workloads[1], stack.workloads[2]
    queue = Text((
        "arn:", Hole(kind="partition"), ":sqs:", Hole(kind="region"), ":", Hole(kind="account"), ":inbox",
    ))  # fmt: skip
    needs = {need.action: need for need in drain.needs}
    assert needs["sqs:ReceiveMessage"].resources == (queue,)
    assert needs["sqs:ReceiveMessage"].why == "polls the queue inbox"
    assert "xray:PutTraceSegments" in needs and "ec2:CreateNetworkInterface" not in needs
    stream = Text((
        "arn:", Hole(kind="partition"), ":kinesis:", Hole(kind="region"), ":", Hole(kind="account"),
        ":stream/", Hole(kind="unknown"),
    ))  # fmt: skip
    assert {need.resources for need in records.needs if need.action == "kinesis:GetRecords"} == {(stream,)}


def test_the_default_policy_is_chalice_s_own(tmp_path: Path) -> None:
    stack = project(tmp_path, {"app_name": "shop", "stages": {"dev": {}}})
    assert {one.role for one in stack.workloads} == {"shop-dev"}
    (role,) = stack.roles
    (policy,) = role.policies
    assert (role.external, role.owner, policy.kind) == (False, None, "implied")
    assert policy.opaque is not None and "autogen_policy" in policy.opaque


def test_settings_are_looked_up_from_the_function_outwards(tmp_path: Path) -> None:
    config = {
        "app_name": "shop",
        "environment_variables": {"A": "top", "B": "top"},
        "lambda_functions": {"drain": {"environment_variables": {"B": "function", "C": "function"}}},
        "stages": {
            "dev": {"environment_variables": {"B": "stage"}},
            "prod": {
                "manage_iam_role": False,
                "iam_role_arn": "arn:aws:iam::123456789012:role/team/shop",
                "lambda_functions": {"drain": {"environment_variables": {"B": "both"}}},
            },
        },
    }
    stack = project(tmp_path, config)
    found = {one.id: one for one in stack.workloads}
    assert found["dev/drain"].environment == Struct((
        ("A", Const("top")), ("B", Const("stage")), ("C", Const("function")),
    ))  # fmt: skip
    assert found["prod/drain"].environment.get("B") == Const("both")
    assert found["prod/drain"].name == Const("shop-prod-drain")
    assert (found["dev/drain"].role, found["prod/drain"].role) == ("shop-dev", "shop")
    given = stack.role("shop")
    assert given is not None and given.external and given.policies == ()


def test_a_policy_file_is_one_role_for_all_its_functions(tmp_path: Path) -> None:
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::b/*"]},
            {
                "Effect": "Allow",
                "Action": "sqs:*",
                "Resource": "arn:aws:sqs:*:*:in",
                "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}},
            },
        ],
    }
    config = {
        "app_name": "shop",
        "stages": {
            "dev": {
                "autogen_policy": False,
                "lambda_functions": {
                    "work": {"iam_policy_file": "work.json"},
                    "drain": {"autogen_policy": True},
                },
            }
        },
    }
    stack = project(tmp_path, config, **{"policy-dev": document})
    assert [(one.id, one.role) for one in stack.workloads] == [
        ("api_handler", "policy-dev"),
        ("drain", "shop-dev"),
        ("records", "policy-dev"),
        ("tidy-up", "policy-dev"),
        ("work", "work"),
    ]
    role = stack.role("policy-dev")
    assert role is not None
    (policy,) = role.policies
    file = ".chalice/policy-dev.json"
    assert stack.files == (".chalice/config.json", file)
    assert policy.kind == "inline"
    assert policy.statements_site == Site(file=file, dialect="chalice", path=("Statement",))
    first, second = policy.statements
    assert first.site == Site(file=file, dialect="chalice", path=("Statement", 0))
    assert (first.actions, first.resources) == ((Const("s3:GetObject"),), (Const("arn:aws:s3:::b/*"),))
    # What stands for the deployment's own place in a file without expressions.
    place = (Hole(kind="region"), ":", Hole(kind="account"))
    assert second.resources == (Text(("arn:aws:sqs:", *place, ":in")),)
    assert second.conditions == (("StringEquals", "aws:RequestedRegion", (Const("eu-west-1"),)),)
    assert [(one.code, one.detail) for one in stack.problems] == [
        (ProblemCode.UNKNOWN_POLICY, "the policy file .chalice/work.json isn't there")
    ]


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    (tmp_path / "a" / ".chalice").mkdir(parents=True)
    (tmp_path / "a" / ".chalice" / "config.json").write_text("[]")
    (tmp_path / "b" / ".chalice").mkdir(parents=True)
    (tmp_path / "b" / ".chalice" / "config.json").write_text('{"app_name": "b"}')
    first, second = chalice.read(ProjectFiles.below(tmp_path))
    assert [one.code for one in first.problems] == [ProblemCode.UNREADABLE]
    assert [one.code for one in second.problems] == [ProblemCode.CODE_NOT_FOUND]
    assert second.workloads == ()
