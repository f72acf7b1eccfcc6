"""Words of scripts, held against Bash itself."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policywright.analyzers.commands import shell
from policywright.knowledge import texts
from policywright.knowledge.values import Const, Hole, Value

ENVIRONMENT = {"A": "one", "B": "two", "C_D": "three"}
PIECES = st.sampled_from(
    (
        "$A",
        "$B",
        "${A}",
        "${C_D}",
        "$C_D",
        '"$A"',
        '"$B/x"',
        "'$A'",
        "/",
        "-",
        ":",
        ".",
        "x",
        "y/z",
        "s3://",
        "=",
        "@",
        "%",
    )
)
WORDS = st.lists(PIECES, min_size=1, max_size=8).map("".join)


def filled(value: Value) -> str:
    """A word with the environment's variables in it."""
    return "".join(
        one if isinstance(one, str) else ENVIRONMENT.get(one.name or "", "")
        for one in texts.parts(value)
        if isinstance(one, str | Hole)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=12))
def test_words_are_bashs(words: list[str]) -> None:
    """Each word that Bash passes on is the word that is read, with the variables' values in it."""
    script = "".join(f"printf '%s\\n' w{word}\n" for word in words)
    done = subprocess.run(["bash", "-c", script], env=ENVIRONMENT, capture_output=True, text=True, check=True)
    found = [command.words[2:] for command in shell.commands(Const(script))]
    assert [[filled(word) for word in one] for one in found] == [[line] for line in done.stdout.splitlines()]


def test_places_are_those_of_the_text() -> None:
    """Where a command stands doesn't change by what is mended to read it."""
    script = "ls $A/$B/c\n  cp x s3://$A/$B/$C/d\n"
    texts_ = [script.encode()[one.start : one.end].decode() for one in shell.commands(Const(script))]
    assert texts_ == ["ls $A/$B/c", "cp x s3://$A/$B/$C/d"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # What is set may be made of what there was.
        ('set -- a "$@"\naws "$1" "$2"', None),
        ('set -- "$@" a\naws "$1"', None),
        ('eval "set -- $X \\"\\$@\\""\naws "$@"', None),
        ("set -- a b\naws $2 $1", ["aws", "b", "a"]),
    ],
)
def test_arguments_that_a_script_gives_itself(text: str, words: list[str] | None) -> None:
    found = shell.commands(Const(text))
    assert found
    if words is not None:
        assert [one.value for one in found[-1].words if isinstance(one, Const)] == words
