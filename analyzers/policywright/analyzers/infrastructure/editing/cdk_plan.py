"""From the edits of one role to what its application's source has to say instead.

Per resource: what the source's calls give (``cdk_calls``), what of it is wanted from now on, and the grant
methods that fit that (``cdk_grants``); statements that the source writes out are edited there
(``cdk_statements``). What is wanted is given afterwards, or nothing is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policywright.analyzers.infrastructure.cdk.application import Application
from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.constructs import above, bases_of
from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.editing.cdk_grants import KEY, Grants
from policywright.analyzers.infrastructure.editing.cdk_known import SHOWN, Known, Places, asked
from policywright.analyzers.infrastructure.editing.cdk_names import Names, names_at
from policywright.analyzers.infrastructure.editing.cdk_order import Order
from policywright.analyzers.infrastructure.editing.cdk_stale import ahead
from policywright.analyzers.infrastructure.editing.cdk_statements import Stated
from policywright.analyzers.infrastructure.editing.cdk_steps import (
    Added,
    Group,
    Part,
    Plan,
    Reduced,
    Step,
    Unlisted,
)
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.grant_methods import methods_like
from policywright.analyzers.infrastructure.listing import few
from policywright.analyzers.infrastructure.model import HeldStatement, Stack
from policywright.analyzers.infrastructure.references import Attribute
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Value


def plan_of(
    application: Application, stack: Stack, role: str, edits: Sequence[Edit], beside: Sequence[Edit],
    places: Places, order: Order,
) -> Plan:  # fmt: skip
    """The plan for one role; ``role`` is its logical id, ``beside`` are the edits of other stacks."""
    return _Planner(Known(application, stack, role, places), edits, beside, order).run()


class _Planner:
    def __init__(self, known: Known, edits: Sequence[Edit], beside: Sequence[Edit], order: Order) -> None:
        self.known = known
        self.edits, self.beside, self.order = edits, beside, order
        self.groups: dict[str, Group] = {}
        self._stated = Stated(known)
        self._grants = Grants(known, self.groups)
        self.unmet = False
        """Something that is added has no place, and no grant that could become it."""
        self.loose: list[tuple[HeldStatement, Edit]] = []
        """Statements on several resources, or on any."""

    def run(self) -> Plan:
        self._settle()
        added = [one for edit in self.edits if adds(edit) for one in edit.statements]
        self._sort(added)
        for held, edit in self.loose:
            self.known.by_hand([form(one) for one in held.actions], [edit], [held])
        for group in self.groups.values():
            group.calls = self._grants.calls_of(group)
        seen = [id(one) for group in self.groups.values() for one in group.calls]
        self._grants.twice = {one for one in seen if seen.count(one) > 1}
        if self.edits and (why := ahead(self.known, self.groups.values())):
            return Plan(refused=[f"{why}; nothing is changed"])
        # What is done for a resource decides what its key's statements are there for.
        done: dict[str, list[Step]] = {}
        for group in sorted(self.groups.values(), key=lambda one: one.type == KEY):
            before = len(self.known.plan.steps)
            try:
                self._grants.settle(group)
            except Refused as error:
                del self.known.plan.steps[before:]
                # Their calls give what is needed of the key as well.
                for one in (group, *self._grants.encrypted(group)):
                    self._grants.leave(one, error, done.get(one.base, ()))
            done[group.base] = self.known.plan.steps[before:]
        self._policies()
        if added and self.known.near is None and (self.unmet or self.known.plan.refused):
            # What is taken away may be granted by what can't be added.
            return Plan(refused=[f"nothing is changed: {self.known.why}"])
        if why := self._circular():
            # What nothing grants today does not hang on what stays.
            new = [one for one in self.known.plan.steps if isinstance(one, Added) and self._is_new(one)]
            return Plan(steps=[*new], refused=[f"nothing is {'taken away' if new else 'changed'}: {why}"])
        if self.edits and not self.known.plan.steps and not self.known.plan.refused:
            self.known.refuse("no call of the source is seen that would have to change")
        return self.known.plan

    def _circular(self) -> str:
        """Why a stack with what is planned could not be deployed, if that is so."""
        named = [id for step in self.known.plan.steps for id in self._newly_named(step)]
        later = self.order.later(self.known.id) if named else {}
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
        later = self.order.later(self.known.id)
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
            for part in self.known.references.native(self.known.references.canonical(value)):
                if isinstance(part, Attribute) and (part.id in step_names or not self._is_by_name(part.id)):
                    yield part.id

    def _is_by_name(self, id: str) -> bool:
        """Statements say a resource by the name that it is given: no construct is at hand."""
        resource = self.known.stack.resource(id)
        named = resource is not None and isinstance(resource.name, Const) and resource.name.value is not None
        return named and (
            self.known.near is None
            or id not in names_at(self.known.application, self.known.stack, self.known.near)
        )

    def _settle(self) -> None:
        """Where one place makes constructs of several stacks, it is edited once if all ask for the same.

        A sibling that does not would get, or lose, what was meant for another.
        """
        made = self.known.made
        shared = next((one for one in made if len(self.known.application.instances(one)) > 1), None)
        if shared is None or not self.edits:
            return
        templates = [name for one in made for name in self.known.application.instances(one)]
        asked = [_same_everywhere(one) for one in self.edits]
        once = all(len(names) == len(set(names)) for names in map(self.known.application.instances, made))
        if once and all(
            asked
            == [
                _same_everywhere(one)
                for one in self.beside
                if (one.site.file, one.role) == (name, self.known.id)
            ]
            for name in sorted(set(templates) - {self.known.application.template})
        ):
            if self.known.application.template != min(templates):
                self.edits = []
            return
        count = len(self.known.application.instances(shared))
        added = [
            action for one in self.edits if adds(one) for new in one.statements for action in new.actions
        ]
        said = [f"{few([*dict.fromkeys(added)], SHOWN)} would be added"] if added else []
        if not all(map(adds, self.edits)):
            said.append("some of what it has would go")
        self.known.refuse(
            f"{shared.place} makes {count} constructs of the application, which do not all ask for the same: "
            f"nothing is changed; {', '.join(said)}"
        )
        self.edits = []

    def _sort(self, added: Iterable[NewStatement]) -> None:
        """Puts held statements and new ones to the resources that they are on."""
        edits = {edit.site: edit for edit in self.edits if edit.kind in ("replace", "delete")}
        for policy in self.known.role.policies if self.known.role is not None else ():
            for held in policy.statements:
                if held.effect != "Allow" or held.site is None:
                    continue
                holding, edit = Holding(held, self.known.references), edits.get(held.site)
                if edit is not None and self._stated.edits(held, holding, edit):
                    continue
                parts = self._parts(held, holding, edit)
                for base, part in parts.items():
                    self._group(base, part.values, part.actions).parts.append(part)
                if not parts and edit is not None:
                    self.loose.append((held, edit))
        for one in added:
            values = [self.known.references.canonical(value) for value in one.resources]
            bases = bases_of(map(form, values)) if not one.conditions else ()
            group = self._group(bases[0], values, one.actions) if len(bases) == 1 else None
            if group is not None and group.id is not None:
                group.added.append(one)
            elif self.known.near is not None:
                self.known.plan.steps.append(Added(near=self.known.near, statements=(one,)))
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
        pattern = form(self.known.references.canonical(value))
        return pattern == base or pattern.startswith((f"{base}/", f"{base}:"))

    def _group(self, base: str, values: Iterable[Value], actions: Sequence[str]) -> Group:
        if base not in self.groups:
            self.groups[base] = group = Group(base=base)
            for value in values:
                first = next(iter(self.known.references.native(value)), None)
                resource = self.known.stack.resource(first.id) if isinstance(first, Attribute) else None
                if resource is not None:
                    group.id, group.type = resource.id, resource.type
        group = self.groups[base]
        if not group.type and actions and (like := methods_like(actions)):
            group.type = like[0].type
        return group

    def _policies(self) -> None:
        sites = {one.site: one for one in self.known.role.policies} if self.known.role is not None else {}
        known = {held.site for policy in sites.values() for held in policy.statements}
        for edit in self.edits:
            if edit.kind not in ("delete", "replace") or edit.site in known:
                continue
            policy = sites.get(edit.site)
            if policy is None or policy.kind != "aws-managed" or self.known.near is None:
                path = ".".join(str(step) for step in edit.site.path)
                self.known.refuse(
                    f"{path}: {self.known.why or 'what made this statement is not known'}; {asked(edit)}"
                )
                continue
            self.known.plan.steps.append(
                Unlisted(near=self.known.near, policy=policy.name, constructs=self.known.constructs)
            )


def _same_everywhere(edit: Edit) -> tuple[object, ...]:
    """An edit without the template that it is of."""
    return edit.kind, edit.site.path, edit.statements, edit.name


def adds(edit: Edit) -> bool:
    """It gives something, and takes nothing away."""
    return edit.kind in ("append", "create")
