"""What a stack of the project exports, known to the others of the project that import it.

    cf:orders-${sls:stage}.TableName          an output of another service of the Serverless Framework
    Fn::ImportValue OrdersTable-${sls:stage}  an export of any stack

What stands for it there is what the exporting stack calls the resource, where it gives it a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from policywright.analyzers.infrastructure.model import HeldPolicy, ProblemCode, Role, Stack, Workload
from policywright.analyzers.infrastructure.references import any_stage, references_of
from policywright.analyzers.infrastructure.types import parts_of, text_of
from policywright.analyzers.model import Span
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

_WITH_STAGES = "serverless"
_DIALECTS = ("cloudformation", _WITH_STAGES)
_STAGE = "sls:stage"
_URL = "https://"
_ROLE = ":role/"
_ANYTHING = Hole(kind="unknown")


def with_exports(stacks: Iterable[Stack]) -> Iterator[Stack]:
    """The stacks, each with what the others export; a name that several export is not known."""
    every = [*stacks]
    found: dict[str, dict[tuple[str, Value | None], None]] = {}
    for stack in every:
        for name, value in stack.outputs:
            found.setdefault(any_stage(name, stack.stages), {})[stack.name, _told(value, stack)] = None
    told: list[tuple[str, str, Value]] = []
    for name, several in found.items():
        (exporter, only), *others = several
        if only is not None and not others:
            told.append((name, exporter, only))
    for stack in _with_roles(every):
        imported = tuple((name, value) for name, exporter, value in told if exporter != stack.name)
        if imported and stack.dialect in _DIALECTS:
            urls = {name: value for name, value in imported if str(parts_of(value)[0]).startswith(_URL)}
            if stack.dialect != _WITH_STAGES:
                urls = {name: _at_any_stage(value) for name, value in urls.items()}
                imported = tuple((name, value) for name, value in imported if value == _at_any_stage(value))
            workloads = tuple(_with_urls(one, urls, stack.stages) for one in stack.workloads)
            yield replace(stack, imported=imported, workloads=workloads)
        else:
            yield stack


def _with_roles(stacks: Sequence[Stack]) -> Iterator[Stack]:
    """The stacks, each with what the roles have that others export and its own functions run under.

    What those grant is compared, and changed where they are made alone.
    """
    made: dict[str, dict[tuple[str, str], tuple[Stack, Role]]] = {}
    for stack in stacks:
        for name, value in stack.outputs if stack.dialect in _DIALECTS else ():
            if (role := _role_of(value, stack)) is not None:
                made.setdefault(any_stage(name, stack.stages), {})[stack.name, role.id] = stack, role

    def maker(role: Role, stack: Stack) -> tuple[Stack, Role] | None:
        only = role.name.parts[0] if isinstance(role.name, Text) and len(role.name.parts) == 1 else None
        name = any_stage(only.name, stack.stages) if isinstance(only, Hole) and only.name else ""
        several = [*made.get(name, {}).values()]
        known = role.external and len(several) == 1 and several[0][0].name != stack.name
        return several[0] if known else None

    users: dict[tuple[str, str], dict[str, None]] = {}
    for stack in stacks if made else ():
        for role in stack.roles:
            if (found := maker(role, stack)) is not None:
                own = (one.id for one in stack.workloads if role.id in (one.role, *one.other_roles))
                who = users.setdefault((found[0].name, found[1].id), {})
                who.update(dict.fromkeys(f"{id} of {stack.name}" for id in own))
    for stack in stacks:
        yield _with_known(stack, maker, users) if users else stack


def _with_known(
    stack: Stack,
    maker: Callable[[Role, Stack], tuple[Stack, Role] | None],
    users: Mapping[tuple[str, str], Iterable[str]],
) -> Stack:
    """A stack whose roles from elsewhere have what is known of them, and its own who else uses them."""
    told: set[Span] = set()
    roles: list[Role] = []
    for role in stack.roles:
        who = tuple(users.get((stack.name, role.id), ()))
        if (found := maker(role, stack)) is None:
            roles.append(replace(role, users=(*role.users, *who)) if who else role)
            continue
        home, its = found
        told.add(role.span)
        policies = tuple(_as_seen(one, home) for one in its.policies)
        roles.append(replace(
            its, id=role.id, name=role.name, span=role.span, owner=None, boundary=None, policies=policies,
            users=(), only_if=(), home=home.name,
        ))  # fmt: skip
    problems = tuple(
        one for one in stack.problems if one.code is not ProblemCode.ROLE_NOT_FOUND or one.span not in told
    )
    return replace(stack, roles=tuple(roles), problems=problems)


def _role_of(value: Value, stack: Stack) -> Role | None:
    """The role whose ARN or name an output is."""
    parts = value.parts if isinstance(value, Text) else ()
    last = parts[-1] if parts else None
    is_arn = len(parts) > 1 and str(parts[-2]).endswith(_ROLE)
    if not isinstance(last, Hole) or last.kind != "reference" or not (is_arn or len(parts) == 1):
        return None
    return stack.role((last.name or "").partition(".")[0])


def _as_seen(policy: HeldPolicy, home: Stack) -> HeldPolicy:
    """A policy of another stack: what that makes goes by the names that it sets, and may be anything else."""
    references = references_of(home)

    def seen(value: Value) -> Value:
        named = references.by_name(references.canonical(value))
        if not isinstance(named, Text):
            return named
        return text_of([one if isinstance(one, str) or _is_told(one) else _ANYTHING for one in named.parts])

    statements = tuple(
        replace(
            one,
            resources=tuple(seen(each) for value in one.resources for each in alternatives(value)),
            not_resources=tuple(seen(each) for value in one.not_resources for each in alternatives(value)),
            sometimes=(),
            site=None,
        )
        for one in policy.statements
    )
    return replace(policy, statements=statements, statements_site=None, site=None,
                   fixed=f"{home.name} is where it is written, for all who import the role")  # fmt: skip


def _with_urls(workload: Workload, known: Mapping[str, Value], stages: Sequence[str]) -> Workload:
    """A workload whose variables are the URLs of queues as others call these, where they export them.

    No ARN can be made of a URL in a template.
    """

    def named(value: Value) -> Value:
        only = value.parts[0] if isinstance(value, Text) and len(value.parts) == 1 else None
        name = only.name if isinstance(only, Hole) else None
        return known.get(any_stage(name, stages), value) if name is not None else value

    fields = tuple((name, named(value)) for name, value in workload.environment.fields)
    return replace(workload, environment=replace(workload.environment, fields=fields)) if known else workload


def _at_any_stage(value: Value) -> Value:
    """A value for who has no word for the stage of a service: CloudFormation can't resolve it."""
    if not isinstance(value, Text):
        return value
    return text_of([Hole(kind="unknown") if _is_stage(one) else one for one in value.parts])


def _told(value: Value, stack: Stack) -> Value | None:
    """An exported value by the names that the stack sets; None where only a deployment tells it."""
    named = references_of(stack).by_name(value)
    parts = named.parts if isinstance(named, Text) else ()
    known = all(isinstance(one, str) or _is_told(one) for one in parts)
    return named if isinstance(named, Const | Text) and known else None


def _is_told(hole: Hole) -> bool:
    return hole.kind in ("partition", "region", "account") or _is_stage(hole)


def _is_stage(part: str | Hole) -> bool:
    return isinstance(part, Hole) and part.kind == "parameter" and part.name == _STAGE
