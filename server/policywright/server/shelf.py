"""The last analyses of a server, whose whole reports clients may read as resources.

``policywright://ID/report.json`` is the report of the command line, ``report.html`` the page to look at,
``patch.diff`` the patch. An ID is made from what was asked and answered, so the same call names the same
resource.
"""

from __future__ import annotations

import hashlib
from _thread import allocate_lock
from collections.abc import Callable, Iterator, Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

Texts: TypeAlias = "Mapping[str, Callable[[], str]]"
"""What makes the texts of a report, by their names (``TYPES``): most are never asked for."""

SCHEME = "policywright"
MAX_REPORTS = 8
"""Reports that can be read; what nobody has asked for longest goes first."""
TYPES = {"report.json": "application/json", "report.html": "text/html", "patch.diff": "text/x-diff"}


class Shelf:
    """Analyses by their IDs. Requests in several threads share one."""

    def __init__(self) -> None:
        self._kept: dict[str, Texts] = {}
        self._lock = allocate_lock()

    def put(self, asked: str, texts: Texts) -> str:
        """Keeps what was asked for; its URI, without a name at the end."""
        id = hashlib.sha256(asked.encode("utf-8", "backslashreplace")).hexdigest()[:12]
        with self._lock:
            self._kept.pop(id, None)
            self._kept[id] = texts
            while len(self._kept) > MAX_REPORTS:
                del self._kept[next(iter(self._kept))]
        return f"{SCHEME}://{id}"

    def uris(self) -> Iterator[tuple[str, str]]:
        """What can be read now: URI and media type."""
        with self._lock:
            kept = list(self._kept.items())
        for id, texts in kept:
            for name in texts:
                yield f"{SCHEME}://{id}/{name}", TYPES[name]

    def read(self, id: str, name: str) -> str | None:
        """The text of a resource; None where there is none (any more)."""
        with self._lock:
            texts = self._kept.pop(id, None)
            if texts is None:
                return None
            self._kept[id] = texts
        make = texts.get(name)
        return None if make is None else make()
