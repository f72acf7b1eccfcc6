"""Only real ARNs and actions get into a document, from any path: what is masked or left to be filled in is refused."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.server.fix.test_proposals import CASES, PROJECT, denied, fix

from policywright.knowledge.policy.statements import rule_of
from policywright.server.errors import UserError
from policywright.server.fix.changes import merged, prove
from policywright.server.fix.model import Ask
from policywright.server.fix.real import unreal
from policywright.server.fix.workflow import prepare

GOOD = [
    "*",
    "arn:aws:s3:::bucket/key",
    "arn:aws:s3:::bucket/a b/ä+c=d",
    "arn:aws:s3:::bucket/a${*}b",
    "arn:aws:s3:::bucket/*",
    "arn:aws:s3:::bucket/inbox/report[1].pdf",
    "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/index/by-date",
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
    "arn:aws:lambda:eu-west-1:123456789012:function:f:$LATEST",
    "arn:aws:iam::123456789012:role/service-role/app",
    "arn:aws:ec2:us-east-1::image/ami-0123",
    "arn:aws-cn:sqs:cn-northwest-1:123456789012:q",
    "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:q",
    "arn:aws-eusc:sqs:eusc-de-east-1:123456789012:q",
    "arn:aws-iso-b:sqs:us-isob-east-1:123456789012:q",
    "arn:aws:sqs:ap-southeast-7:123456789012:q",
    "arn:aws:iot:eu-west-1:123456789012:topic/$aws/things/x",
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-1-AbCdEf",
    "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:My Alarm (5%)",
    "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/f:log-stream:2026/01/02/[$LATEST]0123abcd",
    "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/f:log-stream:2026/01/02/[12]0123abcd",
]
BAD = [
    "orders",
    "arn:aws:dynamodb",
    "arn:aws:s3:::",
    "arn:aws:s3:::...",
    "arn:aws:s3:::***",
    "arn:aws:s3:::bucket/***",
    "arn:aws:s3:::xxxxxxx/key",
    "arn:aws:s3:::<bucket>/key",
    "arn:aws:s3:::{bucket}/key",
    "arn:aws:s3:::${bucket}/key",
    "arn:aws:s3:::your-bucket-name/key",
    "arn:aws:s3:::[bucket name]/key",
    "arn:aws:s3:::bucket/[1]",
    "arn:aws:s3:::bucket/[key].pdf",
    "arn:aws:s3:::%s/key",
    "arn:aws:s3:::buck…/key",
    "arn:aws:s3:::buck\x1b[0m/key",
    "arn:aws:s3:::REDACTED/key",
    "arn:aws:dynamodb:eu-west-1:***:table/orders",
    "arn:aws:dynamodb:eu-west-1:388xxxxxxxxxx:table/orders",
    "arn:aws:dynamodb:eu-west-1:<account>:table/orders",
    "arn:aws:dynamodb:eu-west-1:[account id]:table/orders",
    "arn:aws:dynamodb:eu-west-1:ACCOUNTID:table/orders",
    "arn:aws:dynamodb:eu-west-1:12345678901:table/orders",
    "arn:aws:dynamodb:eu-west-1:1234*:table/orders",
    "arn:aws:dynamodb:eu-west-1:?:table/orders",
    "arn:aws:dynamodb:REGION:123456789012:table/orders",
    "arn:aws:dynamodb:eu-west-1a:123456789012:table/orders",
    "arn:aws:dynamodb:xx-xxxx-1:123456789012:table/orders",
    "arn:aws:dynamodb:eu-nowhere-1:123456789012:table/orders",
    "arn:aws:dynamodb:cn-north-1:123456789012:table/orders",
    "arn:aws-mars:dynamodb:eu-west-1:123456789012:table/orders",
    "arn:<partition>:dynamodb:eu-west-1:123456789012:table/orders",
    "arn:aws:***:eu-west-1:123456789012:table/orders",
    "arn:aws:cloudfront::123456789012:distribution/$DISTRIBUTION_ID",
    "arn:aws:sqs:eu-west-1:Account A:q",
    "arn:aws:sqs:eu-west-1:${AWS::AccountId}:q",
]
TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"
MASKS = (
    "***",
    "$NAME",
    "xxxxxxxxxxxx",
    "XXX",
    "<name>",
    "${name}",
    "{name}",
    "...",
    "…",
    "[REDACTED]",
    "ACCOUNT_ID",
    "1234",
)


@pytest.mark.parametrize("arn", GOOD)
def test_real(arn: str) -> None:
    assert unreal(arn) is None
    assert unreal(arn, chosen=True) is None


@pytest.mark.parametrize("arn", BAD)
def test_not_real(arn: str) -> None:
    assert unreal(arn) is not None


def test_what_is_named_on_purpose() -> None:
    """A name may look masked, and a pattern may be meant; what can't be is refused all the same."""
    for arn in (
        "arn:aws:s3:::xxx/key",
        "arn:aws:s3:::bucket/<odd>/{key}",
        "arn:aws:s3:::bucket/${aws:username}/*",
        "arn:aws:sqs:eu-*:123456789012:q",
        "arn:aws:sqs:*:*:q",
        "arn:aws:s3:::your-bucket",
    ):
        assert unreal(arn, chosen=True) is None, arn
    for arn in (
        "arn:aws:s3:::<bucket>/key",
        "arn:aws:s3:::${bucket}",
        TABLE.replace("123456789012", "***"),
        TABLE.replace("eu-west-1", "REGION"),
    ):
        assert unreal(arn, chosen=True) is not None, arn
    assert unreal("arn:aws:sqs:*:*:q") is None
    assert unreal("arn:aws:sqs:*:123456789012:q", whole=True) is not None


@pytest.mark.parametrize(
    "resource",
    [
        TABLE.replace("123456789012", "***"),
        TABLE.replace("123456789012", "XXXXXXXXXXXX"),
        TABLE.replace("eu-west-1", "us-xxxx-1"),
        TABLE.replace("orders", "xxxx-orders"),
        TABLE.replace("orders", "..."),
        TABLE.replace("table/orders", "tab"),
        "arn:aws:s3:::bucket",
    ],
)
def test_a_masked_resource_is_shown_and_not_written(resource: str) -> None:
    data = fix(denied("dynamodb:PutItem", resource))
    assert data["diff"] is None
    (denial,) = data["denials"]
    assert denial["resource"] is None or "give --resource" in denial["refused"]
    given = fix(denied("dynamodb:PutItem", None), resource=TABLE)
    assert given["change"]["after"]["Statement"][0]["Resource"] == TABLE


@pytest.mark.parametrize(
    "resource",
    [
        TABLE.replace("123456789012", "***"),
        TABLE.replace("123456789012", "12345678901"),
        TABLE.replace("eu-west-1", "us-xxxx-1"),
        TABLE.replace("eu-west-1", "eu-nowhere-1"),
        TABLE.replace("arn:aws:", "arn:aws-mars:"),
        TABLE.replace("arn:aws:", "arn:aws-mars:").replace("eu-west-1", "REGION"),
        TABLE.replace("orders", "xxxx"),
        TABLE.replace("orders", "<name of it>"),
    ],
)
def test_what_asks_for_a_resource_takes_the_real_one(resource: str) -> None:
    text = denied("dynamodb:PutItem", resource)
    assert "give --resource" in fix(text)["denials"][0]["refused"]
    given = fix(text, resource=TABLE)
    assert given["change"]["after"]["Statement"][0]["Resource"] == TABLE


def test_a_named_resource_still_has_to_be_the_denied_one() -> None:
    text = denied("dynamodb:PutItem", TABLE.replace("eu-west-1", "us-xxxx-1"))
    with pytest.raises(UserError, match="does not cover"):
        fix(text, resource=TABLE.replace("orders", "others"))


def test_a_chosen_resource_has_to_be_real_as_well() -> None:
    for resource in (
        "arn:aws:dynamodb:eu-west-1:***:table/orders",
        "arn:aws:dynamodb:eu-west-1:123456789012:table/<t>",
    ):
        data = fix(denied("dynamodb:PutItem", None), resource=resource)
        assert data["diff"] is None
        assert "give --resource" in data["denials"][0]["refused"]


@pytest.mark.parametrize("who", ["assumed-role/xxxxxx/run", "role/***", "role/...", "user/[REDACTED]"])
def test_a_masked_principal_is_not_written_to(who: str) -> None:
    data = fix(denied("dynamodb:PutItem", TABLE, who))
    assert data["diff"] is None
    assert data["target"] is None or data["target"]["name"] != who


def test_a_partition_that_is_none() -> None:
    text = denied("dynamodb:PutItem", TABLE).replace("arn:aws:sts", "arn:aws-mars:sts")
    data = fix(text)
    assert data["diff"] is None


def masked(text: str, chance: random.Random) -> str:
    """The text with a part of one of its ARNs masked."""
    found = list(re.finditer(r"arn:aws[\w-]*:[^\s\"',)]+", text))
    if not found:
        return text
    arn = chance.choice(found)
    parts = re.split(r"([:/])", arn[0])
    place = chance.randrange(2, len(parts), 2)
    parts[place] = chance.choice(MASKS) if chance.random() < 0.7 else parts[place][:2] + chance.choice(MASKS)
    return text[: arn.start()] + "".join(parts) + text[arn.end() :]


def test_no_masked_text_ends_in_a_change() -> None:
    """Whatever is masked in whatever text, each resource in a document is one that can be."""
    chance = random.Random(15)
    written = 0
    for _ in range(600):
        case = chance.choice(CASES)
        text = masked(case["text"], chance)
        options = {name: value for name, value in case.get("options", {}).items() if name != "resource"}
        result = prepare(Ask(text=text, **options))
        if result.change is None:
            continue
        written += 1
        assert result.change.target is not None
        for statement in result.change.proposed["Statement"]:
            listed = statement["Resource"]
            for resource in [listed] if isinstance(listed, str) else listed:
                assert unreal(resource) is None, (text, resource)
    assert written


@pytest.mark.parametrize(
    "mask", [*MASKS, "s3:*", "s3:***", "s3:Get***", "s3:xxxx", "***:GetObject", "<a>:GetObject"]
)
def test_no_masked_action_ends_in_a_statement(mask: str) -> None:
    """Stars that hide an action would be a pattern of many: nothing is proposed, nor is a command shown."""
    for who in ("assumed-role/app/run", "user/kim"):
        text = denied(mask, "arn:aws:s3:::reports/a.csv", who).replace("123456789012", "640033557711")
        data = fix(text)
        assert data["diff"] is None and data["change"] is None
        assert [statement for denial in data["denials"] for statement in denial["statements"]] == []
        assert not any("put-" in command or "--apply" in command for command in data["commands"])


@pytest.mark.parametrize("action", ["s3:***", "s3:Get***", "s3:xxxx", "<service>:GetObject", "s3:Get..."])
def test_the_last_gate_is_one_for_actions_too(action: str) -> None:
    statement = {"Effect": "Allow", "Action": action, "Resource": "arn:aws:s3:::reports/a.csv"}
    with pytest.raises(UserError, match="the action is masked"):
        merged(None, [rule_of(statement)])


def test_a_policy_file_gets_no_masked_resource(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}'
    )
    text = denied("dynamodb:PutItem", TABLE.replace("123456789012", "***"))
    assert fix(text, infra=(path,))["diff"] is None
    both = fix(f"{text}\n{denied('dynamodb:GetItem', TABLE)}", infra=(path,))
    assert "dynamodb:GetItem" in both["diff"] and "PutItem" not in both["diff"]


def test_a_template_gets_its_own_resource_or_nothing(tmp_path: Path) -> None:
    """A masked account is no hindrance where the template has the queue; where it hasn't, nothing is written."""
    shop = tmp_path / "shop"
    shutil.copytree(PROJECT / "examples" / "shop-sam", shop)
    who = "assumed-role/shop-CreateOrderRole-1A2B3C4D5E6F/run"
    own = "arn:aws:sqs:eu-west-1:123456789999999:shop-Queue-1AB2CD3EF4GH"
    data = fix(denied("sqs:SendMessage", own, who), infra=(shop,))
    assert "!GetAtt Queue.Arn" in data["diff"]
    assert "123456789999999" not in data["diff"]
    assert data["proof"] is None
    foreign = own.replace("shop-Queue-1AB2CD3EF4GH", "other")
    with pytest.raises(UserError, match="give --resource"):
        fix(denied("sqs:SendMessage", foreign, who), infra=(shop,))
    both = fix(
        f"{denied('sqs:SendMessage', foreign, who)}\n{denied('sqs:SendMessage', own, who)}", infra=(shop,)
    )
    assert "other" not in both["diff"]


def rule(resource: str, action: str = "dynamodb:PutItem") -> Any:
    return rule_of({"Effect": "Allow", "Action": action, "Resource": resource})


def test_what_code_leaves_open_is_no_mask(tmp_path: Path) -> None:
    """Beside what was denied, --all-actions takes what the code needs, in whatever region."""
    role = "arn:aws:iam::123456789012:role/fn"
    (tmp_path / "app.py").write_text(
        "import boto3\n"
        f"boto3.client('lambda').create_function(FunctionName='f', Role='{role}', Code={{'ZipFile': b''}})\n"
    )
    before = "An error occurred (AccessDeniedException) when calling the CreateFunction operation: "
    data = fix(denied("iam:PassRole", role, before=before), code=(tmp_path,), all_actions=True)
    assert data["denials"][0]["refused"] is None
    resources = {one["Action"]: one["Resource"] for one in data["change"]["after"]["Statement"]}
    assert resources["lambda:CreateFunction"] == "arn:aws:lambda:*:123456789012:function:f"


def test_the_last_gate() -> None:
    with pytest.raises(UserError, match="is no account id"):
        merged(None, [rule(TABLE.replace("123456789012", "***"))])


def test_the_proof_reads_what_is_written_and_asks_for_what_was_denied() -> None:
    result = prepare(Ask(text=denied("dynamodb:PutItem", TABLE)))
    assert result.change is not None and result.proof
    requests = [request for proposal in result.proposals for request in proposal.requests]
    from dataclasses import replace

    # The object is right and the text is not: what counts is the text.
    spoilt = replace(result.change, after_text=result.change.after_text.replace("orders", "other"))
    with pytest.raises(UserError, match="would not allow"):
        prove(spoilt, [rule(TABLE)], requests)
    # A pattern is no proof of itself.
    pattern = "arn:aws:dynamodb:eu-west-1:123456789012:table/*"
    wide = prepare(Ask(text=denied("dynamodb:PutItem", None), resource=pattern))
    assert wide.change is not None
    narrow = replace(wide.change, after_text=json.dumps(wide.change.after).replace("/*", "/${*}"))
    asked = [request for proposal in wide.proposals for request in proposal.requests]
    with pytest.raises(UserError, match="would not allow"):
        prove(narrow, [rule(pattern)], asked)
