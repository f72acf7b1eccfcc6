"""Whatever prints a denial: one text for each SDK, tool, agent and service, with each form of a message in it.

Single texts that people paste never end; what prints them does. A row of ``printed/producers.toml`` is a producer, and all
that AWS may answer goes through it.
"""

from __future__ import annotations

import html
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from policywright.knowledge.denials import read_denials

ID = "313c9214-0414-44c9-9e38-4005c15ef2eb"
PRODUCERS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("printed").joinpath("producers.toml").read_text(encoding="utf-8")
)
PRINCIPALS = (
    "arn:aws:iam::640033557711:user/kim",
    "arn:aws-cn:sts::640033557711:assumed-role/web-api/i-0abc12345",
    "arn:aws:sts::***:assumed-role/web-api/session",
    "arn:aws:sts::<account>:assumed-role/<role>/kim@acme.io",
)
ANSWERS = (
    ("s3:GetObject", "S3", "GetObject", '"arn:aws:s3:::orders/k.json"'),
    ("dynamodb:Query", "DynamoDB", "Query", "arn:aws:dynamodb:eu-west-1:640033557711:table/orders"),
    ("ec2:DescribeInstances", "EC2", "DescribeInstances", None),
    ("iam:PassRole", "Lambda", "CreateFunction", "arn:aws:iam::640033557711:role/app"),
    ("kms:Decrypt", "SecretsManager", "GetSecretValue", "arn:aws:kms:eu-west-1:640033557711:key/16bad6d5-19fd"),
    ("sqs:SendMessage", "SQS", "SendMessage", "arn:aws:sqs:eu-west-1:640033557711:q.fifo"),
)  # fmt: skip
REASONS = (
    ("", "unknown", "unknown"),
    (" because no identity-based policy allows the {action} action", "implicit", "identity"),
    (" with an explicit deny in a service control policy", "explicit", "scp"),
    (
        " with an explicit deny in an identity-based policy: arn:aws:iam::640033557711:policy/deny-it",
        "explicit",
        "identity",
    ),
    (" because no resource-based policy allows the {action} action", "implicit", "resource"),
    (" with an explicit deny", "explicit", "unknown"),
)
BARE = (
    ("S3", "GetObject", "AccessDenied", "Access Denied", "s3:GetObject"),
    ("S3", "ListObjectsV2", "AccessDenied", "Access Denied", "s3:ListBucket"),
    (
        "EC2",
        "DescribeInstances",
        "UnauthorizedOperation",
        "You are not authorized to perform this operation.",
        "ec2:DescribeInstances",
    ),
    ("DynamoDB", "PutItem", "AccessDeniedException", "Access denied", "dynamodb:PutItem"),
    (
        "Organizations",
        "ListAccounts",
        "AccessDeniedException",
        "You don't have permissions to access this resource.",
        "organizations:ListAccounts",
    ),
)
"""Service, operation, code, all that it says, and the action that the operation needs."""
CODES = {"EC2": "UnauthorizedOperation", "S3": "AccessDenied", "SQS": "AccessDenied"}
AROUND = (
    "{}",
    "Hi,\n\nI get this when I deploy our app on AWS (eu-west-1):\n\n```\n{}\n```\n\nAny idea what is wrong?",
    "> {}",
)
AT_AWS = "We keep our files in S3 and run on EC2. Today the job printed:\n\n{}\n"


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _filled(text: str, said: str, code: str, service: str, operation: str) -> str:
    parts = {
        "said": said,
        "said_j": json.dumps(said)[1:-1],
        "said_h": html.escape(said, quote=False),
        "said_q": said.replace("'", "\\'"),
        "said_y": said.replace("'", "''"),
        "code": code,
        "Svc": service,
        "svc": service.lower(),
        "op": operation,
        "op_c": operation[0].lower() + operation[1:],
        "op_s": _snake(operation),
        "id": ID,
    }
    return re.sub(r"\{(\w+)\}", lambda match: parts.get(match[1], match[0]), text)


def _around(text: str, around: str) -> str:
    return around.format(text).replace("\n", "\n> ") if around.startswith(">") else around.format(text)


@pytest.mark.parametrize("frame", PRODUCERS["frame"], ids=lambda frame: frame["name"])
def test_the_sentence_is_read_in_every_producer(
    frame: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    """Each answer by each producer; with which principal, reason and words around goes round."""
    turns = range(len(PRINCIPALS) * len(REASONS) if request.config.getoption("--long") else 1)
    for number, (action, service, operation, resource) in enumerate(ANSWERS):
        for turn in turns:
            first = number + turn + len(frame["name"])
            who, around = PRINCIPALS[first % len(PRINCIPALS)], AROUND[first % len(AROUND)]
            words, denial, kind = REASONS[(first + first // len(PRINCIPALS)) % len(REASONS)]
            clause = f" on resource: {resource}" if resource else ""
            said = f"User: {who} is not authorized to perform: {action}{clause}{words.format(action=action)}"
            code = CODES.get(service, "AccessDeniedException")
            text = _around(_filled(frame["text"], said, code, service, operation), around)
            told = [
                (one.principal.arn, one.actions, one.resource, one.denial, one.policy_type)
                for one in read_denials(text).denials
            ]
            assert told == [(who, (action,), (resource or "*").strip('"'), denial, kind)], text


@pytest.mark.parametrize("frame", PRODUCERS["frame"], ids=lambda frame: frame["name"])
def test_a_bare_refusal_is_read_by_what_its_producer_tells(
    frame: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    """The operation where the producer names it, that AWS refused where it names AWS; never another's action.

    What stands around goes round; in the long form all of it does.
    """
    for number, (service, operation, code, said, action) in enumerate(BARE, len(frame["name"])):
        turn = number % len(AROUND)
        for around in AROUND if request.config.getoption("--long") else AROUND[turn : turn + 1]:
            text = _around(_filled(frame["text"], said, code, service, operation), around)
            told = [one.actions for one in read_denials(text).denials]
            if frame["tells"] == "op":
                assert told == [(action,)], text
            elif frame["tells"] == "aws":
                # S3's words are known for its own: what was being done to an object may be told by them.
                assert len(told) == 1 and (told[0] in ((), (action,)) or told[0][0].startswith("s3:")), text


@pytest.mark.parametrize("service", PRODUCERS["service"], ids=lambda service: service["name"])
@pytest.mark.parametrize("around", AROUND[:2], ids=["plain", "asked"])
def test_what_a_service_says_in_its_own_words_is_read(service: dict[str, Any], around: str) -> None:
    text = _around(service["text"], around)
    (one,) = read_denials(text).denials
    assert sorted(one.actions) in service["actions"], text
    if "principal" in service:
        assert one.principal.arn == service["principal"], text
    if "resource" in service:
        assert service["resource"] in (one.resource, one.within), text


@pytest.mark.parametrize("other", PRODUCERS["other"], ids=lambda other: other["name"])
def test_what_others_print_is_none_whatever_is_said_of_aws_around_it(other: dict[str, Any]) -> None:
    for around in AROUND[:1] if other.get("words") else (*AROUND, AT_AWS):
        text = _around(other["text"], around)
        assert read_denials(text).denials == (), text
