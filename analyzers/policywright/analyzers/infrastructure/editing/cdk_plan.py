"""From the edits of one role to what its application's source has to say instead.

Per resource: what the source's calls give (``cdk_calls``), what of it is wanted from now on, and the grant
methods that fit that (``grant_methods.fitting``). A call is renamed, given fewer actions or taken out; what
no method gives becomes a statement. What is wanted is given afterwards, or nothing is touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from policywright.analyzers.infrastructure.cdk.application import Application, Found
from policywright.analyzers.infrastructure.cdk.calls import (
    ADDERS,
    Granting,
    granting_at,
    grantings,
    hints,
    runs_at,
    statement_at,
)
from policywright.analyzers.infrastructure.cdk.records import Construct
from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.constructs import above, bases_of, is_plain, is_whole
from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.editing.cdk_names import OWN_KEYS, Names, names_at
from policywright.analyzers.infrastructure.editing.cdk_order import Order
from policywright.analyzers.infrastructure.editing.cdk_steps import (
    Added,
    Group,
    Pair,
    Part,
    Plan,
    Reduced,
    Renamed,
    Step,
    Unlisted,
)
from policywright.analyzers.infrastructure.editing.cdk_values import Style
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.grant_methods import Method, fitting, gives, methods_like
from policywright.analyzers.infrastructure.listing import few
from policywright.analyzers.infrastructure.model import HeldStatement, Stack
from policywright.analyzers.infrastructure.references import Attribute, references_of
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Value

_KEY = "AWS::KMS::Key"
_SHOWN = 3


class _UnnamedError(Refused):
    """What a grant is on can't be named where another one would take its place."""


def plan_of(
    application: Application, stack: Stack, role: str, edits: Sequence[Edit], beside: Sequence[Edit],
    places: Places, order: Order,
) -> Plan:  # fmt: skip
    """The plan for one role; ``role`` is its logical id, ``beside`` are the edits of other stacks."""
    return _Planner(application, stack, role, edits, beside, places, order).run()


Place = tuple[str, int]
"""A source, and where in it something begins."""


class Places:
    """Where in the source the roles of a stack get something."""

    def __init__(self, stack: Stack) -> None:
        self._roles: dict[Place, list[str]] = {}
        for role in stack.roles:
            for policy in role.policies:
                for one in policy.statements:
                    self._roles.setdefault((one.span.file, one.span.start_byte), []).append(role.id)
        self.apart: set[Place] = set()
        """Those that serve several roles which do not ask for the same."""

    def roles(self, at: Place) -> list[str]:
        """The roles that get something at a place, as often as they do."""
        return self._roles.get(at, [])

    def is_whole(self, granting: Granting, at: Place) -> bool:
        """What is at a place runs once, or once for each of several roles that are changed alike."""
        roles = self.roles(at)
        count = len(set(roles))
        return granting.runs == count and at not in self.apart and len(roles) % count == 0


class _Planner:
    def __init__(
        self, application: Application, stack: Stack, role: str, edits: Sequence[Edit],
        beside: Sequence[Edit], places: Places, order: Order,
    ) -> None:  # fmt: skip
        self.application, self.stack, self.edits, self.beside = application, stack, edits, beside
        self.places, self.order = places, order
        self.references = references_of(stack)
        self.role = stack.role(role)
        self.id = role
        self.plan = Plan()
        self.near: Found | None = None
        self.why = ""
        self.constructs: list[Construct] = []
        self.calls: list[Granting] = []
        self.groups: dict[str, Group] = {}
        self._read: dict[tuple[str, int], Granting | None] = {}
        """The calls that statements were read from, by their places."""
        self.twice: set[int] = set()
        """Calls that may give what is had on one resource or on another."""
        self.unmet = False
        """Something that is added has no place, and no grant that could become it."""
        self.loose: list[tuple[HeldStatement, Edit]] = []
        """Statements on several resources, or on any."""

    def run(self) -> Plan:
        self._find()
        added = [one for edit in self.edits if adds(edit) for one in edit.statements]
        self._sort(added)
        self._loose()
        for group in self.groups.values():
            group.calls = self._calls_of(group)
        seen = [id(one) for group in self.groups.values() for one in group.calls]
        self.twice = {one for one in seen if seen.count(one) > 1}
        # What is done for a resource decides what its key's statements are there for.
        done: dict[str, list[Step]] = {}
        for group in sorted(self.groups.values(), key=lambda one: one.type == _KEY):
            before = len(self.plan.steps)
            try:
                self._resource(group)
            except Refused as error:
                del self.plan.steps[before:]
                # Their calls give what is needed of the key as well.
                for one in (group, *self._encrypted(group)):
                    self._leave(one, error, done.get(one.base, ()))
            done[group.base] = self.plan.steps[before:]
        self._policies()
        if added and self.near is None and (self.unmet or self.plan.refused):
            # What is taken away may be granted by what can't be added.
            return Plan(refused=[f"nothing is changed: {self.why}"])
        if why := self._circular():
            # What nothing grants today does not hang on what stays.
            new = [one for one in self.plan.steps if isinstance(one, Added) and self._is_new(one)]
            return Plan(steps=[*new], refused=[f"nothing is {'taken away' if new else 'changed'}: {why}"])
        if self.edits and not self.plan.steps and not self.plan.refused:
            self._refuse("no call of the source is seen that would have to change")
        return self.plan

    def _circular(self) -> str:
        """Why a stack with what is planned could not be deployed, if that is so."""
        named = [id for step in self.plan.steps for id in self._newly_named(step)]
        later = self.order.later(self.id) if named else {}
        return next(
            (
                f"a grant on {id} has to wait for it, {later[id]} for its role's grants, and "
                f"{id} may wait for {later[id]} (circular dependency); give it by an iam.Policy of its own"
                for id in named
                if id in later
            ),
            "",
        )

    def _is_new(self, step: Added) -> bool:
        """Statements that nothing grants today, on what is there before the role's workloads."""
        later = self.order.later(self.id)
        anew = bool(step.statements) and all(one.anew for one in step.statements)
        return anew and not any(id in later for id in self._newly_named(step))

    def _newly_named(self, step: Step) -> Iterator[str]:
        """The resources that a step makes the role's policies refer to."""
        step_names: Names = {}
        if isinstance(step, Added):
            step_names = step.names
            if step.on:
                yield step.on
            values = [value for one in step.statements for value in one.resources]
        elif isinstance(step, Reduced) and step.statement is not None:
            values = [*step.statement.resources]
        else:
            return
        for value in values:
            for part in self.references.native(self.references.canonical(value)):
                if isinstance(part, Attribute) and (part.id in step_names or not self._is_by_name(part.id)):
                    yield part.id

    def _is_by_name(self, id: str) -> bool:
        """Statements say a resource by the name that it is given: no construct is at hand."""
        resource = self.stack.resource(id)
        named = resource is not None and isinstance(resource.name, Const) and resource.name.value is not None
        return named and (self.near is None or id not in names_at(self.application, self.stack, self.near))

    # --- what there is ---

    def _find(self) -> None:
        try:
            found = self.application.of_resource(self.id)
            self.near = self._usable(found)
        except Refused as error:
            self.why = str(error)
            found = None
        ids = [one.id for one in self.stack.workloads if one.role == self.id]
        made = [found, *(self.application.known(id) for id in ids)]
        self.constructs = [one.construct for one in made if one is not None]
        self.calls = [
            one for source in self.application.sources for one in grantings(source, self.constructs)
        ]
        self._settle([one for one in made if one is not None])

    def _settle(self, made: Sequence[Found]) -> None:
        """Where one place makes constructs of several stacks, it is edited once if all ask for the same.

        A sibling that does not would get, or lose, what was meant for another.
        """
        shared = next((one for one in made if len(self.application.instances(one)) > 1), None)
        if shared is None or not self.edits:
            return
        templates = [name for one in made for name in self.application.instances(one)]
        asked = [_same_everywhere(one) for one in self.edits]
        once = all(len(names) == len(set(names)) for names in map(self.application.instances, made))
        if once and all(
            asked
            == [_same_everywhere(one) for one in self.beside if (one.site.file, one.role) == (name, self.id)]
            for name in sorted(set(templates) - {self.application.template})
        ):
            if self.application.template != min(templates):
                self.edits = []
            return
        count = len(self.application.instances(shared))
        added = [
            action for one in self.edits if adds(one) for new in one.statements for action in new.actions
        ]
        said = [f"{few([*dict.fromkeys(added)], _SHOWN)} would be added"] if added else []
        if not all(map(adds, self.edits)):
            said.append("some of what it has would go")
        self._refuse(
            f"{shared.place} makes {count} constructs of the application, which do not all ask for the same: "
            f"nothing is changed; {', '.join(said)}"
        )
        self.edits = []

    def _usable(self, found: Found) -> Found:
        """A construct that statements can be added to."""
        one = found.construct
        if one.kind not in ADDERS:
            raise Refused(f"{one.kind} ({found.place}) has no method that is known to add a statement")
        if one.call.where.looped:
            raise Refused(f"{one.id} is made in a loop or a callback ({found.place})")
        if not one.call.where.is_apart:
            raise Refused(f"nothing can follow {one.id} where it is made ({found.place})")
        if one.variable is None and not one.can_be_named:
            raise Refused(f"{one.id} is not kept in a variable ({found.place}); add its statements by hand")
        return found

    def _refuse(self, why: str) -> None:
        self.plan.refused.append(why)

    def _leave(self, group: Group, error: Refused, done: Collection[Step]) -> None:
        """Leaves what a role has on a resource as it is, whatever was to be done there."""
        if not group.is_edited:
            return
        self.plan.steps = [one for one in self.plan.steps if one not in done]
        group.after = group.before
        self._refuse(f"{few(group.actions, _SHOWN)}: {error}")
        for one in group.added if isinstance(error, _UnnamedError) else ():
            self._add(one, self._receivers(group))

    def _sort(self, added: Iterable[NewStatement]) -> None:
        """Puts held statements and new ones to the resources that they are on."""
        edits = {edit.site: edit for edit in self.edits if edit.kind in ("replace", "delete")}
        for policy in self.role.policies if self.role is not None else ():
            for held in policy.statements:
                if held.effect != "Allow" or held.site is None:
                    continue
                holding, edit = Holding(held, self.references), edits.get(held.site)
                if edit is not None and self._stated(held, holding, edit):
                    continue
                parts = self._parts(held, holding, edit)
                for base, part in parts.items():
                    self._group(base, part.values, part.actions).parts.append(part)
                if not parts and edit is not None:
                    self.loose.append((held, edit))
        for one in added:
            values = [self.references.canonical(value) for value in one.resources]
            bases = bases_of(map(form, values)) if not one.conditions else ()
            group = self._group(bases[0], values, one.actions) if len(bases) == 1 else None
            if group is not None and group.id is not None:
                group.added.append(one)
            elif self.near is not None:
                self.plan.steps.append(Added(near=self.near, statements=(one,)))
            else:
                self.unmet = True

    def _parts(self, held: HeldStatement, holding: Holding, edit: Edit | None) -> dict[str, Part]:
        """A statement by the resources that it is on; nothing, where what takes its place is on another."""
        found: dict[str, Part] = {}
        for base in bases_of(holding.forms):
            values = tuple(one for one in holding.values if above(form(one)) == base)
            forms = [form(one) for one in values]
            new = tuple(
                replace(one, resources=own)
                for one in (edit.statements if edit is not None else ())
                if (own := tuple(value for value in one.resources if self._is_on(value, base)))
            )
            found[base] = Part(
                held=held, actions=holding.actions, forms=forms, values=values, edit=edit, new=new
            )
        placed = [value for part in found.values() for one in part.new for value in one.resources]
        asked = [value for one in (edit.statements if edit is not None else ()) for value in one.resources]
        return found if all(value in placed for value in asked) else {}

    def _is_on(self, value: Value, base: str) -> bool:
        pattern = form(self.references.canonical(value))
        return pattern == base or pattern.startswith((f"{base}/", f"{base}:"))

    def _group(self, base: str, values: Iterable[Value], actions: Sequence[str]) -> Group:
        if base not in self.groups:
            self.groups[base] = group = Group(base=base)
            for value in values:
                first = next(iter(self.references.native(value)), None)
                resource = self.stack.resource(first.id) if isinstance(first, Attribute) else None
                if resource is not None:
                    group.id, group.type = resource.id, resource.type
        group = self.groups[base]
        if not group.type and actions and (like := methods_like(actions)):
            group.type = like[0].type
        return group

    def _exact(self, group: Group) -> list[Granting]:
        """The calls that the statements on a resource were read from, where each serves this role alone."""
        found: dict[tuple[str, int], Granting] = {}
        for part in group.parts if self.application.is_source and group.type != _KEY else ():
            at = part.held.span.file, part.held.span.start_byte
            granting = self._read.setdefault(at, granting_at(self.application, *at))
            if granting is None or not self.places.is_whole(granting, at):
                return []
            found[at] = granting
        return list(found.values())

    def _calls_of(self, group: Group) -> list[Granting]:
        """The calls that give what the role has on a resource."""
        if exact := self._exact(group):
            return exact
        known = self.application.known(group.id) if group.id is not None else None
        if known is not None and group.id is not None and self.application.is_part(group.id, known):
            known = None
        calls = [one for one in self.calls if one.statement is None]
        own = [one for one in calls if known is not None and one.on is known.construct]
        if own:
            return own
        # What is called on a parameter: it can only be the resource that has all it gives.
        found = []
        for one in calls:
            if one.on is None and (actions := one.own(group.type)):
                able = [other for other in self.groups.values() if self._may_give(one, other)]
                if able == [group] and actions:
                    found.append(one)
        return found

    def _may_give(self, granting: Granting, group: Group) -> bool:
        actions = granting.own(group.type)
        return bool(actions) and all(gives(group.actions, action) for action in actions)

    # --- statements ---

    def _stated(self, held: HeldStatement, holding: Holding, edit: Edit) -> bool:
        """Edits the statement of the source that a held one is, if there is one."""
        granting = self._statement_of(held, holding)
        if granting is None:
            return False
        if granting.call.where.looped and granting.runs == 1:
            self._refuse(f"{granting.place}: {granting.said} is in a loop or a callback; {_asked(edit)}")
            return True
        first, *more = edit.statements or (None,)
        if granting.others and first is not None:
            stays = self._from_elsewhere(granting, holding, first)
            if more or (stays and any(one not in holding.actions for one in first.actions)):
                self._by_hand(holding.actions, [edit], [held])
                return True
            if stays:
                said = ", ".join((one.text or b"").decode("utf-8", "replace") for one in granting.others)
                self._refuse(f"{granting.place}: {few(stays, _SHOWN)} stands in {said}; {_asked(edit)}")
            first = replace(first, actions=(*first.actions, *stays))
            if len(first.actions) == len(holding.actions):
                return True
        self.plan.steps.append(
            Reduced(
                granting=granting, actions=first.actions if first is not None else (), statement=first,
                before=held,
            )
        )  # fmt: skip
        for one in more:
            if one is not None and self.near is not None:
                self.plan.steps.append(Added(near=self.near, statements=(one,)))
        return True

    def _from_elsewhere(self, granting: Granting, holding: Holding, new: NewStatement) -> list[str]:
        """Actions that should go and are not written out where the statement is made."""
        written = {one.lower() for one in (*granting.texts, *new.actions)}
        return [one for one in holding.actions if one.lower() not in written]

    def _statement_of(self, held: HeldStatement, holding: Holding) -> Granting | None:
        """The statement of the source that a held one is."""
        actions = {action.lower() for action in holding.actions}
        if self.application.is_source:
            at = held.span.file, held.span.start_byte
            found = statement_at(self.application, *at)
            texts = {text.lower() for text in found.texts} if found is not None else set[str]()
            same = texts <= actions if found is not None and found.others else texts == actions
            if found is not None and same and self.places.is_whole(found, at):
                return found
        some = [
            one for one in self.calls
            if one.statement is not None and {text.lower() for text in one.texts} == actions
        ]  # fmt: skip
        return some[0] if len(some) == 1 and not self._is_said_twice(actions) else None

    def _is_said_twice(self, actions: set[str]) -> bool:
        """Several statements that the role has say these actions: which one the source's is can't be told."""
        held = [one for policy in self.role.policies for one in policy.statements] if self.role else []
        return sum({form(action).lower() for action in one.actions} == actions for one in held) > 1

    def _loose(self) -> None:
        for held, edit in self.loose:
            self._by_hand([form(one) for one in held.actions], [edit], [held])

    def _by_hand(self, actions: Sequence[str], edits: Sequence[Edit], held: Sequence[HeldStatement]) -> None:
        """Says where to look for what gives a statement, and what it should say."""
        if self.application.is_source and (read := list(dict.fromkeys(map(self._read_at, held)))):
            self._refuse(f"{few(actions, _SHOWN)}: {'; '.join(read)}; {_asked(*edits)}")
            return
        near = self.constructs[0] if self.constructs else None
        places = hints(self.application.sources, actions, near)
        shown = f"; perhaps {', '.join(places[:_SHOWN])}" if places else ""
        why = self.why or "no call of the source is seen to give it"
        self._refuse(f"{few(actions, _SHOWN)}: {why}{shown}; {_asked(*edits)}")

    def _read_at(self, held: HeldStatement) -> str:
        """Where the source has what a statement was read from, and why that is not edited there."""
        file, start = held.span.file, held.span.start_byte
        place = f"{file}:{held.span.line}"
        roles = list(dict.fromkeys(self.places.roles((file, start))))
        if len(roles) > 1:
            return f"{place} gives it to {few(roles, _SHOWN)}, and is changed for all of them or for none"
        count = runs_at(self.application, file, start)
        if count > 1:
            return f"{place} gives it, which runs {count} times"
        return f"{place} gives it, in a way that is not edited"

    # --- grants ---

    def _resource(self, group: Group) -> None:
        group.before = [method for one in group.calls if (method := one.method(group.type)) is not None]
        group.after = group.before
        # What a key's statements come from goes with the grants on what it encrypts.
        if not group.is_edited and not any(one.is_edited for one in self._encrypted(group)):
            return
        either = len(group.calls) > 1 and any(one.call.where.branched for one in group.calls)
        if either or any(one.is_partial or id(one) in self.twice for one in group.calls):
            self._partial(group)
            return
        given = [action for one in group.calls for action in one.own(group.type)]
        given.extend(action for other in self._encrypted(group) for one in other.before for action in one.key)
        brought = [action for other in self._encrypted(group) for one in other.after for action in one.key]
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
            self._refuse(f"{looped.place}: {looped.said} is in a loop or a callback")
        else:
            group.after = self._change(group, methods, rest)
        have = [*brought, *written, *(action for one in group.after for action in one.own)]
        self._state(group, [one for one in left if not gives(have, one[0])])

    def _is_of_another(self, part: Part, group: Group) -> bool:
        """A statement that stays is of none of the calls: somebody wrote it, or an event source brings it."""
        at = part.held.span.file, part.held.span.start_byte
        calls = ((one.source.name, one.call.node.start_byte) for one in group.calls)
        return self.application.is_source and part.edit is None and at not in calls

    def _partial(self, group: Group) -> None:
        """What calls give is on a part of the resource, or on others as well: that is left to people."""
        for one in group.added:
            self._add(one)
        edits = [part.edit for part in group.parts if part.edit is not None]
        if edits:
            places = ", ".join(f"{one.place}: {one.said}" for one in group.calls)
            self._refuse(f"{places}: what each is for can't be told; {_asked(*edits)}")

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
        return [form(self.references.canonical(value)) for value in values]

    def _encrypted(self, group: Group) -> Iterable[Group]:
        """What a key encrypts of what the role has something on."""
        for other in self.groups.values() if group.type == _KEY else ():
            resource = self.stack.resource(other.id) if other.id is not None else None
            key = resource.key if resource is not None else None
            if key is not None and form(self.references.canonical(key)) == group.base:
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
                    self.plan.steps.append(Reduced(granting=one, actions=left))
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
                self.plan.steps.append(Reduced(granting=one))
            return open
        renamed: Renamed | None = None
        for method in open:
            if spare:
                renamed = Renamed(granting=spare.pop(0), method=method)
                self.plan.steps.append(renamed)
            elif renamed is not None and renamed.granting.is_alone:
                renamed.more = (*renamed.more, method)
            elif self.near is not None and group.id is not None and self._can_name(group.id):
                self.plan.steps.append(Added(near=self.near, method=method, on=group.id))
            elif (renamed := self._beside(group)) is not None:
                renamed.more = (method,)
                self.plan.steps.append(renamed)
            else:
                given.remove(method)
        for one in spare:
            self.plan.steps.append(Reduced(granting=one))
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
        if self.near is None:
            return False
        known = names_at(self.application, self.stack, self.near).get(id)
        return known is not None and not known[1].startswith("Cfn")

    def _unexplained(self, group: Group, actions: Sequence[str]) -> None:
        """What should go and is given by nothing that is seen."""
        edits = [
            part.edit
            for part in group.parts
            if part.edit is not None and any(one in actions for one in part.actions)
        ]
        if edits:
            self._by_hand(list(dict.fromkeys(actions)), edits, [one.held for one in group.parts if one.edit])

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
                self._add(replace(one, actions=some), names, place)
        for part in group.parts:
            pairs = left.intersection(part.pairs) if part.edit is None else set()
            some = tuple(action for action in part.actions if any(action == other for other, _ in pairs))
            if some:
                left -= pairs
                conditions = part.held.conditions
                statement = NewStatement(sid="", actions=some, resources=part.values, conditions=conditions)
                self._add(statement, names, place)

    def _place_of(self, group: Group) -> Granting | None:
        """A call that goes, whose place can be taken: in the body of the role's construct, and after it."""
        near = self.near
        calls = [one for each in (group, *self._encrypted(group)) for one in each.calls]
        for step in self.plan.steps if near is not None else ():
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
        near = self.near
        encrypted = (one for other in self._encrypted(group) for one in other.calls)
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
        types = (one.type for one in self._encrypted(group) if granting.own(one.type))
        property = next((OWN_KEYS[type] for type in types if type in OWN_KEYS), "")
        style = Style.of(granting.source.text, python=granting.source.python)
        return f"{receiver}.{style.key_of(property)}" if property else ""

    def _others_on(self, group: Group) -> Iterator[Granting]:
        """The grant methods that give other roles something on a resource, in the source of this one."""
        if self.near is None or not self.application.is_source:
            return
        for role in self.stack.roles:
            for held in (one for policy in role.policies for one in policy.statements):
                if held.span.file != self.near.source.name:
                    continue
                if [*bases_of(Holding(held, self.references).forms)] == [group.base]:
                    found = granting_at(self.application, held.span.file, held.span.start_byte)
                    yield from [found] if found is not None else []

    def _nameable(self, group: Group, names: Names) -> None:
        """What takes the place of a grant is on no more than that was."""
        resource = self.stack.resource(group.id) if group.id is not None else None
        if self.near is None or resource is None or resource.id in names:
            return
        named = isinstance(resource.name, Const) and resource.name.value is not None
        if not named and resource.id not in names_at(self.application, self.stack, self.near):
            raise _UnnamedError(f"what is needed is on {resource.id} alone, which can't be named there")

    def _add(
        self, statement: NewStatement, names: Names | None = None, instead: Granting | None = None
    ) -> None:
        if self.near is None:
            raise Refused(self.why)
        self.plan.steps.append(
            Added(near=self.near, statements=(statement,), names=names or {}, instead=instead)
        )

    # --- managed policies ---

    def _policies(self) -> None:
        sites = {one.site: one for one in self.role.policies} if self.role is not None else {}
        known = {held.site for policy in sites.values() for held in policy.statements}
        for edit in self.edits:
            if edit.kind not in ("delete", "replace") or edit.site in known:
                continue
            policy = sites.get(edit.site)
            if policy is None or policy.kind != "aws-managed" or self.near is None:
                path = ".".join(str(step) for step in edit.site.path)
                self._refuse(f"{path}: {self.why or 'what made this statement is not known'}; {_asked(edit)}")
                continue
            self.plan.steps.append(Unlisted(near=self.near, policy=policy.name, constructs=self.constructs))


def _is_all(pattern: str, forms: Collection[str]) -> bool:
    """A pattern is on all that grant methods give something on."""
    return is_plain(pattern) or is_whole(pattern, forms)


def _is_given(pairs: Iterable[Pair], asked: Pair) -> bool:
    """One of the pairs covers another, action and resource."""
    return any(covers(action, asked[0]) and covers(pattern, asked[1]) for action, pattern in pairs)


def _same_everywhere(edit: Edit) -> tuple[object, ...]:
    """An edit without the template that it is of."""
    return edit.kind, edit.site.path, edit.statements, edit.name


def _asked(*edits: Edit) -> str:
    """What should be done by hand."""
    needed = dict.fromkeys(action for edit in edits for one in edit.statements for action in one.actions)
    return f"only {few([*needed], _SHOWN)} is needed" if needed else "take it out"


def adds(edit: Edit) -> bool:
    """It gives something, and takes nothing away."""
    return edit.kind in ("append", "create")
