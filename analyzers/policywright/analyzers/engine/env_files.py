"""Files of environment variables (``.env``) that a program loads over what is set.

What such a file beside the code has is what is set. Where there is none, a build may write one: then any
variable may be set to anything, as by a file outside of the code or of a path that nobody knows.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine import variables
from policywright.analyzers.engine.values import Known, Value, is_text, options, text_parts
from policywright.analyzers.model import UnresolvedCode
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

DEFAULT = Known(".env")
"""The file that all loaders take where none is named."""
_CODE = "/var/task/"
"""Where the code of a function lies: AWS Lambda developer guide, "Using environment variables"."""
_LINE = regex(r"\s*(?:export\s+)?([A-Za-z_]\w*)\s*[=:]\s*(.*?)\s*\Z")
_QUOTES = "\"'`"
_NOT_HERE = "{} is loaded over what variables are set to, and is not here: what they are is not certain"


def load(run: Interpreter, paths: Iterable[Value], pos: ir.Pos) -> None:
    """Sets what files have that the program loads."""
    for path in paths:
        for option in options(path):
            if not _load(run, option):
                variables.put(run, None, None)
                known = isinstance(option, Known) and str(option.value)
                run.unresolved(pos, UnresolvedCode.VARIABLES, _NOT_HERE, name=known or "a file")


def _load(run: Interpreter, path: Value) -> bool:
    """Sets what the files have that a path may be of; whether one of them lies where the code looks."""
    pattern = _pattern(path)
    if pattern is None:
        return False
    there, here = False, posixpath.dirname(_file(run))
    for place in sorted(run.program.auxiliary):
        directory, file = posixpath.split(place)
        if not pattern.fullmatch(file):
            continue
        there = there or not directory or f"{here}/".startswith(f"{directory}/")
        for name, value in _entries(run.program.auxiliary[place].decode("utf-8", "replace")):
            variables.put(run, Known(name), None if value is None else Known(value))
    return there


def _file(run: Interpreter) -> str:
    """The file whose code loads."""
    source = run.program.files.get(run.frame.module)
    return (source.place or source.name) if source is not None else ""


def _pattern(path: Value) -> re.Pattern[str] | None:
    """How a file is called that has this path; None where that may be anything."""
    if not is_text(path):
        return None
    parts = text_parts(path)
    first = parts[0] if parts else ""
    if isinstance(first, str) and first.startswith("/") and len(parts) == 1 and not first.startswith(_CODE):
        return None
    found: list[str] = []
    for part in reversed(parts):
        if not isinstance(part, str):
            found.append(r"[^/]*")
            continue
        _, slash, last = part.rpartition("/")
        found.append(re.escape(last))
        if slash:
            break
    name = "".join(reversed(found))
    return regex(name) if name.replace(r"[^/]*", "") else None


def _entries(text: str) -> Iterator[tuple[str, str | None]]:
    """The variables of a file; None for what is made of others, or goes on in the next line."""
    for line in text.splitlines():
        found = _LINE.match(line)
        if found is None:
            continue
        value = found[2]
        quote = value[:1] if value[:1] in _QUOTES else ""
        if quote:
            inner, closed, _ = value[1:].partition(quote)
            plain = closed and "\\" not in inner and ("$" not in inner or quote == "'")
            yield found[1], inner if plain else None
        else:
            value = re.split(r"\s#", value, maxsplit=1)[0].rstrip()
            yield found[1], None if "$" in value else value
