"""Plain command lines, read without ``argparse``, whose import and parsers cost as much as a small analysis.

A command declares its arguments once, to ``argparse`` or to the reader here. Whatever isn't plain
(``--name=value``, ``--``, something unknown or missing, a value that isn't allowed, ``--help``) gives None,
and the command line is then ``argparse``'s: to read it, or to say what is wrong.
"""

from __future__ import annotations

from types import SimpleNamespace

from policywright.server.commands import add_command

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Container, Sequence
    from typing import Any

PLAIN = frozenset(("generate", "check"))
"""Commands whose arguments are one list of names, and options with one value or none."""


def read_plainly(argv: Sequence[str]) -> argparse.Namespace | None:
    """What ``argparse`` would make of the command line, or None."""
    if not argv or argv[0] not in PLAIN:
        return None
    reader = _Reader()
    add_command(argv[0], reader)
    return reader.read(argv[1:])


class _Reader:
    """Takes one command's declarations, in those terms of ``argparse`` that plain commands use."""

    def __init__(self) -> None:
        self._defaults: dict[str, Any] = {}
        self._options: dict[str, _Option] = {}
        self._names: tuple[str, Callable[[str], Any]] | None = None

    def add_parser(self, _command: str, **_texts: str) -> _Reader:
        return self

    def set_defaults(self, **values: Any) -> None:
        self._defaults.update(values)

    def add_argument(
        self,
        *flags: str,
        action: str = "store",
        nargs: str | None = None,
        type: Callable[[str], Any] = str,
        default: Any = None,
        choices: Container[str] | None = None,
        metavar: str | None = None,
        help: str | None = None,
    ) -> None:
        name = flags[-1]
        target = name.removeprefix("--").replace("-", "_")
        if target == name:
            if nargs != "+":
                raise ValueError(f"{name}: not plain")
            self._names = (name, type)
            return
        if nargs is not None or action not in ("store", "append", "store_true"):
            raise ValueError(f"{name}: not plain")
        option = _Option(target, action, type, choices)
        self._options.update((flag, option) for flag in flags)
        self._defaults[target] = False if action == "store_true" else default

    def read(self, tokens: Sequence[str]) -> Any | None:
        values = dict(self._defaults)
        names: list[str] = []
        before = None
        rest = iter(tokens)
        for token in rest:
            option = self._options.get(token)
            if option is None:
                # Names that options part are two lists to argparse, which it then refuses.
                if token[:1] in ("", "-") or (names and before is not None):
                    return None
                names.append(token)
            elif option.action == "store_true":
                values[option.target] = True
            else:
                text = next(rest, "")
                value = _converted(option.type, text)
                if text[:1] in ("", "-") or value is None or not option.allows(value):
                    return None
                values[option.target] = (
                    [*values[option.target], value] if option.action == "append" else value
                )
            before = option
        if self._names is None or not names:
            return None
        target, type = self._names
        values[target] = [_converted(type, name) for name in names]
        return None if None in values[target] else SimpleNamespace(**values)


class _Option:
    """One declared option."""

    def __init__(
        self, target: str, action: str, type: Callable[[str], Any], choices: Container[str] | None
    ) -> None:
        self.target = target
        self.action = action
        self.type = type
        self._choices = choices

    def allows(self, value: Any) -> bool:
        return self._choices is None or value in self._choices


def _converted(type: Callable[[str], Any], text: str) -> Any | None:
    try:
        return type(text)
    except Exception:
        return None  # argparse tells of it
