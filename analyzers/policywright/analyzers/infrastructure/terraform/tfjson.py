"""``.tf.json`` files as blocks: the same records, with paths that begin with ``"<json>"``.

In JSON every string is a template, nested blocks are objects (or lists of them), and labels are keys.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.jsontext import json_of_text
from policywright.analyzers.infrastructure.terraform.parse import parse_template

_LABELS = {
    "resource": 2, "data": 2, "ephemeral": 2, "action": 2,
    "variable": 1, "output": 1, "module": 1, "provider": 1, "check": 1,
}  # fmt: skip
"""How many labels the blocks at the top have; others have none."""


def parse_json(file: str, text: str) -> s.Document:
    """The blocks of a ``.tf.json`` file; one error over all of it when it is not JSON."""
    top = json_of_text(file, text)
    if not isinstance(top, s.Object):
        size = len(text.encode("utf-8", "surrogatepass"))
        return s.Document(file=file, blocks=(), errors=((0, size),))
    blocks = [
        block
        for key, value in top.items
        if isinstance(key, str)
        for block in _labelled(key, value, (), _LABELS.get(key, 0))
    ]
    return s.Document(file=file, blocks=tuple(blocks))


def _labelled(type: str, value: s.Expr, labels: tuple[str, ...], missing: int) -> Iterator[s.Block]:
    if isinstance(value, s.Tuple):
        for item in value.items:
            yield from _labelled(type, item, labels, missing)
    elif isinstance(value, s.Object):
        if not missing:
            yield block_of(value, type, labels)
            return
        for key, inner in value.items:
            if isinstance(key, str):
                yield from _labelled(type, inner, (*labels, key), missing - 1)


def block_of(value: s.Object, type: str, labels: tuple[str, ...] = (), *, literal: bool = False) -> s.Block:
    """An object as a block; what is a nested block in HCL stays an attribute. ``literal``: strings are no
    templates."""
    attributes = [
        s.Attribute(
            file=inner.file,
            start=inner.start,
            end=inner.end,
            path=inner.path,
            name=key,
            value=_templates(inner),
        )
        for key, inner in value.items
        if isinstance(key, str) and key != "//"
    ]
    return s.Block(
        file=value.file,
        start=value.start,
        end=value.end,
        path=value.path,
        type=type,
        labels=labels,
        attributes=tuple(attributes),
        body=(value.start + 1, value.end - 1),
    )


def _templates(value: s.Expr) -> s.Expr:
    """The same value with its strings read as templates."""
    match value:
        case s.Literal(value=str(text)) if "${" in text or "%{" in text:
            return parse_template(value.file, text, at=value)
        case s.Object(items=items):
            inner = tuple((key, _templates(item)) for key, item in items)
            return s.Object(file=value.file, start=value.start, end=value.end, path=value.path, items=inner)
        case s.Tuple(items=elements):
            several = tuple(_templates(item) for item in elements)
            return s.Tuple(file=value.file, start=value.start, end=value.end, path=value.path, items=several)
    return value
