"""Messages that are put together: who, what, on what, why, in which framing, in which layout, said by whom.

Texts that are missed are mostly single forms: one part of a message that is known, in a framing that is known, in
a layout that is known. Every part here is a list; what is drawn from the lists is read as it was put together.
"""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Callable
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shares import examples

from policywright.knowledge.denials import read_denials

ID = "313c9214-0414-44c9-9e38-4005c15ef2eb"
ACCOUNTS = (
    "640033557711", "<account>", "***", "XXXXXXXXXXXX", "6400xxxxxxxx", "{account-id}", "${AWS::AccountId}", "[account id]",
    "<<account number>>", "############", "________", "[REDACTED]", "********7711", "{{ account }}", "$ACCOUNT_ID", "...",
    "\u2026", "", "<>", "accountid", "1234XXXXX789", "somenumber", "*",
)  # fmt: skip
ROLES = (
    "web-api", "<role>", "***", "web-****", "****-api", "[REDACTED]", "{role-name}", "web...9f2c", "<role name>",
    "<<role name>>", "AWSReservedSSO_Dev_0123456789abcdef", "Web.Api+x", "\u2026", "[ROLE]", "XXXX-role-XXXX",
)  # fmt: skip
SESSIONS = (
    "i-0abc12345",
    "kim@acme.io",
    "***",
    "<session>",
    "xxx@xxxx.com",
    "1766...9915",
    "[redacted]",
    "i-****",
)
NAMES = (
    "orders",
    "ledger-dev",
    "<name>",
    "***",
    "orders-****",
    "[redacted]",
    "{name}",
    "<table name>",
    "ord...ers",
)
REGIONS = ("eu-west-1", "us-gov-west-1", "<region>", "{region}", "***", "REGION")
THINGS = (
    ("s3:GetObject", "arn:aws:s3:::{name}/k.json"),
    ("dynamodb:Query", "arn:aws:dynamodb:{region}:{account}:table/{name}/index/{name}"),
    ("kms:Decrypt", "arn:aws:kms:{region}:{account}:key/16bad6d5-19fd-4dc3-a4dd-4cfc6b9f63eb"),
    ("sqs:SendMessage", "arn:aws:sqs:{region}:{account}:{name}.fifo"),
    ("lambda:InvokeFunction", "arn:aws:lambda:{region}:{account}:function:{name}:live"),
    ("logs:DescribeLogStreams", "arn:aws:logs:{region}:{account}:log-group:/aws/lambda/{name}:log-stream:"),
    ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:{region}:{account}:secret:{name}/db-AbCdEf"),
    ("iam:PassRole", "arn:aws:iam::{account}:role/service-role/{name}"),
    ("apigateway:GET", "arn:aws:apigateway:{region}::/restapis/*"),
    ("states:StartExecution", "arn:aws:states:{region}:{account}:stateMachine:{name}"),
    ("ec2:RunInstances", "arn:aws:ec2:{region}:{account}:instance/*"),
    ("ec2:DescribeInstances", "*"),
)
POLICY = "arn:aws:organizations::123456000000:policy/o-ab12cd34ef/service_control_policy/p-a1b2c3d4"
REASONS = (
    ("", "unknown", "unknown", None),
    *(
        (f" because no {words} allows the {{action}} action", "implicit", kind, None)
        for words, kind in (
            ("identity-based policy", "identity"),
            ("permissions boundary", "boundary"),
            ("session policy", "session"),
            ("resource-based policy", "resource"),
            ("service control policy", "scp"),
            ("VPC endpoint policy", "vpce"),
        )
    ),
    *(
        (f" with an explicit deny in a {words}", "explicit", kind, None)
        for words, kind in (
            ("service control policy", "scp"),
            ("permissions boundary", "boundary"),
            ("resource control policy", "rcp"),
        )
    ),
    (f" with an explicit deny in a service control policy: {POLICY}", "explicit", "scp", POLICY),
    (" with an explicit deny", "explicit", "unknown", None),
)
Way: TypeAlias = Callable[[str], str]
Framing: TypeAlias = Callable[[str, str, str, str], str]
"""A framing of a message, a code, a service and an operation."""

FRAMINGS: dict[str, Framing] = {
    "none": lambda said, code, service, call: said,
    "botocore": lambda said, code, service, call: (
        f"botocore.exceptions.ClientError: An error occurred ({code}) when calling the {call} operation: {said}"
    ),
    "cli": lambda said, code, service, call: (
        f"\naws: [ERROR]: An error occurred ({code}) when calling the {call} operation: {said}"
    ),
    "go": lambda said, code, service, call: f"{code}: {said}\n\tstatus code: 400, request id: {ID}",
    "go2": lambda said, code, service, call: (
        f"operation error {service.title()}: {call}, https response error StatusCode: 403, RequestID: {ID}, "
        f"api error {code}: {said}"
    ),
    "javascript": lambda said, code, service, call: (
        f"{code}: {said}\n    at de_{call}CommandError (/app/node_modules/@aws-sdk/client/dist-cjs/index.js:2:3) {{\n"
        f"  '$fault': 'client',\n  '$metadata': {{ httpStatusCode: 400, requestId: '{ID}' }}\n}}"
    ),
    "java": lambda said, code, service, call: (
        f"com.amazonaws.AmazonServiceException: {said} (Service: Amazon{service.title()}; Status Code: 403; "
        f"Error Code: {code}; Request ID: {ID}; Proxy: null)\n\tat com.amazonaws.http.AmazonHttpClient.execute(A.java:5)"
    ),
    "java2": lambda said, code, service, call: (
        f"software.amazon.awssdk.services.{service}.model.{code}: {said} (Service: {service.title()}, Status Code: 403, "
        f"Request ID: {ID})\n\tat software.amazon.awssdk.core.internal.http.CombinedResponseHandler.handle(C.java:60)"
    ),
    "ruby": lambda said, code, service, call: f"{said} (Aws::{service.title()}::Errors::{code})",
    "rust": lambda said, code, service, call: (
        f"unhandled error ({code})\n  5: Error {{ code: {json.dumps(code)}, message: {json.dumps(said)} }}"
    ),
    "log": lambda said, code, service, call: json.dumps(
        {"level": "error", "logger": "controller", "error": f"creating it, {code}: {said}"}, indent=2
    ),
    "answer": lambda said, code, service, call: f"API Error (403 {json.dumps({'Message': said})}) \u00b7 Retrying",
    "called": lambda said, code, service, call: (
        f'[21:48:53] Call failed: {call[0].lower()}{call[1:]}({{"Name":"/x"}}) => {said} (code={code})'
    ),
    "terraform": lambda said, code, service, call: (
        f"Error: creating it (x): {code}: {said}\n\n  with aws_x.y,\n  on main.tf line 3, in resource \"aws_x\" \"y\":"
    ),
    "actions": lambda said, code, service, call: f"##[error]{said}",
    "status": lambda said, code, service, call: (
        f"  - message: |-\n      {code}: {said}\n      \tstatus code: 403, request id: {ID}\n    status: \"True\""
    ),
}  # fmt: skip
SAID: dict[str, Way] = {
    "nothing": lambda text: text,
    "asked": lambda text: f"Hi, when I deploy I get this error:\n\n{text}\n\nAny idea how to solve this?",
    "reported": lambda text: (
        f"**Describe the bug**\nThe job fails with\n\n{text}\n\n**Expected behavior**\nIt works."
    ),
    "changed": lambda text: (
        f"# Add missing permission\n\nThis resolves the following error in the logs:\n\n{text}\n"
    ),
    "current": lambda text: f"### Current Behavior\n\n{text}\n\n### Reproduction Steps\n\n- run it\n",
    "tried": lambda text: f"{text}\n\nI checked the role and it has AdministratorAccess. What am I missing?",
}


def _filled(text: str, width: int) -> list[str]:
    lines = (
        textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        for line in text.split("\n")
    )
    return [line for wrapped in lines for line in wrapped or [""]]


LAYOUTS: dict[str, Way] = {
    "plain": lambda text: text,
    "fenced": lambda text: f"```\n{text}\n```",
    "indented": lambda text: textwrap.indent(text, "    "),
    "quoted": lambda text: textwrap.indent(text, "> ", lambda _: True),
    "wrapped": lambda text: "\n".join(_filled(text, 80)),
    "in-bars": lambda text: (
        "\u2577\n" + "\n".join(f"\u2502 {line}" for line in _filled(text, 70)) + "\n\u2575"
    ),
    "boxed": lambda text: "\n".join(f"\u2502 {line:110} \u2502" for line in _filled(text, 108)),
    "stamped": lambda text: textwrap.indent(text, "2026-05-01T10:11:12.345Z ", lambda _: True),
    "composed": lambda text: textwrap.indent(text, "worker_1  | ", lambda _: True),
    "escaped": html.escape,
    "as-json": json.dumps,
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "coloured": lambda text: f"\x1b[31m{text}\x1b[0m",
}

_any = st.sampled_from


@st.composite
def principals(draw: st.DrawFn) -> str:
    partition, account, role = (
        draw(_any(("aws", "aws-us-gov", "aws-cn"))),
        draw(_any(ACCOUNTS)),
        draw(_any(ROLES)),
    )
    if draw(st.booleans()):
        return f"arn:{partition}:sts::{account}:assumed-role/{role}/{draw(_any(SESSIONS))}"
    return f"arn:{partition}:iam::{account}:{draw(_any(('user', 'role')))}/{role}"


@st.composite
def resources(draw: st.DrawFn) -> tuple[str, str]:
    action, form = draw(_any(THINGS))
    parts = {"region": draw(_any(REGIONS)), "account": draw(_any(ACCOUNTS)), "name": draw(_any(NAMES))}
    return action, form.format(**parts)


@settings(max_examples=examples(120, 6_000), deadline=None)
@given(
    principals(), resources(), _any(REASONS), _any(sorted(FRAMINGS)), _any(sorted(SAID)), _any(sorted(LAYOUTS)), st.booleans()
)  # fmt: skip
def test_a_sentence_is_read_in_every_framing_and_layout(
    who: str,
    what: tuple[str, str],
    reason: tuple[str, str, str, str | None],
    framing: str,
    said: str,
    layout: str,
    quoted: bool,
) -> None:
    action, resource = what
    words, denial, kind, policy = reason
    shown = f'"{resource}"' if quoted and resource != "*" else resource
    message = f"User: {who} is not authorized to perform: {action} on resource: {shown}{words.format(action=action)}"
    service, _, call = action.partition(":")
    text = SAID[said](LAYOUTS[layout](FRAMINGS[framing](message, "AccessDeniedException", service, call)))
    (one,) = read_denials(text).denials
    told = (one.principal.arn, one.actions, one.resource, one.denial, one.policy_type, one.denying_policy)
    assert told == (who, (action,), resource, denial, kind, policy), text


CODED = ("botocore", "cli", "go", "go2", "java2", "terraform")
"""Framings that say in front of the message that it was refused."""


@settings(max_examples=examples(80, 6_000), deadline=None)
@given(
    principals(), resources(), _any(REASONS), _any(CODED), _any(("plain", "fenced", "indented", "quoted", "coloured")),
    st.floats(0, 1), _any(("", "...", "\u2026"))
)  # fmt: skip
def test_of_a_message_that_was_cut_nothing_is_made_up(
    who: str,
    what: tuple[str, str],
    reason: tuple[str, str, str, str | None],
    framing: str,
    layout: str,
    where: float,
    dots: str,
) -> None:
    action, resource = what
    words, denial, kind, _ = reason
    message = f"User: {who} is not authorized to perform: {action} on resource: {resource}{words.format(action=action)}"
    service, _, call = action.partition(":")
    # Which service has an operation of such a name is told by the code that it answers with, too.
    code = {
        "s3": "AccessDenied",
        "sqs": "AccessDenied",
        "iam": "AccessDenied",
        "ec2": "UnauthorizedOperation",
    }
    said = FRAMINGS[framing](message, code.get(service, "AccessDeniedException"), service, call)
    text = LAYOUTS[layout](said)
    begin = text.index("User: ")
    end = begin + len("User: ") + len(who) // 2 + round(where * (len(message) - len(who)))
    (one,) = read_denials(text[:end] + dots).denials
    told = one.principal.arn, one.actions, one.resource
    assert one.principal.arn is None or who.startswith(one.principal.arn.rstrip(".\u2026")), (
        told,
        text[:end],
    )
    assert set(one.actions) <= {action}, (told, text[:end])
    assert one.resource in (None, "*") or resource.startswith(one.resource), (told, text[:end])
    assert one.denial in ("unknown", denial) and one.policy_type in ("unknown", kind), (one, text[:end])


NO_POLICY = {
    "The security token included in the request is expired": ("ExpiredTokenException", "dynamodb:Query"),
    "The security token included in the request is invalid.": (
        "UnrecognizedClientException",
        "dynamodb:Query",
    ),
    "The AWS Access Key Id you provided does not exist in our records.": (
        "InvalidAccessKeyId",
        "s3:PutObject",
    ),
    "The request signature we calculated does not match the signature you provided.": (
        "SignatureDoesNotMatch",
        "s3:PutObject",
    ),
    "Request has expired": ("AccessDenied", "s3:GetObject"),
    "MultiFactorAuthentication failed with invalid MFA one time pass code.": (
        "AccessDenied",
        "sts:AssumeRole",
    ),
    "Insufficient Lake Formation permission(s): Required Drop on t": (
        "AccessDeniedException",
        "glue:DeleteTable",
    ),
    "Your account is not authorized to invoke this API operation.": (
        "AccessDeniedException",
        "bedrock:InvokeModel",
    ),
    "Unable to determine service/operation name to be authorized": ("AccessDeniedException", "lambda:Invoke"),
    "All access to this object has been disabled": ("AllAccessDisabled", "s3:GetObject"),
    "Unauthenticated access is not supported for this identity pool.": (
        "NotAuthorizedException",
        "cognito-identity:GetId",
    ),
    "Incorrect username or password.": ("NotAuthorizedException", "cognito-idp:InitiateAuth"),
    "Access Token has been revoked": ("NotAuthorizedException", "cognito-idp:GetUser"),
    "Token is expired": ("UnauthorizedException", "sso:GetRoleCredentials"),
    "Your account must be verified before you can add new CloudFront resources.": (
        "AccessDenied",
        "cloudfront:CreateDistribution",
    ),
    "The difference between the request time and the current time is too large.": (
        "RequestTimeTooSkewed",
        "s3:GetObject",
    ),
}
DOCUMENTS: dict[str, Framing] = {
    "php": lambda said, code, service, call: (
        f'Error executing "{call}" on "https://x.s3.eu-west-1.amazonaws.com/k"; AWS HTTP error: Client error: `PUT '
        "https://x.s3.eu-west-1.amazonaws.com/k` resulted in a `403 Forbidden` response:\n"
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{said}</Message></Error>\n'
        f" {code} (client): {said}"
    ),
    "excon": lambda said, code, service, call: (
        "Excon::Error::Forbidden: Expected(200) <=> Actual(403 Forbidden)\nexcon.error.response\n"
        f'  :body => "<Error><Code>{code}</Code><Message>{said}</Message></Error>"\n  :status => 403'
    ),
    "xml": lambda said, code, service, call: f"<Error><Code>{code}</Code><Message>{said}</Message></Error>",
    "fields": lambda said, code, service, call: json.dumps({"__type": code, "Message": said}),
}
"""Framings that hold an error document, beside a status that says less."""


@settings(max_examples=examples(80, 3_000), deadline=None)
@given(
    _any(sorted(NO_POLICY)),
    _any(sorted({**FRAMINGS, **DOCUMENTS})),
    _any(("nothing", "asked", "reported", "current")),
    _any(("plain", "fenced", "indented", "quoted", "stamped", "composed", "escaped", "crlf", "coloured")),
)
def test_what_no_policy_decided_is_none_in_every_framing(
    said: str, framing: str, around: str, layout: str
) -> None:
    code, action = NO_POLICY[said]
    service, _, call = action.partition(":")
    text = SAID[around](LAYOUTS[layout]({**FRAMINGS, **DOCUMENTS}[framing](said, code, service, call)))
    assert read_denials(text).denials == (), text


TYPES = {
    "AWS::Lambda::Function": "lambda:CreateFunction",
    "AWS::SQS::Queue": "sqs:CreateQueue",
    "AWS::EC2::VPC": "ec2:CreateVpc",
    "AWS::IAM::Role": "iam:CreateRole",
    "AWS::Events::Rule": "events:PutRule",
    "AWS::StepFunctions::StateMachine": "states:CreateStateMachine",
    "AWS::Lambda::Permission": "lambda:AddPermission",
    "AWS::Route53::RecordSet": "route53:ChangeResourceRecordSets",
    "AWS::EC2::NetworkAclEntry": "ec2:CreateNetworkAclEntry",
}
EVENTS: dict[str, Callable[[str, str], str]] = {
    "line": lambda type_, why: (
        f"CREATE_FAILED   Thing   {type_}   Fri Nov 27 2020 00:30:42 GMT+0900 (KST) {why}"
    ),
    "cdk": lambda type_, why: f"MyStack | 3/5 | 4:48:14 PM | CREATE_FAILED        | {type_}   | Thing {why}",
    "summary": lambda type_, why: f"Resource Name: Thing ({type_})\nEvent Type: create\nReason: {why}",
    "among": lambda type_, why: (
        "CREATE_IN_PROGRESS   Other   AWS::S3::Bucket    Resource creation Initiated\n"
        f"CREATE_FAILED      Thing      {type_}      {why}\nCREATE_COMPLETE    Another   AWS::IAM::Policy"
    ),
    "object": lambda type_, why: json.dumps(
        {"ResourceType": type_, "ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": why}, indent=2
    ),
}
WHYS = (
    "{said} (Service: {service}; Status Code: 403; Error Code: {code}; Request ID: " + ID + "; Proxy: null)",
    'Resource handler returned message: "{said} (Service: {service}, Status Code: 403, Request ID: '
    + ID
    + ')" '
    "(RequestToken: " + ID + ", HandlerErrorCode: AccessDenied)",
)


@pytest.mark.parametrize("why", WHYS, ids=["call", "handler"])
@pytest.mark.parametrize("event", EVENTS)
def test_an_event_of_a_stack_tells_the_call(event: str, why: str) -> None:
    for type_, action in TYPES.items():
        service = type_.split("::")[1]
        said, code = (
            ("You are not authorized to perform this operation.", "UnauthorizedOperation")
            if service == "EC2"
            else ("Access Denied", "AccessDenied")
        )
        text = EVENTS[event](type_, why.format(said=said, service=service, code=code))
        assert [one.actions for one in read_denials(text).denials] == [(action,)], text


def test_what_another_service_answered_is_not_the_call_of_the_event() -> None:
    why = WHYS[0].format(said="Access Denied", service="Amazon S3", code="AccessDenied")
    (one,) = read_denials(EVENTS["line"]("AWS::Lambda::Function", why)).denials
    assert one.actions != ("lambda:CreateFunction",)


def _flat(fields: dict[str, object], path: str = "") -> list[tuple[str, object]]:
    nested = ((f"{path}{name}", value) for name, value in fields.items() if value is not None)
    return [
        one
        for name, value in nested
        for one in (_flat(value, f"{name}.") if isinstance(value, dict) else [(name, value)])
    ]


RECORDS: dict[str, Callable[[dict[str, object]], str]] = {
    "json": lambda event: json.dumps(event, indent=2),
    "line": json.dumps,
    "string": lambda event: json.dumps(json.dumps(event)),
    "python": repr,
    "elided": lambda event: json.dumps(event, indent=2).replace('"eventName"', '...\n  "eventName"'),
    "cut": lambda event: json.dumps(event, indent=2).split('"requestID"')[0],
    "lines": lambda event: "\n".join(f"{name}: {value}" for name, value in _flat(event)),
    "settings": lambda event: "\n".join(f"{name}={value}" for name, value in _flat(event)),
    "items": lambda event: "\n".join(f"- **{name}**: `{value}`" for name, value in _flat(event)),
    "rows": lambda event: "\n".join(f"| {name} | {value} |" for name, value in _flat(event)),
    "table": lambda event: (
        "| Field | Value |\n|---|---|\n" + "\n".join(f"| {n} | `{v}` |" for n, v in _flat(event))
    ),
}
REQUESTS: tuple[tuple[str, str, dict[str, str], str, str], ...] = (
    (
        "s3",
        "PutObject",
        {"bucketName": "ledger-7", "key": "a/b.csv"},
        "s3:PutObject",
        "s3:::ledger-7/a/b.csv",
    ),
    (
        "dynamodb",
        "Query",
        {"tableName": "orders"},
        "dynamodb:Query",
        "dynamodb:eu-west-1:640033557711:table/orders",
    ),
    ("ssm", "GetParameter", {"name": "/a/b"}, "ssm:GetParameter", "ssm:eu-west-1:640033557711:parameter/a/b"),
    (
        "lambda",
        "UpdateFunctionCode20150331v2",
        {"functionName": "api"},
        "lambda:UpdateFunctionCode",
        "lambda:eu-west-1:640033557711:function:api",
    ),
)


@pytest.mark.parametrize("form", RECORDS)
@pytest.mark.parametrize("request_", REQUESTS, ids=[one[1] for one in REQUESTS])
def test_a_record_is_read_in_every_form(
    form: str, request_: tuple[str, str, dict[str, str], str, str]
) -> None:
    service, name, parameters, action, resource = request_
    for who in ("arn:aws:iam::640033557711:user/kim", "arn:aws:sts::**:assumed-role/karpenter-****/***"):
        event: dict[str, object] = {
            "eventVersion": "1.08",
            "userIdentity": {"type": "IAMUser", "arn": who, "accountId": "640033557711"},
            "eventSource": f"{service}.amazonaws.com",
            "eventName": name,
            "awsRegion": "eu-west-1",
            "errorCode": "AccessDenied",
            "errorMessage": "Access Denied",
            "requestParameters": parameters,
            "requestID": ID,
            "recipientAccountId": "640033557711",
        }
        for text in (RECORDS[form](event), f"CloudTrail has:\n\n{RECORDS[form](event)}\n\nWhat is missing?"):
            (one,) = read_denials(text).denials
            assert (one.principal.arn, one.actions, one.resource) == (
                who,
                (action,),
                f"arn:aws:{resource}",
            ), text


@pytest.mark.parametrize("separator", [",", "\t"])
def test_columns_with_names_are_fields(separator: str) -> None:
    names = ("eventTime", "userIdentity.arn", "Event source", "Event name", "errorCode")
    rows = (
        (
            "2026-02-01T00:00:00Z",
            "arn:aws:iam::640033557711:user/kim",
            "kms.amazonaws.com",
            "Decrypt",
            "AccessDenied",
        ),
        ("2026-02-01T00:00:01Z", "arn:aws:iam::640033557711:user/kim", "kms.amazonaws.com", "Encrypt", ""),
    )
    text = "\n".join(separator.join(row) for row in (names, *rows))
    assert [(one.principal.name, one.actions) for one in read_denials(text).denials] == [
        ("kim", ("kms:Decrypt",))
    ]


WHO = (
    "your AWS credentials",
    "the role",
    "my user",
    "the execution role",
    "our CI user",
    "the instance profile",
)
LACKS = (
    "{does} not have {permission}", "lack{s} {permission}", "{is_} missing {permission}", "did not have {permission}",
    "had no {permission}", "never had {permission}", "{is_} not allowed to perform {action}", "{is_} not granted {action}",
    "can't perform {action}", "cannot call {action}", "{is_}n't allowed {action}",
)  # fmt: skip
PERMISSIONS = (
    "{action} permission", "the {action} permission", "permission for {action}", "permissions to call {action}",
    "the permission {action}", "access to {action}", "the {action} action",
)  # fmt: skip
FAILED = (
    "The kops command is failing because {clause}.", "The deploy fails because {clause}.", "It fails, {clause}.",
    "I get AccessDenied because {clause}.", "The problem is that {clause}.", "The pod can't start: {clause}.",
)  # fmt: skip
LACKED = (
    "the issue for me was missing the permission {action} for my IAM user.", "I was missing {action} on the role.",
    "For me it was the {action} permission that was missing.", "CloudTrail shows that {action} was denied.",
    "It turned out {action} was missing from the policy, hence the 403.", "I'm getting AccessDenied on {action}.",
    "{action} is denied for our role and I don't know why.", "{action} returns AccessDenied for me.",
    "{action} fails with AccessDenied in our account.", "Why do I get AccessDenied for {action}?",
    "It throws AccessDenied ({action}) for me.", "AWS says that I'm not authorized to perform {action}.",
    "Our pipeline role isn't allowed {action}, so the deploy fails.",
)  # fmt: skip
ACTIONS = (
    "ec2:DescribeRegions",
    "ecr:InitiateLayerUpload",
    "s3:GetObject",
    "kms:Decrypt",
    "iam:PassRole",
    "dynamodb:Query",
)
WRITTEN = ("{}", "`{}`", '"{}"', "**{}**", "'{}'")
BEHIND = ("", " Any idea how to solve this?", " Can somebody help?")


@settings(max_examples=examples(80, 3_000), deadline=None)
@given(
    _any(WHO), _any(LACKS), _any(PERMISSIONS), _any(FAILED), _any(ACTIONS), _any(WRITTEN), _any(BEHIND)
)  # fmt: skip
def test_what_somebody_says_is_lacking_is_read(
    who: str, lacks: str, permission: str, failed: str, action: str, written: str, behind: str
) -> None:
    name, several = written.format(action), who.endswith("s")
    clause = lacks.format(
        does="do" if several else "does",
        s="" if several else "s",
        is_="are" if several else "is",
        permission=permission.format(action=name),
        action=name,
    )
    text = failed.format(clause=f"{who} {clause}") + behind
    assert [one.actions for one in read_denials(text).denials] == [(action,)], text


@pytest.mark.parametrize("said", LACKED)
def test_what_somebody_found_lacking_is_read(said: str) -> None:
    for action in ACTIONS:
        for written in WRITTEN:
            for behind in BEHIND:
                text = said.format(action=written.format(action)) + behind
                assert [one.actions for one in read_denials(text).denials] == [(action,)], text


DOINGS = (
    ("uploading a file to S3", "upload a file to S3", "s3:PutObject"),
    ("listing S3 buckets", "list S3 buckets", "s3:ListAllMyBuckets"),
    ("receiving messages from SQS", "receive messages from SQS", "sqs:ReceiveMessage"),
    ("publishing to an SNS topic", "publish to an SNS topic", "sns:Publish"),
    ("invoking a Lambda function", "invoke a Lambda function", "lambda:InvokeFunction"),
    ("decrypting data with KMS", "decrypt data with KMS", "kms:Decrypt"),
    ("creating an IAM role", "create an IAM role", "iam:CreateRole"),
    ("creating a DynamoDB table", "create a DynamoDB table", "dynamodb:CreateTable"),
    ("calling PutItem on DynamoDB", "call PutItem on DynamoDB", "dynamodb:PutItem"),
    ("running `aws sts assume-role`", "run `aws sts assume-role`", "sts:AssumeRole"),
)
TOLD = (
    "I get an AccessDenied error when {doing}.", "AccessDenied when {doing}", "I was {doing} and got AccessDenied.",
    "I get a 403 Forbidden when {doing}.", "I can't {do}: AccessDenied", "I can't {do}, it says Access Denied.",
    "Access denied while {doing} from my EC2 instance", "When {doing} I get: Access Denied",
    "Trying to {do} but I always get an AccessDeniedException.", "Unable to {do} - AccessDenied",
    "While {doing} I see \"Access Denied\" in the logs.", "[Bug] AccessDenied error on {doing}",
)  # fmt: skip


@pytest.mark.parametrize("told", TOLD)
def test_what_somebody_says_they_were_doing_tells_the_action(told: str) -> None:
    for doing, do, action in DOINGS:
        text = told.format(doing=doing, do=do)
        assert [one.actions for one in read_denials(text).denials] == [(action,)], text
