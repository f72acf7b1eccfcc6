"""The order in which lists are filled, as far as the text tells: command lines are put together bit by bit.

What is appended to a list may be anywhere in it, as far as its fields go. Here each place of the code that
appends has a rank of its own, by its position in the file, so that the words of a command can be read in the
order of the text. Only files that have to do with programs are noted: nobody else asks.
"""

from __future__ import annotations

from policywright.analyzers.engine.values import BOTTOM, Obj, Tup, Value, options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.heap import Heap

MAX_WORDS = 64
"""Items of a list that are told apart."""
_MAX_STEPS = 4
"""Lists that are put into each other, of which the order is told."""
_STEP = "/"


def note(heap: Heap, obj: Obj, value: Value) -> None:
    """Something is appended by the running site."""
    rank = _here(heap)
    if rank is not None:
        _put(heap, obj, rank, value)


def extend(heap: Heap, obj: Obj, source: Value, side: int = 0) -> None:
    """The items of other lists are; ``side`` tells apart what one place appends several of."""
    here = _here(heap)
    for option in options(source) if here is not None else ():
        if isinstance(option, Tup):
            for at, item in enumerate(option.items[:MAX_WORDS]):
                _put(heap, obj, f"{here}.{side:04d}{_STEP}{_own(at)}", item)
        elif isinstance(option, Obj) and option is not obj:
            for rank, value in ranked(heap, option):
                if rank.count(_STEP) < _MAX_STEPS:
                    _put(heap, obj, f"{here}.{side:04d}{_STEP}{rank}", value)


def ranked(heap: Heap, obj: Obj) -> list[tuple[str, Value]]:
    """The items of a list with their ranks, in order; those of unknown places are in none."""
    found: list[tuple[str, Value]] = []
    while len(found) < MAX_WORDS:
        item = heap.own(obj, len(found))
        if item is BOTTOM:
            break
        found.append((_own(len(found)), item))
    heap.engine.read(("ranks", obj.id))
    added = sorted(heap.shapes[obj.id].added)[:MAX_WORDS]
    found.extend((rank, heap.engine.read(("added", obj.id, rank))) for rank in added)
    return found


def _own(at: int) -> str:
    return f"0{at:04d}"


def _here(heap: Heap) -> str | None:
    """The rank of the running site; None where the order is of no use."""
    site = heap.engine.site
    if site is None or not heap.engine.program.makes_commands(site.instance.module):
        return None
    return f"1{site.node.pos[0]:08d}"


def _put(heap: Heap, obj: Obj, rank: str, value: Value) -> None:
    added = heap.shapes[obj.id].added
    if rank not in added:
        added[rank] = None
        heap.engine.touch(heap.engine.cell(("ranks", obj.id)))
    heap.engine.write(("added", obj.id, rank), value)
