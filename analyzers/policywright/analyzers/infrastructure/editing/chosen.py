"""Names that a condition or a mapping of a template chooses, as the template chooses them.

A function that is given ``!FindInMap [Names, !Ref Stage, Queue]`` needs the queue of its own stage. What is
granted to it says that again, and is not granted the queues of all the others. Only what the variables of
functions are given counts, and only where nothing else of them names one of what is chosen among.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from policywright.analyzers.infrastructure.choosing import sure
from policywright.analyzers.infrastructure.editing.data import (
    FIND,
    IF,
    NAME_OF_VARIABLE,
    SUB,
    Call,
    Data,
    TextOf,
    Wording,
    argument_of,
    texts,
    variants,
)
from policywright.analyzers.infrastructure.model import Stack, Workload
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.knowledge.records import dataclass, replace

_KEYS = 3
"""A mapping, and two keys: a fourth argument is a default, which has no place in a mapping."""
_REFERENCE = re.compile(r"\$\{([A-Za-z0-9]+(?:\.[A-Za-z0-9.]+)?)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """``options`` are what ``call`` chooses among; an ``Fn::If`` by its ``condition``, the first if so."""

    options: tuple[str, ...]
    call: Data
    name: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """A text as the argument of ``Fn::Sub``, and what its variables are beside what the template names."""

    text: str
    data: Data
    given: tuple[tuple[str, Data], ...] = ()

    @property
    def written(self) -> Data:
        return {SUB: [self.text, dict(self.given)]} if self.given else self.data


class Chosen:
    """What one template chooses among, by the roles whose functions it is given to."""

    def __init__(self, stack: Stack, name: str, written: str, named: Callable[[Iterable[str]], bool]) -> None:
        self._stack, self._name, self._named = stack, name, named
        self._root = parse(name, written).root if "FindInMap" in written or "If" in written else None
        self._made: dict[str, list[_Choice]] = {}

    def text_of(self, text: TextOf, role: str) -> TextOf:
        """``text`` with what is chosen among for a role said by what chooses.

        What a statement has listed one by one stays so, and what the code names itself (``named``).
        """
        choices = self._choices(role)
        if not choices:
            return text
        ids = {role, *(run.role for run in self._runs(role))}
        listed = [
            {argument_of(one) or "" for one in texts(statement.resources, text)}
            for own in self._stack.roles
            if own.id in ids
            for policy in own.policies
            for statement in policy.statements
            if statement.site is not None and statement.site.file == self._name and not statement.sometimes
        ]

        def together(found: list[Data], anew: bool) -> list[Data]:
            unnamed = [one for one in choices if not self._named(one.options)]
            # What is granted today already is no reason to say the others by their names.
            held = frozenset[str]().union(*listed) if anew else frozenset[str]()
            return _chosen(found, unnamed, () if anew else listed, held)

        return Wording(text=text, together=together)

    def _choices(self, role: str) -> list[_Choice]:
        if self._root is None:
            return []
        if role not in self._made:
            self._made[role] = _choices(self._root, [one.id for one in self._runs(role)])
        return self._made[role]

    def _runs(self, role: str) -> list[Workload]:
        """What runs under a role; one that a framework makes is called by its function."""
        return [one for one in self._stack.workloads if role in (one.id, one.role, *one.other_roles)]


def _chosen(
    found: list[Data], choices: Sequence[_Choice], listed: Sequence[set[str]], held: frozenset[str]
) -> list[Data]:
    said = [_said(one) for one in found]
    for choice in choices:
        for one in tuple(said):
            several = _several(one, choice, said, held) if isinstance(one, _Said) and one in said else None
            if several is None or any({each.text for each in several} <= some for some in listed):
                continue
            made = _made(several, choice)
            first = min(said.index(each) for each in several if each in said)
            said[first] = made
            said = [each for each in said if each not in several]
    return [one.written if isinstance(one, _Said) else one for one in said]


def _said(data: Data) -> _Said | Data:
    argument = argument_of(data)
    if isinstance(data, Call) and data.function in ("GetAtt", "Ref"):
        argument = f"${{{data.argument}}}"
    elif isinstance(data, str):
        argument = data.replace("${", "${!")
    return data if argument is None else _Said(argument, data)


def _several(
    one: _Said, choice: _Choice, said: Sequence[_Said | Data], held: frozenset[str]
) -> list[_Said] | None:
    """The texts that are one but for what a choice chooses, in its order: all of them, or None.

    Some of them may be ``held`` elsewhere.
    """
    for _, _, every in variants(one.text, choice.options):
        found: list[_Said] = []
        for text in every:
            there = [
                each for each in said
                if isinstance(each, _Said) and each.text == text and each.given == one.given
            ]  # fmt: skip
            found.extend(there or ([_as_said(text)] if text in held and not one.given else []))
        if len(found) == len(choice.options):
            return found
    return None


def _as_said(text: str) -> _Said:
    """A text that is held, as it would be written."""
    if (only := _REFERENCE.fullmatch(text)) is not None:
        return _Said(text, Call("GetAtt" if "." in only[1] else "Ref", only[1]))
    return _Said(text, Call("Sub", text) if "${" in text.replace("${!", "") else text.replace("${!", "${"))


def _made(several: Sequence[_Said], choice: _Choice) -> _Said | Data:
    if choice.condition:
        return {IF: [choice.condition, *(one.written for one in several)]}
    one, other = several[0], several[1]
    at = next(
        at for at, _, texts in variants(one.text, choice.options) if texts[:2] == [one.text, other.text]
    )
    name = choice.name
    while f"${{{name}}}" in one.text or f"${{{name}." in one.text:
        name += "Chosen"
    text = f"{one.text[:at]}${{{name}}}{one.text[at + len(choice.options[0]) :]}"
    return replace(one, text=text, given=(*one.given, (name, choice.call)))


# --- what chooses ---


def _choices(root: Node, functions: Sequence[str]) -> list[_Choice]:
    """What the variables of functions are chosen by, where nothing else names or chooses the same."""
    found: list[_Choice] = []
    plain: set[str] = set()
    for variables in _variables(root, functions):
        for node in variables.mapping.values():
            _collect(root, node, found, plain)
    distinct = [one for index, one in enumerate(found) if one not in found[:index]]
    return sure(distinct, plain, lambda one: one.options)


def _variables(root: Node, functions: Sequence[str]) -> Iterator[Node]:
    below = ("Environment", "Variables")
    ways = [("Globals", "Function", *below), *(("Resources", one, "Properties", *below) for one in functions)]
    for way in ways:
        if (node := root.get(*way)) is not None:
            yield node


def _collect(root: Node, node: Node, found: list[_Choice], plain: set[str]) -> None:
    """What a value is chosen by, and the names that it has whatever is chosen."""
    choice = _choice(root, node)
    if choice is not None:
        found.append(choice)
        return
    single = node.single
    if single is not None and single[0] in ("Ref", "Fn::GetAtt"):
        plain.add(_named(node) or "")
    elif node.is_scalar and node.text:
        plain.add(node.text)
    for inner in (*node.mapping.values(), *node.items):
        _collect(root, inner, found, plain)


def _choice(root: Node, node: Node) -> _Choice | None:
    function, arguments = node.single or ("", node)
    if len(arguments.items) != _KEYS or function not in (IF, FIND):
        return None
    first = arguments.items[0].text
    if first is None:
        return None
    if function == IF:
        either = [_named(one) or "" for one in arguments.items[1:]]
        # Of two resources (or of two names) one stands in place of the other; of each kind one does not.
        if not all(either) or either[0] == either[1] or len({one.startswith("${") for one in either}) != 1:
            return None
        return _Choice(options=(*either,), call=first, condition=first)
    options = _cells(root, first, arguments.items[1:])
    keys = [_key(one) for one in arguments.items[1:]]
    if len(options) < 2 or None in keys:
        return None
    last = keys[-1] if isinstance(keys[-1], str) else first
    name = NAME_OF_VARIABLE.sub("", last) or "Chosen"
    return _Choice(
        options=options, call={FIND: [first, *(one for one in keys if one is not None)]}, name=name
    )


def _cells(root: Node, name: str, keys: Sequence[Node]) -> tuple[str, ...]:
    """What a mapping has for keys that a deployment knows; nothing where that is no text."""
    tables = [one for one in (root.get("Mappings", name),) if one is not None]
    for key in keys:
        tables = [
            one
            for table in tables
            for label, one in table.mapping.items()
            if key.text is None or key.text == label
        ]
    found = tuple(dict.fromkeys(one.text or "" for one in tables))
    return found if all(found) else ()


def _key(node: Node) -> Data | None:
    """A key of a mapping: a text, or what a parameter says."""
    single = node.single
    if single is not None and single[0] == "Ref" and single[1].text:
        return Call("Ref", single[1].text)
    return node.text


def _named(node: Node) -> str | None:
    """A text, or a resource: as ``Fn::Sub`` begins to name it."""
    single = node.single
    if single is None:
        return node.text
    if single[0] == "Ref" and single[1].text and not single[1].text.startswith("AWS::"):
        return f"${{{single[1].text}"
    return f"${{{single[1].items[0].text}" if single[0] == "Fn::GetAtt" and single[1].items else None


__all__ = ["Chosen"]
