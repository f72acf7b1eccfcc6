"""Where the console script begins: garbage collection is put off before anything is imported."""

from __future__ import annotations

from policywright.server.process import put_garbage_off


def main() -> int:
    """Runs the command that this process is for."""
    put_garbage_off()
    from policywright.server import cli

    return cli.main()
