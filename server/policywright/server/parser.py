"""The command line as ``argparse`` reads it: help, every way to write an option, and what is wrong with one.

``arguments`` reads the plain command lines without it. One line per error; the usage is one ``--help`` away.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NoReturn

from policywright.server import __version__
from policywright.server.commands import COMMANDS, add_command
from policywright.server.console import PROGRAM, complain
from policywright.server.errors import Exit

_EPILOG = """\
exit status:
  0  done
  1  findings (validate, check), or a denial that no identity policy can fix (fix)
  2  bad usage or input
  3  a call over the network failed (knowledge refresh, fix, --against ARN)

Analysis is local: the code is never run, and nothing is sent anywhere. Only `knowledge refresh`, `--against
ARN`, and `fix` when told to, use the network.
"""


_LAYOUTS = {
    "wrapped": argparse.HelpFormatter,
    "description": argparse.RawDescriptionHelpFormatter,
    "text": argparse.RawTextHelpFormatter,
}


class _Parser(argparse.ArgumentParser):
    """argparse with one-line errors."""

    def __init__(
        self, *, layout: Literal["wrapped", "description", "text"] = "wrapped", **keywords: Any
    ) -> None:
        """``layout`` says what of the help keeps its own line breaks."""
        super().__init__(formatter_class=_LAYOUTS[layout], allow_abbrev=False, **keywords)

    def parse_known_args(self, *arguments: Any, **keywords: Any) -> Any:
        """With what a command doesn't know told by that command, whose help has what it knows."""
        found, unknown = super().parse_known_args(*arguments, **keywords)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def error(self, message: str) -> NoReturn:
        command = self.prog.removeprefix(PROGRAM).strip()
        where = f"{command}: " if command else ""
        complain(f"{where}{message}{self._meant(message)} (see `{self.prog} --help`)")
        sys.exit(Exit.USAGE)

    def _meant(self, message: str) -> str:
        """What was probably meant by an option or a word that there isn't."""
        from difflib import get_close_matches

        if message.startswith("unrecognized arguments: "):
            word = message.removeprefix("unrecognized arguments: ").split()[0].partition("=")[0]
            known = list(_every_option(self))
        elif "invalid choice: " in message:
            word = message.partition("invalid choice: ")[2].split(" (")[0].strip("'\"")
            known = [str(one) for action in self._actions for one in action.choices or ()]
        else:
            return ""
        near = get_close_matches(word, known, n=1)
        return f"; did you mean {near[0]}?" if near else ""

    def _get_formatter(self) -> argparse.HelpFormatter:
        # argparse makes one for every option, and without a width each imports ``shutil`` to ask for it.
        # (typeshed's protocol of a formatter class leaves the width out.)
        return self.formatter_class(prog=self.prog, width=_columns() - 2)  # type: ignore[call-arg]


def _every_option(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The options of a parser and its commands: what a command doesn't know, its parent complains about."""
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action.choices, dict):
            for command in action.choices.values():
                yield from _every_option(command)


def _columns() -> int:
    try:
        return int(os.environ["COLUMNS"])
    except (KeyError, ValueError):
        pass
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 80
    except (OSError, ValueError):
        return 80


def build_parser(commands: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """The command line with these of the subcommands that ``commands`` supplies."""
    parser = _Parser(
        prog=PROGRAM,
        description="Derive least-privilege IAM policies from application code.",
        epilog=_EPILOG,
        layout="description",
    )
    parser.add_argument("-V", "--version", action="version", version=f"{PROGRAM} {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in commands:
        add_command(name, subparsers)
    return parser
