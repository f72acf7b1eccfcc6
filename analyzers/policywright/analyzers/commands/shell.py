"""What a shell is told: the commands of a text, each as its words.

The grammar is Bash's, which holds POSIX shells'. A variable that the text assigns is what it is assigned to,
one of several where there are several; others are the environment's. Where it is not quoted it is as many
words as it has, an array is its elements, and inside a function ``$1`` and ``$@`` are what each call of it
passes. What a command prints is not known.
Source: Bash Reference Manual, "Shell Commands", "Quoting", "Shell Expansions".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import product
from re import escape

from policywright.analyzers.commands.words import ANYTHING, MAX_WAYS, Masked, joined, pieces
from policywright.analyzers.grammar import parser_of
from policywright.knowledge import texts
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, Unknown, Value, alternatives, one_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from tree_sitter import Node

Fields: TypeAlias = tuple[Value, ...]
"""The words that one part of a command stands for: none, one, several."""

_EXPANSIONS = ("simple_expansion", "expansion")
_NAME = regex(rb"[A-Za-z_][A-Za-z0-9_]*")
_OPEN_NAME = regex(r"\"?\$")
_NO_ASCII = regex(rb"[\x80-\xff\0]")
_ESCAPED = regex(r"\\(.)")
_ESCAPED_INSIDE = regex(r'\\([$`"\\\n])')
_MAX_ASSIGNED = 4
"""Assignments of a variable that are told apart."""
_MAX_DEPTH = 8
"""Variables that are assigned to each other, functions that call each other."""
_ALL = ("@", "*")
"""What stands for all arguments, or for all elements of an array."""
_UNTOLD = ((ANYTHING,),)
"""One way that is not known: any words."""
ARGUMENTS = Unknown("arguments")
"""What the script itself is called with."""


@dataclass(frozen=True, slots=True)
class Command:
    """A simple command, with the place of its text: bytes from the beginning, end exclusive."""

    words: tuple[Value, ...]
    start: int = 0
    end: int = 0


def commands(text: Value) -> list[Command]:
    """The commands of a text that a shell runs, which may have holes, in their order."""
    masked = Masked()
    return Script(masked.text(text).encode(), masked).commands()


def is_quiet(text: str) -> bool:
    """Whether a text without commands really has none: blanks, comments and assignments."""
    return not _parsed(text.encode()).has_error


def _parsed(data: bytes) -> Node:
    """The syntax tree, by places: the grammar's scanner looks characters up in C's table of a byte's classes,
    and reads beyond its end for others. To a shell they are letters of words, so letters stand for them."""
    return parser_of("tree_sitter_bash").parse(_NO_ASCII.sub(b"x", data)).root_node


def _mended(data: bytes) -> tuple[Node, bytes, tuple[int, ...]]:
    """The tree, the text that it is of, and where in that stands what was not in the given one.

    The grammar cuts ``$A/$B/c`` behind the second dollar sign, and takes the rest for a word of its own:
    there the name is put in braces, which say the same.
    """
    inserted: list[int] = []
    root = _parsed(data)
    while places := _cut_names(root, data):
        for place, end in sorted(places, reverse=True):
            data = b"".join((data[:place], b"{", data[place:end], b"}", data[end:]))
            inserted = sorted((*(one + 2 if one >= place else one for one in inserted), place, end + 1))
        root = _parsed(data)
    return root, data, tuple(inserted)


def _cut_names(root: Node, data: bytes) -> set[tuple[int, int]]:
    """Where names stand that are cut from their dollar signs."""
    ends = {
        node.end_byte
        for node in _nodes(root)
        if node.type == "concatenation" and data[node.end_byte - 1 : node.end_byte] == b"$"
    }
    return {(end, name.end()) for end in ends if (name := _NAME.match(data, end)) is not None}


def _goes_on(command: Node) -> bool:
    """Whether a command is no command: the rest of the assignment before it, which the grammar cuts off.

    ``A=$(x)-$(y)`` sets one variable.
    """
    before: Node | None = None
    for child in command.named_children if command.type == "command" else ():
        if child.type == "command_name":
            return before is not None and before.end_byte == child.start_byte
        before = child if child.type == "variable_assignment" else None
    return False


def _is_in_loop(node: Node) -> bool:
    outer = node.parent
    while outer is not None and outer.type != "function_definition":
        if outer.type in ("while_statement", "for_statement", "c_style_for_statement"):
            return True
        outer = outer.parent
    return False


class Script:
    """One text, parsed."""

    def __init__(
        self, data: bytes, masked: Masked | None = None, arguments: Fields | None = None
    ) -> None:  # fmt: skip
        """``arguments`` are what it is started with, if that is known."""
        self._masked = masked or Masked()
        self._started_with = arguments
        self._root, self._data, self._inserted = _mended(data)
        self._assigned: dict[str, list[Node | None]] = {}
        """What each variable gets; None for what is not known."""
        self._arrays: dict[str, list[tuple[Node, bool]]] = {}
        """The lists that each array gets, with whether they are appended to it."""
        self._calls: dict[str, list[Node]] = {}
        """The commands by their names: calls of the text's functions."""
        self._functions: set[str] = set()
        self._passed: dict[str, Fields] = {}
        """What the functions that are looked at are called with."""
        self._depth = 0
        self._reading: list[tuple[str, int]] = []
        """The variables that are being read, and where what each is set to stands."""
        self._bodies: list[tuple[int, int, str]] = []
        """Where functions are defined, the outermost first."""
        self._collect()

    def commands(self) -> list[Command]:
        """All commands, those inside of others as well; those of a function for each call of it."""
        found: dict[Command, None] = {}
        for node in _nodes(self._root):
            if node.type == "command":
                for words in self._ways(node):
                    if words:
                        start, end = (self._given(place) for place in (node.start_byte, node.end_byte))
                        found[Command(words, start, end)] = None
        return list(found)

    def _given(self, place: int) -> int:
        """A place of the tree in the text that was given."""
        return place - bisect_left(self._inserted, place)

    def functions(self) -> frozenset[str]:
        """The names of the functions that the text defines."""
        return frozenset(self._functions)

    def idle(self, others: str) -> list[tuple[int, int]]:
        """Where functions are defined that nothing names: neither the text itself nor ``others``.

        A command that is not known by its name, outside of functions, may be any of them.
        """
        open_ = any(
            _OPEN_NAME.match(name) and any(self._function_of(call) is None for call in calls)
            for name, calls in self._calls.items()
        )
        text = self._data.decode("utf-8", "replace")
        unused: list[tuple[int, int]] = []
        for start, end, name in self._bodies if not open_ else ():
            own = self._data[start:end].decode("utf-8", "replace")
            named = regex(rf"(?<![\w./-]){escape(name)}(?![\w-])")
            if len(named.findall(text)) <= len(named.findall(own)) and not named.search(others):
                unused.append((self._given(start), self._given(end)))
        return unused

    def assigned(self) -> frozenset[str]:
        """The variables that the text sets."""
        return frozenset((*self._assigned, *self._arrays))

    def _collect(self) -> None:
        for node in _nodes(self._root):
            name = node.child_by_field_name("name")
            if node.type == "function_definition" and name is not None:
                self._functions.add(self._text(name))
                self._bodies.append((node.start_byte, node.end_byte, self._text(name)))
            elif node.type == "command" and name is not None:
                self._calls.setdefault(self._text(name), []).append(node)
            if node.type == "variable_assignment":
                value = node.child_by_field_name("value")
                # What stands before a command is for that command alone.
                if name is not None and value is not None and value.type == "array":
                    appended = any(child.type == "+=" for child in node.children)
                    self._arrays.setdefault(self._text(name), []).append((value, appended))
                elif name is not None and node.parent is not None and _goes_on(node.parent):
                    self._assigned.setdefault(self._text(name), []).append(None)
                elif name is not None and (node.parent is None or node.parent.type != "command"):
                    appended = any(child.type == "+=" for child in node.children)
                    self._assigned.setdefault(self._text(name), []).append(
                        None if appended else value or name
                    )
            elif node.type == "for_statement":
                name = node.child_by_field_name("variable")
                values: list[Node | None] = [*node.children_by_field_name("value")]
                if name is not None:
                    self._assigned.setdefault(self._text(name), []).extend(values or [None])
            elif node.type == "command" and self._text(node).startswith(("read ", "mapfile ", "getopts ")):
                for child in node.named_children[1:]:
                    self._assigned.setdefault(self._text(child), []).append(None)

    # --- words ---

    def _ways(self, command: Node) -> Iterator[Fields]:
        """The words of a command, for each call of the function that it is in."""
        name = self._function_of(command)
        called = self._called(name) if name is not None and name not in self._passed else []
        for passed in called:
            assert name is not None
            self._passed[name] = passed
            yield from self._words(command)
            del self._passed[name]
        if not called:
            yield from self._words(command)

    def _words(self, command: Node) -> list[Fields]:
        if _goes_on(command):
            return []
        parts: list[list[Fields]] = []
        for child in command.named_children:
            if child.type == "command_name":
                parts.append(self._fields(child.named_children[0]) if child.named_children else [_UNTOLD[0]])
            elif child.type not in ("variable_assignment", "file_redirect", "herestring_redirect", "comment",
                                    "heredoc_redirect", "variable_name"):  # fmt: skip
                parts.append(self._fields(child))
        return _product(parts)

    def _fields(self, node: Node) -> list[Fields]:
        """The ways to read one part of a command, each as its words."""
        inner = node
        if node.type == "string" and len(node.named_children) == 1 and self._is_whole(node):
            inner = node.named_children[0]
        if inner.type not in _EXPANSIONS:
            return [(self._value(node),)]
        several = self._several(inner)
        if several is not None:
            return several
        return [(self._value(node),)] if inner is not node else self._split(self._value(node))

    def _is_whole(self, string: Node) -> bool:
        """A string in quotes has nothing beside the one part that it is made of."""
        part = string.named_children[0]
        between = self._between(string.start_byte + 1, part.start_byte)
        return not between.strip() and not self._between(part.end_byte, string.end_byte - 1).strip()

    def _several(self, expansion: Node) -> list[Fields] | None:
        """What ``$@``, ``${@:2}`` and ``${NAME[@]}`` stand for; None for other expansions."""
        for child in expansion.named_children[:1]:
            if child.type == "special_variable_name" and self._text(child) in _ALL:
                passed = self._arguments(expansion)
                if passed is None:
                    return list(_UNTOLD) if self._function_of(expansion) is not None else [(ARGUMENTS,)]
                first = [self._text(one) for one in expansion.named_children[1:] if one.type == "number"]
                return [passed[int(first[0]) - 1 :] if first and int(first[0]) > 0 else passed]
            if child.type == "subscript" and len(child.named_children) > 1:
                name, index = child.named_children[:2]
                return self._elements(self._text(name)) if self._text(index) in _ALL else None
        return None

    def _elements(self, name: str) -> list[Fields]:
        """An array's elements; each list that is appended may be or not."""
        lists = self._arrays.get(name)
        if lists is None or self._depth > _MAX_DEPTH:
            return list(_UNTOLD) if name not in self._assigned else self._split(self._read(name, None))
        self._depth += 1
        try:
            told = [
                (_product([self._fields(one) for one in node.named_children]), appended)
                for node, appended in lists
            ]
        finally:
            self._depth -= 1
        whole = [way for ways, appended in told if not appended for way in ways] or [()]
        later = [[(), *ways] for ways, appended in told if appended]
        return _product([whole, *later])

    def _split(self, value: Value) -> list[Fields]:
        """What is not in quotes is cut at its blanks; what is not known of it counts as one word."""
        found: list[Fields] = []
        for option in alternatives(value):
            if isinstance(option, Unknown):
                found.append((option,))
                continue
            text = tuple(" ".join(one.split("\n")) if isinstance(one, str) else one for one in pieces(option))
            found.append(tuple(texts.join(run) for run in texts.split(text, " ") if run))
        return found

    # --- functions ---

    def _function_of(self, node: Node) -> str | None:
        """The function that a place is in."""
        outer = node.parent
        while outer is not None and outer.type != "function_definition":
            outer = outer.parent
        name = outer.child_by_field_name("name") if outer is not None else None
        return self._text(name) if name is not None else None

    def _called(self, name: str) -> list[Fields]:
        """The arguments of each call of a function; none where nothing calls it, or too much does."""
        if self._depth > _MAX_DEPTH:
            return []
        self._depth += 1
        try:
            found = [way[1:] for call in self._calls.get(name, ()) for way in self._ways(call)]
        finally:
            self._depth -= 1
        return found if len(found) <= MAX_WAYS else []

    def _arguments(self, node: Node) -> Fields | None:
        """What the function that a place is in is called with, as far as it has not shifted it away.

        Outside of functions, what the script sets (``set -- a b``) where it does so once, or is started with.
        """
        name = self._function_of(node)
        passed = self._passed.get(name) if name is not None else self._set(node)
        if passed is None:
            return None
        gone = 0
        for one in self._calls.get("shift", ()):
            if self._function_of(one) == name and _is_in_loop(one):
                # Which argument is the first one differs each time.
                return None
            if one.start_byte < node.start_byte and self._function_of(one) == name:
                count = self._text(one).split()[1:]
                said = texts.whole(count[0]) if count else 1
                gone += 1 if said is None else said
        return passed[gone:]

    def _set(self, node: Node) -> Fields | None:
        """The arguments that the script gives itself before a place."""
        setting = [one for one in self._calls.get("set", ()) if self._text(one).startswith("set -- ")]
        if not setting:
            return self._started_with
        # What it sets may be made of what there was before (``set -- --all "$@"``).
        if len(setting) != 1 or setting[0].end_byte > node.start_byte or self._function_of(setting[0]):
            return None
        ways = self._words(setting[0])
        return ways[0][2:] if len(ways) == 1 else None

    def _value(self, node: Node) -> Value:
        text = self._text(node)
        match node.type:
            case "word" | "number" | "special_variable_name":
                return self._masked.value(_ESCAPED.sub(r"\1", text.replace("\\\n", "")))
            case "raw_string":
                return self._masked.value(text[1:-1])
            case "string":
                return self._string(node)
            case "concatenation":
                return joined(self._value(child) for child in node.children)
            case "string_content":
                return self._masked.value(_quoted(text))
            case "simple_expansion" | "expansion":
                return self._variable(node)
            case "ansi_c_string":
                return self._masked.value(text[2:-1])
        return Unknown("command") if node.is_named else self._masked.value(text)

    def _string(self, node: Node) -> Value:
        """A string in quotes; the text between its parts is in no node."""
        at, found = node.start_byte + 1, list[Value]()
        for child in node.named_children:
            found.append(self._masked.value(_quoted(self._between(at, child.start_byte))))
            found.append(self._value(child))
            at = child.end_byte
        found.append(self._masked.value(_quoted(self._between(at, node.end_byte - 1))))
        return joined(found)

    def _text(self, node: Node) -> str:
        return self._between(node.start_byte, node.end_byte)

    def _between(self, start: int, end: int) -> str:
        return self._data[start:end].decode("utf-8", "replace")

    def _variable(self, node: Node) -> Value:
        """``$NAME``, ``${NAME}``, ``${NAME:-default}``; of other expansions nothing is known."""
        names = [child for child in node.named_children if child.type == "variable_name"]
        if len(names) != 1:
            return Unknown("command")
        name = self._text(names[0])
        marks = [child.type for child in node.children if not child.is_named and child.type not in "${}"]
        others = [child for child in node.named_children if child.type != "variable_name"]
        default: Value | None = None
        if marks and marks[0] in (":+", "+") and len(others) <= 1:
            return one_of((Const(""), self._value(others[0]))) if others else Const("")
        if marks and marks[0] in (":-", "-", ":=", "=") and len(others) <= 1:
            default = self._value(others[0]) if others else Const("")
        elif (others or marks) and (not marks or marks[0] not in (":?", "?")):
            return Unknown("command")
        number = texts.whole(name)
        return self._argument(node, number, default) if number is not None else self._read(name, default)

    def _argument(self, node: Node, number: int, default: Value | None) -> Value:
        """``$1``: what the function is called with. What the script is called with is not known."""
        passed = self._arguments(node)
        if passed is None or number < 1 or any(isinstance(one, Unknown) for one in passed[: number - 1]):
            return Unknown("command")
        if number <= len(passed) and passed[number - 1] != Const(""):
            return passed[number - 1]
        return Const("") if default is None else default

    def _read(self, name: str, default: Value | None) -> Value:
        if not name.isidentifier():
            return Unknown("command")
        assigned = self._assigned.get(name)
        if assigned is None:
            text = default.value if isinstance(default, Const) and isinstance(default.value, str) else None
            hole = texts.join((Hole(kind="env", name=name, fallback=text),))
            return hole if default is None or text is not None else one_of((hole, default))
        if len(assigned) > _MAX_ASSIGNED or self._depth > _MAX_DEPTH or None in assigned:
            return Unknown("command")
        before = next((place for read, place in reversed(self._reading) if read == name), None)
        if before is not None:
            # What it is made of itself is what it was until then: in a loop that is anything.
            assigned = [one for one in assigned if one is not None and one.start_byte < before]
            if not assigned:
                return texts.join((Hole(kind="env", name=name),))
        found: list[Value] = []
        self._depth += 1
        try:
            for one in assigned:
                if one is not None:
                    self._reading.append((name, one.start_byte))
                    found.append(Const("") if one.type == "variable_name" else self._value(one))
                    self._reading.pop()
        finally:
            self._depth -= 1
        if default is not None and default not in found:
            found = [one for one in found if one != Const("")] + [default]
        return one_of(found)


def _quoted(text: str) -> str:
    return _ESCAPED_INSIDE.sub(lambda found: "" if found[1] == "\n" else found[1], text)


def _product(parts: list[list[Fields]]) -> list[Fields]:
    """The parts of a command put together, each way by itself; too many are one of which less is known."""
    count = 1
    for part in parts:
        count *= len(part)
    if count > MAX_WAYS:
        parts = [part if len(part) == 1 else list(_UNTOLD) for part in parts]
    return [tuple(word for part in way for word in part) for way in product(*parts)]


def _nodes(root: Node) -> Iterator[Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(node.named_children))
