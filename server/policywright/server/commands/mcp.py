"""``policywright mcp``: serve an AI coding assistant."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from policywright.server.errors import Exit, UserError

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
_MAX_PORT = 65535

_DESCRIPTION = """\
Serve the Model Context Protocol, on stdio by default: an assistant starts this command itself.
Files are read only inside the client's workspace roots; with --root, only inside those directories."""


def add_command(subparsers: Any) -> None:
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "mcp",
        help="serve an AI coding assistant",
        description=_DESCRIPTION,
        layout="description",
    )
    parser.add_argument("--transport", choices=("stdio", "http"), default="stdio", help="default: stdio")
    parser.add_argument("--host", metavar="H", help=f"address to listen on (http; default: {DEFAULT_HOST})")
    parser.add_argument(
        "--port", metavar="N", type=_port, help=f"port to listen on (http; default: {DEFAULT_PORT})"
    )
    parser.add_argument(
        "--root",
        metavar="DIR",
        action="append",
        default=[],
        type=Path,
        help="read files only under DIR (may be repeated)",
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=_seconds,
        default=120.0,
        help="answer a request with what is known after so long (default: 120)",
    )
    parser.set_defaults(run=run)


def _port(value: str) -> int:
    if value.isdecimal() and int(value) <= _MAX_PORT:
        return int(value)
    raise argparse.ArgumentTypeError(f"{value!r} is no port number")


def _seconds(value: str) -> float:
    try:
        found = float(value)
    except ValueError:
        found = 0.0
    if 0 < found < 1e9:
        return found
    raise argparse.ArgumentTypeError(f"{value!r} is no number of seconds")


def run(arguments: argparse.Namespace) -> int:
    if arguments.transport == "stdio" and (arguments.host or arguments.port is not None):
        raise UserError("mcp: --host and --port need --transport http")
    for root in arguments.root:
        if not root.is_dir():
            raise UserError(f"mcp: --root {root}: no such directory")

    from policywright.server.mcp_server import serve_http, serve_stdio

    roots = tuple(root.resolve() for root in arguments.root)
    if arguments.transport == "http":
        port = DEFAULT_PORT if arguments.port is None else arguments.port
        serve_http(roots, host=arguments.host or DEFAULT_HOST, port=port, seconds=arguments.timeout)
    else:
        serve_stdio(roots, seconds=arguments.timeout)
    return int(Exit.DONE)
