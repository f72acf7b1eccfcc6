"""Files as people name them from where they stand.

The analysis names files from the common root of what it was asked about. A person types such a name where
they are, and an assistant below its client's root: there the same answer has longer names. Only names change
here, after everything is decided, so that nothing else can depend on where somebody stands.
"""

from __future__ import annotations

import os

from policywright.analyzers.model import Skipped, Span
from policywright.analyzers.surroundings import REPOSITORY, upward
from policywright.knowledge.records import names, replace
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, TypeVar

    from policywright.analyzers.analysis import Analysis
    from policywright.analyzers.deployment.deploying import Deployed
    from policywright.knowledge.store import StrPath

    Found = TypeVar("Found", Analysis, Deployed)

_WORD = regex(r"[^\s`'\"(),;:]+")
"""What may be a file's name in a sentence."""
_SENTENCES = frozenset(("detail", "notes", "edited", "refused", "chain"))
"""Fields whose text may name files."""
_VALUES = "policywright.knowledge.values"
"""What code passes: a text there is no name of ours, whatever it looks like."""


def common_root(paths: Sequence[StrPath]) -> str:
    """The directory from which the analysis of these paths names files."""
    found = [os.path.realpath(path) for path in paths]
    return os.path.commonpath([path if os.path.isdir(path) else os.path.dirname(path) for path in found])


def prefix_of(paths: Sequence[StrPath], base: StrPath) -> str | None:
    """What stands before the names of files, seen from ``base``: ``services/shop/``, or nothing.

    None where the paths aren't all below it: no name there would do for a patch.
    """
    root, base = common_root(paths), os.path.realpath(base or os.curdir)
    if root == base:
        return ""
    above = os.path.join(base, "")
    if not root.startswith(above):
        return None
    return root[len(above) :].replace(os.sep, "/") + "/"


def repository_prefix(base: StrPath) -> str:
    """What stands before a name seen from ``base`` when it is seen from the repository's root."""
    here = os.path.realpath(base or os.curdir)
    for root in upward(here):
        if os.path.exists(os.path.join(root, REPOSITORY)):
            below = os.path.relpath(here, root).replace(os.sep, "/")
            return "" if below == "." else f"{below}/"
    return ""


def base_of(paths: Sequence[StrPath], base: StrPath) -> str:
    """``base`` where the paths are below it, else their common root: what names are relative to."""
    return common_root(paths) if prefix_of(paths, base) is None else os.path.realpath(base or os.curdir)


def from_here(path: StrPath) -> str:
    """A file as a person would name it where they are: relative below it, whole elsewhere."""
    here = os.path.join(os.path.realpath(os.curdir), "")
    whole = os.path.realpath(path)
    return whole[len(here) :] if whole.startswith(here) else whole


def seen_from(analysis: Found, prefix: str) -> Found:
    """The same analysis (or what has one in it) with ``prefix`` before the name of every file."""
    if not prefix:
        return analysis
    renamed: Found = _Renaming(prefix, analysis).of(analysis)
    return renamed


class _Renaming:
    """One pass over the records of an analysis; what many of them share is renamed once."""

    def __init__(self, prefix: str, analysis: object) -> None:
        self._prefix = prefix
        self._known = set(_files(analysis))
        self._tops = {name.partition("/")[0] for name in self._known if "/" in name}
        self._done: dict[int, Any] = {}

    def of(self, item: Any) -> Any:
        """The item with other names; the item itself where it has none."""
        if isinstance(item, tuple):
            found = tuple(map(self.of, item))
            return found if any(new is not old for new, old in zip(found, item, strict=True)) else item
        if not _is_record(item):
            return item
        done = self._done.get(id(item))
        if done is None:
            done = self._done[id(item)] = self._renamed(item)
        return done

    def _renamed(self, record: Any) -> Any:
        changed = {}
        for field in names(record):
            old = getattr(record, field)
            new = self._field(record, field, old)
            if new is not old:
                changed[field] = new
        return replace(record, **changed) if changed else record

    def _field(self, record: Any, field: str, value: Any) -> Any:
        if field == "file" and isinstance(value, str):
            return self._name(value)
        if field in ("name", "files") and type(record).__name__ == "Stack":
            return self._name(value) if field == "name" else tuple(map(self._name, value))
        if field == "files":
            return value  # of a project: what patches are made from
        if field in _SENTENCES:
            return tuple(map(self._sentence, value)) if isinstance(value, tuple) else self._sentence(value)
        return self.of(value)

    def _name(self, name: str) -> str:
        # A context file lies beside what was asked about: ``../common/db.py``.
        prefix = self._prefix
        while name.startswith("../") and prefix:
            name, prefix = name[3:], prefix[: prefix.rstrip("/").rfind("/") + 1]
        return prefix + name if name not in ("", ".") else prefix.rstrip("/")

    def _sentence(self, text: Any) -> Any:
        if not isinstance(text, str):
            return self.of(text)

        def named(found: Any) -> str:
            word: str = found[0]
            below = "/" in word and word.partition("/")[0] in self._tops
            # A file may be called like a word of ours (``build``).
            return self._name(word) if below or ("." in word and word in self._known) else word

        return _WORD.sub(named, text)


def _is_record(item: Any) -> bool:
    return hasattr(type(item), "__record_names__") and type(item).__module__ != _VALUES


def _files(analysis: object) -> Iterator[str]:
    """Names of files of an analysis."""
    pending: list[Any] = [analysis]
    seen: set[int] = set()
    while pending:
        item = pending.pop()
        if isinstance(item, tuple):
            pending += item
        elif isinstance(item, (Span, Skipped)):
            yield item.file
        elif _is_record(item) and id(item) not in seen:
            seen.add(id(item))
            pending += [getattr(item, field) for field in names(item)]
    infrastructure = getattr(analysis, "infrastructure", None)
    if infrastructure is not None and infrastructure.files is not None:
        yield from infrastructure.files.names
