"""Terraform's resources without their files: their types, their names, and plans by themselves.

In: a plan (``plans``), or what ``terraform`` has read of a resource. Out: what is made, and deployments.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from policywright.analyzers.deployment import cloud_control
from policywright.analyzers.deployment.model import Asked, Assumed, Deployment, Made, Where
from policywright.analyzers.deployment.naming import OPEN, arns_of, in_other_regions, open_arns
from policywright.analyzers.deployment.places import account_of, within
from policywright.analyzers.deployment.plans import Change, Planned
from policywright.analyzers.infrastructure.model import without_index
from policywright.analyzers.infrastructure.types import terraform_type
from policywright.analyzers.model import Span, Unresolved, UnresolvedCode
from policywright.knowledge import texts
from policywright.knowledge.catalog import Catalog
from policywright.knowledge.deployments import Deployments
from policywright.knowledge.records import replace
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Hole, Items, Struct, Text, Value, one_of

_NAMES = (
    "name",
    "function_name",
    "bucket",
    "identifier",
    "cluster_identifier",
    "cluster_id",
    "family",
    "user_name",
)
ANY = Hole(kind="unknown")
_ASSUME = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs#assuming-an-iam-role"


def made_of(
    type: str, id: str, span: Span, properties: Struct, name: Parts, phases: str, knowledge: Deployments
) -> Made:
    handlers = knowledge.terraform(type)
    plain_type = type.removeprefix("data.")
    if handlers is not None and type.startswith("data."):
        handlers = replace(
            handlers, steps=tuple(replace(one, when=()) for one in handlers.steps if "r" in one.phases)
        )
    own = arns_of(plain_type, name, properties, "terraform") or open_arns(plain_type, "terraform")
    own = in_other_regions(plain_type, own, properties, "terraform")
    return Made(id=id, type=type, span=span, properties=properties, own=own, phases=phases, handlers=handlers)


def configured(action: Struct) -> Struct:
    """The arguments of an action, which stand in a block of their own."""
    config = action.get("config")
    if isinstance(config, Items):
        config = next(iter(config.values), None)
    return config if isinstance(config, Struct) else Struct(())


def name_of(properties: Struct) -> Value | None:
    """What a resource is called by the arguments that usually say it."""
    for name in _NAMES:
        value = properties.get(name)
        if isinstance(value, Const | Text) and value != Const(None):
            return value
        prefix = properties.get(f"{name}_prefix")
        if isinstance(prefix, Const | Text) and prefix != Const(None):
            return texts.join((*texts.parts(prefix), Hole(kind="unknown")))
    return None


def said(value: Value | None, otherwise: Hole) -> Parts:
    """A region or an account; what stands for one that is set and not known."""
    if value is None or value == Const(None):
        return ()
    return (str(value.value),) if isinstance(value, Const) and value.value else (otherwise,)


def first_of(assumed: Assumed, span: Span, who: str) -> list[Asked]:
    """What whoever runs Terraform asks for a role, or for the first of several."""
    return [] if assumed.token else [assumes(assumed.roles[0], span, who)]


def on_the_way(assumed: Assumed, span: Span, who: str, name: str) -> Iterator[Deployment]:
    """The roles that only take on the next one."""
    for number, (role, after) in enumerate(zip(assumed.roles, assumed.roles[1:], strict=False), 1):
        yield Deployment(
            name=f"{name}-via-{number}", tool="terraform", purpose=f"on the way to {who}", span=span,
            role=role, asked=(assumes(after, span, who),),
        )  # fmt: skip


def assumes(role: Value, span: Span, who: str) -> Asked:
    return Asked(
        actions=("sts:AssumeRole",),
        resources=(role,),
        why=f"{who} assumes the role",
        span=span,
        source=_ASSUME,
        operation="sts:AssumeRole",
    )


_STATELESS = (
    "{name}: a plan does not say where its state is kept, which commands resources start, nor what dynamic "
    "blocks set whose number is known only after the apply; name the .tf files, too, if there are such"
)


def is_of_aws(change: Change) -> bool:
    return change.type.removeprefix("data.").removeprefix("action.").startswith(("aws_", "awscc_"))


def unknown_of(made: Made) -> tuple[Unresolved, ...]:
    """That nothing is known of how a resource is made."""
    known = made.handlers is not None and any("c" in step.phases for step in made.handlers.steps)
    if known or (made.handlers is not None and made.type.startswith("data.")):
        return ()
    detail = (
        f"{made.id}: {made.type} is newer than the data, of a service that is no more, or not the "
        "provider's: what it calls is not known (`TF_LOG=debug terraform apply` shows it)"
    )
    code = UnresolvedCode.UNKNOWN_RESOURCE
    return (Unresolved(code=code, span=made.span, detail=detail, name=made.type),)


def of_plan(name: str, planned: Planned, knowledge: Deployments, catalog: Catalog) -> Iterator[Deployment]:
    """A plan without the files that it was made of."""
    unresolved: list[Unresolved] = []
    by_provider: dict[str, list[Made]] = {}
    for address, one in planned.resources.items():
        if not is_of_aws(one):
            continue
        made = changed(address, one, place_of(planned, one), knowledge, catalog)
        unresolved += unknown_of(made[0])
        by_provider.setdefault(one.provider, []).extend(made)
    by_provider = {provider: _with_roles(every, planned) for provider, every in by_provider.items()}
    label = posixpath.basename(name).partition(".")[0]
    asked: list[Asked] = []
    apart: list[Deployment] = []
    base: list[Made] = []
    directory = posixpath.dirname(name)
    for provider, every in sorted(by_provider.items()):
        found = every
        assumed, called = planned.roles.get(provider), f"{label}-{_called(provider)}"
        if provider in planned.executing:
            found, execution = executed(found, planned.executing[provider], called, found[0].span)
            apart.append(replace(execution, exact=True, directory=directory))
        if assumed is None:
            base += found
            continue
        who = f"the provider {provider}"
        asked += first_of(assumed, found[0].span, who)
        apart += (
            replace(one, directory=directory) for one in on_the_way(assumed, found[0].span, who, called)
        )
        apart.append(Deployment(
            name=called, tool="terraform", purpose=f"provider {provider}",
            exact=True, span=found[0].span, role=assumed.last, made=tuple(found), directory=directory,
        ))  # fmt: skip
    yield Deployment(
        name=label, tool="terraform", purpose="terraform", exact=True, span=planned.span, made=tuple(base),
        directory=posixpath.dirname(name), asked=tuple(asked), unresolved=tuple(unresolved),
        notes=(_STATELESS.format(name=label),),
    )  # fmt: skip
    yield from apart


def _with_roles(every: list[Made], planned: Planned) -> list[Made]:
    """The resources with the roles of the plan that they are given, which have no ARN yet."""
    roles: dict[str, list[Value]] = {}
    for address, one in planned.resources.items():
        if one.type == "aws_iam_role":
            name = planned_name(one.type, one.known) or OPEN
            arns = arns_of(one.type, name, one.properties, "terraform")
            roles.setdefault(without_index(address), []).extend(arns)
    found = []
    for made in every:
        change = planned.of(made.id)
        told = {
            name: one_of(roles[address])
            for name, address in (change.referring.items() if change is not None else ())
            if address in roles
        }
        fields = {**dict(made.properties.fields), **told}
        found.append(replace(made, properties=Struct(tuple(fields.items()))) if told else made)
    return found


def _called(provider: str) -> str:
    """How what is asked with a provider is called: by its alias, else by what it is."""
    plain = provider.replace(":", ".")
    return plain.removeprefix("aws.")


def executed(made: list[Made], role: Value, name: str, span: Span) -> tuple[list[Made], Deployment]:
    """What whoever asks the Cloud Control API does, and what handlers do with the role they are given."""
    first = replace(made[0], handlers=None, needs=(*made[0].needs, cloud_control.passes(role, span)))
    execution = Deployment(
        name=f"{name}-execution", tool="terraform", purpose="execution role", span=span, role=role,
        made=tuple(replace(one, needs=()) for one in made),
    )  # fmt: skip
    return [first, *(replace(one, handlers=None) for one in made[1:])], execution


def place_of(planned: Planned, change: Change) -> Where:
    """Where a plan's resource is, by itself or by its provider."""
    assumed = planned.roles.get(change.provider)
    account = account_of(assumed.last if assumed is not None else None)
    place = Where(region=planned.regions.get(change.provider, ()), account=account)
    return within(Where(region=said(change.properties.get("region"), ANY)), place)


def changed(
    address: str, change: Change, where: Where, knowledge: Deployments, catalog: Catalog
) -> list[Made]:
    """A resource as it will be, and as it is until then where something of it changes."""
    found: list[Made] = []
    before = change.before
    # What a change takes away is about what is changed.
    until = change.known if before is not None and "d" not in change.phases else before
    for properties, known, phases in (
        (change.properties, change.known, change.after),
        (before, until, change.phases.replace("c", "")),
    ):
        if properties is None or known is None:
            continue
        if cloud_control.is_of_control(change.type):
            made = cloud_control.made_of(change.type, address, change.span, known, phases, knowledge, catalog)
            of_it = cloud_control.translated(properties, made)
            found.append(replace(made, properties=of_it, tagged=change.tagged, where=where))
        else:
            name = planned_name(change.type, known)
            made = made_of(change.type, address, change.span, known, name or OPEN, phases, knowledge)
            found.append(replace(made, properties=properties, tagged=change.tagged, where=where))
    return found


def planned_name(type: str, properties: Struct) -> Parts | None:
    row = terraform_type(type)
    known = properties.get(row.tf_property) if row is not None and row.tf_property else None
    name = known if isinstance(known, Const) and known.value else name_of(properties)
    return None if name is None else texts.parts(name)
