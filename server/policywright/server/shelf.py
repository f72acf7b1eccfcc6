"""The last analyses of a server, whose whole reports clients may read as resources.

``policywright://ID/report.json`` is the report of the command line, ``report.html`` the page to look at,
``patch.diff`` the patch. An ID is made from what was asked and answered, so the same call names the same
resource.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping

from policywright.server.recent import Recent

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
    """Analyses by their IDs."""

    def __init__(self) -> None:
        self._kept: Recent[str, Texts] = Recent(MAX_REPORTS)

    def put(self, asked: str, texts: Texts) -> str:
        """Keeps what was asked for; its URI, without a name at the end."""
        id = hashlib.sha256(asked.encode("utf-8", "backslashreplace")).hexdigest()[:12]
        self._kept.put(id, texts)
        return f"{SCHEME}://{id}"

    def uris(self) -> Iterator[tuple[str, str]]:
        """What can be read now: URI and media type."""
        for id, texts in self._kept.items():
            for name in texts:
                yield f"{SCHEME}://{id}/{name}", TYPES[name]

    def read(self, id: str, name: str) -> str | None:
        """The text of a resource; None where there is none (any more)."""
        texts = self._kept.get(id)
        make = None if texts is None else texts.get(name)
        return None if make is None else make()
