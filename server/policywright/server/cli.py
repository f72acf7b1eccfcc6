"""The command line: ``policywright COMMAND ...``.

Only the parser lives here. Each command is a module of ``commands`` that adds its arguments and runs; it
imports what it needs when it runs, so that ``--version``, ``--help`` and a usage error cost a few
milliseconds and ``generate`` never loads the MCP or AWS libraries.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from policywright.server import __version__
from policywright.server.commands import COMMANDS, add_command
from policywright.server.console import PROGRAM, complain, discard_output
from policywright.server.errors import Exit, UserError

_EPILOG = """\
exit status:
  0  done
  1  findings (validate, check), or a denial that no identity policy can fix (fix)
  2  bad usage or input
  3  a call over the network failed (knowledge refresh, fix, --against ARN)

Analysis is local: the code is never run, and nothing is sent anywhere. Only `knowledge refresh`, `--against
ARN`, and `fix` when told to, use the network.
"""


_YOUNG_OBJECTS = 100_000
"""New objects between two looks for garbage cycles: nearly all that a command makes, it needs to its end."""


class _Parser(argparse.ArgumentParser):
    """argparse with one-line errors; the usage is one ``--help`` away."""

    def error(self, message: str) -> NoReturn:
        command = self.prog.removeprefix(PROGRAM).strip()
        where = f"{command}: " if command else ""
        complain(f"{where}{message} (see `{self.prog} --help`)")
        sys.exit(Exit.USAGE)

    def _get_formatter(self) -> argparse.HelpFormatter:
        # argparse makes one for every option, and without a width each imports ``shutil`` to ask for it.
        # (typeshed's protocol of a formatter class leaves the width out.)
        return self.formatter_class(prog=self.prog, width=_columns() - 2)  # type: ignore[call-arg]


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
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in commands:
        add_command(name, subparsers)
    return parser


def _named(argv: Sequence[str]) -> Sequence[str]:
    """The command that is plainly asked for, else all: an error or ``--help`` tells of every one."""
    return argv[:1] if argv and argv[0] in COMMANDS else COMMANDS


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    argv = sys.argv[1:] if argv is None else argv
    gc.set_threshold(_YOUNG_OBJECTS)
    try:
        arguments = build_parser(_named(argv)).parse_args(argv)
        status: int = arguments.run(arguments)
        return int(status)
    except UserError as error:
        complain(str(error))
        return int(error.status)
    except BrokenPipeError:
        discard_output()
        return int(Exit.BROKEN_PIPE)
    except KeyboardInterrupt:
        complain("interrupted")
        return int(Exit.INTERRUPTED)


if __name__ == "__main__":
    sys.exit(main())
