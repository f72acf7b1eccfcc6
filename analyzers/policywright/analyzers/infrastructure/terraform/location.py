"""Finding a node of a file again by its path; see the package's docstring for what paths look like."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from policywright.analyzers.infrastructure.model import Path
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.jsontext import JSON_STEP, json_of, json_of_text
from policywright.analyzers.infrastructure.terraform.parse import parse, parse_template

_KINDS: dict[type, str] = {
    s.Literal: "literal", s.Template: "template", s.Object: "object", s.Tuple: "tuple", s.Call: "call",
    s.Name: "reference", s.GetAttr: "reference", s.Index: "reference", s.Splat: "reference",
}  # fmt: skip
_JSON_KINDS: dict[type, str] = {s.Object: "json-object", s.Tuple: "json-array"}


def locate(text: str, path: Path, *, whole: bool = False) -> tuple[int, int, str] | None:
    """Byte range and kind of the node at a path."""
    data = text.encode("utf-8", "surrogatepass")
    node, parent = _find(text, path)
    if node is None:
        return None
    if isinstance(node, s.Block):
        return node.start, node.end, "block"
    if whole and isinstance(parent, s.Block):
        found = parent.attribute(str(path[-1]))
        return None if found is None else (found.start, found.end, "attribute")
    if whole and isinstance(parent, s.Object):
        start = _key_start(data, parent, node)
        return None if start is None else (start, node.end, "element")
    if JSON_STEP in path:
        return node.start, node.end, _JSON_KINDS.get(type(node), "json-value")
    kind = _KINDS.get(type(node), "expression")
    if kind == "template" and data[node.start : node.start + 2] == b"<<":
        kind = "heredoc"
    return node.start, node.end, kind


def _find(text: str, path: Path) -> tuple[s.Expr | s.Block | None, s.Expr | s.Block | None]:
    """The node at a path and the one that holds it."""
    if path[:1] == (JSON_STEP,):
        top = json_of_text("", text)
        if top is None:
            template = parse_template("", text)
            top = json_of(template) if isinstance(template, s.Template) else None
        return (None, None) if top is None else _inside(top, path)
    for block in _parsed(text).blocks:
        if _starts(path, block.path):
            return _in_block(block, path)
    return None, None


@lru_cache(maxsize=2)
def _parsed(text: str) -> s.Document:
    """The blocks of a text that is asked for each of its edits."""
    return parse("", text)


def _in_block(block: s.Block, path: Path) -> tuple[s.Expr | s.Block | None, s.Expr | s.Block | None]:
    parent: s.Block | None = None
    while block.path != path:
        inner = next((one for one in block.blocks if _starts(path, one.path)), None)
        if inner is None:
            break
        parent, block = block, inner
    if block.path == path:
        return block, parent
    attribute = next((one for one in block.attributes if _starts(path, one.path)), None)
    if attribute is None:
        return None, None
    if attribute.path == path:
        return attribute.value, block
    return _inside(attribute.value, path)


def _inside(node: s.Expr, path: Path) -> tuple[s.Expr | None, s.Expr | None]:
    """The outermost expression below a node whose path is the wanted one."""
    parent: s.Expr | None = None
    while node.path != path:
        inner = next((one for one in _children(node) if _starts(path, one.path)), None)
        if inner is None:
            return None, None
        parent, node = node, inner
    return node, parent


def mentions(node: s.Expr, name: str) -> bool:
    """Whether a name is in an expression: ``each`` in ``each.value.actions``."""
    return (isinstance(node, s.Name) and node.name == name) or any(
        mentions(one, name) for one in _children(node)
    )


def chooses(node: s.Expr) -> bool:
    """Whether a condition is in an expression."""
    return isinstance(node, s.Conditional) or any(chooses(one) for one in _children(node))


def _children(node: s.Expr) -> Iterator[s.Expr]:
    match node:
        case s.Template(parts=parts):
            found = json_of(node)
            if found is not None:
                yield found
            yield from (part for part in parts if not isinstance(part, s.Chunk | s.If | s.Loop))
        case s.Object(items=items):
            for key, value in items:
                yield value
                if not isinstance(key, str):
                    yield key
        case s.Tuple(items=elements) | s.Call(args=elements):
            yield from elements
        case s.GetAttr(target=target) | s.Splat(target=target):
            yield target
        case s.Index(target=target, key=at):
            yield from (target, at)
        case s.Conditional(condition=condition, yes=yes, no=no):
            yield from (condition, yes, no)
        case s.Operation(left=left, right=right):
            yield from (one for one in (left, right) if one is not None)
        case s.For(collection=source, key=name, value=value, condition=test):
            yield from (one for one in (source, name, value, test) if one is not None)


def _starts(path: Path, prefix: Path) -> bool:
    return path[: len(prefix)] == prefix


def _key_start(data: bytes, parent: s.Object, node: s.Expr | s.Block) -> int | None:
    """Where an element of an object begins: after the element before it, spaces, commas and comments."""
    at = parent.start + 1
    for _, value in parent.items:
        if value is node or value.path == node.path:
            break
        at = value.end
    return _skip_blank(data, at, node.start)


def _skip_blank(data: bytes, at: int, end: int) -> int:
    while at < end:
        if data[at : at + 1] in b" \t\r\n,)" and data[at : at + 1]:
            at += 1
        elif data[at : at + 1] == b"#" or data[at : at + 2] == b"//":
            stop = data.find(b"\n", at)
            at = end if stop < 0 else stop
        elif data[at : at + 2] == b"/*":
            stop = data.find(b"*/", at)
            at = end if stop < 0 else stop + 2
        else:
            return at
    return end
