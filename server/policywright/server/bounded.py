"""Files that whoever wrote the project may have made anything of: read within bounds, or not at all."""

from __future__ import annotations

import os
import stat

MAX_BYTES = 1_000_000
"""Of a file with settings."""


def read_bounded(name: str, limit: int = MAX_BYTES) -> bytes | None:
    """What is in a file, if it is one (no pipe, no device) of at most ``limit`` bytes and can be read."""
    try:
        # A pipe waits for whoever writes into it, so it is not even opened.
        if not stat.S_ISREG(os.stat(name).st_mode):
            return None
        with open(name, "rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError):
        return None
    return data if len(data) <= limit else None
