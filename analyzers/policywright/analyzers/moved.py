"""What was found of files that say the same since, elsewhere in their text: comments were edited.

An evaluation depends on the IR of its files, and on where in the text that lies only by naming places. So
what was found holds, with other places, as long as nothing but places differs: the IR is the same tree, the
text is the same but for comments and white space, and what is asked of the text itself, comments and all, has
the same answers. Whatever can't be told to be so is
evaluated anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from policywright.analyzers import ir
from policywright.analyzers.gate import commanded, evidence, sets_variables
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass, names, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from policywright.analyzers.kept import Kept
    from policywright.analyzers.program import FrontEnd
    from policywright.analyzers.source import SourceFile


class NotThere(Exception):
    """A place that no node of the tree has: where it went can't be told."""


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """Where all of a file is now."""

    old: bytes
    source: SourceFile
    starts: dict[int, int]
    ends: dict[int, int]
    functions: dict[ir.Function, ir.Function]

    def span(self, span: Span) -> Span:
        """The place that was one of this file."""
        if span.start_byte == span.end_byte == 0:
            return span  # the file itself
        if (span.start_byte, span.end_byte) == (0, len(self.old)) and not self.starts.get(0):
            return self.source.span(0, len(self.source.data))
        start, end = self.starts.get(span.start_byte), self.ends.get(span.end_byte)
        if start is None or end is None:
            raise NotThere
        return self.source.span(start, end)

    def says_the_same(self, span: Span) -> bool:
        """The text of a place is what it was."""
        now = self.span(span)
        return self.old[span.start_byte : span.end_byte] == self.source.data[now.start_byte : now.end_byte]


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A file as an evaluation saw it."""

    module: ir.Module
    source: SourceFile | None
    language: FrontEnd | None


def moves(kept: Kept, old: Sequence[Text], new: Sequence[Text]) -> dict[str, Move] | None:
    """For the files that were edited, where everything is now; None where they say something else."""
    found: dict[str, Move] = {}
    for one, other in zip(old, new, strict=True):
        if one.module is other.module:
            continue
        move: Move | None = kept.move(one.module, other.module, partial(_move, one, other))
        if move is None:
            return None
        found[move.source.name] = move
    return found


def _move(old: Text, new: Text) -> Move | None:
    before, now = old.source, new.source
    pairs = _pairs(old.module, new.module)
    if before is None or now is None or pairs is None or _bare(old) != _bare(new) or _said(old) != _said(new):
        return None
    # The module is from the first byte to the last one, whatever stands before its first word.
    pairs.pop(old.module)
    starts = _in_order({one.pos[0]: other.pos[0] for one, other in pairs.items()})
    ends = _in_order({one.pos[1]: other.pos[1] for one, other in pairs.items()})
    if starts is None or ends is None:
        return None
    if any(
        starts[one.pos[0]] != other.pos[0] or ends[one.pos[1]] != other.pos[1] for one, other in pairs.items()
    ):
        return None
    functions = {
        one: other
        for one, other in pairs.items()
        if isinstance(one, ir.Function) and isinstance(other, ir.Function)
    }
    return Move(before.data, now, starts, ends, functions)


def _in_order(places: dict[int, int]) -> dict[int, int] | None:
    """The places, if each is still before those that it was before: findings are sorted by them."""
    now = [places[place] for place in sorted(places)]
    return places if all(one < other for one, other in pairwise(now)) else None


def _pairs(old: ir.Module, new: ir.Module) -> dict[ir.Node, ir.Node] | None:
    """Every node of a tree with that of the other one, if they differ in places alone."""
    pairs: dict[ir.Node, ir.Node] = {}
    pending: list[tuple[Any, Any]] = [(old, new)]
    while pending:
        one, other = pending.pop()
        if type(one) is not type(other):
            return None
        if isinstance(one, ir.Node):
            known = pairs.get(one)
            if known is None:
                pairs[one] = other
                pending += [
                    (getattr(one, name), getattr(other, name)) for name in names(one) if name != "pos"
                ]
            elif known is not other:
                return None
        elif isinstance(one, tuple):
            if len(one) != len(other):
                return None
            pending += zip(one, other, strict=True)
        elif one != other:
            return None
    return pairs


def _bare(text: Text) -> list[bytes]:
    """The text without comments, indentation and empty lines."""
    data = text.source.data if text.source is not None else b""
    places = text.language.comments(data, text.module.name) if text.language is not None else []
    pieces, end = [], 0
    for start, stop in places:
        pieces.append(data[end:start])
        end = stop
    pieces.append(data[end:])
    return [line.strip() for line in b"".join(pieces).splitlines() if line.strip()]


def _said(text: Text) -> tuple[object, ...]:
    """What is asked of a text itself, comments and all."""
    source, language = text.source, text.language
    if source is None or language is None:
        return ()
    data = source.data
    return (
        evidence(language.gate, data, lambda: text.module.imports),
        commanded(data),
        sets_variables(data),
        language.package(source) if language.package is not None else None,
        tuple(word in data for word in (*language.gate.launching, *language.injects)),
        tuple(pattern.search(data) is not None for pattern in language.asked),
        language.made_up_names(text.module.name, data),
        language.named(data),
    )


class Moved:
    """One pass over what was found; what many records share is moved once."""

    def __init__(self, moves: dict[str, Move]) -> None:
        self._moves = moves
        self._functions = {old: new for move in moves.values() for old, new in move.functions.items()}
        self._done: dict[int, Any] = {}

    def of(self, item: Any) -> Any:
        """The same found at the places of now; raises ``NotThere`` where one of them can't be told."""
        if isinstance(item, tuple):
            found = tuple(map(self.of, item))
            return found if any(new is not old for new, old in zip(found, item, strict=True)) else item
        if isinstance(item, frozenset):
            return frozenset(map(self.of, item))
        if isinstance(item, ir.Function):
            return self._functions.get(item, item)
        if not hasattr(type(item), "__record_names__"):
            return item
        done = self._done.get(id(item))
        if done is None:
            done = self._done[id(item)] = self._record(item)
        return done

    def _record(self, record: Any) -> Any:
        if isinstance(record, Span):
            move = self._moves.get(record.file)
            return move.span(record) if move is not None else record
        changed = {
            name: new for name in names(record) if (new := self.of(old := getattr(record, name))) is not old
        }
        return replace(record, **changed) if changed else record
