"""Roles of functions: the one that the framework makes for all, one per function, or one that is named.

``provider.iam.role`` and its older spellings:
https://www.serverless.com/framework/docs/providers/aws/guide/iam. Roles per function are those of the
plugin serverless-iam-roles-per-function (``iamRoleStatements``), or the framework's own ``iam.role`` of a
function.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policywright.analyzers.infrastructure.cloudformation.policies import (
    Managed,
    inline_policies,
    is_statement,
    reference_to,
    shown,
    unread,
)
from policywright.analyzers.infrastructure.documents import entries, read_statements, site_of
from policywright.analyzers.infrastructure.model import (
    HeldPolicy,
    HeldStatement,
    ProblemCode,
    Role,
    RuntimeNeed,
)
from policywright.analyzers.infrastructure.runtime import is_of
from policywright.analyzers.infrastructure.serverless.events import makes_web_sockets
from policywright.analyzers.infrastructure.serverless.service import (
    DEFAULT_ROLE,
    Service,
    extensions,
    logical,
)
from policywright.analyzers.infrastructure.serverless.sites import relocated, relocated_role
from policywright.analyzers.infrastructure.statements import EITHER, allowing, is_either
from policywright.analyzers.infrastructure.types import text_of
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass, field, replace
from policywright.knowledge.values import Const, Hole, Text, Value

PER_FUNCTION = "serverless-iam-roles-per-function"
_PLUGIN = "roles-per-function"
"""In the names of the plugin and its forks."""
_BY_PLUGIN = ("logs:", "ec2:", "dynamodb:", "kinesis:", "sqs:", "sns:")
_LAMBDA = ("lambda.amazonaws.com",)


@dataclass(slots=True, eq=False)
class Roles:
    """The roles of a service; ``assigned`` says which function has which."""

    service: Service
    declared: dict[str, Role] = field(default_factory=dict)
    """Roles of the section ``resources``."""
    made: dict[str, Role] = field(default_factory=dict)
    attached: tuple[HeldPolicy, ...] = ()
    """Policies of the section ``resources`` that name the framework's own role."""

    @classmethod
    def of_service(cls, service: Service, declared: Iterable[Role]) -> Roles:
        """The roles of ``resources`` (``declared``), before any function has one."""
        found = {role.id: _final(service, role) for role in declared}
        own = found.pop(DEFAULT_ROLE, None)
        return cls(service, found, {}, own.policies if own is not None else ())

    def need_default(self) -> None:
        """Something of ``resources`` runs under the framework's role."""
        self.made.setdefault(DEFAULT_ROLE, self._default())

    def of(self, name: str, node: Node) -> str | None:
        """The id of a function's role."""
        given = self.service.merged(name, "Role") or node.get("role")
        if given is not None:
            return self.named(given, name)
        own = self._own_statements(name, node)
        if own is not None or node.get("iam", "role", "statements") is not None:
            return self._per_function(name, node, own)
        given = self.service.provider.get("role")
        nested = self.service.provider.get("iam", "role")
        if given is None and nested is not None and (nested.is_scalar or _is_function(nested)):
            given = nested
        if given is not None:
            return self.named(given, name)
        if per_function_mode(self.service):
            return self._per_function(name, node, None)
        self.need_default()
        return DEFAULT_ROLE

    def _own_statements(self, name: str, node: Node) -> Node | None:
        """What the plugin for roles per function takes; the framework itself looks at no such property."""
        own = _first(node.get("iamRoleStatements"))
        known = all(self.service.variables.is_known(plugin) for plugin in self.service.plugins)
        if own is None or not known or any(_PLUGIN in plugin for plugin in self.service.plugins):
            return own
        detail = f"{name}: iamRoleStatements has no effect without the plugin {PER_FUNCTION}"
        self.service.problem(ProblemCode.UNSUPPORTED, own.span, detail)
        return None

    def named(self, node: Node, user: str) -> str | None:
        """A role that is written as an ARN, a logical id or an expression."""
        text = self.service.text(node)
        if text in self.declared:
            return text
        value = self.service.value(node)
        id = reference_to(value, self.declared)
        if id is not None:
            return id
        arn = shown(value)
        if arn == "?":
            self.service.problem(ProblemCode.ROLE_NOT_FOUND, node.span, f"{user}: its role is not known")
            return None
        # What only a deployment knows has a path of its own (``${ssm:/roles/api}``).
        id = arn if arn.endswith("}") and not arn.startswith("arn:") else arn.rsplit("/", 1)[-1]
        self.made.setdefault(
            id,
            Role(id=id, name=_last(value, id), span=node.span, external=True, services=_LAMBDA),
        )
        return id

    # --- made by the framework ---

    def _default(self) -> Role:
        provider = self.service.provider
        role = provider.get("iam", "role")
        listed = _first(
            role.get("statements") if role is not None else None, provider.get("iamRoleStatements")
        )
        managed = _first(
            role.get("managedPolicies") if role is not None else None, provider.get("iamManagedPolicies")
        )
        boundary = _first(
            role.get("permissionsBoundary") if role is not None else None,
            role.get("permissionBoundary") if role is not None else None,
            provider.get("rolePermissionsBoundary"),
        )
        name = role.get("name") if role is not None else None
        added = self._added()
        place = role or provider
        return Role(
            id=DEFAULT_ROLE,
            name=self.service.value(name) if name is not None else _physical(DEFAULT_ROLE),
            span=place.key_span,
            policies=(*self._inline(listed, "lambda"), *self._managed(managed), *added),
            boundary=next(iter(self._managed(boundary)), None) if boundary is not None else None,
            owner=site_of(provider, "serverless"),
            services=_LAMBDA,
        )

    def _per_function(self, name: str, node: Node, listed: Node | None) -> str:
        id = f"{logical(name)}{DEFAULT_ROLE}"
        role = node.get("iam", "role")
        listed = listed or (role.get("statements") if role is not None else None)
        policies = list(self._inline(listed, name))
        inherit = _first(node.get("iamRoleStatementsInherit"), node.get("iam", "inheritStatements"))
        default = self.service.root.get("custom", PER_FUNCTION, "defaultInherit")
        chosen = inherit if inherit is not None else default
        if chosen is not None and chosen.value is True:
            provider = self.service.provider
            shared = _first(provider.get("iam", "role", "statements"), provider.get("iamRoleStatements"))
            policies.extend(self._inline(shared, "lambda"))
        managed = role.get("managedPolicies") if role is not None else None
        policies.extend(self._managed(managed))
        boundary = _first(
            node.get("iamPermissionsBoundary"), role.get("permissionsBoundary") if role is not None else None,
            self.service.provider.get("iam", "role", "permissionsBoundary"),
            self.service.provider.get("rolePermissionsBoundary"),
        )  # fmt: skip
        own_name = _first(node.get("iamRoleStatementsName"), role.get("name") if role is not None else None)
        self.made[id] = Role(
            id=id,
            name=self.service.value(own_name) if own_name is not None else _physical(id),
            span=node.key_span,
            policies=tuple(policies),
            boundary=next(iter(self._managed(boundary)), None) if boundary is not None else None,
            owner=site_of(node, "serverless"),
            services=_LAMBDA,
        )
        return id

    def _inline(self, listed: Node | None, name: str) -> Iterator[HeldPolicy]:
        """The statements of a list in the configuration."""
        if listed is None:
            return
        service, scope = self.service, self.service.scope
        written, elsewhere = [*scope.elements(listed)], entries(listed, "serverless")
        read = [one for one in written if is_statement(one)]
        held: list[HeldStatement] = [
            replace(made, only_if=scope.template.only_if(node), entry=elsewhere.get(id(node)))
            for node, made in zip(read, read_statements(read, "serverless", service.value), strict=True)
        ]
        plain = isinstance(listed.value, list)
        opaque = unread(written) if plain or held else "its statements are not written out here"
        unsure = [_is_either(service, one) for one in read]
        may = None
        if any(unsure):
            may = allowing(held, unsure) if not opaque else None
            opaque = EITHER
        yield service.variables.restored(
            HeldPolicy(
                name=f"{service.prefix}-{name}", kind="inline", statements=tuple(held), span=listed.span,
                opaque=opaque, may=may,
                site=site_of(listed, "serverless"),
                statements_site=site_of(listed, "serverless") if plain else None,
            )
        )  # fmt: skip

    def _managed(self, node: Node | None) -> Iterator[HeldPolicy]:
        if node is None:
            return
        found = Managed(self.service.scope)
        for entry in node.items if isinstance(node.value, list) else [node]:
            for held in found.referred(entry):
                yield self.service.variables.restored(relocated(held))

    def _added(self) -> tuple[HeldPolicy, ...]:
        """What ``resources`` adds to the framework's role."""
        found = list(self.attached)
        node = extensions(self.service.root).get(DEFAULT_ROLE)
        properties = node.get("Properties") if node is not None else None
        if properties is not None:
            found.extend(self._managed(properties.get("ManagedPolicyArns")))
            for held in inline_policies(self.service.scope, properties.get("Policies")):
                found.append(self.service.variables.restored(relocated(held)))
        return tuple(dict.fromkeys(found))


def _final(service: Service, role: Role) -> Role:
    made: Role = service.variables.restored(relocated_role(role))
    return made


def implied(service: Service, needs: Iterable[RuntimeNeed], span: Span, *, default: bool) -> HeldPolicy:
    """What the framework adds to the roles that it makes: logs, event sources, VPC, tracing, destinations; to
    its one role (``default``) answers over web sockets as well.

    Source: https://www.serverless.com/framework/docs/providers/aws/guide/iam (the default policies), and its
    ``package/compile/events/websockets/lib/api.js``
    """
    held = [
        HeldStatement(
            effect="Allow", actions=(Const(need.action),), resources=need.resources or (Const("*"),),
            conditions=need.conditions, span=span,
        )
        for need in needs
    ]  # fmt: skip
    if not _logs_off(service):
        held.extend(_logs(service, span))
    if default and makes_web_sockets(service):
        held.append(HeldStatement(
            effect="Allow", actions=(Const("execute-api:ManageConnections"),), span=span,
            resources=(Text(("arn:", Hole(kind="partition"), ":execute-api:*:*:*/@connections/*")),),
        ))  # fmt: skip
    return HeldPolicy(
        name="Serverless Framework", kind="implied", statements=tuple(dict.fromkeys(held)), span=span
    )


def by_framework(need: RuntimeNeed) -> bool:
    """Whether the framework grants it: what an event surely needs, and the key of the function's variables.

    Not what is needed in some cases alone (the key of a queue or a secret, signing in to a cluster, what a
    source that can't be told might be), and nothing for layers.
    """
    return is_of(need, "environment-key") or (need.optional is None and not is_of(need, "insights"))


def by_plugin(need: RuntimeNeed) -> bool:
    """Whether the plugin for roles per function grants it: less than the framework does for its one role.

    No tracing, file systems, keys or brokers, and no destinations but topics.
    Source: https://github.com/functionalone/serverless-iam-roles-per-function (``createRoleForFunction``)
    """
    return need.action.startswith(_BY_PLUGIN) and need.action != "sqs:SendMessage"


def _logs(service: Service, span: Span) -> Sequence[HeldStatement]:
    prefix = service.value(Node(
        service.root.tree, service.root.path, service.prefix, service.root.raw, None, False, True, None
    ))  # fmt: skip
    parts = list(prefix.parts) if isinstance(prefix, Text) else [shown(prefix)]
    group: list[str | Hole] = [
        "arn:", Hole(kind="partition"), ":logs:", Hole(kind="region"), ":", Hole(kind="account"),
        ":log-group:/aws/lambda/", *parts,
    ]  # fmt: skip
    rows = (
        (("logs:CreateLogStream", "logs:CreateLogGroup", "logs:TagResource"), "*:*"),
        (("logs:PutLogEvents",), "*:*:*"),
    )
    return [
        HeldStatement(
            effect="Allow", actions=tuple(Const(action) for action in actions),
            resources=(text_of([*group, tail]),), span=span,
        )
        for actions, tail in rows
    ]  # fmt: skip


def _logs_off(service: Service) -> bool:
    found = service.provider.get("disableLogs")
    return found is not None and found.value is True


def per_function_mode(service: Service) -> bool:
    mode = service.provider.get("iam", "role", "mode")
    return mode is not None and mode.text == "perFunction"


def _is_either(service: Service, statement: Node) -> bool:
    effect = statement.get("Effect")
    return effect is not None and is_either(service.value(effect))


def _is_function(node: Node) -> bool:
    single = node.single
    return single is not None and (single[0].startswith("Fn::") or single[0] == "Ref")


def _first(*nodes: Node | None) -> Node | None:
    return next((node for node in nodes if node is not None and node.value is not None), None)


def _physical(id: str) -> Value:
    return Text((Hole(kind="reference", name=id),))


def _last(value: Value, id: str) -> Value:
    """The name of a role by its ARN."""
    if isinstance(value, Text) and not (isinstance(value.parts[-1], str) and "/" in value.parts[-1]):
        return Text((Hole(kind="unknown"),))
    return Const(id)
