"""What is said to the user: whether a policy can help, who else can, and what to ask for."""

from __future__ import annotations

import json

import pytest

from policywright.knowledge.denials import Denial, read_denials

USER = "arn:aws:sts::555566667777:assumed-role/api/x"


def _denial(
    tail: str, *, action: str = "kms:Decrypt", principal: str = USER, resource: str | None = None
) -> Denial:
    resource = resource or "arn:aws:kms:eu-west-1:111122223333:key/1"
    text = f"User: {principal} is not authorized to perform: {action} on resource: {resource} {tail}"
    (found,) = read_denials(text).denials
    return found


def _asked(denial: Denial) -> dict[str, object]:
    assert denial.ask is not None
    statement: dict[str, object] = json.loads(denial.ask[denial.ask.index("{") :])
    return statement


def test_an_identity_denial_needs_nobody_else() -> None:
    found = _denial("because no identity-based policy allows the kms:Decrypt action")
    assert (found.fixable, found.ask) == ("yes", None)
    assert "kms:ViaService" in found.advice


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
    assert "Principal" not in _asked(found)


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
    assert f"decode-authorization-message --encoded-message {code}" in found.advice
