"""Terraform: the root modules of a project, and plans, to what each identity of a root module does.

Identities are the credentials that terraform runs with, each role that a provider or the backend assumes
apart. A plan beside the ``.tf`` files (``terraform show -json``) says what happens to which resource, and
what values are; a plan alone is read by itself.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from policywright.analyzers.deployment import cloud_control, options
from policywright.analyzers.deployment.backend import assumed_of, backend_of, remote_state
from policywright.analyzers.deployment.model import (
    ALL_PHASES,
    ANYWHERE,
    Asked,
    Assumed,
    Deployment,
    Made,
    Where,
    unread,
)
from policywright.analyzers.deployment.naming import OPEN, arns_of, receivers
from policywright.analyzers.deployment.passing import written_roles
from policywright.analyzers.deployment.places import account_of, put_each, within
from policywright.analyzers.deployment.planned import (
    ANY,
    changed,
    configured,
    executed,
    first_of,
    is_of_aws,
    made_of,
    name_of,
    of_plan,
    on_the_way,
    place_of,
    planned_name,
    said,
    unknown_of,
)
from policywright.analyzers.deployment.plans import ANY_ROLE, KINDS, Change, Planned, plans_of
from policywright.analyzers.deployment.provisioners import Provisioners
from policywright.analyzers.deployment.references import Names
from policywright.analyzers.deployment.scripts import is_named
from policywright.analyzers.infrastructure.model import without_index
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluate import Evaluation
from policywright.analyzers.infrastructure.terraform.modules import Modules
from policywright.analyzers.infrastructure.terraform.resources import named, nested
from policywright.analyzers.infrastructure.terraform.stack import handles_of_root
from policywright.analyzers.infrastructure.terraform.traced import Choice, Env, Handle, Instance, plain
from policywright.analyzers.infrastructure.types import arn_value, physical_name, terraform_type
from policywright.analyzers.model import Span, Unresolved, UnresolvedCode
from policywright.knowledge import texts
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.deployments import Deployments
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Hole, Items, Struct, Text, Unknown, Value, alternatives

Provider: TypeAlias = tuple[str, str]
"""The name and the alias of a provider of the root module."""
_META = frozenset(
    ("count", "for_each", "depends_on", "provider", "lifecycle", "provisioner", "connection", "timeouts")
)
_LOCAL = frozenset((
    "null", "random", "local", "archive", "template", "external", "http", "tls", "time", "terraform",
    "cloudinit",
    # They sign in elsewhere: registry.terraform.io, the page of each.
    "azurerm", "azuread", "azapi", "google", "datadog", "github", "gitlab", "cloudflare", "pagerduty",
    "newrelic", "okta", "auth0", "sentry", "launchdarkly", "digitalocean", "fastly", "opsgenie",
    "statuscake", "honeycombio", "tfe",
))  # fmt: skip
"""Providers that ask nothing of AWS."""
_STACKS = ("aws_cloudformation_stack", "aws_serverlessapplicationrepository_cloudformation_stack")
"""Resources that make others."""


@dataclass(slots=True, eq=False)
class Roots:
    """The root modules of a project, and its plans."""

    files: ProjectFiles
    knowledge: Deployments
    authorizer: Authorizer
    used: set[str] = field(default_factory=set)
    given: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """What commands tell a root module, each combination once (``options``)."""
    named: tuple[str, ...] = ()
    """The directories that commands run Terraform in, with variables: one that makes nothing is one, too."""

    def deployments(self) -> Iterator[Deployment]:
        """One for each identity of each root module or plan, and for the roles of stacks that they make."""
        for one in self._roots():
            if not any(each.type.startswith(_STACKS) for each in one.made):
                yield one
                continue
            from policywright.analyzers.deployment.inside import with_stacks
            from policywright.analyzers.deployment.resources import Placing
            from policywright.analyzers.deployment.templates import Known

            placing = Placing(self.authorizer.catalog)
            yield from with_stacks(one, Known(files=self.files, knowledge=self.knowledge, placing=placing))

    def _roots(self) -> Iterator[Deployment]:
        modules = Modules.of(self.files)
        plans = plans_of(self.files)
        called = modules.callers()
        # One that has a backend and nothing else yet has a state all the same.
        kept = (
            directory
            for directory, module in modules.modules.items()
            if directory not in called and any(block.nested("backend") for block in module.settings)
        )
        run = (one for one in modules.modules if any(is_named(one, by) for by in self.named))
        roots = sorted({*modules.roots(), *kept, *run})
        for directory, problems in modules.problems.items():
            # Of a module that is called, and of a directory in which nothing else can be read.
            self.files.problems.extend(problems if directory not in roots else ())
        for directory in roots:
            names = [name for name in plans if posixpath.dirname(name) == directory]
            planned = plans.pop(names[0]) if names else None
            try:
                for given in self.given.get(directory) or ((),):
                    yield from list(_Root(modules, directory, self, planned, given).deployments())
            except Exception as error:
                file = modules.modules[directory].files[0]
                yield unread(directory or self.files.root.name, "terraform", file, error)
        for name, planned in plans.items():
            yield from of_plan(name, planned, self.knowledge, self.authorizer.catalog)


class _Root:
    """One root module."""

    def __init__(
        self, modules: Modules, directory: str, roots: Roots, planned: Planned | None,
        given: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.modules = modules
        self.directory = directory
        self.knowledge = roots.knowledge
        self.authorizer = roots.authorizer
        self.catalog = roots.authorizer.catalog
        self.planned = planned
        self.given = given
        values = options.variables(modules, directory, given)
        self.evaluator, self.top, self.handles, problems = handles_of_root(modules, directory, values)
        planned_calls = self._in_plan()
        self.unresolved = [
            Unresolved(code=UnresolvedCode.TEMPLATE, span=one.span, detail=one.detail)
            for one in (*modules.problems.get(directory, ()), *problems)
            if one.span not in planned_calls
        ]
        self.names = Names()
        self.called: dict[str, Parts] = {}
        """What resources are called, by address."""
        self._roles = {one.address: one for one in self.handles if one.type == "aws_iam_role"}
        self._profiles: dict[str, list[str]] = {}
        self._others: list[tuple[str, list[Asked], Assumed | None]] = []
        """States of other configurations that are read: names, what that asks, roles."""
        self._commands: list[Asked] = []
        """What is asked with the credentials that Terraform is started with."""
        self._places: dict[Provider, Where] = {}
        self._providers: dict[Provider, tuple[s.Block, Env]] = {
            key: (block, Env(instance=self.top)) for key, block in self.top.module.providers.items()
        }
        """The configurations of providers: those of the root module, and of modules that have their own."""

    def _in_plan(self) -> set[Span]:
        """Calls of modules whose resources the plan has: what these make is known."""
        if self.planned is None:
            return set()
        made = {without_index(one) for one in self.planned.resources}
        return {
            self.modules.head(handle.block)
            for handle in self.handles
            if handle.mode == "module"
            and any(one.startswith(f"{without_index(handle.address)}.") for one in made)
        }

    def deployments(self) -> Iterator[Deployment]:
        managed = [handle for handle in self.handles if handle.mode != "module"]
        raw = {handle.address: self._properties(handle) for handle in managed}
        self.names.given = raw
        for handle in managed:
            self._call(handle, raw[handle.address])
        for handle in managed:
            name = self.called.get(handle.address, OPEN)
            settled = self.names.settled(raw[handle.address])
            assert isinstance(settled, Struct)
            if cloud_control.is_of_control(handle.type):
                own = self._controlled(handle, settled, handle.address).own
            else:
                own = arns_of(handle.type, name, settled, "terraform")
            self.names.arns[handle.address] = put_each(own, self._where(handle, settled))
        self._note_profiles(managed, raw)
        by_provider: dict[Provider, list[Made]] = {}
        for handle in managed:
            for address in self._instances(handle):
                made = self._made(handle, raw[handle.address], address)
                if made is not None:
                    by_provider.setdefault(self._provider_of(handle), []).extend((made, *self._until(made)))
        for handle in managed:
            self._note_commands(handle)
        for made in self._removed():
            by_provider.setdefault(("aws", ""), []).append(made)
        for provider, made_elsewhere in self._rest(managed):
            by_provider.setdefault(provider, []).extend(made_elsewhere)
        yield from self._identities(by_provider)

    def _instances(self, handle: Handle) -> tuple[str, ...]:
        """The addresses of a resource: of one whose number isn't known, those that a plan has."""
        if self.planned is None or not handle.many or self.planned.of(handle.address) is not None:
            return (handle.address,)
        wanted = without_index(handle.address)
        return (*(one for one in self.planned.resources if without_index(one) == wanted),) or (
            handle.address,
        )

    def _rest(self, managed: list[Handle]) -> Iterator[tuple[Provider, list[Made]]]:
        """What a plan has and the files have not (any more): what is deleted, and modules from elsewhere."""
        if self.planned is None:
            return
        handled = {address for handle in managed for address in self._instances(handle)}
        for address, change in self.planned.resources.items():
            if address in handled or not is_of_aws(change):
                continue
            made = changed(address, change, place_of(self.planned, change), self.knowledge, self.catalog)
            self.unresolved += unknown_of(made[0])
            yield _of_key(change.provider), made

    def _note_commands(self, handle: Handle) -> None:
        """What commands ask that a resource has run; with a plan, where it is made or deleted."""
        if not handle.block.nested("provisioner") and handle.type != "external":
            return
        reading = Provisioners(
            evaluator=self.evaluator, modules=self.modules, directory=self.directory,
            authorizer=self.authorizer, settled=self.names.settled,
        )  # fmt: skip
        planned = self.planned.of(handle.address) if self.planned is not None else None
        for phase, asked, unresolved in reading.asked_by(handle):
            if planned is None or phase in planned.phases:
                self._commands += asked
                self.unresolved += unresolved

    def _removed(self) -> Iterator[Made]:
        """What files say is to be taken down; what it was set to only the state says.

        https://developer.hashicorp.com/terraform/language/block/removed
        """
        instances = {id(one.instance): one.instance for one in self.handles} | {id(self.top): self.top}
        for instance in instances.values() if self.planned is None else ():
            for block in instance.module.removed:
                env = Env(instance=instance)
                kept = any(
                    plain(self.evaluator.attribute(one, "destroy", at)) == Const(False)
                    for one, at in nested(self.evaluator, block, "lifecycle", env)
                )
                span, address = self.modules.head(block), _address(block.value("from"))
                type = address.split(".")[-2] if "." in address else ""
                if kept or not type.startswith("aws_"):
                    if not kept and type in ("", "module"):
                        self.unresolved.append(_gone(address, span))
                    continue
                name = f"{instance.address}.{address}".removeprefix(".")
                anything = Struct((), open=True)
                made = made_of(type, name, span, anything, OPEN, "rd", self.knowledge)
                self.unresolved += unknown_of(made)
                yield replace(made, removed=True, where=self._place(("aws", "")))

    def _until(self, made: Made) -> Iterator[Made]:
        """What a plan says of a resource until it is changed, replaced or deleted."""
        planned = self.planned.of(made.id) if self.planned is not None else None
        if planned is not None and planned.before is not None:
            _, before = changed(made.id, planned, made.where, self.knowledge, self.catalog)
            yield replace(before, services=made.services, trusting=made.trusting)

    def _note_profiles(self, managed: list[Handle], raw: dict[str, Struct]) -> None:
        """The roles of instance profiles, by address."""
        arns = self.names.arns
        for handle in managed:
            if handle.type == "aws_iam_instance_profile":
                mine = [one for one in _mentioned(raw[handle.address]) if one in self._roles]
                named = written_roles(raw[handle.address], "role")
                of_roles = (arn for one in mine for arn in arns.get(one, ()))
                self.names.profiles[handle.address] = (*of_roles, *named)
                self._profiles[handle.address] = mine

    # --- identities ---

    def _identities(self, by_provider: dict[Provider, list[Made]]) -> Iterator[Deployment]:
        label = posixpath.basename(self.directory) or self.modules.files.root.name
        span = next((one.span for found in by_provider.values() for one in found), None)
        told = options.backend(self.modules, self.directory, self.given)
        asked, role = backend_of(self.evaluator, self.top, self.modules, told)
        span = span or next((one.span for one in asked), self._start())
        base: list[Made] = []
        mine = [*(asked if role is None else ()), *self._commands]
        apart: list[Deployment] = []
        if role is not None:
            mine += first_of(role, asked[0].span if asked else span, "the backend")
            apart.append(
                Deployment(
                    name=f"{label}-state",
                    tool="terraform",
                    purpose="state",
                    span=span,
                    role=role.last,
                    asked=tuple(asked),
                    given=self.given,
                    directory=self.directory,
                )
            )
        for name, read, reader in self._others:
            mine += read if reader is None else first_of(reader, read[0].span, f"reading the state {name}")
            if reader is not None:
                apart.append(Deployment(
                    name=f"{label}-{name}", tool="terraform", purpose="state of others", span=read[0].span,
                    role=reader.last, asked=tuple(read), given=self.given, directory=self.directory,
                ))  # fmt: skip
        for provider, of_it in sorted(by_provider.items(), key=lambda one: _called(one[0])):
            block = self._block(provider)
            assumed = self._assumed(provider)
            called = _called(provider)
            made, executing = self._executed(provider, of_it, label)
            apart += executing
            if assumed is None or block is None:
                base += made
                if block is None and provider[1]:
                    self.unresolved.append(_elsewhere(".".join(provider), made[0].span))
                continue
            name, who = f"{label}-{called or 'default'}", f"the provider {called or 'aws'}"
            mine += first_of(assumed, self.modules.head(block), who)
            between = on_the_way(assumed, self.modules.head(block), who, name)
            apart += [replace(one, given=self.given, directory=self.directory) for one in between]
            apart.append(Deployment(
                name=name, tool="terraform",
                purpose=f"provider {called or 'aws'}", span=made[0].span, role=assumed.last,
                made=tuple(made), exact=self.planned is not None, given=self.given, directory=self.directory,
            ))  # fmt: skip
        yield Deployment(
            name=label, tool="terraform", purpose="terraform", span=span, exact=self.planned is not None,
            made=tuple(base), asked=tuple(mine), given=self.given, directory=self.directory,
            unresolved=tuple(self.unresolved),
        )  # fmt: skip
        yield from apart

    def _executed(
        self, provider: Provider, made: list[Made], label: str
    ) -> tuple[list[Made], list[Deployment]]:
        """What whoever runs it does where the Cloud Control API is given a role, and that role's part."""
        if provider not in self._providers or provider[0] != cloud_control.PROVIDER:
            return made, []
        block, env = self._providers[provider]
        given = plain(self.evaluator.attribute(block, "role_arn", env))
        if given == Const(None):
            return made, []
        role = self.names.settled(given) if isinstance(given, Const | Text) else ANY_ROLE
        mine, execution = executed(made, role, f"{label}-{_called(provider)}", self.modules.head(block))
        exact = self.planned is not None
        return mine, [replace(execution, exact=exact, given=self.given, directory=self.directory)]

    def _start(self) -> Span:
        file = self.top.module.files[0]
        return self.modules.span_of(file, 0, 0)

    def _block(self, provider: Provider) -> s.Block | None:
        known = self._providers.get(provider)
        return None if known is None else known[0]

    def _assumed(self, provider: Provider) -> Assumed | None:
        """The roles that a provider takes on, one after the other."""
        if provider not in self._providers:
            return None
        block, env = self._providers[provider]
        told = assumed_of(self.evaluator, block, env)
        if told is None:
            return None
        roles = (self.names.settled(one) if isinstance(one, Const | Text) else ANY_ROLE for one in told.roles)
        return replace(told, roles=tuple(roles))

    def _role(self, provider: Provider) -> Value | None:
        """The role that does what a provider asks for."""
        assumed = self._assumed(provider)
        return None if assumed is None else assumed.last

    def _provider_of(self, handle: Handle) -> Provider:
        """The provider that makes a resource: the root module's, or that of a module which configures one."""
        alias = _reference(handle.block.value("provider"))
        kind = cloud_control.PROVIDER if cloud_control.is_of_control(handle.type) else "aws"
        instance: Instance = handle.instance
        while instance.parent is not None:
            own = instance.module.providers.get((kind, alias))
            if own is not None and _configures(own):
                key = kind, f"{without_index(instance.address)}{'.' * bool(alias)}{alias}"
                self._providers[key] = own, Env(instance=instance)
                return key
            outer = instance.parent.instance
            label = instance.address.rpartition("module.")[2].partition("[")[0]
            mapped = _mapped(outer.module.calls.get(label), kind, alias)
            alias = alias if mapped is None else mapped
            instance = outer
        return kind, alias

    def _tagged(self, provider: Provider) -> bool:
        if provider not in self._providers:
            return False
        block, env = self._providers[provider]
        return any(True for _ in nested(self.evaluator, block, "default_tags", env))

    # --- resources ---

    def _properties(self, handle: Handle) -> Struct:
        """The arguments and blocks of a resource, the plan's values first."""
        env = self.evaluator.env_of(handle)
        found = body_of(self.evaluator, handle.block, env, 0)
        found = configured(found) if handle.mode == "action" else found
        planned = self.planned.of(handle.address) if self.planned is not None else None
        return found if planned is None else _with_plan(found, planned)

    def _call(self, handle: Handle, properties: Struct) -> None:
        row = terraform_type(handle.type)
        if row is not None:
            self.names.whole[arn_value(row, physical_name(handle.address))] = handle.address
        name = named(self.evaluator, handle, row.tf_property) if row is not None and row.tf_property else None
        planned = self.planned.of(handle.address) if self.planned is not None else None
        if planned is not None and row is not None:
            known = planned.known.get(row.tf_property)
            name = known if isinstance(known, Const) and known.value else name
        if name is None:
            name = name_of(properties)
        if name is not None:
            settled = self.names.settled(name)
            called = _common(list(alternatives(settled)))
            self.called[handle.address] = called
            # What refers to it by an id that its service makes says nothing of its name.
            self.names.names[handle.address] = OPEN if row is not None and not row.tf_property else called

    def _made(self, handle: Handle, properties: Struct, address: str) -> Made | None:
        kind = f"{KINDS.get(handle.mode, '')}{handle.type}"
        provider = handle.type.partition("_")[0]
        if handle.type == "terraform_remote_state" and handle.mode == "data":
            asked, role = remote_state(
                self.evaluator, handle.block, self.evaluator.env_of(handle), self.modules
            )
            self._others.append((handle.block.label, asked, role))
            return None
        if provider not in ("aws", cloud_control.PROVIDER):
            if provider not in _LOCAL and handle.mode == "managed":
                self.unresolved.append(_foreign(handle, provider, self.modules.head(handle.block)))
            return None
        planned = self.planned.of(address) if self.planned is not None else None
        called = self.called.get(handle.address, OPEN)
        if planned is not None and address != handle.address:
            properties = _with_plan(properties, planned)
            called = planned_name(handle.type, planned.known) or called
        settled, given = self.names.settled(properties), self.names.as_arns(properties)
        assert isinstance(settled, Struct) and isinstance(given, Struct)
        span = self.modules.head(handle.block)
        phases = "r" if kind.startswith("data.") else planned.after if planned is not None else ALL_PHASES
        if handle.mode == "action" and planned is None:
            phases = self._triggered(handle)
        if provider == cloud_control.PROVIDER:
            made = self._controlled(handle, settled, address, phases)
            given = cloud_control.translated(given, made)
        else:
            made = made_of(kind, address, span, settled, called, phases, self.knowledge)
        self.unresolved += unknown_of(made)
        services, trusting = self._services(properties)
        return replace(
            made, tagged=self._tagged(self._provider_of(handle)), services=services, trusting=trusting,
            given=given, where=self._where(handle, settled),
        )  # fmt: skip

    def _triggered(self, action: Handle) -> str:
        """The phases in which resources have an action run; commands can, whenever something is applied."""
        events = {
            event
            for one in self.handles
            for lifecycle in one.block.nested("lifecycle")
            for trigger in lifecycle.nested("action_trigger")
            if action.block.labels in map(_labels, _items(trigger.value("actions")))
            for event in map(_address, _items(trigger.value("events")))
        }
        return "cud" if any(one.endswith("_destroy") for one in events) else "cu"

    def _controlled(self, handle: Handle, settled: Struct, address: str, phases: str = ALL_PHASES) -> Made:
        """A resource of the provider that asks the Cloud Control API."""
        kind = handle.type if handle.mode == "managed" else f"data.{handle.type}"
        span = self.modules.head(handle.block)
        return cloud_control.made_of(kind, address, span, settled, phases, self.knowledge, self.catalog)

    def _where(self, handle: Handle, properties: Struct) -> Where:
        """Where a resource is: as it says itself, or its provider does."""
        provider = self._provider_of(handle)
        if provider not in self._places:
            self._places[provider] = self._place(provider)
        place = self._places[provider]
        own = properties.get("region") if handle.type.startswith("aws_") else None
        return within(Where(region=said(own, ANY)), place)

    def _place(self, provider: Provider) -> Where:
        """The region of a provider, and the account of its role, or the only one that it may work in."""
        another = bool(provider[1])
        if provider not in self._providers:
            # One that is written elsewhere (generated, for example) is another than the usual one.
            return Where(region=(ANY,), account=OPEN) if another else ANYWHERE
        block, env = self._providers[provider]
        region = plain(self.evaluator.attribute(block, "region", env))
        allowed = plain(self.evaluator.attribute(block, "allowed_account_ids", env))
        only = allowed.values[0] if isinstance(allowed, Items) and len(allowed.values) == 1 else None
        # What is set for another provider than the usual one is another place than the user's.
        account = account_of(self._role(provider)) or said(only, texts.ACCOUNT)
        if another and account == (texts.ACCOUNT,):
            account = OPEN
        return Where(region=said(region, ANY if another else texts.REGION), account=account)

    def _services(self, properties: Struct) -> tuple[tuple[str, ...], tuple[Value, ...]]:
        """The services that roles trust which a resource names, and these roles."""
        found: dict[str, None] = {}
        roles: list[Value] = []
        mentioned = list(_mentioned(properties))
        for address in (*mentioned, *(role for one in mentioned for role in self._profiles.get(one, ()))):
            handle = self._roles.get(address)
            if handle is None:
                continue
            document = self.evaluator.attribute(
                handle.block, "assume_role_policy", self.evaluator.env_of(handle)
            )
            for services in _words_of(self.evaluator, document):
                if services is None:
                    return (), ()
                found |= dict.fromkeys(services)
                roles += self.names.arns.get(address, ())
        return tuple(found), tuple(roles)


def _called(provider: Provider) -> str:
    """How what is asked with a provider is called: by its alias."""
    return provider[1] if provider[0] == "aws" else ".".join(filter(None, provider))


def _elsewhere(name: str, span: Span) -> Unresolved:
    detail = f"the provider {name} is configured elsewhere; its region and its role are not known"
    return Unresolved(code=UnresolvedCode.TEMPLATE, span=span, detail=detail)


def _words_of(evaluator: Evaluation, document: object) -> Iterator[tuple[str, ...] | None]:
    """Service principals in a trust policy: written as JSON, or as a data source."""
    from policywright.analyzers.infrastructure.terraform.traced import Mapping, Scalar

    if isinstance(document, Scalar):
        inner = document.document
        if isinstance(inner, Handle):
            for statement, env in nested(evaluator, inner.block, "statement", evaluator.env_of(inner)):
                for principals, at in nested(evaluator, statement, "principals", env):
                    if plain(evaluator.attribute(principals, "type", at)) in (
                        Const("AWS"),
                        Const("Federated"),
                    ):
                        continue
                    yield receivers(plain(evaluator.attribute(principals, "identifiers", at)), told=True)
        elif isinstance(inner, Mapping):
            yield receivers(plain(inner))
        else:
            yield receivers(document.value)


def body_of(evaluator: Evaluation, block: s.Block, env: Env, depth: int) -> Struct:
    fields: dict[str, Value] = {}
    maybe: set[str] = set()
    for one in block.attributes:
        # Within a block such names are its own: an action of a pipeline has a `provider`.
        if depth or one.name not in _META:
            fields[one.name] = plain(evaluator.evaluate(one.value, env))
            if _is_variable(fields[one.name]):
                maybe.add(one.name)
    if depth < 6:
        types = dict.fromkeys(
            one.labels[0] if one.type == "dynamic" and one.labels else one.type for one in block.blocks
        )
        for type in types:
            if depth or type not in _META:
                inner = tuple(
                    body_of(evaluator, one, at, depth + 1) for one, at in nested(evaluator, block, type, env)
                )
                fields[type] = Items(inner)
                if _may_be_none(evaluator, block, type, env):
                    maybe.add(type)
    return Struct(tuple(fields.items()), maybe=frozenset(maybe))


def _is_variable(value: Value) -> bool:
    """What is given may be null, which is no argument."""
    parts = value.parts if isinstance(value, Text) else ()
    return len(parts) == 1 and isinstance(parts[0], Hole) and (parts[0].name or "").startswith("var.")


def _may_be_none(evaluator: Evaluation, block: s.Block, type: str, env: Env) -> bool:
    """Whether a type of blocks is dynamic, and nothing says that there is any of it at all."""
    for one in block.blocks:
        if one.type == type:
            return False
        if one.type == "dynamic" and one.labels == (type,):
            each = evaluator.attribute(one, "for_each", env)
            known = [
                evaluator.pairs(option) for option in (each.options if isinstance(each, Choice) else (each,))
            ]
            if all(pairs and not more for pairs, more in known):
                return False
    return True


def _with_plan(found: Struct, planned: Change) -> Struct:
    """What files say of a resource, with what a plan knows of that, and what it has besides."""
    more = dict(planned.properties.fields)
    told = {name: more.get(name) or planned.known.get(name) for name, _ in found.fields} | more
    known = {name: one for name, one in told.items() if one is not None and not isinstance(one, Unknown)}
    return replace(found, fields=tuple({**dict(found.fields), **known}.items()))


def _mentioned(value: Value) -> Iterator[str]:
    for option in alternatives(value):
        match option:
            case Text(parts=parts):
                for part in parts:
                    if isinstance(part, Hole) and part.kind == "reference" and part.name:
                        yield re.sub(r"\.(arn|id|name)$", "", part.name)
            case Struct(fields=fields):
                for _, inner in fields:
                    yield from _mentioned(inner)
            case Items(values=values):
                for inner in values:
                    yield from _mentioned(inner)


def _items(expr: s.Expr | None) -> tuple[s.Expr, ...]:
    return expr.items if isinstance(expr, s.Tuple) else ()


def _address(expr: s.Expr | None) -> str:
    """What an expression names, without indexes; nothing where it is another one."""
    match expr:
        case s.Name(name=name):
            return name
        case s.GetAttr(target=target, name=name):
            return f"{_address(target)}.{name}"
        case s.Index(target=target):
            return _address(target)
    return ""


def _labels(expr: s.Expr) -> tuple[str, ...]:
    """The type and name of the action that an expression refers to."""
    return tuple(_address(expr).split(".")[1:])


def _gone(address: str, span: Span) -> Unresolved:
    detail = (
        f"{address or 'what'} is removed: what it has made, and what deleting that asks, only the state says"
    )
    return Unresolved(code=UnresolvedCode.TEMPLATE, span=span, detail=detail)


def _reference(expr: s.Expr | None) -> str:
    """The alias in ``provider = aws.eu``."""
    return expr.name if isinstance(expr, s.GetAttr) else ""


def _configures(block: s.Block) -> bool:
    """Whether a module's provider is its own: an empty one was how modules said that they are handed it."""
    return bool(block.blocks) or any(one.name not in ("alias", "version") for one in block.attributes)


def _mapped(call: s.Block | None, kind: str, alias: str) -> str | None:
    """What a module's provider is in the module that calls it."""
    given = None if call is None else call.value("providers")
    for key, value in given.items if isinstance(given, s.Object) else ():
        if _provider_in(key) == (kind, alias):
            return _reference(value)
    return None


def _provider_in(key: str | s.Expr) -> Provider:
    """The provider that a key of ``providers`` says: ``aws``, ``aws.eu``, ``"aws.eu"``."""
    if isinstance(key, s.GetAttr) and isinstance(key.target, s.Name):
        return key.target.name, key.name
    kind, _, alias = key.partition(".") if isinstance(key, str) else ("", "", "")
    return kind, alias


def _of_key(key: str) -> Provider:
    """The provider of a plan's key (``aws.eu``, ``module.zone:aws``)."""
    module, _, name = key.rpartition(":")
    kind, _, alias = name.partition(".")
    return kind, ".".join(filter(None, (module, alias)))


def _foreign(handle: Handle, provider: str, span: Span) -> Unresolved:
    detail = f"what the provider {provider} asks of AWS is not known"
    return Unresolved(code=UnresolvedCode.UNKNOWN_RESOURCE, span=span, detail=detail, name=handle.type)


def _common(options: Sequence[Value]) -> Parts:
    """A name; of one that is one of several, what all of them begin and end with, and whatever is between."""
    if len(options) == 1:
        return texts.parts(options[0])
    if not all(isinstance(one, Text) or (isinstance(one, Const) and one.value) for one in options):
        return OPEN
    every = [[*texts.parts(one)] for one in options]
    start = _taken(every)
    # What all begin with is gone, so that no text counts twice.
    backwards = [[one[::-1] if isinstance(one, str) else one for one in reversed(pieces)] for pieces in every]
    end = [one[::-1] if isinstance(one, str) else one for one in reversed(_taken(backwards))]
    return (*start, *OPEN, *end)


def _taken(every: list[list[str | Hole]]) -> list[str | Hole]:
    """Takes what all texts begin with out of each."""
    found: list[str | Hole] = []
    while all(every):
        firsts = [pieces[0] for pieces in every]
        words = [one for one in firsts if isinstance(one, str)]
        shared = firsts[0]
        if any(one != shared for one in firsts):
            shared = posixpath.commonprefix(words) if len(words) == len(firsts) else ""
        if shared == "":
            break
        found.append(shared)
        for pieces in every:
            first = pieces[0]
            left = first[len(shared) :] if isinstance(first, str) and isinstance(shared, str) else ""
            pieces[:1] = [left] if left else []
    return found
