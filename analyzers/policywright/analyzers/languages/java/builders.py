"""String builders, by the syntax tree: which of them only one variable holds, whatever is done to it.

Texts are values here, not objects: ``builder.append(x)`` as a statement gives its variable a longer text.
That is right as long as nobody else has the builder. One that is passed on, kept in a field or used in a
function within this one may be changed there: what is in it is not known, from the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

KINDS = frozenset(("StringBuilder", "StringBuffer"))
CHANGES = frozenset((
    "append", "appendCodePoint", "delete", "deleteCharAt", "insert", "replace", "reverse", "setCharAt",
    "setLength",
))  # fmt: skip
"""Methods that change a builder; all but ``setCharAt`` and ``setLength`` give it back."""
_READING = frozenset((
    "append", "debug", "error", "format", "formatted", "info", "print", "printf", "println", "trace",
    "valueOf", "warn",
))  # fmt: skip
"""What only reads a builder that it gets."""
_USED = frozenset(("binary_expression", "expression_statement", "return_statement", "variable_declarator"))
"""What makes one whose value is read where it stands."""
_BODIES = frozenset(
    ("method_declaration", "constructor_declaration", "compact_constructor_declaration", "class_body")
)
_WITHIN = frozenset(("lambda_expression", "class_body"))
_LOOPS = frozenset(("for_statement", "while_statement", "do_statement", "enhanced_for_statement"))


def is_kept_apart(declarator: Node) -> bool:
    """Whether the builder of a local variable is only ever used by that variable."""
    body = _around(declarator, _BODIES)
    name = declarator.child_by_field_name("name")
    if body is None or name is None:
        return False
    uses = [one for one in _named(body, name.text or b"") if one.start_byte > name.start_byte]
    last = max((one.start_byte for one in uses), default=0)
    changed = max((one.start_byte for one in uses if next(_calls(one), "") in CHANGES), default=0)
    return all(_is_own(use, declarator, body, last, changed) for use in uses)


def is_read_at_once(made: Node) -> bool:
    """Whether ``new StringBuilder(...)`` is the value of a local variable, or nobody keeps what it makes."""
    calls = list(_calls(made))
    if not all(one in CHANGES for one in calls):
        return True
    parent = _chained(made).parent
    return parent is None or (parent.type in _USED and not _of_field(parent))


def assigned(made: Node) -> Node | None:
    """The variable that a builder is assigned to, where it is no field's."""
    top = _chained(made)
    parent = top.parent
    left = (
        parent.child_by_field_name("left")
        if parent is not None and parent.type == "assignment_expression"
        else None
    )
    builder = all(one in CHANGES for one in _calls(made))
    return left if builder and left is not None and left.type == "identifier" else None


def _of_field(node: Node) -> bool:
    return node.parent is not None and node.parent.type == "field_declaration"


def _is_own(use: Node, declarator: Node, body: Node, last: int, changed: int) -> bool:
    """One use leaves the builder to its variable; ``last`` is where the last one is, ``changed`` the last
    that changes it."""
    if _around(use, _WITHIN, body) != _around(declarator, _WITHIN, body) and use.start_byte < changed:
        return False
    top = _chained(use)
    parent = top.parent
    if parent is None:
        return False
    if top.id == use.id:
        if parent.type == "argument_list":
            return _called(parent) in _READING
        if parent.type == "assignment_expression":
            # Another builder for the variable.
            right = parent.child_by_field_name("right")
            return right is not None and right.id != use.id
        return parent.type in ("binary_expression", "return_statement")
    calls = list(_calls(use))
    changes = list(takewhile(CHANGES.__contains__, calls))
    if changes and _around(use, _WITHIN, body) != _around(declarator, _WITHIN, body):
        return False
    if not changes or (len(changes) == len(calls) and parent.type == "expression_statement"):
        return True
    # ``return text.append("/").toString()``: nobody looks at it later.
    loop = _around(use, _LOOPS, body)
    again = loop is not None and not loop.start_byte < declarator.start_byte < loop.end_byte
    returned = _around(use, frozenset(("return_statement",)), body) is not None
    kept = len(changes) == len(calls) and parent.type not in ("return_statement", "binary_expression")
    return not kept and (returned or (use.start_byte >= last and not again))


def _chained(node: Node) -> Node:
    """The call that a chain on something ends with; the node itself where nothing is called on it."""
    while (above := _above(node)) is not None:
        node = above
    return node


def _calls(node: Node) -> Iterator[str]:
    """The methods that a chain on something calls."""
    while (above := _above(node)) is not None:
        node = above
        if node.type == "method_invocation":
            yield _name(node)


def _above(node: Node) -> Node | None:
    parent = node.parent
    held = (
        parent.child_by_field_name("object")
        if parent is not None and parent.type == "method_invocation"
        else None
    )
    chained = held is not None and held.id == node.id
    return parent if parent is not None and (chained or parent.type == "parenthesized_expression") else None


def _named(body: Node, name: bytes) -> Iterator[Node]:
    pending = [body]
    while pending:
        node = pending.pop()
        if node.type == "identifier" and node.text == name and not _is_member(node):
            yield node
        pending.extend(node.named_children)


def _is_member(node: Node) -> bool:
    """The name of a method or of a field of something."""
    parent = node.parent
    if parent is None or parent.type not in ("method_invocation", "field_access"):
        return False
    own = parent.child_by_field_name("name" if parent.type == "method_invocation" else "field")
    return own is not None and own.id == node.id


def _around(node: Node, kinds: frozenset[str], within: Node | None = None) -> Node | None:
    found = node.parent
    while found is not None and found.type not in kinds:
        if within is not None and found.id == within.id:
            return None
        found = found.parent
    return None if found is None or (within is not None and found.id == within.id) else found


def _called(arguments: Node) -> str:
    call = arguments.parent
    return _name(call) if call is not None and call.type == "method_invocation" else ""


def _name(call: Node) -> str:
    name = call.child_by_field_name("name")
    return (name.text or b"").decode("utf-8", "replace") if name is not None else ""
