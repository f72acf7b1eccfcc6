"""What was pasted, and what that does to the messages in it."""

from __future__ import annotations

import json

import pytest

from policywright.knowledge.denials import Pasted, read_denials

BARE = "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied"
ROLE = "arn:aws:iam::210987654321:role/uploader"
WHOLE = (
    "User: arn:aws:sts::210987654321:assumed-role/uploader/x is not authorized to perform: s3:PutObject "
    "on resource: arn:aws:s3:::data-7/k"
)
EVENT = {
    "eventSource": "secretsmanager.amazonaws.com",
    "eventName": "GetSecretValue",
    "errorCode": "AccessDenied",
    "awsRegion": "eu-west-1",
    "recipientAccountId": "210987654321",
    "userIdentity": {"type": "AssumedRole", "arn": "arn:aws:sts::210987654321:assumed-role/api/x"},
    "requestParameters": {"secretId": "prod/db"},
}
GUIDE = f"# Troubleshooting\n\nIf you see this error:\n\n    {BARE}\n\nyou need to attach a policy to your role.\n"

KINDS = {
    "message": f"botocore.exceptions.ClientError: {BARE}",
    "log": f"2026-03-01 10:00:00 INFO starting\n2026-03-01 10:00:01 ERROR {BARE}\n2026-03-01 10:00:02 INFO end",
    "record": json.dumps(EVENT),
    "thread": f"Hi, I get this since the update:\n\n```\n{BARE}\n```\n\nCan you look at this?",
    "page": GUIDE,
    "program": f'def test_it():\n    with pytest.raises(ClientError, match="{BARE}"):\n        put()\n',
    "constant": f'DENIED = "{BARE}"\n\ndef test_it():\n    assert run() == DENIED\n',
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_told(kind: str) -> None:
    assert read_denials(KINDS[kind]).pasted == kind.replace("constant", "program")


def test_a_stack_shows_lines_of_the_program_that_ran() -> None:
    trace = (
        'Traceback (most recent call last):\n  File "app.py", line 4, in <module>\n    s3 = boto3.client("s3")\n'
        f'  File "client.py", line 9, in call\n    raise error_class(response)\nbotocore.ClientError: {BARE}'
    )
    report = read_denials(trace)
    assert report.pasted is Pasted.LOG and report.denials[0].doubt is None
    assert read_denials(f"+ python app.py\n{trace}").denials[0].doubt is None


def test_what_stands_in_a_program_is_in_doubt_at_least() -> None:
    (denial,) = read_denials(KINDS["program"]).denials
    assert "source code" in (denial.doubt or "")


@pytest.mark.parametrize("kind", ["page", "constant"])
def test_what_is_shown_is_read_and_no_denial(kind: str) -> None:
    report = read_denials(KINDS[kind])
    assert report.denials == ()
    (shown,) = report.shown
    assert shown.actions == ("s3:PutObject",) and "Nothing is proposed to be applied" in (shown.doubt or "")


def test_a_whole_name_in_a_guide_is_a_denial_in_doubt() -> None:
    report = read_denials(GUIDE.replace(BARE, WHOLE))
    (denial,) = report.denials
    assert report.pasted is Pasted.PAGE and denial.doubt and report.shown == ()
    assert read_denials(WHOLE).denials[0].doubt is None


def test_what_is_a_denial_is_not_shown_beside_it() -> None:
    report = read_denials(f"I get this:\n\n{WHOLE}\n\n" + GUIDE.replace(BARE, WHOLE))
    assert [one.actions for one in report.denials] == [("s3:PutObject",)] and report.shown == ()


@pytest.mark.parametrize(
    "words",
    [
        f"Role: {ROLE}\n{BARE}",
        f"{BARE}\nExecution role ARN: {ROLE}",
        f"I ran aws s3 cp a.txt s3://data-7/k with role {ROLE} and got\n{BARE}",
        f'{{"UserId": "AROA", "Account": "210987654321", "Arn": "{ROLE}"}}\n{BARE}',
    ],
)
def test_who_called_is_told_beside_the_message(words: str) -> None:
    (denial,) = read_denials(words).denials
    assert denial.principal.arn == ROLE and "told beside it" in (denial.doubt or "")


@pytest.mark.parametrize(
    "words",
    [
        f"Role: {ROLE}\nRole: {ROLE}2\n{BARE}",
        f"The bucket is of {ROLE}.\n{BARE}",
        f"Role: {ROLE}\nAn error occurred (AccessDenied) when calling the AssumeRole operation: Access Denied",
    ],
)
def test_whoever_may_be_meant_is_not_who_called(words: str) -> None:
    """One of several; one that is named otherwise; the one that could not be assumed."""
    assert all(denial.principal.arn is None for denial in read_denials(words).denials)


def test_fields_are_not_read_into_each_other() -> None:
    arn = "arn:aws:sqs:eu-west-1:210987654321:orders"
    text = f"Principal: {ROLE}\nAction: sqs:SendMessage\nResource: {arn}\nError: AccessDenied"
    assert [denial.resource for denial in read_denials(text).denials] == [arn]


PARAMETERS = [
    ("secretsmanager", "GetSecretValue", {"secretId": "prod/db"}, "secretsmanager:R:A:secret:prod/db-??????"),
    (
        "logs",
        "CreateLogStream",
        {"logGroupName": "/app", "logStreamName": "s"},
        "logs:R:A:log-group:/app:log-stream:s",
    ),
    ("dynamodb", "Query", {"tableName": "t", "indexName": "i"}, "dynamodb:R:A:table/t/index/i"),
    ("apigateway", "GetRestApi", {"restApiId": "x"}, "apigateway:R::/restapis/x"),
    ("ssm", "GetParameter", {"name": "/a/b"}, "ssm:R:A:parameter/a/b"),
    ("iam", "GetRole", {"roleName": "r"}, "iam::A:role/r"),
    ("kms", "Decrypt", {"keyId": "alias/x"}, None),
    ("ssm", "GetParameters", {"names": ["/a", "/b"]}, None),
]


@pytest.mark.parametrize(("service", "name", "parameters", "resource"), PARAMETERS)
def test_the_resource_of_an_event_is_that_of_the_call(
    service: str, name: str, parameters: dict[str, object], resource: str | None
) -> None:
    """As code that passes the same would be granted it; nothing where it is not one thing."""
    event = {
        **EVENT,
        "eventSource": f"{service}.amazonaws.com",
        "eventName": name,
        "requestParameters": parameters,
    }
    (denial,) = read_denials(json.dumps(event)).denials
    expected = (
        resource and f"arn:aws:{resource.replace(':R:', ':eu-west-1:').replace(':A:', ':210987654321:')}"
    )
    assert denial.resource == expected


def test_fields_of_an_event_on_lines_of_their_own() -> None:
    text = (
        "eventName: GetItem\neventSource: dynamodb.amazonaws.com\nawsRegion: eu-west-1\nerrorCode: AccessDenied\n"
        "recipientAccountId: 210987654321\nuserIdentity.arn: arn:aws:sts::210987654321:assumed-role/api/i-0abc\n"
        "requestParameters.tableName: orders"
    )
    (denial,) = read_denials(text).denials
    assert denial.resource == "arn:aws:dynamodb:eu-west-1:210987654321:table/orders"
