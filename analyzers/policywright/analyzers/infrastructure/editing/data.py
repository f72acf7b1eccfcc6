"""What is to be written, before anyone decides how: texts, calls of template functions, lists and mappings.

``statement_data`` and ``document_data`` lay out a policy (Sid, Effect, Action, Resource, Condition; one
action or resource stands alone, several are a list); a *dialect's text* turns an abstract pattern into
``Data``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, TypeAlias

from policywright.analyzers.infrastructure.changes import NewStatement
from policywright.analyzers.infrastructure.conditions import UNLESS
from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.references import (
    IMPORTED,
    Attribute,
    Dynamic,
    Expression,
    Piece,
    Pseudo,
    References,
)
from policywright.analyzers.infrastructure.types import after
from policywright.knowledge.records import dataclass
from policywright.knowledge.texts import dead
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

VERSION = "2012-10-17"

_PSEUDO = {"region": "AWS::Region", "account": "AWS::AccountId", "partition": "AWS::Partition"}
_LOGICAL_ID = re.compile(r"[A-Za-z0-9]+\Z|AWS::[A-Za-z]+\Z")
_ATTRIBUTE = re.compile(r"[A-Za-z0-9]+\.[A-Za-z0-9.:]+\Z")
_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_STARS = re.compile(r"\*{2,}")


@dataclass(frozen=True, slots=True)
class Call:
    """A function of CloudFormation. ``GetAtt``'s argument is ``Id.Attribute``."""

    function: Literal["Ref", "GetAtt", "Sub", "ImportValue"]
    argument: str


IF = "Fn::If"
LOOP = "Fn::ForEach::"
SUB = "Fn::Sub"
FIND = "Fn::FindInMap"
IMPORT = "Fn::ImportValue"
NAME_OF_VARIABLE = re.compile(r"[^A-Za-z0-9]")
"""What no name of a variable has."""
NO_VALUE = Call("Ref", "AWS::NoValue")

Data: TypeAlias = "str | Call | list[Data] | dict[str, Data]"
TextOf: TypeAlias = Callable[[Value], Data]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A dialect's text that may say several values at once: by a variable that is one of them.

    ``together`` says them so; all that it can of what is granted anew, else what stands there today.
    """

    text: TextOf
    together: Callable[[list[Data], bool], list[Data]]

    def __call__(self, value: Value) -> Data:
        return self.text(value)


def statement_data(statement: NewStatement, text: TextOf) -> dict[str, Data]:
    """A statement in the order that policies are written in."""
    data: dict[str, Data] = {}
    if statement.sid:
        data["Sid"] = statement.sid
    data["Effect"] = "Allow"
    data["Action"] = _one_or_several(list(statement.actions))
    data["Resource"] = _one_or_several(texts(statement.resources, text, anew=statement.anew) or ["*"])
    conditions: dict[str, dict[str, Data]] = {}
    for operator, key, values in statement.conditions:
        conditions.setdefault(operator, {})[key] = _one_or_several(texts(values, text))
    if conditions:
        data["Condition"] = {**conditions}
    return data


def document_data(statements: Sequence[dict[str, Data]]) -> dict[str, Data]:
    """A policy document."""
    return {"Version": VERSION, "Statement": [*statements]}


def under(data: dict[str, Data], only_if: Sequence[str]) -> dict[str, Data]:
    """An element of a list that is there under conditions of the template alone."""
    for condition in reversed(only_if):
        negated = condition.startswith(UNLESS)
        data = {IF: [condition.removeprefix(UNLESS), *((NO_VALUE, data) if negated else (data, NO_VALUE))]}
    return data


def texts(values: Sequence[Value], text: TextOf, *, anew: bool = False) -> list[Data]:
    """Every value, and each of its alternatives, once."""
    found: list[Data] = []
    for value in values:
        for option in alternatives(value):
            if (one := text(option)) not in found:
                found.append(one)
    return text.together(found, anew) if isinstance(text, Wording) else found


def argument_of(data: Data) -> str | None:
    """A text, or that of an ``Fn::Sub`` without variables of its own."""
    if isinstance(data, Call):
        return data.argument if data.function == "Sub" else None
    return data if isinstance(data, str) else None


def places_of(text: str, part: str) -> list[int]:
    """Where a part is in a text, outside of its variables; the last place first.

    One that begins a variable's name (``${Orders``) is all of it.
    """
    found = [one.start() for one in re.finditer(re.escape(part), text)] if part else []
    if part.startswith("${") and "}" not in part:
        return [at for at in reversed(found) if text[at + len(part) :][:1] in (".", "}")]
    return [at for at in reversed(found) if text.rfind("${", 0, at) <= text.rfind("}", 0, at)]


def variants(text: str, options: Sequence[str]) -> Iterator[tuple[int, str, list[str]]]:
    """Where a text has one of what is chosen among, that, and the text with each of them in its place."""
    for part in options:
        for at in places_of(text, part):
            yield at, part, [text[:at] + one + text[at + len(part) :] for one in options]


def _one_or_several(values: list[Data]) -> Data:
    return values[0] if len(values) == 1 else values


def cloudformation_text(references: References) -> TextOf:
    """Patterns as CloudFormation says them (Serverless Framework too: its variables stay)."""

    def text(value: Value) -> Data:
        pieces = references.native(references.canonical(value))
        return _joined([_as_written(one, references) for one in pieces])

    return text


def _as_written(piece: Piece, references: References) -> Piece:
    """A piece as the template says it: one that has ``arn:aws:`` everywhere is of that partition."""
    return references.place.get(piece.kind, piece) if isinstance(piece, Pseudo) else piece


def _joined(pieces: Sequence[Piece]) -> Data:
    if len(pieces) == 1 and not isinstance(pieces[0], str | Dynamic):
        found = _reference(pieces[0])
        if found is not None:
            return found
    parts: list[str] = []
    plain: list[str] = []
    substituted = False
    imports: dict[str, Data] = {}
    others = {_inside(piece) for piece in pieces if not isinstance(piece, str | Dynamic)}
    for piece in pieces:
        if isinstance(piece, str):
            plain.append(dead(piece))
            parts.append(plain[-1].replace("${", "${!"))
        elif isinstance(piece, Dynamic):
            substituted |= "${" in piece.text
            plain.append(piece.text)
            parts.append(piece.text)
        elif _inside(piece).startswith(IMPORTED):
            substituted = True
            export = _inside(piece).removeprefix(IMPORTED)
            # What another stack exports can't stand inside the text itself.
            given, name = _import(export), NAME_OF_VARIABLE.sub("", export) or "Imported"
            while name in others or imports.get(name, given) != given:
                name += "Imported"
            imports[name] = given
            parts.append(f"${{{name}}}")
        elif isinstance(piece, Expression) and is_framework_variable(piece.text):
            parts.append(f"${{{piece.text}}}")
            plain.append(parts[-1])
        else:
            substituted = True
            parts.append(f"${{{_inside(piece)}}}")
    if not substituted:
        return _STARS.sub("*", "".join(plain)) or "*"
    text = _STARS.sub("*", "".join(parts))
    return {SUB: [text, imports]} if imports else Call("Sub", text)


def _import(export: str) -> Data:
    """What another stack exports; a framework's own variables are filled in before it is asked for."""
    ours = all(map(is_framework_variable, _VARIABLE.findall(export)))
    return Call("ImportValue", export) if ours else {IMPORT: Call("Sub", export)}


def _reference(piece: Attribute | Expression | Pseudo) -> Data | None:
    inside = _inside(piece)
    if inside.startswith(IMPORTED):
        return _import(inside.removeprefix(IMPORTED))
    if isinstance(piece, Expression) and is_framework_variable(inside):
        return None
    if _LOGICAL_ID.match(inside):
        return Call("Ref", inside)
    return Call("GetAtt", inside) if _ATTRIBUTE.match(inside) else None


def _inside(piece: Attribute | Expression | Pseudo) -> str:
    match piece:
        case Attribute(id=id, attribute="Ref"):
            return id
        case Attribute(id=id, attribute=attribute):
            return f"{id}.{attribute}"
        case Expression(text=text):
            return text
    return _PSEUDO.get(piece.kind, "AWS::NoValue")


def is_framework_variable(text: str) -> bool:
    """``self:custom.stage``, ``env:NAME``, ``opt:stage, 'dev'``: resolved before CloudFormation sees it."""
    return ":" in text and not text.startswith("AWS::")


def plain_text(stack: Stack) -> TextOf:
    """Patterns in a policy without template functions: what isn't known is ``*``."""
    place = {"partition": "aws", **dict(stack.place)}

    def piece(part: str | Hole) -> str:
        if isinstance(part, str):
            return part
        if part.kind in place:
            return place[part.kind]
        if part.kind == "reference" and part.name:
            resource = stack.resource(part.name)
            if resource is not None and isinstance(resource.name, Const) and resource.name.value is not None:
                return str(resource.name.value)
        return "*"

    def text(value: Value) -> Data:
        match value:
            case Const(value=scalar) if scalar is not None:
                return str(scalar)
            case Text(parts=parts):
                said: list[str | Hole] = []
                for part in parts:
                    said.extend(after(said, (piece(part),)) if isinstance(part, Hole) else (part,))
                return _STARS.sub("*", "".join(map(str, said)))
        return "*"

    return text
