"""Policies that a template holds, as ``HeldPolicy`` records: documents, managed ones, SAM's templates.

Statements and elements behind ``Fn::If`` are all taken: a policy may grant what any branch grants.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product

from policywright.analyzers.infrastructure.cloudformation import sam
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.strings import NO_VALUE
from policywright.analyzers.infrastructure.cloudformation.template import Declared
from policywright.analyzers.infrastructure.managed import held_managed, managed_name
from policywright.analyzers.infrastructure.model import (
    Chosen,
    HeldPolicy,
    HeldStatement,
    PolicyKind,
    ProblemCode,
    Site,
)
from policywright.analyzers.infrastructure.statements import (
    EITHER,
    allowing,
    chosen,
    effect_of,
    elements,
    is_either,
)
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.analyzers.model import Condition
from policywright.knowledge.records import replace
from policywright.knowledge.values import (
    Const,
    Hole,
    Struct,
    Text,
    Value,
    alternatives,
    listed,
    one_of,
)

_LISTS = ("Action", "Resource")


def reference_to(value: Value, ids: Iterable[str]) -> str | None:
    """The id among ``ids`` that a value names (by its physical name, in an ARN or alone)."""
    known = set(ids)
    for option in alternatives(value):
        if isinstance(option, Text):
            for part in option.parts:
                if isinstance(part, Hole) and part.kind == "reference" and part.name in known:
                    return part.name
    return None


def shown(value: Value) -> str:
    """A value as a person would write it."""
    match value:
        case Const(value=scalar):
            return str(scalar)
        case Text(parts=parts):
            return "".join(part if isinstance(part, str) else _shown_hole(part) for part in parts)
    return "?"


def _shown_hole(hole: Hole) -> str:
    name = hole.name or hole.kind
    return name if name.startswith("{{") else f"${{{name}}}"


def statements(scope: Scope, document: Node | None) -> tuple[HeldStatement, ...]:
    """The statements of a policy document."""
    found: list[HeldStatement] = []
    for branch in scope.branches(document):
        listed = branch.get("Statement")
        elsewhere = scope.template.entries(listed)
        for node in scope.elements(listed):
            if is_statement(node):
                found.append(replace(statement_of(scope, node), entry=elsewhere.get(id(node))))
    return tuple(found)


def is_statement(node: Node) -> bool:
    """A mapping that no function of CloudFormation makes."""
    single = node.single
    return isinstance(node.value, dict) and not (single is not None and single[0].startswith("Fn::"))


def unread(nodes: Sequence[Node]) -> str | None:
    """Why not all of a list of statements is known."""
    if not all(map(is_statement, nodes)):
        return "it has statements that can't be read from the files here"
    return None


def statement_of(scope: Scope, node: Node) -> HeldStatement:
    """One statement of a policy."""
    sid = scope.string(node.get("Sid"))
    only_if = scope.template.only_if(node)
    return HeldStatement(
        effect=effect_of(_effect(scope, node)),
        actions=_listed(scope, node.get("Action")),
        not_actions=_listed(scope, node.get("NotAction")),
        resources=_listed(scope, node.get("Resource")),
        not_resources=_listed(scope, node.get("NotResource")),
        conditions=tuple(_conditions(scope.evaluate(node.get("Condition")))),
        sid=sid, span=node.span, site=scope.template.site(node),
        only_if=only_if,
        sometimes=tuple(_chosen(scope, node, only_if)),
        principals=tuple(_principals(scope.evaluate(node.get("Principal")))),
    )  # fmt: skip


def _principals(value: Value) -> Iterator[Value]:
    """The AWS principals of a statement of a resource's own policy."""
    for option in alternatives(value):
        named = option.get("AWS") if isinstance(option, Struct) else option
        if named is not None and named != NO_VALUE:
            yield from _flat(named)


def _listed(scope: Scope, node: Node | None) -> tuple[Value, ...]:
    """The elements of a list of strings (or of one string)."""
    if node is None:
        return ()
    return elements(one_of(one for one in alternatives(scope.evaluate(node)) if one != NO_VALUE))


def _chosen(scope: Scope, node: Node, only_if: Sequence[str]) -> Iterator[Chosen]:
    """What conditions and mappings may leave out of a statement that is there ``only_if`` others hold."""
    for name in _LISTS:
        yield from chosen_at(scope, node.get(name), only_if)


def chosen_at(scope: Scope, node: Node | None, only_if: Sequence[str]) -> Iterator[Chosen]:
    """What conditions and mappings may leave out of a list, or of what one value may be."""
    found: dict[Value, list[tuple[str, ...]]] = {}
    for leaf in _leaves(scope, node):
        value = scope.evaluate(leaf)
        where = tuple(one for one in scope.template.only_if(leaf) if one not in only_if)
        mapped = [*chosen(value, leaf.span)]
        unsure = {one.value for one in mapped}
        for one in (each for some in elements(value) for each in alternatives(some)):
            if one not in unsure:
                found.setdefault(one, []).append(where)
        for each in mapped:
            found.setdefault(each.value, []).append((*where, *each.only_if))
    for value, several in found.items():
        if all(several):
            yield from (Chosen(value=value, only_if=one) for one in dict.fromkeys(several))


def _leaves(scope: Scope, node: Node | None) -> Iterator[Node]:
    """What a list or a text is put together of, whatever chooses it."""
    for branch in scope.branches(node):
        if isinstance(branch.value, list):
            for one in branch.items:
                yield from _leaves(scope, one)
        else:
            yield branch


def _conditions(block: Value) -> Iterator[Condition]:
    for option in alternatives(block):
        if not isinstance(option, Struct):
            continue
        for operator, keys in option.fields:
            for inner in alternatives(keys):
                if isinstance(inner, Struct):
                    for key, value in inner.fields:
                        yield operator, key, tuple(_flat(value))


def _flat(value: Value) -> Iterator[Value]:
    for option in alternatives(value):
        yield from listed(option)


def document_policy(
    scope: Scope, name: str, kind: PolicyKind, entry: Node, document: Node | None
) -> HeldPolicy:
    """A policy with its document: ``entry`` is what can be deleted as a whole."""
    branches = [*scope.branches(document)]
    inner = None if document is None else document.get("Statement")
    listed = inner is not None and not (inner.single is not None and inner.single[0].startswith("Fn::"))
    opaque = None
    if not branches or any(branch.get("Statement") is None for branch in branches):
        opaque = "its document is not written out"
    written = [one for branch in branches for one in scope.elements(branch.get("Statement"))]
    opaque = opaque or unread(written)
    held, may = statements(scope, document), None
    if any(is_either(_effect(scope, node)) for node in written):
        may = allowing(held, [is_either(_effect(scope, node)) for node in written]) if not opaque else None
        opaque = EITHER
    return HeldPolicy(
        name=name, kind=kind, statements=held, opaque=opaque, may=may, span=entry.span,
        site=scope.template.site(entry), only_if=scope.template.only_if(entry),
        statements_site=scope.template.site(inner) if inner is not None and listed else None,
    )  # fmt: skip


def _effect(scope: Scope, statement: Node) -> Value | None:
    node = statement.get("Effect")
    return scope.evaluate(node) if node is not None else None


def inline_policies(scope: Scope, policies: Node | None) -> Iterator[HeldPolicy]:
    """The ``Policies`` of an ``AWS::IAM::Role``."""
    for entry in scope.elements(policies):
        if not isinstance(entry.value, dict):
            continue
        name = shown(scope.evaluate(entry.get("PolicyName")))
        yield document_policy(scope, name, "inline", entry, entry.get("PolicyDocument"))


ATTACHED = ("AWS::IAM::Policy", "AWS::IAM::RolePolicy", "AWS::IAM::ManagedPolicy")


class Managed:
    """The managed policies of a template, found by what refers to them."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.declared: dict[str, Declared] = {
            one.id: one for one in scope.template.of_kind("AWS::IAM::ManagedPolicy")
        }
        self._held: dict[str, HeldPolicy] = {}

    def own(self, id: str) -> HeldPolicy:
        """The policy that a resource of the template declares."""
        if id not in self._held:
            declared = self.declared[id]
            document = declared.get("PolicyDocument")
            held = document_policy(self.scope, id, "customer-managed", declared.node, document)
            named = declared.get("ManagedPolicyName")
            called = self.scope.evaluate(named) if named is not None else None
            self._held[id] = replace(held, called=called)
        return self._held[id]

    def referred(self, node: Node) -> Iterator[HeldPolicy]:
        """What one entry of ``ManagedPolicyArns`` (or a boundary, or SAM's ``Policies``) means."""
        for value in alternatives(self.scope.evaluate(node)):
            for one in listed(value):
                for option in alternatives(one):
                    if option != NO_VALUE:
                        yield self._one(option, node)

    def _one(self, value: Value, node: Node) -> HeldPolicy:
        site = self.scope.template.site(node)
        id = reference_to(value, self.declared)
        if id is not None:
            # The reference can be taken from the role alone; the policy itself is edited at its own site.
            return self.own(id)
        name = managed_name(value)
        if name is not None:
            held = replace(
                held_managed(name, node.span, site=site), only_if=self.scope.template.only_if(node)
            )
        else:
            name = shown(value)
            opaque = f"{name} is defined elsewhere"
            if name == "?":
                name, opaque = (
                    "a policy",
                    "a policy whose ARN is computed is attached: what it grants is not known",
                )
            held = HeldPolicy(name=name, kind="customer-managed", span=node.span, site=site, opaque=opaque)
        if held.opaque is not None:
            self.scope.template.problem(ProblemCode.UNKNOWN_POLICY, node, held.opaque)
        return held


_GIVING = ("AWS::IAM::Role", "AWS::Serverless::Function", "AWS::Serverless::StateMachine")
"""What is given policies and is read itself."""
_GIVEN = frozenset(("ManagedPolicyArns", "Policies"))
"""Where it is given them; whatever else names a policy (a variable, a boundary) hands it to somebody."""
_NO_ROLES = ("Users", "Groups", "UserName", "GroupName")
_INSIDE = re.compile(r"\$\{([\w.]+)\}")


def others_with(scope: Scope, managed: Managed) -> dict[Site, list[str]]:
    """Who else has policies of the template: users, groups, what is told their ARNs."""
    found: dict[Site, list[str]] = {}

    def has(id: str, who: str) -> None:
        site = managed.own(id).site if id in managed.declared else None
        if site is not None and who not in found.setdefault(site, []):
            found[site].append(who)

    for declared in scope.template.resources.values():
        for name in _NO_ROLES if declared.type in ATTACHED else ():
            if declared.get(name) is not None:
                found.setdefault(scope.template.site(declared.node), []).append(f"{name} of {declared.id}")
        given: list[Node | None] = [declared.properties]
        if declared.kind in _GIVING or declared.type in _GIVING:
            given = _handed_on(declared.properties)
        for id in (id for one in given for id in _referred(one)):
            if id != declared.id:
                has(id, declared.id)
    for name, shared_by_all in scope.template.section("Globals").items():
        for id in _referred(shared_by_all):
            has(id, f"Globals of {name}")
    for name, output in scope.template.section("Outputs").items():
        for id in _referred(output):
            has(id, f"the output {name}")
    return found


def _handed_on(properties: Node | None) -> list[Node | None]:
    """What a role or function has beside the policies that it is given, and what statements of these name."""
    found: list[Node | None] = []
    for name, node in properties.mapping.items() if properties is not None else ():
        found.extend(_statements_in(node) if name in _GIVEN else [node])
    return found


def _statements_in(node: Node) -> Iterator[Node]:
    for name, inner in node.mapping.items():
        yield from [inner] if name == "Statement" else _statements_in(inner)
    for inner in node.items:
        yield from _statements_in(inner)


def _referred(node: Node | None) -> Iterator[str]:
    """The resources that are named in what stands below a node."""
    if node is None:
        return
    single = node.single
    if single is not None and single[0] in ("Ref", "Fn::GetAtt", "Fn::Sub"):
        named = single[1].items[0] if isinstance(single[1].value, list) and single[1].items else single[1]
        text = str(named.value) if isinstance(named.value, str) else ""
        yield from _INSIDE.findall(text) if single[0] == "Fn::Sub" else [text.partition(".")[0]]
    if isinstance(node.value, dict):
        for inner in node.value.values():
            yield from _referred(inner)
    elif isinstance(node.value, list):
        for inner in node.value:
            yield from _referred(inner)


def sam_policies(scope: Scope, managed: Managed, node: Node | None) -> Iterator[HeldPolicy]:
    """SAM's ``Policies``: names, ARNs, documents and policy templates, one or a list of them."""
    for entry in scope.elements(node):
        single = entry.single
        if isinstance(entry.value, dict) and ("Statement" in entry.value or "Version" in entry.value):
            yield document_policy(scope, _place(entry), "inline", entry, entry)
        elif isinstance(entry.value, dict) and "PolicyDocument" in entry.value:
            yield document_policy(scope, _place(entry), "inline", entry, entry.get("PolicyDocument"))
        elif single is not None and not single[0].startswith("Fn::") and single[0] != "Ref":
            yield _template_policy(scope, entry, *single)
        elif isinstance(entry.value, dict) and single is None:
            yield from (_template_policy(scope, entry, name, inner) for name, inner in entry.mapping.items())
        else:
            yield from managed.referred(entry)


def _place(entry: Node) -> str:
    last = entry.path[-1] if entry.path else ""
    return f"policy {last}" if isinstance(last, int) else "policy"


def _template_policy(scope: Scope, entry: Node, name: str, arguments: Node) -> HeldPolicy:
    values = {key: scope.evaluate(inner) for key, inner in arguments.mapping.items()}
    found = sam.expanded(name, values, entry.span)
    opaque = None
    if found is None:
        opaque = f"SAM has no policy template {name}"
        scope.template.problem(ProblemCode.UNKNOWN_POLICY, entry, opaque)
    only_if = scope.template.only_if(entry)
    given = {key: [*chosen_at(scope, inner, only_if)] for key, inner in arguments.mapping.items()}
    unsure = {key: several for key, several in given.items() if several}
    if found and unsure:
        found = _with_chosen(name, values, unsure, found)
    return HeldPolicy(
        name=name, kind="sam-template", statements=found or (), opaque=opaque, span=entry.span,
        site=scope.template.site(entry), only_if=only_if,
    )  # fmt: skip


def _with_chosen(
    name: str,
    values: Mapping[str, Value],
    unsure: Mapping[str, Sequence[Chosen]],
    found: Sequence[HeldStatement],
) -> tuple[HeldStatement, ...]:
    """The statements of a policy template, with what a condition chooses among in what it is given."""
    options = [
        [*several, *(Chosen(value=one, only_if=()) for one in _certain(values[key], several))]
        for key, several in unsure.items()
    ]
    made: list[dict[Value, list[tuple[str, ...]]]] = [{} for _ in found]
    for some in product(*options):
        where = tuple(dict.fromkeys(each for one in some for each in one.only_if))
        given = {**values, **{key: one.value for key, one in zip(unsure, some, strict=True)}}
        for number, statement in enumerate(sam.expanded(name, given, found[0].span) or ()):
            for resource in statement.resources:
                made[number].setdefault(resource, []).append(where)
    return tuple(
        replace(one, sometimes=tuple(
            Chosen(value=resource, only_if=where)
            for resource, several in wheres.items() if all(several) for where in dict.fromkeys(several)
        ))
        for one, wheres in zip(found, made, strict=True)
    )  # fmt: skip


def _certain(value: Value, several: Sequence[Chosen]) -> list[Value]:
    """What a value may be that no condition chooses."""
    unsure = {one.value for one in several}
    return [one for one in alternatives(value) if one not in unsure and one != NO_VALUE]


def shared(
    policies: Mapping[str, list[HeldPolicy]],
    others: Mapping[Site, Sequence[str]] | None = None,
    awaited: Collection[Site] = (),
) -> dict[str, tuple[HeldPolicy, ...]]:
    """The policies by role, with ``shared_by`` where the same one is attached to several.

    ``others`` are those who have a policy and are no roles; others yet wait for those that are ``awaited``.
    """
    users: dict[object, list[str]] = {site: list(names) for site, names in (others or {}).items()}
    for role, held in policies.items():
        for one in held:
            if one.kind in ("customer-managed", "inline") and one.site is not None:
                users.setdefault(one.site, []).append(role)
    return {
        role: tuple(
            replace(one, shared_by=ids if len(ids) > 1 else one.shared_by, awaited=one.site in awaited)
            if len(ids := tuple(dict.fromkeys((*one.shared_by, *users.get(one.site, ()))))) > 1
            or one.site in awaited
            else one
            for one in dict.fromkeys(held)
        )
        for role, held in policies.items()
    }  # fmt: skip
