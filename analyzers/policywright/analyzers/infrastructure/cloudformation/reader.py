"""From templates to stacks: what ``read`` of this package does once a project has templates at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from policywright.analyzers.infrastructure.cloudformation.cdk import NESTED, is_its_own, key_of
from policywright.analyzers.infrastructure.cloudformation.choosing import conditions_of
from policywright.analyzers.infrastructure.cloudformation.connectors import connect
from policywright.analyzers.infrastructure.cloudformation.families import (
    with_policies_of_others,
    with_roles_of_others,
)
from policywright.analyzers.infrastructure.cloudformation.functions import Functions
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.keys import key_arn
from policywright.analyzers.infrastructure.cloudformation.nesting import scopes
from policywright.analyzers.infrastructure.cloudformation.resource_policies import resource_policies
from policywright.analyzers.infrastructure.cloudformation.roles import Roles
from policywright.analyzers.infrastructure.cloudformation.samconfig import overrides
from policywright.analyzers.infrastructure.cloudformation.strings import NO_VALUE, written
from policywright.analyzers.infrastructure.cloudformation.tasks import (
    agents,
    machines,
    passed_roles,
    tasks,
)
from policywright.analyzers.infrastructure.cloudformation.template import Declared, Template
from policywright.analyzers.infrastructure.cloudformation.users import users_of
from policywright.analyzers.infrastructure.given import says_arn
from policywright.analyzers.infrastructure.model import Resource, RuntimeNeed, Stack, Workload
from policywright.analyzers.infrastructure.project import ProjectFiles, failed_on, failed_stack
from policywright.analyzers.infrastructure.references import IMPORTED
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.knowledge.isolation import attempt
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives, one_of

_MAY_BE_EMPTY = ("String", "CommaDelimitedList")
"""Types of parameters that an empty text is one of; numbers, ids and names of AWS's own never are."""
_IMPLICIT = {
    "ServerlessRestApi": "AWS::ApiGateway::RestApi",
    "ServerlessHttpApi": "AWS::ApiGatewayV2::Api",
}
"""Resources that SAM makes for events without an API of their own."""


def read_templates(files: ProjectFiles, names: list[str]) -> tuple[Stack, ...]:
    """The stacks of the files among ``names`` that are templates, in their order."""
    templates, unread = _templates(files, names)

    def alone(why: str) -> list[Scope]:
        files.problems.append(failed_on(names[0], f"what nested stacks pass each other is not known: {why}"))
        return [Scope(template) for template in templates]

    found = attempt(lambda: list(scopes(templates)), alone)
    read: Iterable[Stack] = [
        attempt(
            partial(stack_of, scope, files),
            partial(failed_stack, scope.template.file, "cloudformation"),
        )
        for scope in found
    ]
    read = attempt(partial(with_policies_of_others, [*read], found), lambda _why: read)
    read = attempt(partial(with_roles_of_others, [*read], found), lambda _why: read)
    order = {name: number for number, name in enumerate(names)}
    return tuple(sorted((*read, *unread), key=lambda stack: order[stack.name]))


def read_scopes(files: ProjectFiles, names: list[str]) -> list[Scope]:
    """The templates among the files, with what their names mean; what can't be read is among the problems."""
    templates, unread = _templates(files, names)
    files.problems.extend(problem for stack in unread for problem in stack.problems)
    return list(scopes(templates))


def _templates(files: ProjectFiles, names: list[str]) -> tuple[list[Template], list[Stack]]:
    """The templates among the files, and stacks of problems alone for those that can't be read."""
    templates: list[Template] = []
    unread: list[Stack] = []
    for name in names:
        found = attempt(partial(_template, files, name), partial(failed_stack, name, "cloudformation"))
        if isinstance(found, Template):
            templates.append(found)
        elif found is not None:
            unread.append(found)
    return templates, unread


def _template(files: ProjectFiles, name: str) -> Template | Stack | None:
    """The template in a file; one of problems alone where it can't be read, None for no template."""
    text = files.text(name)
    tree = parse(name, text or "")
    if text is not None and tree.root is not None:
        template = Template.of(tree)
        if template is not None and name.endswith(NESTED):
            template.key = key_of(files, name)
        return template
    problems = tuple(tree.problems) if text is not None else files.unreadable(name)
    return Stack(name=name, dialect="cloudformation", files=(name,), problems=problems) if problems else None


def stack_of(scope: Scope, files: ProjectFiles) -> Stack:
    """The stack of one template."""
    template = scope.template
    keys = {id: key for id in template.resources if (key := _key(scope, id)) is not None}
    roles = Roles(scope)
    workloads: list[Workload] = list(Functions(scope, files, roles, keys).all())
    used = [template.file]
    for machine, sources in machines(scope, files, roles):
        workloads.append(machine)
        used.extend(sources)
    workloads.extend((*agents(scope, roles), *tasks(scope, files, roles)))
    workloads = [one for one in workloads if not _is_brought(template, one)]
    connect(scope, roles, workloads)
    users = users_of(template, roles.ids(), workloads)
    people = roles.people({one.role for one in workloads if one.role is not None})
    given = overrides(files, template.file)
    defaults = dict(_defaults(scope, {name: values[0] for name, values in given.items() if len(values) == 1}))
    order = {id: number for number, id in enumerate(template.resources)}
    workloads.sort(key=lambda one: order.get(one.id, len(order)))
    return Stack(
        name=template.file, dialect="cloudformation", files=tuple(dict.fromkeys(used)),
        resources=tuple(_resources(scope, roles, keys)), workloads=tuple(workloads),
        roles=tuple(
            replace(role, users=(*users.get(role.id, ()), *people.get(role.id, ()))) for role in roles.all()
        ),
        parameters=tuple(scope.parameters), undeclared=tuple(scope.undeclared),
        defaults=tuple(defaults.items()), outputs=tuple(_exports(scope)),
        unset=tuple(
            name for name, node in scope.parameters.items()
            if _is_empty(node.get("Default")) and not any(given.get(name, ()))
        ),
        there=tuple(name for name, node in scope.parameters.items() if _is_never_empty(scope, name, node)),
        conditions=conditions_of(template),
        arns=tuple(name for name, node in scope.parameters.items() if _says_arn(node.get("Description"))),
        resource_policies=tuple(resource_policies(scope)), problems=tuple(template.problems),
    )  # fmt: skip


def _exports(scope: Scope) -> Iterator[tuple[str, Value]]:
    """What the template exports, by what others import it."""
    for output in scope.template.section("Outputs").values():
        name, value = output.get("Export", "Name"), output.get("Value")
        for option in alternatives(scope.evaluate(name)) if name is not None and value is not None else ():
            yield f"{IMPORTED}{written(option)}", scope.evaluate(value)


def set_on(
    scope: Scope, files: ProjectFiles, functions: Iterable[tuple[Declared, Value]]
) -> dict[str, tuple[RuntimeNeed, ...]]:
    """What the resources of a template ask of the roles of functions that a framework adds to it."""
    keys = {id: key for id in scope.template.resources if (key := _key(scope, id)) is not None}
    return Functions(scope, files, Roles(scope), keys, functions).set_elsewhere()


def _is_brought(template: Template, workload: Workload) -> bool:
    declared = template.resources.get(workload.id)
    return declared is not None and is_its_own(declared.node, declared.id, workload.code)


def _is_empty(default: Node | None) -> bool:
    return default is not None and default.value in ("", None)


def _is_never_empty(scope: Scope, name: str, node: Node) -> bool:
    """What is declared to have a text in it, and what a resource is called by."""
    kind, words, least = node.get("Type"), node.get("AllowedValues"), node.get("MinLength")
    if kind is not None and kind.text is not None and kind.text not in _MAY_BE_EMPTY:
        return True
    if words is not None and words.items and all(one.text for one in words.items):
        return True
    if least is not None and (least.text or "").isdigit() and int(least.text or "0") > 0:
        return True
    pattern = node.get("AllowedPattern")
    if pattern is not None and pattern.text and not _takes_nothing(pattern.text):
        return True
    called = Text((Hole(kind="parameter", name=name),))
    resources = scope.template.resources.items()
    return any(scope.names(id) == called for id, one in resources if one.node.get("Condition") is None)


def _takes_nothing(pattern: str) -> bool:
    """Whether a pattern for values has the empty text among them, as far as that can be told."""
    try:
        return re.fullmatch(pattern, "") is not None
    except (re.error, RecursionError, OverflowError):
        return True


def _says_arn(description: Node | None) -> bool:
    return description is not None and says_arn(str(description.value or ""))


def _defaults(scope: Scope, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the template's parameters are unless somebody sets them; those of AWS's own types mean another
    thing. ``given``: what SAM's configuration sets them to.
    """
    for name, node in scope.parameters.items():
        default, kind = node.get("Default"), node.get("Type")
        value = given.get(name) or (default.value if default is not None else None)
        if kind is not None and kind.value == "String" and isinstance(value, str) and value:
            yield name, value


def _resources(scope: Scope, roles: Roles, keys: dict[str, Value]) -> Iterator[Resource]:
    declared = scope.template.resources
    for id, one in declared.items():
        name = scope.set_name(id) or scope.names(id)
        condition = one.node.get("Condition")
        only_if = condition.text if condition is not None else None
        yield Resource(
            id=id, type=one.kind, span=one.span, name=name, family=scope.family(id), key=keys.get(id),
            any_key=any(not isinstance(value, Const | Text) for value in _named_keys(scope, id)),
            only_if=only_if, passes=passed_roles(scope, one),
        )  # fmt: skip
        made = f"{id}Role"
        if one.type.startswith("AWS::Serverless::") and roles.has(made) and made not in declared:
            yield Resource(id=made, type="AWS::IAM::Role", span=one.span, only_if=only_if)
    if scope.template.serverless:
        section = scope.template.root.get("Resources")
        for id, kind in _IMPLICIT.items():
            if id not in scope.template.resources and section is not None:
                yield Resource(id=id, type=kind, span=section.key_span)


def _key(scope: Scope, id: str) -> Value | None:
    """The ARN pattern of the customer managed key of a resource."""
    keys = [key for value in _named_keys(scope, id) if (key := key_arn(scope, value)) is not None]
    return one_of(keys) if keys else None


def _named_keys(scope: Scope, id: str) -> list[Value]:
    """What a resource says of its key."""
    row = scope.types.get(id)
    if row is None or not row.key:
        return []
    steps = [int(step) if step.isdigit() else step for step in row.key.split(".")]
    node = scope.template.resources[id].get(*steps)
    return [value for value in alternatives(scope.evaluate(node)) if value != NO_VALUE]
