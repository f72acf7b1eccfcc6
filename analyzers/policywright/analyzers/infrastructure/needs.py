"""What each role of a project needs: code, configuration and keys of its functions put together.

The program is evaluated once for all functions (``findings.analyse_separately``); what is done here is, per
function, filling in its environment, and per role, authorizing the calls of its functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from policywright.analyzers.grants import Grants, grants_for
from policywright.analyzers.iam_paths import Paths
from policywright.analyzers.infrastructure.environment import Environment, with_lambdas_own
from policywright.analyzers.infrastructure.fitting import fitting
from policywright.analyzers.infrastructure.given import as_given, in_members
from policywright.analyzers.infrastructure.held_names import HeldNames
from policywright.analyzers.infrastructure.inline import Marked
from policywright.analyzers.infrastructure.model import (
    Problem,
    ProblemCode,
    Resource,
    Role,
    RuntimeNeed,
    Site,
    Stack,
    Workload,
    WorkloadKind,
)
from policywright.analyzers.infrastructure.receivers import with_receivers
from policywright.analyzers.infrastructure.references import References, references_of
from policywright.analyzers.infrastructure.runtime import at_edge
from policywright.analyzers.infrastructure.undeclared import as_anything
from policywright.analyzers.infrastructure.usual import with_usual
from policywright.analyzers.model import (
    AMBIENT,
    AttachKind,
    AttachTo,
    Grant,
    MayNeed,
    NotGranted,
    Reason,
    SdkCall,
    Unresolved,
    UnresolvedCode,
    in_other_words,
    once_each,
)
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.operations import Operations
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Hole, Text, Unknown, Value, alternatives, one_of

_INCOMPLETE = frozenset((
    ProblemCode.CODE_NOT_FOUND, ProblemCode.OPAQUE_CODE, ProblemCode.UNKNOWN_TASK, ProblemCode.INTERNAL
))  # fmt: skip
"""Problems of a function after which its role may need more than is known."""


_HIDING_NONE = (UnresolvedCode.ONE_OF, UnresolvedCode.VARIABLES)
_HIDDEN = (UnresolvedCode.LIBRARY, UnresolvedCode.MISSING, UnresolvedCode.PROGRAM)
_ANNOTATIONS = regex(r"\.(?:annotations?|constants?|exceptions?)\.")
"""Packages of what calls nothing, by the names that people give them."""
_CONTAINERS = frozenset(("ecs-tasks", "ecs", "tasks", "build"))
_RUNNERS: dict[WorkloadKind, frozenset[str]] = {
    "lambda": frozenset(("lambda", "edgelambda")),
    "task": _CONTAINERS,
    "agent": _CONTAINERS,
    "state-machine": frozenset(("states",)),
}
"""The services that assume the role of a workload, as the first part of their principals' names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A workload and what it was seen to do."""

    workload: Workload
    calls: tuple[SdkCall, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    foreign: tuple[Unresolved, ...] = ()
    """What its code imports and can't be seen."""
    named: tuple[tuple[Value, Unresolved], ...] = ()
    """What unknown libraries get, and what to say where that names what the role has statements on."""
    needs: tuple[RuntimeNeed, ...] = ()
    problems: tuple[Problem, ...] = ()
    guessed: str | None = None
    """In which case this is what it does, where its code is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """The actions that other roles need of a statement which they have as well, and who these are.

    One of the roles ``writes`` what becomes of it.
    """

    site: Site
    actions: tuple[str, ...]
    who: tuple[str, ...]
    writes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleNeeds:
    """What one role of one stack needs.

    ``role`` is None for a function whose role could not be told. Resources of grants are canonical patterns
    of the stack (``References.canonical``). ``complete`` says that nothing about its functions is unknown.
    """

    stack: Stack
    role: Role | None
    workloads: tuple[Workload, ...]
    grants: tuple[Grant, ...]
    may_need: tuple[MayNeed, ...]
    not_granted: tuple[NotGranted, ...]
    unresolved: tuple[Unresolved, ...]
    problems: tuple[Problem, ...]
    all_code: bool = False
    """The whole analysed code runs under the role, whatever workloads there are."""
    elsewhere: tuple[tuple[str, str], ...] = ()
    """Actions that another place grants or is to grant, each with a line that says so."""
    apart: tuple[tuple[str, Value], ...] = ()
    """Those that are needed here on what that place does not grant: an action and its resource."""
    settled: tuple[tuple[str, str], ...] = ()
    """Actions that nobody has to grant, whoever calls the module, each with a line that says why."""
    guesses: tuple[str, ...] = ()
    """In which cases code is that of its functions: what they need then is among ``may_need``."""
    others: tuple[Others, ...] = ()
    """What other roles need of the statements that this one shares with them (``sharing``)."""

    @property
    def complete(self) -> bool:
        # What needs one action of several has each of them under ``may_need``, and hides no other.
        # Of what variables name all is kept: each action is there, on any resource.
        hiding = any(one.code not in _HIDING_NONE for one in self.unresolved)
        if hiding or any(problem.code in _INCOMPLETE for problem in self.problems):
            return False
        return self.all_code or (bool(self.workloads) and not self._others())

    def _others(self) -> list[str]:
        """Services that may use the role for something else than what is known to run under it.

        A rule starts an execution with it, a gateway or a data source calls with it: no code shows that.
        """
        running = frozenset(name for one in self.workloads for name in _RUNNERS[one.kind])
        services = self.role.services if self.role is not None else ()
        users = self.role.users if self.role is not None else ()
        return [*users, *(one for one in services if one.partition(".")[0] not in running)]

    @property
    def doubt(self) -> str | None:
        """Why what no code was seen to need may be needed all the same; None for a complete role."""
        if self.complete:
            return None
        unclear = (one for one in self.unresolved if one.code is not UnresolvedCode.VARIABLES)
        several = sorted(unclear, key=_is_annotation)
        hidden = list(dict.fromkeys(one.detail for one in several))
        more = f" (and {len(hidden) - 1} more)" if len(hidden) > 1 else ""
        if hidden and all(one.code in _HIDDEN for one in several):
            return f"unused as far as the code shows, but {hidden[0]}{more}"
        if hidden:
            place = f"{several[0].span.file}:{several[0].span.line}"
            return f"what its code needs is not all told: {several[0].detail} ({place}){more}"
        if others := self._others():
            return f"unused as far as the code shows, but {others[0]} may use the role, too"
        unread = [one for one in self.problems if one.code in _INCOMPLETE]
        if unread:
            place = f"{unread[0].span.file}:{unread[0].span.line}"
            more = f" (and {len(unread) - 1} more)" if len(unread) > 1 else ""
            return f"its code is not all read: {unread[0].detail} ({place}){more}"
        return "no code that runs under it is known"

    @property
    def id(self) -> str:
        """What the template calls it: the function, when a framework made the role for it alone."""
        if self.role is None:
            return self.workloads[0].id
        return self.workloads[0].id if self._implicit() else self.role.id

    @property
    def attach_to(self) -> AttachTo:
        if self.role is None or self._implicit():
            kinds: dict[str, AttachKind] = {"lambda": "lambda", "task": "task"}
            first = self.workloads[0]
            return AttachTo(kind=kinds.get(first.kind, "role"), name=first.id, span=first.span)
        return AttachTo(kind="role", name=self.role.id, span=self.role.span)

    def _implicit(self) -> bool:
        """The role belongs to one function and stands nowhere in the template itself."""
        role = self.role
        return role is not None and len(self.workloads) == 1 and role.span == self.workloads[0].span


def needs_of(
    stack: Stack, ran: Sequence[Ran], authorizer: Authorizer, *, include_optional: bool = False
) -> tuple[RoleNeeds, ...]:
    """The roles of a stack that run something, each with what it needs, in the template's order."""
    references = references_of(stack)
    by_role: dict[str, list[Ran]] = {}
    for one in ran:
        for name in (one.workload.role or f"{one.workload.id}\0", *one.workload.other_roles):
            by_role.setdefault(name, []).append(one)
    operations = authorizer.operations
    calls = {
        id: [call for one in group for call in _own_calls(one, operations, stack)]
        for id, group in by_role.items()
    }
    elsewhere = _assumed(calls, stack, references)
    everywhere = [call for made in (*calls.values(), *elsewhere.values()) for call in made]
    paths = Paths(everywhere, authorizer, references.makes)
    found: list[RoleNeeds] = []
    for id in dict.fromkeys((*by_role, *elsewhere)):
        group = by_role.get(id, [])
        made = [*calls.get(id, ()), *elsewhere.get(id, ())]
        grants = grants_for(made, authorizer, include_optional=include_optional, keep_usual=True, paths=paths)
        role = stack.role(id)
        runtime = [need for one in group for need in _of_runtime(one, role)]
        _add_runtime(grants, runtime, include_optional=include_optional)
        canonical = _Canonical(references)
        possible = fitting(
            as_anything(
                [canonical.grant(grant) for grant in grants.needed], role, stack.undeclared, references
            ),
            [canonical.may_need(item) for item in grants.optional],
            references,
        )
        needed, may_need = with_usual(*settled_by_resources(*possible, references), role, references)
        found.append(
            RoleNeeds(
                stack=stack,
                role=role,
                workloads=tuple(one.workload for one in group),
                grants=tuple(with_receivers(needed, stack.roles)),
                may_need=tuple(may_need),
                not_granted=tuple(dict.fromkeys(grants.not_granted)),
                unresolved=tuple(
                    dict.fromkeys(
                        (
                            *(item for one in group for item in one.unresolved),
                            *_foreign(group, role, references),
                            *grants.unresolved,
                        )
                    )
                ),
                problems=tuple(dict.fromkeys(problem for one in group for problem in one.problems)),
                guesses=tuple(dict.fromkeys(one.guessed for one in group if one.guessed is not None)),
            )
        )
    return tuple(found)


def _of_runtime(one: Ran, role: Role | None) -> Iterable[RuntimeNeed]:
    """What a workload needs because of its configuration, at CloudFront too if the role is for that."""
    services = {name.partition(".")[0] for name in role.services} if role is not None else set()
    if "edgelambda" not in services:
        return one.needs
    return at_edge(one.needs, one.workload.name, only=services <= _RUNNERS["lambda"])


def _is_annotation(item: Unresolved) -> bool:
    """An import of an annotation, or of constants: there is likelier to be a call in anything else."""
    return _ANNOTATIONS.search(item.detail) is not None


def _foreign(group: Sequence[Ran], role: Role | None, references: References) -> list[Unresolved]:
    """What the functions of a role import unseen, each package once."""
    found: dict[str, Unresolved] = {}
    told = [item for one in group for item in one.foreign]
    if role is not None and any(one.named for one in group):
        statements = [
            each for policy in role.policies for each in policy.statements if each.effect == "Allow"
        ]
        held = HeldNames(statements, references)
        told += [item for one in group for item in _naming(one, held)]
    for item in sorted(told, key=lambda item: item.span):
        found.setdefault(item.detail, item)
    return list(found.values())


def _naming(one: Ran, held: HeldNames) -> Iterator[Unresolved]:
    """What is said of libraries that get the name of something that the role has statements on."""
    environment = Environment(one.workload.environment)
    for value, item in one.named:
        holes = [part for part in value.parts if isinstance(part, Hole)] if isinstance(value, Text) else []
        is_set = not isinstance(value, Text) or any(hole.kind == "env" for hole in holes)
        is_on = held.may_be if is_set else held.is_partly_named if holes else held.is_named
        if any([is_on(option) for option in alternatives(environment.fill(value))]):
            yield item


def _own_calls(one: Ran, operations: Operations, stack: Stack) -> list[SdkCall]:
    calls: Iterable[SdkCall] = one.calls
    if one.workload.kind != "state-machine":
        # Of a state machine the program stands in the template: its names are the template's own already.
        role = stack.role(one.workload.role) if one.workload.role is not None else None
        variables = with_lambdas_own(one.workload, role.services if role is not None else ())
        environment = Environment(variables, empty=stack.unset, untold=stack.perhaps_empty)
        traced = one.workload.kind != "lambda" or any(need.action.startswith("xray:") for need in one.needs)
        # What an image sets is not in the template.
        told = one.workload.kind == "lambda" and one.workload.code.runtime is not None
        calls = (
            _untraced(made, traced)
            for call in one.calls
            for made in (_unset(environment, call, operations) if told else (environment.call(call),))
        )
    if one.workload.code.inline_values:
        # The names that the template puts into the code are its own as well.
        put_in = Marked(one.workload.code.inline_values)
        calls = [put_in.restored(call) for call in calls]
    no_arns = frozenset(
        name for name, default in stack.defaults if default and not default.startswith("arn:")
    )
    return [replace(call, parameters=in_members(call.parameters, no_arns)) for call in calls]


def _unset(environment: Environment, call: SdkCall, operations: Operations) -> tuple[SdkCall, ...]:
    """A call as a function makes it; one that requires a variable which isn't set may not be made."""
    made = environment.call(call)
    if call.optional is not None:
        return (made,)
    operation = operations.get(call.service, call.operation)
    when = environment.unset(call, operation)
    return environment.by_default(made, operation) if when is None else (replace(made, optional=when),)


def _untraced(call: SdkCall, traced: bool) -> SdkCall:
    """A library's trace of a function goes nowhere while tracing is not switched on for the function.

    AWS Lambda developer guide, "Visualize Lambda function invocations using AWS X-Ray".
    """
    if traced or call.via is None or call.service != "xray" or call.optional is not None:
        return call
    return replace(call, optional="tracing is switched on for the function")


def _assumed(
    calls: dict[str, list[SdkCall]], stack: Stack, references: References
) -> dict[str, list[SdkCall]]:
    """Takes out the calls made as another role of the same stack; they belong to that one's policy."""
    roles = {f"{hole.name}": role.id for role in stack.roles for hole in _holes(role.name) if hole.name} | {
        role.id: role.id for role in stack.roles
    }
    found: dict[str, list[SdkCall]] = {}
    for made in calls.values():
        for call in list(made):
            if call.identity.role is None:
                continue
            targets: dict[str, None] = {}
            others: list[Value] = []
            for option in alternatives(call.identity.role):
                pattern = references.canonical(option)
                target = next((roles[h.name] for h in _holes(pattern) if h.name in roles), None)
                if target is None:
                    others.append(option)
                else:
                    targets[target] = None
            if not targets:
                continue
            made.remove(call)
            if others:
                made.append(replace(call, identity=replace(call.identity, role=one_of(others))))
            for target in targets:
                found.setdefault(target, []).append(replace(call, identity=AMBIENT))
    return found


def _holes(value: Value) -> list[Hole]:
    if not isinstance(value, Text):
        return []
    return [part for part in value.parts if isinstance(part, Hole) and part.kind == "reference"]


def _add_runtime(grants: Grants, needs: Iterable[RuntimeNeed], *, include_optional: bool) -> None:
    """Puts what configuration needs beside what the code needs; same action and condition is one grant."""
    may_need: dict[object, MayNeed] = {}
    index = {
        (grant.action, grant.conditions): position
        for position, grant in enumerate(grants.needed)
        if grant.identity == AMBIENT
    }
    for need in needs:
        reason = _reason(need)
        if need.optional is not None and not include_optional:
            key = (need.action, need.resources, need.conditions, need.optional)
            other = may_need.get(key)
            may_need[key] = (
                MayNeed(
                    action=need.action,
                    resources=need.resources,
                    conditions=need.conditions,
                    when=need.optional,
                    reasons=(reason,),
                )
                if other is None
                else replace(other, reasons=tuple(dict.fromkeys((*other.reasons, reason))))
            )
            continue
        position = index.get((need.action, need.conditions))
        if position is None:
            index[need.action, need.conditions] = len(grants.needed)
            grants.needed.append(
                Grant(
                    action=need.action,
                    resources=need.resources,
                    conditions=need.conditions,
                    reasons=(reason,),
                )
            )
            continue
        old = grants.needed[position]
        wide = not old.resources or not need.resources
        resources = () if wide else tuple(dict.fromkeys((*old.resources, *need.resources)))
        reasons = once_each((*old.reasons, reason))
        grants.needed[position] = replace(old, resources=resources, reasons=reasons)
    grants.optional.extend(may_need.values())


def _reason(need: RuntimeNeed) -> Reason:
    return Reason(
        code="runtime",
        operation="",
        span=need.span,
        certainty="resolved",
        detail=need.why,
        source=need.source,
        on=need.resources,
    )


class _Canonical:
    """Grants with their resources in the canonical form of a stack."""

    def __init__(self, references: References) -> None:
        self.references = references

    def grant(self, grant: Grant) -> Grant:
        return in_other_words(grant, self._of_grant)

    def may_need(self, item: MayNeed) -> MayNeed:
        return replace(item, resources=self._resources(item.resources))

    def _of_grant(self, resources: tuple[Value, ...]) -> tuple[Value, ...]:
        several = (option for resource in resources for option in alternatives(resource))
        return self._resources(tuple(map(self.references.as_arn, several)))

    def _resources(self, resources: tuple[Value, ...]) -> tuple[Value, ...]:
        options = [option for resource in resources for option in alternatives(resource)]
        told = self.references
        return tuple(dict.fromkeys(
            as_given(one, told.resources, told.arns, told.unnamed, told.keys, told.named)
            for one in map(told.canonical, options)
        ))  # fmt: skip


# --- what the template's resources settle ---


def settled_by_resources(
    grants: list[Grant], may_need: list[MayNeed], references: References
) -> tuple[list[Grant], list[MayNeed]]:
    """Settles, from the stack's resources, which of the permissions that may be needed are.

    A resource with a customer managed key needs the KMS actions on that key, one without needs none; a task
    definition needs ``iam:PassRole`` on the roles that it names. What the stack says nothing of stays open.
    """
    by_place: dict[tuple[str, ...], list[str | None]] = {}
    for grant in grants:
        owners = (references.owners(resource) for resource in grant.resources)
        ids = [id for named in owners for id in (*named, *(() if named else (None,)))] or [None]
        for reason in grant.reasons:
            by_place.setdefault(_place(reason), []).extend(ids)
    needed, left = list(grants), []
    for item in may_need:
        row = next((row for row in _SETTLED if item.action.startswith(row.action)), None)
        if row is None or not item.conditions:
            left.append(item)
            continue
        open_reasons: list[Reason] = []
        found: dict[Value, list[Reason]] = {}
        for reason in item.reasons:
            ids = by_place.get(_place(reason), [None])
            own = [references.resources[id] for id in dict.fromkeys(ids) if id is not None]
            own = [one for one in own if row.type is None or one.type == row.type]
            if (not own if row.type is not None else None in ids) or any(map(row.is_open, own)):
                open_reasons.append(reason)
            for resource in own:
                for value in row.of(resource):
                    if isinstance(value, Unknown):
                        continue
                    detail = f"{resource.id} {row.why}"
                    found.setdefault(value, []).append(replace(reason, detail=detail))
        if found:
            needed.append(
                Grant(
                    action=item.action,
                    resources=tuple(found),
                    conditions=item.conditions,
                    reasons=tuple(dict.fromkeys(reason for some in found.values() for reason in some)),
                    identity=item.identity,
                )
            )
        if open_reasons:
            left.append(replace(item, reasons=tuple(open_reasons)))
    return needed, left


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """How a resource says whether an action that may be needed is, and on what.

    ``type``: only resources of this type say anything of it; None where every resource does.
    """

    action: str
    type: str | None = None
    of: Callable[[Resource], tuple[Value, ...]]
    is_open: Callable[[Resource], bool]
    """Whether the resource does not tell it all."""
    why: str


_SETTLED = (
    _Settled(
        action="kms:",
        of=lambda resource: () if resource.key is None else tuple(alternatives(resource.key)),
        is_open=lambda resource: resource.any_key,
        why="is encrypted with a customer managed key",
    ),
    _Settled(
        action="iam:PassRole",
        type="AWS::ECS::TaskDefinition",
        of=lambda resource: resource.passes,
        is_open=lambda resource: any(isinstance(one, Unknown) for one in resource.passes),
        why="runs with that role",
    ),
)


def _place(reason: Reason) -> tuple[str, ...]:
    """What tells the needs of one call, or of one fact of the configuration, from all others."""
    return (reason.operation, str(reason.span), reason.detail if reason.code == "runtime" else "")
