"""From items to the edits of a template: which statement goes where, under which Sid and condition.

A role's own policy takes what is added; where it has none, a new one is made. What a statement names may be
made under a condition of the template: then it may stand there under that condition alone.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from itertools import pairwise

from policywright.analyzers.assembly import Place, assemble_one, sid_of
from policywright.analyzers.infrastructure.called import called
from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.holdings import Held, reasons_of
from policywright.analyzers.infrastructure.items import Item
from policywright.analyzers.infrastructure.model import HeldPolicy, Role, Site
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.references import References
from policywright.analyzers.infrastructure.sids import fitting
from policywright.analyzers.model import AttachTo, Grant
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import Value

_TOKENS = Place(tokens=True)


@dataclass(slots=True, eq=False)
class Edits:
    """The edits of one role, as they come."""

    needs: RoleNeeds
    references: References
    made: list[Edit] = field(default_factory=list)
    taken: dict[int, set[str]] = field(default_factory=dict)
    """Sids of policies, by the policy's identity."""

    @property
    def _role(self) -> Role | None:
        return self.needs.role

    def delete(self, site: Site | None) -> None:
        """What is at a site goes; nothing happens to what is in no file."""
        if site is not None:
            self.made.append(Edit(kind="delete", site=site, role=self.needs.id))

    def replace_statement(self, held: Held, *, plain: bool, swapped: bool = False) -> None:
        """A statement becomes what its items ask for; the first keeps its Sid, unless that would lie.

        ``plain``: these say under which conditions they are needed. ``swapped``: today each has another's.
        """
        if held.statement.site is None:
            return
        taken = self._sids(held.policy)
        taken.discard(held.statement.sid or "")
        first, *more = self._in_place_of(held)
        # The first takes the statement's place, and keeps its Sid, or having none.
        sid = self._sid(held, first.actions)
        made = (
            replace(first, sid=sid, plain=plain and first.plain, swapped=swapped),
            *_renamed(more, {*taken, sid}),
        )
        taken.update(statement.sid for statement in made)
        site = held.statement.site
        self.made.append(Edit(kind="replace", site=site, statements=made, role=self.needs.id))

    def _sid(self, held: Held, actions: Sequence[str]) -> str:
        """The Sid of a statement with other actions; one that overrides or is shared stays."""
        sid = held.statement.sid or ""
        if not sid or held.statement.hides is not None or held.policy.sharers(held.statement):
            return sid
        taken = self._sids(held.policy)
        taken.discard(sid)
        new = _free(fitting(sid, held.holding.actions or ("*",), actions), taken)
        taken.add(new)
        return new

    def is_one(self, held: Held) -> bool:
        """One statement says what a statement is there for."""
        return len(self._in_place_of(held)) == 1

    def _in_place_of(self, held: Held) -> list[NewStatement]:
        items = [held.holding.conditioned(item) for item in held.items]
        known = (*held.policy.only_if, *held.statement.only_if)
        # Where no resource goes, each stays under the condition that it is under.
        before = set(map(form, held.before))
        there = frozenset(before) if before <= {form(item.resource) for item in items} else frozenset()
        wanted = [_where_it_is(held, item) if form(item.resource) in there else item for item in items]
        made = _together(self._unnamed(wanted, known, there=there))
        written = self._placed(held)
        return [
            replace(
                one,
                plain=wanted == items,
                resources=tuple(written.get(form(value), value) for value in one.resources),
            )
            for one in made
        ]

    def _placed(self, held: Held) -> dict[str, Value]:
        """What people wrote with a Region or account, by what that names: it stays in that place, in whatever
        words it is said."""
        found: dict[str, Value] = {}
        for value in held.before:
            if self.references.says_where(value):
                found.setdefault(form(self.references.canonical(value)), value)
        return found

    def say(self, held: Held, actions: Iterable[str], resources: Sequence[Value] = ()) -> None:
        """A statement says these actions from now on, of the same resources or of others."""
        if held.statement.site is None:
            return
        resources = tuple(resources) or tuple(dict.fromkeys(map(self.references.canonical, held.before)))
        said = tuple(actions)
        made = NewStatement(
            sid=self._sid(held, said), actions=said, resources=resources, conditions=held.statement.conditions
        )
        edit = Edit(kind="replace", site=held.statement.site, statements=(made,), role=self.needs.id)
        self.made.append(edit)

    def whole(self, policy: HeldPolicy, items: list[Item]) -> str | None:
        """A policy that can't be edited inside goes; what it is there for takes its place or is added."""
        assert policy.site is not None
        if policy.only_if and policy.kind == "sam-template" and items:
            made = self._statements(items, set(), policy.only_if)
            edit = Edit(kind="replace", site=policy.site, statements=made, role=self.needs.id)
            self.made.append(edit)
            return None
        self.delete(policy.site)
        return self.append(items, only_if=policy.only_if)

    def append(self, items: list[Item], only_if: tuple[str, ...] = (), *, anew: bool = False) -> str | None:
        """Grants items at the end of the role's own policy, or in a new one; why not, when it can't be.

        ``only_if``: under these conditions alone, as what granted them before. ``anew``: nothing did.
        """
        role = self._role
        if not items or role is None:
            return None
        targets = self.targets()
        if targets:
            creates = role.owner is not None and role.closed is None
            nearest: dict[int, list[Item]] = {}
            for item in items:
                ranks = [_nearness(item, one) for one in targets]
                # None is better for it than a new policy, where each has the name of another service.
                at = -1 if creates and max(ranks) == _OF_OTHERS else ranks.index(max(ranks))
                nearest.setdefault(at, []).append(item)
            items = nearest.pop(-1, [])
            for at, some in sorted(nearest.items()):
                self._append_to(targets[at], some, role, only_if, anew=anew)
            if not items:
                return None
        if role.closed is not None:
            return f"{role.closed} says which inline policies {role.id} has, so none is added"
        if role.owner is not None:
            made = self._statements(items, set(), role.only_if, only_if)
            made = tuple(replace(one, anew=anew) for one in made)
            name = f"policywright-{self.needs.id}"
            self._add(Edit(kind="create", site=role.owner, statements=made, name=name, role=self.needs.id))
        elif not self.needs.all_code:
            return _without_place(role)
        return None

    def _append_to(
        self, target: HeldPolicy, items: list[Item], role: Role, only_if: tuple[str, ...], *, anew: bool
    ) -> None:
        site = target.statements_site
        assert site is not None
        known = (*role.only_if, *target.only_if)
        made = self._statements(items, self._sids(target), known, only_if)
        made = tuple(replace(one, anew=anew) for one in made)
        self._add(Edit(kind="append", site=site, statements=made, role=self.needs.id))

    def _add(self, edit: Edit) -> None:
        """Puts statements for the same place into one edit."""
        for index, other in enumerate(self.made):
            if other.kind == edit.kind and other.site == edit.site:
                new = (one for one in edit.statements if not _is_said(one, other.statements))
                merged = _renamed((*other.statements, *new))
                self.made[index] = replace(edit, statements=merged)
                return
        self.made.append(edit)

    def has_place(self) -> bool:
        """A statement could be added for the role."""
        role = self._role
        if role is None:
            return False
        return (role.owner is not None and role.closed is None) or bool(self.targets())

    def targets(self) -> list[HeldPolicy]:
        """The policies of statements that are the role's alone and always there."""
        role = self._role
        return [
            policy
            for policy in (role.policies if role is not None else ())
            if role is not None
            and policy.statements_site is not None
            and policy.fixed is None
            and all(other == role.id for other in policy.shared_by)
            and set(policy.only_if) <= set(role.only_if)
        ]

    def _sids(self, policy: HeldPolicy) -> set[str]:
        """The Sids of a policy, with those that edits bring once they are added to the set."""
        if id(policy) not in self.taken:
            # Who writes which of its statements may make several parts of one policy.
            parts = (one for one in (self._role.policies if self._role else ()) if one.span == policy.span)
            every = (one.sid for part in (policy, *parts) for one in part.statements)
            self.taken[id(policy)] = {sid for sid in every if sid is not None}
        return self.taken[id(policy)]

    def _statements(
        self, items: Iterable[Item], taken: set[str], known: tuple[str, ...], under: tuple[str, ...] = ()
    ) -> tuple[NewStatement, ...]:
        return _renamed(self._unnamed(items, known, under), taken)

    def _unnamed(
        self,
        items: Iterable[Item],
        known: tuple[str, ...],
        under: tuple[str, ...] = (),
        there: Container[str] = (),
    ) -> list[NewStatement]:
        """Items as statements; ``known`` conditions hold where they go, ``under`` ones are asked for.

        ``there`` are the forms of what is written there today: it names what may be named there.
        """
        groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Item]] = {}
        for item in items:
            stays = form(item.resource) in there
            named = {} if stays else self.references.conditional(item.resource)
            # What the others say already is not said once more.
            others = (*under, *item.only_if)
            follows = self.references.conditions.always
            own = {
                id: one for id, one in named.items()
                if not follows([(one,)], others) and not follows([(one,)], known)
            }  # fmt: skip
            by_name = tuple(id for id in called(item, self.needs, self.references) if id in own)
            chosen = (one for id, one in own.items() if id not in by_name)
            wanted = dict.fromkeys((*under, *chosen, *item.only_if))
            only_if = tuple(one for one in wanted if one not in known)
            groups.setdefault((only_if, by_name), []).append(item)
        made: list[NewStatement] = []
        for (only_if, by_name), some in sorted(groups.items(), key=lambda group: group[0]):
            assembled = _assembled(self.needs.id, some)
            made.extend(replace(one, only_if=only_if, called=by_name) for one in assembled)
        return made


_OF_OTHERS = -1
"""How near a policy is that has the name of another service."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[0-9]+")


def _nearness(item: Item, policy: HeldPolicy) -> int:
    """How much of a policy is about what an item is on: that itself, its service, or neither; less where it
    has the name of another service."""
    wanted, service = _base(form(item.resource)), item.action.partition(":")[0]
    allowing = [one for one in policy.statements if one.effect == "Allow"]
    if any(_base(form(resource)) == wanted for one in allowing for resource in one.resources):
        return 2
    said = {form(action).partition(":")[0].lower() for one in allowing for action in one.actions}
    if service.lower() in said:
        return 1
    return 0 if said.isdisjoint(_words(policy.name)) else _OF_OTHERS


def _words(name: str) -> set[str]:
    """The words of a name, and each two that follow each other as one: ``dynamodb`` of ``DynamoDBAccess``."""
    words = [one.lower() for one in _WORD.findall(name)]
    return {*words, *map("".join, pairwise(words))}


def _base(resource: str) -> str:
    """A resource without what is in it: of a key its bucket, of an index its table."""
    head, slash, name = resource.partition("/")
    return head if ":s3:" in head else f"{head}{slash}{name.partition('/')[0]}"


def _without_place(role: Role) -> str:
    """What to do where, for a role that a module makes and tells nobody of."""
    if role.home:
        return f"{role.home} makes the role {role.id}: what is missing is for that to grant"
    if role.call is None or not role.through:
        return f"the role {role.id} has no place in a template where a policy could be added"
    how = (
        f"by the module's input {' or '.join(role.inputs)}"
        if role.inputs
        else "by an input of that module (a new one, with a default that changes nothing, where it has none)"
    )
    maker = role.through[-1] or "the root module"
    return (
        f"{maker} makes the role {role.id} and gives out no name of it: what is missing is for "
        f"{role.call.file} to grant: {how}, or once it gives out the role's name"
    )


def _where_it_is(held: Held, item: Item) -> Item:
    """An item without the conditions that choose its resource."""
    chosen = {one for where in held.holding.on_resources(item) for one in where or ()}
    return replace(item, only_if=tuple(one for one in item.only_if if one not in chosen))


def _assembled(name: str, items: list[Item]) -> list[NewStatement]:
    """Items as few statements as there can be."""
    grants: dict[tuple[str, object], list[Item]] = {}
    for item in items:
        grants.setdefault((item.action, item.conditions), []).append(item)
    policies, _ = assemble_one(
        name,
        AttachTo(),
        [
            Grant(
                action=found[0].action,
                resources=tuple(item.resource for item in found),
                conditions=found[0].conditions,
                reasons=reasons_of(found),
            )
            for found in grants.values()
        ],
        _TOKENS,
    )
    return [
        NewStatement(sid=one.sid, actions=one.actions, resources=one.resources, conditions=one.conditions)
        for policy in policies
        for one in policy.statements
    ]


def _together(statements: Iterable[NewStatement]) -> list[NewStatement]:
    """What people had in one statement stays in one, where it is on the same resources."""
    found: dict[object, NewStatement] = {}
    for one in statements:
        key = (one.only_if, tuple(sorted(map(form, one.resources))), one.conditions)
        before = found.get(key)
        actions = tuple(sorted((*before.actions, *one.actions))) if before is not None else one.actions
        found[key] = one if before is None else replace(before, actions=actions, sid=sid_of(actions))
    return list(found.values())


def _is_said(one: NewStatement, others: Iterable[NewStatement]) -> bool:
    """Another statement grants as much, on the same resources."""
    return any(
        set(one.actions) <= set(other.actions) and set(one.resources) <= set(other.resources)
        and one.conditions == other.conditions and one.only_if == other.only_if
        for other in others
    )  # fmt: skip


def _renamed(statements: Iterable[NewStatement], taken: set[str] | None = None) -> tuple[NewStatement, ...]:
    """Statements with Sids that are not taken."""
    used = set(taken or ())
    found: list[NewStatement] = []
    for statement in statements:
        sid = _free(statement.sid, used)
        used.add(sid)
        found.append(replace(statement, sid=sid))
    return tuple(found)


def _free(name: str, taken: Container[str]) -> str:
    """The Sid, or with a number where it is taken."""
    sid, number = name, 2
    while sid and sid in taken:
        sid, number = f"{name}{number}", number + 1
    return sid
