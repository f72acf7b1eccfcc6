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
from policywright.analyzers.infrastructure.cloudformation.policies import reference_to
from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, ProblemCode, Role, Stack
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


def with_roles_of_others(stacks: Sequence[Stack], scopes: Iterable[Scope]) -> tuple[Stack, ...]:
    """The stacks, with roles that another template of their family makes and hands on.

    What these have is compared, and edited by whoever knows the other template's names.
    """
    families = Families(scopes)
    by_name = {stack.name: stack for stack in stacks}
    found: list[Stack] = []
    for stack in stacks:
        given = [one for one in stack.roles if one.external] if stack.name in families.scopes else []
        family = sorted(families.of(stack.name) - {stack.name}) if given else []
        made = {
            role.id: own
            for role in given
            for other in family
            if other in by_name
            and (own := _handed_on(role, stack.name, by_name[other], families)) is not None
        }
        told = {role.span for role in given if role.id in made}
        found.append(stack if not made else replace(
            stack, roles=tuple(made.get(one.id, one) for one in stack.roles),
            problems=tuple(
                one for one in stack.problems
                if one.code is not ProblemCode.ROLE_NOT_FOUND or one.span not in told
            ),
        ))  # fmt: skip
    return tuple(found)


def _handed_on(role: Role, of: str, other: Stack, families: Families) -> Role | None:
    """A role that a template is handed, as the one that makes it has it."""
    ids = [one.id for one in other.roles if not one.external]
    own = other.role(reference_to(families.said(role.name, of, other.name), ids) or "")
    if own is None:
        return None
    fixed = (
        f"{own.id} is made in {other.name}, which has names of its own: what is to change is changed there"
    )

    def policy(held: HeldPolicy) -> HeldPolicy:
        moved = tuple(_moved(one, families, other.name, of) for one in held.statements)
        return replace(held, statements=moved, fixed=fixed, site=None, statements_site=None)

    return replace(
        own, id=role.id, name=families.said(own.name, other.name, of), owner=None, only_if=(),
        policies=tuple(map(policy, own.policies)),
        boundary=policy(own.boundary) if own.boundary is not None else None,
        principals=tuple(families.said(one, other.name, of) for one in own.principals),
    )  # fmt: skip


def _moved(statement: HeldStatement, families: Families, of: str, to: str) -> HeldStatement:
    def each(values: Iterable[Value]) -> tuple[Value, ...]:
        return tuple(families.said(one, of, to) for one in values)

    conditions = tuple((operator, key, each(values)) for operator, key, values in statement.conditions)
    sometimes = (replace(one, value=families.said(one.value, of, to)) for one in statement.sometimes)

    return replace(
        statement,
        resources=each(statement.resources),
        not_resources=each(statement.not_resources),
        principals=each(statement.principals),
        conditions=conditions,
        sometimes=tuple(sometimes),
        site=None,
    )


__all__ = ["Families", "with_policies_of_others", "with_roles_of_others"]
