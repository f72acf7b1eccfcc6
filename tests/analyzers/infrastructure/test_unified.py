"""Patches say what they change, and nothing else: names, line ends and odd characters, with git and patch."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.patches import assert_applies

from policywright.analyzers.infrastructure.changes import FilePatch
from policywright.analyzers.infrastructure.unified import header_name, unified

NAMES = [
    "plain.yaml",
    "with space.yaml",
    " leading.yaml",
    "trailing ",
    "tab\there.yaml",
    'quo"te.yaml',
    "single'quote.yaml",
    "back\\slash.yaml",
    "-dash.yaml",
    "#hash.yaml",
    "$(x) `y`.yaml",
    "a/b dir/ö/x.yaml",
    "é.yaml",
    os.fsdecode(b"caf\xe9.yaml"),
    "\u202egnp.yaml",
    "\u2028.yaml",
    "cr\rx.yaml",
    "esc\x1b[31m.yaml",
    "del\x7f.yaml",
    "a..b/..c.yaml",
]
FORGED = "a\n--- a/other.yaml\n+++ b/other.yaml\n@@ -1 +1 @@\n-safe\n+unsafe\n/x.yaml"
BEFORE = "a: 1\nb: 2\n"
AFTER = "a: 1\nb: 3\n"


@pytest.mark.parametrize("name", NAMES)
def test_names(name: str) -> None:
    diff = FilePatch(file=name, before=BEFORE, after=AFTER).diff()
    assert_applies(diff, {name: BEFORE, "other.yaml": "safe\n"}, {name: AFTER, "other.yaml": "safe\n"})
    assert len(diff.split("\n")) == 7
    header = diff.split("\n", maxsplit=1)[0].removesuffix("\t")
    assert header.isprintable() and header.isascii()


def test_names_are_what_git_writes() -> None:
    assert header_name("a/plain.yaml") == "a/plain.yaml"
    assert header_name("a/with space") == "a/with space\t"
    assert header_name('a/q"\t\\') == '"a/q\\"\\t\\\\"'
    assert header_name("a/é") == '"a/\\303\\251"'
    assert header_name(os.fsdecode(b"a/\xff")) == '"a/\\377"'


def test_a_name_forges_no_patch() -> None:
    """Git takes it for the name that it is; ``patch`` refuses it. Neither touches the other file."""
    diff = unified(BEFORE, AFTER, FORGED)
    assert [line for line in diff.split("\n") if line.startswith(("--- ", "+++ ", "@@"))] == [
        '--- "a/a\\n--- a/other.yaml\\n+++ b/other.yaml\\n@@ -1 +1 @@\\n-safe\\n+unsafe\\n/x.yaml"',
        '+++ "b/a\\n--- a/other.yaml\\n+++ b/other.yaml\\n@@ -1 +1 @@\\n-safe\\n+unsafe\\n/x.yaml"',
        "@@ -1,2 +1,2 @@",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb", "a\nc"),
        ("a\nb", "a\nb\nc\n"),
        ("a\nb\n", "a\nb"),
        ("a\r\nb\r\n", "a\r\nc\r\n"),
        ("a\r\nb", "a\r\nb\r\nc"),
        ("a\nb\r\n", "a\r\nb\n"),
        ("\ufeffa\nb\n", "\ufeffa\nc\n"),
        ("a\x0cb\u2028c\x85d\x1ce\rf\n", "a\x0cb\u2028c\x85d\x1ce\rg\n"),
        ("\n\n\n", "\n\n\nx\n"),
        ("--- a/x\n+++ b/x\n@@ -1 +1 @@\n", "--- a/x\n+++ b/x\n@@ -1 +2 @@\n"),
    ],
)
def test_line_ends(before: str, after: str) -> None:
    assert_applies(unified(before, after, "f.yaml"), {"f.yaml": before}, {"f.yaml": after})


def test_a_long_text_of_blocks_that_are_alike() -> None:
    """Each change is shown where it is made, and what it takes grows as the text does."""
    blocks = [f"Function{n}:\n  Type: F\n  Policies:\n    - Read\n    - Write\n\n" for n in range(400)]
    changed = [block.replace("    - Write\n", "") if n % 2 else block for n, block in enumerate(blocks)]
    before, after = "".join(blocks), "".join(changed)
    diff = unified(before, after, "t.yaml")
    assert_applies(diff, {"t.yaml": before}, {"t.yaml": after})
    lines = [line for line in diff.split("\n")[2:] if line.startswith(("-", "+"))]
    assert lines == ["-    - Write"] * 200


def test_long_texts_that_have_nothing_once() -> None:
    before = "a\nb\n" * 400
    for after in ("b\na\n" * 400, before + "c\n", "c\n" + before, "a\n" * 800):
        assert_applies(unified(before, after, "t"), {"t": before}, {"t": after})


def test_parts_that_change_places() -> None:
    blocks = [f"Function{n}:\n  Type: F\n  Policies: []\n\n" for n in range(300)]
    before, after = "".join(blocks), "".join([*blocks[150:], *blocks[:150]])
    assert_applies(unified(before, after, "t"), {"t": before}, {"t": after})


def test_a_new_file_and_one_that_goes() -> None:
    assert_applies(unified("", AFTER, "d/f.yaml"), {}, {"d/f.yaml": AFTER})
    assert_applies(unified(BEFORE, "", "f.yaml"), {"f.yaml": BEFORE}, {})
    assert unified(BEFORE, BEFORE, "f.yaml") == ""


LINES = st.lists(st.text(alphabet='ab -+@\\#\t\x0c\u2028\x85é"', max_size=4), max_size=12)
ENDS = st.sampled_from(("\n", "\r\n"))


@given(LINES, LINES, ENDS, st.booleans(), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_text(old: list[str], new: list[str], end: str, open_before: bool, open_after: bool) -> None:
    before = "start" + end + end.join(old) + ("" if open_before else end)
    after = "start" + end + end.join(new) + ("" if open_after else end)
    if before != after:
        assert_applies(unified(before, after, "f x"), {"f x": before}, {"f x": after})
