"""What the conditions of a template say, of its parameters and of each other (section ``Conditions``)."""

from __future__ import annotations

from policywright.analyzers.infrastructure.cloudformation.template import Template
from policywright.analyzers.infrastructure.conditions import Conditions, Stated
from policywright.analyzers.infrastructure.yaml_nodes import Node

_PAIR = 2
_SINGLE = ("String", "Number")
"""Types of parameters whose allowed values are what a reference to them comes to."""
_ALWAYS, _NEVER = Stated(kind="all"), Stated(kind="any")


def conditions_of(template: Template) -> Conditions:
    """The conditions of a template, and what its parameters may be."""
    allowed = (
        (f"Ref {name}", tuple(one.text or "" for one in listed.items))
        for name, node in template.section("Parameters").items()
        if (listed := node.get("AllowedValues")) is not None and _is_itself(node.get("Type"))
    )
    return Conditions(
        stated=tuple((name, _stated(node)) for name, node in template.section("Conditions").items()),
        words=tuple((name, values) for name, values in allowed if values),
    )


def _is_itself(type: Node | None) -> bool:
    """A parameter comes to the very text that is given, not to what that names (SSM), nor to a list."""
    return type is not None and type.text in _SINGLE


def _stated(node: Node) -> Stated:
    function, given = node.single or ("", node)
    if function == "Condition" and given.text is not None:
        return Stated(kind="named", name=given.text)
    if function == "Fn::Equals" and len(given.items) == _PAIR:
        return _equals(*given.items)
    if function == "Fn::Not" and given.items:
        return Stated(kind="not", of=(_stated(given.items[0]),))
    if function == "Fn::And":
        return Stated(kind="all", of=tuple(map(_stated, given.items)))
    if function == "Fn::Or":
        return Stated(kind="any", of=tuple(map(_stated, given.items)))
    return Stated(kind="open", name=_written(node))


def _equals(left: Node, right: Node) -> Stated:
    one, other = _written(left), _written(right)
    if one == other or (left.is_scalar and right.is_scalar):
        return _ALWAYS if one == other else _NEVER
    if left.is_scalar:
        return Stated(kind="is", name=other, word=one)
    if right.is_scalar:
        return Stated(kind="is", name=one, word=other)
    return Stated(kind="open", name=" = ".join(sorted((one, other))))


def _written(node: Node) -> str:
    """What a node says, the same for all ways to write it."""
    single = node.single
    if single is not None and single[1].is_scalar:
        return f"{single[0]} {single[1].text}"
    if node.mapping:
        return f"{{{', '.join(sorted(f'{key}: {_written(one)}' for key, one in node.mapping.items()))}}}"
    if isinstance(node.value, list):
        return f"[{', '.join(map(_written, node.items))}]"
    return node.text or ""
