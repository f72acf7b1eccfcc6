"""What a place in a Terraform file is, by the way of nodes to it: JSON of IAM's, an input of a module, ..."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policywright.analyzers.infrastructure.editing.hcl_instances import FOR_EACH
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.registry import modelled

DOCUMENT = "aws_iam_policy_document"
INLINE = "aws_iam_role_policy"
ATTACHMENT = "aws_iam_role_policy_attachment"
_KEYS_OF_IAM = frozenset(("Statement", "Effect", "Action", "NotAction", "Resource", "NotResource"))


def in_json(way: Sequence[s.Node]) -> bool:
    """Inside a ``jsonencode``, or what one is given (``locals``, a module's input): keys are those of IAM."""
    last = way[-1]
    beside = last.items if isinstance(last, s.Tuple) else ()
    return any(
        (isinstance(one, s.Call) and one.name == "jsonencode")
        or (isinstance(one, s.Object) and any(key in _KEYS_OF_IAM for key, _ in one.items))
        for one in (*way, *beside)
    )


def is_document_list(way: Sequence[s.Node]) -> bool:
    """A single object as the ``Statement`` of a document."""
    return in_json(way) and way[-1].path[-1] == "Statement"


def all_statements(way: Sequence[s.Node]) -> s.Node:
    """All statements of the document whose list, a part of the list, or single statement is at the end."""
    return next((one for one in reversed(way) if one.path[-1:] == ("Statement",)), way[-1])


def encoded_statements(block: s.Block) -> s.Expr | None:
    """The ``Statement`` of the ``jsonencode`` in a block's ``policy``."""
    value = block.value("policy")
    if isinstance(value, s.Call) and value.name == "jsonencode" and value.args:
        document = value.args[0]
        if isinstance(document, s.Object):
            return next((item for key, item in document.items if key == "Statement"), None)
    return None


def is_modelled(way: Sequence[s.Node]) -> bool:
    """An input of a module whose statements are known."""
    return isinstance(way[0], s.Block) and way[0].type == "module" and modelled(way[0]) is not None


def is_each(way: Sequence[s.Node]) -> bool:
    """An element of the list or map in a block's ``for_each``."""
    return isinstance(way[-2], s.Tuple | s.Object) and maker(way) is not None


def maker(way: Sequence[s.Node]) -> s.Block | None:
    """The resource or ``dynamic`` block in whose ``for_each`` a node is."""
    for block in way:
        each = block.value(FOR_EACH.argument) if isinstance(block, s.Block) else None
        if each is not None and each.path == way[-1].path[: len(each.path)]:
            assert isinstance(block, s.Block)
            return block if block.type in ("resource", "dynamic") else None
    return None


def named(address: str, text: str) -> int:
    """How often a text names an address."""
    return len(re.findall(rf"(?<![\w.-]){re.escape(address)}(?![\w-])", text))
