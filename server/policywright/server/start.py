"""Where the console script begins: garbage collection is put off before anything is imported."""

from __future__ import annotations

import gc

YOUNG_OBJECTS = 1_000_000
"""New objects between two looks for garbage cycles: nearly all that a command makes, it needs to its end."""


def main() -> int:
    """Runs the command that this process is for."""
    gc.set_threshold(YOUNG_OBJECTS)
    from policywright.server import cli

    return cli.main()
