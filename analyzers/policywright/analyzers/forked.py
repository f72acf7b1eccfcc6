"""A forked process with a pipe in either direction, for ``processes``: what may go wrong with a fork is here.

It knows what the first process knew, so that nothing has to be read or imported again. But of the threads of
the first process it has one alone, and whatever another one was in the middle of (a lock, an import) stays so
for ever; and it has copies of all that was open, whose end a client may be waiting for.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Collection
from contextlib import suppress

from policywright.analyzers.model import Cancelled, OutOfTime
from policywright.knowledge.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any

    Work = Callable[[Callable[[], Any], Callable[[Any], None]], None]

WAIT_SECONDS = 0.1
"""How often one who waits for the other asks whether anybody still waits for the two."""
STUCK_SECONDS = 2.0
"""A process that is to compute and has slept so long, with no time on a processor, waits for a thread that it
does not have."""


def is_importing() -> bool:
    """Whether any thread is importing a module: it would never be done in a forked process."""
    if getattr(sys.modules.get("_frozen_importlib"), "_module_locks", None):
        return True
    specs = [getattr(module, "__spec__", None) for module in list(sys.modules.values())]
    return any(getattr(spec, "_initializing", False) for spec in specs)


def start(work: Work, cancelled: Callable[[], bool] | None) -> Helper | None:
    """Has ``work(receive, send)`` done in a process of its own; None where there can be none."""
    # What the process needs, and what ends it: it had better import nothing.
    import pickle  # noqa: F401
    import signal  # noqa: F401

    pipes: list[int] = []
    try:
        pipes.extend(os.pipe())
        pipes.extend(os.pipe())
        process = _fork()
    except OSError:  # no room for another process or its pipes
        for descriptor in pipes:
            os.close(descriptor)
        return None
    from_first, to_second, from_second, to_first = pipes
    if not process:
        _work(work, from_first, to_first)
    os.close(from_first)
    os.close(to_first)
    os.set_blocking(to_second, False)
    return Helper(process, os.fdopen(from_second, "rb"), to_second, cancelled)


def _fork() -> int:
    """Python warns of a fork where there are threads; who forks has looked at what they do."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _work(work: Work, from_first: int, to_first: int) -> None:
    """The whole life of the second process."""
    status = 1
    try:
        _let_go({from_first, to_first})
        with os.fdopen(from_first, "rb") as source, os.fdopen(to_first, "wb") as sink:
            work(lambda: read(source), lambda message: write(sink, message))
        status = 0
    finally:
        # Whatever went wrong: nothing of the first process's may be run or flushed here.
        os._exit(status)


def _let_go(own: Collection[int]) -> None:
    """Leaves the first process's signals and conversations to it: a client waits for the end of both."""
    import signal

    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)
    for name in os.listdir("/proc/self/fd"):
        descriptor = int(name)
        if descriptor > 2 and descriptor not in own:
            try:
                # Files stay: who still holds a number would take the next file of that number for its own.
                if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                    os.close(descriptor)
            except OSError:  # what listed them, which is closed by now
                continue


@dataclass(slots=True, eq=False)
class Helper:
    """The first process's side; a process that fails delivers nothing."""

    process: int
    source: IO[bytes]
    sink: int
    cancelled: Callable[[], bool] | None

    def receive(self) -> Any | None:
        """The next message; None when there will be none, or none in time. Raises ``Cancelled``."""
        try:
            return read(self.source) if self._wait(self.source.fileno()) else None
        except (EOFError, OSError, OutOfTime):
            return None

    def send(self, message: object) -> None:
        """Hands something over, if anybody still listens. Raises ``Cancelled``."""
        rest = memoryview(_framed(message))
        with suppress(OSError, OutOfTime):
            while rest and self._wait(self.sink):
                rest = rest[os.write(self.sink, rest) :]
        if rest:
            self._stop()

    def _wait(self, descriptor: int) -> bool:
        """Until there is something to read, or room to write; false where that won't be."""
        from select import POLLIN, POLLOUT, poll
        from time import monotonic

        ready = poll()  # select() is for small numbers, and a server may have many conversations
        ready.register(descriptor, POLLOUT if descriptor == self.sink else POLLIN)
        used, since = -1, monotonic()
        while not ready.poll(None if self.cancelled is None else WAIT_SECONDS * 1_000):
            if self.cancelled is not None and self.cancelled():
                raise Cancelled
            now = _used_if_asleep(self.process)
            if now is None or now != used:
                used, since = -1 if now is None else now, monotonic()
            elif monotonic() - since > STUCK_SECONDS:
                return False
        return True

    def _stop(self) -> None:
        from signal import SIGKILL

        with suppress(ProcessLookupError):
            os.kill(self.process, SIGKILL)

    def end(self) -> None:
        """Leaves no process behind."""
        self._stop()
        with suppress(ChildProcessError):  # whoever started us has children that end be forgotten (SIGCHLD)
            os.waitpid(self.process, 0)
        self.source.close()
        os.close(self.sink)


def _used_if_asleep(process: int) -> int | None:
    """Ticks that a process has had on a processor; None where it runs, waits for a disk, or who knows."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            state, *fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return None
    return int(fields[10]) + int(fields[11]) if state == b"S" else None


def write(sink: IO[bytes], message: object) -> None:
    """Sends a message."""
    sink.write(_framed(message))
    sink.flush()


def _framed(message: object) -> bytes:
    import pickle

    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return len(data).to_bytes(8, "little") + data


def read(source: IO[bytes]) -> Any:
    """The next message. Raises ``EOFError`` when it is missing or incomplete."""
    import pickle

    size = int.from_bytes(source.read(8), "little")
    data = source.read(size)
    if not size or len(data) < size:
        raise EOFError
    return pickle.loads(data)
