"""What somebody called an identity tells nothing of what was refused, wherever its name stands."""

from __future__ import annotations

from itertools import product

import pytest
from tests.shares import some

from policywright.knowledge.denials import read_denials
from policywright.knowledge.denials.called import covered, uncovered
from policywright.knowledge.denials.model import Finding
from policywright.knowledge.denials.principal import from_arn

NAMES = (
    "DeleteTable", "describe-instances", "dynamodb-put-item", "s3-read", "create-bucket", "assume-role", "ListBuckets",
    "can-assume-admin-role", "read-secrets/lambda", "lambda-PutObject", "upload-to-s3", "get-object", "sqs_send.message",
)  # fmt: skip
ACCOUNTS = ("640033557711", "\u2026", "***", "<account>")
ARNS = (
    "arn:aws:sts::{account}:assumed-role/{name}/i-0abc",
    "arn:aws:sts::{account}:assumed-role/web/{name}",
    "arn:aws:iam::{account}:role/{name}",
    "arn:aws:iam::{account}:user/{name}",
    "arn:aws:iam::{account}:instance-profile/{name}",
)
WORDS = ('role "{name}"', "role '{name}'", "IAM user `{name}`", "role named {name}", "`{name}` role")
REFUSED = (
    "AccessDenied: User: {who}",
    "Access denied: {who}",
    "Access denied for {who}",
    "{who} gets access denied",
    "403 Forbidden for {who}",
    "I get AccessDenied as {who}",
    "{who} is not authorized",
    "Got an AccessDenied error with {who}",
    "{who} has no permission",
)


def _whos(name: str) -> list[str]:
    by_arn = [form.format(account=account, name=name) for form, account in product(ARNS, ACCOUNTS)]
    plain = name.replace("/", "-")
    return [*by_arn, *(form.format(name=plain) for form in WORDS)]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_no_word(name: str) -> None:
    """Who was refused may be told; that it was an operation, a service or a thing of one may not."""
    every = (form.format(who=who) for who, form in product(_whos(name), REFUSED))
    for text in some("no word", every, 4):
        for denial in read_denials(text).denials:
            told = (denial.actions, denial.operation, denial.service)
            assert told == ((), None, None), text
            assert denial.resource is None, text


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_told_as_it_was(name: str) -> None:
    arn = f"arn:aws:iam::640033557711:role/{name}"
    text = f"The upload fails: {arn} does not have s3:PutObject on arn:aws:s3:::ledger/*"
    assert len(covered(text)) == len(text)
    assert covered(text) != text
    (denial,) = read_denials(text).denials
    assert (denial.principal.arn, denial.actions) == (arn, ("s3:PutObject",))


def test_what_is_covered_is_uncovered() -> None:
    arn = "arn:aws:sts::640033557711:assumed-role/s3-read/i-0abc"
    principal = from_arn(covered(arn))
    assert principal is not None
    found = Finding(span=(0, 1), principal=principal, resource=covered(arn.replace("assumed-role", "role")))
    assert uncovered(found).principal == from_arn(arn)
    assert uncovered(found).resource == arn.replace("assumed-role", "role")


def test_words_stay() -> None:
    """Names of things that are no identities, and words behind *role* that are none."""
    for text in (
        "arn:aws:s3:::get-object/role/x",
        "the role has no s3:GetObject",
        "the user can list buckets",
        "role: s3:GetObject",
        "Incorrect username or password.",
        "src/user/get-object.py",
    ):
        assert covered(text) == text
