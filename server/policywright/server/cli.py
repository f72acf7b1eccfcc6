"""The command line: ``policywright COMMAND ...``.

Each command is a module of ``commands`` that declares its arguments and runs; it imports what it needs when
it runs, so that ``--version``, ``--help`` and a usage error cost a few milliseconds and ``generate`` never
loads the MCP or AWS libraries. Plain command lines are read by ``arguments``, all others by ``parser``.
"""

from __future__ import annotations

import os
import sys

from policywright.knowledge.isolation import what_failed
from policywright.server.arguments import read_plainly
from policywright.server.commands import COMMANDS
from policywright.server.console import complain, discard_output, flush_result
from policywright.server.errors import Exit, UserError
from policywright.server.process import open_what_is_closed, put_garbage_off, run_to_the_end

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

TRACEBACK = "POLICYWRIGHT_TRACEBACK"
"""Set (to anything), a defect shows its traceback."""


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    plain = read_plainly(argv)
    if plain is not None:
        return plain
    from policywright.server.parser import build_parser

    if not argv:
        # Nobody who types the name alone wants to know what is missing.
        build_parser(COMMANDS).print_help(sys.stderr)
        raise SystemExit(Exit.USAGE)
    if argv[0] == "help":
        argv = [*argv[1:2], "--help"]
    return build_parser(_named(argv)).parse_args(argv)


def _named(argv: Sequence[str]) -> Sequence[str]:
    """The command that is plainly asked for, none for the version, else all: an error or ``--help`` tells of
    every one."""
    if argv and argv[0] in COMMANDS:
        return argv[:1]
    return () if list(argv) in (["--version"], ["-V"]) else COMMANDS


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; without ``argv`` it is the one that the process is for."""
    put_garbage_off()
    if argv is None:
        open_what_is_closed()
    return _run(argv) if argv is not None else run_to_the_end(lambda: _run(sys.argv[1:]))


def _run(argv: Sequence[str]) -> int:
    try:
        try:
            arguments = _arguments(argv)
        finally:
            # ``--help`` ends here, and has been read or not.
            flush_result()
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
    except Exception as error:
        if os.environ.get(TRACEBACK):
            raise
        complain(f"{what_failed(error)} ({TRACEBACK}=1 shows all of it)")
        return int(Exit.INTERNAL)


if __name__ == "__main__":
    sys.exit(main())
