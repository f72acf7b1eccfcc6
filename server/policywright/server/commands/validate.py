"""``policywright validate POLICY...``: check policies that people wrote."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from policywright.server.console import stdout_is_terminal, write_result
from policywright.server.errors import Exit, UserError
from policywright.server.kinds import KINDS

_DESCRIPTION = """\
Check IAM policies: the grammar, unknown services, actions, condition keys and resource formats, actions that
no resource of their statement fits, wildcards on actions that change permissions, iam:PassRole on every role,
quotas. POLICY is a file of JSON, or - for standard input. Exit status 1 when there is a finding."""


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "validate",
        help="check policies that people wrote",
        description=_DESCRIPTION,
        layout="description",
    )
    parser.add_argument("policies", metavar="POLICY", nargs="+", type=Path)
    parser.add_argument(
        "--type",
        choices=KINDS,
        default="identity",
        metavar="TYPE",
        help=f"what the policies are for: {', '.join(KINDS)} (default: identity)",
    )
    parser.add_argument(
        "--simulate",
        metavar="REQUEST",
        help="instead say whether the policies allow this request: JSON, or a file of it, with principal, "
        "action, resource, context; exit status 1 when they deny it",
    )
    add_format_option(parser)
    parser.set_defaults(run=run)


def add_format_option(parser: argparse.ArgumentParser) -> None:
    """``--format text|json``, with the same default everywhere."""
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        metavar="FORMAT",
        help="text or json (default: text on a terminal, json otherwise)",
    )


def wants_json(arguments: argparse.Namespace) -> bool:
    if arguments.format is None:
        return not stdout_is_terminal()
    return bool(arguments.format == "json")


def run(arguments: argparse.Namespace) -> int:
    from policywright.server.published import dump
    from policywright.server.validation import has_findings, read_source, report_text, validate

    if sum(str(path) == "-" for path in arguments.policies) > 1:
        raise UserError("validate: standard input (-) can be read only once")
    if arguments.simulate is not None:
        return _simulate(arguments)
    result = validate([read_source(path) for path in arguments.policies], arguments.type)
    write_result(dump(result) if wants_json(arguments) else report_text(result))
    if any(one["code"] == "internal-error" for policy in result["policies"] for one in policy["findings"]):
        return int(Exit.INTERNAL)
    return int(Exit.FINDINGS if has_findings(result) else Exit.DONE)


def _simulate(arguments: argparse.Namespace) -> int:
    from policywright.server.published import dump
    from policywright.server.simulation import simulate, simulation_text
    from policywright.server.validation import read_source

    sources = [read_source(path) for path in arguments.policies]
    result = simulate(arguments.simulate, sources, arguments.type)
    write_result(dump(result) if wants_json(arguments) else simulation_text(result))
    return int(Exit.DONE if result["allowed"] else Exit.FINDINGS)
