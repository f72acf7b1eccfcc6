"""Changes to a Terraform file, as splices of its text and as the shape that must come out.

Like ``yaml_changes``, for HCL: what happens to which node is collected, turned into splices of characters,
and the new text is parsed and compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from policywright.analyzers.infrastructure.editing.hcl_text import (
    HclData,
    HclStyle,
    key_text,
    value_text,
)
from policywright.analyzers.infrastructure.editing.hcl_tree import (
    Shape,
    Source,
    block_shape,
    children,
    expression_shape,
    shape,
)
from policywright.analyzers.infrastructure.editing.yaml_changes import Splice
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.knowledge.records import dataclass, field


@dataclass(slots=True, eq=False)
class HclChanges:
    """What happens to the nodes of a file; keys are ``id(node)`` (two nodes may be equal)."""

    source: Source
    dropped: set[int] = field(default_factory=set)
    """Blocks, attributes, elements of tuples, and (by their values) elements of objects."""
    replaced: dict[int, HclData] = field(default_factory=dict)
    appended: dict[int, list[HclData]] = field(default_factory=dict)
    """To tuples."""
    added: dict[int, list[tuple[int, str, HclData]]] = field(default_factory=dict)
    """To objects and blocks: after the element or attribute with that index, key and value."""
    blocks: dict[int, list[str]] = field(default_factory=dict)
    """To blocks: nested blocks at the end, as text without indentation of their own lines' context."""
    after: dict[int, list[str]] = field(default_factory=dict)
    """Blocks behind a block of the file."""
    wrapped: set[int] = field(default_factory=set)
    """Objects that become a tuple of one."""

    def append(self, node: s.Node, values: Sequence[HclData]) -> None:
        """More elements of a tuple, each once."""
        some = self.appended.setdefault(id(node), [])
        some.extend(one for one in values if one not in some)

    # What the new text says -----------------------------------------------------------------------------

    def shape(self) -> Shape:
        blocks: list[Shape] = []
        for block in self.source.document.blocks:
            if id(block) not in self.dropped:
                blocks.append(self._shape(block))
            blocks.extend(block_shape(text) for text in self.after.get(id(block), ()))
        return (tuple(blocks), shape(self.source.document.attributes))

    def _shape(self, value: object) -> Shape:
        if isinstance(value, s.Node) and id(value) in self.replaced:
            return expression_shape(value_text(self.replaced[id(value)], "", HclStyle()))
        match value:
            case s.Tuple():
                items = [self._shape(item) for item in value.items if id(item) not in self.dropped]
                items += [
                    expression_shape(value_text(one, "", HclStyle()))
                    for one in self.appended.get(id(value), ())
                ]
                return ("Tuple", tuple(items))
            case s.Object():
                found: list[Shape] = []
                for index, (key, item) in enumerate(value.items):
                    if id(item) not in self.dropped:
                        found.append((shape(key), self._shape(item)))
                    found.extend(self._added_shapes(value, index))
                new = ("Object", tuple(found))
                if id(value) not in self.wrapped:
                    return new
                more = [
                    expression_shape(value_text(one, "", HclStyle()))
                    for one in self.appended.get(id(value), ())
                ]
                return ("Tuple", (new, *more))
            case s.Block():
                attributes: list[Shape] = []
                for index, attribute in enumerate(value.attributes):
                    if id(attribute) not in self.dropped:
                        attributes.append(("Attribute", attribute.name, self._shape(attribute.value)))
                    attributes.extend(("Attribute", *one) for one in self._added_shapes(value, index))
                blocks = [self._shape(one) for one in value.blocks if id(one) not in self.dropped]
                blocks += [block_shape(text) for text in self.blocks.get(id(value), ())]
                return ("Block", value.type, value.labels, tuple(attributes), tuple(blocks))
        return shape(value, self._shape)

    def _added_shapes(self, node: s.Node, index: int) -> Iterator[tuple[Shape, Shape]]:
        for after, key, data in self.added.get(id(node), ()):
            if after == index:
                yield key, expression_shape(value_text(data, "", HclStyle()))

    # Where -----------------------------------------------------------------------------------------------

    def splices(self) -> list[Splice]:
        found: list[Splice] = []
        for block in self.source.document.blocks:
            if id(block) in self.dropped:
                found.append(self._block_lines(block))
            else:
                found.extend(self._walk(block))
            if texts := self.after.get(id(block)):
                found.append(self._behind(block, texts))
        joined: list[Splice] = []
        for one in sorted(found):
            last = joined[-1] if joined else None
            both_go = last is not None and not last.text and not one.text
            if last is None or one.start > last.end or (one.start == last.end and not both_go):
                joined.append(one)
            elif not both_go:
                raise Refused("two edits meet in the same place")
            else:
                # Neighbours that go, each with the blank line between them.
                joined[-1] = Splice(last.start, max(last.end, one.end), "")
        joined = [self._keeping_apart(one) for one in joined]
        text = self.source.text
        if joined and joined[-1].end == len(text) and not joined[-1].text:
            # What goes at the end of the file takes the blank lines before it along.
            last = joined[-1]
            kept = len(text[: last.start].rstrip())
            start = max(self.source.next_line(kept), joined[-2].end if len(joined) > 1 else 0)
            joined[-1] = Splice(min(start, last.start), last.end, "")
        return joined

    def _keeping_apart(self, gone: Splice) -> Splice:
        """What goes, with one of the two blank lines around it: what stays is apart, and not by two."""
        text, first = self.source.text, self.source.next_line(gone.start)
        if gone.text or self.source.line_start(gone.start) != gone.start or not first < gone.end:
            return gone
        last = self.source.line_start(gone.end - 1)
        if not text[gone.start : first].strip() and not text[last : gone.end].strip():
            return Splice(first, gone.end, "")
        above = text[self.source.line_start(gone.start - 1) : gone.start] if gone.start else ""
        below = text[gone.end : self.source.next_line(gone.end)]
        if above and below and not above.strip() and not below.strip():
            return Splice(gone.start, gone.end + len(below), "")
        return gone

    def _walk(self, node: s.Node) -> Iterator[Splice]:
        """The splices of a node that stays."""
        if id(node) in self.replaced:
            yield self._replaced(node)
            return
        match node:
            case s.Block():
                yield from self._block(node)
            case s.Attribute(value=value):
                yield from self._walk(value)
            case s.Tuple():
                yield from self._tuple(node)
            case s.Object():
                yield from self._object(node)
            case _:
                for one in children(node):
                    yield from self._walk(one)

    def _replaced(self, node: s.Node) -> Splice:
        source = self.source
        start = source.start(node)
        text = value_text(self.replaced[id(node)], source.indentation(start), self._style(node))
        return Splice(start, source.end(node), self._lines(text))

    def _lines(self, text: str) -> str:
        """The text with the file's line breaks."""
        return text.replace("\n", self.newline)

    @property
    def newline(self) -> str:
        at = self.source.text.find("\n")
        return "\r\n" if at > 0 and self.source.text[at - 1] == "\r" else "\n"

    def _style(self, node: s.Node) -> HclStyle:
        """How objects near a node are written: the one it is in, or the first in it."""
        pending: list[tuple[s.Node, int]] = []
        for outer in reversed(self._outer(node)):
            pending.append((outer, 0))
        pending.append((node, 0))
        for one, _ in pending:
            inner = one.items[0] if isinstance(one, s.Tuple) and one.items else one
            if isinstance(inner, s.Object) and inner.items:
                return self._object_style(inner)
        return HclStyle()

    def _outer(self, node: s.Node) -> list[s.Node]:
        return [one for one in self.source.way(node.path) if len(one.path) < len(node.path)]

    def _object_style(self, node: s.Object) -> HclStyle:
        source = self.source
        floor = source.start(node) + 1
        first = node.items[0][1]
        quoted, assign = source.key_style(first, floor)
        behind = source.text[source.end(first) :].lstrip()[:1]
        return HclStyle(quoted=quoted, assign=assign, commas=behind == "," and len(node.items) > 1)

    # Blocks ----------------------------------------------------------------------------------------------

    def _block_lines(self, block: s.Block) -> Splice:
        """A block that goes, with the blank line that kept it apart."""
        source = self.source
        whole = source.lines(source.start(block), source.end(block))
        if whole is None:
            raise Refused("the block shares a line with something else")
        start, end = whole
        text = source.text
        if not text[end : source.next_line(end)].strip() and end < len(text):
            end = source.next_line(end)
        elif start and not (above := text[source.line_start(start - 1) : start]).strip():
            start -= len(above)
        return Splice(start, end, "")

    def _behind(self, block: s.Block, texts: list[str]) -> Splice:
        source = self.source
        at = source.next_line(source.end(block))
        new = "".join(f"\n{text}\n" for text in texts)
        if at == len(source.text) and source.text[-1:] != "\n":
            new = "\n" + new.removesuffix("\n")
        return Splice(at, at, self._lines(new))

    def _block(self, block: s.Block) -> Iterator[Splice]:
        source = self.source
        for index, attribute in enumerate(block.attributes):
            if id(attribute) in self.dropped:
                whole = source.lines(source.start(attribute), source.end(attribute))
                if whole is None:
                    raise Refused("the argument shares a line with something else")
                yield Splice(*whole, "")
            else:
                yield from self._walk(attribute)
            new = [(key, data) for after, key, data in self.added.get(id(block), ()) if after == index]
            if new:
                yield self._attributes(attribute, new)
        for inner in block.blocks:
            if id(inner) in self.dropped:
                yield self._block_lines(inner)
            else:
                yield from self._walk(inner)
        if texts := self.blocks.get(id(block)):
            yield self._inside(block, texts)

    def _attributes(self, attribute: s.Attribute, new: list[tuple[str, HclData]]) -> Splice:
        """New attributes behind one of the block's."""
        source = self.source
        start, end = source.start(attribute), source.end(attribute)
        if source.lines(start, end) is None:
            raise Refused("the argument shares a line with something else")
        indentation = source.indentation(start)
        width = source.text[start : source.start(attribute.value)].find("=") - 1
        lines: list[str] = []
        for key, data in new:
            name = key if "\n" in source.text[start:end] else f"{key:<{max(width, 0)}}"
            lines.append(f"{indentation}{name} = {value_text(data, indentation, HclStyle())}\n")
        return self._at_line(source.next_line(end), "".join(lines))

    def _at_line(self, at: int, text: str) -> Splice:
        return Splice(at, at, self._lines(text))

    def _inside(self, block: s.Block, texts: list[str]) -> Splice:
        """Nested blocks before the closing brace, each after a blank line as formatted code has it."""
        source = self.source
        close = source.end(block) - 1
        if not source.begins_line(close):
            raise Refused("the block stands on one line")
        indentation = source.indentation(source.start(block)) + "  "
        line = source.line_start(close)
        lead = "" if not (block.attributes or block.blocks) else "\n"
        new = lead + "\n".join(_indented(text, indentation) + "\n" for text in texts)
        return self._at_line(line, new)

    # Tuples and objects ----------------------------------------------------------------------------------

    def _tuple(self, node: s.Tuple) -> Iterator[Splice]:
        gone = {index for index, item in enumerate(node.items) if id(item) in self.dropped}
        for index, item in enumerate(node.items):
            if index not in gone:
                yield from self._walk(item)
        new = self.appended.get(id(node), [])
        if not node.items:
            if new:
                text = value_text([*new], self.source.indentation(self.source.start(node)), HclStyle())
                yield Splice(self.source.start(node), self.source.end(node), self._lines(text))
            return
        if len(gone) == len(node.items) and not new:
            yield Splice(self.source.start(node), self.source.end(node), "[]")
            return
        cells = [(self.source.start(item), self.source.end(item)) for item in node.items]
        if len(gone) == len(cells) and not any(self.source.lines(*cell) for cell in cells):
            # On one line, the new ones take the place of all.
            indentation = self.source.indentation(cells[0][0])
            text = ", ".join(value_text(one, indentation, self._style(node)) for one in new)
            yield Splice(cells[0][0], cells[-1][1], self._lines(text))
            return
        yield from self._dropped_cells(cells, gone)
        if new:
            yield from self._appended_cells(node, cells, gone, new)

    def _dropped_cells(self, cells: list[tuple[int, int]], gone: set[int]) -> Iterator[Splice]:
        """Elements that go: their whole lines where they have some, else themselves with a comma."""
        source = self.source
        lines = {index: source.lines(*cells[index]) for index in gone}
        kept = [index for index in range(len(cells)) if index not in gone]
        for index in sorted(gone):
            whole = lines[index]
            if whole is not None:
                start = max(whole[0], source.next_line(cells[index - 1][1])) if index else whole[0]
                yield Splice(min(start, cells[index][0]), whole[1], "")
                continue
            if any(lines[other] is not None for other in gone):
                raise Refused("the list is written in a form that is not edited")
            before = [one for one in kept if one < index]
            if before:
                previous = index - 1
                yield Splice(cells[previous][1], cells[index][1], "")
            elif index + 1 < len(cells):
                yield Splice(cells[index][0], cells[index + 1][0], "")

    def _appended_cells(
        self, node: s.Tuple, cells: list[tuple[int, int]], gone: set[int], new: list[HclData]
    ) -> Iterator[Splice]:
        source = self.source
        style = self._style(node)
        start, end = cells[-1]
        last_gone = len(cells) - 1 in gone
        indentation = source.indentation(start)
        texts = [value_text(one, indentation, style) for one in new]
        behind = source.behind(end)
        if behind is None or not source.begins_line(start):
            end = max((cell[1] for index, cell in enumerate(cells) if index not in gone), default=0)
            if not end:
                raise Refused("the list is written in a form that is not edited")
            yield Splice(end, end, self._lines("".join(f", {text}" for text in texts)))
            return
        comma = bool(behind[1])
        if not comma and not last_gone:
            yield Splice(end, end, ",")
        body = f",\n{indentation}".join(texts)
        at = source.next_line(behind.end())
        yield Splice(at, at, self._lines(f"{indentation}{body}{',' if comma else ''}\n"))

    def _object(self, node: s.Object) -> Iterator[Splice]:
        source = self.source
        if id(node) in self.wrapped:
            yield Splice(source.start(node), source.start(node), "[")
            indentation = source.indentation(source.end(node) - 1)
            style = self._object_style(node) if node.items else HclStyle()
            more = "".join(
                f", {value_text(one, indentation, style)}" for one in self.appended.get(id(node), ())
            )
            yield Splice(source.end(node), source.end(node), self._lines(more) + "]")
        floor = source.start(node) + 1
        cells: list[tuple[int, int]] = []
        for _, item in node.items:
            cells.append((source.key_start(item, floor), source.end(item)))
            floor = source.end(item)
        gone = {index for index, (_, item) in enumerate(node.items) if id(item) in self.dropped}
        for index, (_, item) in enumerate(node.items):
            if index not in gone:
                yield from self._walk(item)
        if gone and len(gone) == len(cells):
            whole: dict[str, HclData] = {key: data for _, key, data in self.added.get(id(node), ())}
            text = value_text(whole, source.indentation(source.end(node) - 1), self._object_style(node))
            yield Splice(source.start(node), source.end(node), self._lines(text) if whole else "{}")
            return
        yield from self._dropped_cells(cells, gone)
        places: dict[int, list[tuple[str, HclData]]] = {}
        for after, key, data in self.added.get(id(node), ()):
            places.setdefault(after, []).append((key, data))
        for after, new in places.items():
            yield from self._added_cells(node, cells, after, new)

    def _added_cells(
        self, node: s.Object, cells: list[tuple[int, int]], after: int, new: list[tuple[str, HclData]]
    ) -> Iterator[Splice]:
        """New elements behind one of the object's, in one splice so that they keep their order."""
        source, style = self.source, self._object_style(node)
        start, end = cells[after]
        indentation = source.indentation(start)
        texts = [(key_text(key, style), value_text(data, indentation, style)) for key, data in new]
        behind = source.behind(end)
        if behind is None or not source.begins_line(start):
            short = "".join(f", {name} {style.assign} {value}" for name, value in texts)
            yield Splice(end, end, self._lines(short))
            return
        comma = bool(behind[1])
        if not comma and style.commas:
            yield Splice(end, end, ",")
        lines: list[str] = []
        for index, (name, value) in enumerate(texts):
            if "\n" not in source.text[start:end] and "\n" not in value:
                width = source.text[start : source.start(node.items[after][1])].find(style.assign) - 1
            else:
                width = 0
            follows = comma or (style.commas and index + 1 < len(texts))
            end_of_line = ",\n" if follows else "\n"
            lines.append(f"{indentation}{name:<{max(width, 0)}} {style.assign} {value}{end_of_line}")
        at = source.next_line(behind.end())
        yield Splice(at, at, self._lines("".join(lines)))


def _indented(text: str, indentation: str) -> str:
    return "\n".join(indentation + line if line else line for line in text.split("\n"))


__all__: list[Any] = ["HclChanges"]
