"""Templates that are deployed together: what one of them says, in the words of another.

A parent hands the outputs of one nested stack to another as parameters. So a parameter of the one may be a
role or a queue of the other: ``Families.said`` follows parameters up to the parents that pass them, and
outputs down to what they are. What belongs to another template keeps its name there, behind the template's
(``api.yaml:Api``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.nesting import STACK, child_of
from policywright.analyzers.infrastructure.model import HeldStatement, Stack
from policywright.analyzers.infrastructure.types import parts_of, text_of
from policywright.knowledge.records import replace
from policywright.knowledge.values import Hole, Text, Value, alternatives, one_of

_OUTPUTS = ".Outputs."
_Place = tuple[str, str]
"""A file and a name in it."""


class Families:
    """Which templates of a project nest which."""

    def __init__(self, scopes: Iterable[Scope]) -> None:
        self.scopes = {scope.template.file: scope for scope in scopes}
        templates = {file: scope.template for file, scope in self.scopes.items()}
        self._parents: dict[str, list[_Place]] = {}
        """By child, the parents' files and the logical ids under which they have it."""
        self._children: dict[_Place, str] = {}
        for file, scope in self.scopes.items():
            for declared in scope.template.of_kind(STACK):
                child = child_of(scope, declared, templates)
                if child is not None and child != file:
                    self._parents.setdefault(child, []).append((file, declared.id))
                    self._children[file, declared.id] = child

    def of(self, file: str) -> set[str]:
        """The files of all templates that are deployed with one, itself among them."""
        found, pending = {file}, [file]
        while pending:
            one = pending.pop()
            near = {parent for parent, _ in self._parents.get(one, ())}
            near.update(child for (parent, _), child in self._children.items() if parent == one)
            pending.extend(near - found)
            found |= near
        return found

    def said(self, value: Value, of: str, to: str) -> Value:
        """What a template says, as another one of its family would."""
        return one_of([self._text(option, of, to, ()) for option in alternatives(value)])

    def _text(self, value: Value, of: str, to: str, busy: tuple[_Place, ...]) -> Value:
        if not isinstance(value, Text):
            return value
        parts: list[str | Hole] = []
        for part in value.parts:
            if isinstance(part, str) or part.name is None or part.kind not in ("reference", "parameter"):
                parts.append(part)
            else:
                parts.extend(parts_of(self._named(part, of, to, busy)))
        return text_of(parts)

    def _named(self, hole: Hole, of: str, to: str, busy: tuple[_Place, ...]) -> Value:
        name = hole.name or ""
        place = (of, name)
        if place in busy or name.startswith("AWS::"):
            return Text((hole,))
        meant = [one for one in self._meant(place, hole.kind == "parameter")]
        if len(meant) == 1:
            (value, where) = meant[0]
            return self._text(value, where, to, (*busy, place))
        return Text((hole if of == to else replace(hole, name=f"{of}:{name}"),))

    def _meant(self, place: _Place, is_parameter: bool) -> Iterator[tuple[Value, str]]:
        """What a parameter is passed, or an output is, with the template that says it."""
        file, name = place
        if is_parameter:
            for parent, id in self._parents.get(file, ()):
                scope = self.scopes[parent]
                given = scope.template.resources[id].get("Parameters", name)
                if given is not None:
                    yield scope.evaluate(given), parent
        elif _OUTPUTS in name:
            id, _, output = name.partition(_OUTPUTS)
            child = self._children.get((file, id))
            node = self.scopes[child].template.section("Outputs").get(output) if child is not None else None
            if child is not None and node is not None:
                yield self.scopes[child].evaluate(node.get("Value")), child


def with_policies_of_others(stacks: Sequence[Stack], scopes: Iterable[Scope]) -> tuple[Stack, ...]:
    """The stacks, each with what resources of the templates that it is deployed with allow."""
    families = Families(scopes)
    allowed = {stack.name: stack.resource_policies for stack in stacks if stack.resource_policies}
    if not allowed:
        return tuple(stacks)
    found: list[Stack] = []
    for stack in stacks:
        family = families.of(stack.name) if stack.name in families.scopes else ()
        more = [
            (f"{other}:{id}", _moved(statement, families, other, stack.name))
            for other, policies in allowed.items() if other != stack.name and other in family
            for id, statement in policies
        ]  # fmt: skip
        found.append(replace(stack, resource_policies=(*stack.resource_policies, *more)) if more else stack)
    return tuple(found)


def _moved(statement: HeldStatement, families: Families, of: str, to: str) -> HeldStatement:
    def each(values: Iterable[Value]) -> tuple[Value, ...]:
        return tuple(families.said(one, of, to) for one in values)

    return replace(
        statement,
        resources=each(statement.resources),
        not_resources=each(statement.not_resources),
        principals=each(statement.principals),
        site=None,
    )


__all__ = ["Families", "with_policies_of_others"]
