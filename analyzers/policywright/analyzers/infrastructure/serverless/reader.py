"""The stack of one ``serverless.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.cloudformation.ordering import Ordering
from policywright.analyzers.infrastructure.cloudformation.policies import shared
from policywright.analyzers.infrastructure.cloudformation.reader import stack_of
from policywright.analyzers.infrastructure.model import (
    HeldPolicy,
    Problem,
    ProblemCode,
    Resource,
    Role,
    RuntimeNeed,
    Site,
    Stack,
    Workload,
)
from policywright.analyzers.infrastructure.project import ProjectFiles, whole_file
from policywright.analyzers.infrastructure.serverless.functions import set_outside, workloads
from policywright.analyzers.infrastructure.serverless.machines import machines
from policywright.analyzers.infrastructure.serverless.roles import (
    Roles,
    by_framework,
    by_plugin,
    implied,
    per_function_mode,
)
from policywright.analyzers.infrastructure.serverless.service import (
    DEFAULT_ROLE,
    Service,
    function_id,
    machine_id,
)
from policywright.analyzers.infrastructure.serverless.variables import STAGE
from policywright.analyzers.infrastructure.types import physical_name
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.knowledge.records import names, replace
from policywright.knowledge.values import Const, Hole, Items, OneOf, Struct, Text, Value, alternatives

_NOTHING = re.compile(r""",\s*(?:''|"")\s*\Z""")
"""How a variable ends that is the empty text unless somebody sets it: ``${param:role, ''}``."""
_NEVER_EMPTY = re.compile(r"(?:sls:|aws:|ssm(?:\([^()]*\))?:)[^,]*")
"""Variables that are no empty text: the stage, the account, a parameter of SSM (of one letter at least)."""


def stack_of_code(files: ProjectFiles, name: str) -> Stack | None:
    """A service whose configuration is a program, as far as that says it without being run."""
    from policywright.analyzers.infrastructure.serverless.code import tree_of

    tree, read = tree_of(files, name)
    root = tree.root
    if root is None or not root.mapping:
        detail = f"{name} is code that is not read: write what `serverless print` says into a serverless.yml"
        problem = Problem(code=ProblemCode.UNSUPPORTED, span=whole_file(name), detail=detail)
        problems = (*tree.problems, problem)
        return Stack(name=name, dialect="serverless", files=(name,), problems=problems)
    if _cloud(root) != "aws":
        return None
    service = Service.of(files, tree, root)
    service.variables.read.update(read)
    return _stack(service, name)


def stack(files: ProjectFiles, name: str) -> Stack | None:
    """A service that is deployed to AWS; None for those of other clouds."""
    text = files.text(name)
    if text is None:
        problems = files.unreadable(name)
        return Stack(name=name, dialect="serverless", files=(name,), problems=problems) if problems else None
    tree = parse(name, text)
    root = tree.root
    if root is None or not root.mapping:
        problems = tuple(tree.problems) or (_unreadable(name),)
        return Stack(name=name, dialect="serverless", files=(name,), problems=problems)
    if _cloud(root) != "aws":
        return None
    return _stack(Service.of(files, tree, root), name)


def _stack(service: Service, name: str) -> Stack:
    # What stands in `resources` is CloudFormation: functions, roles and state machines of its own.
    base = stack_of(service.scope, service.files)
    roles = Roles.of_service(service, base.roles)
    own: tuple[Workload, ...] = service.variables.restored(base.workloads)
    if any(one.role == DEFAULT_ROLE for one in own):
        roles.need_default()
    outside = set_outside(service)
    found = (*workloads(service, roles, outside), *machines(service, roles), *own)
    beside = frozenset(need for asked in outside.values() for need in asked)
    made = [_with_implied(service, role, found, beside) for role in roles.made.values()]
    read = (one for one, tree in service.variables.read.items() if tree is not None)
    result = Stack(
        name=name,
        dialect="serverless",
        files=tuple(dict.fromkeys((name, *read, *base.files))),
        resources=tuple(_resources(service, base.resources, found)),
        workloads=found,
        roles=_with_shared(_apart((*made, *roles.declared.values()))),
        problems=service.all_problems(),
        choices=tuple(service.variables.choices.items()),
        conditions=base.conditions,
        outputs=tuple(_outputs(service, base)),
        stages=tuple(_stages(service)),
        undeclared=(*service.scope.undeclared, *service.variables.undeclared),
    )
    result = replace(result, resources=tuple(_with_late(service, result.resources)))
    parameters = tuple(dict.fromkeys(_parameters(result)))
    return replace(
        result, parameters=parameters, unset=tuple(name for name in parameters if _NOTHING.search(name)),
        there=tuple(filter(_NEVER_EMPTY.fullmatch, parameters)),
    )  # fmt: skip


def _stages(service: Service) -> Iterator[str]:
    """The variables of the service that are the stage."""
    custom, stage = service.root.get("custom"), service.variables.mark(STAGE)
    for name, node in custom.mapping.items() if custom is not None else ():
        if node.text == stage:
            yield f"self:custom.{name}"


def _outputs(service: Service, base: Stack) -> Iterator[tuple[str, Value]]:
    """What other services look up, or import; of the stack that is called after the service and its stage."""
    set_to = service.provider.get("stackName")
    own = service.variables.marks.written((set_to.text if set_to is not None else None) or service.prefix)
    for name, value in service.variables.restored(base.outputs):
        yield name.replace("${AWS::StackName}", own), value
    for name, output in service.template.section("Outputs").items():
        if (value := output.get("Value")) is not None:
            yield f"cf:{own}.{name}", service.value(value)


def _apart(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """The roles, with what several lists name edited where each of them names it."""
    named: dict[Site, dict[Site | None, None]] = {}
    for role in roles:
        for policy in role.policies:
            for one in policy.statements:
                if one.site is not None:
                    named.setdefault(one.site, {})[one.entry] = None
    several = {site for site, entries in named.items() if len(entries) > 1}

    def policy_of(policy: HeldPolicy) -> HeldPolicy:
        made = tuple(
            replace(one, site=one.entry) if one.site in several and one.entry is not None else one
            for one in policy.statements
        )
        own = next((one for one in made if one.site in several), None)
        fixed = f"{own.span.file}:{own.span.line} is named in other places as well" if own else policy.fixed
        return replace(policy, statements=made, fixed=policy.fixed or fixed)

    return tuple(replace(role, policies=tuple(map(policy_of, role.policies))) for role in roles)


def _with_shared(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """The roles with the policies that several have in common marked: what they inherit from the provider."""
    policies = shared({role.id: list(role.policies) for role in roles})
    return tuple(replace(role, policies=policies[role.id]) for role in roles)


def _with_implied(
    service: Service, role: Role, found: tuple[Workload, ...], beside: frozenset[RuntimeNeed]
) -> Role:
    """The framework's own statements beside those of the user; nothing for roles that it doesn't make, and
    nothing for what the user's own resources ask (``beside``)."""
    if role.external or not role.id.endswith(DEFAULT_ROLE):
        return role
    needs = [
        need for one in found
        if one.role == role.id
        for need in one.needs
        if need not in beside and by_framework(need)
    ]  # fmt: skip
    if role.id != DEFAULT_ROLE and not per_function_mode(service):
        needs = [need for need in needs if by_plugin(need)]
    policies = [implied(service, needs, role.span, default=role.id == DEFAULT_ROLE)]
    constructs = service.root.get("constructs")
    if constructs is not None and constructs.mapping:
        policies.append(HeldPolicy(
            name="serverless-lift", kind="implied", span=constructs.key_span,
            opaque="serverless-lift grants what its constructs need; that is not read here",
        ))  # fmt: skip
    return replace(role, policies=(*policies, *role.policies))


def _resources(
    service: Service, declared: tuple[Resource, ...], found: tuple[Workload, ...]
) -> Iterator[Resource]:
    yield from service.variables.restored(declared)
    names = {function_id(one.id): one.name for one in found if one.id in service.functions}
    names |= {
        machine_id(one.id, service.machines[one.id]): one.name for one in found if one.id in service.machines
    }
    for id, one in service.added.items():
        name = names.get(id)
        # A name that is a hole for itself says nothing.
        yield replace(one, name=None if name == physical_name(id) else name)


def _with_late(service: Service, resources: tuple[Resource, ...]) -> Iterator[Resource]:
    """The resources, those marked that are made after functions: these, and what refers to one of them.

    What has no name can only be referred to, and no function that is given that can be made.
    """
    functions = {one.id for one in resources if one.type == "AWS::Lambda::Function"}
    ordering = Ordering(service.template, functions)
    late = {machine_id(name, node) for name, node in service.machines.items()}.union(
        *map(ordering.after, functions)
    )
    for one in resources:
        names = alternatives(one.name) if one.name is not None else ()
        named = bool(names) and all(isinstance(name, Const | Text) for name in names)
        yield replace(one, late=True) if named and one.id in late else one


def _cloud(root: Node) -> str:
    """The provider's name in small letters; a variable counts as AWS."""
    provider = root.get("provider")
    named = provider.get("name") if provider is not None and provider.mapping else provider
    text = named.text if named is not None else None
    return "aws" if text is None or "${" in text else text.lower()


def _unreadable(name: str) -> Problem:
    detail = "no service of the Serverless Framework: not a mapping"
    return Problem(code=ProblemCode.UNREADABLE, span=whole_file(name), detail=detail)


def _parameters(thing: object) -> Iterator[str]:
    """Names of the parameter holes anywhere in a record."""
    if isinstance(thing, Hole):
        if thing.kind == "parameter" and thing.name:
            yield thing.name
    elif isinstance(thing, Text):
        for part in thing.parts:
            yield from _parameters(part)
    elif isinstance(thing, Struct):
        for _, inner in thing.fields:
            yield from _parameters(inner)
    elif isinstance(thing, Items | OneOf):
        for inner in thing.values if isinstance(thing, Items) else thing.options:
            yield from _parameters(inner)
    elif isinstance(thing, tuple):
        for one in thing:
            yield from _parameters(one)
    elif hasattr(thing, "__record_names__"):
        for name in names(thing):
            yield from _parameters(getattr(thing, name))
