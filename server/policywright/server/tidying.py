"""Garbage of a process that stays: looked for when nobody waits, since it holds up everything else.

What an evaluation is made of, and clients of AWS, are garbage in rings, which a command lets be
(``process``). To find and free it takes a tenth of the time that it took to make it, and the interpreter does
nothing else meanwhile: no progress, no answer, no cancellation. So an answer does not wait for it.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable

from policywright.knowledge.records import dataclass

YOUNG_OBJECTS = 500_000
"""New objects between two looks by the interpreter itself: one takes some 0.15 s, which nobody notices."""
IDLE_SECONDS = 0.3
"""How long after a request: its answer is written by then."""


def put_garbage_off_for_moments() -> None:
    """Instead of the setting of a command (``process.put_garbage_off``)."""
    gc.set_threshold(YOUNG_OBJECTS)


@dataclass(slots=True, eq=False)
class Tidying:
    """Looks through what was made since it last looked, soon after a request and while there is none."""

    busy: Callable[[], bool]
    looks: int = 0
    """The counter by which tests tell."""

    def soon(self) -> None:
        """To be called at the end of a request."""
        timer = threading.Timer(IDLE_SECONDS, self._look)
        timer.daemon = True
        timer.start()

    def _look(self) -> None:
        if not self.busy():  # or the end of that request calls again
            gc.collect(1)
            self.looks += 1
