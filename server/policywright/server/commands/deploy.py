"""``policywright deploy PATH...``: the policies of whoever deploys a project."""

from __future__ import annotations

from policywright.server.commands.generate import add_color_option, add_output_options, add_scope_options
from policywright.server.console import stdout_is_terminal, wants_color, warn, write_file, write_result
from policywright.server.errors import Exit
from policywright.server.rendering import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

_DESCRIPTION = """\
Print the least-privilege policies of the roles that deploy the templates under PATH...: CloudFormation, SAM,
what CDK synthesised (cdk.out), Serverless Framework, Terraform and OpenTofu (.tf, .tofu, and plans as
`terraform show -json` prints them). One policy for each identity: CloudFormation's execution role and whoever
runs the tool, with Terraform one for each role that a provider or the backend assumes, and one for each job
of a pipeline (GitHub Actions, GitLab CI, Bitbucket, CircleCI, buildspecs) that runs them. Nothing is run,
nothing asked of AWS."""

_NO_PATCH = ("diff",)
"""Formats of ``generate`` that show the patch of a template; nothing is patched here."""
_TO_READ = ("text", "markdown", "html")
_FORMAT_HELP = """\
as in generate. json: everything, for programs (default when stdout is no terminal);
policy: the bare IAM document, an array of them if there are several;
text: the answer, to read (default on a terminal);
markdown: policy and reasons, for documents;
html: a page to look at, one file, with search and filter;
cloudformation, terraform: ready to paste;
cdk-python, cdk-typescript: functions that give the statements"""


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "deploy", help="the role that deploys a project", description=_DESCRIPTION, layout="text"
    )
    parser.add_argument("paths", metavar="PATH", nargs="+")
    parser.add_argument(
        "--tool",
        choices=("cloudformation", "sam", "cdk", "serverless", "terraform"),
        help="only what this tool deploys (default: everything that is found)",
    )
    parser.add_argument(
        "--phase",
        choices=("plan", "apply", "destroy", "all"),
        default="all",
        help="what the role is for: looking, making and changing, taking down (default: all)",
    )
    formats = [one for one in FORMATS if one not in _NO_PATCH]
    parser.add_argument("--format", choices=formats, metavar="FORMAT", help=_FORMAT_HELP)
    parser.add_argument(
        "--boundary", metavar="ARN", help="roles may only be made with this permissions boundary"
    )
    parser.add_argument(
        "--stack-name",
        metavar="NAME",
        help="name of the stack, which begins the names that CloudFormation makes",
    )
    add_scope_options(parser)
    add_output_options(parser)
    parser.add_argument(
        "--include-optional",
        action="store_true",
        help="also grant what is called in some cases only (listed under may_need otherwise)",
    )
    parser.add_argument(
        "--compact",
        action="store_true",
        help="write sqs:Get* where all that it stands for is of one access level, on one resource",
    )
    parser.add_argument("--explain", action="store_true", help="add to each reason the source of the rule")
    parser.add_argument("-v", "--verbose", action="store_true", help="the same as --explain")
    add_color_option(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from policywright.analyzers.model import UnresolvedCode
    from policywright.server.commands.idle import say_idle
    from policywright.server.configuration import configure
    from policywright.server.deployment import asked, deployed, render, settings_of, told_once
    from policywright.server.verdict import unsaid

    say_idle("deploy", arguments)
    configure(arguments)
    options = asked(
        tool=arguments.tool,
        phase=arguments.phase,
        boundary=arguments.boundary,
        stack_name=arguments.stack_name,
        region=arguments.region,
        account=arguments.account,
        partition=arguments.partition,
        include_optional=arguments.include_optional,
        compact=arguments.compact,
        exclude=tuple(arguments.exclude),
    )
    found = deployed(arguments.paths, options)
    output_format = arguments.format or ("text" if stdout_is_terminal() else "json")
    is_said = output_format in _TO_READ and not arguments.output and stdout_is_terminal()
    # What the reader of the result sees is not said a second time beside it.
    if not arguments.quiet:
        for line in told_once((*(() if is_said else found.escalation), *found.analysis.notes)):
            warn(line)
    left = "" if arguments.quiet else unsaid(found.analysis, output_format)
    if left:
        warn(f"{left}; `--format text` says what")
    color = not arguments.output and output_format == "text" and wants_color(arguments.color)
    settings = settings_of(found, options, explain=arguments.explain or arguments.verbose, color=color)
    text = render(found, settings, output_format)
    if arguments.output:
        for name in arguments.output:
            write_file(name, text)
    else:
        write_result(text, coloured=color)
    failed = any(one.code is UnresolvedCode.INTERNAL for one in found.analysis.unresolved)
    return int(Exit.INTERNAL if failed else Exit.DONE)
