"""The roles of a template with everything attached to them, and who runs under which.

``Roles(scope)`` reads the ``AWS::IAM`` resources; ``run_as`` gives the role that a workload's property names;
``implicit`` adds one that SAM makes. ``all()`` at the end has the finished records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from policywright.analyzers.infrastructure.cloudformation.intrinsics import MAKE_ROLES, Scope
from policywright.analyzers.infrastructure.cloudformation.policies import (
    ATTACHED,
    Managed,
    document_policy,
    inline_policies,
    others_with,
    reference_to,
    shared,
    shown,
)
from policywright.analyzers.infrastructure.cloudformation.strings import NO_VALUE, joined
from policywright.analyzers.infrastructure.cloudformation.template import Declared
from policywright.analyzers.infrastructure.model import HeldPolicy, ProblemCode, Role, Site
from policywright.analyzers.infrastructure.statements import marked
from policywright.analyzers.infrastructure.types import physical_name
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Struct, Text, Value, alternatives, listed


class Roles:
    """See the module's docstring."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.managed = Managed(scope)
        self._roles: dict[str, Role] = {}
        self._policies: dict[str, list[HeldPolicy]] = {}
        self._names: dict[Value, str] = {}
        self._unread: dict[Site, list[str]] = {}
        """Whom policies are attached to that the template does not declare, by the policies' places."""
        for declared in scope.template.of_kind("AWS::IAM::Role"):
            self._add(declared)
        for declared in scope.template.of_kind(*ATTACHED):
            self._attach(declared)

    def all(self) -> tuple[Role, ...]:
        """The roles in the order in which they were found."""
        others = others_with(self.scope, self.managed)
        for site, names in self._unread.items():
            others.setdefault(site, []).extend(names)
        policies = shared(self._policies, others, self._awaited())
        return tuple(replace(role, policies=marked(policies.get(id, ()))) for id, role in self._roles.items())

    def _awaited(self) -> frozenset[Site]:
        """The places of the resources that others wait for by name (``DependsOn``)."""
        template = self.scope.template
        waited = (one.node.get("DependsOn") for one in template.resources.values())
        named = {str(each.value) for one in waited if one for each in (one, *one.items) if each.is_scalar}
        return frozenset(template.site(one.node) for id, one in template.resources.items() if id in named)

    def run_as(self, node: Node | None, label: str) -> str | None:
        """The id of the role that a property names; a role from elsewhere becomes an external one.

        The first of this template's own where a condition decides (``others`` are the rest).
        """
        own = self._own(node)
        if own or node is None:
            return next(iter(own), None)
        for option in alternatives(self.scope.evaluate(node)):
            if option not in (NO_VALUE, Const(None), Const("")):
                return self._external(option, node, label)
        return None

    def others(self, node: Node | None) -> tuple[str, ...]:
        """Further roles of this template that a property may name."""
        return self._own(node)[1:]

    def _own(self, node: Node | None) -> tuple[str, ...]:
        options = alternatives(self.scope.evaluate(node)) if node is not None else ()
        found = (reference_to(option, self._roles) or self._by_name(option) for option in options)
        return tuple(dict.fromkeys(id for id in found if id is not None))

    def implicit(
        self, id: str, owner: Declared, policies: Iterable[HeldPolicy], boundary: Node | None, service: str
    ) -> str:
        """The role that SAM makes for a function or state machine."""
        name = f"{id}Role"
        self._roles[name] = Role(
            id=name, name=physical_name(name), span=owner.span,
            boundary=self._boundary(boundary), owner=self.scope.template.site(owner.node),
            services=(service,), only_if=self.scope.template.only_if(owner.node),
        )  # fmt: skip
        # Others may have been attached to it already, by its name.
        self._policies[name] = [*policies, *self._policies.get(name, ())]
        return name

    def add_policy(self, role: str, policy: HeldPolicy) -> None:
        """One more policy for a role, as a connector brings it."""
        self._policies.setdefault(role, []).append(policy)

    def ids(self) -> tuple[str, ...]:
        return tuple(self._roles)

    def has(self, id: str) -> bool:
        return id in self._roles

    def _add(self, declared: Declared) -> None:
        id = declared.id
        policies = list(inline_policies(self.scope, declared.get("Policies")))
        for entry in self.scope.elements(declared.get("ManagedPolicyArns")):
            policies.extend(self.managed.referred(entry))
        name = self.scope.set_name(id)
        self._roles[id] = Role(
            id=id, name=name or physical_name(id), span=declared.span,
            boundary=self._boundary(declared.get("PermissionsBoundary")),
            owner=self.scope.template.site(declared.node),
            services=tuple(_services(self.scope, declared.get("AssumeRolePolicyDocument"))),
            principals=tuple(_principals(self.scope, declared.get("AssumeRolePolicyDocument"))),
            only_if=self.scope.template.only_if(declared.node),
        )  # fmt: skip
        self._policies[id] = policies
        if name is not None:
            self._names[name] = id

    def people(self, running: Collection[str]) -> dict[str, tuple[str, ...]]:
        """Who may assume the roles, beside services; of what is ``running`` here it is known what it does."""
        found: dict[str, tuple[str, ...]] = {}
        for declared in self.scope.template.of_kind("AWS::IAM::Role"):
            named = _people(self.scope, declared.get("AssumeRolePolicyDocument"))
            others = [one for one in named if reference_to(one, self._roles) not in running]
            found[declared.id] = tuple(f"{shown(one)}, which its trust policy names," for one in others)
        return found

    def _attach(self, declared: Declared) -> None:
        """A policy that names its roles itself."""
        scope, id = self.scope, declared.id
        if declared.type == "AWS::IAM::ManagedPolicy":
            held = self.managed.own(id)
        else:
            document = declared.get("PolicyDocument")
            held = document_policy(scope, id, "inline", declared.node, document)
        given: dict[str, list[tuple[str, ...]]] = {}
        for value, only_if in self._named_roles(declared):
            role = reference_to(value, self._roles) or self._by_name(value) or self._implied(value)
            if role is not None:
                given.setdefault(role, []).append(only_if)
            else:
                self._unread.setdefault(scope.template.site(declared.node), []).append(shown(value))
                detail = f"{id} is attached to {shown(value)}, which this template does not declare"
                scope.template.problem(ProblemCode.ROLE_NOT_FOUND, declared.node.key_span, detail)

        for role, conditions in given.items():
            # Under one condition or another: whether that is always, is not asked.
            least = min(conditions, key=len)
            several = replace(held, only_if=tuple(dict.fromkeys((*held.only_if, *least))))
            self._policies.setdefault(role, []).append(several if least else held)

    def _named_roles(self, declared: Declared) -> Iterator[tuple[Value, tuple[str, ...]]]:
        """The roles that a policy names, each with the conditions under which it does."""
        scope = self.scope
        for name in ("Roles", "RoleName"):
            for entry in scope.elements(declared.get(name)):
                for value in scope.strings(entry):
                    yield value, scope.template.only_if(entry)

    def _implied(self, value: Value) -> str | None:
        """A role that SAM will make (``FunctionRole``), named before it is known here."""
        functions = (one for one in self.scope.template.resources.values() if one.type in MAKE_ROLES)
        return reference_to(value, [f"{one.id}Role" for one in functions])

    def _by_name(self, value: Value) -> str | None:
        """The role whose set name a name or ARN means."""
        if value in self._names:
            return self._names[value]
        for name, id in self._names.items():
            prefix = "role/"
            text, wanted = shown(value), shown(name)
            if isinstance(value, Const | Text) and text.startswith("arn:") and prefix in text:
                last = text.partition(prefix)[2]
                if last == wanted or last.endswith(f"/{wanted}"):
                    return id
        return None

    def _external(self, value: Value, node: Node, label: str) -> str:
        id = shown(value)
        if id not in self._roles:
            self._roles[id] = Role(id=id, name=value, span=node.span, external=True)
            detail = f"{label} runs under {id}, which is defined elsewhere; its policies are not known"
            self.scope.template.problem(ProblemCode.ROLE_NOT_FOUND, node, detail)
        return id

    def _boundary(self, node: Node | None) -> HeldPolicy | None:
        if node is None:
            return None
        return next(iter(self.managed.referred(node)), None)


def _services(scope: Scope, document: Node | None) -> list[str]:
    """The service principals that may assume a role."""
    found: list[str] = []
    for branch in scope.branches(document):
        for statement in scope.elements(branch.get("Statement")):
            principal = scope.evaluate(statement.get("Principal"))
            for option in alternatives(principal):
                services = option.get("Service") if isinstance(option, Struct) else None
                if services is not None:
                    found.extend(str(one.value) for one in _texts(services) if isinstance(one, Const))
    return list(dict.fromkeys(found))


def _principals(scope: Scope, document: Node | None) -> list[Value]:
    """The AWS principals that may assume a role, whatever the request."""
    found: list[Value] = []
    for branch in scope.branches(document):
        for statement in scope.elements(branch.get("Statement")):
            if scope.string(statement.get("Effect")) != "Allow" or statement.get("Condition") is not None:
                continue
            for option in alternatives(scope.evaluate(statement.get("Principal"))):
                named = option.get("AWS") if isinstance(option, Struct) else None
                if named is not None:
                    found.extend(_texts(named))
    return list(dict.fromkeys(found))


def _people(scope: Scope, document: Node | None) -> list[Value]:
    """The principals that may assume a role, but for services."""
    found: list[Value] = []
    for branch in scope.branches(document):
        for statement in scope.elements(branch.get("Statement")):
            if scope.string(statement.get("Effect")) == "Deny":
                continue
            for option in alternatives(scope.evaluate(statement.get("Principal"))):
                if not isinstance(option, Struct):
                    found.append(option)
                    continue
                for type in ("AWS", "Federated"):
                    named = option.get(type)
                    found.extend(_texts(named) if named is not None else ())
    return list(dict.fromkeys(found))


def _texts(value: Value) -> list[Value]:
    return [joined([one]) for option in alternatives(value) for one in listed(option)]
