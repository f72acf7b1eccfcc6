"""What stands around a word of refusal weighs; nothing is told of one that is wished, general, gone or another's."""

from __future__ import annotations

from itertools import product

import pytest

from policywright.knowledge.denials import read_denials

SIGNS = ("at AWS S3", "from s3", "in our AWS account", "on our Lambda function")
CAME = ("Our nightly job fails with {} {}.", "We get {} {} since Monday.", "I'm hitting {} {} all day.")
WORDS = (
    "an AccessDenied exception",
    "an access denied error",
    "an IAM permission error",
    "some access-denied",
)
NONE = (
    "If our job gets {} {}, we page somebody.",
    "Make sure that the job does not get {} {}.",
    "Our job no longer gets {} {}.",
    "We usually get {} {} by design.",
    "Our tests assert that a stranger gets {} {}.",
    "You should not get {} {} any more.",
)


@pytest.mark.parametrize(("word", "form"), list(product(WORDS, CAME)))
def test_what_weighs_enough_is_a_denial(word: str, form: str) -> None:
    for sign in SIGNS:
        assert len(read_denials(form.format(word, sign)).denials) == 1, form.format(word, sign)


@pytest.mark.parametrize(("word", "form"), list(product(WORDS, NONE)))
def test_what_is_not_said_to_have_come_is_none(word: str, form: str) -> None:
    for sign in SIGNS:
        assert read_denials(form.format(word, sign)).denials == (), form.format(word, sign)


@pytest.mark.parametrize("form", CAME)
def test_anybodys_word_without_a_sign_is_none(form: str) -> None:
    for where in ("from our intranet", "in the wiki", "on the printer"):
        assert read_denials(form.format("an access denied error", where)).denials == ()


def test_no_action_is_made_up() -> None:
    for word, form, sign in product(WORDS, CAME, SIGNS):
        for denial in read_denials(form.format(word, sign)).denials:
            assert denial.actions == ()
