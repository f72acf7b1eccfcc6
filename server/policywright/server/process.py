"""The process of one command, which lasts for moments: nobody tidies up while it runs, or when it ends."""

from __future__ import annotations

import atexit
import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_YOUNG_OBJECTS = 3_000_000
"""New objects between two looks for garbage cycles: nearly all that a command makes, it needs to its end.

There are a few hundred cycles in a million objects; that many take a gigabyte.
"""


def put_garbage_off() -> None:
    """Lets garbage cycles pile up; done before most modules are imported, it spares their objects, too."""
    gc.set_threshold(_YOUNG_OBJECTS)


def open_what_is_closed() -> None:
    """A standard stream that this process was started without leads nowhere, and no file of ours gets its
    number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            # It stays open to the end, as the others do.
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))


def run_to_the_end(command: Callable[[], int]) -> int:
    """The status of the command that this process is for; where nobody minds, the process ends with it."""
    try:
        status = command()
    finally:
        # As it ends, the interpreter looks for garbage cycles several times. What is frozen it leaves alone.
        gc.freeze()
    if _nobody_waits():
        os._exit(status)
    return status


def _nobody_waits() -> bool:
    """Whether all is written and nothing else is to happen at the end of the process.

    To take it apart, object by object, then only costs time. False where somebody has asked for more: exit
    handlers, threads, ``python -i``, a debugger, a profiler.
    """
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (AttributeError, OSError, ValueError):
        return False
    monitoring = getattr(sys, "monitoring", None)
    return not (
        "threading" in sys.modules
        or getattr(atexit, "_ncallbacks", lambda: 1)()
        or sys.flags.inspect
        or sys.gettrace() is not None
        or sys.getprofile() is not None
        or (monitoring is not None and any(monitoring.get_tool(tool) for tool in range(6)))
    )
