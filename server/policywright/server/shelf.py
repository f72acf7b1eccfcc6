"""The last analyses of a server, whose whole reports clients may read as resources.

``policywright://ID/report.json`` is the report of the command line, ``policywright://ID/patch.diff`` the
patch. An ID is made from what was asked and answered, so the same call names the same resource.
"""

from __future__ import annotations

import hashlib
from _thread import allocate_lock
from collections.abc import Iterator

from policywright.analyzers.analysis import Analysis
from policywright.knowledge.records import dataclass
from policywright.server.published import Settings

SCHEME = "policywright"
MAX_REPORTS = 8
"""Reports that can be read; what nobody has asked for longest goes first."""
TYPES = {"report.json": "application/json", "patch.diff": "text/x-diff"}


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    analysis: Analysis
    settings: Settings


class Shelf:
    """Analyses by their IDs. Requests in several threads share one."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._lock = allocate_lock()

    def put(self, analysis: Analysis, settings: Settings, asked: str) -> str:
        """Keeps an analysis; its URI, without a name at the end."""
        id = hashlib.sha256(asked.encode("utf-8", "backslashreplace")).hexdigest()[:12]
        with self._lock:
            self._kept.pop(id, None)
            self._kept[id] = _Kept(analysis, settings)
            while len(self._kept) > MAX_REPORTS:
                del self._kept[next(iter(self._kept))]
        return f"{SCHEME}://{id}"

    def uris(self) -> Iterator[tuple[str, str]]:
        """What can be read now: URI and media type."""
        with self._lock:
            kept = list(self._kept.items())
        for id, one in kept:
            for name, type in TYPES.items():
                if name != "patch.diff" or one.analysis.infrastructure is not None:
                    yield f"{SCHEME}://{id}/{name}", type

    def read(self, id: str, name: str) -> str | None:
        """The text of a resource; None where there is none (any more)."""
        with self._lock:
            one = self._kept.pop(id, None)
            if one is None:
                return None
            self._kept[id] = one
        from policywright.server.diffs import patch_text
        from policywright.server.published import dump
        from policywright.server.report import build_report

        if name == "patch.diff" and one.analysis.infrastructure is not None:
            return patch_text(one.analysis.infrastructure)
        return dump(build_report(one.analysis, one.settings)) if name == "report.json" else None
