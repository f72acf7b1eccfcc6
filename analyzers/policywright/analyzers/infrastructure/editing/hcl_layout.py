"""Keeps a Terraform file laid out as ``terraform fmt`` does, where it was: indentation and columns of signs.

An edit moves what is beside it: an argument that gets several lines leaves the column of its neighbours, and
``}, {`` stands where the brackets put it. Whoever checks the layout of a change would refuse one that doesn't
say so. A block that is laid out by hand stays so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policywright.knowledge.records import dataclass

_WIDTH = 2
_HEREDOC = re.compile(r"<<-?([A-Za-z_][\w-]*)\s*\Z")
_END = "*/"
_SIGNS = frozenset(("==", "=>", "<=", ">=", "!="))


@dataclass(slots=True, eq=False)
class _Line:
    """A line: what is before the sign, that and what follows, and a comment behind; or as it is (``raw``).

    ``brackets`` is how many more it opens than it closes.
    """

    lead: str
    assign: str = ""
    comment: str = ""
    brackets: int = 0
    raw: bool = False


def laid_out(before: str, after: str) -> str:
    """The text after an edit; the blocks that it changed as ``terraform fmt`` has them, if they were so."""
    if "\r" in after:
        return after
    old, new = list(_blocks(before)), list(_blocks(after))
    there, left = {text for _, text in old}, {text for _, text in new}
    gone: dict[str, list[str]] = {}
    for head, text in old:
        # Of several that begin alike (``locals {``, an empty line), what is still there was not changed.
        if text not in left:
            gone.setdefault(head, []).append(text)
    parts: list[str] = []
    for head, text in new:
        as_it_was = text in there or any(formatted(had) != had for had in gone.get(head, ()))
        parts.append(text if as_it_was else formatted(text))
    return "".join(parts)


def formatted(text: str) -> str:
    """Lines with the indentation and the columns that ``terraform fmt`` gives them."""
    lines = _lines(text)
    _indent(lines)
    _align(lines)
    return "\n".join(line.lead + line.assign + line.comment for line in lines)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """The top-level blocks with their first lines, and what is between them."""
    depth = 0
    block: list[str] = []
    for source, line in zip(text.splitlines(keepends=True), _lines(text), strict=False):
        if depth == 0 and line.brackets > 0 and not line.raw and block:
            yield block[0], "".join(block)
            block = []
        block.append(source)
        depth += 0 if line.raw else line.brackets
        if depth == 0 and (line.brackets < 0 and not line.raw):
            yield block[0], "".join(block)
            block = []
    if block:
        yield block[0], "".join(block)


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    marker = ""
    for source in text.split("\n"):
        if marker:
            found.append(_Line(source, raw=True))
            ends = marker in source if marker == _END else source.strip() == marker
            marker = "" if ends else marker
            continue
        line = _line(source)
        found.append(line)
        remark = line.comment or line.lead
        opened = _HEREDOC.search(source[: len(source) - len(line.comment)])
        if remark.startswith("/*") and _END not in remark:
            marker = _END
        elif opened is not None:
            marker = opened[1]
    return found


def _line(source: str) -> _Line:
    """A line in parts: the first ``=`` of it, unless what follows goes on in the next ones, and a comment."""
    sign, brackets, behind, comment = -1, 0, 0, len(source)
    for at, token in _tokens(source):
        if token in "#/":
            comment = at
            break
        if token == "=":
            if sign < 0 and source[:at].strip():
                sign = at
        else:
            change = 1 if token in "([{" else -1
            brackets += change
            behind += change if sign >= 0 else 0
    body, remark = source[:comment].rstrip(), source[comment:]
    if not body:
        return _Line(remark.lstrip())
    if sign < 0:
        return _Line(body.strip(), comment=remark, brackets=brackets)
    name, value = body[:sign].strip(), body[sign:]
    if behind:
        return _Line(f"{name} {value}", comment=remark, brackets=brackets)
    return _Line(name, value, remark, brackets)


def _tokens(source: str) -> Iterator[tuple[int, str]]:
    """Where a line has ``=`` alone, brackets and the beginning of a comment, outside of strings."""
    strings: list[bool] = [False]
    at = 0
    while at < len(source):
        one, two = source[at], source[at : at + 2]
        if strings[-1]:
            if one == "\\" or two in ("$$", "%%"):
                at += 1
            elif one == '"':
                strings.pop()
            elif two in ("${", "%{"):
                strings.append(False)
                at += 1
        elif one == '"':
            strings.append(True)
        elif one == "}" and len(strings) > 1:
            strings.pop()
        elif one == "{" and len(strings) > 1:
            # An object in an interpolation, whose brace would end that.
            strings.append(False)
        elif len(strings) > 1:
            pass
        elif two in _SIGNS:
            at += 1
        elif one == "#" or two in ("//", "/*"):
            yield at, one
            return
        elif one in "=()[]{}":
            yield at, one
        at += 1


def _indent(lines: Sequence[_Line]) -> None:
    """What opens several brackets in a line goes one step further in, and back where that many are closed."""
    opened: list[int] = []
    for line in lines:
        if line.raw or not line.lead:
            continue
        if line.brackets < 0:
            closed = -line.brackets
            while closed and opened:
                least = min(closed, opened[-1])
                closed -= least
                opened[-1] -= least
                if not opened[-1]:
                    opened.pop()
        line.lead = " " * (_WIDTH * len(opened)) + line.lead
        if line.brackets > 0:
            opened.append(line.brackets)


def _align(lines: Sequence[_Line]) -> None:
    """Signs of neighbouring lines stand in one column, and so do the comments behind them.

    What a heredoc has in it is part of the line that opens it.
    """
    lines = [line for line in lines if not line.raw]
    for chain in _chains([bool(line.assign) for line in lines]):
        width = max(len(lines[at].lead) for at in chain)
        for at in chain:
            lines[at].assign = " " * (width + 1 - len(lines[at].lead)) + lines[at].assign
    for chain in _chains([bool(line.comment) for line in lines]):
        width = max(len(lines[at].lead) + len(lines[at].assign) for at in chain)
        for at in chain:
            line = lines[at]
            line.comment = " " * (width + 1 - len(line.lead) - len(line.assign)) + line.comment


def _chains(marked: Sequence[bool]) -> Iterator[list[int]]:
    chain: list[int] = []
    for at, one in enumerate(marked):
        if one:
            chain.append(at)
        elif chain:
            yield chain
            chain = []
    if chain:
        yield chain
