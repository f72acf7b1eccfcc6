"""What to tell people of files that were left out; the JSON report lists each.

A file that could not be read is told by itself. Files that are left out by rule (tests, generated code, other
languages) come in dozens and say the same thing, so from the third on they are one entry with their number.
"""

from __future__ import annotations

from collections.abc import Iterable

from policywright.knowledge.records import dataclass, replace
from policywright.server.text import plural

_BY_RULE = frozenset({"test-code", "generated-code", "unsupported-language"})
_EACH = 2
"""So many of a kind are still named one by one."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One thing to tell: a file, or the first of several of which the same is to be said."""

    file: str
    code: str
    detail: str = ""
    others: int = 0

    @property
    def more(self) -> str:
        """What follows the file's name."""
        return f" and {plural(self.others, 'other')}" if self.others else ""


NOT_READ = " is not analysed"
"""What stands after a language's name in the detail of its files."""


def unread_line(skipped: Iterable[LeftOut]) -> str | None:
    """One line for all files of languages that are not read: ``not read: 12 files of Ruby, ...``."""
    files: dict[str, list[str]] = {}
    for item in skipped:
        if item.detail.endswith(NOT_READ):
            files.setdefault(item.detail.removesuffix(NOT_READ), []).append(item.file)
    if not files:
        return None
    counts = ", ".join(f"{plural(len(names), 'file')} of {language}" for language, names in files.items())
    first = min(name for names in files.values() for name in names)
    return f"not read: {counts} (such as {first}); what they need is not in the answer"


def left_out(skipped: Iterable[LeftOut]) -> list[LeftOut]:
    """Each file's entry, or one for all that are alike; in the order of their first files."""
    alike: dict[LeftOut, list[LeftOut]] = {}
    for item in skipped:
        alike.setdefault(replace(item, file="") if item.code in _BY_RULE else item, []).append(item)
    entries: list[LeftOut] = []
    for files in alike.values():
        if len(files) <= _EACH:
            entries += files
        else:
            entries.append(replace(files[0], others=len(files) - 1))
    return entries
