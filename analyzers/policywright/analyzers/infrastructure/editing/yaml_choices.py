"""``Fn::If`` in a document: a call in its short form is its arguments itself."""

from __future__ import annotations

from policywright.analyzers.infrastructure.conditions import UNLESS
from policywright.analyzers.infrastructure.editing.data import IF
from policywright.analyzers.infrastructure.editing.yaml_tree import Node

ARGUMENTS = 3
"""The condition, what is there where it holds, and what is there where it does not."""
_NOTHING = "AWS::NoValue"


def is_choice(node: Node) -> bool:
    """The arguments of a call."""
    named = node.tag == "!If" or node.name == IF
    return named and node.kind == "sequence" and len(node.items) == ARGUMENTS


def choice_of(node: Node) -> Node | None:
    """The arguments, where a node is a whole call."""
    found = node if node.tag == "!If" else node.get(IF) if node.kind == "mapping" else None
    return found if found is not None and is_choice(found) else None


def call_of(choice: Node) -> Node:
    """The whole call that the arguments are of."""
    return choice if choice.tag == "!If" else choice.parent or choice


def other_branch(node: Node) -> Node:
    """What is chosen where a branch is not."""
    assert node.parent is not None
    return node.parent.items[ARGUMENTS - node.index]


def choices(node: Node) -> tuple[tuple[str, ...] | None, Node]:
    """The conditions that choose an element of a list, if any does, and what stands in the list."""
    found: list[str] = []
    while node.parent is not None and is_choice(node.parent):
        choice = node.parent
        found.insert(0, ("" if node.index == 1 else UNLESS) + choice.items[0].value)
        node = call_of(choice)
    return (tuple(found) if found else None), node


def is_nothing(node: Node) -> bool:
    """``AWS::NoValue``"""
    named = node if node.tag == "!Ref" else node.get("Ref") if node.kind == "mapping" else None
    return named is not None and named.value == _NOTHING
