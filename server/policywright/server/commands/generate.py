"""``policywright generate PATH...``: the policies that code needs."""

from __future__ import annotations

import sys

from policywright.knowledge.regex import regex
from policywright.server.console import stdout_is_terminal, warn, write_result
from policywright.server.errors import Exit, UserError
from policywright.server.rendering import FORMATS, renderer

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    import re
    from collections.abc import Iterator
    from typing import Any

    from policywright.analyzers.analysis import Analysis
    from policywright.server.request import Request

_DESCRIPTION = """\
Print the identity-based IAM policies that the code under PATH... needs, with the line that needs each
permission. A PATH is a file or a directory (walked; what .gitignore names, node_modules, virtual
environments and build output are left out). The code is never run."""

_FORMAT_HELP = """\
json: everything, for programs (default when stdout is no terminal);
policy: the bare IAM document, an array of them if there are several;
markdown: policy and reasons, to read (default on a terminal);
cloudformation, terraform: ready to paste, unknown names as parameters;
cdk-python, cdk-typescript: functions that give the statements;
diff: the patch of the project's own templates"""

_ACCOUNT = regex(r"\d{12}")
_REGION = regex(r"[a-z]{2,5}(-[a-z]+)+-\d+")
_PARTITION = regex(r"aws(-[a-z]+)*")


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "generate",
        help="derive policies from code",
        description=_DESCRIPTION,
        layout="text",
    )
    parser.add_argument("paths", metavar="PATH", nargs="+")
    parser.add_argument(
        "--entry",
        action="append",
        default=[],
        metavar="FILE[:FUNCTION]",
        help="only what is reachable from here (may be repeated; default: everything)",
    )
    add_infra_options(parser)
    add_scope_options(parser)
    parser.add_argument("--format", choices=FORMATS, metavar="FORMAT", help=_FORMAT_HELP)
    parser.add_argument(
        "--include-optional",
        action="store_true",
        help="also grant what depends on configuration (listed under may_need otherwise)",
    )
    parser.add_argument(
        "--explain", action="store_true", help="add to each reason the call chain and the source of the rule"
    )
    parser.add_argument(
        "--offline",
        action="store_true",
        help="promise not to use the network; generate never does, so this changes nothing",
    )
    parser.set_defaults(run=run)


def add_infra_options(parser: argparse.ArgumentParser) -> None:
    """Where the templates are, and what else to compare with."""
    parser.add_argument(
        "--infra",
        action="append",
        default=[],
        metavar="FILE|DIR",
        help="templates (CloudFormation, SAM, cdk.out, Terraform, Serverless Framework, ...) outside of PATH",
    )
    parser.add_argument(
        "--no-infra", action="store_true", help="one policy for all the code, whatever templates there are"
    )
    parser.add_argument(
        "--against",
        metavar="FILE|ARN",
        help="compare with this policy, or with a live role or user (reads the account)",
    )
    parser.add_argument("--profile", metavar="P", help="profile of the AWS configuration, for --against ARN")


def add_scope_options(parser: argparse.ArgumentParser) -> None:
    """Where the code runs: what fills the region, account and partition of ARNs."""
    add_region_option(parser)
    parser.add_argument("--account", metavar="A", type=_account, help="account id in ARNs (default: any)")
    parser.add_argument(
        "--partition",
        metavar="P",
        type=_partition,
        help="partition in ARNs (default: the region's, or aws)",
    )


def add_region_option(parser: argparse.ArgumentParser) -> None:
    """``--region``, with the same check everywhere."""
    parser.add_argument("--region", metavar="R", type=_region, help="region in ARNs (default: any, `*`)")


def _matching(pattern: re.Pattern[str], what: str, value: str) -> str:
    if pattern.fullmatch(value):
        return value
    from argparse import ArgumentTypeError

    raise ArgumentTypeError(f"{value!r} is no {what}")


def _region(value: str) -> str:
    return _matching(_REGION, "AWS region (like eu-central-1)", value)


def _account(value: str) -> str:
    return _matching(_ACCOUNT, "account id (12 digits)", value)


def _partition(value: str) -> str:
    return _matching(_PARTITION, "AWS partition (like aws-cn)", value)


def run(arguments: argparse.Namespace) -> int:
    from policywright.server.generation import generate, render_settings
    from policywright.server.progress import ProgressBar

    request = request_of(arguments)
    bar = ProgressBar(sys.stderr)
    try:
        analysis = generate(request, progress=bar)
    finally:
        bar.close()
    for line in complaints(analysis):
        warn(line)
    output_format = arguments.format or ("markdown" if stdout_is_terminal() else "json")
    settings = render_settings(request, explain=arguments.explain)
    write_result(renderer(output_format)(analysis, settings))
    return int(_status(analysis))


def request_of(arguments: argparse.Namespace) -> Request:
    """What the command line asks for."""
    from policywright.server.request import Request

    return Request(
        paths=tuple(arguments.paths),
        entries=tuple(getattr(arguments, "entry", ())),
        region=arguments.region,
        account=arguments.account,
        partition=arguments.partition,
        include_optional=getattr(arguments, "include_optional", False),
        infrastructure=not arguments.no_infra,
        infra=tuple(arguments.infra),
        against=arguments.against,
        profile=arguments.profile,
        parallel=True,
    )


def complaints(analysis: Analysis) -> list[str]:
    """What a user should know even if the output goes to a file."""
    lines = [*(_left_out(analysis) if analysis.skipped else ()), *_lost(analysis), *analysis.notes]
    if not analysis.files_analysed and not analysis.skipped:
        lines.append("no source files found in the given paths")
    return lines


def _lost(analysis: Analysis) -> list[str]:
    """Templates that could not be read, and what a defect of ours cost."""
    if analysis.infrastructure is None:
        return list(analysis.internal)
    unread = (f"{one.span.file}:{one.span.line}: {one.detail}" for one in analysis.infrastructure.unread)
    return list(dict.fromkeys((*unread, *analysis.internal)))


def _left_out(analysis: Analysis) -> Iterator[str]:
    from policywright.server.leftout import LeftOut, left_out

    skipped = (LeftOut(item.file, item.code.value, item.detail) for item in analysis.skipped)
    for item in left_out(skipped):
        yield f"{item.file}{item.more}: {item.code}{f' ({item.detail})' if item.detail else ''}"


def _status(analysis: Analysis) -> Exit:
    """Input of which nothing at all could be read is bad input; anything else is a result."""
    if analysis.skipped and not analysis.files_analysed:
        raise UserError("none of the given files could be analysed")
    return Exit.INTERNAL if analysis.internal else Exit.DONE
