"""How deep an analysis may nest: Python's recursion limit, and the stack behind it where this is compiled.

Nesting is bounded by the front ends and the engine; what is beyond ends in ``RecursionError``, which both
turn into a finding. Plain Python keeps its frames on the heap, so only the limit has to be raised. Compiled
functions call each other on the stack, and to overflow that is the end of the process: there the limit is
what the stack has room for.
"""

from __future__ import annotations

import os
import sys
from _thread import get_native_id, stack_size

FRAMES = 30_000
"""Nesting beyond every legitimate program's."""
FRAME_BYTES = 3_072
"""What one level takes of the stack, at most: three times what was measured for nested statements."""
STACK_BYTES = FRAMES * FRAME_BYTES


def is_compiled() -> bool:
    """This is the build of ``native``, not plain Python."""
    return not __file__.endswith(".py")


def deepen() -> None:
    """Raises the recursion limit of the process, for good, as far as the stack of this thread goes.

    Whoever lowered it again would do so under another analysis: the MCP server runs several at once.
    """
    frames = min(FRAMES, _room() // FRAME_BYTES) if is_compiled() else FRAMES
    if sys.getrecursionlimit() < frames:
        sys.setrecursionlimit(frames)


def threads_need_room() -> None:
    """Gives the threads that are started from now on the stack that an analysis may need."""
    if is_compiled():
        stack_size(STACK_BYTES)


def _room() -> int:
    """Bytes of stack that this thread has or can have, as far as is known."""
    if sys.platform != "linux" or get_native_id() != os.getpid():
        return stack_size()
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_STACK)
    if soft != resource.RLIM_INFINITY and soft < STACK_BYTES:
        # The stack of the first thread grows when it is used, up to the limit as it is then.
        wanted = STACK_BYTES if hard == resource.RLIM_INFINITY else min(hard, STACK_BYTES)
        resource.setrlimit(resource.RLIMIT_STACK, (wanted, hard))
        soft = wanted
    return STACK_BYTES if soft == resource.RLIM_INFINITY else soft
