"""How deep an analysis may nest: Python's recursion limit, and the stack behind it where this is compiled.

Nesting is bounded by the front ends and the engine; what is beyond ends in ``RecursionError``, which both
turn into a finding. Plain Python keeps its frames on the heap, so only the limit has to be raised. Compiled
functions call each other on the stack and raise the error when it is used up (``native/stack.h``): there the
stack has to have room for what plain Python can follow.
"""

from __future__ import annotations

import os
import sys
from _thread import get_native_id, stack_size

FRAMES = 30_000
"""Python frames: beyond every legitimate program's nesting."""
STACK_BYTES = 16 * 2**20
"""The deepest program in the tests (13,000 statements within each other, in 45 functions) takes 10 MiB."""


def is_compiled() -> bool:
    """This is the build of ``native``, not plain Python."""
    return not __file__.endswith(".py")


def deepen() -> None:
    """Raises the recursion limit of the process, for good, and lets the stack of its first thread grow.

    Whoever lowered them again would do so under another analysis: the MCP server runs several at once.
    """
    if sys.getrecursionlimit() < FRAMES:
        sys.setrecursionlimit(FRAMES)
    if is_compiled() and sys.platform == "linux" and get_native_id() == os.getpid():
        # It grows when it is used, up to the limit as it is then.
        from resource import RLIM_INFINITY, RLIMIT_STACK, getrlimit, setrlimit

        soft, hard = getrlimit(RLIMIT_STACK)
        wanted = STACK_BYTES if hard == RLIM_INFINITY else min(hard, STACK_BYTES)
        if soft != RLIM_INFINITY and soft < wanted:
            setrlimit(RLIMIT_STACK, (wanted, hard))


def threads_need_room() -> None:
    """Gives the threads that are started from now on the stack that an analysis may need."""
    if is_compiled():
        stack_size(STACK_BYTES)
