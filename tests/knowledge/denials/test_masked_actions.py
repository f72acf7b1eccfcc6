"""An action that is masked is an unknown action: the reason behind it is kept, and nothing is proposed for it."""

from __future__ import annotations

import json

import pytest

from policywright.knowledge.denials import read_denials

WHO = "arn:aws:sts::640033557711:assumed-role/ledger/run"
WHAT = "arn:aws:s3:::ledger-dev/a.csv"
MASKS = (
    *("***", "*******", "s3:***", "s3:Get***", "***:GetObject", "s3:*", "xxx:Xxx", "s3:Xxxxx", "s3:xxxx"),
    *("<action>", "s3:<Action>", "<service>:GetObject", "[redacted]", "[some action]", "{{action}}"),
    *(
        "${ACTION}",
        "ACTION_NAME",
        "SERVICE:ACTION",
        "...",
        "\u2026",
        "s3:...",
        "s3:Get...",
        "\u2588\u2588\u2588",
    ),
    *("____", "####", "`***`", '"***"'),
)
REASONS = {
    " because no identity-based policy allows the {} action": ("implicit", "identity"),
    " because no session policy allows the {} action": ("implicit", "session"),
    " with an explicit deny in a service control policy": ("explicit", "scp"),
}


@pytest.mark.parametrize("mask", MASKS)
def test_a_masked_action_is_unknown_and_keeps_its_reason(mask: str) -> None:
    for reason, kind in REASONS.items():
        (denial,) = read_denials(
            f"User: {WHO} is not authorized to perform: {mask} on resource: {WHAT}{reason.format(mask)}"
        ).denials
        assert denial.principal.arn == WHO
        assert (denial.actions, denial.resource) == ((), WHAT)
        assert (denial.denial, denial.policy_type) == kind


@pytest.mark.parametrize("action", ["s3:GetObject", "**s3:GetObject**", "`s3:GetObject`", "*s3:GetObject*"])
def test_an_action_that_is_only_stressed_is_one(action: str) -> None:
    (denial,) = read_denials(
        f"User: {WHO} is not authorized to perform: {action} on resource: {WHAT}"
    ).denials
    assert denial.actions == ("s3:GetObject",)


@pytest.mark.parametrize(
    "who", ["<ARN>", "arn:aws:iam::<account>:user/<name>", "arn:aws:iam::123456789012:user/x"]
)
def test_a_form_to_fill_in_is_no_denial(who: str) -> None:
    """Nobody is told, and nothing: a page shows how such messages look."""
    report = read_denials(f"User: {who} is not authorized to perform: <action> on resource: <resource>")
    assert report.denials == ()


def test_a_record_may_hide_the_call() -> None:
    for source, name in (
        ("s3.amazonaws.com", "***"),
        ("***.amazonaws.com", "PutObject"),
        ("s3.amazonaws.com", "xxxx"),
    ):
        record = {
            "eventVersion": "1.08",
            "userIdentity": {"type": "AssumedRole", "arn": WHO},
            "eventSource": source,
            "eventName": name,
            "errorCode": "AccessDenied",
        }
        (denial,) = read_denials(json.dumps(record)).denials
        assert (denial.principal.arn, denial.actions) == (WHO, ())


def test_a_message_in_which_all_is_covered_keeps_its_reason() -> None:
    (denial,) = read_denials(
        "An error occurred (AccessDeniedException) when calling the PutItem operation: User: *** is not authorized "
        "to perform: *** on resource: *** because no permissions boundary allows the *** action"
    ).denials
    assert (denial.actions, denial.policy_type, denial.fixable) == (("dynamodb:PutItem",), "boundary", "no")


def test_the_frame_tells_what_the_mask_hides() -> None:
    (denial,) = read_denials(
        "An error occurred (AccessDenied) when calling the GetObject operation: "
        f"User: {WHO} is not authorized to perform: *** on resource: {WHAT}"
    ).denials
    assert denial.actions == ("s3:GetObject",)


HALVES = (
    *("***:GetObject", "<a>:GetObject", "<b>:GetObject", "<service>:GetObject", "[some]:GetObject"),
    *("{{svc}}:GetObject", "...:GetObject", "xxx:GetObject", "`***:GetObject`"),
    *("s3:Get***", "s3:xxxx", "s3:<action>", "s3:...", "s3:\u2588\u2588\u2588"),
)


@pytest.mark.parametrize("mask", HALVES)
@pytest.mark.parametrize(
    "words",
    [
        "My role is not allowed to call {} on the S3 bucket.",
        "Our role lacks {} on the bucket in AWS.",
        "I am not authorized to perform {} in S3",
        "My Lambda has no permission for {}, S3 says access denied.",
        "My IAM user can't call {} on S3: the policy denies it.",
        "AccessDenied on {} to the bucket logs-prod",
        "AccessDenied: not authorized to perform {} on the bucket",
    ],
)
def test_nothing_is_taken_from_the_words_beside_a_masked_action(words: str, mask: str) -> None:
    """What is shown of it is no action, and what stands beside it may be of another one."""
    assert [one.actions for one in read_denials(words.format(mask)).denials if one.actions] == []


def test_what_is_named_beside_a_masked_action_is_kept() -> None:
    (denial,) = read_denials(
        "Our role lacks s3:GetObject, and something like s3:Put***, on the S3 bucket"
    ).denials
    assert denial.actions == ("s3:GetObject",)


def test_a_masked_account_is_no_action() -> None:
    (denial,) = read_denials(
        "I get AccessDenied for PutObject in S3, account:*** region:*** logs:..."
    ).denials
    assert denial.actions == ("s3:PutObject",)


def test_a_pattern_that_somebody_has_is_no_mask() -> None:
    (denial,) = read_denials("My role has s3:* but is not allowed to delete the bucket.").denials
    assert denial.actions == ("s3:DeleteBucket",)


_PLACES = (
    "<table>", "<b>", "<code>", "<your table>", "<>", "{table}", "{{table}}", "${TABLE}", "[table]", "[REDACTED]",
    "(table)", "$TABLE", "$table", "%s", "%TABLE%", "@TABLE@", "__TABLE__", "XXXX", "xxxxx", "***", "####",
)  # fmt: skip
_OF_TABLE = "arn:aws:dynamodb:{region}:{account}:table/{name}"
_TOLD = {"region": "eu-west-1", "account": "555566667777", "name": "orders"}


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("part", [*_TOLD, "name-within", "index"])
@pytest.mark.parametrize("place", _PLACES)
def test_what_is_to_be_filled_in_is_kept_and_said(place: str, part: str, quote: str) -> None:
    """In every part of an ARN: the rest is read, and so are who, what and the reason."""
    name = {"name-within": f"app-{place}-orders", "index": f"orders/index/{place}"}.get(part)
    told = {**_TOLD, "name": name} if name else {**_TOLD, part: place}
    arn = _OF_TABLE.format(**told)
    for reason in (" because no identity-based policy allows the dynamodb:GetItem action", ""):
        (denial,) = read_denials(
            "User: arn:aws:sts::555566667777:assumed-role/app/s is not authorized to perform: dynamodb:GetItem on "
            f"resource: {quote}{arn}{quote}{reason}"
        ).denials
        assert denial.resource == arn
        assert denial.principal.arn == "arn:aws:sts::555566667777:assumed-role/app/s"
        assert denial.actions == ("dynamodb:GetItem",)
        assert denial.policy_type == ("identity" if reason else "unknown")
        assert "The text hides the" in denial.advice


@pytest.mark.parametrize(
    "tagged", ["<b>orders</b>", "<code>orders</code>", "<a href=x>orders</a>", "ord<br>ers"]
)
def test_a_tag_around_a_name_is_none_of_it(tagged: str) -> None:
    arn = _OF_TABLE.format(**_TOLD)
    (denial,) = read_denials(
        "User: arn:aws:sts::555566667777:assumed-role/app/s is not authorized to perform: dynamodb:GetItem on "
        f"resource: {arn.replace('orders', tagged)} because no identity-based policy allows the dynamodb:GetItem action"
    ).denials
    assert denial.resource == arn
