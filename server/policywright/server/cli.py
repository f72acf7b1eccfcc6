"""The command line: ``policywright COMMAND ...``.

Only the parser lives here. Each command is a module of ``commands`` that adds its arguments and runs; it
imports what it needs when it runs, so that ``--version``, ``--help`` and a usage error cost a few
milliseconds and ``generate`` never loads the MCP or AWS libraries.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

from policywright.server import __version__
from policywright.server.commands import COMMANDS
from policywright.server.console import PROGRAM, complain, discard_output
from policywright.server.errors import Exit, UserError

_EPILOG = """\
exit status:
  0  done
  1  findings (validate), or a denial that no identity policy can fix (fix)
  2  bad usage or input
  3  a call over the network failed (knowledge refresh, fix)

Analysis is local: the code is never run, and nothing is sent anywhere. Only `knowledge refresh`, and `fix`
when told to, use the network.
"""


class _Parser(argparse.ArgumentParser):
    """argparse with one-line errors; the usage is one ``--help`` away."""

    def error(self, message: str) -> NoReturn:
        command = self.prog.removeprefix(PROGRAM).strip()
        where = f"{command}: " if command else ""
        complain(f"{where}{message} (see `{self.prog} --help`)")
        sys.exit(Exit.USAGE)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; ``commands`` supplies the subcommands."""
    parser = _Parser(
        prog=PROGRAM,
        description="Derive least-privilege IAM policies from application code.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add_command in COMMANDS:
        add_command(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    try:
        arguments = build_parser().parse_args(argv)
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
