"""Commands that start other commands: which these are, and with which words.

``started`` is about what only stands before a command (``sudo``, ``xargs``), ``others`` about programs that
do something themselves and start another one (``chamber exec``, ``find -exec``), ``text_of`` about a text
that the shell itself runs (``eval``, ``trap``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policywright.analyzers.commands.before import before
from policywright.knowledge import texts
from policywright.knowledge.values import Const, Hole, Text, Unknown, Value

TEXTS = frozenset(("eval", "trap"))
_BEHIND = {"chamber": "exec"}
"""Programs that start what stands behind ``--``, by their subcommand."""
_EACH = frozenset(("-exec", "-execdir", "-ok", "-okdir"))
_ENDS = frozenset((";", "\\;", "+"))
_FOUND = "{}"


def started(values: tuple[Value, ...], words: Sequence[str]) -> tuple[Value, ...]:
    """The command without what stands before it; what ``xargs`` puts into it is not known."""
    passed = before(words)
    rest = values[passed.count :]
    if "xargs" not in passed.names:
        return rest
    mark = _mark(words[: passed.count])
    return tuple(_without(one, mark) for one in rest) if mark else (*rest, Unknown("arguments"))


def _mark(words: Sequence[str]) -> str | None:
    """What stands for an argument: ``-I {}``, ``-I{}``."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word.startswith("-I"):
            return word[2:] or following
    return _FOUND if "-i" in words else None


def _without(value: Value, mark: str) -> Value:
    """A word in which something that is not known stands in the place of the mark."""
    if not isinstance(value, Const | Text):
        return value
    pieces: list[str | Hole] = []
    for part in texts.parts(value):
        if isinstance(part, Hole):
            pieces.append(part)
            continue
        for index, piece in enumerate(part.split(mark)):
            pieces += [Hole(kind="unknown")] if index else []
            pieces.append(piece)
    return texts.join(pieces)


def others(words: Sequence[str], values: tuple[Value, ...]) -> Iterator[tuple[Value, ...]]:
    """What a command starts besides what it does itself."""
    name = words[0].rpartition("/")[2]
    if name in _BEHIND and _BEHIND[name] in words[1:] and "--" in words:
        yield values[words.index("--") + 1 :]
    if name == "find":
        for at, word in enumerate(words):
            if word in _EACH:
                end = next((end for end in range(at, len(words)) if words[end] in _ENDS), len(words))
                yield tuple(_without(value, _FOUND) for value in values[at + 1 : end])


def text_of(words: Sequence[str]) -> str | None:
    """The commands that ``eval`` and ``trap`` are told; None where that is not known."""
    if words[0] == "eval":
        return " ".join(words[1:]) if len(words) > 1 and not words[1].startswith("$") else None
    return words[1] if len(words) > 1 and " " in words[1] else None
