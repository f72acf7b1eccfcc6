"""Running blocking work for one MCP request: in a thread, with progress, and stoppable.

The event loop stays free, so requests run side by side. The thread only writes the latest progress to a
shared cell, and a task reads it a few times a second; nothing in the thread waits for the client.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from mcp.server.mcpserver import Context

from policywright.analyzers.kept import Kept
from policywright.analyzers.model import OutOfTime
from policywright.analyzers.stack import threads_need_room
from policywright.knowledge.isolation import watch
from policywright.server.errors import UserError
from policywright.server.remembered import Remembered
from policywright.server.text import one_line
from policywright.server.tidying import Tidying

threads_need_room()

DEADLINE = 120.0
"""Seconds after which a request is answered with what is known, unless the server is told otherwise."""
REPORT_SECONDS = 0.25
"""How often a client hears of progress."""
HEARTBEAT_SECONDS = 0.25
"""After how long it hears that work goes on, where there is no progress to tell. On a busy machine a message
may be half a second late, and none should come later than a second after the one before."""
_STEP = 256
"""Part of the way to the next file that a heartbeat counts for: in half an hour it is not there."""

KEPT = Kept()
"""The files that requests have read: after an edit, the next one reads that file alone."""
REMEMBERED = Remembered()
"""What requests have found out: asked again about what nobody has touched, they answer from here."""
TIDYING = Tidying(lambda: KEPT.requests > 0)

T = TypeVar("T")


class Progress:
    """The newest progress of a thread."""

    def __init__(self) -> None:
        self.value: tuple[int, int, str] | None = None
        self.doing = "looking for files"
        """What is done where no file is begun."""

    def __call__(self, done: int, total: int, label: str) -> None:
        if self.value is None:
            self.doing = "following values through the program"
        self.value = (done, total, label)


Work = Callable[[Progress, Callable[[], bool]], T]


class _Stop:
    """What the thread asks now and then: true when the request is cancelled, raises when its time is over."""

    def __init__(self, seconds: float) -> None:
        self.set = threading.Event()
        self._end = time.monotonic() + seconds

    def __call__(self) -> bool:
        if not self.set.is_set() and time.monotonic() > self._end:
            raise OutOfTime
        return self.set.is_set()


async def run(context: Context[Any, Any], work: Work[T], *, ends: bool = True) -> T:
    """Run ``work(progress, cancelled)`` in a thread; a cancelled request makes ``cancelled()`` true.

    When the server's time for a request is over, ``cancelled()`` raises ``OutOfTime``, and the work answers
    with what it knows by then. Work that doesn't in half of that time again is given up (``UserError``), and
    stops at its next question. With ``ends`` false it takes as long as it takes: nobody leaves a change half
    made.
    """

    seconds = getattr(context.mcp_server, "seconds", DEADLINE) if ends else math.inf
    stop = _Stop(seconds)
    latest = Progress()
    outcome: list[T] = []
    failure: list[Exception] = []
    async with anyio.create_task_group() as group:
        group.start_soon(_report, context, latest)
        try:
            with anyio.move_on_after(1.5 * seconds) as scope:
                outcome.append(await in_thread(partial(work, latest, stop)))
            if scope.cancelled_caught:
                raise UserError(f"this took longer than {1.5 * seconds:g} seconds: ask for less at once")
        except Exception as error:  # raised again below: a task group would wrap it
            failure.append(error)
        finally:
            stop.set.set()
        group.cancel_scope.cancel()
    if failure:
        raise failure[0]
    return outcome[0]


async def in_thread(work: Callable[[], T]) -> T:
    """Whatever a request has done in a thread: while there are two such threads, no process is forked.

    Once nobody waits for it any more, it ends at its next part.
    """
    left = threading.Event()

    def counted() -> T:
        KEPT.begin_request()
        watch(left.is_set)
        try:
            return work()
        finally:
            watch(None)
            KEPT.end_request()
            TIDYING.soon()

    try:
        return await anyio.to_thread.run_sync(counted, abandon_on_cancel=True)
    finally:
        left.set()


def end_threads() -> None:
    """Waits for the threads of requests, which have heard that nobody does: at the end of the server.

    Before the process puts its objects away, since a thread that ends puts them back (``processes``).
    """
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()


async def _report(context: Context[Any, Any], latest: Progress) -> None:
    """Tells the client what is being done, at least once a second.

    The protocol asks that progress only ever grows: while no file is done, it nears the next one.
    """
    reported, waited = -1.0, 0.0
    while True:
        await anyio.sleep(REPORT_SECONDS)
        waited += REPORT_SECONDS
        done, total, label = latest.value or (0, None, latest.doing)
        if done > reported:
            reported, message = float(done), one_line(label)
        elif waited >= HEARTBEAT_SECONDS:
            # Towards the next file, and never there.
            reported += (math.floor(reported) + 1 - reported) / _STEP
            message = latest.doing
        else:
            continue
        waited = 0.0
        await context.report_progress(reported, total, message)
