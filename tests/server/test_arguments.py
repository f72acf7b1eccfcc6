"""Plain command lines mean the same to the quick reader and to ``argparse``."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from policywright.server.arguments import PLAIN, read_plainly
from policywright.server.parser import build_parser

PLAINLY = (
    ["generate", "a.py"],
    ["generate", "a", "--role", "Orders"],
    ["generate", "a.py", "b/", "--format", "json"],
    ["generate", "--format", "policy", "a.py", "b.py"],
    [
        "generate",
        "a.py",
        "--entry",
        "a.py:f",
        "--entry",
        "b.py",
        "--explain",
        "--include-optional",
        "--offline",
    ],
    ["generate", "--infra", "x.yaml", "--infra", "y", "--no-infra", "--region", "eu-central-1", "."],
    ["generate", "a.py", "--account", "123456789012", "--partition", "aws-cn", "--against", "p.json"],
    ["generate", "a.py", "--region", "eu-west-1", "--region", "us-east-1", "--profile", "dev"],
    ["check", "a.yaml", "--deployment", "execution", "--against", "p.json"],
    ["check", "app", "--unused", "--format", "sarif", "--infra", "t.yaml"],
    ["check", "app", "--format", "sarif", "-o", "a", "--format", "text", "--fail-on", "unused", "-q"],
    ["check", "app", "--baseline", "b.json", "--write-baseline", "b.json", "--exclude", "x", "--quiet"],
    ["generate", "app", "--output", "a.json", "--exclude", "x/", "--exclude", "y", "-q", "-v"],
    ["generate", "app", "--verbose", "--color", "never"],
    ["generate", "app", "--synth", "--keep-templates"],
    ["check", "app", "--synth", "--no-keep-templates"],
)
OTHERS = (
    [],
    ["--version"],
    ["--help"],
    ["validate", "p.json"],
    ["generate"],
    ["generate", "--help"],
    ["generate", "a.py", "--format"],
    ["generate", "a.py", "--format", "yaml"],
    ["generate", "a.py", "--format=json"],
    ["generate", "a.py", "--form", "json"],
    ["generate", "a.py", "--format", "--explain"],
    ["generate", "a.py", "--explain", "b.py"],
    ["generate", "a.py", "--account", "12"],
    ["generate", "--", "-a.py"],
    ["generate", "-"],
    ["generate", ""],
    ["generate", "a.py", "--profile", ""],
    ["generate", "a.py", "--nothing"],
)


@pytest.mark.parametrize("argv", PLAINLY, ids=" ".join)
def test_plain_lines_are_read_as_argparse_reads_them(argv: Sequence[str]) -> None:
    plain = read_plainly(argv)
    assert plain is not None
    assert vars(plain) == vars(build_parser().parse_args(argv))


@pytest.mark.parametrize("argv", OTHERS, ids=" ".join)
def test_what_is_not_plain_is_left_to_argparse(argv: Sequence[str]) -> None:
    assert read_plainly(argv) is None


def test_options_do_not_share_their_lists() -> None:
    first, second = read_plainly(["generate", "a", "--infra", "x"]), read_plainly(["generate", "a"])
    assert first is not None and second is not None
    assert (first.infra, second.infra) == (["x"], [])


def test_every_option_of_a_plain_command_is_covered() -> None:
    used = {token for argv in PLAINLY for token in argv if token.startswith("-")}
    for command in PLAIN:
        parser = build_parser([command])
        actions = next(action.choices for action in parser._actions if action.choices)
        options = {name for action in actions[command]._actions for name in action.option_strings}  # type: ignore[index,call-overload]
        assert options - used <= {"-h", "--help"}
