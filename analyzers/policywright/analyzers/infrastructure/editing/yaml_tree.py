"""YAML and JSON texts as trees for editing: every node where it stands, aliases as aliases, styles and
anchors.

``yaml_nodes`` is the readers' view: aliases followed, merge keys merged, short forms made long. An editor
needs what the text itself has, so this tree is made of the parser's events and nothing in it is resolved.
``shape`` is a node without its positions: two texts whose documents have equal shapes say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, TypeAlias

import yaml

from policywright.analyzers.infrastructure.model import Path, Step
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.knowledge.records import dataclass, field

MAX_DEPTH = 200
"""Levels of a file that is edited; a template has about fifteen."""

Kind: TypeAlias = Literal["scalar", "mapping", "sequence", "alias"]
Shape: TypeAlias = tuple[Any, ...]

_STR = "tag:yaml.org,2002:str"
_MERGE = "tag:yaml.org,2002:merge"
_AS_TEXT = frozenset((_STR, "tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:value"))
"""Plain scalars that CloudFormation takes for text: ``2012-10-17`` is a version, not a date."""
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_SKIP = re.compile(r"(?:[ \t\r\n]|(?<![^ \t\r\n])#[^\r\n]*)*")
_PROPERTIES = re.compile(r"(?:[!&][^ \t\r\n,\[\]{}]*[ \t\r\n]+)*")


@dataclass(slots=True, eq=False)
class Node:
    """A node of the text; offsets count characters.

    ``end`` is where its own text ends, without the blank lines and comments that follow it. ``tag`` is the
    one written, for plain scalars the one that YAML resolves. ``value`` is a scalar's text or an alias's
    name. ``items`` are a list's elements, ``entries`` a mapping's keys and values.
    """

    kind: Kind
    start: int
    end: int
    tag: str | None = None
    anchor: str | None = None
    value: str = ""
    style: str = ""
    flow: bool = False
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[Node, Node]] = field(default_factory=list)
    parent: Node | None = None
    key: Node | None = None
    """The key whose value this is."""
    index: int = 0
    """Its place in the parent's items or entries."""

    @property
    def block(self) -> bool:
        """A list or mapping written by indentation."""
        return self.kind in ("mapping", "sequence") and not self.flow

    @property
    def empty(self) -> bool:
        """Nothing at all after a key or dash."""
        return self.kind == "scalar" and self.start == self.end

    def get(self, name: str) -> Node | None:
        """The value of a mapping's key."""
        for key, value in self.entries:
            if key.value == name and key.kind == "scalar":
                return value
        return None

    @property
    def name(self) -> str | None:
        """The key whose value this is, as text."""
        return None if self.key is None else self.key.value

    def children(self) -> Iterator[Node]:
        if self.kind == "mapping":
            for key, value in self.entries:
                yield key
                yield value
        yield from self.items

    def walk(self) -> Iterator[Node]:
        pending = [self]
        while pending:
            node = pending.pop()
            yield node
            pending.extend(reversed(list(node.children())))


@dataclass(slots=True, eq=False)
class Document:
    """A file's text with its documents; paths lead through the first."""

    text: str
    roots: list[Node]
    anchors: dict[str, Node] = field(default_factory=dict)
    used: frozenset[str] = frozenset()
    """Names of the anchors that an alias refers to."""

    @property
    def root(self) -> Node:
        return self.roots[0]

    def shape(self) -> Shape:
        return tuple(shape(root) for root in self.roots)

    def line_start(self, index: int) -> int:
        """Where the line of an offset starts."""
        return max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1

    def column(self, index: int) -> int:
        return index - self.line_start(index)

    def line_end(self, index: int) -> int:
        """Where the line of an offset ends, before its line break."""
        while index < len(self.text) and self.text[index] not in "\r\n":
            index += 1
        return index

    def next_line(self, index: int) -> int:
        """Where the line after that of an offset starts."""
        end = self.line_end(index)
        if self.text.startswith("\r\n", end):
            return end + 2
        return min(end + 1, len(self.text))

    def dash(self, item: Node) -> int:
        """Where the dash of a block list's element stands."""
        parent = item.parent
        assert parent is not None
        if item.index:
            start = parent.items[item.index - 1].end
        else:
            properties = _PROPERTIES.match(self.text, parent.start)
            start = properties.end() if properties else parent.start
        found = _SKIP.match(self.text, start)
        at = found.end() if found else start
        if self.text[at : at + 1] != "-":
            raise Refused("the list is written in a form that is not edited")
        return at


def parse(text: str, *, json_like: bool | None = None) -> Document:
    """The documents of a text; ``Refused`` when it is not YAML or JSON."""
    if json_like if json_like is not None else text.lstrip()[:1] in ("{", "["):
        # Tabs may stand between JSON's tokens (never inside its strings), and YAML knows no surrogates. Both
        # are replaced at the same length, so that offsets stay those of the text.
        source = _LONE_SURROGATE.sub(r"\\ufffd", _SURROGATES.sub(_paired, text.replace("\t", " ")))
    else:
        source = text
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(text)
    try:
        for event in yaml.parse(source, Loader=loader):
            builder.add(event)
    except yaml.YAMLError as error:
        detail = " ".join(str(getattr(error, "problem", None) or error).split())
        raise Refused(f"not valid YAML or JSON: {detail}") from error
    if not builder.roots:
        raise Refused("the file is empty")
    return Document(text, builder.roots, builder.anchors, frozenset(builder.used))


def _paired(match: re.Match[str]) -> str:
    code = 0x10000 + ((int(match[1], 16) - 0xD800) << 10) + int(match[2], 16) - 0xDC00
    return f"\\U{code:08X}  "


class _Builder:
    def __init__(self, text: str) -> None:
        self.text = text
        self.roots: list[Node] = []
        self.anchors: dict[str, Node] = {}
        self.used: set[str] = set()
        self._open: list[Node] = []
        self._keys: list[Node | None] = []

    def add(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._place(self._scalar(event))
            case yaml.AliasEvent():
                name = str(event.anchor)
                self.used.add(name)
                self._place(Node("alias", *_range(event), value=name))
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                kind: Kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "sequence"
                node = Node(
                    kind, *_range(event), tag=event.tag, anchor=event.anchor, flow=bool(event.flow_style)
                )
                self._open.append(node)
                self._keys.append(None)
                if len(self._open) > MAX_DEPTH:
                    raise Refused(f"nested deeper than {MAX_DEPTH} levels")
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                node = self._open.pop()
                self._keys.pop()
                if node.flow:
                    node.end = _range(event)[1]
                elif node.items or node.entries:
                    last = node.items[-1] if node.items else node.entries[-1][1]
                    node.end = last.end if node.items else max(last.end, node.entries[-1][0].end)
                self._place(node)

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        start, end = _range(event)
        style = event.style or ""
        if style in ("|", ">"):
            body = self.text[start:end]
            kept = re.match(r"(?:[!&]\S*\s+)*[|>]\d?\+", body)
            end = start + len(body if kept else body.rstrip())
        tag = event.tag
        if tag is None or (tag == "!" and not event.implicit[0]):
            tag = _resolved(event.value) if event.implicit[0] and not style else _STR
        return Node("scalar", start, end, tag=tag, anchor=event.anchor, value=event.value, style=style)

    def _place(self, node: Node) -> None:
        if node.anchor:
            self.anchors[node.anchor] = node
        if not self._open:
            self.roots.append(node)
            return
        parent = self._open[-1]
        node.parent = parent
        if parent.kind == "sequence":
            node.index = len(parent.items)
            parent.items.append(node)
        elif (key := self._keys[-1]) is None:
            node.index = len(parent.entries)
            self._keys[-1] = node
        else:
            node.key, node.index = key, key.index
            parent.entries.append((key, node))
            self._keys[-1] = None


def _range(event: yaml.Event) -> tuple[int, int]:
    start: Any = event.start_mark
    end: Any = event.end_mark
    return start.index, end.index


@cache
def _resolver() -> Any:
    return yaml.SafeLoader("")


@cache
def _resolved(value: str) -> str:
    """What YAML takes a plain scalar for, as far as it matters to a template."""
    tag = str(_resolver().resolve(yaml.ScalarNode, value, (True, False)))
    return _STR if tag in _AS_TEXT else tag


def shape(node: Node) -> Shape:
    """A node without positions and styles."""
    match node.kind:
        case "scalar":
            return ("scalar", node.tag, node.anchor, node.value)
        case "alias":
            return ("alias", node.value)
        case "sequence":
            return ("sequence", node.tag, node.anchor, tuple(shape(item) for item in node.items))
    entries = tuple((shape(key), shape(value)) for key, value in node.entries)
    return ("mapping", node.tag, node.anchor, entries)


def text_shape(value: str) -> Shape:
    """The shape of a text without tag."""
    return ("scalar", _STR, None, value)


def is_text(value: str) -> bool:
    """Whether YAML takes a plain scalar of these characters for text."""
    return _resolved(value) == _STR


def find(document: Document, path: Path) -> Node:
    """The node at a path; ``Refused`` when there is none, or when an anchor makes it stand for several.

    A single value where a list could stand counts as its own element 0. The functions of short forms may be
    steps, as readers name them (``"Fn::If"`` of ``!If``).
    """
    node = document.root
    _unshared(document, node)
    for step in path:
        found = _step(document, node, step)
        if found is not node:
            _unshared(document, found)
        node = found
    return node


def _step(document: Document, node: Node, step: Step) -> Node:
    if node.kind == "alias":
        raise Refused(f"written once at the anchor &{node.value} and used in several places")
    name = str(step)
    if node.tag is not None and node.tag.startswith("!") and name in (node.tag[1:], f"Fn::{node.tag[1:]}"):
        return node
    if node.kind == "sequence":
        if isinstance(step, int) and 0 <= step < len(node.items):
            return node.items[step]
        raise Refused(
            f"there is no element {step} in the list" if isinstance(step, int) else f"there is no {step}"
        )
    if node.kind == "mapping":
        values = [value for key, value in node.entries if key.value == name and key.kind == "scalar"]
        if len(values) > 1:
            raise Refused(f"{name} stands twice in one mapping")
        if values:
            return values[0]
        if (merged := merged_from(document, node, name)) is not None:
            raise Refused(f"{name} comes from the anchor &{merged} by a merge key")
    if step == 0 and isinstance(step, int):
        return node
    raise Refused(f"there is no {name}")


def merged_from(document: Document, node: Node, name: str, _seen: frozenset[str] = frozenset()) -> str | None:
    """The anchor whose mapping gives a key to this one by a merge key."""
    for key, value in node.entries:
        if key.tag != _MERGE:
            continue
        for source in [value, *value.items]:
            target = document.anchors.get(source.value) if source.kind == "alias" else None
            if target is None or source.value in _seen:
                continue
            seen = _seen | {source.value}
            if target.get(name) is not None or merged_from(document, target, name, seen) is not None:
                return source.value
    return None


def _unshared(document: Document, node: Node) -> None:
    if node.kind == "alias":
        raise Refused(f"written once at the anchor &{node.value} and used in several places")
    if node.anchor is not None and node.anchor in document.used:
        raise Refused(f"shared through the anchor &{node.anchor}, which other places use too")


def defines_used_anchor(document: Document, node: Node) -> str | None:
    """An anchor set inside a node that an alias refers to."""
    for one in node.walk():
        if one.anchor is not None and one.anchor in document.used:
            return one.anchor
    return None
