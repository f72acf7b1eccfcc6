"""A defect costs the part of the work that it is in, and is said in one line.

``attempt`` stands where such a part begins: a file, a template, a role, a patch, a denial. Whoever calls it
says what the part is without an answer. What was raised for the user is ``Expected``, and goes through.
"""

from __future__ import annotations

import os
from _thread import _local

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

TOO_DEEP = "nested too deeply"
_loud: list[bool] = []
"""Set, a defect of ours ends the work: tests want to see it."""


class Expected(Exception):
    """Something that whoever asked can put right, or has asked for."""


class Stopped(Expected):
    """Nobody waits for the answer any more."""


class _Watch(_local):
    """Of this thread: what tells that nobody waits for its work."""

    gone: Callable[[], bool] | None = None


_watch = _Watch()


def watch(gone: Callable[[], bool] | None) -> None:
    """Has the work of this thread end (``Stopped``) at the next part when ``gone`` says that nobody waits."""
    _watch.gone = gone


def fail_loudly(on: bool) -> None:
    """Whether an unexpected exception ends the work instead of costing the part that it is in."""
    _loud[:] = [True] if on else []


def is_loud() -> bool:
    """See ``fail_loudly``."""
    return bool(_loud)


def heard() -> None:
    """Ends the work (``Stopped``) where nobody waits for it; what takes long by itself asks now and then."""
    if _watch.gone is not None and _watch.gone():
        raise Stopped


def attempt(work: Callable[[], T], failed: Callable[[str], T]) -> T:
    """What the work gives; where something unexpected happens, what ``failed`` makes of the line on it."""
    heard()
    try:
        return work()
    except Expected:
        raise
    except Exception as error:
        if _loud and not isinstance(error, RecursionError | MemoryError):
            raise
        return failed(what_failed(error))


def what_failed(error: BaseException) -> str:
    """One line about an unexpected exception: what and where, and nothing of what was being read."""
    if isinstance(error, MemoryError):
        return "took more memory than there is"
    if isinstance(error, RecursionError):
        return TOO_DEEP
    place = ""
    step = error.__traceback__
    while step is not None:
        file = step.tb_frame.f_code.co_filename.replace(os.sep, "/")
        _, ours, rest = file.rpartition("policywright/")
        if ours:
            place = f" at {rest}:{step.tb_lineno}"
        step = step.tb_next
    return f"an error inside policywright ({type(error).__name__}{place}): please report it"


__all__ = [
    "TOO_DEEP", "Expected", "Stopped", "attempt", "fail_loudly", "heard", "is_loud", "watch", "what_failed",
]  # fmt: skip
