"""Policies in a tree of YAML or JSON: where a node stands among resources, policies and statements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.editing.yaml_choices import choice_of
from policywright.analyzers.infrastructure.editing.yaml_tree import Document, Node, find
from policywright.analyzers.infrastructure.model import Path, Step

LISTS = frozenset(
    ("Statement", "Policies", "ManagedPolicyArns", "statements", "iamRoleStatements", "managedPolicies")
)
"""Keys whose value is a list, or one element alone."""
_SUBSTITUTED = re.compile(r"\$\{([^}.!]+)")


def list_of(node: Node) -> str | None:
    """The key of the list that an element is in, alone or not."""
    current: Node | None = node
    while current is not None and current.parent is not None:
        if current.parent.kind == "mapping" and not str(current.name).startswith("Fn::"):
            return current.name if current.name in LISTS else current.parent.name
        current = current.parent
    return None


def statements_of(document: Document, node: Node) -> Node | None:
    """The statements of a policy: of its resource, its entry in a list, or its document."""
    if node.kind != "mapping":
        return None
    inner: Node | None = node
    for key in ("Properties", "PolicyDocument"):
        if inner is not None and inner.kind == "mapping" and inner.get(key) is not None:
            inner = inner.get(key)
    found = inner.get("Statement") if inner is not None and inner.kind == "mapping" else None
    if found is not None:
        find(document, path_of(found))
    return found


def named_policy(policies: Node, name: str) -> Node | None:
    """The statements of the policy with that name, when it has a list of them; a condition may choose it."""
    for entry in policies.items:
        choice = choice_of(entry)
        found = named_policy(choice, name) if choice is not None else None
        if found is not None:
            return found
        named = entry.get("PolicyName")
        document = entry.get("PolicyDocument")
        if named is not None and named.value == name and document is not None:
            found = document.get("Statement")
            if found is not None and found.kind == "sequence" and found.items:
                return found
    return None


def path_of(node: Node) -> Path:
    steps: list[Step] = []
    current = node
    while current.parent is not None:
        steps.append(current.index if current.parent.kind == "sequence" else current.name or "")
        current = current.parent
    return tuple(reversed(steps))


def type_of(resource: Node) -> str | None:
    found = resource.get("Type") if resource.kind == "mapping" else None
    return None if found is None else found.value


def is_conditional(node: Node) -> bool:
    """The arguments of a function such as ``Fn::If``, not a list of their own."""
    if node.tag is not None and node.tag.startswith("!"):
        return True
    if node.key is not None and node.key.value.startswith("Fn::"):
        return True
    names = [key.value for key, _ in node.entries]
    return len(names) == 1 and (names[0].startswith("Fn::") or names[0] == "Ref")


def references_to(document: Document, name: str) -> Iterator[tuple[Node, str]]:
    """Where a template refers to one of its resources, and by what."""
    for node in document.root.walk():
        if node.kind != "scalar" or name not in node.value:
            continue
        parent = node.parent
        key = node.name
        if key is None and parent is not None and parent.kind == "sequence":
            key = parent.name
        tag = node.tag or ""
        exact = node.value == name
        if exact and key == "DependsOn":
            yield node, "DependsOn"
        elif (
            (exact and (tag == "!Ref" or key in ("Ref", "Fn::GetAtt")))
            or (tag == "!GetAtt" and node.value.split(".")[0] == name)
            or (exact and parent is not None and parent.tag == "!GetAtt")
            or ("${" in node.value and name in _SUBSTITUTED.findall(node.value))
        ):
            yield node, "reference"
