"""What stands before a program in a command line: ``sudo -u app env A=1 timeout 5 poetry run ...``.

One table for all readers of commands: programs that start another one, with which of their options take a
word, and what else stands between (a subcommand, a duration). The end of the options may be said (``--``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policywright.knowledge.records import dataclass, field
from policywright.knowledge.regex import regex

SHELLS = frozenset(("sh", "bash", "zsh", "dash", "ash", "ksh", "su", "runuser"))
"""Programs that are told commands as a text, with ``-c``."""
_BESIDE = regex(r"-.*|\w+=.*|[\d.]+[smhd]?", re.DOTALL)
_ASSIGNED = regex(r"[A-Za-z_]\w*=.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Starter:
    """A program that starts another: options that take the next word, subcommands one of which follows."""

    valued: frozenset[str] = frozenset()
    sub: frozenset[str] = frozenset()
    ended: bool = False
    """What it starts stands behind ``--``."""


_PLAIN = _Starter()
_RUN = frozenset(("run",))


def _valued(*names: str) -> _Starter:
    return _Starter(frozenset(names))


_STARTERS: dict[str, _Starter] = {
    "sudo": _valued("-u", "-g", "-h", "-p", "-C", "-r", "-t", "-D", "-U", "--user", "--group"),
    "env": _valued("-u", "-C", "--unset", "--chdir"),
    "nice": _valued("-n"),
    "timeout": _valued("-s", "-k", "--signal", "--kill-after"),
    "xargs": _valued("-n", "-P", "-I", "-L", "-d", "-a", "-s", "-E", "--max-args", "--max-procs"),
    "stdbuf": _valued("-i", "-o", "-e"),
    "exec": _valued("-a"),
    "time": _valued("-f", "-o"),
    "npx": _valued("-p", "--package"),
    "dumb-init": _valued("-r", "--rewrite"),
    "tini": _valued("-p", "-e"),
    "poetry": _Starter(frozenset(("-C", "--directory", "-P", "--project")), _RUN),
    "pipenv": _Starter(sub=_RUN),
    "uv": _Starter(
        frozenset((
            "--with", "--python", "-p", "--project", "--directory", "--env-file", "--extra", "--group",
        )), _RUN,
    ),
    "rye": _Starter(sub=_RUN),
    "hatch": _Starter(frozenset(("-e", "--env")), _RUN),
    "pdm": _Starter(frozenset(("-p", "--project")), _RUN),
    "newrelic-admin": _Starter(sub=frozenset(("run-program",))),
    "aws-vault": _Starter(sub=frozenset(("exec",)), ended=True),
    "doppler": _Starter(sub=_RUN, ended=True),
    **dict.fromkeys(
        (
            "nohup", "command", "bunx", "cross-env", "opentelemetry-instrument", "ddtrace-run", "xvfb-run",
            "!", "then", "do", "else", "if", "while", "--",
        ),
        _PLAIN,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a program: how many words, and the names of the programs among them."""

    count: int
    names: tuple[str, ...] = field(default=())


def before(words: Sequence[str | None]) -> Before:
    """What stands before the program that a command line comes to; None is a word that is not known."""
    at = 0
    names: list[str] = []
    while at < len(words):
        word = words[at]
        if word is not None and _ASSIGNED.fullmatch(word):
            at += 1
            continue
        name = named(word)
        starter = _STARTERS.get(name)
        after = None if starter is None else _after(words, at + 1, starter)
        if after is None:
            break
        names.append(name)
        at = after
    return Before(at, tuple(names))


def _after(words: Sequence[str | None], at: int, starter: _Starter) -> int | None:
    """Where what is started begins; None where the program starts nothing here."""
    at = _options(words, at, starter)
    if starter.sub:
        if at >= len(words) or words[at] not in starter.sub:
            return None
        if starter.ended:
            return list(words).index("--", at) + 1 if "--" in words[at:] else None
        at = _options(words, at + 1, starter)
    return at


def _options(words: Sequence[str | None], at: int, starter: _Starter) -> int:
    """Past options with their words, assignments and durations."""
    while at < len(words):
        word = words[at]
        if word is None or not _BESIDE.fullmatch(word):
            break
        at += 2 if word in starter.valued else 1
        if word == "--":
            break
    return min(at, len(words))


def named(word: str | None) -> str:
    """A program's name, without its place; empty for one that is not known."""
    return (word or "").replace("\\", "/").rpartition("/")[2]


def told(words: Sequence[str | None]) -> int | None:
    """Which word is the text that a shell is told to run (``bash -ec TEXT``); None where there is none."""
    if not words or named(words[0]) not in SHELLS:
        return None
    for at, word in enumerate(words[1:-1], 2):
        if word is not None and word.startswith("-") and not word.startswith("--") and word.endswith("c"):
            return at
    return None
