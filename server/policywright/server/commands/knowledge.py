"""``policywright knowledge status|refresh|lookup``: what is known of AWS, how old it is, and what it says."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from policywright.server.commands.validate import add_format_option, wants_json
from policywright.server.console import write_result
from policywright.server.errors import Exit, NetworkError, UserError


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "knowledge",
        help="what is known of AWS: status, refresh, lookup",
        description="The facts about AWS that ship with policywright.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)

    status = actions.add_parser("status", help="what is in force and how old it is")
    status.add_argument(
        "--coverage", action="store_true", help="count all API operations by where their answer comes from"
    )
    add_format_option(status)
    status.set_defaults(run=run_status)

    refresh = actions.add_parser(
        "refresh",
        help="fetch AWS's current service reference (uses the network)",
        description="Fetch AWS's service reference and layer it over what was installed. If anything about "
        "it is wrong or missing, nothing changes.",
    )
    refresh.set_defaults(run=run_refresh)

    lookup = actions.add_parser("lookup", help="what is known of a name")
    lookup.add_argument(
        "name",
        metavar="NAME",
        nargs="+",
        help="an action, SDK call or operation (s3:GetObject, s3.get_object, GetObjectCommand), a pattern "
        "(s3:Get*), a service and a word (s3 write, s3 bucket), a condition key, an ARN, a managed policy",
    )
    add_format_option(lookup)
    lookup.set_defaults(run=run_lookup)


def run_status(arguments: argparse.Namespace) -> int:
    from policywright.server.knowledge_facts import status_data, status_text
    from policywright.server.published import dump

    data = status_data(coverage=arguments.coverage)
    write_result(dump(data) if wants_json(arguments) else status_text(data))
    return int(Exit.DONE)


def run_refresh(_arguments: argparse.Namespace) -> int:
    from policywright.knowledge.refresh import RefreshError, refresh
    from policywright.server.progress import ProgressBar

    bar = ProgressBar(sys.stderr)
    try:
        done = refresh(progress=bar)
    except RefreshError as error:
        raise NetworkError(f"knowledge refresh: {error}; nothing was changed") from error
    finally:
        bar.close()
    counts = f"{done.services} services, {done.actions} actions, {done.operations} operations"
    write_result(f"refreshed at {done.refreshed}: {counts}\n{done.path}\n")
    return int(Exit.DONE)


def run_lookup(arguments: argparse.Namespace) -> int:
    from policywright.server.lookups import look_up, lookup_text
    from policywright.server.published import dump

    result = look_up(" ".join(arguments.name))
    if not result["results"]:
        raise UserError(lookup_text(result).strip())
    write_result(dump(result) if wants_json(arguments) else lookup_text(result))
    return int(Exit.DONE)
