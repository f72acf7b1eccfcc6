"""What a role has against what it needs: the semantic diff, and the edits that make the template right.

``holdings`` says what each held statement is there for, ``writing`` makes edits of items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import Literal, TypeAlias

from policywright.analyzers.infrastructure.branches import Lack, by_branch, lacks, said_of, swapped
from policywright.analyzers.infrastructure.called import only_if
from policywright.analyzers.infrastructure.changes import Edit
from policywright.analyzers.infrastructure.constructs import ConstructGrants
from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.familiar import MAX_LISTED, adds_little, as_people_wrote
from policywright.analyzers.infrastructure.folding import folded
from policywright.analyzers.infrastructure.forms import form, told
from policywright.analyzers.infrastructure.granting import Granting
from policywright.analyzers.infrastructure.holdings import (
    Held,
    Use,
    held_of,
    keep,
    may_items,
    reasons_of,
)
from policywright.analyzers.infrastructure.items import ANYTHING, Item, both_ways, items_of, without_covered
from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, Site, without_index
from policywright.analyzers.infrastructure.needs import RoleNeeds
from policywright.analyzers.infrastructure.references import references_of
from policywright.analyzers.infrastructure.settling import why_settled
from policywright.analyzers.infrastructure.sizes import too_long
from policywright.analyzers.infrastructure.statements import EITHER
from policywright.analyzers.infrastructure.types import text_of
from policywright.analyzers.infrastructure.writing import Edits
from policywright.analyzers.model import AMBIENT, Condition, Grant, Reason, Span, in_other_words
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

ChangeKind: TypeAlias = Literal["added", "removed", "narrowed", "widened", "unchanged", "kept"]
_PURPOSES = {
    "AWSXRayDaemonWriteAccess": "xray:Put",
    "AWSXrayWriteOnlyAccess": "xray:Put",
    "AmazonECSTaskExecutionRolePolicy": "",
}
"""AWS's policies for one purpose, and how an action begins whose need shows it: nobody wants to see them
taken apart when less would do. The last one is what every execution role of ECS has."""
_INSIDE = regex(r"\$\{([^{}]+)\}")
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
    grant: Granted | None = None
    """What grants it today, where that is edited."""
    conditions: tuple[Condition, ...] = ()
    """What a narrowed grant asks for from now on, beside what it asks for today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A held grant as one thing: a statement, or a whole policy that isn't written out (then ``policy``)."""

    number: int
    """Tells the grants of a role apart."""
    actions: tuple[str, ...]
    resources: tuple[Value, ...]
    policy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedUse:
    """The actions that a statement says, and those that are needed of it."""

    written: tuple[str, ...]
    needed: tuple[str, ...]


_SWAPPED = "granted today where the code is given another one"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDiff:
    """A role's diff: changes sorted by kind and action, the edits that bring them about, and what to know."""

    needs: RoleNeeds
    changes: tuple[Change, ...]
    edits: tuple[Edit, ...] = ()
    notes: tuple[str, ...] = ()
    unknown: bool = False
    """What the role has is not known, so that nothing can be called missing or there."""
    perhaps: bool = False
    """Some of what it needs may be granted by what only a deployment tells."""
    uses: tuple[tuple[Site, SharedUse], ...] = ()
    """What it needs of statements that other roles have, too."""
    serves: tuple[tuple[Site, tuple[str, ...]], ...] = ()
    """Which of the actions that are needed its statements are there for."""

    def of(self, *kinds: ChangeKind) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind in kinds)

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes as people read them: what stays for one reason in one line."""
        found: dict[tuple[str, str], list[str]] = {}
        for note in self.notes:
            action, stays, why = note.partition(_STAYS)
            one = (stays, why) if stays and " " not in action else (note, "")
            found.setdefault(one, []).append(action)
        return tuple(
            head
            if not why
            else f"{actions[0]}{head}{why}"
            if len(actions) == 1
            else f"{_some(actions)} stay: {_of_several(why)}"
            for (head, why), actions in found.items()
        )


def compare(
    needs: RoleNeeds,
    visible: Callable[[str], bool] = lambda _action: True,
    *,
    keep_templates: bool | None = None,
) -> RoleDiff:
    """The diff of one role. ``visible`` says of an action that code which uses it shows that.

    ``keep_templates``: see ``Options``.
    """
    return _Comparison(needs, visible, keep_templates).run()


def _each(every: list[Item], items: list[Item], grants: Iterable[Grant]) -> list[Item]:
    """The items, and those that are needed for sure beside one of an unknown name."""
    unsure = {(grant.action, form(value)) for grant in grants for value in grant.unsure}
    left = {(one.action, form(one.resource), one.conditions) for one in items}
    sure = without_covered(every, certainly=True)
    return [
        one
        for one in sure
        if (one.action, form(one.resource), one.conditions) in left
        or (one.action, form(one.resource)) not in unsure
    ]


def _maybe(why: str, actions: list[str]) -> str:
    verb, they = ("is", "it") if len(actions) == 1 else ("are", "they")
    return f"{_some(actions)} {verb} not called missing: {they} may be granted {why}"


class _Comparison:
    def __init__(self, needs: RoleNeeds, visible: Callable[[str], bool], keep_templates: bool | None) -> None:
        self.needs = needs
        self._keep_templates = keep_templates
        self.references = references_of(needs.stack)
        self.changes: list[Change] = []
        self.edits = Edits(needs, self.references)
        self.notes: list[str] = []
        self._maybe: dict[str, dict[str, None]] = {}
        """What may be granted by what only a deployment tells, by what that is."""
        self._depends: frozenset[str] = frozenset()
        """What the role grants is only seen where its module is called."""
        self._apart = needs.all_code
        """The policies are those of an account or of a file: each statement is looked at, editable or not."""
        role = needs.role
        self.policies = role.policies if role is not None else ()
        self.held = held_of(role, self.references)
        self.granting = Granting(self.held)
        self._numbers: dict[int, int] = {}
        self._grants: ConstructGrants | None = None
        self._others = {one.site: one for one in needs.others}
        self._uses: dict[Site, SharedUse] = {}
        self._used: list[Held] = []
        """Those that are there for something."""
        self._lacks: list[Lack] = []
        self._spare: dict[str, dict[str, bool]] = {}
        """What policies that are not this stack's to change grant beside what is needed, by why they are not,
        and whether it is needed in part."""
        self._denied = [
            (policy, Holding(statement, self.references))
            for policy in self.policies
            for statement in policy.statements
            if statement.effect == "Deny" and not statement.conditions
        ]
        # What is done with other credentials (an assumed role's, somebody's access keys) is not this role's.
        own = [grant for grant in needs.grants if grant.identity == AMBIENT]
        grants = [self._acyclic(grant) for grant in own]
        every = folded(items_of(grants), self.granting)
        self.items = without_covered(every)
        self._each = _each(every, self.items, grants)
        """Those as well that an item covers whose name is not known, and may be another one."""
        may_need = (may for may in needs.may_need if may.identity == AMBIENT)
        self.use = Use(
            items=tuple(self.items),
            may_need=tuple(may_items(may_need, self._acyclic)),
            visible=visible,
            granting=self.granting.of,
            free={
                action.lower(): one.code
                for one in needs.not_granted
                for action in (one.operation, *one.actions)
            },
            polls=any(one.kind == "lambda" for one in needs.workloads),
            agents=bool(needs.workloads) and all(one.kind == "agent" for one in needs.workloads),
        )

    def _is_never_there(self, item: Item) -> bool:
        """What is needed is of a resource that the template makes only where it makes no such role."""
        own = self.needs.role.only_if if self.needs.role is not None else ()
        named = only_if(item, self.needs, self.references)
        return bool(own and named) and self.references.conditions.never((*own, *named, *item.only_if))

    def run(self) -> RoleDiff:
        there: list[Item] = []
        unheld: list[Item] = []
        guessed = self._guessed()
        for item in self._each:
            names = guessed.get(item)
            if names != () and self.granting.assign(item):
                there.append(item)
                self._perhaps(
                    item, self.granting.resting_on(item) or (f"on {_some(names)}" if names else None)
                )
            elif not self._is_never_there(item):
                unheld.append(item)
        self._lacks = lacks(there, self.granting.of, self.needs, self.references)
        self.notes.extend(said_of(self._lacks))
        placed = list(self.granting.in_deployment(unheld))
        there_alone: dict[str, dict[str, None]] = {}
        for item, where in placed:
            there_alone.setdefault(where, {})[item.action] = None
        self.notes.extend(
            f"{_some(actions)} {'is' if len(actions) == 1 else 'are'} granted in {where}"
            for where, actions in there_alone.items()
        )
        unheld = without_covered([item for item in unheld if all(item is not one for one, _ in placed)])
        elsewhere = {action for action, _ in self.needs.elsewhere}
        self.granting.suspect(unheld, elsewhere)
        if self.needs.stack.callers:
            self._depends = frozenset(item.action for item in unheld if item.action in elsewhere)
        missing = self._settled(unheld)
        self.notes.extend(_maybe(why, [*actions]) for why, actions in self._maybe.items())
        role = self.needs.role
        unknown = bool(missing) and (role is None or role.external)
        opaque = [policy for policy in self.policies if policy.opaque]
        unset = tuple((name, item) for item in unheld if (name := self._unset([item])) is not None)
        may = [self._may_grant(policy) for policy in opaque]
        able = [unknown or any([one(item) for one in may]) for item in missing]
        unsettled = tuple(compress(missing, able))
        self.use = replace(self.use, unset=unset, unsettled=unsettled)
        self.notes.extend(keep(self.held, self.use))
        if unknown:
            what = f"the role {role.id} is defined elsewhere" if role is not None else "its role is not known"
            self.notes.append(f"{what}: what it grants today can't be compared")
        self.notes.extend(f"{policy.name}: {policy.opaque}" for policy in opaque)
        if unsettled and not unknown:
            self.notes.append(f"not called missing for that: {_some([item.action for item in unsettled])}")
        missing = [*compress(missing, [not one for one in able])]
        self._excess()
        for why, actions in self._spare.items():
            self.notes.append("; ".join((why, *_said_of_spare(actions))))
        self._missing(list(both_ways(missing, self.references)))
        self._limits()
        self.changes.sort(key=lambda change: (_ORDER[change.kind], change.action, str(change.span)))
        return RoleDiff(
            needs=self.needs,
            changes=tuple(self.changes),
            edits=tuple(self.edits.made),
            notes=tuple(dict.fromkeys(self.notes)),
            unknown=unknown,
            perhaps=bool(self._maybe),
            uses=tuple(self._uses.items()),
            serves=tuple(
                (one.statement.site, tuple(sorted({item.action for item in one.items})))
                for one in self.held
                if one.items and one.statement.site is not None
            ),
        )

    def _may_grant(self, policy: HeldPolicy) -> Callable[[Item], bool]:
        """Whether what isn't known of a policy may grant an item."""
        if policy.may is None:
            return lambda _item: True
        several = [Holding(one, self.references) for one in policy.may]
        return lambda item: any(one.covers(item) or one.partly(item) for one in several)

    def _perhaps(self, item: Item, why: str | None) -> None:
        """An item that a deployment alone tells of whether it is granted: not missing, and not there."""
        if why is not None:
            self._maybe.setdefault(why, {})[item.action] = None

    def _guessed(self) -> dict[Item, Sequence[str]]:
        """Items whose resource a parameter may name, and the parameters: each names one, and no more.

        Where more are needed than there are parameters, which of them these are is no guess: then none.
        """
        found: dict[str, dict[Item, Sequence[str]]] = {}
        for item in self._each:
            if names := self.granting.guessed(item):
                found.setdefault(item.action, {})[item] = names
        for several in found.values():
            needed = {form(item.resource) for item in several}
            if len(needed) > len({name for names in several.values() for name in names}):
                several.update(dict.fromkeys(several, ()))
        return {item: names for several in found.values() for item, names in several.items()}

    def _acyclic(self, grant: Grant) -> Grant:
        """The grant in the stack's own words, without references to the functions that run under the role.

        CloudFormation makes the role first, so its policies can't name what needs it: their literal name, or
        ``*``, takes the place (``log-group:/aws/lambda/*``).
        """
        stack = self.needs.stack
        grant = in_other_words(grant, self._in_own_words)
        if stack.dialect not in _ORDERED or self.needs.role is None:
            return grant
        later = {workload.id: workload.name for workload in self.needs.workloads}
        if stack.dialect == "serverless":
            # Its schema of statements has no place for a condition of the template.
            unnamed: Value = Const("*")
            later |= {one.id: one.name or unnamed for one in stack.resources if one.only_if is not None}
            grant = in_other_words(grant, self.references.without_late)
        return in_other_words(grant, lambda resources: tuple(_without(value, later) for value in resources))

    def _in_own_words(self, resources: Iterable[Value]) -> tuple[Value, ...]:
        options = (option for resource in resources for option in alternatives(resource))
        return tuple(dict.fromkeys(self.references.canonical(option) for option in options))

    # --- what is needed and not granted ---

    def _settled(self, missing: list[Item]) -> list[Item]:
        """The missing items without those that need no grant of this role, or may well not be needed."""
        granted = [item for one in self.held for item in one.items]
        why = {id(item): self._why_unset(item) or why_settled(item, self.needs, granted) for item in missing}
        self.notes.extend(line for line in why.values() if line is not None)
        return [item for item in missing if why[id(item)] is None and not self._is_denied(item)]

    def _is_denied(self, item: Item) -> bool:
        """A statement that the role always has denies it, so that no grant would help."""
        always = self.needs.role.only_if if self.needs.role is not None else ()
        return any(
            one.covers(item)
            and not one.has_part(item)
            and one.certainly(item)
            and self.references.conditions.always([(*policy.only_if, *one.statement.only_if)], always)
            for policy, one in self._denied
        )

    def _missing(self, missing: list[Item]) -> None:
        for action, found in _per_action(missing).items():
            there = [
                held for held in self.granting.speaking_of(action) if not held.holding.leaves_open(action)
            ]
            before = tuple(value for held in there for value in held.before)
            self._change(
                "widened" if there else "added", action, found, before=before,
                detail=f"granted today only on {self._places(before, _spans(there))}" if there else "",
            )  # fmt: skip
        if why := self.edits.append(missing, anew=True):
            self.notes.append(why)

    def _why_unset(self, item: Item) -> str | None:
        name = self._unset([item])
        return f"{item.action} is for {name} alone: who sets that grants it" if name is not None else None

    def _unset(self, items: Iterable[Item], before: Sequence[Value] = ()) -> str | None:
        """A parameter that items name and that may be nothing: no resource then, but what is refused.

        In Terraform nothing is no empty text: it is in no text, in no condition, and has no attribute
        (``var.volume.arn``), or the plan fails.
        """
        unset = self.needs.stack.unset
        if not unset:
            return None
        written = {name for value in before for name in _named(value)}
        for name in (one for item in items for value in self._said(item) for one in _named(value)):
            nothing = (one for one in unset if name == one or name.startswith((f"{one}.", f"{one}[")))
            if name not in written and (found := next(nothing, None)) is not None:
                return found
        return None

    def _said(self, item: Item) -> Iterator[Value]:
        """What is written of an item that a parameter may not be nothing in."""
        yield item.resource
        if self.references.terraform:
            for _, _, values in item.conditions:
                yield from values

    # --- what is granted and not needed ---

    def _excess(self) -> None:
        by_policy: dict[int, list[Held]] = {}
        if self.needs.stack.synthesised:
            self._grants = ConstructGrants(self.held, self.needs.stack, self.references)
        for number, one in enumerate(self.held):
            self._numbers[id(one)] = number
            by_policy.setdefault(id(one.policy), []).append(one)
        self._used = [one for one in self.held if one.items]
        for policy in self.policies:
            held = by_policy.get(id(policy))
            if not held:
                continue
            editable = policy.site is not None and all(one.statement.site is not None for one in held)
            if editable or self._apart:
                for one in held:
                    self._statement(one)
            else:
                self._whole(policy, held)

    def _is_of_callers(self, held: Held) -> bool:
        """What a statement speaks of is granted wherever the module is called, perhaps by the statement."""
        return any(
            held.holding.covers_action(action) or held.holding.leaves_open(action) for action in self._depends
        )

    def _locked(self, policy: HeldPolicy, shared_by: Sequence[str], held: Sequence[Held]) -> str | None:
        """Why nothing may be taken from a policy, or from one of its statements; None when it may."""
        if self.needs.doubt is not None:
            return self.needs.doubt
        if self._depends and any(map(self._is_of_callers, held)):
            return "what it grants depends on who calls the module"
        others = [id for id in shared_by if self.needs.role is None or id != self.needs.role.id]
        if others and self.needs.role is not None and _are_instances((self.needs.role.id, *others)):
            return f"{policy.name} is written once for {_some(others, 3)} as well"
        if others and policy.apart:
            return f"what it is written in serves {_some(others, 3)} as well"
        if others:
            return f"{policy.name} is also attached to {_some(others, 3)}"
        return None

    def _statement(self, held: Held) -> None:
        """A statement that is written out: left, narrowed or taken away."""
        if held.policy.sharers(held.statement) and self._shared(held):
            return
        if self._is_tight(held) and not swapped(held, self._lacks):
            self._unchanged(held)
            return
        if held.items and (held.holding.unsure or held.holding.vague):
            self._unchanged(held)
            self._kept(held, "what the statement grants is not all known")
            return
        if held.fixed is not None:
            self._left_alone(held)
            return
        if self._grants is not None and (why := self._grants.keeps(held)) is not None:
            self._unchanged(held)
            self.notes.extend(why)
            return
        if self._grants is not None:
            items, why = self._grants.along(held)
            held.items.extend(items)
            self.notes.extend(why)
        as_people_wrote(held, self.references)
        self._add_what_it_chooses(held)
        tight, swapping = self._is_tight(held), swapped(held, self._lacks)
        if tight and not swapping:
            self._unchanged(held)
            return
        locked = self._locked(held.policy, held.policy.sharers(held.statement), [held])
        if locked is None and held.statement.made and self._none_needs(held):
            return
        locked = locked or self._why_left(held)
        if locked is not None:
            self._unchanged(held)
            self._kept(held, locked)
            return
        grant = self._granted([held])
        for action in held.holding.actions or ["*"]:
            if not any(covers(action, item.action) for item in held.items):
                detail = self._why_gone(action, held)
                self._change("removed", action, before=held.before, held=held, detail=detail, grant=grant)
        if not held.items:
            self.edits.delete(held.statement.entry or held.statement.site)
            return
        self._narrowed(held, grant, swapping=tight)
        self.edits.replace_statement(held, plain=by_branch(held, self._lacks), swapped=swapping)

    def _why_left(self, held: Held) -> str | None:
        """Why a statement that may be changed stays as it is all the same."""
        if held.statement.made and self._makes_others(held):
            span = held.statement.span
            return f"what makes it ({span.file}:{span.line}) makes what is needed, too"
        chosen = self._grants is not None and bool(held.statement.only_if)
        if chosen and held.items and not self.edits.is_one(held):
            return "it is given under a condition, and several statements would take its place"
        if held.holding.gives_more(held.items):
            return "a condition chooses its actions, and which of them are needed in each case is not sure"
        if held.holding.any_action:
            return "which actions it grants is not all known"
        if not held.items and held.statement.hides is not None:
            return f"without it {held.statement.hides} would count in its place"
        if held.whole:
            return "NotResource can't be narrowed for what may be on any resource"
        if (name := self._unset(held.items, held.before)) is not None:
            return f"{name} is nothing unless somebody sets it, so it can't stand there alone"
        return None

    def _add_what_it_chooses(self, held: Held) -> None:
        """A statement that chooses what it is on has all that is needed of that, whatever others have of it.

        Of two buckets of which each stage has its own, none is taken out of the choice.
        """
        chosen = {form(self.references.canonical(one.value)) for one in held.statement.sometimes}
        if chosen.isdisjoint(form(item.resource) for item in held.items):
            return
        there = {(item.action, form(item.resource)) for item in held.items}
        for item in self._each:
            for part in held.holding.as_granted(item) if held.holding.covers(item) else ():
                name = form(part.resource)
                if name in chosen and (item.action, name) not in there:
                    there.add((item.action, name))
                    held.items.append(part)

    def _none_needs(self, held: Held) -> bool:
        """What stands at a statement's place loses the actions that nothing made there needs."""
        holding = held.holding
        made = [one for one in self.held if one.statement.site == held.statement.site]
        alike = all(
            one.holding.actions == holding.actions and one.statement.conditions == held.statement.conditions
            for one in made
        )
        plain = not any(one.holding.unsure or one.holding.vague or one.holding.not_resources for one in made)
        needed = sorted({item.action for one in made for item in one.items})
        gone = [one for one in holding.actions if not any(covers(one, action) for action in needed)]
        wide = [one for one in holding.actions if "*" in one and one not in (*needed, *gone)]
        less = bool(gone or wide)
        if len(made) < 2 or not (alike and plain and needed and less) or self._grants is not None:
            return False
        if any(one.effect == "Deny" and one.site == held.statement.site for one in self._every_statement()):
            return False
        self._taken(
            held, gone, wide, needed, "no code needs it, of what is made there", "what is made there needs"
        )
        if held is made[0]:
            self.edits.say(held, needed)
        return True

    def _taken(
        self,
        held: Held,
        gone: Sequence[str],
        wide: Sequence[str],
        wanted: Sequence[str],
        why: str,
        needing: str,
    ) -> None:
        """Says which actions a statement of several loses, and which patterns of it say less from now on."""
        grant = self._granted([held])
        some = _some(one for one in wanted if any(covers(action, one) for action in held.holding.actions))
        detail = f"{needing} {some} of it alone" if wide else why
        for action in (*gone, *wide):
            self._change("removed", action, before=held.before, held=held, detail=detail, grant=grant)
        self._unchanged(held)

    def _every_statement(self) -> Iterator[HeldStatement]:
        return (one for policy in self.policies for one in policy.statements)

    def _makes_others(self, held: Held) -> bool:
        """What stands at a statement's place makes one that is needed, or that denies."""
        site = held.statement.site
        return any(one.items for one in self.held if one.statement.site == site) or any(
            one.effect == "Deny" and one.site == site for policy in self.policies for one in policy.statements
        )

    def _shared(self, held: Held) -> bool:
        """A statement that other roles have as well: what none of them needs goes from all."""
        site, holding = held.statement.site, held.holding
        plain = not (holding.unsure or holding.vague or held.whole or holding.not_resources)
        if site is None or held.fixed is not None or self._grants is not None or not plain:
            return False
        if self.needs.doubt is not None or not holding.actions or held.statement.made:
            return False
        if self._depends and self._is_of_callers(held):
            return False
        as_people_wrote(held, self.references)
        own = {item.action for item in held.items}
        self._uses[site] = SharedUse(written=tuple(holding.actions), needed=tuple(sorted(own)))
        others = self._others.get(site)
        if others is None:
            return False
        wanted = sorted(own.union(others.actions))
        gone = [one for one in holding.actions if not any(covers(one, action) for action in wanted)]
        wide = [one for one in holding.actions if "*" in one and one not in wanted]
        apart = held.policy.apart
        if not gone and not wide:
            self._unchanged(held)
            where = "what it is written in" if apart else held.policy.name
            self._kept(held, f"{_some(others.who, 3)} has it from {where} as well, and needs it")
            return True
        what = "it" if apart else held.policy.name
        self._taken(
            held, gone, [one for one in wide if one not in gone], wanted,
            f"no code of any role that has {what} needs it", f"the roles that have {what} need",
        )  # fmt: skip
        if others.writes and not wanted:
            self.edits.delete(held.statement.entry or site)
        elif others.writes:
            self.edits.say(held, wanted)
        return True

    def _is_tight(self, held: Held) -> bool:
        """A statement grants what is needed and nothing else, as far as one statement can say it."""
        merged = self._grants is not None and not self._grants.is_tight(held)
        return held.holding.is_tight(held.items) and not merged

    def _why_gone(self, action: str, held: Held) -> str:
        needed = [item for item in self.items if covers(action, item.action)]
        anywhere = any(held.holding.has_part(item) for item in needed)
        other = next(
            (
                self._named(other.policy)
                for other in self._used
                if other is not held
                for item in other.items
                if covers(action, item.action) and (anywhere or held.holding.covers(item))
            ),
            None,
        )
        if other is not None:
            return f"{other} grants it already"
        if not needed:
            return "no code needs it"
        others = (one for one in self._used if one is not held)
        whole = next((one.policy for one in others if all(item in one.items for item in needed)), None)
        if whole is not None:
            return f"{self._named(whole)} grants what is needed of it"
        # An ARN that what is needed can't be on: it was granted in vain.
        spans = [reason.span for item in needed for reason in item.reasons]
        return f"it is needed only on {self._places([item.resource for item in needed], spans)}"

    def _places(self, resources: Iterable[Value], spans: Iterable[Span]) -> str:
        """Resources as a patch would write them, and where that is said; the first of each."""
        on = _some(map(self.references.written, resources), 2) or "none"
        where = _some((f"{span.file}:{span.line}" for span in spans), 2)
        return f"{on} ({where})" if where else on

    def _narrowed(self, held: Held, grant: Granted, *, swapping: bool = False) -> None:
        """What a statement is left with; ``swapping``: all that it grants, each in the wrong branch."""
        if swapping:
            for action, found in _per_action(held.items).items():
                self._change("widened", action, found, before=held.before, detail=_SWAPPED)
            return
        before = held.before
        granted = {form(self.references.canonical(value)) for value in before}
        named = ", ".join(held.holding.actions[:3])
        for action, found in _per_action(held.items).items():
            written = any(one.lower() == action.lower() for one in held.holding.actions)
            same = (
                written
                and {form(item.resource) for item in found} == granted
                and all(
                    held.holding.conditioned(item).conditions == held.statement.conditions for item in found
                )
            )
            asked = dict.fromkeys(one for item in found for one in held.holding.conditioned(item).conditions)
            self._change(
                "unchanged" if same else "narrowed",
                action,
                found,
                before=() if same else before,
                detail="" if written or not named else f"granted as {named}",
                held=held,
                grant=grant,
                conditions=tuple(one for one in asked if one not in held.statement.conditions),
            )

    def _whole(self, policy: HeldPolicy, held: list[Held]) -> None:
        """A policy whose statements are elsewhere (AWS's, a SAM template): it stays or goes as a whole."""
        tight = all(one.holding.is_tight(one.items) or not one.holding.actions for one in held)
        if policy.kind == "implied" or tight or self._fits(policy, held) or self._gives_no_more(policy, held):
            for one in held:
                self._unchanged(one)
            return
        if any(one.fixed is not None for one in held):
            for one in held:
                self._left_alone(one)
            return
        if self._grants is not None and (why := self._grants.attaches(policy)) is not None:
            for one in held:
                self._unchanged(one)
            self.notes.append(why)
            return
        more = self._more_of_the_same(policy, held)
        if more is not None:
            for one in held:
                self._unchanged(one)
            if more:
                said = ", ".join(more[:MAX_LISTED])
                said += f" and {len(more) - MAX_LISTED} more" if len(more) > MAX_LISTED else ""
                self.notes.append(f"{policy.name}{ALSO_GRANTS}{said}: more of the same")
            return
        locked = self._locked(policy, policy.shared_by, held)
        if locked is None and policy.site is None:
            locked = "its place in the template is not known"
        if locked is None and any(one.items for one in held) and not self.edits.has_place():
            locked = "the role has no place in a template where less could be granted"
        if locked is None and policy.opaque:
            locked = policy.opaque
        if locked is None and any(one.holding.unsure for one in held):
            locked = "what it grants is not all known"
        if locked is None and any(one.effect != "Allow" for one in policy.statements):
            locked = "what it denies would go with it"
        some = [one for one in held if one.statement.sometimes and one.items]
        if locked is None and not all(by_branch(one, self._lacks, anew=True) for one in some):
            locked = "what it is for is chosen, by what can't be written anew"
        if locked is not None:
            for one in held:
                self._unchanged(one)
                self._kept(one, locked)
            return
        items = [one.holding.conditioned(item) for one in held for item in one.items]
        grant = self._granted(held)
        detail = f"{policy.name} grants more than the code needs" if items else self._in_vain(policy, held)
        for one in held:
            for action in one.holding.actions:
                if not any(item.action.lower() == action.lower() for item in items):
                    self._change("removed", action, before=one.before, held=one, detail=detail, grant=grant)
        for one in held:
            self._narrowed(one, grant)
        if why := self.edits.whole(policy, items):
            self.notes.append(why)

    def _more_of_the_same(self, policy: HeldPolicy, held: list[Held]) -> tuple[str, ...] | None:
        """What a policy that is given by name adds, where it stays with that; None where it does not."""
        always = self._keep_templates is True
        named = policy.kind == "sam-template" or (always and policy.kind == "aws-managed")
        if not named or self._keep_templates is False:
            return None
        return adds_little(held, anywhere=always)

    def _in_vain(self, policy: HeldPolicy, held: list[Held]) -> str:
        """Why a whole policy goes."""
        others = (
            self._named(other.policy)
            for other in self._used
            for item in other.items
            if other.policy is not policy and any(one.holding.covers(item) for one in held)
        )
        other = next(others, None)
        return f"{other} grants already what is needed of it" if other else f"no code needs {policy.name}"

    def _named(self, policy: HeldPolicy) -> str:
        """A policy's name; one that stands nowhere in the template would be looked for in vain."""
        attached = policy.kind == "implied" and self.needs.stack.dialect == "cloudformation"
        return f"{policy.name}, which SAM attaches by itself," if attached else policy.name

    def _fits(self, policy: HeldPolicy, held: list[Held]) -> bool:
        """AWS's own policy for just this: on wider resources, but what everybody expects to see."""
        if policy.kind != "aws-managed":
            return False
        purpose = _PURPOSES.get(policy.name.rpartition("/")[2])
        if purpose == "":
            return any(workload.kind == "agent" for workload in self.needs.workloads)
        items = [*self.items, *(item for one in held for item in one.items)]
        if purpose is not None and any(item.action.startswith(purpose) for item in items):
            return True
        wanted = {item.action.lower() for item in self.items for one in held if one.holding.covers(item)}
        return all(action.lower() in wanted for one in held for action in one.holding.actions)

    def _gives_no_more(self, policy: HeldPolicy, held: list[Held]) -> bool:
        """What a policy of AWS's grants and is not kept for, the role has from others that stay as they are.

        Nobody has less without it, but a longer template.
        """
        if policy.kind != "aws-managed" or not any(one.items for one in held):
            return False
        whole = {
            id(other)
            for other in self.policies
            if other is not policy and (other.kind == "implied" or self._fits(other, self._of(other)))
        }
        others = [one for one in self.held if id(one.policy) in whole and one.always]

        def stays(one: Held, item: Item) -> bool:
            own = any(
                each.action.lower() == item.action.lower()
                and covers(form(each.resource), form(item.resource))
                for each in one.items
            )
            return own or any(
                other.holding.covers(item) and other.holding.certainly(item) and other.holding.whenever(item)
                for other in others
            )

        return all(
            stays(one, Item(action=action, resource=value))
            for one in held
            for action in one.holding.actions
            for value in one.holding.values
        ) and not any(one.holding.not_actions or one.holding.not_resources for one in held)

    def _of(self, policy: HeldPolicy) -> list[Held]:
        return [one for one in self.held if one.policy is policy]

    def _granted(self, held: Sequence[Held]) -> Granted:
        """Statements that are taken away or narrowed together."""
        first = held[0]
        written = first.statement.site is not None or self._apart
        return Granted(
            number=self._numbers[id(first)],
            actions=tuple(dict.fromkeys(action for one in held for action in one.holding.actions)) or ("*",),
            resources=tuple(dict.fromkeys(value for one in held for value in one.before)),
            policy=None if written else first.policy.name,
        )

    def _kept(self, held: Held, why: str) -> None:
        for action in held.holding.actions:
            if not held.needs(action):
                self._change("kept", action, before=held.before, held=held, detail=why)

    def _left_alone(self, held: Held) -> None:
        """A statement that is not this stack's to change; one line says so for all of them."""
        self._unchanged(held)
        if held.fixed is not None:
            spare = self._spare.setdefault(held.fixed, {})
            written = held.policy.kind != "aws-managed"
            if written and self.needs.doubt is None and not held.holding.unsure:
                anywhere = "*" in held.holding.forms
                for action in held.holding.actions:
                    used = [item for item in held.items if covers(action, item.action)]
                    if not held.needs(action):
                        spare[action] = bool(used) or spare.get(action, False)
                    elif anywhere and all(item.resource != ANYTHING for item in used):
                        spare[f"{action} on *"] = True

    def _unchanged(self, held: Held) -> None:
        for action, found in _per_action(held.items).items():
            self._change("unchanged", action, found, held=held)

    # --- limits ---

    def _limits(self) -> None:
        """What something else in the template takes away again."""
        for policy, denied in self._denied:
            found = [item for item in self.items if denied.covers(item) and not denied.has_part(item)]
            if found:
                perhaps = policy.opaque == EITHER or denied.statement.only_if or policy.only_if
                sure = not perhaps and any(map(denied.is_always_on, found))
                actions = [item.action for item in found]
                self.notes.append(
                    f"{policy.name} {'denies' if sure else 'may deny'} {_some(actions)}, which the code needs"
                )
        if self.needs.role is not None:
            longer = [*too_long(self.needs.role, self.edits.made)]
            self.notes.extend(longer)
            if longer and not self.needs.stack.synthesised:
                # What IAM would not take makes the whole deployment fail; the CDK puts it into several.
                self.edits.made.clear()
        boundary = self.needs.role.boundary if self.needs.role is not None else None
        if boundary is None or boundary.opaque:
            return
        allowed = [Holding(one, self.references) for one in boundary.statements if one.effect == "Allow"]
        for item in self.items:
            if not any(one.covers(item) or one.partly(item) for one in allowed):
                self.notes.append(
                    f"the boundary {boundary.name} does not allow {item.action}, which the code needs"
                )

    def _change(
        self,
        kind: ChangeKind,
        action: str,
        items: Sequence[Item] = (),
        *,
        before: tuple[Value, ...] = (),
        detail: str = "",
        held: Held | None = None,
        grant: Granted | None = None,
        conditions: tuple[Condition, ...] = (),
    ) -> None:
        self.changes.append(
            Change(
                kind=kind,
                action=told(action),
                resources=tuple(item.resource for item in items),
                before=before,
                reasons=reasons_of(items),
                detail=detail,
                span=held.statement.span if held is not None else None,
                grant=grant,
                conditions=conditions,
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


ALSO_GRANTS = " stays, though it also grants "
"""What stands between the name of a policy and what else it grants, in a note."""
_STAYS = " stays: "
_SEVERAL = {
    "it is needed": "they are needed", "it needs": "they need", "it is called": "they are called",
    "it can be used": "they can be used",
}  # fmt: skip


def _said_of_spare(actions: Mapping[str, bool]) -> Iterator[str]:
    gone = [one for one, used in actions.items() if not used]
    wide = [one for one, used in actions.items() if used]
    if gone:
        yield f"nothing here needs {_some(gone)}"
    if wide:
        yield f"less than {_some(wide)} would do here"


def _of_several(why: str) -> str:
    for one, several in _SEVERAL.items():
        why = why.replace(one, several, 1)
    return why


def _spans(held: Iterable[Held]) -> list[Span]:
    return [one.statement.span for one in held]


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
        if isinstance(name, Text) and not any(map(_is_made, _holes(name))):
            parts.extend(name.parts)
        else:
            parts.append(str(name.value) if isinstance(name, Const) else "*")
    return text_of(parts)


def _is_made(hole: Hole) -> bool:
    """Whether something of the stack may have to be made first; its own name and id are there."""
    return hole.kind == "reference" and not (hole.name or "").startswith(("AWS::", "{{resolve:"))


def _holes(value: Text) -> list[Hole]:
    return [part for part in value.parts if isinstance(part, Hole)]


def _are_instances(ids: Iterable[str]) -> bool:
    """Roles that one block makes (``count``, ``for_each``)."""
    return len(set(map(without_index, ids))) == 1


def _named(value: Value) -> Iterator[str]:
    """What of the template a pattern names, be it inside of a dynamic reference."""
    for hole in _holes(value) if isinstance(value, Text) else ():
        yield hole.name or ""
        yield from _INSIDE.findall(hole.name or "")
