"""``policywright check PATH...``: do the roles of a project's templates have what its code needs?"""

from __future__ import annotations

from policywright.server.commands.generate import (
    add_infra_options,
    add_output_options,
    add_scope_options,
    analysed,
    request_of,
    valid,
)
from policywright.server.console import complain, write_file, write_result
from policywright.server.errors import Exit, UserError
from policywright.server.text import plural

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence
    from typing import Any

    from policywright.analyzers.analysis import Analysis
    from policywright.analyzers.infrastructure.model import Problem
    from policywright.server.checking import Checked
    from policywright.server.request import Request

_DESCRIPTION = """\
Compare the roles of the templates below PATH... with what the code of their functions needs. Exit status 1
when a role lacks something or when nothing could be checked. --fail-on says for what instead: missing (the
default), unused (it has more than its code needs, which is said only of roles whose code was understood
completely), unknown (something could not be told). What it doesn't name is printed and fails nothing.

A finding is left alone where a comment at its statement, its function, or the line of code that needs it says
why (# policywright: ignore[s3:PutObject] the bucket's policy allows it), or when it is in the baseline."""
_FORMATS = ("text", "json", "sarif", "junit", "github")
_FORMAT_HELP = """\
text (default), json, sarif (code scanning), junit, github (annotations); may be repeated: the first format
goes to the first --output, and so on, and what is left to standard output"""


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
    add_output_options(parser)
    parser.add_argument(
        "--format", action="append", default=[], choices=_FORMATS, metavar="FORMAT", help=_FORMAT_HELP
    )
    parser.add_argument(
        "--deployment",
        metavar="IDENTITY",
        help="check who deploys the templates (with --against), not the roles of their code: execution,\n"
        "caller, terraform, or a name that `policywright deploy` prints",
    )
    parser.add_argument(
        "--fail-on",
        action="append",
        default=[],
        type=_reason,
        metavar="WHAT",
        help="only for this: missing (default), unused or unknown (may be repeated)",
    )
    parser.add_argument(
        "--unused", action="store_true", help="the same as --fail-on missing --fail-on unused"
    )
    parser.add_argument("--baseline", metavar="FILE", help="findings of this file are known and left alone")
    parser.add_argument(
        "--write-baseline", metavar="FILE", help="write the findings there, to be known from now on"
    )
    parser.set_defaults(run=run)


def _reason(value: str) -> str:
    return valid("fail-on", value)


def run(arguments: argparse.Namespace) -> int:
    from policywright.server.commands.idle import say_idle
    from policywright.server.configuration import configure

    say_idle("check", arguments)
    configure(arguments)
    outputs = _outputs(arguments)
    fail_on = {*arguments.fail_on} or {"missing"}
    if arguments.unused:
        fail_on |= {"missing", "unused"}
    request = request_of(arguments)
    checked, analysis = _checked(
        request, arguments, unused="unused" in fail_on, to_read=any(format == "text" for format, _ in outputs)
    )
    for format, file in outputs:
        text = _text(format, checked)
        if file is None:
            write_result(text)
        else:
            write_file(file, text)
    if analysis.internal:
        return int(Exit.INTERNAL)
    if checked.nothing:
        complain(_why_nothing(checked))
        return int(Exit.FINDINGS)
    if analysis.infrastructure is not None and analysis.infrastructure.unread:
        # Of a template that can't be read nothing, or not all, was checked.
        complain(f"check: not everything could be checked: {_unread(analysis.infrastructure.unread)}")
        return int(Exit.FINDINGS)
    if arguments.write_baseline is not None:
        return int(Exit.DONE)
    return int(Exit.FINDINGS if any(_failing(checked, fail_on)) else Exit.DONE)


def _outputs(arguments: argparse.Namespace) -> list[tuple[str, str | None]]:
    """Each format and the file that it goes to; None is standard output, where there is always something."""
    formats, files = arguments.format or ["text"], arguments.output
    if len(files) > len(formats):
        count = plural(len(formats), "format")
        raise UserError(f"check: {len(files)} files for {count}; give each its --format")
    left = formats[len(files) :]
    if len(left) > 1:
        raise UserError(f"check: {' and '.join(left)} would both go to standard output; give --output FILE")
    outputs: list[tuple[str, str | None]] = list(zip(formats, files, strict=False))
    rest = left or ([] if arguments.quiet else ["text"])
    return [*outputs, *((format, None) for format in rest)]


def _checked(
    request: Request, arguments: argparse.Namespace, *, unused: bool, to_read: bool
) -> tuple[Checked, Analysis]:
    """What is found, without what is to be left alone."""
    from policywright.knowledge.records import replace
    from policywright.server.checking import check
    from policywright.server.places import base_of, repository_prefix
    from policywright.server.suppression import baseline_text, read_baseline, suppressed

    baseline = read_baseline(arguments.baseline) if arguments.baseline is not None else None
    if arguments.deployment is not None:
        from policywright.server.deployment import deployment_against

        analysis = deployment_against(request, arguments.deployment)
    else:
        analysis = analysed(request, quiet=arguments.quiet, to_read=to_read, shown={"unread"})
    start = base_of((*request.paths, *request.infra), request.base)
    checked = replace(check(analysis, unused=unused), home=repository_prefix(start))
    checked = suppressed(checked, start, baseline)
    if arguments.write_baseline is not None:
        known = [one.finding for one in checked.ignored if not one.written]
        write_file(arguments.write_baseline, baseline_text((*checked.findings, *known), checked.home))
    return checked, analysis


def _text(format: str, checked: Checked) -> str:
    from policywright.server.checking import check_json, check_text
    from policywright.server.published import dump

    match format:
        case "sarif":
            from policywright.server.sarif import sarif

            return dump(sarif(checked))
        case "json":
            return dump(check_json(checked))
        case "junit":
            from policywright.server.check_formats import junit

            return junit(checked)
        case "github":
            from policywright.server.check_formats import github

            return github(checked)
    return check_text(checked)


def _why_nothing(checked: Checked) -> str:
    hint = "name its file or directory with --infra, or a policy with --against"
    if checked.elsewhere:
        return f"check: nothing could be checked: no role is defined here; {hint}"
    if checked.roles:
        return "check: nothing could be checked: the code of no role was found"
    if checked.open:
        file, line, detail = checked.open[0]
        return f"check: nothing could be checked: {file}:{line}: {detail}"
    return f"check: nothing could be checked: no template was found; {hint}"


def _unread(problems: Sequence[Problem]) -> str:
    first, *others = dict.fromkeys(f"{one.span.file}:{one.span.line}: {one.detail}" for one in problems)
    return first + (f" (and {len(others)} more)" if others else "")


def _failing(checked: Checked, fail_on: set[str]) -> Iterator[bool]:
    from policywright.server.checking import UNUSED

    yield "missing" in fail_on and any(one.code != UNUSED for one in checked.findings)
    yield "unused" in fail_on and any(one.code == UNUSED for one in checked.findings)
    yield "unknown" in fail_on and bool(checked.open or checked.unchecked)
