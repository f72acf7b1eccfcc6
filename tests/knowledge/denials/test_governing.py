"""What a refusal says itself was refused is that, whatever its sentence tells beside it."""

from __future__ import annotations

import itertools

import pytest

from policywright.knowledge.denials import read_denials

BACKGROUND = (
    "The job assumes the deploy role and",
    "The job, which assumes a role through IRSA,",
    "After assuming the role, our job",
    "The job that reads messages from SQS",
    "Our job copies objects from S3 and",
    "The lambda that puts items into DynamoDB",
)
REFUSALS = {
    "has no permission to list the bucket": "s3:ListBucket",
    "gets AccessDenied when it decrypts with the KMS key": "kms:Decrypt",
    "is not allowed to publish to the SNS topic": "sns:Publish",
    "is denied when it reads the secret from Secrets Manager": "secretsmanager:GetSecretValue",
    "fails with AccessDenied when it tags the bucket": "s3:PutBucketTagging",
    "has no access to write to the DynamoDB table": "dynamodb:PutItem",
}


@pytest.mark.parametrize(("background", "refusal"), [*itertools.product(BACKGROUND, REFUSALS)])
def test_what_is_told_as_background_is_not_what_was_refused(background: str, refusal: str) -> None:
    denials = read_denials(f"{background} {refusal}.").denials
    assert [denial.actions for denial in denials] in ([(REFUSALS[refusal],)], [()])


@pytest.mark.parametrize("refusal", REFUSALS)
def test_it_is_read_by_itself(refusal: str) -> None:
    (denial,) = read_denials(f"Our job in ECS {refusal}.").denials
    assert denial.actions == (REFUSALS[refusal],)


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("external-dns assumes the node's role which has no access to edit the route53 zone", ()),
        (
            "Assuming the role works, but getting the secret is denied.",
            ("secretsmanager:GetSecretValue",),
        ),
        (
            "We assume the deploy role and it is not allowed to create the stack.",
            ("cloudformation:CreateStack",),
        ),
        ("The deploy step fails to assume the role that uploads to S3: access denied.", ("sts:AssumeRole",)),
        ("The lambda reads from the bucket and gets access denied.", ("s3:GetObject",)),
        ("Before pushing the image, docker login gets AccessDenied from ECR.", ()),
        ("Terraform can't create the ECS service because my user may not pass the role.", ("iam:PassRole",)),
    ],
)
def test_one_sentence_tells_one_refusal(text: str, actions: tuple[str, ...]) -> None:
    (denial,) = read_denials(text).denials
    assert denial.actions == actions


@pytest.mark.parametrize("sign", ["", "the job fails with AccessDenied: ", "my role is not enough: "])
@pytest.mark.parametrize(
    "words", ["missing a permission to createPullRequest", "we are not allowed to createPullRequest"]
)
def test_what_any_host_of_code_calls_so_is_never_certain(sign: str, words: str) -> None:
    assert all(denial.doubt for denial in read_denials(sign + words).denials)
    named = read_denials(f"CodeCommit: our role is {words}, AccessDenied").denials
    assert all(denial.actions in ((), ("codecommit:CreatePullRequest",)) for denial in named)


@pytest.mark.parametrize(
    ("text", "candidate"),
    [
        (
            "Our worker reads messages from SQS and has no access to write logs to CloudWatch.",
            "logs:PutLogEvents",
        ),
        (
            "external-dns assumes the node's role which has no access to edit the route53 zone",
            "route53:UpdateHosted",
        ),
        (
            "my role has no permission to remove listeners in ELB",
            "elasticloadbalancing:DeleteLoadBalancerListeners",
        ),
    ],
)
def test_what_may_be_meant_is_asked_back(text: str, candidate: str) -> None:
    """No statement is made of it: the names of the service's operations are there to choose from."""
    (denial,) = read_denials(text).denials
    assert denial.actions == ()
    assert any(one.startswith(candidate) for one in denial.candidates)
    assert f"`{denial.candidates[0]}`" in denial.advice
