"""State machines: their definition as a value, wherever it stands, with the substitutions filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.strings import joined, unknown_part
from policywright.analyzers.infrastructure.cloudformation.template import Declared
from policywright.analyzers.infrastructure.model import Definition, ProblemCode
from policywright.analyzers.infrastructure.project import ProjectFiles, relative_to_file
from policywright.analyzers.infrastructure.states.document import quoted
from policywright.analyzers.infrastructure.types import parts_of
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.knowledge.values import Const, Hole, Items, Struct, Value, alternatives

_SUB = re.compile(r"\$\{([A-Za-z0-9_]+)\}")
_MARK = re.compile("\ue000(\\d+)\ue001")
_FILES = ("DefinitionUri", "DefinitionS3Location")


def definition_of(
    scope: Scope, files: ProjectFiles, declared: Declared, role: str | None
) -> tuple[Definition | None, tuple[str, ...]]:
    """The definition, and the files it is read from; None with a problem when it can't be had."""
    names = {
        key: scope.evaluate(node)
        for found in declared.nodes("DefinitionSubstitutions")
        for key, node in found.entries.items()
    }
    node = declared.get("Definition")
    if node is not None:
        spans = tuple((one.path[len(node.path) :], one.span) for one in node.walk())
        return Definition(data=filled(scope.evaluate(node), names), spans=spans, role=role), ()
    text = declared.get("DefinitionString")
    if text is not None:
        data = _parsed(scope.evaluate(text))
        if data is not None:
            return Definition(data=filled(data, names), spans=(((), text.span),), role=role), ()
        scope.template.problem(
            ProblemCode.UNKNOWN_VALUE,
            text,
            f"{declared.id}: its definition is not the text of a JSON document",
        )
        return None, ()
    return _from_file(scope, files, declared, names, role)


def _from_file(
    scope: Scope, files: ProjectFiles, declared: Declared, names: Mapping[str, Value], role: str | None
) -> tuple[Definition | None, tuple[str, ...]]:
    place = next((node for key in _FILES if (node := declared.get(key)) is not None), None)
    path = scope.string(place)
    local = None if path is None or "://" in path else relative_to_file(scope.template.file, path)
    if local is not None and not files.has(local):
        # File systems that ignore case let templates deviate.
        local = next((name for name in files.names if name.lower() == local.lower()), local)
    text = None if local is None else files.text(local)
    if local is None or text is None:
        detail = f"{declared.id}: its definition ({path or 'stored elsewhere'}) is not in the project"
        scope.template.problem(ProblemCode.CODE_NOT_FOUND, place or declared.span, detail)
        return None, ()
    tree = parse(local, quoted(text))
    scope.template.problems.extend(tree.problems)
    if tree.root is None:
        return None, (local,)
    spans = tuple((one.path, one.span) for one in tree.root.walk())
    return Definition(data=filled(_plain(tree.root), names), spans=spans, role=role), (local,)


def _plain(node: Node) -> Value:
    """A node without any functions: Amazon States Language has none of CloudFormation's."""
    if isinstance(node.value, dict):
        return Struct(tuple((key, _plain(inner)) for key, inner in node.value.items()))
    if isinstance(node.value, list):
        return Items(tuple(_plain(inner) for inner in node.value))
    return Const(node.value)


def filled(value: Value, names: Mapping[str, Value]) -> Value:
    """A definition with ``${Name}`` replaced, in keys too (a substitution there is a constant or stays).

    A name that nobody gives is no parameter of the template: what stands for it is not known.
    """
    match value:
        case Struct(fields=fields, open=open, maybe=maybe):
            made = tuple((_key(key, names), filled(inner, names)) for key, inner in fields)
            return Struct(made, open, maybe)
        case Items(values=values, open=open):
            return Items(tuple(filled(inner, names) for inner in values), open)
        case Const(value=str() as text) if "${" in text:
            pieces: list[Value] = []
            whole = _SUB.fullmatch(text)
            if whole is not None and whole[1] in names:
                return names[whole[1]]
            for index, piece in enumerate(_SUB.split(text)):
                if index % 2 == 0:
                    pieces.append(Const(piece))
                else:
                    pieces.append(names.get(piece, unknown_part()))
            return joined(pieces)
    return value


def _key(key: str, names: Mapping[str, Value]) -> str:
    def put(match: re.Match[str]) -> str:
        value = names.get(match[1])
        return str(value.value) if isinstance(value, Const) else match[0]

    return _SUB.sub(put, key)


def _parsed(value: Value) -> Value | None:
    """The JSON document of a string with holes."""
    option = next(alternatives(value), None)
    if option is None:
        return None
    if isinstance(option, Struct):
        return option
    holes: list[Hole] = []
    text, quoted = "", False
    for part in parts_of(option):
        if isinstance(part, Hole):
            mark = f"\ue000{len(holes)}\ue001"
            holes.append(part)
            text += mark if quoted else f'"{mark}"'
            continue
        text += part
        quoted = _inside_string(part, quoted)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return _with_holes(found, holes) if isinstance(found, dict) else None


def _inside_string(text: str, quoted: bool) -> bool:
    escaped = False
    for character in text:
        if escaped:
            escaped = False
        elif character == "\\" and quoted:
            escaped = True
        elif character == '"':
            quoted = not quoted
    return quoted


def _with_holes(found: Any, holes: list[Hole]) -> Value:
    if isinstance(found, dict):
        return Struct(tuple((key, _with_holes(inner, holes)) for key, inner in found.items()))
    if isinstance(found, list):
        return Items(tuple(_with_holes(inner, holes) for inner in found))
    if isinstance(found, str) and "\ue000" in found:
        from policywright.analyzers.infrastructure.types import text_of

        return text_of([
            piece if index % 2 == 0 else holes[int(piece)] for index, piece in enumerate(_MARK.split(found))
        ])  # fmt: skip
    return Const(found)
