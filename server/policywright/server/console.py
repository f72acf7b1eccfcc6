"""Standard output and standard error: results on the one, all else on the other.

Output is UTF-8 with ``\\n`` on every system, whatever the locale says, so that the same input always gives
the same bytes. A reader that goes away (``| head``) ends the program quietly.
"""

from __future__ import annotations

import os
import sys

from policywright.server.text import inert, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

PROGRAM = "policywright"


def write_result(text: str, *, coloured: bool = False) -> None:
    """Print a result; raises ``BrokenPipeError`` when nobody reads it, ``UserError`` when there is no room.

    Whoever has ``coloured`` it has made what is in it fit for a terminal before.
    """
    if stdout_is_terminal() and not coloured:
        text = inert(text)
    # File names that are no UTF-8 come as lone surrogates; escaped they stay valid JSON and valid UTF-8.
    data = text.encode("utf-8", "backslashreplace")
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(data.decode())
        flush_result()
        return
    flush_result()
    flush_result(lambda: buffer.write(data))


def flush_result(write: Callable[[], object] = lambda: None) -> None:
    """What is printed is out; raises as ``write_result`` does."""
    try:
        write()
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        from policywright.server.errors import UserError

        discard_output()
        raise UserError(f"standard output can't be written ({error.strerror or error})") from error


def write_file(name: str, text: str) -> None:
    """Write a result to a file, whole or not at all; raises ``UserError``."""
    from policywright.server.errors import UserError

    beside = f"{name}.{os.getpid()}.tmp"
    try:
        with open(beside, "wb") as file:
            file.write(text.encode("utf-8", "backslashreplace"))
        if os.path.exists(name) and not os.path.isfile(name):
            # A device or a pipe (/dev/stdout) is written to, not replaced.
            with open(name, "wb") as file:
                file.write(text.encode("utf-8", "backslashreplace"))
            os.unlink(beside)
        else:
            os.replace(beside, name)
    except OSError as error:
        raise UserError(f"{name}: can't be written ({error.strerror or error})") from error


def complain(message: str, kind: str = "error") -> None:
    """One line on stderr."""
    line = f"{PROGRAM}: {kind}: {one_line(message)}\n"
    try:
        sys.stderr.write(line.encode("utf-8", "backslashreplace").decode())
        sys.stderr.flush()
    except OSError:
        # Nobody listens to errors either; the exit status still tells.
        discard_output()


def say(message: str, *, quiet: bool = False) -> None:
    """A line for a person that is no complaint."""
    if not quiet:
        sys.stderr.write(f"{one_line(message)}\n".encode("utf-8", "backslashreplace").decode())
        sys.stderr.flush()


def ask(question: str, *, from_stdin: bool = False) -> str | None:
    """What the person at the terminal answers; None where there is none.

    ``from_stdin``: standard input is taken, but somebody may be at the terminal all the same.
    """
    try:
        if from_stdin or not sys.stdin.isatty():
            with open("/dev/tty", "r+b", buffering=0) as terminal:
                terminal.write(question.encode("utf-8", "backslashreplace"))
                return terminal.readline().decode("utf-8", "replace")
        sys.stderr.write(question.encode("utf-8", "backslashreplace").decode())
        sys.stderr.flush()
        return sys.stdin.readline()
    except OSError:
        return None


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


def wants_color(choice: str | None) -> bool:
    """Whether standard output is coloured: ``always``, ``never``, or by itself (https://no-color.org)."""
    if choice in ("always", "never"):
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return stdout_is_terminal() and os.environ.get("TERM") != "dumb"


def stdout_is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
