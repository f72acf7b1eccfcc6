"""The subcommands: one module each, with ``add_command(subparsers)`` and ``run(arguments) -> int``."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

COMMANDS = (
    "generate", "check", "apply", "deploy", "fix", "validate", "knowledge", "mcp", "completion",
)  # fmt: skip
"""In the order in which ``--help`` lists them."""


def add_command(name: str, subparsers: Any) -> None:
    """Imports a command and adds its parser; ``Any`` is argparse's private subparsers type."""
    import_module(f"{__name__}.{name}").add_command(subparsers)
