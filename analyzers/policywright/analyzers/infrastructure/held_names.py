"""Whether a text names any of what a role's statements are on, for libraries that get such names unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.model import HeldStatement
from policywright.analyzers.infrastructure.references import References
from policywright.knowledge.policy.patterns import intersects
from policywright.knowledge.values import Const, Value, alternatives

_PARTS = re.compile("[:/]")
"""What stands between the parts of a resource's ARN, and of a URL."""
_TELLING = re.compile(r"\w{3}")
"""What the beginning or the end of a name has that tells it from others."""


class HeldNames:
    """What a role's statements are on, for whoever asks of many texts whether they name any of it."""

    def __init__(self, statements: Iterable[HeldStatement], references: References) -> None:
        self._references = references
        self._statements = [
            (each, [form(one) for value in each.resources for one in _spelled(value, references)])
            for each in statements
        ]
        self._names: frozenset[str] | None = None

    def may_be(self, named: Value) -> bool:
        """Whether a text (a name, an ARN, a URL) is the name of any of it, as far as they say."""
        names = {_PARTS.split(form(one))[-1] for one in _spelled(named, self._references)}
        names = {name for name in names if name.strip("*")}
        for statement, resources in self._statements:
            if statement.not_resources or any(not one.strip("*") for one in resources):
                used = {
                    str(action.value).partition(":")[0]
                    for action in statement.actions if isinstance(action, Const)
                }  # fmt: skip
                if not used.isdisjoint((*_services(named, self._references), "*")):
                    return True
            parts = (part for one in resources for part in _PARTS.split(one.split(":", 5)[-1]))
            if any([intersects(part, name) for part in parts if part.strip("*") for name in names]):
                return True
        return False

    def is_named(self, written: Value) -> bool:
        """Whether a text of the code, as it is written, is the whole name of any of it.

        Unlike what a template sets, it may be a word for anything: no pattern is met by it but one that only
        goes on behind it, and no part of an ARN that says what kind of thing there is.
        """
        if self._names is None:
            resources = {one for _, forms in self._statements for one in forms}
            self._names = frozenset(name for one in resources for name in _whole_names(one))
        text = form(written)
        if text.startswith(("arn:", "http")):
            return text in self._names or _PARTS.split(text)[-1] in self._names
        return text.strip("/") in self._names

    def is_partly_named(self, written: Value) -> bool:
        """Whether a text that the code puts together may name any of it: how it begins or ends is
        how a part of the resource does, by more than a letter or two."""
        text = form(written)
        if text.startswith("arn:"):
            return self.may_be(written)
        name = _PARTS.split(text)[-1]
        resources = [one for _, forms in self._statements for one in forms]
        parts = [part for one in resources for part in _PARTS.split(one.split(":", 5)[-1])]
        return any([intersects(part, name) and _agree(part, name) for part in parts])


def _whole_names(resource: str) -> Iterator[str]:
    """What a text has to be to be the name of what the form of an ARN stands for."""
    service, own = resource.split(":", 3)[2:3], resource.split(":", 5)[-1]
    kind, *parts = re.split("[/:]", own, maxsplit=1)
    if service == ["s3"] or not parts:
        whole = {kind}
    else:
        whole = {parts[0], _PARTS.split(parts[0])[0], own.strip("/")}
    for one in whole:
        name = one.rstrip("*").rstrip("-_./") if "*" in one else one
        if name and "*" not in name:
            yield name


def _agree(one: str, other: str) -> bool:
    for found in (str.startswith, str.endswith):
        place = 0 if found is str.startswith else -1
        ends = one.split("*")[place], other.split("*")[place]
        if all(map(_TELLING.search, ends)) and (found(ends[0], ends[1]) or found(ends[1], ends[0])):
            return True
    return False


def _spelled(value: Value, references: References) -> Iterator[Value]:
    """A pattern by the names that the template has for things, and by those that it gives them."""
    for option in alternatives(value):
        yield option
        yield from references.by_names(references.canonical(option))


def _services(named: Value, references: References) -> Iterator[str]:
    """The services of what a text names."""
    written = form(named)
    if written.startswith("arn:"):
        yield written.split(":", 3)[2]
    for id in references.owners(references.canonical(named)):
        if id in references.types:
            yield references.types[id].arn.split(":", 3)[2]
