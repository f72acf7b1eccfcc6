"""What a text only shows: read, said to be shown, and never applied unless somebody says that it happened."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policywright.server.commands.fix import _approved
from policywright.server.fix import workflow
from policywright.server.fix.model import Ask, Result
from policywright.server.fix.render import diff_text, markdown
from policywright.server.fix.report import build
from policywright.server.schema import load_schema

BARE = "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied"
WHOLE = (
    "User: arn:aws:sts::210987654321:assumed-role/uploader/x is not authorized to perform: s3:PutObject "
    "on resource: arn:aws:s3:::data-7/k because no identity-based policy allows the s3:PutObject action"
)
GUIDE = "# Troubleshooting\n\nIf you see this error:\n\n    {}\n\nyou need to attach a policy to your role.\n"


def fix(text: str, **more: Any) -> Result:
    return workflow.prepare(Ask(text=text, **more))


def test_a_page_is_read_and_nothing_of_it_is_proposed_to_be_applied() -> None:
    data = build(fix(GUIDE.format(BARE)))
    assert data["pasted"] == "page" and data["denials"] == [] and data["diff"] is None
    assert data["commands"] == []
    (shown,) = data["shown"]
    assert shown["statements"][0]["Action"] == "s3:PutObject" and shown["refused"]
    said = markdown(data)
    assert "This reads like documentation: nothing of the following is proposed" in said
    assert '"Action": "s3:PutObject"' in said and "--mine" in said
    assert "Nothing is proposed to be applied" in diff_text(data)
    Draft202012Validator(load_schema("fix-v1")).validate(data)


def test_whoever_it_happened_to_says_so() -> None:
    result = fix(GUIDE.format(BARE), mine=True, principal="arn:aws:iam::210987654321:role/uploader")
    (proposal,) = result.proposals
    assert result.shown == () and proposal.denial.doubt is None
    assert proposal.target is not None and proposal.rules
    assert not any(other.code == "prose" for other in result.not_denials)


def test_yes_does_not_decide_what_is_in_doubt() -> None:
    """A person at the prompt sees the doubt; a script does not."""
    doubted = fix(GUIDE.format(WHOLE))
    assert doubted.doubted and doubted.change is not None
    refused = _approved(doubted, yes=True, from_stdin=True)
    assert refused.applied == "unapproved" and "--mine" in refused.notes[-1]
    assert not fix(GUIDE.format(WHOLE), mine=True).doubted
    assert not fix(WHOLE).doubted


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (
            "We query a secondary index of the table and get\n\n```\nAccessDeniedException\n```",
            "AccessDeniedException",
        ),
        ("Got a 403 again, no idea why.", "403"),
        ("The nightly job is missing permissions again.", "missing permissions"),
    ],
)
def test_what_is_not_read_is_asked_for(text: str, mark: str) -> None:
    """It was said that there is no error; a text in which nobody is refused anything is asked nothing."""
    (note,) = build(fix(text))["notes"]
    assert f'("{mark}")' in note and "paste the error" in note
    assert build(fix("All is well."))["notes"] == []
    assert build(fix("ExpiredToken: The provided token has expired. 403"))["notes"] == []


def test_a_diff_without_a_change_says_why() -> None:
    """Nothing at all was printed for a text that has no denial, and success was the exit code."""
    assert diff_text(build(fix("All is well."))) == "# No access-denied error of IAM was found in the text.\n"
    expired = diff_text(build(fix("ExpiredToken: The provided token has expired.")))
    assert "# expired-token: The session has expired" in expired
