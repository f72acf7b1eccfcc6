"""Stacks that a resource makes of a template of its own, and stack sets: what they make, and by whom.

A stack is made with the credentials of whoever makes it, or by the role that it is given. What a stack set
makes is made in each target account, by a role there that the administration role takes on; or by StackSets'
own role, where AWS Organizations manages the permissions.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.deployment import callers, nested, sections
from policywright.analyzers.deployment.model import Asked, Deployment, Made, Tool, Where
from policywright.analyzers.deployment.naming import OPEN, arn_in
from policywright.analyzers.deployment.passing import ANY_ROLE
from policywright.analyzers.deployment.places import put_all, put_asked
from policywright.analyzers.deployment.templates import Known, OfTemplate
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.nesting import STACK
from policywright.analyzers.infrastructure.cloudformation.template import Template
from policywright.analyzers.infrastructure.yaml_nodes import parse
from policywright.analyzers.model import Span, Unresolved, UnresolvedCode
from policywright.knowledge import texts
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Items, Struct, Text, Value, alternatives

STACK_SET = "AWS::CloudFormation::StackSet"
_APPLICATION = "aws_serverlessapplicationrepository_cloudformation_stack"
"""A stack whose template the Serverless Application Repository has."""
_SELF_MANAGED = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html"
)
_SERVICE_MANAGED = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-custom-execution-role.html"
)
_EXECUTION: Parts = ("AWSCloudFormationStackSetExecutionRole",)
_ADMINISTRATION = "AWSCloudFormationStackSetAdministrationRole"
_OF_ORGANIZATIONS: Parts = ("stacksets-exec-", *OPEN)
_ADMINISTRATOR = (
    "{name}: the role that StackSets makes by itself has AdministratorAccess; this policy is for one of an "
    "execution role template"
)
_ELSEWHERE = Where(region=OPEN, account=OPEN)
_LOOKS = (
    "DescribeStacks",
    "DescribeStackEvents",
    "DescribeStackResources",
    "GetTemplate",
    "ListStackResources",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What a stack makes, what is asked besides, and what is not known of it."""

    made: tuple[Made, ...] = ()
    asked: tuple[Asked, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StackSet:
    """A stack set, of whatever language; ``text`` is its template, where that is known."""

    id: str
    span: Span
    name: Parts
    text: str | None
    parameters: dict[str, Value] = field(default_factory=dict, compare=False)
    organizations: bool = False
    """AWS Organizations manages its permissions."""
    administration: Value | None = None
    execution: Parts = _EXECUTION


def text_of(value: Value | None) -> str | None:
    """A template that properties have as a text."""
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None


def passed_in(value: Value | None) -> dict[str, Value]:
    """Parameters as a mapping, or as CloudFormation's list of keys and values."""
    found: dict[str, Value] = {}
    for option in alternatives(value) if value is not None else ():
        if isinstance(option, Struct):
            found |= dict(option.fields)
        for one in option.values if isinstance(option, Items) else ():
            if isinstance(one, Struct) and isinstance(key := one.get("ParameterKey"), Const):
                found[str(key.value)] = one.get("ParameterValue") or Const(None)
    return found


def read_inside(
    text: str, at: Span, stack: Parts, parameters: dict[str, Value], known: Known, id: str, *,
    tagged: bool = False,
) -> Inside | None:  # fmt: skip
    """What a template makes that stands inside of a resource; None for a text that is none."""
    tree = parse(at.file, text)
    template = Template.of(tree) if tree.root is not None else None
    if template is None or not template.resources:
        return None
    scope = Scope(template)
    scope = nested.bound(scope, dict(nested.parameters_of(scope, parameters, whole=True)))
    one = OfTemplate(scope, stack, known, tagged=tagged)
    made = tuple(
        replace(
            each, id=f"{id}.{each.id}", span=at, needs=tuple(replace(need, span=at) for need in each.needs)
        )
        for each in one.all()
    )
    more = [*sections.parameters(scope), *sections.rest(scope)]
    more += callers.transformed(list(sections.transforms(scope)), at)
    more += one.unresolved
    more += [elsewhere(each.id, each.kind, at) for each in scope.template.of_kind(STACK, STACK_SET)]
    return Inside(
        made=made,
        asked=tuple(replace(each, span=at) for each in more if isinstance(each, Asked)),
        unresolved=tuple(replace(each, span=at) for each in more if isinstance(each, Unresolved)),
    )


def elsewhere(id: str, kind: str, span: Span) -> Unresolved:
    """A stack whose template is not among the files."""
    what = "nested stack" if kind == STACK else "stack set" if kind == STACK_SET else "stack"
    detail = f"{id}: what the {what} makes is in a template that is not among these files"
    return Unresolved(code=UnresolvedCode.TEMPLATE, span=span, detail=detail, name=kind)


def not_read(id: str, span: Span) -> Unresolved:
    """A nested stack too many, or too deep."""
    detail = f"{id}: more nested stacks than are read; what it makes is not known"
    return Unresolved(code=UnresolvedCode.TEMPLATE, span=span, detail=detail, name=STACK)


# --- stack sets ---


def identities(one: StackSet, label: str, tool: Tool, known: Known) -> Iterator[Deployment]:
    """Who makes what a stack set makes: the administration role, and the roles in the target accounts."""
    execution = arn_in("iam", "role/", *one.execution, region="", account=OPEN[0])
    if not one.organizations:
        yield Deployment(
            name=f"{label}-{one.id}-administration", tool=tool, purpose="stack set administration role",
            span=one.span, role=one.administration or arn_in("iam", f"role/{_ADMINISTRATION}", region=""),
            asked=(_takes_on(execution, one.span),),
        )  # fmt: skip
    stack: Parts = ("StackSet-", *one.name, "-", *OPEN)
    inside = read_inside(one.text, one.span, stack, one.parameters, known, one.id) if one.text else None
    if inside is None:
        inside = Inside(unresolved=(elsewhere(one.id, STACK_SET, one.span),))
    yield put_all(
        Deployment(
            name=f"{label}-{one.id}-targets", tool=tool, purpose="stack set execution role", span=one.span,
            role=execution, made=inside.made, asked=(*inside.asked, *_on_stacks(one, stack)),
            unresolved=(*inside.unresolved, _not_published(one)),
            notes=(_ADMINISTRATOR.format(name=f"{label}-{one.id}-targets"),) if one.organizations else (),
        ),
        _ELSEWHERE,
    )  # fmt: skip


def _takes_on(role: Value, span: Span) -> Asked:
    return Asked(
        actions=("sts:AssumeRole",), resources=(role,), why="StackSets takes on a role in each account",
        span=span, source=_SELF_MANAGED, operation=STACK_SET,
    )  # fmt: skip


def _on_stacks(one: StackSet, stack: Parts) -> Iterator[Asked]:
    """What StackSets does with the stacks in the target accounts, in so far as that is known."""
    source = _SERVICE_MANAGED if one.organizations else _SELF_MANAGED
    for verbs, phases in (
        (("CreateStack",), "c"), (("UpdateStack",), "u"), (("DeleteStack",), "d"), (_LOOKS, "crud"),
    ):  # fmt: skip
        yield Asked(
            actions=tuple(f"cloudformation:{verb}" for verb in verbs), span=one.span, phases=phases,
            resources=(arn_in("cloudformation", "stack/", *stack, "/*"),), operation=STACK_SET, source=source,
            why=f"the stack set {one.id} has a stack in each target",
        )  # fmt: skip


def _not_published(one: StackSet) -> Unresolved:
    detail = (
        f"{one.id}: which calls StackSets itself makes in the target accounts is not published (its "
        "documentation allows cloudformation:*); those on its stacks are here"
    )
    return Unresolved(code=UnresolvedCode.TEMPLATE, span=one.span, detail=detail, name=STACK_SET)


def set_of(id: str, span: Span, properties: Struct, text: str | None) -> StackSet:
    """A stack set of CloudFormation."""
    return _set(
        id, span, properties, text or text_of(properties.get("TemplateBody")),
        ("StackSetName", "Parameters", "PermissionModel", "AdministrationRoleARN", "ExecutionRoleName"),
    )  # fmt: skip


def set_of_terraform(id: str, span: Span, properties: Struct) -> StackSet:
    """A stack set of Terraform."""
    return _set(
        id, span, properties, text_of(properties.get("template_body")),
        ("name", "parameters", "permission_model", "administration_role_arn", "execution_role_name"),
    )  # fmt: skip


def _set(id: str, span: Span, properties: Struct, text: str | None, names: tuple[str, ...]) -> StackSet:
    name, parameters, model, administration, execution = map(properties.get, names)
    organizations = model == Const("SERVICE_MANAGED")
    said = isinstance(execution, Const | Text) and execution != Const(None)
    return StackSet(
        id=id, span=span, name=_parts(name) or OPEN, text=text, parameters=passed_in(parameters),
        organizations=organizations,
        administration=administration if _parts(administration) else None,
        execution=texts.parts(execution) if said and execution is not None
        else _OF_ORGANIZATIONS if organizations else _EXECUTION,
    )  # fmt: skip


def _parts(value: Value | None) -> Parts:
    return texts.parts(value) if isinstance(value, Const | Text) and value != Const(None) else ()


# --- Terraform ---


def with_stacks(deployment: Deployment, known: Known) -> Iterator[Deployment]:
    """What Terraform deploys, with what its stacks make: by the same credentials, or by a role of theirs."""
    made: list[Made] = []
    asked: list[Asked] = []
    unresolved: list[Unresolved] = []
    apart: list[Deployment] = []
    for one in deployment.made:
        id = one.id.rpartition(".")[2]
        if one.type == "aws_cloudformation_stack_set":
            found = set_of_terraform(id, one.span, one.given or one.properties)
            apart += identities(found, deployment.name, deployment.tool, known)
        if one.type == _APPLICATION:
            unresolved.append(elsewhere(one.id, one.type, one.span))
        if one.type != "aws_cloudformation_stack":
            continue
        inner = _stack(one, known)
        # Where the role is told, whoever makes the stack only passes it on.
        role = (one.given or one.properties).get("iam_role_arn")
        if role is None or role == Const(None):
            made += inner.made
            asked += inner.asked
            unresolved += inner.unresolved
            continue
        own = replace(
            deployment, name=f"{deployment.name}-{id}-execution", purpose="execution role", span=one.span,
            role=role if isinstance(role, Const | Text) else ANY_ROLE, notes=(), made=inner.made,
            asked=inner.asked, unresolved=inner.unresolved,
        )  # fmt: skip
        apart.append(own)
    yield replace(
        deployment, made=(*deployment.made, *made), asked=(*deployment.asked, *asked),
        unresolved=(*deployment.unresolved, *unresolved),
    )  # fmt: skip
    yield from apart


def _stack(one: Made, known: Known) -> Inside:
    text = text_of(one.properties.get("template_body"))
    name = _parts(one.properties.get("name")) or OPEN
    parameters = passed_in((one.given or one.properties).get("parameters"))
    found = read_inside(text, one.span, name, parameters, known, one.id) if text else None
    if found is None:
        return Inside(unresolved=(elsewhere(one.id, one.type, one.span),))
    return Inside(
        made=tuple(replace(each, phases=one.phases, where=one.where) for each in found.made),
        asked=tuple(put_asked(each, one.where) for each in found.asked),
        unresolved=found.unresolved,
    )
