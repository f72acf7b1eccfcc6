"""Loops, comprehensions and callbacks of a CDK application that run wholly for each element of a list.

Of one that may leave a round early, or leave one out, it is not known what it makes.
"""

from __future__ import annotations

from policywright.analyzers.infrastructure.cdk.records import Round, Shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

_LOOPS = ("for_statement", "for_in_statement")
_COMPREHENSIONS = (
    "list_comprehension", "set_comprehension", "dictionary_comprehension", "generator_expression",
)  # fmt: skip
MAPPING = ("forEach", "map", "flatMap")
"""Methods of lists that call a function once for each element."""


def round_of(node: Node, owner: str, functions: tuple[int, ...], shape: Shape) -> Round | None:
    """The round that a node is; ``functions`` are what it is in, and itself where it is a function."""
    kind, of_keys, pattern, each = node.type, False, None, None
    if kind in shape.functions:
        each = _mapped(node)
        if each is None or _returns_early(node.child_by_field_name("body"), shape):
            return None
        return Round(node=node, owner=owner, functions=functions, each=each)
    if kind in _LOOPS:
        pattern, each = node.child_by_field_name("left"), node.child_by_field_name("right")
        of_keys = kind == "for_in_statement" and any(child.type == "in" for child in node.children)
        whole = not _leaves(node.child_by_field_name("body"), shape)
    elif kind in _COMPREHENSIONS:
        clauses = [one for one in node.named_children if one.type in ("for_in_clause", "if_clause")]
        if clauses:
            pattern, each = clauses[0].child_by_field_name("left"), clauses[0].child_by_field_name("right")
        whole = len(clauses) == 1
    if pattern is None or each is None or not node.start_byte:
        return None
    return Round(
        node=node, owner=owner, functions=(*functions, node.start_byte), each=each, pattern=pattern,
        of_keys=of_keys, whole=whole,
    )  # fmt: skip


def _mapped(callback: Node) -> Node | None:
    """The list that a function is called for each element of: ``names.map((name) => ...)``."""
    given = callback.parent
    call = given.parent if given is not None and given.type == "arguments" else None
    function = call.child_by_field_name("function") if call is not None else None
    if given is None or function is None or function.type != "member_expression":
        return None
    name, on = function.child_by_field_name("property"), function.child_by_field_name("object")
    if name is None or (name.text or b"").decode() not in MAPPING:
        return None
    return on if [one.id for one in given.named_children[:1]] == [callback.id] else None


def _leaves(body: Node | None, shape: Shape) -> bool:
    """A loop's body may end its round, or the loop, early."""
    for one in body.named_children if body is not None else ():
        if one.type in ("break_statement", "continue_statement", "return_statement"):
            return True
        nested = one.type in shape.loops and one.type not in shape.functions
        if one.type in shape.functions or one.type in shape.classes:
            continue
        if _returns(one, shape) if nested else _leaves(one, shape):
            return True
    return False


def _returns(node: Node, shape: Shape) -> bool:
    return any(
        one.type == "return_statement"
        or (one.type not in shape.functions and one.type not in shape.classes and _returns(one, shape))
        for one in node.named_children
    )


def _returns_early(body: Node | None, shape: Shape) -> bool:
    """A function may go back before its last statement."""
    if body is None or body.type not in shape.blocks:
        return False
    statements = [one for one in body.named_children if one.type != "comment"]
    last = statements[-1:] if statements and statements[-1].type == "return_statement" else []
    return any(
        one.type == "return_statement" or (one.type not in shape.functions and _returns(one, shape))
        for one in statements[: len(statements) - len(last)]
    )
