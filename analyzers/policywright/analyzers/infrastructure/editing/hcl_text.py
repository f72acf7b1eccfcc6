"""What is written into Terraform files: expressions, objects and blocks in the layout of ``terraform fmt``.

Data is nested: a ``str`` is the source of an expression, a list a tuple, a mapping an object (its keys are
plain text).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from policywright.analyzers.infrastructure.changes import NewStatement
from policywright.analyzers.infrastructure.editing.data import variants
from policywright.analyzers.infrastructure.editing.hcl_order import address_in, plain_directory
from policywright.analyzers.infrastructure.model import HeldStatement, Stack
from policywright.analyzers.infrastructure.references import (
    Attribute,
    Expression,
    Piece,
    Pseudo,
    placed_like,
    references_of,
)
from policywright.knowledge.records import dataclass
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

HclData: TypeAlias = "str | list[HclData] | dict[str, HclData]"

_BARE_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_ELSEWHERE = re.compile(
    r"^(?:each|count)\.|\bmodule\.[\w-]+(?:\[[^\]]*\])?\.(?:(?:module|data|local|var|each|count|path|aws_\w+)\."
    r"|[a-z][a-z0-9]*_\w+\.[\w-]+(?:\[[^\]]*\])?\.\w)"
)
"""Names that hold in one place alone: outside of a module there are its outputs, and nothing else of it."""
_EACH = ("each.key", "each.value.")
_BETWEEN = re.compile(r"""((?:^"|"$|[:/])(?![^{}]*\}))""")
"""What is between the parts of an ARN in a string, outside of its interpolations."""
_COLONS = 5
"""Before the name in an ARN."""
_OF_FUNCTIONS = frozenset(("lambda", "function"))
"""Before a function's name: ``/aws/lambda/``, ``:function:``."""
_LOCAL_ALONE = re.compile(r'"\$\{local\.[\w-]+\}"')
_STARS = re.compile(r"\*{2,}")
_CONTROL = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HclStyle:
    """How objects are written in a place: ``Key = value`` or ``"Key" : value``, and where commas stand."""

    quoted: bool = False
    assign: str = "="
    commas: bool = False
    trailing: bool = True
    """A comma behind the last element of a tuple over several lines."""


class Names:
    """Expressions of one directory of a stack."""

    def __init__(
        self, stack: Stack, directory: str, named: Callable[[Iterable[str]], bool] = lambda _: False
    ) -> None:
        self.stack = stack
        self.references = references_of(stack)
        self.spelled = {
            (one.id, one.attribute): one.expression
            for one in stack.spellings
            if plain_directory(one.directory) == plain_directory(directory)
        }
        self.own = plain_directory(stack.name) == plain_directory(directory)
        self.home, self.later = "", frozenset[str]()
        self.phrases: list[tuple[str, str]] = []
        """What the directory's files put together of locals, and how they write it."""
        self._waited: dict[str, tuple[str, str]] = {}
        """What was written for something that is made later: what that is, and the block around it."""
        self.each = False
        """What is written stands in a block that is made for each of what the others are made for."""
        # What the code names itself it may mean whatever is chosen.
        self._choices = [one for one in stack.choices if self.own and not named(one[0])]

    def at(self, home: str, later: frozenset[str]) -> None:
        """What is written from now on stands in the block ``home``, which all those ``later`` wait for."""
        self.home, self.later = home, later

    def why_not(self, name: str) -> str:
        """Why a name can't be written here."""
        if name in self.later:
            return f"{name} is made after {self.home}, and has no name to write instead"
        return f"{name} can't be named in this file"

    def expression(self, pattern: Value) -> str:
        """The source of an expression for a pattern: a reference, or a string."""
        written, pattern = pattern, self.references.canonical(pattern)
        pieces = self.references.native(pattern)
        found = [self._source(piece) for piece in pieces]
        later = next(filter(None, map(self._made_later, pieces)), None)
        if any(
            one is None and isinstance(piece, Attribute) for one, piece in zip(found, pieces, strict=True)
        ):
            # A whole ARN that has no name in these files: its parts may still have one.
            pieces, found = self._parts(placed_like(written, pattern))
        if (
            len(found) == 1
            and not isinstance(pieces[0], str)
            and found[0] is not None
            and found[0][:1] != '"'
        ):
            return found[0]
        text = ""
        for piece, source in zip(pieces, found, strict=True):
            if isinstance(piece, str):
                text += escaped(piece)
            elif source is None:
                text += "*"
            else:
                text += source.strip('"') if source[:1] == '"' else f"${{{source}}}"
        text = self._by_locals(f'"{_STARS.sub("*", text)}"')
        if later is not None:
            self._waited[text] = later, self.home
        return text

    def _by_locals(self, text: str) -> str:
        """The text, in which what the files put together of locals is written as there (``${local.orders}``).

        It is a whole part of an ARN, or all there is; a plain word may be anything but for a function's name.
        """
        for body, written in self.phrases:
            parts = _BETWEEN.split(text)
            if body not in parts:
                continue
            seen = list(itertools.accumulate(part == ":" for part in parts))
            first = 0 if parts[2] != "arn" else _COLONS
            for at, part in enumerate(parts):
                told = "${" in body or parts[at - 2] in _OF_FUNCTIONS
                if part == body and seen[at] >= first and told:
                    parts[at] = written
            text = "".join(parts)
        return text[3:-2] if _LOCAL_ALONE.fullmatch(text) else text

    def by_name(self, before: str, after: str) -> Iterator[str]:
        """What stands in a text by the name that it is given, where a reference would be a cycle."""
        found = (one for text, one in self._waited.items() if text in after and text not in before)
        for later, home in dict.fromkeys(found):
            yield f"{later} is written by its name: it is made after {home}"

    def unplaced(self, patterns: Iterable[Value]) -> set[str]:
        """The places of the deployment in patterns that these files have no name for (``region``)."""
        pieces = (
            piece
            for value in patterns
            for option in alternatives(value)
            for piece in self.references.native(self.references.canonical(option))
        )
        return {one.kind for one in pieces if isinstance(one, Pseudo) and self._source(one) is None}

    def expressions(self, values: Sequence[Value]) -> list[str]:
        """Every value and each of its alternatives, once."""
        every = (self.expression(option) for value in values for option in alternatives(value))
        return list(dict.fromkeys(every))

    def resources(self, new: NewStatement, held: HeldStatement | None = None) -> list[str]:
        """What a statement is on, as what chooses among it.

        What the one that it takes the place of has listed one by one, or chooses itself, stays so.
        """
        found = self.expressions(new.resources) or [quoted("*")]
        had: list[set[str]] = []
        if held is not None and not new.anew and self._choices:
            several = [{*self.expressions([value])} for value in held.resources]
            had = [{text for some in several if len(some) == 1 for text in some}, *several]
        for options, written in self._choices:
            found = _chosen(found, [escaped(one) for one in options], f"${{{written}}}", had)
            found = [written if one == f'"${{{written}}}"' else one for one in found]
        return found

    def unsaid(self, patterns: Iterable[Value]) -> str | None:
        """A name in patterns that these files can't say: a wildcard in its place would grant more."""
        for value in patterns:
            for option in alternatives(value):
                pattern = self.references.canonical(option)
                pieces = self.references.native(pattern)
                if all(self._source(piece) is not None for piece in pieces):
                    continue
                for part in pattern.parts if isinstance(pattern, Text) else ():
                    named = isinstance(part, Hole) and part.kind in ("reference", "parameter")
                    if isinstance(part, Hole) and named and None in map(self._source, self._named(part)):
                        return part.name
        return None

    def unsaid_whole(self, patterns: Iterable[Value]) -> str | None:
        """A name that is all of a pattern and that these files can't say: nothing would be left of that."""
        for value in patterns:
            for option in alternatives(value):
                holes = option.parts if isinstance(option, Text) else ()
                name = holes[0].name if len(holes) == 1 and isinstance(holes[0], Hole) else None
                if name is not None and self.expression(option) == '"*"':
                    return name
        return None

    def _source(self, piece: Piece) -> str | None:
        return None if self._made_later(piece) is not None else self._spelled(piece)

    def _made_later(self, piece: Piece) -> str | None:
        """What a piece names that is made after what is written."""
        if not self.later or isinstance(piece, str):
            return None
        found = address_in(self._spelled(piece) or "")
        return found if found in self.later else None

    def _spelled(self, piece: Piece) -> str | None:
        match piece:
            case str():
                return piece
            case Attribute(id=id, attribute=attribute):
                if (id, attribute) in self.spelled:
                    return self.spelled[id, attribute]
                resource = self.stack.resource(id)
                nameable = self.own and not id.startswith("module.") and resource is not None
                return f"{id}.{attribute}" if nameable and not (resource and resource.many) else None
            case Expression(text=text):
                if ("", text) in self.spelled:
                    return self.spelled["", text]
                here = self.each and text.startswith(_EACH)
                return text if self.own and (here or not _ELSEWHERE.search(text)) else None
        if not isinstance(piece, Pseudo):
            return None
        return self.spelled.get(("", piece.kind)) or ('"aws"' if piece.kind == "partition" else None)

    def _parts(self, pattern: Value) -> tuple[tuple[Piece, ...], list[str | None]]:
        pieces: list[Piece] = []
        for part in pattern.parts if isinstance(pattern, Text) else ():
            pieces.extend([part] if isinstance(part, str) else self._named(part))
        return tuple(pieces), [self._source(piece) for piece in pieces]

    def _named(self, hole: Hole, seen: tuple[str, ...] = ()) -> list[Piece]:
        """What stands for a resource's name: that, or what the name is put together of."""
        whole = self._piece(hole)
        name = hole.name
        resource = self.stack.resource(name) if name is not None and name not in seen else None
        if resource is None or not isinstance(resource.name, Text) or self._source(whole) is not None:
            return [whole]
        parts: list[Piece] = []
        for part in resource.name.parts:
            parts.extend([part] if isinstance(part, str) else self._named(part, (*seen, resource.id)))
        return parts if all(self._source(one) is not None for one in parts) else [whole]

    def _piece(self, hole: Hole) -> Piece:
        if hole.kind in ("region", "account", "partition"):
            return Pseudo(kind=hole.kind)
        if hole.name is None or hole.kind not in ("parameter", "reference"):
            return "*"
        resource = self.stack.resource(hole.name)
        if resource is None:
            return Expression(text=hole.name)
        if isinstance(resource.name, Const) and resource.name.value is not None:
            return str(resource.name.value)
        row = self.references.types.get(hole.name)
        return Attribute(id=hole.name, attribute=row.tf_name) if row is not None and row.tf_name else "*"


def _chosen(found: list[str], options: Sequence[str], written: str, had: Sequence[set[str]]) -> list[str]:
    """The texts, of which those that differ by what is chosen alone are one, but for what is ``had``."""
    for text in found:
        for at, part, several in variants(text, options):
            if all(one in found for one in several) and not any(one.issuperset(several) for one in had):
                made = text[:at] + written + text[at + len(part) :]
                rest = [one for one in found if one not in several]
                return _chosen([*rest, made], options, written, had)
    return found


def escaped(text: str) -> str:
    """Literal text inside a quoted string."""
    text = "".join(_CONTROL.get(one) or _printable(one) for one in text)
    text = text.replace("${", "$${").replace("%{", "%%{")
    # A dollar sign right before an interpolation would make that text.
    return f'{text[:-1]}${{"$"}}' if text.endswith("$") else text


def _printable(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def quoted(text: str) -> str:
    return f'"{escaped(text)}"'


# Statements ------------------------------------------------------------------------------------------------


def object_statement(
    new: NewStatement, names: Names, held: HeldStatement | None = None
) -> dict[str, HclData]:
    """A statement of a JSON document as an object."""
    data: dict[str, HclData] = {}
    if new.sid:
        data["Sid"] = quoted(new.sid)
    data["Effect"] = quoted("Allow")
    data["Action"] = _one_or_several([quoted(action) for action in new.actions])
    data["Resource"] = _one_or_several(names.resources(new, held))
    conditions: dict[str, dict[str, HclData]] = {}
    for operator, key, values in new.conditions:
        conditions.setdefault(operator, {})[key] = _one_or_several(names.expressions(values))
    if conditions:
        data["Condition"] = {**conditions}
    return data


def input_statement(new: NewStatement, names: Names, held: HeldStatement | None = None) -> dict[str, HclData]:
    """A statement as the inputs of modules take it (and ``statement`` blocks, but for their conditions)."""
    data: dict[str, HclData] = {}
    if new.sid:
        data["sid"] = quoted(new.sid)
    data["effect"] = quoted("Allow")
    data["actions"] = [quoted(action) for action in new.actions]
    data["resources"] = [*names.resources(new, held)]
    return data


def condition_data(new: NewStatement, names: Names) -> list[dict[str, HclData]]:
    """The conditions as ``test``, ``variable`` and ``values``."""
    return [
        {"test": quoted(operator), "variable": quoted(key), "values": [*names.expressions(values)]}
        for operator, key, values in new.conditions
    ]


def _one_or_several(values: list[str]) -> HclData:
    return values[0] if len(values) == 1 else [*values]


# Layout ----------------------------------------------------------------------------------------------------


def value_text(data: HclData, indentation: str, style: HclStyle) -> str:
    """A value; its first line goes on a line that is indented so."""
    inner = indentation + "  "
    if isinstance(data, str):
        return data
    if isinstance(data, list):
        if not data or (len(data) == 1 and isinstance(data[0], str)):
            return f"[{data[0] if data else ''}]"
        lines = [f"{inner}{value_text(item, inner, style)}" for item in data]
        end = "," if style.trailing else ""
        return "[\n" + ",\n".join(lines) + end + f"\n{indentation}]"
    if not data:
        return "{}"
    body = attribute_lines(data, inner, style)
    return "{\n" + "\n".join(body) + f"\n{indentation}}}"


def attribute_lines(data: dict[str, HclData], indentation: str, style: HclStyle) -> list[str]:
    """Entries of an object or arguments of a block; neighbours on one line have their signs in one column."""
    keys = {key: key_text(key, style) for key in data}
    values = {key: value_text(value, indentation, style) for key, value in data.items()}
    groups: list[list[str]] = []
    for key, value in values.items():
        if "\n" in value or not groups or "\n" in values[groups[-1][-1]]:
            groups.append([key])
        else:
            groups[-1].append(key)
    lines: list[str] = []
    last = next(reversed(keys), None)
    for group in groups:
        width = max(len(keys[key]) for key in group) if style.assign == "=" else 0
        for key in group:
            end = "," if style.commas and key != last else ""
            lines.append(f"{indentation}{keys[key]:<{width}} {style.assign} {values[key]}{end}")
    return lines


def key_text(key: str, style: HclStyle) -> str:
    return quoted(key) if style.quoted or not _BARE_KEY.match(key) else key


def statement_block(new: NewStatement, names: Names, indentation: str) -> str:
    """A ``statement`` block of ``aws_iam_policy_document``."""
    style = HclStyle()
    inner = indentation + "  "
    lines = [f"{indentation}statement {{", *attribute_lines(input_statement(new, names), inner, style)]
    for condition in condition_data(new, names):
        lines += ["", condition_block(condition, inner)]
    return "\n".join([*lines, f"{indentation}}}"])


def condition_block(condition: dict[str, HclData], indentation: str) -> str:
    lines = attribute_lines(condition, indentation + "  ", HclStyle())
    return "\n".join([f"{indentation}condition {{", *lines, f"{indentation}}}"])


def policy_resource(
    label: str,
    name: str,
    role: str,
    extra: dict[str, HclData],
    statements: Sequence[dict[str, HclData]],
) -> str:
    """An ``aws_iam_role_policy``; ``extra`` are meta-arguments such as ``for_each``."""
    style = HclStyle()
    document: HclData = {
        "Version": quoted("2012-10-17"),
        "Statement": [*statements],
    }
    head = [*attribute_lines({**extra}, "  ", style), ""] if extra else []
    lines = [
        f'resource "aws_iam_role_policy" "{label}" {{',
        *head,
        *attribute_lines({"name": quoted(name), "role": role}, "  ", style),
        "",
        f"  policy = jsonencode({value_text(document, '  ', style)})",
        "}",
    ]
    return "\n".join(lines)
