"""What ``fix`` says beside the diff: statements and commands to copy, whole, with what was given."""

from __future__ import annotations

import functools
import json
import re
import shlex
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.server.fix.test_proposals import TABLE, denied, fix, statements

from policywright.knowledge.denials import read_denials
from policywright.server.errors import UserError
from policywright.server.fix import report, workflow
from policywright.server.fix.commands import looks
from policywright.server.fix.model import Ask
from policywright.server.fix.render import diff_text, markdown
from policywright.server.schema import load_schema
from policywright.server.words import spoken

SHOP = Path(__file__).parents[3] / "examples" / "shop-sam"
SSO = "assumed-role/AWSReservedSSO_Night_Shift_0123456789abcdef/kim@shop.example"


def blocks(text: str, language: str) -> list[str]:
    """What stands in the fenced blocks of a language."""
    found = re.findall(rf"^(`{{3,}}){language}\n(.*?)\n\1$", text, re.MULTILINE | re.DOTALL)
    return [body for _, body in found]


def test_every_json_block_can_be_copied() -> None:
    resource = "arn:aws:kms:eu-west-1:999988887777:key/under_score_*"
    text = denied("kms:Decrypt", resource).replace("identity-based", "resource-based")
    shown = blocks(markdown(fix(text)), "json")
    assert [json.loads(block)["Action"] for block in shown] == ["kms:Decrypt", "kms:Decrypt"]
    assert json.loads(shown[1])["Resource"] == resource


def test_a_fence_is_longer_than_what_it_holds() -> None:
    text = "```\n" + denied("dynamodb:PutItem", TABLE) + "\n```"
    (shown,) = blocks(markdown(fix(text)), "sh")
    assert "```\n" in shown


def test_the_commands_carry_what_was_given(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import boto3\nboto3.client('s3').put_object(Bucket='b', Key='k')\n")
    text = "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied"
    who, what = "arn:aws:iam::123456789012:role/app", "arn:aws:s3:::b/*"
    data = fix(text, code=(tmp_path,), principal=who, resource=what, region="eu-west-1", all_actions=True)
    put, again = data["commands"]
    words = shlex.split(put)
    assert words[:7] == [
        "aws",
        "iam",
        "put-role-policy",
        "--role-name",
        "app",
        "--policy-name",
        "policywright-app",
    ]
    assert json.loads(words[8]) == data["change"]["after"]
    for given_ in (
        "--code",
        str(tmp_path),
        "--principal",
        who,
        "--resource",
        what,
        "--all-actions",
        "--apply",
    ):
        assert given_ in shlex.split(again)
    assert text in shlex.split(again)
    assert "error.txt" not in json.dumps(data)


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        (
            "with an explicit deny in an identity-based policy",
            ["aws iam list-attached-role-policies --profile 'my work' --role-name app"],
        ),
        (
            "with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/edge",
            [
                "aws iam get-policy-version --profile 'my work' --policy-arn",
                "aws iam get-policy --profile 'my work' --policy-arn",
            ],
        ),
        # It is the management account that may see these.
        (
            "with an explicit deny in a service control policy: "
            "arn:aws:organizations::888866667777:policy/o-a/service_control_policy/p-b1234567",
            ["aws organizations describe-policy --policy-id p-b1234567"],
        ),
    ],
)
def test_what_shows_the_policy_is_run_by_whom_was_given(reason: str, shown: list[str]) -> None:
    text = f"{denied('dynamodb:PutItem', TABLE).partition(' because')[0]} {reason}"
    (denial,) = read_denials(text).denials
    commands = "\n".join(looks(denial.looks, Ask(text=text, profile="my work")))
    assert all(command in commands for command in shown), commands


def test_a_long_text_is_read_again_from_standard_input() -> None:
    data = fix("\n".join(["INFO nothing to see"] * 200) + "\n" + denied("dynamodb:PutItem", TABLE))
    assert data["commands"][1] == "policywright fix - --apply"


def test_a_permission_set_gets_its_statement_and_where_it_goes() -> None:
    data = fix(denied("dynamodb:PutItem", TABLE, who=SSO))
    assert statements(data) == [{"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": TABLE}]
    assert "permission set Night_Shift" in data["denials"][0]["advice"]
    assert [json.loads(block) for block in blocks(markdown(data), "json")] == statements(data)
    assert data["commands"] == []


def test_a_name_alone_is_nobodys_in_a_command() -> None:
    """It may be a role's, a user's, a session's or a function's."""
    data = fix(f"OrderConfirmed is not authorized to perform: dynamodb:PutItem on resource: {TABLE}")
    assert data["denials"][0]["principal"]["name"] == "OrderConfirmed"
    put, again = data["commands"]
    assert shlex.split(put)[4] == "ROLE_NAME"
    assert "--principal arn:aws:iam::ACCOUNT_ID:role/ROLE_NAME" in again


def test_a_bare_403_gets_the_command_with_the_principal_to_fill_in() -> None:
    data = fix(
        "upload failed: ./a to s3://drop/in.csv An error occurred (AccessDenied) when calling the "
        "PutObject operation: Access Denied",
        profile=None,
    )
    put, again = data["commands"]
    words = shlex.split(put)
    assert words[4] == "ROLE_NAME"
    assert json.loads(words[8])["Statement"] == statements(data)
    assert "--principal arn:aws:iam::ACCOUNT_ID:role/ROLE_NAME" in again
    unknown = fix("An error occurred (403) when calling the HeadObject operation: Forbidden")
    (only,) = unknown["commands"]
    assert "--resource ARN_OF_THE_RESOURCE" in only


def test_what_the_text_masks_is_filled_in_by_what_is_given() -> None:
    hidden = denied("dynamodb:PutItem", TABLE).replace("123456789012", "<account>")
    (again,) = fix(hidden)["commands"]
    assert (
        '--principal arn:aws:iam::ACCOUNT_ID:role/app --resource arn:aws:dynamodb:eu-west-1:"${ACCOUNT:?'
        in again
    )
    words = shlex.split(re.sub(r"\$\{ACCOUNT:[^}]*\}|ACCOUNT_ID", "123456789012", again))
    given = dict(zip(words[3::2], words[4::2], strict=True))
    who, what = given["--principal"], given["--resource"]
    data = fix(hidden, principal=who, resource=what)
    assert data["target"]["name"] == "app" and statements(data)[0]["Resource"] == TABLE
    assert data["denials"][0]["resource"] == TABLE
    other = fix(hidden, principal=who.replace("app", "other"), resource=what)
    assert other["diff"] is None
    with pytest.raises(UserError, match="does not cover what was denied"):
        fix(hidden, principal=who, resource=f"{TABLE}-2")
    elided = denied("s3:GetObject", "arn:aws:s3:::***/a.txt", "assumed-role/xxx-app-xxx/i-1")
    data = fix(elided, principal=who, resource="arn:aws:s3:::bucket/*")
    assert data["diff"] and data["denials"][0]["resource"] == "arn:aws:s3:::bucket/a.txt"


@pytest.mark.parametrize(
    ("text", "name", "value", "resource"),
    [
        (
            denied("dynamodb:PutItem", TABLE.replace("123456789012", "<account>")),
            "ACCOUNT",
            "123456789012",
            TABLE,
        ),
        (
            "I get access denied when uploading to my bucket acme-media via PutObject",
            "KEY",
            "in/a b.txt",
            "arn:aws:s3:::acme-media/in/a b.txt",
        ),
    ],
)
def test_a_command_asks_for_what_is_missing_and_does_not_run(
    text: str, name: str, value: str, resource: str
) -> None:
    """AWS would write an ARN with a word in it, which allows nothing."""
    data = fix(text, principal="arn:aws:iam::123456789012:role/app")
    commands = [command for command in data["commands"] if name in command]
    assert len(commands) == 2
    for command in commands:
        shown = 'aws() { printf "%s\\n" "$@"; }; policywright() { printf "%s\\n" "$@"; }; '
        run = functools.partial(subprocess.run, ["sh", "-c", shown + command], capture_output=True, text=True)
        asked = run(env={})
        assert asked.returncode and not asked.stdout and f"{name}: set it first" in asked.stderr
        assert resource in run(env={name: value}).stdout


def test_the_command_for_a_user_in_an_account_that_is_hidden() -> None:
    text = denied("s3:GetObject", "arn:aws:s3:::b/k", "user/kim").replace("123456789012", "***")
    put, again = fix(text)["commands"]
    assert put.startswith("aws iam put-user-policy --user-name kim --policy-name policywright-kim ")
    assert again.endswith("--principal arn:aws:iam::ACCOUNT_ID:user/kim")


def test_a_resource_that_is_not_told_is_left_to_fill_in() -> None:
    data = fix(denied("dynamodb:ListExports", None))
    assert data["diff"] is None and data["denials"][0]["statements"]
    put, again = data["commands"]
    assert put.startswith("aws iam put-role-policy --role-name app --policy-name policywright-app ")
    assert '"Resource":"ARN_OF_THE_RESOURCE"' in put
    assert shlex.split(again)[-2:] == ["--resource", "ARN_OF_THE_RESOURCE"]


def test_an_assistant_has_the_command_with_the_resource_to_fill_in() -> None:
    """It has no command line to run again, and its user has one for AWS."""
    (put,) = fix(denied("dynamodb:ListExports", None), tool=True)["commands"]
    assert put.startswith("aws iam put-role-policy --role-name app ") and "ARN_OF_THE_RESOURCE" in put


def test_without_a_diff_the_bare_form_says_what_to_add_and_whom_to_ask() -> None:
    hidden = denied("sts:AssumeRole", "arn:aws:iam::999988887777:role/x").replace("123456789012", "<account>")
    shown = diff_text(fix(hidden))
    assert all(line.startswith("# ") for line in shown.splitlines())
    told = [json.loads(line[line.index("{") :]) for line in shown.splitlines() if "{" in line]
    assert [statement["Action"] for statement in told][:1] == ["sts:AssumeRole"]
    text = denied("kms:Decrypt", "arn:aws:kms:eu-west-1:999988887777:key/a").replace("identity", "resource")
    theirs = diff_text(fix(text))
    assert "key policy" in theirs and '"Principal"' in theirs


def test_a_masked_resource_is_in_no_command() -> None:
    data = fix(
        "AccessDenied: User: arn:aws:iam::***:user/x is not authorized to perform: dynamodb:PutItem on "
        "resource: arn:aws:dynamodb:eu-west-1:***:table/orders"
    )
    assert not [command for command in data["commands"] if command.startswith("aws ")]


@pytest.mark.parametrize("mask", ["***", "xxxxxxxxxxxx", "<account>", "ACCOUNT_ID"])
def test_a_statement_to_copy_has_no_mask_that_is_a_pattern(mask: str) -> None:
    """Stars in an ARN allow everything that fits them, and a mask may be stars."""
    data = fix(
        f"AccessDenied: User: arn:aws:iam::{mask}:user/x is not authorized to perform: dynamodb:PutItem on "
        f"resource: arn:aws:dynamodb:eu-west-1:{mask}:table/orders"
    )
    (denial,) = data["denials"]
    assert denial["statements"][0]["Resource"] == "arn:aws:dynamodb:eu-west-1:ACCOUNT:table/orders"
    assert denial["resource"] == f"arn:aws:dynamodb:eu-west-1:{mask}:table/orders"
    assert data["diff"] is None


def test_an_authorization_id_leads_to_its_details() -> None:
    sentence = (
        "User: arn:aws:iam::123456789012:user/{0} is not authorized to perform: sqs:ListQueues with an explicit "
        "deny in an identity-based policy: arn:aws:iam::123456789012:policy/Deny{0}. Go to https://us-east-1."
        "console.aws.amazon.com/iam/home?region=us-east-1#/authorization-details/{0}1a2b3c4d5e for complete "
        "details, or call the GetRequestAuthorizationDetails API with the following authorization id: {0}1a2b3c4d5e\n"
    )
    ask = "aws iam-toolbox get-request-authorization-details --authorization-id "
    one, two = fix(sentence.format("kim") + sentence.format("lee"))["denials"]
    assert one["commands"][0] == f"{ask}kim1a2b3c4d5e"
    assert two["commands"][0] == f"{ask}lee1a2b3c4d5e"
    assert one["denying_policy"] == "arn:aws:iam::123456789012:policy/Denykim"
    assert not any(
        ask in command for command in fix(sentence.partition(" Go to")[0])["denials"][0]["commands"]
    )


def test_too_much_for_a_policy_still_shows_what_was_denied() -> None:
    data = fix("\n".join(denied("s3:GetObject", f'"arn:aws:s3:::bucket-{n}/{"k" * 40}"') for n in range(200)))
    assert data["diff"] is None
    assert len(data["denials"]) == 200
    assert any("quota" in note for note in data["notes"])


@pytest.mark.parametrize(
    ("action", "resource", "who", "says"),
    [
        ("iam:AttachUserPolicy", "user kim", "user/kim", "on the principal itself"),
        ("iam:PutRolePolicy", "role app", "assumed-role/app/run", "on the principal itself"),
        (
            "iam:CreatePolicyVersion",
            "policy arn:aws:iam::123456789012:policy/p",
            "user/kim",
            "rewrite a policy",
        ),
        ("iam:AddUserToGroup", "group admins", "user/kim", "the principal itself perhaps"),
        ("iam:PutGroupPolicy", "group admins", "user/kim", "the principal itself perhaps"),
        (
            "dynamodb:PutItem",
            "arn:aws:dynamodb:eu-west-1:123456789012:table/*",
            "user/kim",
            "everything of its kind",
        ),
        ("sqs:SendMessage", "*", "user/kim", "everything of its kind"),
    ],
)
def test_what_is_more_than_it_seems_is_pointed_out_first(
    action: str, resource: str, who: str, says: str
) -> None:
    data = fix(denied(action, resource, who=who))
    (caution,) = data["denials"][0]["cautions"]
    assert says in caution
    text = markdown(data)
    assert "**Careful:**" in text
    assert text.index("**Careful:**") < (text.index("```diff") if data["diff"] else len(text))


def test_an_ordinary_statement_is_not_warned_of() -> None:
    for action, resource in (
        ("dynamodb:PutItem", TABLE),
        ("iam:AttachUserPolicy", "user other"),
        ("iam:AddUserToGroup", "group admins"),  # a role is in no group
        ("sqs:SendMessage", f"{TABLE}"),
    ):
        assert fix(denied(action, resource))["denials"][0]["cautions"] == []


@pytest.mark.parametrize(
    "action", ["translate:TranslateText", "polly:SynthesizeSpeech", "cloudwatch:PutMetricData"]
)
def test_an_optional_resource_type_is_no_limit(action: str) -> None:
    data = fix(denied(action, None))
    assert statements(data) == [{"Effect": "Allow", "Action": action, "Resource": "*"}]
    assert data["diff"]


def test_a_resource_that_is_needed_is_asked_for() -> None:
    assert fix(denied("s3:PutObjectTagging", None))["diff"] is None


def test_the_only_key_of_a_template_is_named_by_its_reference() -> None:
    key = "arn:aws:kms:eu-west-1:123456789012:key/0f0f0f0f-1111-2222-3333-444455556666"
    data = fix(
        denied("kms:GenerateDataKey", key, who="assumed-role/shop-CreateOrderRole-1A2B3C4D5E6F/run"),
        infra=(SHOP,),
    )
    assert "+              Resource: !GetAtt ReceiptsKey.Arn" in data["diff"]
    assert any("taken to be ReceiptsKey" in note for note in data["notes"])


PASSED = {
    "boto": "An error occurred (AccessDeniedException) when calling the CreateFunction operation: {}",
    "go v1": "Error: creating Lambda Function (x): AccessDeniedException: {}\n\tstatus code: 403, request id: 1",
    "go v2": "operation error Lambda: CreateFunction, https response error StatusCode: 403, RequestID: 1, api error "
    "AccessDeniedException: {}",
    "js v3": "AccessDeniedException: {}\n    at de_CreateFunctionCommandError (/a/@aws-sdk/client-lambda/index.js:1:1)",
    "java v2": "{} (Service: Lambda, Status Code: 403, Request ID: 1)\n"
    "\tat software.amazon.awssdk.services.lambda.DefaultLambdaClient.createFunction(DefaultLambdaClient.java:1)",
    "ruby": "{} (Aws::Lambda::Errors::AccessDeniedException)\n  /a/aws-sdk-lambda/client.rb:1:in `create_function'",
    "php": 'Error executing "CreateFunction" on "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions"; {}',
    "dotnet": "Amazon.Lambda.AmazonLambdaException: {}",
    "rust": "unhandled error (AccessDeniedException): {} aws_sdk_lambda::operation::create_function::CreateFunctionError",
    "java v1": "{} (Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; Request ID: 1)\n"
    "\tat com.amazonaws.services.lambda.AWSLambdaClient.createFunction(AWSLambdaClient.java:1)",
    "cloudformation": 'CREATE_FAILED AWS::Lambda::Function Fn Resource handler returned message: "{}"',
}


@pytest.mark.parametrize(
    ("event", "service"),
    [
        ("CREATE_FAILED | AWS::EC2::Instance | Web", "ec2.amazonaws.com"),
        ("UPDATE_FAILED        AWS::StepFunctions::StateMachine  Flow", "states.amazonaws.com"),
        ("10:00:00 | CREATE_FAILED | AWS::ECS::TaskDefinition | Task", "ecs-tasks.amazonaws.com"),
        ("CREATE_FAILED AWS::CloudFormation::Stack Nested", "cloudformation.amazonaws.com"),
        ("CREATE_FAILED AWS::Batch::JobDefinition Job", "ecs-tasks.amazonaws.com"),
    ],
)
def test_a_role_is_passed_to_the_service_of_the_resource_that_a_stack_makes(event: str, service: str) -> None:
    role = denied("iam:PassRole", "arn:aws:iam::123456789012:role/exec")
    (statement,) = statements(fix(f"{event}\n{role}"))
    assert statement["Condition"] == {"StringEquals": {"iam:PassedToService": service}}


@pytest.mark.parametrize("sdk", PASSED)
def test_a_role_is_passed_to_the_service_that_the_call_names(sdk: str) -> None:
    (statement,) = statements(
        fix(PASSED[sdk].format(denied("iam:PassRole", "arn:aws:iam::123456789012:role/exec")))
    )
    assert statement["Condition"] == {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}


def test_the_address_tells_whose_operation_it_is() -> None:
    """Many services have a ``CreateJob``."""
    role = denied("iam:PassRole", "arn:aws:iam::123456789012:role/exec")
    (statement,) = statements(
        fix(f'Error executing "CreateJob" on "https://glue.eu-west-1.amazonaws.com"; {role}')
    )
    assert statement["Condition"] == {"StringEquals": {"iam:PassedToService": "glue.amazonaws.com"}}


def test_assistants_hear_of_arguments() -> None:
    texts = [
        denied("dynamodb:PutItem", TABLE),
        "An error occurred (403) when calling the HeadObject operation: Forbidden",
        denied("iam:PutRolePolicy", "*"),
    ]
    for text in texts:
        data = fix(text, tool=True)
        said = json.dumps(
            [
                data["notes"],
                data["commands"],
                [(d["refused"], d["notes"], d["advice"]) for d in data["denials"]],
            ]
        )
        assert not re.search(
            r"(?<!\w)--(?:resource|principal|code|live|apply|force|infra)\b(?! ')", _without_aws(said)
        ), said
    assert spoken("give --resource ARN or `aws x --profile y`") == "give `resource` or `aws x --profile y`"


def _without_aws(text: str) -> str:
    return re.sub(r"\"aws [^\n]*?\"(?=[,\]])", "", text)


def test_time_is_linear_in_the_denials_of_one_principal() -> None:
    def seconds(count: int) -> float:
        text = "\n".join(denied("s3:GetObject", f'"arn:aws:s3:::bucket/{number}"') for number in range(count))
        begin = time.process_time()
        workflow.prepare(Ask(text=text))
        return time.process_time() - begin

    seconds(1)
    ratios: list[float] = []
    for _ in range(4):
        ratios.append(seconds(800) / seconds(400))
        if ratios[-1] < 3:
            return
    pytest.fail(f"twice the denials took {ratios} times as long")


_PIECES = st.lists(
    st.sampled_from(
        [
            "User: arn:aws:iam::123456789012:user/kim is not authorized to perform: ", "s3:GetObject", "iam:PassRole",
            " on resource: ", '"arn:aws:s3:::b/k"', "arn:aws:iam::***:role/x", "role x", " because no ", "identity-based policy allows the ",
            "with an explicit deny in a ", "service control policy", "arn:aws:kms:eu-west-1:<id>:key/1", "kms:Decrypt", "*",
            "An error occurred (AccessDenied) when calling the RunInstances operation: ", "Access Denied", "\n", "`", "```", "s3://b/k ",
            "User: <role> is not authorized to perform: sts:AssumeRoleWithWebIdentity", "...", "[account id]", "ExpiredToken",
        ]
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=120, deadline=None, derandomize=True)
@given(_PIECES)
def test_whatever_is_pasted_gives_a_report_or_one_line(pieces: list[str]) -> None:
    try:
        result = workflow.prepare(Ask(text="".join(pieces)))
    except UserError as error:
        assert "\n" not in str(error)
        return
    data: dict[str, Any] = json.loads(json.dumps(report.build(result)))
    Draft202012Validator(load_schema("fix-v1")).validate(data)
    text = markdown(data)
    for block in blocks(text, "json"):
        json.loads(block)
    for command in [*data["commands"], *(c for d in data["denials"] for c in d["commands"])]:
        assert shlex.split(command)
    for denial in data["denials"]:
        assert not (denial["denial"] == "explicit" and denial["statements"])
