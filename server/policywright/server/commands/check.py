"""``policywright check PATH...``: do the roles of a project's templates have what its code needs?"""

from __future__ import annotations

import sys

from policywright.server.commands.generate import add_infra_options, add_scope_options, complaints, request_of
from policywright.server.console import stdout_is_terminal, warn, write_result
from policywright.server.errors import Exit, UserError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

_DESCRIPTION = """\
Compare the roles of the templates below PATH... with what the code of their functions needs. Exit status 1
when a role lacks something, or with --unused when it has more than its code needs (which is said only of
roles whose code was understood completely)."""
_FORMATS = ("text", "json", "sarif")


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "check",
        help="fail when code and policy disagree (for CI)",
        description=_DESCRIPTION,
        layout="description",
    )
    parser.add_argument("paths", metavar="PATH", nargs="+")
    add_infra_options(parser)
    add_scope_options(parser)
    parser.add_argument(
        "--unused", action="store_true", help="also report what a role has and its code doesn't need"
    )
    parser.add_argument(
        "--format",
        choices=_FORMATS,
        metavar="FORMAT",
        help="text, json or sarif (default: text on a terminal, json otherwise)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from policywright.server.checking import check, check_json, check_text
    from policywright.server.generation import generate
    from policywright.server.progress import ProgressBar
    from policywright.server.published import dump

    bar = ProgressBar(sys.stderr)
    try:
        analysis = generate(request_of(arguments), progress=bar)
    finally:
        bar.close()
    for line in complaints(analysis):
        warn(line)
    if analysis.infrastructure is None:
        raise UserError(
            "check: no template was found; name its file or directory with --infra, or a policy with "
            "--against"
        )
    checked = check(analysis, unused=arguments.unused)
    match arguments.format or ("text" if stdout_is_terminal() else "json"):
        case "sarif":
            from policywright.server.sarif import sarif

            write_result(dump(sarif(checked)))
        case "json":
            write_result(dump(check_json(checked)))
        case _:
            write_result(check_text(checked))
    if analysis.internal:
        return int(Exit.INTERNAL)
    # Of a template that can't be read nothing was checked.
    lacking = checked.findings or analysis.infrastructure.unread
    return int(Exit.FINDINGS if lacking else Exit.DONE)
