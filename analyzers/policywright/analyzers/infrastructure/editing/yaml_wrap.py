"""A single value where a list may stand (``Statement:`` with one mapping, ``Policies: AWSLambdaExecute``),
made a list.

This comes before the other edits, so that they find a list. All else of the text stays, and the result is
compared with what it must say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.editing.yaml_changes import Splice, spliced
from policywright.analyzers.infrastructure.editing.yaml_style import Style, Styles, scopes
from policywright.analyzers.infrastructure.editing.yaml_tree import (
    Document,
    Node,
    Shape,
    find,
    parse,
    shape,
)
from policywright.analyzers.infrastructure.model import Path
from policywright.analyzers.infrastructure.refusal import Refused


def wrapped(document: Document, paths: list[Path]) -> Document:
    """The document with the values at these paths as lists of one. ``Refused`` when one can't be."""
    for path in sorted(dict.fromkeys(paths), key=len):
        node = find(document, path)
        if node.kind == "sequence":
            continue
        text = spliced(document.text, sorted(_splices(document, node)))
        after = parse(text)
        if after.shape() != tuple(_shape(root, node) for root in document.roots):
            raise Refused(f"{path[-1]} can't be made a list without changing more")
        document = after
    return document


def _shape(node: Node, target: Node) -> Shape:
    if node is target:
        return ("sequence", None, None, (shape(node),))
    match node.kind:
        case "sequence":
            return ("sequence", node.tag, node.anchor, tuple(_shape(item, target) for item in node.items))
        case "mapping":
            pairs = tuple((shape(key), _shape(value, target)) for key, value in node.entries)
            return ("mapping", node.tag, node.anchor, pairs)
    return shape(node)


def _splices(document: Document, node: Node) -> Iterator[Splice]:
    key = node.key
    if key is None or node.parent is None:
        raise Refused("the value stands in no mapping")
    json = node.parent.flow
    style = Styles(document).near(*scopes(node), json=json)
    if node.parent.flow or (node.flow and "\n" in document.text[node.start : node.end]):
        yield from _in_brackets(document, node, style)
    elif node.block:
        yield from _below_dash(document, node, key, style)
    else:
        colon = document.text.index(":", key.end)
        column = document.column(key.start) + style.dash
        text = style.newline + " " * column + "-" + " " * (style.gap - 1)
        yield Splice(colon + 1, node.start, text)


def _below_dash(document: Document, node: Node, key: Node, style: Style) -> Iterator[Splice]:
    """``Effect: Allow`` becomes ``- Effect: Allow``, and the lines below follow it."""
    text = document.text
    first = node.entries[0][0] if node.entries else node
    if first.start != node.start:
        raise Refused("the value has an anchor or a tag")
    column = document.column(first.start)
    dash = document.column(key.start) + style.dash
    dash = max(dash, column - style.gap)
    line = document.line_start(first.start)
    if text[line : first.start].strip(" "):
        raise Refused("the value starts in the middle of a line")
    yield Splice(line, first.start, " " * dash + "-" + " " * (style.gap - 1))
    yield from _shifted(document, line, node.end, " " * (dash + style.gap - column))


def _in_brackets(document: Document, node: Node, style: Style) -> Iterator[Splice]:
    text = document.text
    if "\n" not in text[node.start : node.end]:
        yield Splice(node.start, node.start, f"[{style.pad}")
        yield Splice(node.end, node.end, f"{style.pad}]")
        return
    line = document.line_start(node.start)
    space = re.match(r"[ \t]*", text[line : node.start])
    indentation = space[0] if space else ""
    yield Splice(node.start, node.start, f"[{style.newline}{indentation}{style.unit}")
    yield from _shifted(document, line, node.end, style.unit)
    yield Splice(node.end, node.end, f"{style.newline}{indentation}]")


def _shifted(document: Document, line: int, end: int, by: str) -> Iterator[Splice]:
    """The lines after the first, up to an offset, further to the right."""
    position = document.next_line(line)
    while by and position < end:
        if document.text[position : document.line_end(position)].strip():
            yield Splice(position, position, by)
        position = document.next_line(position)


__all__ = ["wrapped"]
