"""Running blocking work for one MCP request: in a thread, with progress, and stoppable.

The event loop stays free, so requests run side by side. The thread only writes the latest progress to a
shared cell, and a task reads it a few times a second; nothing in the thread waits for the client.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import anyio
import anyio.to_thread
from mcp.server.mcpserver import Context

from policywright.analyzers.kept import Kept
from policywright.analyzers.stack import threads_need_room
from policywright.server.remembered import Remembered
from policywright.server.text import one_line

threads_need_room()

REPORT_SECONDS = 0.25
"""How often a client hears of progress."""
HEARTBEAT_SECONDS = 0.75
"""After how long it hears that work goes on, where there is no progress to tell."""

KEPT = Kept()
"""The files that requests have read: after an edit, the next one reads that file alone."""
REMEMBERED = Remembered()
"""What requests have found out: asked again about what nobody has touched, they answer from here."""

T = TypeVar("T")
Progress = Callable[[int, int, str], None]
Work = Callable[[Progress, Callable[[], bool]], T]


class _Latest:
    """The newest progress of a thread."""

    def __init__(self) -> None:
        self.value: tuple[int, int, str] | None = None

    def __call__(self, done: int, total: int, label: str) -> None:
        self.value = (done, total, label)


async def run(context: Context[Any, Any], work: Work[T]) -> T:
    """Run ``work(progress, cancelled)`` in a thread; a cancelled request makes ``cancelled()`` true."""
    stop = threading.Event()
    latest = _Latest()
    outcome: list[T] = []
    failure: list[Exception] = []
    async with anyio.create_task_group() as group:
        group.start_soon(_report, context, latest)
        try:
            outcome.append(
                await anyio.to_thread.run_sync(partial(work, latest, stop.is_set), abandon_on_cancel=True)
            )
        except Exception as error:  # raised again below: a task group would wrap it
            failure.append(error)
        finally:
            stop.set()
        group.cancel_scope.cancel()
    if failure:
        raise failure[0]
    return outcome[0]


async def _report(context: Context[Any, Any], latest: _Latest) -> None:
    """Tells the client what is being done, at least once a second.

    The protocol asks that progress only ever grows: while no file is done, it nears the next one.
    """
    reported, waited = -1.0, 0.0
    while True:
        await anyio.sleep(REPORT_SECONDS)
        waited += REPORT_SECONDS
        done, total, label = latest.value or (0, None, "looking for files")
        if done > reported:
            reported, message = float(done), one_line(label)
        elif waited >= HEARTBEAT_SECONDS:
            # Towards the next file, and never there.
            reported += (math.floor(reported) + 1 - reported) / 8
            message = "following values through the program" if latest.value else label
        else:
            continue
        waited = 0.0
        await context.report_progress(reported, total, message)
