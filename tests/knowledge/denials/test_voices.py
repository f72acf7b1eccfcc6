"""Who speaks around a message, and what that decides."""

from __future__ import annotations

import pytest

from policywright.knowledge.denials import read_denials
from policywright.knowledge.denials.voices import Speech, voices

BARE = "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied"
UNNAMED = "User is not authorized to perform: s3:GetObject"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("You need the role of the pipeline.", "instructs"),
        ("Verify that the bucket exists.", "instructs"),
        ("When the token is old, the call fails.", "instructs"),
        ("This may happen at the first start.", "instructs"),
        ("**Solution:** more rights", "instructs"),
        ("## Root cause", "instructs"),
        ("Asegúrate de que el rol existe", "instructs"),
        ("I get this since the update.", "tells"),
        ("Can you look at this?", "tells"),
        ("The job failed with this:", "tells"),
        ("### Steps to reproduce", "tells"),
        ("nous avons rencontré cette erreur", "tells"),
        ("The bucket is in another account.", "nothing"),
    ],
)
def test_a_sentence_says(words: str, says: str) -> None:
    assert [said.says for said in Speech(words).between(0, len(words))] == [says]


def test_outputs_and_programs_say_nothing() -> None:
    text = "```python\nyou = make(your)\nif failed: return you\n```\nKeys:\n\n```\nREPORT you your\n```\nend of it"
    assert not any(said.rows for said in Speech(text).between(0, len(text)))


def test_what_a_sentence_quotes_is_not_said() -> None:
    text = "It prints `You must set your role` there."
    assert not any(said.rows for said in Speech(text).between(0, len(text)))


def test_every_row_says_something() -> None:
    assert {row.says for row in voices()} == {"instructs", "tells"}
    assert len({row.about for row in voices()}) == len(voices())


def _decided(text: str) -> str:
    report = read_denials(text)
    if not report.denials:
        return "shown"
    return "doubted" if report.denials[0].doubt else "told"


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        # Alone, a message is a denial; one that AWS would have put somebody's name in, a doubted one.
        (BARE, "told"),
        (f"**Error**: {UNNAMED}", "doubted"),
        (UNNAMED, "doubted"),
        (f"**Error**: {UNNAMED}\n\n**Cause**: the role has no policy.\n\n**Solution**: add one.", "shown"),
        # The words that lead to it decide first.
        (f"You may see this error:\n\n    {BARE}", "shown"),
        (f"We got this today:\n\n    {BARE}\n\nAdd the policy to the role. You need PutObject.", "told"),
        (f"{BARE}\n\nCheck the policy of the role.", "doubted"),
        # Traces of a request outweigh what a tool says to its user.
        (f"{BARE} (Request ID: 0f0f0f0f-9126-4975-8a87-c987e092da76)\n\nPlease check your role.", "told"),
        # Whoever is named whole, in an account of his own, was denied wherever it stands.
        (
            "You may see this error:\n\n    User: arn:aws:iam::555566667777:user/kim is not authorized to perform: "
            "s3:GetObject on resource: arn:aws:s3:::a/b",
            "told",
        ),
        # Unless it should be so.
        (f"# this should fail\naws s3 cp a s3://b/\n{BARE}", "shown"),
        ("\u2705 built\n\u2705 tested\ndeploy:\n" + BARE, "told"),
    ],
)
def test_who_speaks_decides(text: str, decided: str) -> None:
    assert _decided(text) == decided


def test_a_page_in_a_fence_is_a_page() -> None:
    page = f"## Symptoms\n\n```\n{BARE}\n```\n\n## Solution\n\nVerify your policy."
    assert _decided(page) == _decided(f"```\n{page}\n```") == "shown"


@pytest.mark.parametrize(
    ("text", "because"),
    [
        (UNNAMED, "AWS names who was denied in this sentence"),
        (f"{BARE}\n\nCheck the policy of the role.", "the words around the message instruct a reader"),
        # A web identity has no name before it has the role: AWS says nobody's.
        ("Not authorized to perform sts:AssumeRoleWithWebIdentity", None),
    ],
)
def test_a_doubt_says_why(text: str, because: str | None) -> None:
    doubt = read_denials(text).denials[0].doubt
    assert doubt is None if because is None else because in (doubt or "")
