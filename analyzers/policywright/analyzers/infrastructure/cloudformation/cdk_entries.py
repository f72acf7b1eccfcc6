"""The entry point that a CDK application's own source names for a construct, as far as it is written out.

A bundle that is minified without a source map tells nothing of what it was made of, and a file need not be
called like the construct. ``entry: path.join(__dirname, "../src/orders.ts")`` beside its id says it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.project import ProjectFiles, inside_root
from policywright.knowledge.regex import regex

_SOURCES = (".ts", ".tsx", ".mts", ".cts", ".js", ".mjs", ".cjs", ".py")
_ENTRY = regex(
    r"\bentry\s*[:=]\s*((?:[\w.]+\((?:[^()]|\([^()]*\))*\)|`[^`\n]*`|\"[^\"\n]*\"|'[^'\n]*'|[^,{}()\n`\"'])+)"
)
_TEXT = regex(r"\"([^\"\n]*)\"|'([^'\n]*)'|`([^`\n]*)`")
_BESIDE = regex(r"\$\{__dirname\}/?|\b(?:__dirname|import\.meta\.dirname)\b")
"""The directory of the source itself."""
_JOINED = regex(r"(?:path\.|posix\.)?(?:join|resolve)\b|\bprocess\.cwd\(\)|[\s,+()]")
"""What else may be in a path that is all written out; without the directory it is the application's."""
_MAX_ARGUMENTS = 4_000
"""Characters between a construct's id and what it is given: no more is looked at."""


def written_entry(files: ProjectFiles, names: list[str], project: str, construct: str) -> str | None:
    """The file that every construct of that id in these sources names as its entry."""
    id = construct.removesuffix("/Resource").rpartition("/")[2]
    if not id or not any(name.endswith(_SOURCES) for name in names):
        return None
    made = re.compile(rf"""\(\s*(?:this|self|scope|stack)\s*,\s*["'`]{re.escape(id)}["'`]\s*(?=[,)])""")
    found: set[str | None] = set()
    for name in names:
        text = files.text(name) if name.endswith(_SOURCES) else None
        if text is None or id not in text:
            continue
        for match in made.finditer(text):
            found.add(_entry(files, name, project, _arguments(text, match.start())))
    return found.pop() if len(found) == 1 else None


def _arguments(text: str, start: int) -> str:
    """What stands between the parentheses that open there."""
    depth = 0
    for at, one in enumerate(text[start : start + _MAX_ARGUMENTS], start):
        depth += (one in "({[") - (one in ")}]")
        if not depth:
            return text[start:at]
    return ""


def _entry(files: ProjectFiles, source: str, project: str, arguments: str) -> str | None:
    """The file of an ``entry`` that is written out."""
    entries = _ENTRY.findall(arguments)
    if len(entries) != 1:
        return None
    written: str = entries[0]
    beside = _BESIDE.search(written) is not None
    parts = [_BESIDE.sub("", part) for part in _texts(written)]
    rest = _BESIDE.sub("", _TEXT.sub("", written))
    if not parts or _JOINED.sub("", rest) or any("${" in part or "{" in part for part in parts):
        return None
    base = posixpath.dirname(source) if beside else project
    name = inside_root(posixpath.join(base, *(part.lstrip("/") for part in parts)))
    return name if name is not None and files.has(name) else None


def _texts(written: str) -> Iterator[str]:
    for one in _TEXT.finditer(written):
        yield next(part for part in one.groups() if part is not None)
