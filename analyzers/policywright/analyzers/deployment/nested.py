"""Stacks inside stacks as they are deployed: each with what its parent gives it, and what it gives back.

``infrastructure.cloudformation.nesting`` reads a template once, with what all its parents agree on; here each
stack is read by itself: a parameter is what the parent says, or else its default, which nobody can change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policywright.analyzers.deployment.references import Names
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.strings import NO_VALUE
from policywright.analyzers.infrastructure.cloudformation.template import Declared
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.knowledge import texts
from policywright.knowledge.rules import Tri
from policywright.knowledge.values import Const, Items, Text, Value, alternatives

_LISTS = ("CommaDelimitedList", "List<")
_LOOKED_UP = "AWS::SSM::Parameter::Value<"
"""A parameter of such a type comes to what is stored under the name that it is given."""
_PAIR = 2
_GIVES = re.compile(r"([A-Za-z0-9]+)\.Outputs\.")


def as_given(child: Scope, given: Node | None, parent: Scope, names: Names) -> Scope:
    """The scope of a nested stack, with the parameters that its parent gives it."""
    passed = {
        key: names.settled(parent.evaluate(node))
        for key, node in (given.entries if given is not None else {}).items()
    }
    single = given.single if given is not None else None
    whole = single is None or not single[0].startswith("Fn::")
    return bound(child, dict(parameters_of(child, passed, whole=whole)))


def bound(scope: Scope, parameters: dict[str, Value]) -> Scope:
    """A scope with these parameters, and what they decide."""
    found = Scope(
        scope.template,
        bindings={**scope.bindings, **parameters},
        outputs=scope.outputs,
        services=scope.services,
    )
    found.decided |= decided(found) if found.bindings else {}
    return found


def uploaded_from(scope: Scope, declared: Declared, templates: Iterable[str]) -> str | None:
    """The file that a template in S3 likely is: the only one whose path ends like the address."""
    url = scope.evaluate(declared.get("TemplateURL") or declared.get("Location"))
    parts = texts.parts(url) if isinstance(url, Const | Text) else ()
    written = parts[-1] if parts and isinstance(parts[-1], str) else ""
    if len(parts) == 1 and "://" not in written:
        return None
    steps = [one for one in written.partition("?")[0].rpartition("://")[2].split("/")[1:] if one]
    others = [one for one in templates if one != scope.template.file]
    for start in range(len(steps)):
        tail = "/".join(steps[start:])
        like = [one for one in others if one == tail or one.endswith(f"/{tail}")]
        if like:
            return like[0] if len(like) == 1 else None
    return None


def in_order(below: list[tuple[str, str]], resources: dict[str, Declared]) -> Iterator[tuple[str, str]]:
    """Nested stacks (their ids and files), those that give something to others before those."""
    left = dict(below)
    needs = {id: set(_GIVES.findall(_texts(resources[id].node))) & set(left) - {id} for id in left}
    while left:
        ready = [id for id in left if not needs[id] & set(left)] or [next(iter(left))]
        for id in ready:
            yield id, left.pop(id)


def _texts(node: Node) -> str:
    """All texts of a node, one a line."""
    if node.mapping:
        return "\n".join(f"{key}\n{_texts(one)}" for key, one in node.mapping.items())
    if node.items:
        # `[Child, Outputs.Name]` is `Child.Outputs.Name`.
        return ".".join(map(_texts, node.items)) + "\n" + "\n".join(map(_texts, node.items))
    return node.text or ""


def parameters_of(child: Scope, passed: dict[str, Value], *, whole: bool) -> Iterator[tuple[str, Value]]:
    """What each parameter comes to, where that is known; ``whole``: nothing else is passed."""
    for name, node in child.parameters.items():
        kind = node.get("Type")
        type = (kind.text if kind is not None else None) or ""
        if type.startswith(_LOOKED_UP):
            continue
        value = passed.get(name)
        if value in (None, NO_VALUE) and whole:
            default = node.get("Default")
            value = Const(default.text) if default is not None and default.text is not None else None
        if value is None:
            continue
        if type.startswith(_LISTS):
            value = _listed(value)
        if value is not None and all(map(_says_something, alternatives(value))):
            yield name, value


def _listed(value: Value) -> Value | None:
    if isinstance(value, Const) and isinstance(value.value, str):
        return Items(tuple(Const(one.strip()) for one in value.value.split(",") if one.strip()))
    return value if isinstance(value, Items) else None


def _says_something(value: Value) -> bool:
    if isinstance(value, Text):
        return any(isinstance(one, str) for one in value.parts)
    return isinstance(value, Const | Items)


def outputs_of(scope: Scope, names: Names) -> Iterator[tuple[str, Value]]:
    """What a nested stack gives back, its own resources by their names."""
    for name, node in scope.template.section("Outputs").items():
        value = names.settled(scope.evaluate(node.get("Value")))
        if _says_something(value):
            yield name, value


def returned(names: Names, id: str, outputs: Iterator[tuple[str, Value]]) -> bool:
    """Notes what a nested stack gives back among the names of its parent; whether there is anything."""
    found = False
    for key, value in outputs:
        found = True
        said = f"{id}.Outputs.{key}"
        if texts.starts_with(texts.parts(value), "arn:"):
            names.arns[said] = (value,)
        names.names[said] = texts.parts(value)
    return found


# --- conditions ---


def decided(scope: Scope) -> dict[str, bool]:
    """The conditions of a template that its known parameters decide."""
    section = scope.template.section("Conditions")
    found = {name: _holds(scope, node, section, ()) for name, node in section.items()}
    return {name: one is Tri.YES for name, one in found.items() if one is not Tri.MAYBE}


def _holds(scope: Scope, node: Node, section: dict[str, Node], within: tuple[str, ...]) -> Tri:
    function, given = node.single or ("", node)
    if function == "Condition" and given.text in section and given.text not in within:
        return _holds(scope, section[given.text], section, (*within, given.text))
    below = (
        [_holds(scope, one, section, within) for one in given.items] if function.startswith("Fn::") else []
    )
    if function == "Fn::Equals" and len(given.items) == _PAIR:
        return _same(*(scope.evaluate(one) for one in given.items))
    if function == "Fn::Not" and below:
        return below[0].inverse()
    if function in ("Fn::And", "Fn::Or") and below:
        return min(below) if function == "Fn::And" else max(below)
    return Tri.MAYBE


def _same(left: Value, right: Value) -> Tri:
    if not isinstance(left, Const) or not isinstance(right, Const):
        return Tri.MAYBE
    return Tri.YES if _written(left) == _written(right) else Tri.NO


def _written(value: Const) -> str:
    """A constant as CloudFormation compares it: as a text."""
    return str(value.value).lower() if isinstance(value.value, bool) else str(value.value)
