"""What the variables of a template file mean, learnt from the statements that use them.

A file of ``templatefile`` knows none of its module's names. But where ``arn:${partition}:sqs:${region}:*``
was read as a pattern with the deployment's partition and region in it, ``${partition}`` is how it says that.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from policywright.analyzers.infrastructure.changes import NewStatement
from policywright.analyzers.infrastructure.editing.data import Data, plain_text
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.model import HeldStatement, Path, Stack
from policywright.analyzers.infrastructure.references import references_of
from policywright.analyzers.infrastructure.types import text_of
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

_TOKEN = re.compile("(\ue000\\d+\ue001)")
"""An interpolation in a masked text."""


class Learnt:
    """The words of one template file, for whole values and for the holes in them."""

    def __init__(self, stack: Stack, masked: str, known: Mapping[Path, HeldStatement]) -> None:
        self.references = references_of(stack)
        self.whole: dict[Value, str] = {}
        self.holes: dict[Hole, str] = {}
        self._plain = plain_text(stack)
        self._stack = stack
        try:
            data = json.loads(masked)
        except ValueError:
            return
        for path, statement in known.items():
            written = list(_resources(data, path))
            if len(written) == len(statement.resources):
                for text, value in zip(written, statement.resources, strict=True):
                    self._learn(text, value)

    def _learn(self, text: str, value: Value) -> None:
        (value, *more) = alternatives(value)
        if more:
            return
        pieces = [one for one in _TOKEN.split(text) if one]
        if len(pieces) == 1 and _TOKEN.fullmatch(text):
            self.whole.setdefault(self.references.canonical(value), text)
        if len(pieces) == 2 and _TOKEN.fullmatch(pieces[0]):
            self._learn_beginning(pieces[0], pieces[1], self.references.canonical(value))
        parts = value.parts if isinstance(value, Text) else ()
        if len(parts) == len(pieces):
            for part, piece in zip(parts, pieces, strict=True):
                if isinstance(part, Hole) != bool(_TOKEN.fullmatch(piece)):
                    return
                if isinstance(part, str) and part != piece:
                    return
            for part, piece in zip(parts, pieces, strict=True):
                if isinstance(part, Hole):
                    self.holes.setdefault(part, piece)

    def _learn_beginning(self, token: str, end: str, value: Value) -> None:
        """``${bucket}/*`` of a bucket's ARN: what the variable is, is all before the end."""
        parts = value.parts if isinstance(value, Text) else ()
        last = parts[-1] if parts else None
        if isinstance(last, str) and last.endswith(end) and end[:1] in "/:":
            self.whole.setdefault(text_of([*parts[:-1], last.removesuffix(end)]), token)

    def text(self, value: Value) -> Data:
        """A pattern in the file's own words where it has them."""
        value = self.references.canonical(value)
        if value in self.whole:
            return self.whole[value]
        if isinstance(value, Text):
            for whole, word in self.whole.items():
                if isinstance(whole, Text) and len(value.parts) > len(whole.parts):
                    rest = value.parts[len(whole.parts) :]
                    if value.parts[: len(whole.parts)] == whole.parts and str(rest[0])[:1] in "/:":
                        return word + str(self._plain(text_of(list(rest))))
            return self._plain(text_of([self._said(part) for part in value.parts]))
        return self._plain(value)

    def _said(self, part: str | Hole) -> str | Hole:
        return self.holes.get(part, part) if isinstance(part, Hole) else part

    def unsaid(self, statements: Iterable[NewStatement], before: HeldStatement | None = None) -> str | None:
        """A name that can't be written here: a wildcard in its place would grant more than is meant.

        A resource that has a name of its own is written by that where the statement before granted as much.
        """
        held = before.resources if before is not None else ()
        known = [form(self.references.canonical(one)) for value in held for one in alternatives(value)]
        for statement in statements:
            for value in statement.resources:
                for option in alternatives(value):
                    if (name := self._unsaid(self.references.canonical(option), known)) is not None:
                        return name
        return None

    def _unsaid(self, value: Value, known: Sequence[str]) -> str | None:
        if value in self.whole or not isinstance(value, Text):
            return None
        for whole in self.whole:
            if isinstance(whole, Text) and value.parts[: len(whole.parts)] == whole.parts:
                return None
        for part in value.parts:
            if isinstance(part, Hole) and part.name is not None and part not in self.holes:
                resource = self._stack.resource(part.name)
                if resource is None or not isinstance(resource.name, Const):
                    return part.name
                if not any(covers(one, str(self._plain(value))) for one in known):
                    return part.name
        return None


def _resources(data: Any, path: Path) -> Iterator[str]:
    """The resources of the statement at a path, as they are written."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return
    found = data.get("Resource") if isinstance(data, dict) else None
    yield from (one for one in (found if isinstance(found, list) else [found]) if isinstance(one, str))
