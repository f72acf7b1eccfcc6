"""Changes to a tree of YAML or JSON, as splices of its text and as the shape that must come out.

A ``Changes`` collects what happens to which node; ``splices`` finds the characters of each, and ``shape``
says independently of them what the new text has to parse to. Nothing else of the text is touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from policywright.analyzers.infrastructure.editing.data import Data
from policywright.analyzers.infrastructure.editing.yaml_style import Style, Styles, scopes
from policywright.analyzers.infrastructure.editing.yaml_tree import (
    Document,
    Node,
    Shape,
    shape,
    text_shape,
)
from policywright.analyzers.infrastructure.editing.yaml_write import Writer
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.knowledge.records import dataclass, field

_COMMENT_AFTER = re.compile(r"([ \t]*,)?[ \t]*#[^\r\n]*")
_OPENING = re.compile(r"(?:[!&][^ \t\r\n]*[ \t\r\n]+)*[\[{]")


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """New text for the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Added:
    """A new entry of a mapping, after the entry with that index (-1: before all)."""

    after: int
    key: str
    value: Data


@dataclass(slots=True, eq=False)
class Changes:
    """What happens to the nodes of a document."""

    document: Document
    styles: Styles
    slots: dict[Node, dict[int, tuple[Data, ...]]] = field(default_factory=dict)
    """Elements of lists: what takes their place; nothing deletes them."""
    appended: dict[Node, list[Data]] = field(default_factory=dict)
    dropped: dict[Node, set[int]] = field(default_factory=dict)
    """Entries of mappings that go."""
    added: dict[Node, list[Added]] = field(default_factory=dict)
    values: dict[Node, Data] = field(default_factory=dict)
    """Values of mappings that are replaced."""

    # What the new text says -----------------------------------------------------------------------------

    def shape(self) -> Shape:
        return tuple(self._shape(root) for root in self.document.roots)

    def _shape(self, node: Node) -> Shape:
        if node in self.values:
            return self.writer(node).shape(self.values[node])
        if node.kind == "sequence":
            items: list[Shape] = []
            slots = self.slots.get(node, {})
            for index, item in enumerate(node.items):
                if index in slots:
                    items.extend(self.writer(node).shape(one) for one in slots[index])
                else:
                    items.append(self._shape(item))
            items.extend(self.writer(node).shape(one) for one in self.appended.get(node, ()))
            return ("sequence", node.tag, node.anchor, tuple(items))
        if node.kind == "mapping":
            pairs = [self._added_shapes(node, -1)]
            for index, (key, value) in enumerate(node.entries):
                kept = index not in self.dropped.get(node, ())
                pairs.append([(shape(key), self._shape(value))] if kept else [])
                pairs.append(self._added_shapes(node, index))
            return ("mapping", node.tag, node.anchor, tuple(pair for some in pairs for pair in some))
        return shape(node)

    def _added_shapes(self, node: Node, after: int) -> list[tuple[Shape, Shape]]:
        return [
            (text_shape(one.key), self.writer(node).shape(one.value))
            for one in self.added.get(node, ())
            if one.after == after
        ]

    def style(self, node: Node) -> Style:
        braces = node if node.flow else node.parent
        return self.styles.near(
            *scopes(node), json=braces is not None and braces.flow and _quotes_keys(braces)
        )

    def writer(self, node: Node) -> Writer:
        return Writer(self.style(node))

    # Where -----------------------------------------------------------------------------------------------

    def splices(self) -> list[Splice]:
        """The splices, sorted; ``Refused`` when two of them meet."""
        found: list[Splice] = []
        for node, data in self.values.items():
            if not self._is_gone(node.parent):
                found.extend(self._replaced_value(node, data))
        for node in dict.fromkeys([*self.slots, *self.appended]):
            if not self._is_gone(node):
                found.extend(self._flow_list(node) if node.flow else self._block_list(node))
        for node in dict.fromkeys([*self.dropped, *self.added]):
            if not self._is_gone(node):
                found.extend(self._flow_mapping(node) if node.flow else self._block_mapping(node))
        found.sort()
        for before, after in pairwise(found):
            if after.start < before.end:
                raise Refused("two edits meet in the same place")
        return found

    def _is_gone(self, node: Node | None) -> bool:
        """Whether the node is inside something that is deleted or replaced."""
        while node is not None:
            if node in self.values:
                return True
            parent = node.parent
            if parent is not None and (
                node.index in self.slots.get(parent, ()) or node.index in self.dropped.get(parent, ())
            ):
                return True
            node = parent
        return False

    # Block style -----------------------------------------------------------------------------------------

    def _block_list(self, node: Node) -> Iterator[Splice]:
        document, writer = self.document, self.writer(node)
        slots, appended = dict(self.slots.get(node, {})), list(self.appended.get(node, ()))
        last = len(node.items) - 1
        deleted = {index for index, values in slots.items() if not values}
        if appended and last in slots:
            slots[last] = (*slots[last], *appended)
            appended = []
        column = document.column(document.dash(node.items[0]))
        gap = self._gap(node, writer.style)
        flow_items = all(item.flow and item.kind == "mapping" for item in node.items)

        def lines(values: Sequence[Data]) -> list[str]:
            found: list[str] = []
            for value in values:
                if flow_items and isinstance(value, dict):
                    flow = Writer(self.style(node.items[0])).flow(value, " " * (column + gap))
                    found.append(" " * column + "-" + " " * (gap - 1) + flow)
                    continue
                first, *rest = writer.item_lines(value, column, gap)
                found.extend([" " * column + first, *rest])
            return found

        for index, values in slots.items():
            start = self._item_start(node, index, with_comments=index in deleted)
            end = self._after(node.items[index], column)
            yield self._lines(start, end, lines(values))
        if appended:
            end = self._after(node.items[last], column)
            yield self._lines(end, end, lines(appended))

    def _gap(self, node: Node, style: Style) -> int:
        for item in node.items:
            dash = self.document.dash(item)
            if not item.empty and self.document.line_start(item.start) == self.document.line_start(dash):
                return item.start - dash
        return style.gap

    def _item_start(self, node: Node, index: int, *, with_comments: bool) -> int:
        """The line where an element starts, with the comments right above it when they go too."""
        dash = self.document.dash(node.items[index])
        line = self.document.line_start(dash)
        if self.document.text[line:dash].strip(" "):
            raise Refused("the list starts in the middle of a line")
        if not with_comments:
            return line
        before = node.items[index - 1].end if index else node.start
        floor = self.document.next_line(before) if index else line
        if index == 0 and node.key is not None:
            floor = self.document.next_line(node.key.end)
        elif index:
            floor = self._after(node.items[index - 1], dash - line)
        return self._comments_above(line, dash - line, floor)

    def _comments_above(self, line: int, column: int, floor: int) -> int:
        """Where the comment lines start that stand right above a line, as far indented as it is."""
        document = self.document
        while line > floor:
            above = document.line_start(_before_break(document.text, line))
            if above < floor:
                break
            content = document.text[above : document.line_end(above)]
            if content[:column].strip(" ") or content[column : column + 1] != "#":
                break
            line = above
        return line

    def _blank_above(self, line: int, floor: int) -> int:
        """Where the empty lines start that stand right above a line: none of them ends a file."""
        document = self.document
        while line > floor:
            above = document.line_start(_before_break(document.text, line))
            if above < floor or document.text[above : document.line_end(above)].strip():
                break
            line = above
        return line

    def _after(self, node: Node, column: int) -> int:
        """Where the line after a node starts, past comment lines that are indented deeper than ``column``."""
        document = self.document
        position = document.next_line(node.end)
        while position < len(document.text):
            content = document.text[position : document.line_end(position)]
            bare = content.lstrip(" ")
            if not bare.startswith("#") or len(content) - len(bare) <= column:
                break
            position = document.next_line(position)
        return position

    def _lines(self, start: int, end: int, lines: list[str]) -> Splice:
        """Whole lines in place of whole lines."""
        return Splice(start, end, "".join(line + self.styles.newline for line in lines))

    def _block_mapping(self, node: Node) -> Iterator[Splice]:
        document = self.document
        first = node.entries[0][0]
        column = document.column(first.start)
        dropped = self.dropped.get(node, set())
        kept = [index for index in range(len(node.entries)) if index not in dropped]
        for index in sorted(dropped):
            key, value = node.entries[index]
            line = document.line_start(key.start)
            if document.text[line : key.start].strip(" "):
                if not kept or min(kept) < index:
                    raise Refused("the entry starts in the middle of a line")
                # ``- Sid: x``: the next entry that stays takes the place beside the dash.
                yield Splice(key.start, node.entries[min(kept)][0].start, "")
                continue
            if index and min(kept, default=0) > index and self._shares_line(node):
                continue
            floor = (
                self._after(node.entries[index - 1][1], column) if index else document.next_line(node.start)
            )
            if index == 0 and node.key is not None:
                floor = document.next_line(node.key.end)
            start = self._comments_above(line, column, min(floor, line))
            end = self._after(_longer(key, value), column)
            if end >= len(document.text):
                start = self._blank_above(start, floor)
            yield self._lines(start, end, [])
        by_place: dict[int, list[Added]] = {}
        for one in self.added.get(node, ()):
            by_place.setdefault(one.after, []).append(one)
        for after, some in by_place.items():
            lines: list[str] = []
            for one in some:
                head, *rest = self.writer(node).entry_lines(one.key, one.value, column)
                lines.extend([" " * column + head, *rest])
            if after < 0:
                raise Refused("an entry can't be added before the first")
            end = self._after(_longer(*node.entries[after]), column)
            yield self._lines(end, end, lines)

    def _shares_line(self, node: Node) -> bool:
        start = node.entries[0][0].start
        return bool(self.document.text[self.document.line_start(start) : start].strip(" "))

    def _replaced_value(self, node: Node, data: Data) -> Iterator[Splice]:
        document, parent, key = self.document, node.parent, node.key
        if parent is None or key is None:
            raise Refused("the whole file would be replaced")
        writer = self.writer(parent)
        if parent.flow:
            line = document.line_start(key.start)
            indentation = re.match(r"[ \t]*", document.text[line : key.start])
            text = writer.flow(data, indentation[0] if indentation else "")
            yield Splice(node.start, node.end, text if not node.empty else f" {text}")
            return
        if node.flow and isinstance(data, list | dict) and not self._belongs_in_block(node, data):
            yield Splice(node.start, node.end, self.writer(node).flow_yaml(data))
            return
        head, *rest = writer.entry_lines(key.value, data, document.column(key.start))
        text = head.removeprefix(f"{writer.key_text(key.value)}:")
        colon = document.text.index(":", key.end)
        if not rest:
            single = text.lstrip()
            if node.block or node.empty or node.style in ("|", ">"):
                yield Splice(colon + 1, node.end, f" {single}")
            else:
                yield Splice(node.start, node.end, single)
            return
        # What stands behind the value on its line (a comment) stays behind the key.
        end = node.end
        tail = ""
        if not node.block:
            end = document.line_end(node.end)
            tail = document.text[node.end : end].rstrip()
        newline = self.styles.newline
        yield Splice(colon + 1, end, text + tail + newline + newline.join(rest))

    def _belongs_in_block(self, node: Node, data: Data) -> bool:
        return not node.items and not node.entries and data != []

    # Flow style ------------------------------------------------------------------------------------------

    def _flow_list(self, node: Node) -> Iterator[Splice]:
        slots, appended = dict(self.slots.get(node, {})), list(self.appended.get(node, ()))
        last = len(node.items) - 1
        if appended and last in slots:
            slots[last] = (*slots[last], *appended)
            appended = []
        cells = [(item.start, item.end) for item in node.items]
        dropped = {index for index, values in slots.items() if not values}
        writer = self.writer(node)
        indentation, separator = self._layout(node, cells, writer.style)
        for index, values in slots.items():
            if values:
                text = separator.join(writer.flow(value, indentation) for value in values)
                yield Splice(*cells[index], text)
        yield from self._flow_dropped(cells, dropped)
        if appended:
            yield from self._flow_added(
                cells, last, [writer.flow(value, indentation) for value in appended], separator
            )

    def _flow_mapping(self, node: Node) -> Iterator[Splice]:
        cells = [(key.start, max(key.end, value.end)) for key, value in node.entries]
        writer = self.writer(node)
        dropped = self.dropped.get(node, set())
        indentation, separator = self._layout(node, cells, writer.style)
        yield from self._flow_dropped(cells, dropped)
        by_place: dict[int, list[str]] = {}
        for one in self.added.get(node, ()):
            after = max((index for index in range(one.after + 1) if index not in dropped), default=-1)
            if after < 0:
                raise Refused("an entry can't be added before the first")
            key = writer.key_text(one.key, flow=True)
            text = f"{key}{writer.style.colon}{writer.flow(one.value, indentation)}"
            by_place.setdefault(after, []).append(text)
        for after, texts in by_place.items():
            yield from self._flow_added(cells, after, texts, separator)

    def _layout(self, node: Node, cells: list[tuple[int, int]], style: Style) -> tuple[str, str]:
        """The indentation of the elements, and what stands between two."""
        document = self.document
        first = cells[0][0]
        line = document.line_start(first)
        before = document.text[line:first]
        if not before.strip() and line > document.line_start(node.start):
            return before, f",{style.newline}{before}"
        space = re.match(r"[ \t]*", before)
        return (space[0] if space else ""), style.comma

    def _flow_dropped(self, cells: list[tuple[int, int]], dropped: set[int]) -> Iterator[Splice]:
        text = self.document.text
        kept = [index for index in range(len(cells)) if index not in dropped]
        runs: list[list[int]] = []
        for index in sorted(dropped):
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index])
        for run in runs:
            if run[-1] + 1 < len(cells):
                yield Splice(cells[run[0]][0], cells[run[-1] + 1][0], "")
                continue
            if not kept:
                raise Refused("the list would be left empty")
            previous = cells[run[0] - 1][1]
            end = cells[run[-1]][1]
            if comment := re.match(r"[ \t]*#[^\r\n]*", text[end : end + 4096]):
                end += comment.end()
            behind = _COMMENT_AFTER.match(text, previous)
            if behind is None:
                yield Splice(previous, end, "")
            elif behind[1]:
                # A comment behind the last element that stays: only the comma before it goes.
                yield Splice(previous, previous + len(behind[1]), "")
                yield Splice(behind.end(), end, "")
            else:
                yield Splice(behind.end(), end, "")

    def _flow_added(
        self, cells: list[tuple[int, int]], after: int, texts: list[str], separator: str
    ) -> Iterator[Splice]:
        end = cells[after][1]
        comment = _COMMENT_AFTER.match(self.document.text, end)
        if comment is None or "\n" not in separator:
            yield Splice(end, end, "".join(separator + text for text in texts))
            return
        gap = separator.removeprefix(",")
        if comment[1]:
            more = after + 1 < len(cells) or self._has_trailing_comma(end)
            new = gap + separator.join(texts) + ("," if more else "")
            yield Splice(comment.end(), comment.end(), new)
            return
        yield Splice(end, end, ",")
        yield Splice(comment.end(), comment.end(), gap + separator.join(texts))

    def _has_trailing_comma(self, end: int) -> bool:
        return self.document.text[end:].lstrip()[:1] == ","


def _longer(key: Node, value: Node) -> Node:
    return value if value.end >= key.end else key


def _before_break(text: str, line: int) -> int:
    """Where the line break starts that ends the line above."""
    if line >= 2 and text[line - 2 : line] == "\r\n":
        return line - 2
    return max(line - 1, 0)


def _quotes_keys(node: Node) -> bool:
    """Whether braces here are JSON's: quoted keys, in this node or the nearest one that has keys."""
    current: Node | None = node
    while current is not None and current.flow:
        for key, _ in current.entries:
            return key.style == '"'
        for item in current.items:
            for key, _ in item.entries:
                return key.style == '"'
        current = current.parent
    return False


def spliced(text: str, splices: Sequence[Splice]) -> str:
    """The text with its splices (sorted, apart from each other)."""
    parts: list[str] = []
    position = 0
    for splice in splices:
        parts.append(text[position : splice.start])
        parts.append(splice.text)
        position = splice.end
    parts.append(text[position:])
    return "".join(parts)


__all__ = ["Added", "Changes", "Splice", "spliced"]
