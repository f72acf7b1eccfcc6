"""What a role holds: its Allow statements, each with the items that it is there for.

``granting`` gives every needed item to the statement that grants it. What no item asks for may be taken away
afterwards, unless one of the *keepers* speaks for it: nobody can call a held grant unneeded that analysis of
code can't see the use of. A keeper looks at one statement and says which items it has to keep, and why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from policywright.analyzers.infrastructure.conditions import is_told
from policywright.analyzers.infrastructure.coverage import Holding
from policywright.analyzers.infrastructure.forms import form
from policywright.analyzers.infrastructure.items import (
    ANYTHING,
    Item,
    can_be_on,
    can_match,
    is_other_part,
    items_of,
    without_covered,
)
from policywright.analyzers.infrastructure.model import HeldPolicy, HeldStatement, Role
from policywright.analyzers.infrastructure.references import References
from policywright.analyzers.infrastructure.runtime import polling
from policywright.analyzers.model import Grant, MayNeed, Reason
from policywright.knowledge.policy.patterns import covers, intersects
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import Const, Value, alternatives

_LISTING = "s3:ListBucket"
_OTHER_PROTOCOLS = frozenset((
    "es", "aoss", "execute-api", "appsync", "rds-db", "iot", "kafka-cluster", "neptune-db", "aps",
    "vpc-lattice-svcs", "cassandra", "elasticfilesystem", "ssmmessages",
))  # fmt: skip
"""Services that are used over HTTP, MQTT, SQL or NFS as well."""
_BY_OTHERS = _OTHER_PROTOCOLS | {
    "ec2messages", "dsql", "memorydb", "elasticache", "kinesisvideo", "transcribe",
}  # fmt: skip
"""Those whose actions agents, drivers of databases and browsers use, whatever the code calls."""
_FOR_EVERYBODY = ("connector", "aws-managed")
"""Policies whose actions nobody chose who uses them."""


@dataclass(slots=True, eq=False)
class Held:
    """A held Allow statement with the items that it is there for."""

    policy: HeldPolicy
    holding: Holding
    items: list[Item] = field(default_factory=list)
    always: bool = True
    """It is there whenever the role is."""

    @property
    def statement(self) -> HeldStatement:
        return self.holding.statement

    @property
    def fixed(self) -> str | None:
        """Why it is not edited."""
        return self.policy.fixed or self.statement.fixed

    @property
    def whole(self) -> bool:
        """It can't be said in another way: all resources but some, for an item that may be on those, too."""
        return any(
            intersects(pattern, form(item.resource))
            for pattern in self.holding.not_resources
            for item in self.items
        )

    @property
    def before(self) -> tuple[Value, ...]:
        """The resources that it is on today: any, where all are but some."""
        values = self.statement.resources or ((Const("*"),) if self.statement.not_resources else ())
        return tuple(option for value in values for option in alternatives(value))

    def needs(self, action: str) -> bool:
        """An item asks for this very action."""
        return any(item.action.lower() == action.lower() for item in self.items)


def held_of(role: Role | None, references: References) -> list[Held]:
    """The Allow statements of a role's policies."""
    if role is None:
        return []
    return [
        Held(
            policy,
            Holding(statement, references),
            always=references.conditions.always([(*policy.only_if, *statement.only_if)], role.only_if),
        )
        for policy in role.policies
        for statement in policy.statements
        if statement.effect == "Allow"
    ]


def take(held: Held, item: Item) -> None:
    """Adds an item; of two, the one that asks for more stands for both."""
    for index, one in enumerate(held.items):
        if _covers(one, item):
            held.items[index] = replace(one, reasons=tuple(dict.fromkeys((*one.reasons, *item.reasons))))
            return
    less = [one for one in held.items if _covers(item, one)]
    reasons = (*item.reasons, *reasons_of(less))
    held.items[:] = [one for one in held.items if one not in less]
    held.items.append(replace(item, reasons=tuple(dict.fromkeys(reasons))))


def _covers(item: Item, other: Item) -> bool:
    """An item asks for as much as another one, or more."""
    return (
        item.action == other.action
        and (not item.conditions or item.conditions == other.conditions)
        and set(item.only_if) <= set(other.only_if)
        and covers(form(item.resource), form(other.resource))
    )


# --- keepers ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What is known of the use of a role's grants: needed items, what else it may need, what calls show."""

    items: tuple[Item, ...]
    may_need: tuple[tuple[MayNeed, tuple[Item, ...]], ...]
    visible: Callable[[str], bool]
    granting: Callable[[Item], Sequence[Held]]
    """The statements that cover an item."""
    free: Mapping[str, str] = field(default_factory=dict)
    """Operations that are called and need no permission, as actions, with the code that says why."""
    unset: tuple[tuple[str, Item], ...] = ()
    """What is needed only where somebody sets a parameter, with that; nothing is added for it."""
    unsettled: tuple[Item, ...] = ()
    """What is needed and nothing is added for, since what is not known of the role may grant it."""
    polls: bool = False
    """Lambda may poll sources with the role."""
    agents: bool = False
    """Nobody's code runs under it: an agent that starts containers does with it what is listed for that."""

    def sees(self, service: str) -> bool:
        """Something of the service is needed."""
        return any(item.action.startswith(f"{service}:") for item in self.items)

    def reaches(self, service: str) -> bool:
        """The same, of what a service is a part of as well (``bedrock`` of ``bedrock-websearch``)."""
        used = (item.action.partition(":")[0] for item in self.items)
        return any([service == one or service.startswith(f"{one}-") for one in used])


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Items that a statement has to keep."""

    items: tuple[Item, ...]
    why: str


Keeper: TypeAlias = Callable[[Held, Use], Iterator[Kept]]


def keep(held: Sequence[Held], use: Use) -> list[str]:
    """Gives the statements what the keepers say; returns why, a line each."""
    notes: list[str] = []
    with_others = {id(one) for one in held if _is_for_unused(one, held)}
    for keeper in KEEPERS:
        for one in held:
            if keeper is _optional and id(one) in with_others:
                continue
            for kept in list(keeper(one, use)):
                for item in kept.items:
                    for part in _as_chosen(one, item):
                        take(one, part)
                notes.append(kept.why)
    return notes


def _is_for_unused(held: Held, every: Sequence[Held]) -> bool:
    """The key of what nobody uses: one call has granted both (``table.grantReadData``)."""
    actions = held.holding.actions
    if not actions or not all(action.startswith("kms:") for action in actions):
        return False
    place = held.statement.span
    if place.start_byte == place.end_byte:
        # All statements of a policy by itself stand at its beginning.
        return False
    beside = [
        one for one in every if one is not held and one.statement.span == place and one.policy is held.policy
    ]
    return bool(beside) and not any(one.items for one in (held, *beside))


def _as_chosen(held: Held, item: Item) -> tuple[Item, ...]:
    """What a statement has of an item in the branches that are chosen in it, where that can be written."""
    parts = held.holding.under(item)
    if all(is_told(one) for part in parts for one in part.only_if):
        return parts
    return (item,)


def _listing(held: Held, use: Use) -> Iterator[Kept]:
    """``s3:ListBucket`` where objects of that bucket are read.

    Without it S3 answers 403 instead of 404 for an object that isn't there (Amazon S3 API reference,
    GetObject, "Permissions").
    """
    if not any(_LISTING.lower() == action.lower() for action in held.holding.actions):
        return
    if any(item.action == _LISTING for item in use.items):
        return
    reads = [item for item in use.items if item.action == "s3:GetObject"]
    for value in held.holding.values:
        bucket = form(value)
        of_bucket = [item for item in reads if covers(f"{bucket}/*", form(item.resource)) or item.is_open]
        if of_bucket and bucket != "*" and "/" not in bucket:
            yield Kept(
                items=(Item(action=_LISTING, resource=value, reasons=reasons_of(of_bucket)),),
                why=f"{_LISTING} stays: without it S3 says 403 instead of 404 of a missing object",
            )


def _optional(held: Held, use: Use) -> Iterator[Kept]:
    """What the role may need: whether it does is not seen in the code."""
    for may, items in use.may_need:
        for item in items:
            if not held.holding.covers_action(item.action) or any(
                # What a framework attaches by itself, nothing takes away.
                one is not held and one.policy.kind == "implied" and one.holding.whenever(item)
                for one in use.granting(item)
            ):
                continue
            wanted = _wanted(held, item)
            new = tuple(one for one in wanted if not any(_covers(other, one) for other in held.items))
            if new:
                yield Kept(items=new, why=f"{item.action} stays: it is needed if {may.when}")


def _set_by_somebody(held: Held, use: Use) -> Iterator[Kept]:
    """What a grant may be there for: who sets a parameter has said in it what that names."""
    for name, item in use.unset:
        new = tuple(
            one for one in held.holding.deployed(item) if not any(_covers(other, one) for other in held.items)
        )
        if new:
            yield Kept(items=new, why=f"{item.action} stays: it may be for what {name} is set to")


def _unsettled(held: Held, use: Use) -> Iterator[Kept]:
    """What a grant may be there for: its resource may have the name that code has, which nothing else is seen
    to be granted on."""
    for item in use.unsettled:
        able = dict.fromkeys((*held.holding.named_perhaps(item), *held.holding.settled(item)))
        new = tuple(one for one in able if not any(_covers(other, one) for other in held.items))
        if new:
            yield Kept(
                items=new,
                why=f"{item.action} stays: it may be what is needed, and what else grants that is not known",
            )


def _wanted(held: Held, item: Item) -> tuple[Item, ...]:
    """The part of the statement that may be there for an item.

    As it is written, where the item says nothing of the resource: which key it is, perhaps one of another
    account, the code doesn't show.
    """
    holding = held.holding
    if item.resource == ANYTHING and holding.covers_action(item.action) and holding.values:
        if held.needs(item.action):
            return ()
        able = [value for value in holding.values if can_be_on(item, form(value))] or holding.values
        return tuple(replace(item, resource=value, conditions=()) for value in able)
    if holding.partly(item):
        return (item,)
    if not holding.covers(item):
        settled = holding.settled(item)
        guessed = item.action.startswith("kms:")
        return tuple(replace(one, conditions=()) for one in settled) if guessed else settled
    if not item.action.startswith("kms:"):
        return holding.as_granted(item)
    values = [value for value in holding.values if holding.grants(value, item)]
    # Beside what is surely that, another account's key or one that only a deployment names.
    perhaps = tuple(replace(one, conditions=()) for one in holding.settled(item))
    return (*(replace(item, resource=value, conditions=()) for value in values), *perhaps) or (item,)


def _invisible(held: Held, use: Use) -> Iterator[Kept]:
    """What is used over other protocols than the API: that no call shows it says nothing.

    A wildcard is kept with them only where nothing at all was seen of its service. A connector, or a policy
    of AWS, lists all that reads or writes, for everybody: nobody chose what no call can use of it; where a
    statement of such a policy has nothing else, it stays if the code reaches the service.
    """
    if use.agents:
        return
    for_everybody = any(map(use.visible, held.holding.actions)) and held.policy.kind in _FOR_EVERYBODY
    of_many = held.policy.kind == "aws-managed" and any(
        use.visible(str(one.value))
        for statement in held.policy.statements
        for one in statement.actions
        if isinstance(one, Const)
    )
    if held.policy.kind == "implied" or (for_everybody and held.policy.kind == "connector"):
        # What a framework attaches by itself is never edited.
        return
    for action in held.holding.actions:
        prefix = action.partition(":")[0]
        if held.needs(action):
            continue
        hidden = (
            prefix in _OTHER_PROTOCOLS and not use.sees(prefix) if "*" in action else not use.visible(action)
        )
        unused = for_everybody or (of_many and not use.reaches(prefix))
        able = [value for value in held.holding.values or [ANYTHING] if can_match(action, form(value))]
        if able and hidden and (prefix in _BY_OTHERS or not unused):
            yield Kept(
                items=tuple(Item(action=action, resource=value) for value in able),
                why=f"{action} stays: it can be used without an operation of an SDK, "
                "so code need not show that",
            )


_FREE = {
    "no-permission-needed": "though it needs no permission",
    "another-service": "though of another service's address and not of AWS",
}
"""By ``NotGranted.code``."""


def _free(held: Held, use: Use) -> Iterator[Kept]:
    """What is called and needs no permission: to take it away changes nothing but the file."""
    for action in held.holding.actions:
        code = use.free.get(action.lower())
        if code is not None and not held.needs(action):
            every = held.holding.values or [ANYTHING]
            values = [value for value in every if not is_other_part(action, value)] or every
            items = tuple(Item(action=action, resource=value) for value in values)
            yield Kept(items=items, why=f"{action} stays: it is called, {_FREE[code]}")


def _polled(held: Held, use: Use) -> Iterator[Kept]:
    """What Lambda polls a source with, where no template says of one that it is polled for the role.

    A mapping may be made elsewhere: in the console, or by who uses this stack's function.
    """
    written = {action.lower() for action in held.holding.actions}
    for kind in polling() if use.polls else ():
        # Code that does a part of it (deletes what it has handled) says nothing of who receives.
        told = {item.action for item in (*use.items, *held.items)}.issuperset(kind.least)
        if told or not written.issuperset(action.lower() for action in kind.least):
            continue
        able = [value for value in held.holding.values or [ANYTHING] if _may_be(value, kind.sources)]
        kept = [action for action in kind.actions if action.lower() in written]
        if able:
            yield Kept(
                items=tuple(Item(action=action, resource=value) for action in kept for value in able),
                why=f"{', '.join(kept)} stay: Lambda needs them where it polls {kind.what} for a function, "
                "which may be said elsewhere",
            )


def _may_be(value: Value, pattern: str) -> bool:
    """What a name of the template stands for (an import, a parameter) may be any ARN."""
    return not form(value).startswith(("arn:", "*")) or intersects(form(value), pattern)


KEEPERS: tuple[Keeper, ...] = (
    _listing, _optional, _set_by_somebody, _unsettled, _invisible, _free, _polled,
)  # fmt: skip


def may_items(may_need: Iterable[MayNeed], acyclic: Callable[[Grant], Grant]) -> Iterator[
    tuple[MayNeed, tuple[Item, ...]]
]:  # fmt: skip
    """What may be needed, as items."""
    for may in may_need:
        grant = Grant(
            action=may.action, resources=may.resources, conditions=may.conditions, reasons=may.reasons
        )
        yield may, tuple(without_covered(items_of([acyclic(grant)])))


def reasons_of(items: Iterable[Item]) -> tuple[Reason, ...]:
    """The reasons of several items, each once."""
    return tuple(dict.fromkeys(reason for item in items for reason in item.reasons))
