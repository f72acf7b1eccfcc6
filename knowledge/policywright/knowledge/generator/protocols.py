"""Actions that are used over other protocols than the API as well (``overlay/_protocols.toml``)."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from policywright.knowledge.generator.overlay_source import OVERLAY, load_tables
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.store import Document

FILE = "_protocols.toml"
_KEYS = {"actions", "way", "source"}


def read_protocols(asked: Iterable[str], problems: Problems) -> Document:
    """Action -> how else it is used. ``asked`` are the actions that operations are authorized by."""
    known = sorted(asked)
    found: Document = {}
    for number, row in enumerate(load_tables(OVERLAY / FILE, {"protocol"}, problems).get("protocol", ()), 1):
        where = f"{FILE} [[protocol]] #{number}"
        if set(row) != _KEYS or not row["source"].startswith("https://"):
            problems.add(where, f"has to have just {', '.join(sorted(_KEYS))}, and a page as source")
            continue
        for pattern in row["actions"]:
            named = [action for action in known if fnmatchcase(action, pattern)]
            if not named:
                problems.add(where, f"{pattern}: no operation asks for it: take it out")
            found |= dict.fromkeys(named, row["way"])
    return found
