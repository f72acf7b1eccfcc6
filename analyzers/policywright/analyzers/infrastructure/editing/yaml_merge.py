"""A statement that becomes another one, keeping all that is the same: its lines, their order and comments."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from policywright.analyzers.infrastructure.changes import NewStatement
from policywright.analyzers.infrastructure.editing.data import (
    NO_VALUE,
    Call,
    Data,
    TextOf,
    statement_data,
    texts,
)
from policywright.analyzers.infrastructure.editing.yaml_changes import Added, Changes
from policywright.analyzers.infrastructure.editing.yaml_tree import Node, defines_used_anchor, shape
from policywright.analyzers.infrastructure.editing.yaml_write import Writer, long_form
from policywright.analyzers.infrastructure.model import HeldStatement
from policywright.analyzers.infrastructure.refusal import Refused

_ORDER = ("Sid", "Effect", "Action", "Resource", "Condition")
AS_IT_IS = "\ue000"
"""Stands for a value that is not written anew; no policy has this character of the private use area."""
_ALSO = {"Action": "NotAction", "Resource": "NotResource"}


def merge_statement(
    changes: Changes, node: Node, new: NewStatement, text: TextOf, held: HeldStatement | None
) -> None:
    """Changes the statement at a node into the new one. A statement keeps its Sid (or having none).

    ``held`` is what the reader made of the statement: its resources are compared as values, so that one
    written in another way than ours would be still counts as the same.
    """
    if (anchor := defines_used_anchor(changes.document, node)) is not None:
        raise Refused(f"it sets the anchor &{anchor}, which other places use")
    if any(value.kind == "alias" or key.value == "<<" for key, value in node.entries):
        raise Refused("parts of the statement come from an anchor")
    data = statement_data(new, text)
    data.pop("Sid", None)
    old = node.get("Condition")
    if old is not None and held is not None and held.conditions == new.conditions:
        data["Condition"] = AS_IT_IS
    _Merge(changes, node, text, held).into(data)


class _Merge:
    def __init__(self, changes: Changes, node: Node, text: TextOf, held: HeldStatement | None) -> None:
        self.changes = changes
        self.node = node
        self.writer = changes.writer(node)
        self.resources = self._held_resources(text, held)

    def into(self, data: dict[str, Data]) -> None:
        node = self.node
        for key, given in node.entries:
            if key.value in _ORDER and key.value not in data and key.value != "Sid":
                self.changes.dropped.setdefault(node, set()).add(given.index)
        for key_name, value in data.items():
            old = node.get(key_name)
            if old is not None:
                self._value(key_name, old, value)
                continue
            other = node.get(_ALSO.get(key_name, ""))
            if other is not None:
                self.changes.dropped.setdefault(node, set()).add(other.index)
            self._added(key_name, value)

    def _added(self, key: str, value: Data) -> None:
        earlier = [*_ORDER[: _ORDER.index(key)], *_ALSO.values()]
        places = [found.index for name in earlier if (found := self.node.get(name)) is not None]
        if not places:
            raise Refused("the statement has no effect, actions or resources")
        self.changes.added.setdefault(self.node, []).append(Added(max(places), key, value))

    def _value(self, key: str, old: Node, new: Data) -> None:
        if new == AS_IT_IS:
            return
        if key not in ("Action", "Resource"):
            if not same(old, new, self.writer):
                self.changes.values[old] = new
            return
        wanted = new if isinstance(new, list) else [new]
        if old.kind == "sequence" and old.tag is None and old.items:
            self._list(key, old, wanted)
        elif (meant := self._meant(key, 0, old, wanted)) != wanted or not meant:
            self.changes.values[old] = new

    def _list(self, key: str, old: Node, wanted: Sequence[Data]) -> None:
        left = list(wanted)
        gone: list[int] = []
        for index, item in enumerate(old.items):
            meant = self._meant(key, index, item, left)
            if not meant:
                gone.append(index)
            left = [one for one in left if one not in meant]
        if not gone and not left:
            return
        slots = self.changes.slots.setdefault(old, {})
        slots.update({index: () for index in gone})
        if len(gone) == len(old.items):
            slots[0] = tuple(left)
        elif left:
            self.changes.appended[old] = left
        if not slots:
            del self.changes.slots[old]

    def _meant(self, key: str, index: int, old: Node, wanted: Sequence[Data]) -> list[Data]:
        """Those wanted that a node says already: several where a condition chooses among them."""
        options = self.resources[index] if key == "Resource" and self.resources else []
        if len(options) < 2:
            return [one for one in wanted if one in options or self._same(key, old, one)][:1]
        meant = [one for one in wanted if one in options]
        if meant and len(meant) < len(options):
            raise Refused("a condition chooses a resource, of which not all are needed")
        return meant

    def _same(self, key: str, old: Node, new: Data) -> bool:
        if key == "Action":
            return isinstance(new, str) and old.kind == "scalar" and old.value.lower() == new.lower()
        return same(old, new, self.writer)

    def _held_resources(self, text: TextOf, held: HeldStatement | None) -> list[list[Data]]:
        """How we would write each of the statement's resources, when the reader saw each on its own."""
        old = self.node.get("Resource")
        if held is None or old is None:
            return []
        items = old.items if old.kind == "sequence" and old.tag is None else [old]
        counts = [_branches(item) for item in items]
        found = [texts([value], text) for value in held.resources]
        if len(found) != sum(counts) or any(len(some) != 1 for some in found):
            return []
        ends = list(accumulate(counts))
        return [
            [some[0] for some in found[end - count : end]] for count, end in zip(counts, ends, strict=True)
        ]


def _branches(node: Node) -> int:
    """How many values may stand at a node: those of both branches of each ``Fn::If``."""
    chosen = node if node.tag == "!If" else node.get("Fn::If") if node.kind == "mapping" else None
    if chosen is not None and chosen.kind == "sequence" and len(chosen.items) == 3:
        return sum(map(_branches, chosen.items[1:]))
    return 0 if node.kind == "scalar" and node.value == NO_VALUE.argument else 1


def same(node: Node, data: Data, writer: Writer) -> bool:
    """Whether a node says what would be written, in the short or the long form."""
    if isinstance(data, Call):
        given = shape(node)
        short = ("scalar", f"!{data.function}", None, data.argument)
        return given in (short, _plain(long_form(data)))
    if isinstance(data, str):
        return node.kind == "scalar" and not (node.tag or "").startswith("!") and node.value == data
    if isinstance(data, list):
        return (
            node.kind == "sequence"
            and node.tag is None
            and len(node.items) == len(data)
            and all(same(item, one, writer) for item, one in zip(node.items, data, strict=True))
        )
    return (
        node.kind == "mapping"
        and node.tag is None
        and sorted(key.value for key, _ in node.entries) == sorted(data)
        and all(same(value, data[key.value], writer) for key, value in node.entries)
    )


def _plain(data: dict[str, Data]) -> object:
    from policywright.analyzers.infrastructure.editing.yaml_style import Style

    return Writer(Style(short=False)).shape(data)


__all__ = ["merge_statement", "same"]
