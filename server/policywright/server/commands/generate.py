"""``policywright generate PATH...``: the policies that code needs."""

from __future__ import annotations

import sys

from policywright.server.console import stdout_is_terminal, wants_color, warn, write_file, write_result
from policywright.server.errors import Exit, UserError
from policywright.server.rendering import FORMATS, renderer
from policywright.server.request import wrong_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterator
    from typing import Any

    from policywright.analyzers.analysis import Analysis
    from policywright.server.request import Request

_TO_READ = ("text", "markdown", "diff")
_DESCRIPTION = """\
Print the identity-based IAM policies that the code under PATH... needs, with the line that needs each
permission. A PATH is a file or a directory (walked; what .gitignore names, node_modules, virtual
environments and build output are left out). The code is never run."""

_FORMAT_HELP = """\
json: everything, for programs (default when stdout is no terminal);
policy: the bare IAM document, an array of them if there are several;
text: the answer, to read (default on a terminal);
markdown: policy and reasons, for documents;
html: a page to look at, one file, with search and filter;
cloudformation, terraform: ready to paste, unknown names as parameters;
cdk-python, cdk-typescript: functions that give the statements;
diff: the patch of the project's own templates"""


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
    parser.add_argument(
        "--role", metavar="NAME", help="only this function or role of the templates, or this policy"
    )
    add_infra_options(parser)
    add_scope_options(parser)
    add_output_options(parser)
    parser.add_argument("--format", choices=FORMATS, metavar="FORMAT", help=_FORMAT_HELP)
    parser.add_argument(
        "--include-optional",
        action="store_true",
        help="also grant what depends on configuration (listed under may_need otherwise)",
    )
    parser.add_argument(
        "--explain", action="store_true", help="add to each reason the call chain and the source of the rule"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="the same as --explain")
    add_color_option(parser)
    parser.add_argument(
        "--offline",
        action="store_true",
        help="promise not to use the network; generate never does, so this changes nothing",
    )
    parser.set_defaults(run=run)


def add_infra_options(parser: argparse.ArgumentParser) -> None:
    """Where the templates are, and what else to compare with."""
    add_template_option(parser)
    parser.add_argument(
        "--no-infra", action="store_true", help="one policy for all the code, whatever templates there are"
    )
    parser.add_argument(
        "--keep-templates",
        action="store_true",
        help="keep SAM policy templates and AWS managed policies that grant more of the same access only "
        "(default: SAM's, on the same resources)",
    )
    parser.add_argument(
        "--no-keep-templates", action="store_true", help="keep none of them that grants more than is needed"
    )
    parser.add_argument(
        "--against",
        metavar="FILE|ARN",
        help="compare with this policy, or with a live role or user (reads the account)",
    )
    parser.add_argument("--profile", metavar="P", help="profile of the AWS configuration, for --against ARN")
    parser.add_argument(
        "--synth",
        action="store_true",
        help="run `cdk synth` first in each CDK application below PATH (this runs the application)",
    )


def add_template_option(parser: argparse.ArgumentParser) -> None:
    """``--infra``, for templates that are somewhere else."""
    parser.add_argument(
        "--infra",
        action="append",
        default=[],
        metavar="FILE|DIR",
        help="templates (CloudFormation, SAM, cdk.out, Terraform, Serverless Framework, ...) outside of PATH",
    )


def add_output_options(parser: argparse.ArgumentParser) -> None:
    """What is left out, where results go, and how much is said beside them."""
    parser.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar="PATTERN",
        help="leave out what matches, as in .gitignore (may be repeated)",
    )
    parser.add_argument(
        "-o",
        "--output",
        action="append",
        default=[],
        metavar="FILE",
        help="write the result there instead of to standard output",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors on standard error")


def add_color_option(parser: argparse.ArgumentParser) -> None:
    """``--color``, for what a person reads."""
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        metavar="WHEN",
        help="auto (on a terminal, unless NO_COLOR is set; default), always or never",
    )


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


def valid(name: str, value: str) -> str:
    """The value of an option, for ``argparse``."""
    wrong = wrong_value(name, value)
    if wrong is None:
        return value
    from argparse import ArgumentTypeError

    raise ArgumentTypeError(wrong)


def _region(value: str) -> str:
    return valid("region", value)


def _account(value: str) -> str:
    return valid("account", value)


def _partition(value: str) -> str:
    return valid("partition", value)


def run(arguments: argparse.Namespace) -> int:
    from policywright.server.commands.idle import say_idle
    from policywright.server.configuration import configure
    from policywright.server.generation import render_settings

    say_idle("generate", arguments)
    configure(arguments)
    output_format = arguments.format or ("text" if stdout_is_terminal() else "json")
    request = request_of(arguments)
    is_said = output_format == "text" and not arguments.output and stdout_is_terminal()
    shown = {"skipped", "unread"} if is_said else set()
    analysis = analysed(request, quiet=arguments.quiet, to_read=output_format in _TO_READ, shown=shown)
    if not arguments.quiet:
        _say_what_is_open(analysis, output_format)
    color = not arguments.output and output_format in _TO_READ and wants_color(arguments.color)
    settings = render_settings(request, explain=arguments.explain or arguments.verbose, color=color)
    text = renderer(output_format)(analysis, settings)
    if arguments.output:
        for name in arguments.output:
            write_file(name, text)
    else:
        write_result(text, coloured=color)
    return int(_status(analysis, is_said=is_said))


def analysed(
    request: Request, *, quiet: bool, to_read: bool, shown: Collection[str] = frozenset()
) -> Analysis:
    """The analysis, with progress and complaints on standard error; ``to_read``: a person gets the result,
    and ``shown`` is what that says on standard output already (see ``complaints``)."""
    from policywright.knowledge.isolation import watch
    from policywright.server.generation import generate
    from policywright.server.progress import ProgressBar

    if quiet:
        return generate(request)
    bar = ProgressBar(sys.stderr)
    # Not all work is handed the question; what asks whether anybody waits shows that it goes on as well.
    watch(bar.waiting)
    try:
        analysis = generate(request, progress=bar, cancelled=bar.waiting)
    finally:
        watch(None)
        bar.close()
    for line in complaints(analysis, request, to_read=to_read, shown=shown):
        warn(line)
    return analysis


def request_of(arguments: argparse.Namespace) -> Request:
    """What the command line asks for."""
    from policywright.server.request import Request

    if getattr(arguments, "synth", False):
        from policywright.server.synthesis import synthesise

        synthesise(arguments.paths)
    return Request(
        paths=tuple(arguments.paths),
        entries=tuple(getattr(arguments, "entry", ())),
        region=arguments.region,
        account=arguments.account,
        partition=arguments.partition,
        include_optional=getattr(arguments, "include_optional", False),
        exclude=tuple(arguments.exclude),
        infrastructure=not arguments.no_infra,
        infra=tuple(arguments.infra),
        keep_templates=_kept_templates(arguments),
        against=arguments.against,
        profile=arguments.profile,
        role=getattr(arguments, "role", None),
        parallel=True,
    )


def _kept_templates(arguments: argparse.Namespace) -> bool | None:
    if getattr(arguments, "no_keep_templates", False):
        return False
    return getattr(arguments, "keep_templates", False) or None


def complaints(
    analysis: Analysis, request: Request, *, to_read: bool, shown: Collection[str] = frozenset()
) -> list[str]:
    """What a user should know even if the output goes to a file; ``to_read``: a person reads that.

    Left out is what is ``shown`` beside it: files that were ``skipped``, templates that are ``unread``.
    """
    from policywright.server.places import common_root, prefix_of

    lines = [] if "skipped" in shown or not analysis.skipped else list(_left_out(analysis))
    lines += _lost(analysis, unread="unread" not in shown)
    lines += analysis.notes
    paths = (*request.paths, *request.infra)
    if to_read and prefix_of(paths, request.base) is None:
        import shlex

        root = common_root(paths)
        infrastructure = analysis.infrastructure
        patched = infrastructure is not None and any(one.diff() for one in infrastructure.patches)
        there = f"; `{shlex.join(['git', '-C', root, 'apply'])}` applies a patch there" if patched else ""
        lines.append(f"names of files start at {root}: it is not below the working directory{there}")
    return lines


def _lost(analysis: Analysis, *, unread: bool) -> list[str]:
    """Templates that could not be read, and what a defect of ours cost."""
    if analysis.infrastructure is None or not unread:
        return list(analysis.internal)
    lines = (f"{one.span.file}:{one.span.line}: {one.detail}" for one in analysis.infrastructure.unread)
    return list(dict.fromkeys((*lines, *analysis.internal)))


def _left_out(analysis: Analysis) -> Iterator[str]:
    from policywright.server.leftout import NOT_READ, LeftOut, left_out, unread_line

    skipped = [LeftOut(item.file, item.code.value, item.detail) for item in analysis.skipped]
    unread = unread_line(skipped)
    if unread is not None:
        yield unread
    for item in left_out(one for one in skipped if not one.detail.endswith(NOT_READ)):
        yield f"{item.file}{item.more}: {item.code}{f' ({item.detail})' if item.detail else ''}"


def _say_what_is_open(analysis: Analysis, output_format: str) -> None:
    from policywright.server.verdict import unsaid, was_analysed

    said = unsaid(analysis, output_format)
    # That nothing was analysed is an error of its own.
    if said and was_analysed(analysis):
        warn(f"{said}; `--format text` says what")


def _status(analysis: Analysis, *, is_said: bool) -> Exit:
    """Input of which nothing at all was read is bad input; anything else is a result.

    ``is_said``: whoever reads the result sees that already.
    """
    from policywright.server.verdict import nothing_needed, roles_of, was_analysed

    if analysis.internal:
        return Exit.INTERNAL
    if was_analysed(analysis):
        return Exit.DONE
    if is_said:
        return Exit.USAGE
    if roles_of(analysis):
        raise UserError(
            "nothing was analysed: the code of no role was found, or is of a language that is not read"
        )
    if analysis.skipped:
        raise UserError("none of the given files could be analysed")
    raise UserError(nothing_needed(analysis))
