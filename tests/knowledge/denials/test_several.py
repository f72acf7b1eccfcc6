"""Where two things are told none is certain, and what is typed nearly right is the action that there is."""

from __future__ import annotations

from itertools import permutations

import pytest

from policywright.knowledge.denials import read_denials
from policywright.knowledge.denials.candidates import MOST, meant, nearest
from policywright.knowledge.denials.reader import _facts
from policywright.knowledge.store import shared_store

FACTS = _facts(shared_store())
READ = {
    "the secret": "secretsmanager:GetSecretValue",
    "the SSM parameter": "ssm:GetParameter",
    "the DynamoDB table": "dynamodb:GetItem",
    "the S3 bucket": "s3:GetObject",
    "the SQS queue": "sqs:ReceiveMessage",
}
FORMS = (
    "Our Lambda crashes with AccessDenied when it tries to read {}.",
    "My ECS task can't read {}, its role has no permission.",
    "The Lambda role is not allowed to read {} and the deployment fails.",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("thing", READ)
def test_one_thing_is_one_call(form: str, thing: str) -> None:
    denials = read_denials(form.format(thing)).denials
    assert [denial.actions for denial in denials] in ([(READ[thing],)], [()]), form.format(thing)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("first", "second"), [*permutations(READ, 2)])
@pytest.mark.parametrize("joint", [" and ", " or ", ", and ", "/"])
def test_of_two_things_neither_is_certain(form: str, first: str, second: str, joint: str) -> None:
    text = form.format(f"{first}{joint}{second}")
    told = {action for denial in read_denials(text).denials for action in denial.actions}
    assert told in (set(), {READ[first], READ[second]}), text


def test_what_two_things_may_mean_is_to_choose_from() -> None:
    (denial,) = read_denials(
        "The role did not have permission to read the CloudWatch logs or metrics."
    ).denials
    assert denial.actions == ()
    assert denial.candidates[0] == "logs:GetLogEvents"
    assert any(action.startswith("cloudwatch:") for action in denial.candidates)


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("kinesis:ListShard", "kinesis:ListShards"),
        ("s3:GetObjects", "s3:GetObject"),
        ("ec2:DescribeInstance", "ec2:DescribeInstances"),
        ("iam:PassRoles", "iam:PassRole"),
        ("iam:ListPolicy", "iam:ListPolicies"),
        ("sqs:SendMessages", "sqs:SendMessage"),
    ],
)
def test_one_for_several_is_meant(typed: str, action: str) -> None:
    assert meant(typed, FACTS) == action
    (denial,) = read_denials(f"The nightly job fails, its role lacks {typed}.").denials
    assert denial.actions == (action,)


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("dynamodb:ListShard", "kinesis:ListShards"),
        ("secretsmanager:GetSecret", "secretsmanager:GetSecretValue"),
        ("s3:GetObejct", "s3:GetObject"),
        ("ssm:GetParam", "ssm:GetParameter"),
    ],
)
def test_what_is_no_action_is_told_with_those_that_are_near(typed: str, action: str) -> None:
    (denial,) = read_denials(f"Our consumer fails, the {typed} permission is missing from the role.").denials
    assert denial.actions == ()
    assert action in denial.candidates
    assert len(denial.candidates) <= MOST
    assert "no operation that AWS has" in denial.advice


@pytest.mark.parametrize("typed", ["docker:PullImage", "s3:bucket", "note:Something", "ec2:Instances"])
def test_a_word_that_is_no_name_of_an_action_is_none(typed: str) -> None:
    assert nearest(typed, FACTS) is None
    assert read_denials(f"Our consumer fails, {typed} is missing.").denials == ()
