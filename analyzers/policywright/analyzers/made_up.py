"""Names of modules that are made up at run time, as far as the text of a call tells them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

ANYTHING = ".*"
"""The modules that a name may mean of which nothing is known, as a regular expression."""
NAMED = "named"
"""In place of such an expression: the modules that a text of the program names, wholly or their package."""
MAX_ARGUMENT = 400
"""Bytes of an argument that are read."""
_OPEN, _CLOSE, _QUOTES = b"([{", b")]}", b"\"'`"


def argument(data: bytes, start: int) -> str:
    """The first argument of a call, from behind its parenthesis on; empty where its end is not seen."""
    depth, quote = 0, 0
    for at in range(start, min(len(data), start + MAX_ARGUMENT)):
        byte = data[at]
        if quote:
            quote = 0 if byte == quote and data[at - 1] != ord("\\") else quote
        elif byte in _QUOTES:
            quote = byte
        elif byte in _OPEN:
            depth += 1
        elif byte in _CLOSE and depth:
            depth -= 1
        elif not depth and (byte in _CLOSE or byte == ord(",")):
            return data[start:at].decode("utf-8", "replace").strip()
    return ""


def literals(text: str) -> Iterator[tuple[int, int, str]]:
    """The literals of an expression: start, end, and what is between their quotes."""
    start = -1
    for at, character in enumerate(text):
        if start < 0 and character in "\"'`":
            start = at
        elif start >= 0 and character == text[start] and text[at - 1] != "\\":
            yield start, at + 1, text[start + 1 : at]
            start = -1


def meant(
    modules: Sequence[str], texts: Iterable[str], by_suffix: Callable[[str], Iterable[str]]
) -> Iterator[str]:
    """The modules, with dots in their names, that a text names: them, something in one, or their package.

    ``by_suffix`` gives those whose name ends in several words: the directories of sources may be left
    out. A text that ends in a dot may begin the name of what is at any depth below.
    """
    below: dict[str, list[str]] = {name: [] for name in modules}
    for name in modules:
        below.setdefault(name.rpartition(".")[0], []).append(name)

    def called(text: str) -> Iterator[str]:
        found = by_suffix(text) if "." in text else ()
        return (one for one in (text, *found) if one in below)

    found: dict[str, None] = {}
    for text in sorted(texts):
        whole = text.rstrip(".")
        for name in called(whole):
            found.update(dict.fromkeys((name, *below[name])))
            if text != whole:
                found.update(dict.fromkeys(one for one in modules if one.startswith(f"{name}.")))
        for _ in range(2):
            whole = whole.rpartition(".")[0]
            found.update(dict.fromkeys(called(whole)))
    return iter(found)
