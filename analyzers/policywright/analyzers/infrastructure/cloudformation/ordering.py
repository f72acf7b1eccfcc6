"""What CloudFormation makes after what: which resources can't be named in the policies of a role.

A resource that needs a function (a bucket that notifies it, a pool that it is a trigger of, an API whose
definition names it) is made after it, and a function after its role. So a policy that is part of the role
can't refer to that resource: "circular dependency between resources".

Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html and, for what
SAM's events add to the resources they name, SAM's translator (``model/eventsources/push.py``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from policywright.analyzers.infrastructure.cloudformation.template import Declared, Template
from policywright.analyzers.infrastructure.yaml_nodes import Node, Scalar

_SUB = re.compile(r"\$\{([^${}!]+)\}")
_NAMING_EVENTS = {
    "S3": ("Bucket", None),
    "Cognito": ("UserPool", None),
    "Api": ("RestApiId", "ServerlessRestApi"),
    "HttpApi": ("ApiId", "ServerlessHttpApi"),
}
"""Events that SAM writes into the resource they name: the property, and what SAM makes without it."""
_ELSEWHERE = frozenset(("Events", "Connectors"))
"""Parts of a SAM resource that become resources of their own."""


def reached(needed_by: Mapping[str, set[str]], start: str) -> frozenset[str]:
    """What needs something, directly or not, and that itself."""
    found, pending = {start}, [start]
    while pending:
        new = needed_by.get(pending.pop(), set()) - found
        found |= new
        pending.extend(new)
    return frozenset(found)


class Ordering:
    """The references of one template, from each resource to those that need it.

    ``beside`` are resources that a framework adds to it.
    """

    def __init__(self, template: Template, beside: Iterable[str] = ()) -> None:
        self._ids = frozenset((*template.resources, *beside))
        self._needed_by: dict[str, set[str]] = {}
        for declared in template.resources.values():
            for name in self._needs(declared):
                self._needed_by.setdefault(name, set()).add(declared.id)
            for named in self._named_by_events(declared):
                self._needed_by.setdefault(declared.id, set()).add(named)

    def after(self, id: str) -> frozenset[str]:
        """The resources that are made after this one, the resource itself among them."""
        return reached(self._needed_by, id)

    def wait(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Resources that others wait for, beside what the template says."""
        for needed, waiting in [*pairs]:
            self._needed_by.setdefault(needed, set()).add(waiting)

    def _needs(self, declared: Declared) -> Iterator[str]:
        depends = declared.node.get("DependsOn")
        if depends is not None:
            yield from (str(node.value) for node in (depends, *depends.items) if node.is_scalar)
        for node in (declared.node.get("Properties"), declared.globals):
            yield from self._references(node, sam=declared.type.startswith("AWS::Serverless::"))

    def _references(self, node: Node | None, *, sam: bool = False) -> Iterator[str]:
        if node is None:
            return
        single = node.single
        if single is not None:
            yield from self._referred(*single)
        for key, inner in node.mapping.items():
            if not (sam and key in _ELSEWHERE):
                yield from self._references(inner)
        for inner in node.items:
            yield from self._references(inner)

    def _referred(self, function: str, argument: Node) -> Iterator[str]:
        for name in referred(function, argument):
            yield from self._own(name)

    def _own(self, name: str) -> Iterator[str]:
        """The resource of the template that a name means; the role of a SAM function is part of it."""
        if name in self._ids:
            yield name
        elif name.removesuffix("Role") in self._ids:
            yield name.removesuffix("Role")

    def _named_by_events(self, declared: Declared) -> Iterator[str]:
        if not declared.type.startswith("AWS::Serverless::"):
            return
        for events in declared.nodes("Events"):
            for event in events.mapping.values():
                kind = event.get("Type")
                property, made = _NAMING_EVENTS.get(str(kind.value) if kind is not None else "", ("", None))
                named = event.get("Properties", property) if property else None
                if named is not None:
                    yield from self._references(named)
                elif made is not None:
                    yield made


def referred(function: str, argument: Node) -> Iterator[str]:
    """The names, without attributes, that one of CloudFormation's functions refers to."""
    first: Scalar | Node | list[Node] | dict[str, Node] = argument.value
    if isinstance(argument.value, list) and argument.value:
        first = argument.value[0].value
    if not isinstance(first, str):
        return
    if function in ("Ref", "Fn::GetAtt"):
        yield _base(first)
    elif function == "Fn::Sub":
        variables = argument.get(1)
        for name in _SUB.findall(first):
            if variables is None or name not in variables.mapping:
                yield _base(name)


def _base(name: str) -> str:
    return name.strip().partition(".")[0]
