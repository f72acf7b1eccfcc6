"""What is said to the user: whether a policy can help, who else can, and what to ask for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policywright.knowledge.denials import Denial, NotDenialCode, read_denials
from policywright.knowledge.denials.negatives import advice_on

USER = "arn:aws:sts::555566667777:assumed-role/api/x"


def _denial(
    tail: str, *, action: str = "kms:Decrypt", principal: str = USER, resource: str | None = None
) -> Denial:
    resource = resource or "arn:aws:kms:eu-west-1:111122223333:key/1"
    text = f"User: {principal} is not authorized to perform: {action} on resource: {resource} {tail}"
    (found,) = read_denials(text).denials
    return found


def _one(text: str) -> Denial:
    (found,) = read_denials(text).denials
    return found


def _asked(denial: Denial) -> dict[str, Any]:
    assert denial.ask is not None
    statement: dict[str, Any] = json.loads(denial.ask[denial.ask.index("{") :])
    return statement


def test_an_identity_denial_needs_nobody_else() -> None:
    own = "arn:aws:kms:eu-west-1:555566667777:key/1"
    found = _denial("because no identity-based policy allows the kms:Decrypt action", resource=own)
    assert (found.fixable, found.ask) == ("yes", None)
    assert "kms:ViaService" in found.advice


def test_across_accounts_both_sides_are_needed() -> None:
    found = _denial("because no identity-based policy allows the kms:Decrypt action")
    assert (found.fixable, len(found.asks)) == ("yes", 1)
    assert "key policy" in found.asks[0].whom
    theirs = _denial("because no resource-based policy allows the kms:Decrypt action")
    key, own = theirs.asks
    assert "key policy" in key.whom
    assert "identity policy of role api" in own.whom
    assert json.loads(own.statement) == {
        "Effect": "Allow",
        "Action": "kms:Decrypt",
        "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1",
    }
    bucket = _denial(
        "because no resource-based policy allows the s3:GetObject action",
        action="s3:GetObject",
        resource='"arn:aws:s3:::a/b"',
    )
    assert [json.loads(ask.statement)["Resource"] for ask in bucket.asks] == ["arn:aws:s3:::a/b"] * 2


def test_a_role_is_assumed_by_a_trust_statement() -> None:
    found = _denial("", action="sts:AssumeRole", resource="arn:aws:iam::111122223333:role/target")
    assert found.fixable == "maybe"
    assert _asked(found) == {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::555566667777:role/api"},
        "Action": "sts:AssumeRole",
    }


@pytest.mark.parametrize(
    ("text", "issuer", "audience", "subject"),
    [
        (
            "Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity",
            "token.actions.githubusercontent.com",
            "sts.amazonaws.com",
            "repo:",
        ),
        (
            "provider arn:aws:iam::555566667777:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/AB12 "
            "AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity",
            "oidc.eks.eu-west-1.amazonaws.com/id/AB12",
            "sts.amazonaws.com",
            "system:serviceaccount:",
        ),
        (
            "An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation",
            "ISSUER",
            "AUDIENCE",
            "SUBJECT",
        ),
    ],
)
def test_a_web_identity_is_trusted_with_audience_and_subject(
    text: str, issuer: str, audience: str, subject: str
) -> None:
    (found,) = read_denials(text).denials
    asked: dict[str, Any] = _asked(found)
    conditions = asked["Condition"]["StringEquals"]
    assert asked["Principal"]["Federated"].endswith(f":oidc-provider/{issuer}")
    assert conditions[f"{issuer}:aud"] == audience
    assert conditions[f"{issuer}:sub"].startswith(subject)


@pytest.mark.parametrize("action", ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"])
@pytest.mark.parametrize(
    "reason",
    [
        "",
        "because no identity-based policy allows the {} action",
        "because no resource-based policy allows the {} action",
        "because no role trust policy allows the {} action",
        "because no permissions boundary allows the {} action",
        "because no session policy allows the {} action",
        "because no service control policy allows the {} action",
        "because no VPC endpoint policy allows the {} action",
    ],
)
def test_who_comes_with_a_token_is_let_in_by_no_statement_without_conditions(
    action: str, reason: str
) -> None:
    """Whichever policy the text names: a statement that asks for no audience lets anybody's token in."""
    found = _one(
        f"User: arn:aws:sts::555566667777:assumed-role/app/run is not authorized to perform: {action} on resource: "
        f"arn:aws:iam::555566667777:role/target {reason.format(action)}".strip()
    )
    assert found.fixable == "no"
    statements = [json.loads(asked.statement) for asked in found.asks]
    assert statements
    for statement in statements:
        keys = list(statement["Condition"]["StringEquals"])
        assert any(key.endswith(":aud") for key in keys)
        assert any(key.endswith(":sub") for key in keys) or action == "sts:AssumeRoleWithSAML"


@pytest.mark.parametrize(
    ("tail", "command"),
    [
        (
            "with an explicit deny in a service control policy: "
            "arn:aws:organizations::999988887777:policy/o-abc/service_control_policy/p-xyz",
            "aws organizations describe-policy --policy-id p-xyz ",
        ),
        (
            "with an explicit deny in a service control policy",
            "aws organizations list-policies-for-target --target-id 555566667777 --filter SERVICE_CONTROL_POLICY",
        ),
        (
            "with an explicit deny in a resource control policy",
            "aws organizations list-policies-for-target --target-id 111122223333 --filter RESOURCE_CONTROL_POLICY",
        ),
        (
            "with an explicit deny in an identity-based policy: arn:aws:iam::aws:policy/AWSDenyAll",
            "aws iam get-policy-version --policy-arn arn:aws:iam::aws:policy/AWSDenyAll ",
        ),
        (
            "because no permissions boundary allows the kms:Decrypt action",
            "aws iam get-role --role-name api --query Role.PermissionsBoundary",
        ),
        (
            "with an explicit deny in a resource-based policy",
            "aws kms get-key-policy --key-id arn:aws:kms:eu-west-1:111122223333:key/1 ",
        ),
    ],
)
def test_the_policy_that_decided_is_shown_by_a_command(tail: str, command: str) -> None:
    found = _denial(tail)
    assert found.fixable == "no"
    assert found.looks[0].startswith(command)
    assert "***" not in str(_denial(tail, resource="arn:aws:kms:eu-west-1:***:key/1").looks)


def test_whose_service_control_policy_it_is() -> None:
    tail = (
        "with an explicit deny in a service control policy: "
        "arn:aws:organizations::999988887777:policy/o-abc/service_control_policy/p-xyz"
    )
    advice = _denial(tail).advice
    assert "p-xyz of the organization o-abc, whose management account is 999988887777" in advice
    assert "account 555566667777" in advice


def test_a_type_that_is_not_known_gets_no_statement() -> None:
    found = _denial("because no service-based policy allows the kms:Decrypt action")
    assert (found.denial, found.policy_type, found.fixable, found.asks) == ("implicit", "unknown", "no", ())
    assert "service-based policy" in found.advice


def test_a_call_that_needs_no_permission_is_denied_explicitly() -> None:
    found = _denial("", action="sts:GetCallerIdentity", resource="*")
    assert (found.denial, found.fixable) == ("explicit", "no")
    assert "no permission" in found.advice


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("Our SCP blocks RunInstances for my role.", "A service control policy"),
        ("The permissions boundary does not let us call iam:CreateRole.", "permissions boundary refused"),
        ("AccessDenied on RunInstances. It was the session policy.", "when the session was created"),
        ("AccessDenied on PutObject. It was the RCP.", "A resource control policy"),
    ],
)
def test_what_people_blame_is_advised_on(told: str, says: str) -> None:
    (found,) = read_denials(told).denials
    assert found.fixable == "no"
    assert says in found.advice
    assert "does not say which policy" not in found.advice


@pytest.mark.parametrize(
    ("behind", "said"),
    [
        ("", True),
        ("\n\n", True),
        ("\n```", False),
        (" because no identity-based policy allows the kms:Decrypt action", False),
    ],
)
def test_a_name_that_ends_in_an_open_block_may_be_cut_off(behind: str, said: bool) -> None:
    message = (
        "User: arn:aws:iam::555566667777:user/mara is not authorized to perform: kms:Decrypt "
        "on resource: arn:aws:kms:eu-west-1:555566667777:key/0d3e"
    )
    (found,) = read_denials(f"```\n{message}{behind}").denials
    assert ("block that is not closed" in found.advice) is said
    (closed,) = read_denials(message + behind).denials
    assert "block that is not closed" not in closed.advice


def test_what_is_masked_is_said() -> None:
    tail = "because no identity-based policy allows the kms:Decrypt action"
    found = _denial(
        tail, principal="arn:aws:sts::***:assumed-role/api/x", resource="arn:aws:kms:eu-west-1:***:key/1"
    )
    assert "the account of the principal and the account of the resource" in found.advice


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (
            "Error when retrieving token from sso: Token has expired, profile dev",
            "expired-token",
            "aws sso login --profile dev",
        ),
        (
            "Error loading SSO Token: Token for dev has expired; it ran with --profile dev.2. Sign in again.",
            "expired-token",
            "aws sso login --profile dev.2`",
        ),
        ("An error occurred (RequestTimeTooSkewed) when calling X", "clock-skew", "clock"),
        (
            "AccessDeniedException: Insufficient Lake Formation permission(s): Required Describe on orders",
            "lake-formation",
            '--permissions DESCRIBE --resource \'{"Table": {"DatabaseName": "DATABASE", "Name": "orders"}}\'',
        ),
        (
            "The bucket you are attempting to access must be addressed using the specified endpoint",
            "wrong-region",
            "get-bucket-location",
        ),
    ],
)
def test_what_is_no_denial_comes_with_what_to_do(text: str, code: str, says: str) -> None:
    (other,) = (other for other in read_denials(text).not_denials if other.code == code)
    assert says in other.advice
    assert "\n" not in other.advice


def test_every_kind_of_no_denial_has_its_advice() -> None:
    for code in NotDenialCode:
        assert advice_on(code, "", (0, 0)).endswith((".", ")."))


def test_a_key_policy_is_asked_to_name_the_role() -> None:
    found = _denial("because no resource-based policy allows the kms:Decrypt action")
    assert found.fixable == "no"
    assert "key policy" in (found.ask or "")
    assert _asked(found) == {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::555566667777:role/api"},
        "Action": "kms:Decrypt",
        "Resource": "*",
    }


def test_a_bucket_policy_statement_names_the_object() -> None:
    found = _denial(
        "because no resource-based policy allows the s3:GetObject action",
        action="s3:GetObject",
        resource='"arn:aws:s3:::a/b"',
    )
    assert "bucket policy" in (found.ask or "")
    assert _asked(found)["Resource"] == "arn:aws:s3:::a/b"


@pytest.mark.parametrize(
    ("tail", "who"),
    [
        ("because no permissions boundary allows the kms:Decrypt action", "boundary"),
        ("because no session policy allows the kms:Decrypt action", "session"),
        ("because no service control policy allows the kms:Decrypt action", "organization"),
        ("because no VPC endpoint policy allows the kms:Decrypt action", "VPC endpoint"),
    ],
)
def test_other_policy_types_name_their_keeper(tail: str, who: str) -> None:
    found = _denial(tail)
    assert found.fixable == "no"
    assert who in found.advice
    assert who in (found.ask or "")
    assert _asked(found).get("Principal") == ("*" if "endpoint" in who else None)


def test_an_explicit_deny_asks_for_no_statement() -> None:
    found = _denial("with an explicit deny in an identity-based policy: arn:aws:iam::aws:policy/AWSDenyAll")
    assert (found.fixable, found.ask) == ("no", None)
    assert "arn:aws:iam::aws:policy/AWSDenyAll" in found.advice


def test_a_quarantined_key_is_called_leaked() -> None:
    policy = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3"
    assert "rotate" in _denial(f"with an explicit deny in an identity-based policy: {policy}").advice


def test_a_permission_set_is_where_sso_roles_are_changed() -> None:
    sso = "arn:aws:sts::555566667777:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/kim@a.example"
    found = _denial("because no identity-based policy allows the kms:Decrypt action", principal=sso)
    assert found.fixable == "yes"
    assert "permission set" in found.advice


def test_a_service_linked_role_needs_the_key_policy() -> None:
    role = "arn:aws:sts::555566667777:assumed-role/AWSServiceRoleForAutoScaling/AutoScaling"
    found = _denial("because no identity-based policy allows the kms:Decrypt action", principal=role)
    assert found.fixable == "no"
    assert "AWSServiceRoleForAutoScaling" in json.dumps(_asked(found))


def test_a_missing_object_is_mentioned_for_a_bare_403() -> None:
    text = "An error occurred (403) when calling the HeadObject operation: Forbidden"
    (found,) = read_denials(text).denials
    assert "s3:ListBucket" in found.advice


def test_an_encoded_message_comes_with_the_command() -> None:
    code = "QWxhZGRpbjpvcGVuIHNlc2FtZQ-_0123456789"
    text = (
        "An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not "
        f"authorized to perform this operation. Encoded authorization failure message: {code}"
    )
    (found,) = read_denials(text).denials
    assert (found.encoded_message, found.service, found.operation) == (code, "ec2", "RunInstances")
    assert found.looks[0].startswith(f"aws sts decode-authorization-message --encoded-message {code} ")


_CENTER = "arn:aws:sts::555566667777:assumed-role/AWSReservedSSO_Dev_8d0a03f0e739791c/kim"
_CENTER_ROLE = (
    "arn:aws:iam::555566667777:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Dev_8d0a03f0e739791c"
)


def test_a_role_of_identity_center_is_named_by_its_path_in_a_condition() -> None:
    denial = _one(
        f"User: {_CENTER} is not authorized to perform: kms:Decrypt on resource: "
        "arn:aws:kms:eu-west-1:111122223333:key/abcd "
        "because no resource-based policy allows the kms:Decrypt action"
    )
    statement = json.loads(denial.asks[0].statement)
    assert statement["Principal"] == {"AWS": "arn:aws:iam::555566667777:root"}
    assert statement["Condition"] == {"ArnLike": {"aws:PrincipalArn": _CENTER_ROLE}}


def test_only_where_a_statement_helps_is_one_to_be_added_to_the_permission_set() -> None:
    refused = f"User: {_CENTER} is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/* "
    by_organization = _one(refused + "with an explicit deny in a service control policy").advice
    by_itself = _one(refused + "with an explicit deny in an identity-based policy").advice
    missing = _one(refused + "because no identity-based policy allows the s3:GetObject action").advice
    assert "permission set" not in by_organization
    assert "add the statement" not in by_itself and "in the permission set Dev" in by_itself
    assert "inline policy of the permission set Dev" in missing


def test_an_endpoint_policy_names_everyone_and_a_condition_the_principal() -> None:
    denial = _one(
        "User: arn:aws:iam::555566667777:user/kim is not authorized to perform: s3:GetObject "
        "because no VPC endpoint policy allows the s3:GetObject action"
    )
    statement = json.loads(denial.asks[0].statement)
    assert statement["Principal"] == "*"
    assert statement["Condition"] == {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::555566667777:user/kim"}}


def test_what_is_masked_is_a_word_to_fill_in() -> None:
    denial = _one(
        "User: arn:aws:sts::xxxx:assumed-role/web/i is not authorized to perform: dynamodb:GetItem "
        "on resource: arn:aws:dynamodb:<region>:xxxx:table/orders "
        "because no session policy allows the dynamodb:GetItem action"
    )
    assert json.loads(denial.asks[0].statement)["Resource"] == (
        "arn:aws:dynamodb:REGION:ACCOUNT:table/orders"
    )


def test_a_layer_has_a_policy_of_its_version() -> None:
    denial = _one(
        "User: arn:aws:iam::555566667777:user/kim is not authorized to perform: lambda:GetLayerVersion "
        "on resource: arn:aws:lambda:us-east-1:111122223333:layer:Insights:55 "
        "because no resource-based policy allows the lambda:GetLayerVersion action"
    )
    assert "layer" in denial.asks[0].whom
    assert denial.looks[0].startswith(
        "aws lambda get-layer-version-policy "
        "--layer-name arn:aws:lambda:us-east-1:111122223333:layer:Insights --version-number 55"
    )


def test_an_unsigned_request_is_to_be_signed_not_let_in() -> None:
    denial = _one("User: anonymous is not authorized to perform: es:ESHttpGet")
    assert denial.fixable == "no" and denial.asks == ()
    assert "sign the request" in denial.advice and "likely fix" not in denial.advice


def test_what_a_denial_caused_is_not_told_beside_it() -> None:
    report = read_denials(
        "WebIdentityErr: failed to retrieve credentials - AccessDenied: Not authorized to perform "
        "sts:AssumeRoleWithWebIdentity"
    )
    assert len(report.denials) == 1 and report.not_denials == ()


def test_the_bucket_that_the_text_names_is_in_the_command() -> None:
    text = "PermanentRedirect: The bucket must be addressed using the specified endpoint. s3://our-logs/a.gz"
    (other,) = read_denials(text).not_denials
    assert "--bucket our-logs" in other.advice
    assert "BUCKET" in read_denials(f"{text} s3://theirs/b.gz").not_denials[0].advice


def test_a_client_of_iot_is_told_the_statement_of_its_policy() -> None:
    (denial,) = read_denials('{"eventType": "Publish-Out", "reason": "AUTHORIZATION_FAILURE"}').denials
    assert json.loads(denial.asks[0].statement) == {
        "Effect": "Allow",
        "Action": "iot:Receive",
        "Resource": "arn:aws:iot:REGION:ACCOUNT:topic/TOPIC",
    }


def test_what_is_asked_for_is_no_wider_than_what_was_refused() -> None:
    text = "User: arn:aws:iam::555566667777:user/kim is not authorized to perform: s3:GetObject because no session policy"
    (denial,) = read_denials(f"{text} allows the s3:GetObject action").denials
    assert json.loads(denial.asks[0].statement)["Resource"] == "ARN_OF_THE_RESOURCE"


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("arn:aws:sts::***:assumed-role/app/s", "arn:aws:iam::ACCOUNT:role/app"),
        ("arn:aws:iam::***:user/kim", "arn:aws:iam::ACCOUNT:user/kim"),
        ("arn:aws-cn:sts::***:assumed-role/***/s", "arn:aws-cn:iam::ACCOUNT:role/NAME"),
    ],
)
def test_a_hidden_account_hides_no_name(who: str, asked: str) -> None:
    (denial,) = read_denials(
        f"User: {who} is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:***:key/0f "
        "because no resource-based policy allows the kms:Decrypt action"
    ).denials
    assert json.loads(denial.asks[0].statement)["Principal"] == {"AWS": asked}


def test_a_bucket_lets_a_service_see_itself_and_take_logs_for_one_account_only() -> None:
    said = (
        "InsufficientDeliveryPolicyException: Insufficient delivery policy to s3 bucket: acme-config, unable"
    )
    (denial,) = read_denials(said).denials
    on_bucket, on_objects = (json.loads(asked.statement) for asked in denial.asks)
    assert on_bucket["Action"] == ["s3:GetBucketAcl", "s3:ListBucket"]
    assert on_bucket["Resource"] == "arn:aws:s3:::acme-config"
    assert on_objects["Action"] == "s3:PutObject"
    for told in (on_bucket, on_objects):
        assert told["Condition"]["StringEquals"]["aws:SourceAccount"] == "ACCOUNT"
