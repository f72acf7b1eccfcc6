"""A statement that becomes another one, keeping all that is the same: its lines, their order and comments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from policywright.analyzers.infrastructure.changes import NewStatement
from policywright.analyzers.infrastructure.conditions import Branch, Conditions, in_words, opposite
from policywright.analyzers.infrastructure.editing.data import (
    Call,
    Data,
    TextOf,
    Wording,
    statement_data,
    texts,
)
from policywright.analyzers.infrastructure.editing.yaml_changes import Added, Changes
from policywright.analyzers.infrastructure.editing.yaml_choices import choice_of, is_nothing
from policywright.analyzers.infrastructure.editing.yaml_tree import Node, defines_used_anchor, shape
from policywright.analyzers.infrastructure.editing.yaml_write import Writer, long_form
from policywright.analyzers.infrastructure.model import HeldStatement
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.knowledge.values import Const, Unknown, Value, alternatives

_ORDER = ("Sid", "Effect", "Action", "Resource", "Condition")
AS_IT_IS = "\ue000"
"""Stands for a value that is not written anew; no policy has this character of the private use area."""
_CHOSEN = {"Action": "an action", "Resource": "a resource"}
_SWAPPED = "each case has what another one needs, and the code may name them itself: swap them by hand"
_ALSO = {"Action": "NotAction", "Resource": "NotResource"}


def merge_statement(
    changes: Changes, node: Node, new: NewStatement, text: TextOf, held: HeldStatement | None
) -> None:
    """Changes the statement at a node into the new one. No Sid is added, and no computed one changed.

    ``held`` is what the reader made of the statement: its resources are compared as values, so that one
    written in another way than ours would be still counts as the same.
    """
    if (anchor := defines_used_anchor(changes.document, node)) is not None:
        raise Refused(f"it sets the anchor &{anchor}, which other places use")
    if any(value.kind == "alias" or key.value == "<<" for key, value in node.entries):
        raise Refused("parts of the statement come from an anchor")
    data = statement_data(new, text)
    sid = node.get("Sid")
    if sid is None or held is None or sid.kind != "scalar" or sid.value != held.sid:
        data.pop("Sid", None)
    old = node.get("Condition")
    if old is not None and held is not None and held.conditions == new.conditions:
        data["Condition"] = AS_IT_IS
    anew = new.swapped and held is not None
    if anew and len(texts(new.resources, text)) > 1:
        raise Refused(_SWAPPED)
    if node.get("Resource") is not None and held is not None and not anew and has_resources(held, new, text):
        data["Resource"] = AS_IT_IS
    _Merge(changes, node, text, held, plain=new.plain, anew=anew).into(data)


class _Merge:
    def __init__(
        self,
        changes: Changes,
        node: Node,
        text: TextOf,
        held: HeldStatement | None,
        *,
        plain: bool,
        anew: bool,
    ) -> None:
        self.changes = changes
        self.plain = plain
        self.node = node
        self.writer = changes.writer(node)
        self.meanings: dict[str, list[list[Data]]] = {}
        """How we would write what each element of a list may be."""
        if held is not None:
            actions = [[*map(str.lower, _names(one))] for one in held.actions]
            apart = text.text if anew and isinstance(text, Wording) else text
            resources = [texts([one], apart) for one in held.resources]
            self.meanings = {"Action": [[*some] for some in actions], "Resource": resources}

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
        elif (meant := self._meant(key, 0, 1, old, wanted)) != wanted or not meant:
            if len(meant) > 1:
                raise Refused(f"a condition chooses {_CHOSEN[key]}, beside which nothing can stand")
            self._keep_choice(key, [0], 1)
            self.changes.values[old] = new

    def _list(self, key: str, old: Node, wanted: Sequence[Data]) -> None:
        left = list(wanted)
        gone: list[int] = []
        said: list[tuple[int, Data]] = []
        for index, item in enumerate(old.items):
            # What a condition chooses says it in one of its branches: another one may say the same.
            some = wanted if choice_of(item) is not None else left
            meant = self._meant(key, index, len(old.items), item, some)
            if not meant:
                gone.append(index)
            left = [one for one in left if one not in meant]
            said.extend((index, one) for one in meant)
        for one in wanted if self.plain else ():
            there = [index for index, each in said if each == one]
            if there and not _is_always(_of_all(old.items[index] for index in there)):
                # It is needed in the other case, too.
                gone = sorted({*gone, *there})
                left.append(one)
        if not gone and not left:
            return
        if not left and (leaves := leaves_nothing(old.items, gone)):
            raise Refused(f"nothing would be left of the list where {leaves}")
        if left:
            self._keep_choice(key, gone, len(old.items))
        slots = self.changes.slots.setdefault(old, {})
        slots.update({index: () for index in gone})
        if len(gone) == len(old.items):
            slots[0] = tuple(left)
        elif left:
            self.changes.appended[old] = left
        if not slots:
            del self.changes.slots[old]

    def _keep_choice(self, key: str, gone: Sequence[int], count: int) -> None:
        """What is in the place of something that is chosen would be there in each case."""
        several = self._options(key, count)
        if not self.plain and any(len(several[index]) > 1 for index in gone):
            raise Refused(f"a condition chooses {_CHOSEN[key]}, and each case may need its own")

    def _options(self, key: str, count: int) -> list[list[Data]]:
        """How we would write what each of so many elements may be, if the reader saw as many."""
        meanings = self.meanings.get(key, [])
        return meanings if len(meanings) == count else [[]] * count

    def _meant(self, key: str, index: int, count: int, old: Node, wanted: Sequence[Data]) -> list[Data]:
        """Those wanted that a node says already: several where a condition or a mapping chooses among them.

        It is one of ``count``; where the reader saw another number of them, their text is compared.
        """
        options = self._options(key, count)[index]
        if len(options) < 2:
            return [one for one in wanted if one in options or self._same(key, old, one)][:1]
        meant = [
            one
            for one in wanted
            if (one.lower() if isinstance(one, str) and key == "Action" else one) in options
        ]
        if meant and len(meant) < len(options):
            if self.plain:
                return []
            raise Refused(f"a condition chooses {_CHOSEN[key]}, of which not all are needed")
        return meant

    def _same(self, key: str, old: Node, new: Data) -> bool:
        if key == "Action":
            return isinstance(new, str) and old.kind == "scalar" and old.value.lower() == new.lower()
        return same(old, new, self.writer)


def _where(node: Node) -> list[Branch]:
    """The conditions under which an element of a list is there, each way that it may be."""
    choice = choice_of(node)
    if choice is None:
        return [] if is_nothing(node) else [frozenset()]
    named, yes, no = choice.items
    some = [one | {named.value} for one in _where(yes)]
    return [*some, *(one | {opposite(named.value)} for one in _where(no))]


def _of_all(items: Iterable[Node]) -> list[Branch]:
    return [branch for one in items for branch in _where(one)]


def _is_always(branches: Iterable[Branch], known: Branch = frozenset()) -> bool:
    """One of the branches is there, whatever the conditions say."""
    return Conditions().always(branches, known)


def leaves_nothing(items: Sequence[Node], gone: Sequence[int]) -> str | None:
    """Where nothing of a list would be left, though something is there today."""
    stay = _of_all(item for index, item in enumerate(items) if index not in gone)
    if not stay:
        return None
    empty = next((one for one in _of_all(items[index] for index in gone) if not _is_always(stay, one)), None)
    if empty is None:
        return None
    case = sorted(empty) or [opposite(one) for one in sorted(stay[0])[:1]]
    return " and ".join(map(in_words, case))


def _names(value: Value) -> list[str]:
    return [str(one.value) for one in alternatives(value) if isinstance(one, Const)]


def has_resources(held: HeldStatement, new: NewStatement, text: TextOf) -> bool:
    """The resources are those that the statement has: however it computes them, that is kept."""
    options = [one for value in held.resources for one in alternatives(value)]
    if not options or any(isinstance(one, Unknown) for one in options):
        return False
    have, wanted = texts(options, text), texts(new.resources, text)
    return all(one in wanted for one in have) and all(one in have for one in wanted)


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


__all__ = ["has_resources", "leaves_nothing", "merge_statement", "same"]
