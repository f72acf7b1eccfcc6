"""Resources of Terraform's ``awscc`` provider: CloudFormation's handlers make them, by the Cloud Control API.

In: a resource as Terraform has it (``awscc_logs_log_group``, ``log_group_name``). Out: the same as one of
CloudFormation's (``AWS::Logs::LogGroup``, ``LogGroupName``). Its handlers run with the permissions of whoever
asks for it, unless the provider names a role for them.
"""

from __future__ import annotations

from policywright.analyzers.deployment.model import Asked, Made
from policywright.analyzers.deployment.naming import OPEN, arns_of, in_other_regions, open_arns
from policywright.analyzers.deployment.resources import Placing
from policywright.analyzers.infrastructure.types import resource_type
from policywright.analyzers.model import Condition, Span
from policywright.knowledge import naming, texts
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.deployments import Deployments, Handlers
from policywright.knowledge.records import replace
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Items, OneOf, Struct, Text, Value, one_of

PROVIDER = "awscc"
_SOURCE = "https://docs.aws.amazon.com/cloudcontrolapi/latest/userguide/security.html"
_CALLS = {
    "c": ("cloudformation:CreateResource", "cloudformation:GetResourceRequestStatus"),
    "r": ("cloudformation:GetResource",),
    "u": ("cloudformation:UpdateResource", "cloudformation:GetResourceRequestStatus"),
    "d": ("cloudformation:DeleteResource", "cloudformation:GetResourceRequestStatus"),
}
"""What the provider calls in a phase, by IAM's names."""
_LISTS = ("cloudformation:ListResources",)
_RECEIVER: Condition = ("StringEquals", "iam:PassedToService", (Const("cloudformation.amazonaws.com"),))


def is_of_control(type: str) -> bool:
    return type.removeprefix("data.").startswith(f"{PROVIDER}_")


def made_of(
    type: str, id: str, span: Span, properties: Struct, phases: str, knowledge: Deployments, catalog: Catalog
) -> Made:  # fmt: skip
    """A resource or data source; one whose type nobody knows has no handlers."""
    service, _, noun = type.removeprefix("data.").removeprefix(f"{PROVIDER}_").partition("_")
    handlers = knowledge.cloudformation_called(service, noun)
    if handlers is None:
        listed = type.startswith("data.")
        return Made(id=id, type=type, span=span, phases=phases, needs=_asked(id, type, span, phases, listed))
    # Tags of its own are put on what is in a stack.
    handlers = replace(handlers, system_tags=False)
    if type.startswith("data."):
        steps = tuple(replace(one, when=()) for one in handlers.steps if "r" in one.phases)
        handlers = replace(handlers, steps=steps)
    known = _translated(properties, _names(handlers))
    assert isinstance(known, Struct)
    name = _name(handlers, known)
    own = arns_of(handlers.type, name, known) or Placing(catalog).own_of(handlers, known, name)
    own = in_other_regions(handlers.type, own or open_arns(handlers.type), known)
    return Made(
        id=id, type=handlers.type, span=span, properties=known, own=own, phases=phases, handlers=handlers,
        needs=_asked(id, handlers.type, span, phases),
    )  # fmt: skip


def translated(properties: Struct, made: Made) -> Struct:
    """Properties of a resource once more, by CloudFormation's names."""
    found = properties if made.handlers is None else _translated(properties, _names(made.handlers))
    assert isinstance(found, Struct)
    return found


def passes(role: Value, span: Span) -> Asked:
    """The role that handlers run with is passed to CloudFormation."""
    return Asked(
        actions=("iam:PassRole",), resources=(role,), why="its handlers run with this role", span=span,
        conditions=(_RECEIVER,), source=_SOURCE, operation="Cloud Control API",
    )  # fmt: skip


def _asked(id: str, type: str, span: Span, phases: str, listed: bool = False) -> tuple[Asked, ...]:
    calls = [(letter, _CALLS[letter]) for letter in phases] + ([("r", _LISTS)] if listed else [])
    return tuple(
        Asked(
            actions=actions, why=f"{id} is asked for by the Cloud Control API", span=span, source=_SOURCE,
            operation=type, phases=letter,
        )
        for letter, actions in calls
    )  # fmt: skip


def _name(handlers: Handlers, properties: Struct) -> Parts:
    """What it is called, where a property says it; the rest is up to its service."""
    row = resource_type(handlers.type)
    property = row.property if row is not None else ""
    if not property and len(handlers.id) == 1:
        property = handlers.id[0]
    given = properties.get(property) if property and "." not in property else None
    return texts.parts(given) if isinstance(given, Const | Text) and given != Const(None) else OPEN


def _names(handlers: Handlers) -> dict[str, str]:
    """CloudFormation's names of properties that matter to what is called, without capitals."""
    paths = [path for step in handlers.steps for path in step.when if not path.startswith("<")]
    paths += [*handlers.id, *handlers.fill.values()]
    row = resource_type(handlers.type)
    if row is not None:
        paths.append(row.property)
    plain = (path.partition("=")[0].strip("!") for path in paths)
    return {naming.norm(name): name for path in plain for name in path.split(".")}


def _translated(value: Value, names: dict[str, str]) -> Value:
    match value:
        case Struct(fields=fields):
            inner = tuple((_called(name, names), _translated(one, names)) for name, one in fields)
            return replace(value, fields=inner, maybe=frozenset(_called(one, names) for one in value.maybe))
        case Items(values=values):
            return replace(value, values=tuple(_translated(one, names) for one in values))
        case OneOf(options=options):
            return one_of([_translated(one, names) for one in options])
    return value


def _called(name: str, names: dict[str, str]) -> str:
    """``kms_key_id`` is ``KmsKeyId``; a name that is no argument's (of a tag, say) stays as it is."""
    if name != name.lower():
        return name
    return names.get(naming.norm(name)) or "".join(word.capitalize() for word in name.split("_"))
