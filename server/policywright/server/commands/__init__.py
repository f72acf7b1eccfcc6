"""The subcommands: one module each, with ``add_command(subparsers)`` and ``run(arguments) -> int``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from policywright.server.commands import fix, generate, knowledge, mcp, validate

COMMANDS: tuple[Callable[[Any], None], ...] = (
    generate.add_command,
    fix.add_command,
    validate.add_command,
    knowledge.add_command,
    mcp.add_command,
)
"""In the order in which ``--help`` lists them; ``Any`` is argparse's private subparsers type."""
