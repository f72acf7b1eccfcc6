"""What goes from a source of a CDK application: statements, elements of lists, and what would be left empty.

Of a list whose elements all go nothing is left but its brackets; a document that would have no statement goes
with its entry in a role's inline policies (synthesising one without statements fails), a block without
statements with the ``if`` that it stands under, where asking that does nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from policywright.analyzers.infrastructure.cdk.records import Call, Source
from policywright.analyzers.infrastructure.cdk.source import elements
from policywright.analyzers.infrastructure.refusal import Refused
from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

_Span = tuple[int, int]

_BLANK = re.compile(rb"[ \t]*(?:#.*|//.*)?\r?\n?")
_REST = re.compile(rb"[ \t]*(,?)[ \t]*(?:#[^\r\n]*|//[^\r\n]*)?(?=\r?\n)")
"""What stands after an element at the end of its line."""
_REMARK = re.compile(rb"[ \t]*(?:#|//)(?![^\r\n]*[-=*#~]{3})[^\r\n]*\r?\n")
"""A line of comment, but for the heading of a part of the file."""
_LISTS = frozenset(("list", "array", "argument_list", "arguments", "dictionary", "object"))
_ARGUMENTS = frozenset(("argument_list", "arguments"))
_ENTRIES = frozenset(("dictionary", "object"))
_BODIES = frozenset((
    "block", "statement_block", "switch_case", "switch_default", "class_static_block",
))  # fmt: skip
"""What statements stand in, beside a whole file."""
_BLOCKS = frozenset(("block", "statement_block"))
_DOING = frozenset((
    "call", "call_expression", "new_expression", "await", "await_expression", "yield", "yield_expression",
    "named_expression", "assignment", "assignment_expression", "augmented_assignment_expression",
    "update_expression",
))  # fmt: skip
"""What does something where it is evaluated."""
_DOCUMENT = "PolicyDocument"
_MANAGED = "ManagedPolicy"
_POLICY = "Policy"
_ROLE = "Role"


@dataclass(slots=True, eq=False)
class Removal:
    """What goes from one source."""

    source: Source
    statements: list[Node] = field(default_factory=list)
    elements: list[Node] = field(default_factory=list)
    taken: list[Node] = field(default_factory=list)
    """Statements whose places others take: what is said above them is said of these."""

    def copy(self) -> Removal:
        return Removal(self.source, list(self.statements), list(self.elements), list(self.taken))

    def call(self, call: Call) -> None:
        """A call that is a statement of its own."""
        statement = call.where.statement
        alone = statement.type == "expression_statement" and statement.named_children[:1] == [call.node]
        parent = statement.parent
        # Without braces, what follows would take its place under the condition.
        bare = parent is not None and parent.parent is not None and parent.type not in _BODIES
        if not alone or bare:
            said = f"{call.receiver}.{call.method}(...)"
            raise Refused(f"{self.source.name}:{call.line}: {said} can't be taken out as it stands")
        self.statements.append(statement)

    def element(self, node: Node) -> None:
        """An element of a list of elements or arguments."""
        if node.parent is None or node.parent.type not in _LISTS:
            raise Refused(f"{self.source.name}:{node.start_point[0] + 1}: it can't be taken out as it stands")
        self.elements.append(node)

    def spans(self) -> list[_Span]:
        """The spans that go, none within another one."""
        listed, statements = self._lists()
        found = [*listed, *self._statements(statements)]
        return [one for one in dict.fromkeys(found) if not any(is_in(one, other) for other in found)]

    # --- lists ---

    def _lists(self) -> tuple[list[_Span], list[Node]]:
        """What goes of lists, and all statements that go."""
        statements = list(self.statements)
        pending = _unique(self.elements)
        emptied: set[_Span] = set()
        done: dict[_Span, tuple[Node, list[Node]]] = {}
        while pending:
            node = pending.pop()
            parent = node.parent
            assert parent is not None
            _, gone = done.setdefault(_span(parent), (parent, []))
            if node not in gone:
                gone.append(node)
            if len(gone) == len(_elements(parent)) and _span(parent) not in emptied:
                emptied.add(_span(parent))
                outer = self._with_it(parent)
                if outer is not None and outer.type == "expression_statement":
                    statements.append(outer)
                elif outer is not None:
                    pending.append(outer)
        return [span for parent, gone in done.values() for span in _runs(parent, gone)], statements

    def _with_it(self, empty: Node) -> Node | None:
        """What goes with a list of which nothing is left."""
        if empty.type in _ARGUMENTS:
            statement = empty.parent.parent if empty.parent is not None else None
            alone = statement is not None and statement.type == "expression_statement"
            bare = alone and statement.parent is not None and statement.parent.type not in _BODIES  # type: ignore[union-attr]
            is_root = bare and statement.parent.parent is None  # type: ignore[union-attr]
            return statement if alone and (not bare or is_root) else None
        if empty.type in _ENTRIES:
            return None
        call = _call_of(empty)
        name = _name_of(call) if call is not None else ""
        if name == _MANAGED:
            raise Refused(f"{self._place(empty)}: a managed policy without statements would be left")
        if call is None or name != _DOCUMENT:
            return None
        holder, owner = call.parent, _call_of(call)
        name = _name_of(owner) if owner is not None else ""
        if name == _ROLE and holder is not None and holder.type == "pair":
            return holder
        if name != _POLICY:
            # CDK makes no policy of one without statements; of all else, no template.
            raise Refused(f"{self._place(empty)}: a document without statements would be left")
        return None

    def _place(self, node: Node) -> str:
        return f"{self.source.name}:{node.start_point[0] + 1}"

    # --- statements ---

    def _statements(self, gone: Iterable[Node]) -> Iterator[_Span]:
        pending = _unique(gone)
        found: dict[_Span, Node] = {}
        left: dict[_Span, Node] = {}
        while pending:
            node = pending.pop()
            found[_span(node)] = node
            block = node.parent
            if block is None or block.type not in _BLOCKS:
                continue
            if any(one.type != "comment" and _span(one) not in found for one in block.named_children):
                continue
            chosen = block.parent
            if chosen is not None and chosen.type == "else_clause":
                chosen = chosen.parent
            left[_span(block)] = block
            if chosen is not None and _is_left_empty(chosen, left):
                pending.append(chosen)
        within = [*found.values()]
        for block in left.values():
            outer = block.parent
            if outer is not None and any(is_within(outer, one) for one in within):
                continue
            if outer is not None and outer.type == "else_clause":
                before = outer.prev_named_sibling
                yield (before.end_byte if before is not None else outer.start_byte), outer.end_byte
            elif self.source.python:
                raise Refused(f"{self._place(block)}: nothing would be left of the block")
        for node in within:
            yield self._with_remarks(node, found)

    def _with_remarks(self, node: Node, gone: Container[_Span]) -> _Span:
        """The lines of a statement with the comments right above, where these head nothing that stays."""
        start, end = lines_of(node, self.source)
        if any(_span(one) == _span(node) for one in self.taken):
            return start, end
        last, after = node, node.next_named_sibling
        while after is not None and _span(after) in gone:
            last, after = after, after.next_named_sibling
        follows = after is not None and after.start_point[0] <= last.end_point[0] + 1
        if start == node.start_byte or (follows and after is not None and after.type != "comment"):
            return start, end
        text = self.source.data
        while start:
            above = text.rfind(b"\n", 0, start - 1) + 1
            if _REMARK.fullmatch(text[above:start]) is None:
                break
            start = above
        return start, end


def lines_of(statement: Node, source: Source) -> _Span:
    """The span of a statement, with its lines where nothing else is on them."""
    text = source.data
    start = text.rfind(b"\n", 0, statement.start_byte) + 1
    rest = _BLANK.match(text, statement.end_byte)
    end = rest.end() if rest is not None else statement.end_byte
    if text[start : statement.start_byte].strip() or (end < len(text) and text[end - 1 : end] != b"\n"):
        return statement.start_byte, statement.end_byte
    return start, end


def _runs(parent: Node, gone: list[Node]) -> Iterator[_Span]:
    """The spans of elements that go, each with one comma beside it."""
    every = _elements(parent)
    going = [any(_span(one) == _span(other) for other in gone) for one in every]
    if all(going):
        yield parent.start_byte + 1, parent.end_byte - 1
        return
    at = 0
    while at < len(every):
        end = at
        while end < len(every) and going[end]:
            end += 1
        if end > at:
            before = every[at - 1].end_byte if at > 0 else parent.start_byte + 1
            rest = (
                (before, every[end - 1].end_byte) if at > 0 else (every[0].start_byte, every[end].start_byte)
            )
            yield from _lines(parent, before, every[end - 1].end_byte) or [rest]
        at = end + 1


def _lines(parent: Node, before: int, last: int) -> list[_Span]:
    """What goes after one place up to another: lines with their comments; nothing where others stand."""
    text, base = parent.text or b"", parent.start_byte
    start, stop = (_REST.match(text, one - base) for one in (before, last))
    if start is None or stop is None:
        return []
    comma = [(base + start.start(1), base + start.end(1))] if start[1] and not stop[1] else []
    return [*comma, (base + start.end(), base + stop.end())]


def _is_left_empty(chosen: Node, left: dict[_Span, Node]) -> bool:
    """An ``if`` of which every branch is left without statements, and whose condition does nothing."""
    branches = _branches(chosen) if chosen.type == "if_statement" else None
    empty = branches is not None and all(_span(one) in left for one in branches)
    return empty and not _does_something(chosen.child_by_field_name("condition"))


def _branches(chosen: Node) -> list[Node] | None:
    """The blocks of an ``if``; None where one of them is none."""
    then = chosen.child_by_field_name("consequence")
    found = [then] if then is not None else []
    for one in chosen.children_by_field_name("alternative"):
        body = next((inner for inner in one.named_children if inner.type in _BLOCKS), None)
        if one.type != "else_clause" or body is None:
            return None
        found.append(body)
    return found if found and all(one.type in _BLOCKS for one in found) else None


def _does_something(node: Node | None) -> bool:
    return node is None or node.type in _DOING or any(map(_does_something, node.named_children))


def _call_of(node: Node) -> Node | None:
    """The call that a node is an argument of, by position or name."""
    outer = node.parent
    while outer is not None and outer.type in ("keyword_argument", "pair", *_ENTRIES, *_ARGUMENTS):
        outer = outer.parent
    known = outer is not None and outer.type in ("call", "call_expression", "new_expression")
    return outer if known else None


def _name_of(call: Node) -> str:
    """The last name of what is called."""
    called = call.child_by_field_name("constructor") or call.child_by_field_name("function")
    text = (called.text or b"").decode("utf-8", "replace") if called is not None else ""
    return text.rpartition(".")[2]


def _elements(parent: Node) -> list[Node]:
    found = elements(parent) if parent.type not in _ENTRIES else []
    return found or [one for one in parent.named_children if one.type != "comment"]


def _span(node: Node) -> _Span:
    return node.start_byte, node.end_byte


def is_within(node: Node, outer: Node) -> bool:
    """A node is another one, or a part of it."""
    return outer.start_byte <= node.start_byte and node.end_byte <= outer.end_byte


def is_in(span: _Span, outer: _Span) -> bool:
    """A span is a part of another one, and not all of it."""
    return outer[0] <= span[0] and span[1] <= outer[1] and span != outer


def _unique(nodes: Iterable[Node]) -> list[Node]:
    return list({_span(one): one for one in nodes}.values())
