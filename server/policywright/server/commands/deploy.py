"""``policywright deploy PATH...``: the policies of whoever deploys a project."""

from __future__ import annotations

from policywright.server.commands.generate import add_scope_options
from policywright.server.console import stdout_is_terminal, warn, write_result

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

_DESCRIPTION = """\
Print the least-privilege policies of the roles that deploy the templates under PATH...: CloudFormation, SAM,
what CDK synthesised (cdk.out), Serverless Framework, Terraform (.tf, and plans as `terraform show -json`
prints them). One policy for each identity: CloudFormation's execution role and whoever runs the tool, with
Terraform one for each role that a provider or the backend assumes, and one for each job of a pipeline (GitHub
Actions, GitLab CI, buildspecs) that runs them. Nothing is run, and nothing is asked of AWS."""

_FORMATS = ("json", "policy", "markdown", "cloudformation", "terraform")
_FORMAT_HELP = """\
json: everything, for programs (default when stdout is no terminal);
policy: the bare IAM document, an array of them if there are several;
markdown: policy and reasons, to read (default on a terminal);
cloudformation, terraform: ready to paste"""


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
    parser.add_argument("--format", choices=_FORMATS, metavar="FORMAT", help=_FORMAT_HELP)
    parser.add_argument(
        "--boundary", metavar="ARN", help="roles may only be made with this permissions boundary"
    )
    parser.add_argument(
        "--stack-name",
        metavar="NAME",
        help="name of the stack, which begins the names that CloudFormation makes",
    )
    add_scope_options(parser)
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
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from policywright.server.deployment import asked, deployed, render

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
    )
    found = deployed(arguments.paths, options)
    for line in found.said:
        warn(line)
    output_format = arguments.format or ("markdown" if stdout_is_terminal() else "json")
    write_result(render(found, options, output_format, explain=arguments.explain))
    return 0
