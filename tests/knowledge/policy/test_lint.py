"""``validate``: each code has a document that shows it, placed where a person would look."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.knowledge.policy.fake_catalog import FakeCatalog
from tests.knowledge.policy.test_published_checks import DOCUMENTS, IDENTITY, OTHERS, shows

from policywright.knowledge.catalog import Catalog
from policywright.knowledge.isolation import fail_loudly
from policywright.knowledge.policy import lint as lints
from policywright.knowledge.policy import minimise, patterns
from policywright.knowledge.policy.findings import RULES, Code, Finding, Severity
from policywright.knowledge.policy.lint import lint
from policywright.knowledge.policy.lint_subject import CatalogView, PolicyKind, Subject
from policywright.knowledge.store import shared_store

CATALOG = FakeCatalog()
OBJECTS, BUCKET = "arn:aws:s3:::b/*", "arn:aws:s3:::b"
QUEUE = "arn:aws:sqs:eu-west-1:111111111111:q"
BUCKET_FORM = "arn:${Partition}:s3:::${BucketName}"
OBJECT_FORM = f"{BUCKET_FORM}/${{ObjectName}}"
TABLE_FORM = "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}"
QUEUE_FORM = "arn:${Partition}:sqs:${Region}:${Account}:${QueueName}"
PASSED = '{"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}'


def allow(action: Any, resource: Any, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def reading(**condition: Any) -> dict[str, Any]:
    return allow("s3:GetObject", OBJECTS, Condition=condition)


def trust(**more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": "sts:AssumeRole", **more}


def text(*statements: dict[str, Any], **more: Any) -> str:
    return json.dumps({"Version": "2012-10-17", **more, "Statement": list(statements)})


def brief(findings: tuple[Finding, ...]) -> list[str]:
    out = []
    for found in findings:
        hint = f" ({found.suggestion})" if found.suggestion else ""
        out.append(f"{found.severity} {found.code} {found.where}{hint}")
    return out


S0 = "Statement[0]"
C0 = f"{S0}.Condition"
CASES: list[tuple[str, list[str]]] = [
    # fine as they are
    (text(allow("s3:GetObject", OBJECTS)), []),
    (text(allow(["s3:GetObject", "s3:ListBucket"], [BUCKET, OBJECTS])), []),
    (text(allow("s3:GetObject", "arn:aws:s3:::b*")), []),
    (text(allow(["s3:Get*", "sqs:SendMessage"], "*")), []),
    (text(allow("s3:List*", BUCKET)), []),
    (text(allow("dynamodb:Query", "arn:aws:dynamodb:*:*:table/t/index/*")), []),
    (text(allow("s3:GetObject", "arn:aws:s3:::b/${aws:username}/*")), []),
    (text(allow("s3:ListBucket", BUCKET, Condition={"StringLike": {"s3:prefix": "a/*"}})), []),
    (text(reading(StringEquals={"s3:ExistingObjectTag/team": "a", "aws:PrincipalTag/team": "a"})), []),
    (
        text(
            allow(
                "iam:PassRole",
                "arn:aws:iam::111111111111:role/R",
                Condition={"StringEquals": {"iam:PassedToService": "ecs.amazonaws.com"}},
            )
        ),
        [],
    ),
    # actions
    (text(allow("s3:GetObjekt", OBJECTS)), [f"error unknown-action {S0}.Action (s3:GetObject)"]),
    (
        text(allow(["s3:GetObject", "sqss:SendMessage"], "*")),
        [f"error unknown-service {S0}.Action[1] (sqs:SendMessage)"],
    ),
    (text(allow("s3:Foo*", "*")), [f"error action-matches-nothing {S0}.Action"]),
    (text(allow("GetObject", "*")), [f"error invalid-action {S0}.Action"]),
    (text(allow("s*:GetObject", "*")), [f"error invalid-action {S0}.Action (s3:GetObject)"]),
    (
        text({"Effect": "Deny", "NotAction": "s3:Nope", "Resource": "*"}),
        [f"error unknown-action {S0}.NotAction"],
    ),
    (text(allow("*", "*")), [f"warning allow-all-actions {S0}.Action"]),
    (
        text({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
        [f"warning allow-not-action {S0}.NotAction"],
    ),
    (text(allow("s3:Put*", "*")), [f"warning permissions-management-wildcard {S0}.Action"]),
    (text(allow("s3:PutBucketPolicy", "*")), [f"warning permissions-management-wildcard {S0}.Action"]),
    (
        text(allow("iam:PassRole", "*")),
        [
            f"warning pass-role-to-any-service {S0}.Action ({PASSED})",
            f"warning pass-role-on-all {S0}.Resource",
        ],
    ),
    # resources
    (
        text(allow("s3:GetObject", BUCKET)),
        [
            f"error action-without-resource {S0}.Action ({OBJECT_FORM})",
            f"warning resource-without-action {S0}.Resource",
        ],
    ),
    (
        text(allow(["s3:GetObject", "s3:ListBucket"], OBJECTS)),
        [f"error action-without-resource {S0}.Action[1] ({BUCKET_FORM})"],
    ),
    (
        text(allow(["s3:ListAllMyBuckets", "s3:ListBucket"], BUCKET)),
        [f'error action-needs-star {S0}.Action[0] (a statement of its own with "Resource": "*")'],
    ),
    (text(allow("s3:GetObject", [OBJECTS, QUEUE])), [f"warning resource-without-action {S0}.Resource[1]"]),
    (
        text(allow("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/t/index/i"))[:-1] + "}",
        [
            f"error action-without-resource {S0}.Action ({TABLE_FORM})",
            f"warning resource-without-action {S0}.Resource",
        ],
    ),
    (
        text(allow("sqs:SendMessage", ["arn:aws:sqs:::q", QUEUE])),
        [f"warning unknown-resource-format {S0}.Resource[0] ({QUEUE_FORM})"],
    ),
    (
        text({"Effect": "Deny", "Action": "*", "Resource": "arn:aws:ssm:*:*:parameter//app/key"}),
        [f"warning unknown-resource-format {S0}.Resource (arn:aws:ssm:*:*:parameter/app/key)"],
    ),
    (text(allow("s3:GetObject", "b/*")), [f"error invalid-arn {S0}.Resource"]),
    (
        text(allow("s3:GetObject", "bucket/key")),
        [f"error invalid-arn {S0}.Resource (arn:aws:s3:::bucket/key)"],
    ),
    (
        text(
            allow(
                "sqs:SendMessage",
                [
                    "arn:aws:sqs",
                    "arn:aws:*:eu-west-1:1:q",
                    "arn:amazon:sqs:eu-west-1:1:q",
                    "arn:aws:sqs:a:b:",
                ],
            )
        ),
        [f"error invalid-arn {S0}.Resource[{index}]" for index in range(4)],
    ),
    (
        text({**allow("s3:GetObject", BUCKET), "Effect": "Deny"}),
        [
            f"warning action-without-resource {S0}.Action ({OBJECT_FORM})",
            f"warning resource-without-action {S0}.Resource",
        ],
    ),
    # conditions
    (
        text(reading(StringEquals={"s3:prefix": "a"})),
        [f'error unsupported-condition-key {C0}.StringEquals["s3:prefix"]'],
    ),
    (text(reading(StringEqualsIfExists={"s3:prefix": "a"})), []),
    (
        text(allow(["s3:GetObject", "s3:ListBucket"], "*", Condition={"StringEquals": {"s3:prefix": "a"}})),
        [f'warning unsupported-condition-key {C0}.StringEquals["s3:prefix"] (a statement of their own)'],
    ),
    (
        text(reading(Bool={"aws:SecureTransprot": "true"})),
        [f'error unknown-condition-key {C0}.Bool["aws:SecureTransprot"] (aws:SecureTransport)'],
    ),
    (
        text(reading(StringEquals={"nope:key": "a"})),
        [f'error unknown-condition-key {C0}.StringEquals["nope:key"]'],
    ),
    (
        text(reading(StringEquals={"team": "a"})),
        [f"error unknown-condition-key {C0}.StringEquals.team"],
    ),
    (
        text(reading(StringEquals={"aws:SecureTransport": "true"})),
        [f'warning condition-type-mismatch {C0}.StringEquals["aws:SecureTransport"] (Bool)'],
    ),
    (
        text(reading(Bool={"aws:SecureTransport": "yes"})),
        [f'error condition-value {C0}.Bool["aws:SecureTransport"]'],
    ),
    (
        text(reading(IpAddress={"aws:SourceIp": ["203.0.113.0/24", "10.0.0/33"]})),
        [f'error condition-value {C0}.IpAddress["aws:SourceIp"][1]'],
    ),
    (
        text(reading(DateLessThan={"aws:CurrentTime": "tomorrow"})),
        [f'error condition-value {C0}.DateLessThan["aws:CurrentTime"]'],
    ),
    (
        text(reading(NumericLessThan={"aws:MultiFactorAuthAge": "${aws:username}"})),
        [f'error condition-value {C0}.NumericLessThan["aws:MultiFactorAuthAge"]'],
    ),
    (
        text(reading(StringEquals={"aws:PrincipalTag/a": "b*"})),
        [f'warning condition-value {C0}.StringEquals["aws:PrincipalTag/a"] (StringLike)'],
    ),
    (
        text(allow("dynamodb:GetItem", "*", Condition={"StringEquals": {"dynamodb:LeadingKeys": "a"}})),
        [
            f'warning condition-quantifier {C0}.StringEquals["dynamodb:LeadingKeys"]'
            " (ForAnyValue:StringEquals)"
        ],
    ),
    (
        text(reading(**{"ForAllValues:StringEquals": {"aws:PrincipalTag/a": "b"}})),
        [
            f'warning condition-quantifier {C0}["ForAllValues:StringEquals"]["aws:PrincipalTag/a"]'
            " (StringEquals)"
        ],
    ),
    (
        text(reading(StringEqual={"aws:PrincipalTag/a": "b"})),
        [f"error unknown-operator {C0}.StringEqual (StringEquals)"],
    ),
    # the document
    (
        json.dumps({"Statement": allow("s3:GetObject", OBJECTS)}),
        ['warning missing-version document ("Version": "2012-10-17")'],
    ),
    (
        text(allow("s3:GetObject", "arn:aws:s3:::b/${aws:username}"), Version="2008-10-17"),
        [f"error old-version-variable {S0}.Resource"],
    ),
    (text(allow("s3:GetObject", "arn:aws:s3:::b/${aws user}")), [f"error malformed-variable {S0}.Resource"]),
    (
        text(allow("s3:GetObject", "arn:aws:s3:::b/${aws:usernam}/*")),
        [f"warning unknown-variable {S0}.Resource (aws:username)"],
    ),
    (
        text(
            allow(
                "s3:GetObject",
                [
                    "arn:aws:s3:::${BUCKET}-${AWS::Region}/${aws:PrincipalTag/team}/*",
                    "arn:aws:s3:::b/${cognito-identity.amazonaws.com:sub}/*",
                ],
            )
        ),
        [],
    ),
    (
        text(allow("s3:GetObject", OBJECTS, Sid="A"), allow("sqs:SendMessage", QUEUE, Sid="A")),
        ["error duplicate-sid Statement[1].Sid"],
    ),
    (text(allow("s3:GetObject", OBJECTS, Sid="read it")), [f"error invalid-sid {S0}.Sid (ReadIt)"]),
    (
        text(allow("s3:GetObject", OBJECTS, Principal="*")),
        [f"error misplaced-element {S0}.Principal (remove it)"],
    ),
    (text({"Effect": "Allow", "Action": "s3:GetObject"}), [f"error missing-element {S0}"]),
    (text(allow([], OBJECTS)), [f"error empty-list {S0}.Action"]),
    (text(allow(["s3:GetObject", "s3:Get*"], OBJECTS)), [f"info redundant-value {S0}.Action[0] (remove it)"]),
    (
        text(allow("s3:GetObject", OBJECTS), allow("s3:getobject", OBJECTS)),
        ["info redundant-statement Statement[1] (remove it)"],
    ),
    (
        text(allow("sqs:SendMessage", [f"{QUEUE}{number:03}" for number in range(160)])),
        ["warning quota document (split it)"],
    ),
    (
        text(allow("sqs:SendMessage", [f"{QUEUE}{number:03}" for number in range(260)])),
        ["error quota document (split it)"],
    ),
    # values that can't be
    (
        text(reading(StringEquals={"aws:SourceVpc": "vpc-12"})),
        [f'error condition-value {C0}.StringEquals["aws:SourceVpc"]'],
    ),
    (text(reading(StringEquals={"aws:SourceVpc": ["vpc-0a1b2c3d", "vpc-0123456789abcdef0"]})), []),
    (
        text(reading(StringLike={"aws:SourceVpce": "vpce-*"})),
        [f'warning wide-value {C0}.StringLike["aws:SourceVpce"]'],
    ),
    (text(reading(StringEquals={"aws:SourceVpce": "vpce-0a1b2c3d"})), []),
    (text(reading(StringEquals={"aws:PrincipalOrgID": "${aws:ResourceOrgID}"})), []),
    (
        text(reading(StringEquals={"aws:SourceAccount": "12"})),
        [f'error condition-value {C0}.StringEquals["aws:SourceAccount"]'],
    ),
    (
        text(reading(StringEquals={"aws:RequestedRegion": "Ireland"})),
        [f'error condition-value {C0}.StringEquals["aws:RequestedRegion"]'],
    ),
    (
        text(reading(IpAddress={"aws:SourceIp": ["10.0.0.0/8", "fd00::1"]})),
        [f'error private-address {C0}.IpAddress["aws:SourceIp"][{one}] (aws:VpcSourceIp)' for one in (0, 1)],
    ),
    (
        text(
            reading(
                IpAddress={"aws:SourceIp": ["203.0.113.0/24"], "aws:VpcSourceIp": "10.0.0.0/8"},
                StringEquals={"aws:SourceVpc": "vpc-0a1b2c3d"},
            )
        ),
        [],
    ),
    (text(reading(StringEquals={"AWS:SourceOwner": "111111111111"})), []),
    (
        text(allow("sqs:SendMessage", "arn:aws:sqs:eu_west:111111111111:q")),
        [f"error invalid-arn {S0}.Resource"],
    ),
    (
        text(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:11111111111:q")),
        [f"error invalid-arn {S0}.Resource"],
    ),
    (text(reading()), [f"info empty-condition {C0} (remove it)"]),
    (
        text(reading(StringEquals={"aws:username": "a", "AWS:UserName": "b"})),
        [f'error duplicate-key {C0}.StringEquals["AWS:UserName"] (aws:username)'],
    ),
    (
        text(reading(Bool={"aws:SecureTransport": ["true", "false"]})),
        [f'error condition-value {C0}.Bool["aws:SecureTransport"]'],
    ),
    (
        text(allow("s3:PutObject", OBJECTS, Condition={"ForAllValues:StringEquals": {"aws:TagKeys": ["a"]}})),
        [
            f'warning condition-quantifier {C0}["ForAllValues:StringEquals"]["aws:TagKeys"] ("Null": {{"aws:TagKeys": "false"}})'
        ],
    ),
    (
        text(
            allow(
                "s3:PutObject",
                OBJECTS,
                Condition={
                    "ForAllValues:StringEquals": {"aws:TagKeys": ["a"]},
                    "Null": {"aws:TagKeys": "false"},
                },
            )
        ),
        [],
    ),
    (
        text(allow("iam:CreateServiceLinkedRole", "*")),
        [
            f'warning linked-role-for-any-service {S0}.Resource ({{"StringEquals": {{"iam:AWSServiceName": "ecs.amazonaws.com"}}}})'
        ],
    ),
    (
        text(
            allow(
                "iam:CreateServiceLinkedRole",
                "*",
                Condition={"StringLike": {"iam:AWSServiceName": "ecs.amazonaws.com"}},
            )
        ),
        [],
    ),
    # keys that come with the credentials of a service
    (text(reading(ArnLike={"lambda:SourceFunctionArn": "arn:aws:lambda:*:111111111111:function:f"})), []),
    (text(reading(StringEquals={"credentials-iot:ThingName": "t"})), []),
    # a key of which nothing but its type is known
    (
        text(
            allow(
                "dynamodb:Query",
                "*",
                Condition={"ForAnyValue:StringEquals": {"dynamodb:SecondPartitionKeyValues": "a"}},
            )
        ),
        [],
    ),
    ('{"Statement": [', ["error not-json Statement"]),
    (
        text({"Effect": "Allow"}, allow("s3:Nope", "*")),
        [f"error missing-element {S0}", "error unknown-action Statement[1].Action"],
    ),
    (
        '{"Version": "2012-10-17", ' + text(allow("s3:GetObject", "*"))[1:],
        ["error duplicate-key Version (merge the two)"],
    ),
    (text({**allow("s3:GetObject", OBJECTS), "NotResource": "*"}), [f"error conflicting-elements {S0}"]),
    (
        text({**allow("s3:GetObject", OBJECTS), "Actions": "*"}),
        [f"error unknown-element {S0}.Actions (Action)"],
    ),
    (text(allow("s3:GetObject", 5)), [f"error wrong-type {S0}.Resource"]),
    (
        text({**allow("s3:GetObject", OBJECTS), "Effect": "Alow"}),
        [f"error invalid-value {S0}.Effect (Allow)"],
    ),
]

WEB = "sts:AssumeRoleWithWebIdentity"
HOST = "token.actions.githubusercontent.com"
GITHUB = f"arn:aws:iam::111111111111:oidc-provider/{HOST}"
SAML = "arn:aws:iam::111111111111:saml-provider/Okta"
FEDERATED = f"{S0}.Principal.Federated"
SUB = f'{{"StringEquals": {{"{HOST}:sub": "..."}}}}'
OTHER_KINDS: list[tuple[PolicyKind, dict[str, Any], list[str]]] = [
    ("trust", trust(Principal={"Service": "lambda.amazonaws.com"}), []),
    ("trust", trust(Principal={"Service": "lambda"}), [f"error invalid-principal {S0}.Principal.Service"]),
    ("trust", trust(), [f"error missing-element {S0}"]),
    (
        "trust",
        trust(Principal={"AWS": "arn:aws:iam::111111111111:root"}, Resource="*"),
        [f"error misplaced-element {S0}.Resource (remove it)"],
    ),
    ("trust", trust(Principal={"AWS": "*"}), [f"warning public-principal {S0}.Principal"]),
    (
        "trust",
        {
            **trust(
                Principal={"Federated": "arn:aws:iam::111111111111:oidc-provider/x.example"},
                Condition={"StringEquals": {"x.example:sub": "a"}},
            ),
            "Action": "sts:AssumeRoleWithWebIdentity",
        },
        [],
    ),
    *(
        (
            "trust",
            {
                "Effect": "Allow",
                "Action": action,
                "Principal": {"Federated": provider},
                **({"Condition": {"StringLike": condition}} if condition else {}),
            },
            expected,
        )
        for provider, action, condition, expected in (
            (GITHUB, "sts:AssumeRole", {}, [f"error federated-action {FEDERATED} ({WEB})"]),
            (SAML, WEB, {"SAML:aud": "x"}, [f"error federated-action {FEDERATED} (sts:AssumeRoleWithSAML)"]),
            (SAML, "sts:AssumeRoleWithSAML", {"SAML:aud": "https://signin.aws.amazon.com/saml"}, []),
            (
                GITHUB,
                WEB,
                {f"{HOST}:aud": "sts.amazonaws.com"},
                [f"warning open-identity-provider {FEDERATED} ({SUB})"],
            ),
            (GITHUB, WEB, {f"{HOST}:sub": "*"}, [f"warning open-identity-provider {FEDERATED} ({SUB})"]),
            (
                GITHUB,
                [WEB, "sts:TagSession"],
                {f"{HOST}:sub": "repo:org/name:*"},
                [f'info wide-value {C0}.StringLike["{HOST}:sub"]'],
            ),
            (
                GITHUB,
                WEB,
                {f"{HOST}:sub": "repo:org/*:ref:refs/heads/main"},
                [f'warning wide-value {C0}.StringLike["{HOST}:sub"]'],
            ),
            (GITHUB, WEB, {f"{HOST}:sub": "repo:org/*", f"{HOST}:ref": "refs/heads/main"}, []),
            (
                "cognito-identity.amazonaws.com",
                WEB,
                {"cognito-identity.amazonaws.com:aud": "eu-west-1:x"},
                [],
            ),
        )
    ),
    (
        "trust",
        {
            "Effect": "Allow",
            "Action": ["sts:AssumeRole", "s3:GetObject"],
            "Principal": {"AWS": "111111111111"},
        },
        [f"error unsupported-action {S0}.Action[1]"],
    ),
    (
        "trust",
        trust(Principal={"Service": "lambda.amazon.com"}),
        [f"error invalid-principal {S0}.Principal.Service (lambda.amazonaws.com)"],
    ),
    ("trust", trust(Principal={"Service": "alexa-appkit.amazon.com"}), []),
    (
        "resource",
        allow("sqs:SendMessage", QUEUE, Principal={"Service": "s3.amazonaws.com"}),
        [
            f"warning confused-deputy {S0}.Principal.Service (a condition on aws:SourceAccount or aws:SourceArn)"
        ],
    ),
    (
        "resource",
        allow(
            "sqs:SendMessage",
            QUEUE,
            Principal={"Service": "s3.amazonaws.com"},
            Condition={"StringEquals": {"aws:SourceAccount": "111111111111"}},
        ),
        [],
    ),
    (
        "resource",
        allow(
            "sqs:SendMessage",
            QUEUE,
            Principal={"Service": "s3.amazonaws.com"},
            Condition={
                "StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij", "aws:SourceAccount": "111111111111"}
            },
        ),
        [f'error key-of-no-service {C0}.StringEquals["aws:PrincipalOrgID"] (aws:SourceOrgID)'],
    ),
    (
        "resource",
        {
            **allow("sqs:SendMessage", QUEUE, Principal={"AWS": "*"}),
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"}},
        },
        [],
    ),
    ("rcp", {**allow("s3:GetObject", "*", Principal="*"), "Effect": "Deny"}, []),
    (
        "rcp",
        {**allow("iam:GetRole", "*", Principal="*"), "Effect": "Deny"},
        [f"warning unsupported-action {S0}.Action"],
    ),
    (
        "rcp",
        {**allow("*", "*", Principal={"AWS": "111111111111"}), "Effect": "Deny"},
        [f"error unsupported-action {S0}.Action", f'error invalid-principal {S0}.Principal ("*")'],
    ),
    (
        "resource",
        allow(
            "s3:GetObject",
            OBJECTS,
            Principal={"AWS": ["111111111111", "bob", "arn:aws:iam::111111111111:group/g"]},
        ),
        [f"error invalid-principal {S0}.Principal.AWS[1]", f"error invalid-principal {S0}.Principal.AWS[2]"],
    ),
    (
        "resource",
        allow("s3:GetObject", OBJECTS, NotPrincipal={"AWS": "111111111111"}),
        [f"warning allow-not-principal {S0}.NotPrincipal"],
    ),
    ("scp", allow("*", "*"), []),
    ("boundary", {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}, []),
    ("rcp", allow("s3:GetObject", "*", Principal="*"), [f"error invalid-value {S0}.Effect"]),
    ("session", allow("s3:GetObject", OBJECTS), []),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_identity_policy(source: str, expected: list[str]) -> None:
    findings = lint(source, CATALOG)
    assert brief(findings) == expected
    assert all(found.line == 1 and found.column for found in findings)


@pytest.mark.parametrize(("kind", "statement", "expected"), OTHER_KINDS)
def test_other_kinds(kind: PolicyKind, statement: dict[str, Any], expected: list[str]) -> None:
    assert brief(lint(text(statement), CATALOG, kind)) == expected


def test_every_code_has_a_row_and_a_case() -> None:
    assert set(RULES) == set(Code)
    shown = {line.split()[1] for _, lines in CASES for line in lines}
    shown |= {line.split()[1] for *_, lines in OTHER_KINDS for line in lines}
    catalog = Catalog(shared_store())
    for kind, source in map(shows, [*IDENTITY, *OTHERS, *DOCUMENTS]):
        shown |= {finding.code for finding in lint(source, catalog, kind)}
    assert shown == set(Code) - {Code.INTERNAL}


def test_a_defect_costs_one_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(subject: Subject) -> Iterator[Finding]:
        raise IndexError(subject.path)

    monkeypatch.setattr(lints, "CHECKS", (*lints.CHECKS, broken))
    fail_loudly(False)
    try:
        findings = lint(text(allow("s3:GetObjekt", OBJECTS), allow("s3:GetObject", OBJECTS)), CATALOG)
    finally:
        fail_loudly(True)
    assert brief(findings) == [
        f"warning internal-error {S0}",
        f"error unknown-action {S0}.Action (s3:GetObject)",
        "warning internal-error Statement[1]",
    ]


@pytest.mark.parametrize("kind", ["identity", "resource", "trust", "rcp"])
def test_half_a_character_is_no_name(kind: PolicyKind) -> None:
    broken = reading(StringEquals={"aws:\ud800": "\udfff", "\ud800:x": "y"})
    source = text({**broken, "Action": ["s3:Get\ud800", "\ud800:*"], "Resource": "arn:aws:s3:::\udfff/*"})
    assert lint(source, Catalog(shared_store()), kind)


def _tagged(values: Any, **more: Any) -> dict[str, Any]:
    return allow("s3:*", "*", Condition={"StringEquals": {"aws:PrincipalTag/a": "x", **values}}, **more)


MANY = range(1500)
LARGE = {
    "plain": [allow("s3:GetObject", f"arn:aws:s3:::b{one}/*") for one in MANY],
    "actions": [allow(f"s3:Get{one}*", "*") for one in MANY],
    "one head": [allow("s3:Get*", f"arn:aws:s3:::*-{one:05}-*") for one in MANY],
    "condition": [
        allow("s3:*", "*", Condition={"StringEquals": {"aws:username": f"u{one}"}}) for one in MANY
    ],
    "second condition": [_tagged({"aws:username": f"u{one}"}) for one in MANY],
    "exceptions": [
        {"Effect": "Deny", "NotAction": "s3:Get*", "NotResource": f"{BUCKET}{one}/*"} for one in MANY
    ],
    "excepted actions": [{"Effect": "Deny", "NotAction": f"s3:Get{one}*", "Resource": "*"} for one in MANY],
    "principals": [
        allow("s3:*", "*", Principal={"AWS": f"arn:aws:iam::111111111111:user/u{one}"}) for one in MANY
    ],
    "one list": [allow("s3:Get*", [f"arn:aws:s3:::*-{one:05}-*" for one in MANY])],
    "one list of actions": [allow([f"s3:*-{one:05}-*" for one in MANY], "*")],
}


@pytest.mark.parametrize("name", LARGE)
def test_large_documents_take_few_comparisons(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = 0

    def counting(real: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
        def count(wide: Any, narrow: Any) -> bool:
            nonlocal counted
            counted += 1
            return real(wide, narrow)

        return count

    monkeypatch.setattr(minimise, "covers_rule", counting(minimise.covers_rule))
    monkeypatch.setattr(patterns, "covers", counting(patterns.covers))
    document = {"Version": "2012-10-17", "Statement": LARGE[name]}
    lint(document, CATALOG)
    minimise.minimise_document(document)
    assert counted < 12 * len(MANY)


def test_every_rule_names_its_page() -> None:
    assert all(row.page.startswith("https://docs.aws.amazon.com/") for row in RULES.values())


def test_messages_say_what_and_the_positions_are_exact() -> None:
    single = {"Version": "2012-10-17", "Statement": allow("s3:GetObjekt", "*")}
    source = json.dumps(single, indent=2)
    assert lint(source, CATALOG) == (
        Finding(
            code=Code.UNKNOWN_ACTION,
            severity=Severity.ERROR,
            message='there is no action "s3:GetObjekt"',
            path=("Statement", "Action"),
            line=5,
            column=15,
            suggestion="s3:GetObject",
        ),
    )


def test_data_instead_of_text() -> None:
    findings = lint(json.loads(text(allow("s3:GetObjekt", OBJECTS))), CATALOG)
    assert [(found.where, found.line) for found in findings] == [("Statement[0].Action", None)]


@pytest.mark.parametrize(
    "source",
    ["", "[", "nul", "[]", "5", '"x"', '{"Statement": {"Statement": {}}}', b"\x00\xff\x01", "{" * 9999],
)
def test_whatever_comes_in_there_is_an_answer(source: str | bytes) -> None:
    assert lint(source, CATALOG)


def test_the_real_catalog_fits() -> None:
    catalog: CatalogView = Catalog(shared_store())
    source = text(
        allow(["s3:GetObject", "s3:ListBucket"], OBJECTS),
        allow(
            ["logs:CreateLogStream", "logs:PutLogEvents"],
            "arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/f:*",
        ),
        allow("ec2:*", "*", Condition={"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}),
        allow(
            "elasticloadbalancing:CreateLoadBalancer",
            "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/app/web/*",
        ),
    )
    assert brief(lint(source, catalog)) == [
        "error action-without-resource Statement[0].Action[1] (arn:${Partition}:s3:::${BucketName})",
        "warning permissions-management-wildcard Statement[2].Action",
    ]
