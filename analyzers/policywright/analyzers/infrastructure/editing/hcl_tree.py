"""A Terraform file for editing: its syntax nodes with the way to each, and shapes that compare.

``terraform.syntax`` counts bytes; everything here counts characters of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, TypeAlias

from policywright.analyzers.infrastructure.model import Path
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.parse import parse
from policywright.knowledge.records import names

Shape: TypeAlias = Any
_POSITIONS = frozenset(("file", "start", "end", "path", "offsets", "body"))
_LINE_COMMENT = re.compile(r"[ \t]*(?:#|//)")
_BEHIND = re.compile(r"[ \t]*(,?)[ \t]*((?:#|//)[^\n]*|/\*[^\n]*?\*/[ \t]*)?(?=\r?\n|\Z)")
_KEY = re.compile(r'("(?:[^"\\]|\\.)*"|[^\s=:{},]+|\([^()]*\))[ \t]*([=:])\s*\(*\s*\Z')


class Source:
    """The text of a ``.tf`` file and its blocks."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.document = parse("", text)
        if self.document.errors:
            raise Refused("the file has errors of syntax")

    @cached_property
    def _offsets(self) -> list[int] | None:
        """The offset in bytes of every character; None when they are the same."""
        if self.text.isascii():
            return None
        found, at = [], 0
        for character in self.text:
            found.append(at)
            at += len(character.encode("utf-8", "surrogatepass"))
        return [*found, at]

    def start(self, node: s.Node) -> int:
        return self._character(node.start)

    def end(self, node: s.Node) -> int:
        return self._character(node.end)

    def _character(self, byte: int) -> int:
        from bisect import bisect_left

        return byte if self._offsets is None else bisect_left(self._offsets, byte)

    def source(self, node: s.Node) -> str:
        """The text of a node."""
        return self.text[self.start(node) : self.end(node)]

    def way(self, path: Path) -> list[s.Node]:
        """The nodes from the top to a path; ``Refused`` when there is none.

        An attribute comes before its value, which has the same path: the value counts.
        """
        found: list[s.Node] = []
        level: list[s.Node] = [*self.document.blocks]
        while True:
            inner = next((one for one in level if path[: len(one.path)] == one.path), None)
            if inner is None:
                break
            found.append(inner)
            level = list(children(inner))
        if not found or found[-1].path != path:
            raise Refused("there is nothing at that place any more")
        return found

    # Lines -----------------------------------------------------------------------------------------------

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def next_line(self, index: int) -> int:
        found = self.text.find("\n", index)
        return len(self.text) if found < 0 else found + 1

    def indentation(self, index: int) -> str:
        """The white space that the line of an offset begins with."""
        line = self.line_start(index)
        end = line
        while end < len(self.text) and self.text[end] in " \t":
            end += 1
        return self.text[line:end]

    def begins_line(self, index: int) -> bool:
        return not self.text[self.line_start(index) : index].strip()

    def behind(self, index: int) -> re.Match[str] | None:
        """A comma and a comment after an offset when nothing else is on its line."""
        return _BEHIND.match(self.text, index)

    def lines(self, start: int, end: int) -> tuple[int, int] | None:
        """The whole lines of a node, with the comments right above; None when it shares a line."""
        behind = self.behind(end)
        if not self.begins_line(start) or behind is None:
            return None
        indentation = self.indentation(start)
        first = self.line_start(start)
        while first:
            above = self.line_start(first - 1)
            line = self.text[above : first - 1]
            if not line.startswith(indentation) or not _LINE_COMMENT.match(line):
                break
            if line[len(indentation) : len(indentation) + 1] in (" ", "\t"):
                break
            first = above
        return first, self.next_line(behind.end())

    def key_start(self, node: s.Node, floor: int) -> int:
        """Where the key of an object's element starts, given its value and the end of what is before."""
        start = self.start(node)
        found = _KEY.search(self.text, floor, start) if floor <= start else None
        if found is None:
            raise Refused("the object is written in a form that is not edited")
        return found.start()

    def key_style(self, node: s.Node, floor: int) -> tuple[bool, str]:
        """Whether that key is quoted, and its sign."""
        found = _KEY.search(self.text, floor, self.start(node))
        return (False, "=") if found is None else (found[1].startswith('"'), found[2])


def children(node: s.Node) -> Iterator[s.Node]:
    """The nodes right below."""
    for one in names(node):
        if one not in _POSITIONS:
            yield from _nodes(getattr(node, one))


def _nodes(value: object) -> Iterator[s.Node]:
    if isinstance(value, s.Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)


def shape(value: object, inner: Callable[[object], Shape] | None = None) -> Shape:
    """A node without its place; ``inner`` gives the shape of what is in it."""
    inner = inner or shape
    if isinstance(value, tuple):
        return tuple(inner(item) for item in value)
    if hasattr(type(value), "__record_names__"):
        named: Any = value
        parts = [inner(getattr(named, one)) for one in names(named) if one not in _POSITIONS]
        return (type(value).__name__, *parts)
    return value


def expression_shape(text: str) -> Shape:
    """The shape of an expression's source."""
    document = parse("", f"x = {text}\n")
    if document.errors or len(document.attributes) != 1:
        raise Refused("the new value can't be written in Terraform's language")
    return shape(document.attributes[0].value)


def block_shape(text: str) -> Shape:
    document = parse("", text + "\n")
    if document.errors or len(document.blocks) != 1:
        raise Refused("the new block can't be written in Terraform's language")
    return shape(document.blocks[0])
