"""The elements of lists in the source of a CDK application, and what each round over them is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from policywright.analyzers.infrastructure.cdk.names import Names, inside
from policywright.analyzers.infrastructure.cdk.records import Frame, Placed, Round, Source
from policywright.analyzers.infrastructure.cdk.rounds import MAPPING
from policywright.analyzers.infrastructure.cdk.source import SPREADS, arguments_of, parsed, taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

Element: TypeAlias = "Placed | tuple[Placed, ...]"
"""An element, or what it is put together of: ``Object.entries(...)``, ``enumerate(...)``."""
_LISTS = ("array", "list", "tuple", "set", "expression_list")
_OBJECTS = ("object", "dictionary")
_COMPREHENSIONS = ("list_comprehension", "generator_expression", "set_comprehension")
_SAME = ("list", "tuple", "sorted", "reversed", "set")
"""Functions of Python that give the same elements, in whatever order."""
_PARTS = ("keys", "values", "items", "entries")
_MOST = 1_000
"""What ``range`` counts to at most here: more are no constructs (a stack has 500 resources)."""


class Lists(Names):
    """The lists of one application."""

    def rounds_at(self, source: Source, start: int, frame: Frame | None) -> list[Frame] | None:
        """The runs of a round of that body; None where its list is not known."""
        raise NotImplementedError

    def elements(self, placed: Placed, *, of_keys: bool = False) -> list[Element] | None:
        """The elements of a list; None where they are not all known."""
        if (grown := self.grown(placed)) is not None:
            start, more = grown
            first = self._spread(start)
            return [*first, *more] if first is not None else None
        end = self.followed(placed)
        if of_keys or (end.node.type == "dictionary" and end.source.python):
            return self._parts(end, "keys")
        if end.node.type in _LISTS:
            return self._spread(end)
        if end.node.type in _COMPREHENSIONS:
            return self._made_by(end, end.node)
        if end.node.type in ("call", "call_expression"):
            return self._called(end)
        if end.node.type == "binary_operator" and end.source.python:
            sides = [end.node.child_by_field_name(one) for one in ("left", "right")]
            plus = any(one.type == "+" for one in end.node.children)
            return self._one_after_another(end, sides) if plus else None
        return None

    def _one_after_another(self, end: Placed, lists: Iterable[Node | None]) -> list[Element] | None:
        """The elements of several lists."""
        found: list[Element] = []
        for one in lists:
            more = (
                self.elements(Placed(node=one, source=end.source, where=end.where))
                if one is not None
                else None
            )
            if more is None:
                return None
            found.extend(more)
        return found

    def _spread(self, end: Placed) -> list[Element] | None:
        found: list[Element] = []
        for one in end.node.named_children:
            if one.type in SPREADS and one.named_children:
                more = self.elements(Placed(node=one.named_children[0], source=end.source, where=end.where))
                if more is None:
                    return None
                found.extend(more)
            elif one.type != "comment":
                found.append(Placed(node=one, source=end.source, where=end.where))
        return found

    def _parts(self, end: Placed, which: str) -> list[Element] | None:
        """The keys, the values, or both, of an object that is written out."""
        if end.node.type not in _OBJECTS:
            return None
        found: list[Element] = []
        for one in end.node.named_children:
            if one.type == "comment":
                continue
            key, value = one.child_by_field_name("key"), one.child_by_field_name("value")
            if one.type == "shorthand_property_identifier" and which == "values":
                found.append(Placed(node=one, source=end.source, where=end.where))
                continue
            if one.type != "pair" or key is None or value is None:
                return None
            pair = tuple(Placed(node=node, source=end.source, where=end.where) for node in (key, value))
            found.append(pair[0] if which == "keys" else pair[1] if which == "values" else pair)
        return found

    def _called(self, end: Placed) -> list[Element] | None:
        """What a function makes of a list or an object."""
        function = end.node.child_by_field_name("function")
        name = function.child_by_field_name(end.source.shape.property) if function is not None else None
        on = function.child_by_field_name(end.source.shape.object) if function is not None else None
        given = [
            Placed(node=one.node, source=end.source, where=end.where) for one in arguments_of(end.node)
            if not one.name
        ]  # fmt: skip
        if function is None:
            return None
        if name is None or on is None:
            return self._built_in(_text(function), given, end.source)
        method = _text(name)
        if _text(on) == "Object" and method in _PARTS and len(given) == 1:
            return self._parts(self.followed(given[0]), method)
        if method == "concat" and not end.source.python:
            return self._one_after_another(end, [on, *(one.node for one in given)])
        if method in MAPPING and not end.source.python and method == "map":
            listed = end.node.child_by_field_name("arguments")
            return self._made_by(end, listed.named_children[0]) if listed and listed.named_children else None
        if end.source.python and method in _PARTS and not given:
            return self._parts(self.followed(Placed(node=on, source=end.source, where=end.where)), method)
        return None

    def _built_in(self, name: str, given: Sequence[Placed], source: Source) -> list[Element] | None:
        """What a function that Python has does with lists."""
        if not source.python:
            return None
        if name == "range":
            ends = [self.text(one) for one in given]
            numbers = [int(one) for one in ends if one is not None and one.isdigit()]
            counted = range(*numbers) if 0 < len(numbers) == len(ends) < 3 else None
            if counted is None or len(counted) > _MOST:
                return None
            return [_number(one, given[0]) for one in counted]
        lists = [self.elements(one) for one in given]
        known = [one for one in lists if one is not None]
        if not lists or len(known) != len(lists):
            return None
        if name in _SAME and len(known) == 1:
            return known[0]
        if name == "enumerate" and len(known) == 1:
            return self._together([[_number(number, given[0]) for number in range(len(known[0]))], known[0]])
        return self._together(known) if name == "zip" else None

    def _together(self, lists: Sequence[Sequence[Element]]) -> list[Element] | None:
        rows = list(zip(*lists, strict=False))
        flat = [tuple(one for one in row if isinstance(one, Placed)) for row in rows]
        return list(flat) if all(len(one) == len(lists) for one in flat) else None

    def _made_by(self, end: Placed, node: Node) -> list[Element] | None:
        """What each round of a comprehension or a callback gives."""
        runs = self.rounds_at(end.source, node.start_byte, end.where.frame)
        one = end.source.rounds.get(node.start_byte)
        if runs is None or one is None:
            return None
        body = node.child_by_field_name("body")
        if body is not None and body.type == "statement_block":
            last = body.named_children[-1] if body.named_children else None
            is_return = last is not None and last.type == "return_statement"
            body = last.named_children[0] if last is not None and is_return and last.named_children else None
        if body is None:
            return None
        return [
            Placed(node=body, source=end.source, where=inside(body, one.owner, one.functions, run))
            for run in runs
        ]

    # --- what a round is given ---

    def give(self, frame: Frame, one: Round, element: Element, number: int) -> None:
        """What a round's names stand for."""
        if one.pattern is not None:
            self._match(frame, one.pattern, element)
            return
        listed = one.node.child_by_field_name("parameters") or one.node.child_by_field_name("parameter")
        if listed is None:
            return
        parameters = [listed] if listed.type == "identifier" else listed.named_children
        for place, parameter in enumerate(each for each in parameters if each.type != "comment"):
            pattern = parameter.child_by_field_name("pattern") or parameter
            if place == 0:
                self._match(frame, pattern, element)
                if isinstance(element, Placed):
                    frame.given[0] = element
            elif place == 1:
                self._match(frame, pattern, _number(number, _first(element)))

    def _match(self, frame: Frame, pattern: Node, element: Element) -> None:
        """Takes an element apart as a pattern does."""
        if pattern.type == "identifier":
            if isinstance(element, Placed):
                frame.given[_text(pattern)] = element
        elif pattern.type in ("pattern_list", "tuple_pattern", "list_pattern", "array_pattern"):
            parts = element if isinstance(element, tuple) else self._elements_of(element)
            for inner, part in zip(pattern.named_children, parts, strict=False):
                self._match(frame, inner, part)
        elif pattern.type == "object_pattern" and isinstance(element, Placed):
            for one in pattern.named_children:
                key, name, default = taken(one)
                found = self.member(element, key) if key else None
                if found is None and default is not None and self.lacks(element, key):
                    found = Placed(node=default, source=frame.source, where=element.where)
                if found is not None:
                    frame.given[name] = found

    def _elements_of(self, element: Placed) -> Iterable[Element]:
        end = self.followed(element)
        return (self._spread(end) or ()) if end.node.type in _LISTS else ()


def _first(element: Element) -> Placed:
    return element[0] if isinstance(element, tuple) else element


def _number(number: int, near: Placed) -> Placed:
    """A number that nobody wrote."""
    node = parsed(near.source.name, str(number))
    while node.named_children:
        node = node.named_children[0]
    return Placed(node=node, source=near.source, where=near.where)


def _text(node: Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")
