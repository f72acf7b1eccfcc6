"""What a role has against what it needs: the semantic diff, and the edits that make the template right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

from policywright.analyzers.assembly import Place, assemble_one
from policywright.analyzers.infrastructure.changes import Edit, NewStatement
from policywright.analyzers.infrastructure.coverage import ANYTHING, Holding, Item, form, items_of
from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, Role
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.references import references_of
from policywright.analyzers.infrastructure.types import text_of
from policywright.analyzers.model import AMBIENT, AttachTo, Grant, Reason, Span
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

ChangeKind: TypeAlias = Literal["added", "removed", "narrowed", "widened", "unchanged", "kept"]
_TOKENS = Place(tokens=True)
_LISTING = "s3:ListBucket"
_OTHER_PROTOCOLS = frozenset((
    "es", "aoss", "execute-api", "appsync", "rds-db", "iot", "kafka-cluster", "neptune-db", "aps",
    "vpc-lattice-svcs", "cassandra", "elasticfilesystem", "ssmmessages",
))  # fmt: skip
"""Services that are used over HTTP, MQTT, SQL or NFS as well."""
_TRACING = ("AWSXRayDaemonWriteAccess", "AWSXrayWriteOnlyAccess")
"""AWS's policies for tracing: Lambda needs two of their actions, and nobody wants the rest taken out."""
_ORDERED = ("cloudformation", "serverless")
"""Languages in which a role can't refer to what is made with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of a role's diff.

    ``added``: missing today. ``widened``: the action is there, but not for these resources. ``removed`` and
    ``narrowed``: granted and not needed (``before`` says what was). ``unchanged``: needed and granted.
    ``kept``: granted, not seen to be needed, and left because that is not certain or it can't be edited.
    """

    kind: ChangeKind
    action: str
    resources: tuple[Value, ...] = ()
    before: tuple[Value, ...] = ()
    reasons: tuple[Reason, ...] = ()
    detail: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDiff:
    """A role's diff: changes sorted by kind and action, the edits that bring them about, and what to know."""

    needs: RoleNeeds
    changes: tuple[Change, ...]
    edits: tuple[Edit, ...] = ()
    notes: tuple[str, ...] = ()

    def of(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind in kinds)


@dataclass(slots=True, eq=False)
class _Held:
    """A held Allow statement with the items that it is there for."""

    policy: HeldPolicy
    holding: Holding
    items: list[Item] = field(default_factory=list)

    @property
    def statement(self) -> HeldStatement:
        return self.holding.statement


def compare(needs: RoleNeeds, visible: Callable[[str], bool] = lambda _action: True) -> RoleDiff:
    """The diff of one role. ``visible`` says of an action that code which uses it shows that."""
    return _Comparison(needs, visible).run()


class _Comparison:
    def __init__(self, needs: RoleNeeds, visible: Callable[[str], bool]) -> None:
        self.needs = needs
        self.visible = visible
        self.references = references_of(needs.stack)
        self.changes: list[Change] = []
        self.edits: list[Edit] = []
        self.notes: list[str] = []
        self.items: list[Item] = []
        self._taken: dict[int, set[str]] = {}
        role = needs.role
        self.policies = role.policies if role is not None else ()
        self.held = [
            _Held(policy, Holding(statement, self.references))
            for policy in self.policies
            for statement in policy.statements
            if statement.effect == "Allow"
        ]

    def run(self) -> RoleDiff:
        items = self.items = items_of(self._acyclic(grant) for grant in self.needs.grants)
        missing = [item for item in items if not self._assign(item)]
        self._keep_listing(items)
        self._keep_optional()
        self._keep_invisible()
        role = self.needs.role
        if missing and (role is None or role.external):
            missing = []
            what = f"the role {role.id} is defined elsewhere" if role is not None else "its role is not known"
            self.notes.append(f"{what}: what it grants today can't be compared")
        opaque = [policy for policy in self.policies if policy.opaque]
        for policy in opaque:
            self.notes.append(f"{policy.name}: {policy.opaque}")
        if opaque and missing:
            self.notes.append(f"not called missing for that: {_some([item.action for item in missing])}")
            missing = []
        self._excess(missing)
        self._missing(missing)
        self._limits(items)
        self.changes.sort(key=lambda change: (_ORDER[change.kind], change.action, str(change.span)))
        return RoleDiff(
            needs=self.needs,
            changes=tuple(self.changes),
            edits=tuple(self.edits),
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def _acyclic(self, grant: Grant) -> Grant:
        """The grant without references to the functions that run under the role.

        CloudFormation makes the role first, so its policies can't name what needs it: their literal name, or
        ``*``, takes the place (``log-group:/aws/lambda/*``).
        """
        stack = self.needs.stack
        if stack.dialect not in _ORDERED or self.needs.role is None:
            return grant
        later = {workload.id: workload.name for workload in self.needs.workloads}
        # Serverless calls a function by its own name and its resource by a logical id.
        names = set(later.values())
        later |= {one.id: one.name for one in stack.resources if one.name is not None and one.name in names}
        unnamed: Value = Const("*")
        resources = {one.id: one.name for one in stack.resources}
        later |= {id: resources.get(id) or unnamed for id in self.needs.role.later}
        return replace(grant, resources=tuple(_without(value, later) for value in grant.resources))

    def _keep_optional(self) -> None:
        """Keeps what is granted of what the role may need: nobody can say that it is not needed."""
        for may in self.needs.may_need:
            if may.identity != AMBIENT:
                continue
            grant = Grant(
                action=may.action, resources=may.resources, conditions=may.conditions, reasons=may.reasons
            )
            for item in items_of([self._acyclic(grant)]):
                for held in self.held:
                    kept = held.holding.settled(item) or ((item,) if held.holding.covers(item) else ())
                    if kept and not any(one.action == item.action for one in held.items):
                        held.items.extend(kept)
                        self.notes.append(f"{item.action} stays: it is needed if {may.when}")

    def _keep_invisible(self) -> None:
        """Keeps what is used over other protocols than the API: that no call shows it says nothing.

        A wildcard is kept with them only where nothing at all was seen of its service.
        """
        seen = {item.action.partition(":")[0] for item in self.items}
        for held in self.held:
            for action in held.holding.actions:
                prefix = action.partition(":")[0]
                if any(item.action.lower() == action.lower() for item in held.items):
                    continue
                hidden = (
                    prefix in _OTHER_PROTOCOLS and prefix not in seen
                    if "*" in action
                    else not self.visible(action)
                )
                if hidden:
                    held.items.extend(
                        Item(action=action, resource=value) for value in held.holding.values or [ANYTHING]
                    )
                    self.notes.append(f"{action} stays: it is used over another protocol than the API")

    def _keep_listing(self, items: list[Item]) -> None:
        """Counts ``s3:ListBucket`` as needed where it is granted and objects of that bucket are read.

        Without it S3 answers 403 instead of 404 for an object that isn't there (Amazon S3 API reference,
        GetObject, "Permissions").
        """
        reads = [item for item in items if item.action == "s3:GetObject"]
        if any(item.action == _LISTING for item in items):
            return
        for held in self.held:
            named = any(_LISTING.lower() == action.lower() for action in held.holding.actions)
            for value in held.holding.values if named else ():
                bucket = form(value)
                of_bucket = [
                    item for item in reads if covers(f"{bucket}/*", form(item.resource)) or item.is_open
                ]
                if of_bucket and bucket != "*" and "/" not in bucket:
                    reasons = _reasons(of_bucket)
                    held.items.append(Item(action=_LISTING, resource=value, reasons=reasons))
                    self.notes.append(
                        f"{_LISTING} stays: without it S3 says 403 instead of 404 of a missing object"
                    )

    def _assign(self, item: Item) -> bool:
        """Gives an item to the statement that says it best; False when none grants it.

        What the code leaves open is settled by every statement that names what it can mean.
        """
        able = [held for held in self.held if held.holding.covers(item)]
        exact = [held for held in able if held.holding.says_exactly(item)]
        for held in (exact or able)[:1]:
            held.items.append(item)
        if able:
            return True
        settled = [(held, held.holding.settled(item)) for held in self.held]
        for held, items in settled:
            held.items.extend(items)
        return any(items for _, items in settled)

    # --- what is granted and not needed ---

    def _excess(self, missing: list[Item]) -> None:
        for policy in self.policies:
            held = [one for one in self.held if one.policy is policy]
            if not held:
                continue
            editable = policy.site is not None and all(one.statement.site is not None for one in held)
            if editable:
                for one in held:
                    self._statement(one)
            else:
                self._whole(policy, held, missing)

    def _locked(self, policy: HeldPolicy) -> str | None:
        """Why nothing may be taken from a policy; None when it may."""
        if not self.needs.complete:
            return "the analysis of this role is not complete"
        others = [id for id in policy.shared_by if self.needs.role is None or id != self.needs.role.id]
        if others:
            return f"{policy.name} is also attached to {', '.join(others)}"
        return None

    def _statement(self, held: _Held) -> None:
        """A statement that is written out: left, narrowed or taken away."""
        if held.holding.is_tight(held.items) or (held.items and held.holding.unsure):
            self._unchanged(held.items, held)
            return
        locked = self._locked(held.policy)
        if locked is not None or held.statement.site is None:
            self._unchanged(held.items, held)
            self._kept(held, locked or "it is not written out in the template")
            return
        needed = {item.action.lower() for item in held.items}
        gone = [action for action in held.holding.actions if action.lower() not in needed]
        before = _resources(held.statement)
        if not held.items:
            for action in held.holding.actions or ["*"]:
                self._change("removed", action, before=before, held=held, detail=self._why_gone(action, held))
            self.edits.append(Edit(kind="delete", site=held.statement.site, role=self.needs.id))
            return
        for action in gone:
            if not any(covers(action, item.action) for item in held.items):
                self._change("removed", action, before=before, held=held, detail=self._why_gone(action, held))
        self._narrowed(held.items, held, before)
        taken = self._sids(held.policy)
        taken.discard(held.statement.sid or "")
        items = [held.holding.conditioned(item) for item in held.items]
        statements = self._statements(items, taken=taken, keep=held)
        taken.update(statement.sid for statement in statements)
        self.edits.append(
            Edit(kind="replace", site=held.statement.site, statements=statements, role=self.needs.id)
        )

    def _why_gone(self, action: str, held: _Held) -> str:
        others = [
            other.policy.name
            for other in self.held
            if other is not held
            for item in other.items
            if covers(action, item.action) and held.holding.covers(item)
        ]
        return f"{others[0]} grants it already" if others else "no code needs it"

    def _narrowed(self, items: Iterable[Item], held: _Held, before: tuple[Value, ...]) -> None:
        granted = {form(self.references.canonical(value)) for value in before}
        for action, found in _per_action(items).items():
            resources = tuple(item.resource for item in found)
            written = any(one.lower() == action.lower() for one in held.holding.actions)
            same = (
                written
                and {form(value) for value in resources} == granted
                and all(
                    held.holding.conditioned(item).conditions == held.statement.conditions for item in found
                )
            )
            self._change(
                "unchanged" if same else "narrowed",
                action,
                resources=resources,
                before=() if same else before,
                reasons=_reasons(found),
                detail="" if written else f"granted as {', '.join(held.holding.actions[:3])}",
                held=held,
            )

    def _whole(self, policy: HeldPolicy, held: list[_Held], missing: list[Item]) -> None:
        """A policy whose statements are elsewhere (AWS's, a SAM template): it stays or goes as a whole."""
        items = [one.holding.conditioned(item) for one in held for item in one.items]
        tight = all(one.holding.is_tight(one.items) or not one.holding.actions for one in held)
        wanted = {item.action.lower() for item in self.items for one in held if one.holding.covers(item)}
        if policy.name.rpartition("/")[2] in _TRACING and any(
            item.action.startswith("xray:Put") for item in self.items
        ):
            wanted |= {action.lower() for one in held for action in one.holding.actions}
        # AWS's own policy with exactly these actions: on wider resources, but what everybody expects to see.
        fitting = policy.kind == "aws-managed" and all(
            action.lower() in wanted for one in held for action in one.holding.actions
        )
        if policy.kind == "implied" or tight or fitting:
            for one in held:
                self._unchanged(one.items, one)
            return
        locked = self._locked(policy)
        if locked is None and policy.site is None:
            locked = "its place in the template is not known"
        if locked is not None:
            for one in held:
                self._unchanged(one.items, one)
                self._kept(one, locked)
            return
        needed = {item.action.lower() for item in items}
        detail = f"{policy.name} grants more than the code needs" if items else f"no code needs {policy.name}"
        for one in held:
            for action in one.holding.actions:
                if action.lower() not in needed:
                    self._change("removed", action, before=_resources(one.statement), held=one, detail=detail)
        for one in held:
            self._narrowed(one.items, one, _resources(one.statement))
        assert policy.site is not None
        self.edits.append(Edit(kind="delete", site=policy.site, role=self.needs.id))
        self._append(items)

    def _kept(self, held: _Held, why: str) -> None:
        needed = {item.action.lower() for item in held.items}
        for action in held.holding.actions:
            if action.lower() not in needed:
                self._change("kept", action, before=_resources(held.statement), held=held, detail=why)

    def _unchanged(self, items: Iterable[Item], held: _Held) -> None:
        for action, found in _per_action(items).items():
            resources = tuple(item.resource for item in found)
            self._change("unchanged", action, resources=resources, reasons=_reasons(found), held=held)

    # --- what is needed and not granted ---

    def _missing(self, missing: list[Item]) -> None:
        for action, found in _per_action(missing).items():
            there = [held for held in self.held if held.holding.covers_action(action)]
            before = tuple(value for held in there for value in _resources(held.statement))
            self._change(
                "widened" if there else "added",
                action,
                resources=tuple(item.resource for item in found),
                before=before,
                reasons=_reasons(found),
                detail="granted today only on other resources" if there else "",
            )
        self._append(missing)

    def _append(self, items: list[Item]) -> None:
        """The edit that grants items: at the end of the role's own policy, or in a new one."""
        role = self.needs.role
        if not items or role is None:
            return
        target = self._target(role)
        if target is not None:
            site = target.statements_site
            assert site is not None
            statements = self._statements(items, taken=self._sids(target))
            self._add(Edit(kind="append", site=site, statements=statements, role=self.needs.id))
        elif role.owner is not None:
            statements = self._statements(items, taken=set())
            name = f"policywright-{self.needs.id}"
            self._add(
                Edit(kind="create", site=role.owner, statements=statements, name=name, role=self.needs.id)
            )
        else:
            self.notes.append(f"the role {role.id} has no place in a template where a policy could be added")

    def _add(self, edit: Edit) -> None:
        """Puts statements for the same place into one edit."""
        for index, other in enumerate(self.edits):
            if other.kind == edit.kind and other.site == edit.site:
                merged = _renamed((*other.statements, *edit.statements))
                self.edits[index] = Edit(
                    kind=edit.kind, site=edit.site, statements=merged, name=edit.name, role=edit.role
                )
                return
        self.edits.append(edit)

    def _target(self, role: Role) -> HeldPolicy | None:
        own = [policy for policy in role.policies if policy.statements_site is not None]
        return next((policy for policy in own if not self._locked_for_append(policy)), None)

    def _locked_for_append(self, policy: HeldPolicy) -> bool:
        id = self.needs.role.id if self.needs.role is not None else ""
        return any(other != id for other in policy.shared_by)

    def _sids(self, policy: HeldPolicy) -> set[str]:
        """The Sids of a policy, with those that edits bring once they are added to the set."""
        if id(policy) not in self._taken:
            self._taken[id(policy)] = {one.sid for one in policy.statements if one.sid is not None}
        return self._taken[id(policy)]

    def _statements(
        self, items: Iterable[Item], taken: set[str], keep: _Held | None = None
    ) -> tuple[NewStatement, ...]:
        """Items as statements; a single one that replaces another keeps its Sid."""
        grants: dict[tuple[str, object], list[Item]] = {}
        for item in items:
            grants.setdefault((item.action, item.conditions), []).append(item)
        policies, _ = assemble_one(
            self.needs.id,
            AttachTo(),
            [
                Grant(
                    action=found[0].action,
                    resources=tuple(item.resource for item in found),
                    conditions=found[0].conditions,
                    reasons=_reasons(found),
                )
                for found in grants.values()
            ],
            _TOKENS,
        )
        made = [
            NewStatement(sid=one.sid, actions=one.actions, resources=one.resources, conditions=one.conditions)
            for policy in policies
            for one in policy.statements
        ]
        if keep is not None and len(made) == 1:
            made = [_with_sid(made[0], keep.statement.sid or "")]
        return _renamed(made, taken)

    # --- limits ---

    def _limits(self, items: list[Item]) -> None:
        """What something else in the template takes away again."""
        for policy in self.policies:
            for statement in policy.statements:
                if statement.effect == "Deny":
                    denied = Holding(statement, self.references)
                    for item in items:
                        if not statement.conditions and denied.covers(item):
                            self.notes.append(f"{policy.name} denies {item.action}, which the code needs")
        boundary = self.needs.role.boundary if self.needs.role is not None else None
        if boundary is None or boundary.opaque:
            return
        allowed = [Holding(one, self.references) for one in boundary.statements if one.effect == "Allow"]
        for item in items:
            if not any(one.covers(item) for one in allowed):
                self.notes.append(
                    f"the boundary {boundary.name} does not allow {item.action}, which the code needs"
                )

    def _change(
        self,
        kind: ChangeKind,
        action: str,
        *,
        resources: tuple[Value, ...] = (),
        before: tuple[Value, ...] = (),
        reasons: tuple[Reason, ...] = (),
        detail: str = "",
        held: _Held | None = None,
    ) -> None:
        span = held.statement.span if held is not None else None
        self.changes.append(
            Change(
                kind=kind,
                action=action,
                resources=resources,
                before=before,
                reasons=reasons,
                detail=detail,
                span=span,
            )
        )


_ORDER: dict[str, int] = {
    "added": 0, "widened": 1, "narrowed": 2, "removed": 3, "kept": 4, "unchanged": 5,
}  # fmt: skip


def _per_action(items: Iterable[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.action, []).append(item)
    return found


def _some(actions: Iterable[str], most: int = 6) -> str:
    names = sorted(set(actions))
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _without(value: Value, later: Mapping[str, Value]) -> Value:
    """A pattern with some names of the template replaced by what they are, or ``*``."""
    if not isinstance(value, Text):
        return value
    parts: list[str | Hole] = []
    for part in value.parts:
        if isinstance(part, str) or part.kind != "reference" or part.name not in later:
            parts.append(part)
            continue
        name = later[str(part.name)]
        if isinstance(name, Text) and not any(one.kind == "reference" for one in _holes(name)):
            parts.extend(name.parts)
        else:
            parts.append(str(name.value) if isinstance(name, Const) else "*")
    return text_of(parts)


def _holes(value: Text) -> list[Hole]:
    return [part for part in value.parts if isinstance(part, Hole)]


def _resources(statement: HeldStatement) -> tuple[Value, ...]:
    values = statement.resources or statement.not_resources
    return tuple(option for value in values for option in alternatives(value))


def _reasons(items: Sequence[Item]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reason for item in items for reason in item.reasons))


def _with_sid(statement: NewStatement, sid: str) -> NewStatement:
    return NewStatement(
        sid=sid, actions=statement.actions, resources=statement.resources, conditions=statement.conditions
    )


def _renamed(statements: Iterable[NewStatement], taken: set[str] | None = None) -> tuple[NewStatement, ...]:
    """Statements with Sids that are not taken."""
    used = set(taken or ())
    found: list[NewStatement] = []
    for statement in statements:
        sid, number = statement.sid, 2
        while sid and sid in used:
            sid, number = f"{statement.sid}{number}", number + 1
        used.add(sid)
        found.append(_with_sid(statement, sid))
    return tuple(found)
