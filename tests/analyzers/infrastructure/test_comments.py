"""A comment that goes with what it stood at is said; one that stays, or stands in a text, is not."""

from __future__ import annotations

import pytest

from policywright.analyzers.infrastructure.editing.comments import gone

YAML = """\
Policies:
  # kept
  - Statement: # of all
      - Effect: Allow # by hand
        Action: "s3:*" # "quoted"
      # see ops
      - Resource: "a # no comment"
"""


def test_what_is_gone_is_said() -> None:
    after = "Policies:\n  - Statement: [] # kept\n"
    assert list(gone(YAML, after, "template.yaml")) == [
        'template.yaml: 4 comments go with what they stood at: "of all" (line 3), "by hand" (line 4), '
        '""quoted"" (line 5), "see ops" (line 6)'
    ]


def test_one_of_two_alike_is_gone() -> None:
    before = "- a # same\n- b # same\n"
    assert list(gone(before, "- b # same\n", "t.yml")) == [
        't.yml: a comment goes with what it stood at: "same" (line 2)'
    ]


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("main.tf", "x = 1 // why"), ("main.tf", "x = 1 # why"), ("main.tf", "/* why */"),
        ("app.py", "x = 1  # why"), ("stack.ts", "x(1); // why"), ("stack.ts", "/** why */"),
    ],
)  # fmt: skip
def test_it_is_one_as_the_language_writes_them(file: str, line: str) -> None:
    assert list(gone(line, "", file)) == [f'{file}: a comment goes with what it stood at: "why" (line 1)']


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("template.json", "# why"), ("main.tf", 'x = "https://a.b # c"'), ("t.yaml", "a: b#c"),
        ("t.yaml", "# ------"), ("stack.ts", "x('# a // b')"),
    ],
)  # fmt: skip
def test_what_is_none_is_not_said(file: str, line: str) -> None:
    assert list(gone(line, "", file)) == []
