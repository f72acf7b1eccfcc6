"""What the source of a CDK application gives a role on one resource, and what it is to give from now on.

A call is renamed, given fewer actions or taken out; what no method gives becomes a statement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from policywright.analyzers.infrastructure.cdk.calls import Granting, granting_at
from policywright.analyzers.infrastructure.changes import NewStatement
from policywright.analyzers.infrastructure.constructs import bases_of, is_plain, is_whole
from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.editing.cdk_known import SHOWN, Known, asked
from policywright.analyzers.infrastructure.editing.cdk_names import OWN_KEYS, Names, names_at
from policywright.analyzers.infrastructure.editing.cdk_steps import (
    Added,
    Group,
    Pair,
    Part,
    Reduced,
    Renamed,
    Step,
)
from policywright.analyzers.infrastructure.editing.cdk_values import Style
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.grant_methods import Method, fitting, gives
from policywright.analyzers.infrastructure.listing import few
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Value

KEY = "AWS::KMS::Key"


class _UnnamedError(Refused):
    """What a grant is on can't be named where another one would take its place."""


class Grants:
    """The grants of one role, by the resources that they are on."""

    def __init__(self, known: Known, groups: Mapping[str, Group]) -> None:
        self.known = known
        self._groups = groups
        self._read: dict[tuple[str, int], Granting | None] = {}
        """The calls that statements were read from, by their places."""
        self.twice: set[int] = set()
        """Calls that may give what is had on one resource or on another."""

    def calls_of(self, group: Group) -> list[Granting]:
        """The calls that give what the role has on a resource."""
        if exact := self._exact(group):
            return exact
        known = self.known.application.known(group.id) if group.id is not None else None
        if known is not None and group.id is not None and self.known.application.is_part(group.id, known):
            known = None
        calls = [one for one in self.known.calls if one.statement is None]
        own = [one for one in calls if known is not None and one.on is known.construct]
        if own:
            return own
        # What is called on a parameter: it can only be the resource that has all it gives.
        found = []
        for one in calls:
            if one.on is None and (actions := one.own(group.type)):
                able = [other for other in self._groups.values() if self._may_give(one, other)]
                if able == [group] and actions:
                    found.append(one)
        return found

    def _exact(self, group: Group) -> list[Granting]:
        """The calls that the statements on a resource were read from, where each serves this role alone."""
        found: dict[tuple[str, int], Granting] = {}
        for part in group.parts if self.known.application.is_source and group.type != KEY else ():
            at = part.held.span.file, part.held.span.start_byte
            granting = self._read.setdefault(at, granting_at(self.known.application, *at))
            if granting is None or not self.known.places.is_whole(granting, at):
                return []
            found[at] = granting
        return list(found.values())

    def _may_give(self, granting: Granting, group: Group) -> bool:
        actions = granting.own(group.type)
        return bool(actions) and all(gives(group.actions, action) for action in actions)

    def settle(self, group: Group) -> None:
        """What the calls on a resource become, and what has to be stated beside them."""
        group.before = [method for one in group.calls if (method := one.method(group.type)) is not None]
        group.after = group.before
        # What a key's statements come from goes with the grants on what it encrypts.
        if not group.is_edited and not any(one.is_edited for one in self.encrypted(group)):
            return
        either = len(group.calls) > 1 and any(one.call.where.branched for one in group.calls)
        if either or any(one.is_partial or id(one) in self.twice for one in group.calls):
            self._partial(group)
            return
        given = [action for one in group.calls for action in one.own(group.type)]
        given.extend(action for other in self.encrypted(group) for one in other.before for action in one.key)
        brought = [action for other in self.encrypted(group) for one in other.after for action in one.key]
        others = [
            one
            for part in group.parts
            for one in part.pairs
            if not gives(given, one[0]) or self._is_of_another(part, group)
        ]
        wanted = group.wanted(self._forms)
        self._unexplained(
            group, [action for action, pattern in others if not _is_given(wanted, (action, pattern))]
        )
        left = [one for one in wanted if not _is_given(others, one) and not gives(brought, one[0])]
        rest = list(dict.fromkeys(action for action, _ in left))
        written = [text for one in group.calls for text in one.texts if gives(rest, text)]
        methods = self._fitting(group, [one for one in left if not gives(written, one[0])])
        looped = next((one for one in group.calls if one.call.where.looped and one.runs == 1), None)
        if looped is not None:
            self.known.refuse(f"{looped.place}: {looped.said} is in a loop or a callback")
        else:
            group.after = self._change(group, methods, rest)
        have = [*brought, *written, *(action for one in group.after for action in one.own)]
        self._state(group, [one for one in left if not gives(have, one[0])])

    def leave(self, group: Group, error: Refused, done: Collection[Step]) -> None:
        """Leaves what a role has on a resource as it is, whatever was to be done there."""
        if not group.is_edited:
            return
        self.known.plan.steps = [one for one in self.known.plan.steps if one not in done]
        group.after = group.before
        self.known.refuse(f"{few(group.actions, SHOWN)}: {error}")
        for one in group.added if isinstance(error, _UnnamedError) else ():
            self.known.add(one, self._receivers(group))

    def _is_of_another(self, part: Part, group: Group) -> bool:
        """A statement that stays is of none of the calls: somebody wrote it, or an event source brings it."""
        at = part.held.span.file, part.held.span.start_byte
        calls = ((one.source.name, one.call.node.start_byte) for one in group.calls)
        return self.known.application.is_source and part.edit is None and at not in calls

    def _partial(self, group: Group) -> None:
        """What calls give is on a part of the resource, or on others as well: that is left to people."""
        for one in group.added:
            self.known.add(one)
        edits = [part.edit for part in group.parts if part.edit is not None]
        if edits:
            places = ", ".join(f"{one.place}: {one.said}" for one in group.calls)
            self.known.refuse(f"{places}: what each is for can't be told; {asked(*edits)}")

    def _fitting(self, group: Group, wanted: Sequence[Pair]) -> tuple[Method, ...]:
        """The methods that give what is wanted of the resource; what is added to some of it is stated."""
        forms = [one for part in group.parts for one in part.forms]
        parts = {pattern for pattern in self._patterns(group.new) if not _is_all(pattern, forms)}
        stated = parts.difference(self._patterns([one for part in group.parts for one in part.new]))
        if parts != stated or any(one.conditions for one in group.new):
            return ()
        actions = list(dict.fromkeys(action for action, pattern in wanted if pattern not in stated))
        return fitting(group.type, actions) if actions else ()

    def _patterns(self, statements: Iterable[NewStatement]) -> list[str]:
        return [pattern for one in statements for pattern in self._forms(one.resources)]

    def _forms(self, values: Iterable[Value]) -> list[str]:
        return [form(self.known.references.canonical(value)) for value in values]

    def encrypted(self, group: Group) -> Iterable[Group]:
        """What a key encrypts of what the role has something on."""
        for other in self._groups.values() if group.type == KEY else ():
            resource = self.known.stack.resource(other.id) if other.id is not None else None
            key = resource.key if resource is not None else None
            if key is not None and form(self.known.references.canonical(key)) == group.base:
                yield other

    def _change(self, group: Group, methods: tuple[Method, ...], wanted: Sequence[str]) -> list[Method]:
        """Makes the calls those methods; what is given afterwards."""
        open, given = list(methods), list(methods)
        spare: list[Granting] = []
        for one in group.calls:
            method = one.method(group.type)
            if one.literals:
                left = tuple(text for text in one.texts if gives(wanted, text))
                if len(left) < len(one.literals):
                    self.known.plan.steps.append(Reduced(granting=one, actions=left))
            elif method in open:
                open.remove(method)
            elif not methods and method is not None and all(gives(wanted, action) for action in method.own):
                open.append(method)
            elif method is None or not method.other:
                spare.append(one)
            elif method.own:
                # What it gives elsewhere is not looked at here.
                raise Refused(f"{one.place}: {one.said} gives more than this")
        if not methods:
            for one in spare:
                self.known.plan.steps.append(Reduced(granting=one))
            return open
        renamed: Renamed | None = None
        for method in open:
            if spare:
                renamed = Renamed(granting=spare.pop(0), method=method)
                self.known.plan.steps.append(renamed)
            elif renamed is not None and renamed.granting.is_alone:
                renamed.more = (*renamed.more, method)
            elif self.known.near is not None and group.id is not None and self._can_name(group.id):
                self.known.plan.steps.append(Added(near=self.known.near, method=method, on=group.id))
            elif (renamed := self._beside(group)) is not None:
                renamed.more = (method,)
                self.known.plan.steps.append(renamed)
            else:
                given.remove(method)
        for one in spare:
            self.known.plan.steps.append(Reduced(granting=one))
        return given

    @staticmethod
    def _beside(group: Group) -> Renamed | None:
        """A call that stays, beside which others can be made on the same."""
        for one in group.calls:
            method = one.method(group.type)
            if method is not None and one.is_alone and one.runs == 1:
                return Renamed(granting=one, method=method)
        return None

    def _can_name(self, id: str) -> bool:
        """Grant methods of a resource can be called where the role is made."""
        if self.known.near is None:
            return False
        known = names_at(self.known.application, self.known.stack, self.known.near).get(id)
        return known is not None and not known[1].startswith("Cfn")

    def _unexplained(self, group: Group, actions: Sequence[str]) -> None:
        """What should go and is given by nothing that is seen."""
        edits = [
            part.edit
            for part in group.parts
            if part.edit is not None and any(one in actions for one in part.actions)
        ]
        if edits:
            self.known.by_hand(
                list(dict.fromkeys(actions)), edits, [one.held for one in group.parts if one.edit]
            )

    def _state(self, group: Group, lost: Collection[Pair]) -> None:
        """Statements for what no method gives."""
        left = set(lost)
        place = self._place_of(group)
        names = self._receivers(group)
        if left and any(part.edit is not None for part in group.parts):
            self._nameable(group, names)
        for one in group.new:
            pairs = {
                (action, pattern) for action in one.actions for pattern in self._forms(one.resources)
            } & left
            some = tuple(action for action in one.actions if any(action == other for other, _ in pairs))
            if some:
                left -= pairs
                self.known.add(replace(one, actions=some), names, place)
        for part in group.parts:
            pairs = left.intersection(part.pairs) if part.edit is None else set()
            some = tuple(action for action in part.actions if any(action == other for other, _ in pairs))
            if some:
                left -= pairs
                conditions = part.held.conditions
                statement = NewStatement(sid="", actions=some, resources=part.values, conditions=conditions)
                self.known.add(statement, names, place)

    def _place_of(self, group: Group) -> Granting | None:
        """A call that goes, whose place can be taken: in the body of the role's construct, and after it."""
        near = self.known.near
        calls = [one for each in (group, *self.encrypted(group)) for one in each.calls]
        for step in self.known.plan.steps if near is not None else ():
            if not (isinstance(step, Reduced) and not step.actions and step.granting in calls):
                continue
            one = step.granting
            assert near is not None
            beside = one.source is near.source and one.call.where.block == near.construct.call.where.block
            if beside and one.is_alone and one.runs == 1 and one.call.line > near.construct.line:
                return one
        return None

    def _receivers(self, group: Group) -> Names:
        """What the resource is called where grants on it are called: a parameter, or a part of one.

        Grants to others tell that, too.
        """
        found: Names = {}
        near = self.known.near
        encrypted = (one for other in self.encrypted(group) for one in other.calls)
        named_by = (*self._others_on(group), *encrypted, *group.calls)
        for one in named_by if near is not None and group.id else ():
            assert near is not None and group.id is not None
            call = one.call
            beside = one.source is near.source and call.where.block == near.construct.call.where.block
            plain = bool(call.receiver) and not call.receiver.endswith(".grants")
            if one.on is None and beside and plain and (name := self._called(one, group)):
                found[group.id] = name, "", call.where.statement.start_point[0]
        return found

    def _called(self, granting: Granting, group: Group) -> str:
        """What a resource is called where something is granted on it, or on what it encrypts."""
        receiver = granting.call.receiver
        if granting.own(group.type):
            return receiver
        types = (one.type for one in self.encrypted(group) if granting.own(one.type))
        property = next((OWN_KEYS[type] for type in types if type in OWN_KEYS), "")
        style = Style.of(granting.source.text, python=granting.source.python)
        return f"{receiver}.{style.key_of(property)}" if property else ""

    def _others_on(self, group: Group) -> Iterator[Granting]:
        """The grant methods that give other roles something on a resource, in the source of this one."""
        if self.known.near is None or not self.known.application.is_source:
            return
        for role in self.known.stack.roles:
            for held in (one for policy in role.policies for one in policy.statements):
                if held.span.file != self.known.near.source.name:
                    continue
                if [*bases_of(Holding(held, self.known.references).forms)] == [group.base]:
                    found = granting_at(self.known.application, held.span.file, held.span.start_byte)
                    yield from [found] if found is not None else []

    def _nameable(self, group: Group, names: Names) -> None:
        """What takes the place of a grant is on no more than that was."""
        resource = self.known.stack.resource(group.id) if group.id is not None else None
        if self.known.near is None or resource is None or resource.id in names:
            return
        named = isinstance(resource.name, Const) and resource.name.value is not None
        if not named and resource.id not in names_at(
            self.known.application, self.known.stack, self.known.near
        ):
            raise _UnnamedError(f"what is needed is on {resource.id} alone, which can't be named there")


def _is_all(pattern: str, forms: Collection[str]) -> bool:
    """A pattern is on all that grant methods give something on."""
    return is_plain(pattern) or is_whole(pattern, forms)


def _is_given(pairs: Iterable[Pair], asked: Pair) -> bool:
    """One of the pairs covers another, action and resource."""
    return any(covers(action, asked[0]) and covers(pattern, asked[1]) for action, pattern in pairs)
