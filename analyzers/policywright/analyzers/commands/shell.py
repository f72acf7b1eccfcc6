"""What a shell is told: the commands of a text, each as its words.

The grammar is Bash's, which holds POSIX shells'. A variable that the text assigns is what it is assigned to,
one of several where there are several; others are the environment's. What a command prints is not known.
Source: Bash Reference Manual, "Shell Commands", "Quoting", "Shell Expansions".
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.commands.words import ANYTHING, Masked, joined
from policywright.analyzers.grammar import parser_of
from policywright.knowledge import texts
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex
from policywright.knowledge.values import Const, Hole, Unknown, Value, one_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tree_sitter import Node

_EXPANSIONS = ("simple_expansion", "expansion")
_NO_ASCII = regex(rb"[\x80-\xff\0]")
_ESCAPED = regex(r"\\(.)")
_MAX_ASSIGNED = 4
"""Assignments of a variable that are told apart."""
_MAX_DEPTH = 8
"""Variables that are assigned to each other."""


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


class Script:
    """One text, parsed."""

    def __init__(self, data: bytes, masked: Masked | None = None) -> None:
        self._masked = masked or Masked()
        self._data = data
        self._root = _parsed(data)
        self._assigned: dict[str, list[Node | None]] = {}
        """What each variable gets; None for what is not known."""
        self._depth = 0
        self._collect()

    def commands(self) -> list[Command]:
        """All commands, those inside of others as well."""
        found = []
        for node in _nodes(self._root):
            if node.type in ("command", "declaration_command"):
                words = tuple(self._words(node))
                if words:
                    found.append(Command(words, node.start_byte, node.end_byte))
        return found

    def functions(self) -> frozenset[str]:
        """The names of the functions that the text defines."""
        names = [
            node.child_by_field_name("name")
            for node in _nodes(self._root)
            if node.type == "function_definition"
        ]
        return frozenset(self._text(name) for name in names if name is not None)

    def _collect(self) -> None:
        for node in _nodes(self._root):
            if node.type == "variable_assignment":
                name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
                # What stands before a command is for that command alone.
                if name is not None and (node.parent is None or node.parent.type != "command"):
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

    def _words(self, command: Node) -> Iterator[Value]:
        for child in command.named_children:
            if child.type == "command_name":
                yield self._value(child.named_children[0]) if child.named_children else ANYTHING
            elif child.type not in ("variable_assignment", "file_redirect", "herestring_redirect", "comment",
                                    "heredoc_redirect", "variable_name"):  # fmt: skip
                yield self._value(child)

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
        if not others and not marks:
            return self._read(name, None)
        if marks and marks[0] in (":-", "-", ":=", "=") and len(others) <= 1:
            default = self._value(others[0]) if others else Const("")
            return self._read(name, default)
        if marks and marks[0] in (":?", "?"):
            return self._read(name, None)
        return Unknown("command")

    def _read(self, name: str, default: Value | None) -> Value:
        if not name.isidentifier():
            # ``$1``: what a function or the script is called with.
            return Unknown("command")
        assigned = self._assigned.get(name)
        if assigned is None:
            text = default.value if isinstance(default, Const) and isinstance(default.value, str) else None
            hole = texts.join((Hole(kind="env", name=name, fallback=text),))
            return hole if default is None or text is not None else one_of((hole, default))
        if len(assigned) > _MAX_ASSIGNED or self._depth > _MAX_DEPTH or None in assigned:
            return Unknown("command")
        self._depth += 1
        try:
            found = [
                Const("") if one.type == "variable_name" else self._value(one)
                for one in assigned if one is not None
            ]  # fmt: skip
        finally:
            self._depth -= 1
        if default is not None and default not in found:
            found = [one for one in found if one != Const("")] + [default]
        return one_of(found)


def _quoted(text: str) -> str:
    return regex(r'\\([$`"\\\n])').sub(lambda found: "" if found[1] == "\n" else found[1], text)


def _nodes(root: Node) -> Iterator[Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(node.named_children))
