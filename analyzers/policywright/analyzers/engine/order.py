"""The order in which lists are filled, as far as the text tells: command lines are put together bit by bit.

What is appended to a list may be anywhere in it, as far as its fields go. Here each place of the code that
appends has a rank of its own, by its position in the file, so that the words of a command can be read in the
order of the text. Only files that have to do with programs are noted: nobody else asks.

A place notes the lists whose items it puts in, not the items: each of several lists is another command. What
is put into a list that was there before may not be in it whenever that is read.
"""

from __future__ import annotations

from itertools import product

from policywright.analyzers.engine.shapes import ANY
from policywright.analyzers.engine.values import BOTTOM, Obj, Text, Tup, Value, make_text, options
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.heap import Heap

MAX_WORDS = 64
"""Items of a list that are told apart."""
MAX_LISTS = 16
"""Lists that one may be, each looked at by itself; where there are more, the longest stand for the others."""
_BLANKS = regex(r"\s+")
_UNTOLD = (Hole(kind="unknown"),)
_MAX_STEPS = 6
"""Lists that are put into each other, of which the order is told."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, and whether it is there only perhaps."""

    value: Value
    perhaps: bool = False


Row: TypeAlias = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """What a place adds: one item or the items of lists, always or perhaps."""

    single: bool
    perhaps: bool


def note(heap: Heap, obj: Obj, value: Value) -> None:
    """Something is appended by the running site."""
    rank = _here(heap)
    if rank is not None:
        _put(heap, obj, rank, value, Added(True, True))


def extend(heap: Heap, obj: Obj, source: Value, side: int = 0, *, new: bool = False) -> None:
    """The items of other lists are, with ``new`` as the list is made; ``side`` tells apart what one place
    appends several of."""
    here = _here(heap)
    if here is not None:
        _put(heap, obj, f"{here}.{side:04d}", source, Added(False, not new))


def rows(heap: Heap, value: Value, inside: tuple[int, ...] = ()) -> list[Row]:
    """The items of a list in order, for each list that it may be; those of unknown places are in none."""
    if isinstance(value, Tup):
        return [tuple(map(Item, value.items[:MAX_WORDS]))]
    if not isinstance(value, Obj) or value.id in inside or len(inside) > _MAX_STEPS:
        return [()]
    own: list[Item] = []
    while len(own) < MAX_WORDS:
        item = heap.own(value, len(own))
        if item is BOTTOM:
            break
        own.append(Item(item))
    heap.engine.read(("ranks", value.id))
    found: list[Row] = [tuple(own)]
    added = heap.shapes[value.id].added
    for rank in sorted(added)[:MAX_WORDS]:
        told = heap.engine.read(("added", value.id, rank))
        found = _then(found, _rows_of(heap, told, added[rank], (*inside, value.id)))
    given = heap.pools.given(heap.shapes[value.id], ANY)
    return found if given is BOTTOM else _then(found, [(Item(given, perhaps=True),)])


def _rows_of(heap: Heap, told: Value, added: Added, inside: tuple[int, ...]) -> list[Row]:
    """What one place adds."""
    if added.single:
        return [(Item(told, added.perhaps),)]
    found = [row for option in options(told) for row in rows(heap, option, inside)]
    if added.perhaps:
        found = [tuple(Item(item.value, True) for item in row) for row in found]
    return list(dict.fromkeys(found)) or [()]


def _then(before: list[Row], after: list[Row]) -> list[Row]:
    if len(before) * len(after) > MAX_LISTS:
        after = [tuple(Item(item.value, True) for item in max(after, key=len))]
    return [(*first, *then)[:MAX_WORDS] for first, then in product(before, after)]


def matters(heap: Heap) -> bool:
    """Whether the running site may put a command together."""
    return _here(heap) is not None


def words(heap: Heap, text: Value) -> Tup | None:
    """A text that is cut at its blanks, where it may be a command: what is not known of it is one word.

    None where it is not, or nothing but that is known.
    """
    if not isinstance(text, Text) or _here(heap) is None or text.parts == _UNTOLD:
        return None
    found: list[list[str | Hole]] = [[]]
    for part in text.parts:
        if isinstance(part, Hole):
            found[-1].append(part)
            continue
        first, *others = _BLANKS.split(part)
        found[-1].append(first)
        found.extend([one] for one in others)
    return Tup(tuple(make_text(run) for run in found if any(run)))


def _here(heap: Heap) -> str | None:
    """The rank of the running site; None where the order is of no use."""
    site = heap.engine.site
    if site is None or not heap.engine.program.makes_commands(site.instance.module):
        return None
    return f"1{site.node.pos[0]:08d}"


def _put(heap: Heap, obj: Obj, rank: str, value: Value, added: Added) -> None:
    known = heap.shapes[obj.id].added
    before = known.get(rank)
    if before is None or (added.perhaps and not before.perhaps):
        known[rank] = added
        heap.engine.touch(heap.engine.cell(("ranks", obj.id)))
    heap.engine.write(("added", obj.id, rank), value)
