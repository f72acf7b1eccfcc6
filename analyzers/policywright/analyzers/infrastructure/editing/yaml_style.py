"""How a YAML or JSON file is written, so that what is added looks like what is there.

Habits are counted near the place first (the policy, the resource), then in the whole file; each has a
default.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator

from policywright.analyzers.infrastructure.editing.yaml_tree import Document, Node
from policywright.knowledge.records import dataclass, field

_STATEMENT_LISTS = ("Action", "Resource", "NotAction", "NotResource")
_MAX_COLUMN = 400
"""Lines of minified JSON have no columns worth counting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One way of writing. Quotes are ``""`` (plain), ``"'"`` or ``'"'``."""

    newline: str = "\n"
    step: int = 2
    """Columns from a mapping to the mapping that is a value of it; in JSON the indentation."""
    dash: int = 2
    """Columns from a key to the dashes of its list."""
    gap: int = 2
    """Columns from a dash to what follows it."""
    inline: bool = False
    """Lists of actions and resources stand in brackets on one line."""
    quote: str = ""
    """Around actions and resources."""
    effect_quote: str = ""
    needed_quote: str = '"'
    """Where a text can't be plain."""
    version_quote: str = '"'
    sub_quote: str = '"'
    short: bool = True
    """``!Ref x`` rather than ``Ref: x``."""
    json: bool = False
    """Everything in double quotes, no short forms."""
    pad: str = ""
    """Inside brackets on one line."""
    brace_pad: str = " "
    colon: str = ": "
    comma: str = ", "
    unit: str = "  "
    """One level of indentation of JSON."""
    inline_calls: bool = False
    """JSON's ``{ "Ref": "x" }`` on one line."""
    spread: bool = True
    """Statements in braces go over several lines."""
    broken: bool = True
    """Other brackets and braces do."""


@dataclass(slots=True, eq=False)
class _Counts:
    habits: dict[str, Counter[Hashable]] = field(default_factory=dict)

    def add(self, habit: str, value: Hashable) -> None:
        self.habits.setdefault(habit, Counter())[value] += 1


class Styles:
    """The habits of one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._all = self._count(document.root)
        self._near: dict[int, _Counts] = {}
        self.newline = newline_of(document.text)

    def near(self, *scopes: Node, json: bool) -> Style:
        """The style at a place: its surroundings from near to far."""
        counts = [self._counted(scope) for scope in scopes] + [self._all]

        def most(habit: str, default: Hashable) -> Hashable:
            for count in counts:
                if found := count.habits.get(habit):
                    return max(found.items(), key=lambda item: item[1])[0]
            return default

        tags = self._all.habits.get("short", Counter())
        return Style(
            newline=self.newline,
            step=_int(most("step", 2)),
            dash=_int(most("dash", 2)),
            gap=_int(most("gap", 2)),
            inline=bool(most("inline", False)),
            quote=str(most("quote", "")),
            effect_quote=str(most("effect", most("quote", ""))),
            needed_quote=str(most("needed", '"')),
            version_quote=str(most("version", most("needed", '"'))),
            sub_quote=str(most("sub", '"')),
            short=not json and (tags[True] > 0 or tags[False] == 0),
            json=json,
            pad=str(most("pad", "")),
            brace_pad=str(most("brace_pad", " " if json else "")),
            colon=str(most("colon", ": ")),
            comma=str(most("comma", ", ")),
            unit=str(most("unit", "  ")),
            inline_calls=bool(most("inline_calls", False)),
            spread=bool(most("spread", json)),
            broken=bool(self._all.habits.get("unit")),
        )

    def _counted(self, node: Node) -> _Counts:
        if id(node) not in self._near:
            self._near[id(node)] = self._count(node)
        return self._near[id(node)]

    def _count(self, top: Node) -> _Counts:
        counts = _Counts()
        for node in top.walk():
            if node.kind == "scalar":
                self._scalar(node, counts)
            elif node.flow:
                self._flow(node, counts)
            elif node.kind == "mapping":
                self._mapping(node, counts)
            elif node.kind == "sequence":
                self._sequence(node, counts)
            if node.tag is not None and node.tag.startswith("!") and len(node.tag) > 1:
                counts.add("short", True)
        return counts

    def _scalar(self, node: Node, counts: _Counts) -> None:
        style = node.style
        if style in ("|", ">") or node.empty:
            return
        holder = node.parent.name if node.parent is not None and node.parent.kind == "sequence" else node.name
        if node.tag == "!Sub":
            counts.add("sub", style)
        elif node.name == "Version" and node.value.startswith("20"):
            counts.add("version", style)
        elif node.name == "Effect":
            counts.add("effect", style)
        elif holder in _STATEMENT_LISTS and node.value != "*" and not (node.tag or "").startswith("!"):
            counts.add("quote", style)
        if style:
            counts.add("needed", style)

    def _mapping(self, node: Node, counts: _Counts) -> None:
        for key, _ in node.entries[:1]:
            parent = node.parent
            if parent is not None and parent.kind == "mapping" and node.key is not None:
                columns = self.document.column(key.start) - self.document.column(node.key.start)
                if columns > 0:
                    counts.add("step", columns)
        if len(node.entries) == 1 and _is_call(node):
            counts.add("short", False)

    def _sequence(self, node: Node, counts: _Counts) -> None:
        if node.name in _STATEMENT_LISTS and node.items:
            counts.add("inline", False)
        for item in node.items[:1]:
            dash = self.document.dash(item)
            if node.key is not None:
                counts.add("dash", self.document.column(dash) - self.document.column(node.key.start))
            if not item.empty and self.document.line_start(item.start) == self.document.line_start(dash):
                counts.add("gap", item.start - dash)

    def _flow(self, node: Node, counts: _Counts) -> None:
        text = self.document.text
        cells = [(key.start, value.end) for key, value in node.entries]
        cells += [(item.start, item.end) for item in node.items]
        if not cells:
            return
        one_line = "\n" not in text[node.start : node.end]
        if node.kind == "mapping":
            key, value = node.entries[0]
            if "\n" not in text[key.end : value.start]:
                counts.add("colon", text[key.end : value.start])
            if _is_call(node):
                counts.add("inline_calls", one_line)
                counts.add("short", False)
            elif node.get("Effect") is not None:
                counts.add("spread", not one_line)
        elif node.name in _STATEMENT_LISTS:
            counts.add("inline", one_line)
        if one_line:
            opening = text[node.start : cells[0][0]].lstrip("[{")
            if not opening.strip():
                counts.add("brace_pad" if node.kind == "mapping" else "pad", opening)
            if len(cells) > 1:
                between = text[cells[0][1] : cells[1][0]]
                if between.strip() == ",":
                    counts.add("comma", between.lstrip())
        else:
            self._unit(node, cells[0][0], counts)

    def _unit(self, node: Node, first: int, counts: _Counts) -> None:
        document = self.document
        line, opening = document.line_start(first), document.line_start(node.start)
        if line == opening or first - line > _MAX_COLUMN:
            return
        inner, outer = document.text[line:first], _indentation(document.text, opening)
        if not inner.strip() and inner.startswith(outer) and len(inner) > len(outer):
            counts.add("unit", inner[len(outer) :])


def _is_call(node: Node) -> bool:
    name = node.entries[0][0].value if len(node.entries) == 1 else ""
    return name == "Ref" or name.startswith("Fn::")


def _indentation(text: str, line: int) -> str:
    end = line
    while end < len(text) and text[end] in " \t":
        end += 1
    return text[line:end]


def newline_of(text: str) -> str:
    """The line break of a text: that of its first line."""
    at = text.find("\n")
    if at < 0:
        return "\r" if "\r" in text else "\n"
    return "\r\n" if at and text[at - 1] == "\r" else "\n"


def _int(value: Hashable) -> int:
    return value if isinstance(value, int) else 2


def scopes(node: Node) -> Iterator[Node]:
    """The surroundings of a node that habits are taken from: its list, its policy, its resource."""
    current: Node | None = node
    seen = 0
    while current is not None and current.parent is not None:
        if current.kind in ("mapping", "sequence") and seen < 4:
            seen += 1
            yield current
        if current.parent.name == "Resources":
            return
        current = current.parent
