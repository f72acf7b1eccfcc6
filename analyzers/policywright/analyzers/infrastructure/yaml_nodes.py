"""YAML and JSON texts as trees of positioned nodes: what a template says, and exactly where.

``parse(file, text)`` gives a ``Tree`` (``tree.root`` is ``None`` when the text is not YAML; ``tree.problems``
says why). A ``Node`` is a mapping, a list or a scalar:

- ``node.value``: ``dict[str, Node]``, ``list[Node]`` or a scalar (text, number, boolean, ``None``);
- ``node.path``: the way from the top (``model.Path``); ``tree.at(path)`` is the inverse (``None``: absent);
- ``node.span``: the place in the text. Trailing blank lines and comments don't belong to it. A short form's
  tag does (``!Sub x``);
- ``node.raw``: PyYAML's own node, whose marks count characters of ``tree.text``; ``node.start`` and
  ``node.end`` are such offsets, trimmed as the span is;
- ``node.key_raw``: the key's node where this is a mapping's value;
- ``node.flow``: written with braces or brackets (JSON always is);
- ``node.shared``: the text stands for several paths (below an anchor that has aliases, or came by a merge
  key): who edits it changes all of them;
- ``node.alias``: the ``(start, end)`` of the ``*alias`` through which this path leads here.

CloudFormation's short forms are normalised to the long form: ``!Sub x`` at path P is the mapping
``{"Fn::Sub": x}`` at P whose child ``P + ("Fn::Sub",)`` has ``synthetic=True`` and the same text;
``!GetAtt a.b`` has the list ``["a", "b"]``. Merge keys (``<<``) are resolved, nearer keys win. Of a key that
stands twice the last counts, and a ``Problem`` says so. Limits are the constants below; going past one is a
``Problem`` too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, TypeAlias

import yaml
from yaml.reader import Reader, ReaderError

from policywright.analyzers.infrastructure.model import Path, Problem, ProblemCode, Step
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass, field

MAX_TEXT = 2_000_000
"""Characters of one file: twice what CloudFormation and Step Functions take, as sources have comments."""
MAX_NODES = 500_000
"""Nodes of one file after aliases are followed: what an alias bomb runs into."""
MAX_DEPTH = 200
"""Levels of one file; CloudFormation itself takes far fewer."""

Scalar: TypeAlias = str | int | float | bool | None
_Aliases: TypeAlias = dict[tuple[int, int], tuple[int, int]]
"""By (id of the collection, index of the entry): where the alias stands."""

_IF = "Fn::If"
_MERGE = "tag:yaml.org,2002:merge"
_PLAIN_TAG = "tag:yaml.org,2002:"
_INTEGER = re.compile(r"[-+]?(?:0|[1-9]\d*)\Z")
_NUMBER = re.compile(r"[-+]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?\Z")
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_LONE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*[^\s*]", re.MULTILINE)


@dataclass(slots=True, eq=False)
class Node:
    """See the module's docstring."""

    tree: Tree = field(repr=False)
    path: Path
    value: dict[str, Node] | list[Node] | Scalar
    raw: yaml.Node = field(repr=False)
    key_raw: yaml.Node | None = field(default=None, repr=False)
    shared: bool = False
    synthetic: bool = False
    alias: tuple[int, int] | None = None

    @property
    def mapping(self) -> dict[str, Node]:
        """The entries; empty when this is no mapping."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def entries(self) -> dict[str, Node]:
        """The entries, those of what ``Fn::If`` chooses among them as choices."""
        single = self.single
        if single is None or single[0] != _IF:
            return self.mapping
        names = dict.fromkeys(name for one in single[1].items[1:] for name in one.entries)
        found = ((name, self.get(name)) for name in names if name not in ("Ref", _IF))
        return {name: node for name, node in found if node is not None}

    @property
    def items(self) -> list[Node]:
        """The elements; empty when this is no list."""
        return self.value if isinstance(self.value, list) else []

    @property
    def is_scalar(self) -> bool:
        return not isinstance(self.value, dict | list)

    @property
    def text(self) -> str | None:
        """A scalar as text (``true``, ``12``); None for what isn't one, and for null."""
        if isinstance(self.value, dict | list) or self.value is None:
            return None
        return str(self.value).lower() if isinstance(self.value, bool) else str(self.value)

    @property
    def single(self) -> tuple[str, Node] | None:
        """Key and value of a mapping that has exactly one entry, as intrinsic functions do."""
        if isinstance(self.value, dict) and len(self.value) == 1:
            return next(iter(self.value.items()))
        return None

    @property
    def flow(self) -> bool:
        return bool(getattr(self.raw, "flow_style", False))

    def get(self, *steps: Step) -> Node | None:
        """The node below, step by step; of what ``Fn::If`` chooses, the choice of what is there."""
        node: Node | None = self
        for step in steps:
            if node is None:
                return None
            if isinstance(node.value, dict):
                node = node._entry(step)
            elif isinstance(node.value, list) and isinstance(step, int) and 0 <= step < len(node.value):
                node = node.value[step]
            else:
                return None
        return node

    def _entry(self, step: Step) -> Node | None:
        single = self.single
        if single is None or single[0] != _IF or step == _IF or not isinstance(single[1].value, list):
            return self.mapping.get(str(step))
        found = [one.get(step) for one in single[1].value[1:]]
        if not any(found):
            return None
        return self._made(
            {_IF: self._made([*single[1].value[:1], *(one or self._nothing() for one in found)])}
        )

    def _nothing(self) -> Node:
        return self._made({"Ref": self._made("AWS::NoValue")})

    def _made(self, value: dict[str, Node] | list[Node] | Scalar) -> Node:
        return Node(self.tree, self.path, value, self.raw, self.key_raw, self.shared, synthetic=True)

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        below = self.value.values() if isinstance(self.value, dict) else self.items
        for node in below:
            yield from node.walk()

    @property
    def start(self) -> int:
        return int(self.raw.start_mark.index)

    @property
    def end(self) -> int:
        return self.tree.end_of(self.raw)

    @property
    def span(self) -> Span:
        return self.tree.span_between(self.start, self.end)

    @property
    def key_span(self) -> Span:
        """Where the key stands; the node itself when it has none."""
        if self.key_raw is None:
            return self.span
        return self.tree.span_between(int(self.key_raw.start_mark.index), self.tree.end_of(self.key_raw))


@dataclass(eq=False)
class Tree:
    """One file's text and its nodes."""

    file: str
    text: str
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    aliases: _Aliases = field(default_factory=dict, repr=False)

    def at(self, path: Path) -> Node | None:
        """The node at a path."""
        return None if self.root is None else self.root.get(*path)

    def span_between(self, start: int, end: int) -> Span:
        """A span from character offsets."""
        line, column = self.position(start)
        end_line, end_column = self.position(end)
        return Span(
            file=self.file, line=line, column=column, end_line=end_line, end_column=end_column,
            start_byte=self.byte(start), end_byte=self.byte(end),
        )  # fmt: skip

    def position(self, index: int) -> tuple[int, int]:
        """Line and column (from 1) of a character offset."""
        from bisect import bisect_right

        line = bisect_right(self._lines, index) - 1
        return line + 1, index - self._lines[line] + 1

    def byte(self, index: int) -> int:
        """The offset in bytes of UTF-8 of an offset in characters."""
        if self._ascii:
            return index
        from bisect import bisect_right

        line = bisect_right(self._lines, index) - 1
        return self._bytes[line] + len(self.text[self._lines[line] : index].encode())

    def end_of(self, raw: yaml.Node) -> int:
        """Where a node ends; blank lines and comments after a block don't belong to it."""
        if isinstance(raw, yaml.CollectionNode) and not raw.flow_style and raw.value:
            alias = self.aliases.get((id(raw), len(raw.value) - 1))
            last = raw.value[-1]
            return alias[1] if alias else self.end_of(last[1] if isinstance(last, tuple) else last)
        end = int(raw.end_mark.index)
        start = int(raw.start_mark.index)
        if isinstance(raw, yaml.ScalarNode) and raw.style in ("|", ">"):
            return start + len(self.text[start:end].rstrip())
        return end

    @cached_property
    def _ascii(self) -> bool:
        return self.text.isascii()

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", self.text))]

    @cached_property
    def _bytes(self) -> list[int]:
        total, counted = 0, []
        for start, end in zip(self._lines, [*self._lines[1:], len(self.text)], strict=True):
            counted.append(total)
            total += len(self.text[start:end].encode())
        return counted


def parse(file: str, text: str) -> Tree:
    """Reads one YAML or JSON document. Never raises: what's wrong is in ``problems``."""
    tree = Tree(file, text)
    if len(text) > MAX_TEXT:
        _report(tree, 0, f"more than {MAX_TEXT:,} characters; not read")
        return tree
    try:
        raw, targets = _compose(tree)
    except yaml.YAMLError as error:
        _fault(tree, error)
        return tree
    except RecursionError:
        _report(tree, 0, f"nested deeper than {MAX_DEPTH} levels; not read")
        return tree
    if raw is not None and targets and _size(raw, {}) > MAX_NODES:
        _report(tree, 0, f"{_TOO_MANY}; not read")
    elif raw is not None:
        builder = _Builder(tree, targets)
        try:
            tree.root = builder.node(raw, (), None, 0)
        except _TooLargeError as error:
            _report(tree, 0, f"{error}; not read")
    return tree


def _compose(tree: Tree) -> tuple[yaml.Node | None, frozenset[int]]:
    """The document, and the ids of the nodes that aliases lead to."""
    text = tree.text
    json_like = text.lstrip()[:1] in ("{", "[")
    if json_like:
        # Tabs may separate tokens in JSON; inside its strings they aren't allowed. YAML has no surrogates.
        text = _SURROGATES.sub(_paired, text.replace("\t", " "))
        text = _LONE_SURROGATE.sub(r"\\ufffd", text)
    elif _ALIAS.search(text):
        remembering = _AliasLoader(text)
        try:
            return _first(remembering), frozenset(remembering.targets)
        finally:
            tree.aliases.update(remembering.found)
            remembering.dispose()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        return _first(loader), frozenset()
    finally:
        loader.dispose()


def _first(loader: Any) -> yaml.Node | None:
    node: yaml.Node | None = loader.get_single_node()
    return node


def _paired(match: re.Match[str]) -> str:
    """Two escaped surrogates as one escape of the same length, so that later offsets stay right."""
    code = 0x10000 + ((int(match[1], 16) - 0xD800) << 10) + int(match[2], 16) - 0xDC00
    return f"\\U{code:08X}  "


class _AliasLoader(yaml.SafeLoader):
    """Remembers where aliases stand, which composed nodes forget."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.found: _Aliases = {}
        self.targets: set[int] = set()

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        place = None
        if self.check_event(yaml.AliasEvent):
            event: Any = self.peek_event()  # type: ignore[no-untyped-call]
            place = (event.start_mark.index, event.end_mark.index)
        node: yaml.Node | None = super().compose_node(parent, index)
        if place is not None and isinstance(parent, yaml.CollectionNode):
            # A mapping's entry is appended after its value is composed, so its length is the entry's index.
            self.found[(id(parent), len(parent.value))] = place
            self.targets.add(id(node))
        return node


class _TooLargeError(Exception):
    """A limit was hit; the text says which."""


_TOO_MANY = f"more than {MAX_NODES:,} nodes (are aliases nested?)"


def _size(raw: yaml.Node, known: dict[int, int]) -> int:
    """How many nodes there are below one, aliases counted as often as they stand there; each is seen once."""
    if id(raw) not in known:
        known[id(raw)] = 1  # what an alias of itself sees
        below = raw.value if isinstance(raw, yaml.SequenceNode) else ()
        if isinstance(raw, yaml.MappingNode):
            below = [value for _, value in raw.value]
        known[id(raw)] = 1 + sum(_size(one, known) for one in below)
    return known[id(raw)]


class _Builder:
    def __init__(self, tree: Tree, targets: frozenset[int]) -> None:
        self.tree = tree
        self.targets = targets
        self.count = 0

    def node(
        self, raw: yaml.Node, path: Path, key: yaml.Node | None, depth: int, *,
        shared: bool = False, alias: tuple[int, int] | None = None,
    ) -> Node:  # fmt: skip
        self.count += 1
        if self.count > MAX_NODES:
            raise _TooLargeError(_TOO_MANY)
        if depth > MAX_DEPTH:
            raise _TooLargeError(f"nested deeper than {MAX_DEPTH} levels")
        made = Node(self.tree, path, None, raw, key, shared or id(raw) in self.targets, False, alias)
        function = _long_form(raw.tag)
        if function is None:
            made.value = self._value(raw, path, depth, made.shared)
            return made
        below = (*path, function)
        inner = Node(self.tree, below, None, raw, None, made.shared, True)
        if function == "Fn::GetAtt" and isinstance(raw, yaml.ScalarNode):
            inner.value = [
                Node(self.tree, (*below, index), part, raw, None, made.shared, True)
                for index, part in enumerate(_attribute(str(raw.value)))
            ]
        else:
            inner.value = self._value(raw, below, depth, made.shared, tagged=True)
        made.value = {function: inner}
        return made

    def _value(
        self, raw: yaml.Node, path: Path, depth: int, shared: bool, *, tagged: bool = False
    ) -> dict[str, Node] | list[Node] | Scalar:
        if isinstance(raw, yaml.ScalarNode):
            return _scalar(raw, tagged=tagged)
        if isinstance(raw, yaml.SequenceNode):
            return [
                self.node(one, (*path, index), None, depth + 1, shared=shared,
                          alias=self.tree.aliases.get((id(raw), index)))
                for index, one in enumerate(raw.value)
            ]  # fmt: skip
        return self._mapping(raw, path, depth, shared)

    def _mapping(self, raw: yaml.Node, path: Path, depth: int, shared: bool) -> dict[str, Node]:
        if depth > MAX_DEPTH:
            raise _TooLargeError(f"nested deeper than {MAX_DEPTH} levels")
        own: dict[str, Node] = {}
        merged: dict[str, Node] = {}
        for index, (key, value) in enumerate(raw.value):
            alias = self.tree.aliases.get((id(raw), index))
            if key.tag == _MERGE:
                for name, node in self._merged(value, path, depth):
                    merged.setdefault(name, node)
                continue
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            if name in own:
                detail = f"{name} stands twice here; the last one counts"
                _report(self.tree, int(key.start_mark.index), detail, ProblemCode.UNSUPPORTED)
            own[name] = self.node(value, (*path, name), key, depth + 1, shared=shared, alias=alias)
        return {**{name: node for name, node in merged.items() if name not in own}, **own}

    def _merged(self, value: yaml.Node, path: Path, depth: int) -> Iterator[tuple[str, Node]]:
        sources = value.value if isinstance(value, yaml.SequenceNode) else [value]
        for source in sources:
            if isinstance(source, yaml.MappingNode):
                yield from self._mapping(source, path, depth + 1, True).items()


def _long_form(tag: str) -> str | None:
    """The function that a short form's tag stands for."""
    if not tag.startswith("!") or len(tag) < 2:
        return None
    name = tag[1:]
    if name in ("Ref", "Condition"):
        return name
    return name if "::" in name else f"Fn::{name}"


def _attribute(text: str) -> list[str]:
    """``Resource.Attribute``: attributes may have dots (``Child.Outputs.Name``)."""
    name, dot, attribute = text.partition(".")
    return [name, attribute] if dot else [name]


def _scalar(raw: yaml.ScalarNode, *, tagged: bool) -> Scalar:
    text = str(raw.value)
    if raw.style:  # None or empty (with libyaml) for plain scalars
        return text
    kind = raw.tag.removeprefix(_PLAIN_TAG)
    if tagged:
        return text
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on", "y")
    if kind == "int" and _INTEGER.match(text):
        return int(text) if len(text) <= 18 else text
    if kind == "float" and _NUMBER.match(text):
        return float(text)
    return text


def _fault(tree: Tree, error: yaml.YAMLError) -> None:
    if isinstance(error, ReaderError):
        found = Reader.NON_PRINTABLE.search(tree.text)
        if found is not None:
            detail = f"not valid YAML or JSON: the character U+{ord(found.group()):04X} is not allowed"
            _report(tree, found.start(), detail)
            return
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    detail = " ".join(str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).split())
    _report(tree, int(mark.index) if mark is not None else 0, f"not valid YAML or JSON: {detail}")


def _report(tree: Tree, index: int, detail: str, code: ProblemCode = ProblemCode.UNREADABLE) -> None:
    span = tree.span_between(index, index)
    tree.problems.append(Problem(code=code, span=span, detail=detail))
