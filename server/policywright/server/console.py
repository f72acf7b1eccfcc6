"""Standard output and standard error: results on the one, all else on the other.

Output is UTF-8 with ``\\n`` on every system, whatever the locale says, so that the same input always gives
the same bytes. A reader that goes away (``| head``) ends the program quietly.
"""

from __future__ import annotations

import os
import sys

from policywright.server.text import inert, one_line

PROGRAM = "policywright"


def write_result(text: str) -> None:
    """Print a result; raises ``BrokenPipeError`` when nobody reads it."""
    if stdout_is_terminal():
        text = inert(text)
    # File names that are no UTF-8 come as lone surrogates; escaped they stay valid JSON and valid UTF-8.
    data = text.encode("utf-8", "backslashreplace")
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode())
        sys.stdout.flush()
        return
    sys.stdout.flush()
    buffer.write(data)
    buffer.flush()


def complain(message: str, kind: str = "error") -> None:
    """One line on stderr."""
    line = f"{PROGRAM}: {kind}: {one_line(message)}\n"
    try:
        sys.stderr.write(line.encode("utf-8", "backslashreplace").decode())
        sys.stderr.flush()
    except OSError:
        # Nobody listens to errors either; the exit status still tells.
        discard_output()


def warn(message: str) -> None:
    """A line about something that did not stop the work."""
    complain(message, "warning")


def discard_output() -> None:
    """Point stdout at nothing, so that the interpreter's last flush does not fail a second time."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(devnull, sys.stdout.fileno())
    except (OSError, ValueError):
        pass
    finally:
        os.close(devnull)


def stdout_is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
