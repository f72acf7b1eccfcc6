"""What a function of Terraform's provider asks of AWS because of which arguments: the way through its source.

``Walk(functions, constants, phase, schema).function(name, {})`` gives each operation that a function and
those of its package that it calls ask for, with the arguments that stand in the conditions around the call.
``provider_source`` knows which functions make, read, change and delete what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from tree_sitter import Node

Guard: TypeAlias = "frozenset[str] | None"
"""Arguments, one of which is set where a call is made, ``?`` where more is asked; None: nothing is asked."""
Bound: TypeAlias = dict[str, frozenset[str]]
"""Variables of a function that hold values of arguments."""
Called: TypeAlias = "list[tuple[str, Guard]]"

MORE = frozenset("?")
PAGINATOR = re.compile(r"^New(\w+)Paginator$")
_GETTERS = ("Get", "GetOk", "GetOkExists", "GetChange", "HasChange", "HasChanges", "GetRawConfigAt")
_CLIENTS = re.compile(r"conn|client", re.IGNORECASE)
_LITERAL = {"true": frozenset(("=true",)), "false": frozenset(("=false",))}
"""What a parameter holds that a call gives a truth value."""
_NOTHING = ("nil", '""', "0", "false", "``")
_DEEP = 12
"""Functions that call each other are followed so far; the provider's helpers are three or four deep."""


class Walk:
    """What one function and those that it calls ask of AWS, in one phase."""

    def __init__(
        self,
        functions: dict[str, Node],
        constants: dict[str, str],
        phase: str,
        schema: dict[str, dict[str, str]],
    ) -> None:
        self.functions = functions
        self.constants = constants
        self.phase = phase
        default = {name: told["Default"] for name, told in schema.items() if "Default" in told}
        self.below_zero = {name for name, value in default.items() if value.startswith("-")}
        # A change is something that is asked for; what is made has its defaults.
        self.on = {
            name for name, value in default.items() if phase != "u" and value not in _NOTHING
        } - self.below_zero
        # What is deleted has what AWS has given it, whether the configuration says it or not.
        self.made = {
            name for name, told in schema.items() if phase in "rd" and told.get("Computed") == "true"
        }
        self.under: list[str] = []
        self.known: dict[tuple[str, tuple[tuple[str, frozenset[str]], ...]], Called] = {}

    def function(self, name: str, bound: Bound) -> Called:
        """What a function asks; of the resource's own ones, without what is so by default."""
        key = (name, tuple(sorted(bound.items(), key=lambda one: one[0])))
        if key in self.known:
            return self.known[key]
        if name in self.under or len(self.under) > _DEEP:
            return []
        self.under.append(name)
        body = self.functions[name].child_by_field_name("body")
        found = list(self.calls(body, None, dict(bound))) if body is not None else []
        self.under.pop()
        self.known[key] = found
        return found

    def calls(self, node: Node, guard: Guard, bound: Bound) -> Iterator[tuple[str, Guard]]:
        """The calls below a node, in order; ``bound`` is changed by what assigns."""
        match node.type:
            case "if_statement":
                yield from self.choice(node, guard, bound)
                return
            case "for_statement":
                ranged = next((one for one in node.named_children if one.type == "range_clause"), None)
                over = end_of(ranged) if ranged is not None else None
                about = self.about(over, bound) if over is not None else frozenset()
                for child in node.named_children:
                    inside = self.under_both(guard, about or MORE) if child.type == "block" else guard
                    yield from self.calls(child, inside, bound)
                return
            case "expression_case" | "type_case" | "default_case" | "communication_case":
                guard = self.under_both(guard, MORE)
            case "short_var_declaration" | "assignment_statement":
                left, right = node.named_children[0], node.named_children[-1]
                yield from self.calls(right, guard, bound)
                about = self.about(right, bound)
                for name in left.named_children if left.type == "expression_list" else [left]:
                    bound[text_of(name)] = about
                return
            case "call_expression":
                yield from self.call(node, guard, bound)
            case "selector_expression":
                operand, name = node.named_children[:2]
                if operand.type == "identifier" and _CLIENTS.search(text_of(operand)):
                    yield text_of(name).removesuffix("WithContext").removesuffix("Pages"), guard
        for child in node.named_children:
            yield from self.calls(child, guard, bound)
            if child.type == "if_statement":
                guard = self.under_both(guard, self._after(child, bound))

    def _after(self, node: Node, bound: Bound) -> Guard:
        """What is known behind a condition on arguments that ends the function."""
        block = part(node, "consequence")
        last = block.named_children[-1] if block.named_children else None
        while last is not None and last.type == "statement_list":
            last = end_of(last)
        if last is None or last.type != "return_statement" or node.child_by_field_name("alternative"):
            return None
        bound = dict(bound)
        first = node.child_by_field_name("initializer")
        if first is not None:
            list(self.calls(first, None, bound))
        condition = part(node, "condition")
        if condition.type == "unary_expression" and text_of(condition).startswith("!"):
            return self.set(condition.named_children[0], bound)
        return MORE if self.asked(condition, bound)[0] is not None else None

    def call(self, node: Node, guard: Guard, bound: Bound) -> Iterator[tuple[str, Guard]]:
        """What a call of a function of the package asks."""
        function, given = part(node, "function"), part(node, "arguments").named_children
        name = text_of(function)
        paginator = PAGINATOR.match(name.rpartition(".")[2])
        if paginator is not None:
            yield paginator[1], guard
        for value in given:
            if value.type == "identifier" and text_of(value) in self.functions:
                yield from self.within(self.function(text_of(value), {}), guard)
        if name not in self.functions:
            return
        parameters = part(self.functions[name], "parameters")
        names = [
            text_of(one)
            for declared in parameters.named_children
            for one in declared.children_by_field_name("name")
        ]
        passed = {
            parameter: about
            for parameter, value in zip(names, given, strict=False)
            if (about := _LITERAL.get(value.type) or self.about(value, bound))
        }
        yield from self.within(self.function(name, passed), guard)

    def choice(self, node: Node, guard: Guard, bound: Bound) -> Iterator[tuple[str, Guard]]:
        """Both sides of a condition, without the one that is never taken in this phase."""
        outside, bound = bound, dict(bound)
        first = node.child_by_field_name("initializer")
        if first is not None:
            yield from self.calls(first, guard, bound)
        condition = part(node, "condition")
        yield from self.calls(condition, guard, bound)
        about, verdict = self.asked(condition, bound)
        if verdict is not False:
            inside = guard if verdict is True else self.under_both(guard, about or MORE)
            yield from self.calls(part(node, "consequence"), inside, bound)
        other = node.child_by_field_name("alternative")
        if other is not None and verdict is not True:
            inside = guard if verdict is False else self.under_both(guard, MORE)
            yield from self.calls(other, inside, bound)
        for assigned in of_type(node, "assignment_statement"):
            for name in assigned.named_children[0].named_children:
                outside[text_of(name)] = frozenset()

    def under_both(self, outer: Guard, inner: Guard) -> Guard:
        """One condition inside of another: the inner one tells more."""
        if inner and inner & self.on:
            # What is set by default says that it holds, or nothing.
            inner = None if inner <= self.on else MORE
        if outer is None or inner is None:
            return inner if outer is None else outer
        return (outer if inner == MORE else inner) | MORE

    def within(self, called: Called, guard: Guard) -> Iterator[tuple[str, Guard]]:
        """Calls of a function that is itself called under a condition."""
        for operation, own in called:
            yield operation, self.under_both(guard, own)

    def asked(self, node: Node, bound: Bound) -> tuple[Guard, bool | None]:
        """The arguments one of which is set where a condition holds, and its value where the phase tells."""
        match node.type:
            case "parenthesized_expression":
                return self.asked(node.named_children[0], bound)
            case "unary_expression":
                _, verdict = self.asked(node.named_children[0], bound)
                return None, not verdict if verdict is not None and text_of(node).startswith("!") else None
            case "binary_expression":
                return self._compared(node, bound)
        said = text_of(node)
        if said == "d.IsNewResource()":
            return None, self.phase == "c"
        if said.startswith("d.HasChangesExcept(") and self.phase in "cu":
            # Whatever else is changed, in a resource that is made or changed.
            return None, True
        about = self.about(node, bound)
        if about in _LITERAL.values():
            return None, about == _LITERAL["true"]
        return self.set(node, bound), None

    def set(self, node: Node, bound: Bound) -> Guard:
        """The arguments that a value which is something comes from."""
        about = self.about(node, bound)
        if about in _LITERAL.values():
            return MORE
        return MORE if about & self.made else about or None

    def _compared(self, node: Node, bound: Bound) -> tuple[Guard, bool | None]:
        left, right = part(node, "left"), part(node, "right")
        operator = text_of(part(node, "operator"))
        if operator in ("&&", "||"):
            (one, first), (other, second) = self.asked(left, bound), self.asked(right, bound)
            decides = operator == "||"
            if decides in (first, second):
                return None, decides
            if operator == "&&":
                if True in (first, second):
                    return one or other, first and second
                return self.under_both(one or MORE, other or MORE), None
            if False in (first, second):
                return one or other, None
            if not one or not other or MORE in (one, other):
                return None, None
            return one | other, None
        about, than = self.about(left, bound), text_of(right)
        something = (operator == "!=" and than in _NOTHING) or (operator, than) in ((">", "0"), (">=", "1"))
        something = something or ((operator, than) == (">=", "0") and about <= self.below_zero)
        return (self.set(left, bound) if something else None), None

    def about(self, node: Node, bound: Bound) -> frozenset[str]:
        """The arguments that a value comes from; none where any part of it isn't understood."""
        match node.type:
            case "identifier":
                return bound.get(text_of(node), frozenset())
            case "expression_list" | "parenthesized_expression" if node.named_child_count == 1:
                return self.about(node.named_children[0], bound)
            case "type_assertion_expression" | "index_expression" | "slice_expression":
                return self.about(node.named_children[0], bound)
            case "call_expression":
                return self._returned(node, bound)
        return frozenset()

    def _returned(self, node: Node, bound: Bound) -> frozenset[str]:
        function, given = part(node, "function"), part(node, "arguments").named_children
        name = text_of(function)
        if name == "getTagsIn":
            return frozenset(("tags",))
        if function.type == "selector_expression":
            operand, method = text_of(function.named_children[0]), text_of(function.named_children[1])
            if operand == "d":
                words = [word(one, self.constants) for one in given] if method in _GETTERS else [None]
                return frozenset() if None in words else frozenset(one for one in words if one)
            inner = self.about(function.named_children[0], bound)
            if inner:
                return inner
        if name in ("len", "aws.ToBool", "aws.BoolValue") or name.startswith(("flex.Expand", "expand")):
            return self.about(given[0], bound) if len(given) == 1 else frozenset()
        return frozenset()


def word(node: Node, constants: dict[str, str]) -> str | None:
    """The argument that a literal or a constant names: ``"logging.0.bucket"`` is of ``logging``."""
    said = text_of(node)
    if said.startswith(('"', "`")):
        return said[1:-1].partition(".")[0]
    named = constants.get(said)
    return named.partition(".")[0] if named else None


def of_type(node: Node, type: str) -> Iterator[Node]:
    for child in node.named_children:
        if child.type == type:
            yield child
        yield from of_type(child, type)


def part(node: Node, name: str) -> Node:
    found = node.child_by_field_name(name)
    assert found is not None, (node.type, name)
    return found


def end_of(node: Node) -> Node:
    return node.named_children[-1]


def text_of(node: Node) -> str:
    return node.text.decode() if node.text else ""
