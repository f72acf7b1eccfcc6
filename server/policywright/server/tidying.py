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

THRESHOLDS = (200_000, 25)
"""New objects between two looks by the interpreter itself, and looks between two that go further: one takes
some 0.05 s, which nobody notices, and one of the others a second, which there are in very large programs."""
IDLE_SECONDS = 5.0
"""How long there must have been no request: what somebody asks at once after an answer, as assistants do,
does not wait either. Meanwhile the interpreter looks by itself where very much was made."""


def put_garbage_off_for_moments() -> None:
    """Instead of the setting of a command (``process.put_garbage_off``)."""
    gc.set_threshold(*THRESHOLDS)


@dataclass(slots=True, eq=False)
class Tidying:
    """Looks through what was made since it last looked, once there has been no request for a while."""

    busy: Callable[[], bool]
    idle: float = IDLE_SECONDS
    looks: int = 0
    """The counter by which tests tell."""
    _timer: threading.Timer | None = None

    def soon(self) -> None:
        """To be called at the end of a request."""
        if self._timer is not None:
            self._timer.cancel()
        timer = self._timer = threading.Timer(self.idle, self._look)
        timer.daemon = True
        timer.start()

    def _look(self) -> None:
        # Where another request is under way, its end will call again.
        if not self.busy():
            gc.collect(1)
            self.looks += 1
