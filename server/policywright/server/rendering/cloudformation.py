"""``--format cloudformation``: a template with one ``AWS::IAM::ManagedPolicy`` per policy.

Every text is written as a double-quoted YAML scalar in JSON's spelling, which YAML reads as it stands, so
nothing in a name of the analysed code can become YAML. Only strings with holes go through ``!Sub``; in
those a literal ``${`` (an IAM policy variable) is written ``${!``, as ``Fn::Sub`` asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import Place
from policywright.knowledge.texts import dead
from policywright.knowledge.values import Hole, Value, alternatives
from policywright.server.published import Settings
from policywright.server.rendering.document import Texts, document_with, fixed
from policywright.server.rendering.markdown import attach_line
from policywright.server.rendering.patterns import pieces
from policywright.server.rendering.patterns import render as render_values
from policywright.server.rendering.template import (
    Parameter,
    in_language,
    is_parameter,
    is_reference,
    parameters,
    unique,
    words,
)
from policywright.server.text import clip, without_hidden

_PSEUDO = {"region": "${AWS::Region}", "account": "${AWS::AccountId}", "partition": "${AWS::Partition}"}
_LOGICAL_ID_LIMIT = 255
_DESCRIPTION_LIMIT = 1024


class _Sub(str):
    """A text that needs ``!Sub``."""

    __slots__ = ()


def render(analysis: Analysis, settings: Settings) -> str:
    analysis = in_language(analysis, "cloudformation", "serverless")
    taken: set[str] = set()
    ids = [unique(_logical_id(policy.name, "Policy"), taken) for policy in analysis.policies]
    declared = parameters(analysis, lambda variable: _logical_id(variable, ""), taken)
    lines = ['AWSTemplateFormatVersion: "2010-09-09"']
    if declared:
        lines.append("Parameters:")
        for parameter in declared.values():
            lines.extend(_parameter(parameter))
    lines.append("Resources:" if analysis.policies else "Resources: {}")
    for logical_id, policy in zip(ids, analysis.policies, strict=True):
        target = attach_line(policy.attach_to)
        document = document_with(policy, _texts(settings.place, declared))
        lines.append(f"  {logical_id}:")
        if target:
            lines.append(f"    # {target}")
        lines.append("    Type: AWS::IAM::ManagedPolicy")
        lines.append("    Properties:")
        lines.append("      PolicyDocument:")
        lines.extend(_yaml(document, 8))
    return "\n".join(lines) + "\n"


def _logical_id(name: str, suffix: str) -> str:
    base = "".join(word[:1].upper() + _rest(word[1:]) for word in words(name)) or "Application"
    if not base[0].isalpha():
        base = f"P{base}"
    return base[: _LOGICAL_ID_LIMIT - len(suffix)] + ("" if base.endswith(suffix) else suffix)


def _rest(rest: str) -> str:
    """``TABLE`` -> ``Table``, but ``fileToQueue`` keeps its humps."""
    return rest.lower() if rest.isupper() else rest


def _parameter(parameter: Parameter) -> Iterator[str]:
    yield f"  {parameter.name}:"
    yield "    Type: String"
    yield f"    Description: {_scalar(clip(parameter.description, _DESCRIPTION_LIMIT))}"


def _texts(place: Place, declared: dict[str, Parameter]) -> Texts:
    def hole_text(hole: Hole) -> str:
        known = fixed(hole, place)
        if known is not None:
            return known
        if is_parameter(hole):
            return f"${{{declared[str(hole.name)].name}}}"
        if is_reference(hole):
            name = str(hole.name)
            return name if name.startswith("{{resolve:") else f"${{{name}}}"
        return _PSEUDO.get(hole.kind, "*")

    def needs_sub(value: Value) -> bool:
        return any(
            isinstance(piece, Hole)
            and fixed(piece, place) is None
            and (is_parameter(piece) or is_reference(piece) or piece.kind in _PSEUDO)
            for piece in pieces(value)
        )

    def texts(values: Sequence[Value]) -> list[Any]:
        found: list[str] = []
        for value in values:
            for option in alternatives(value):
                if needs_sub(option):
                    escaped = render_values(
                        (option,), hole_text, lambda text: dead(text).replace("${", "${!")
                    )
                    found.extend(_Sub(text) for text in escaped)
                else:
                    found.extend(render_values((option,), hole_text, dead))
        return sorted(dict.fromkeys(found))

    return texts


def _yaml(value: Any, indent: int) -> Iterator[str]:
    """A mapping or a list as block YAML."""
    pad = " " * indent
    if isinstance(value, dict):
        for key, item in value.items():
            head = f"{pad}{_key(key)}:"
            if isinstance(item, dict | list):
                yield head
                yield from _yaml(item, indent + 2)
            else:
                yield f"{head} {_scalar(item)}"
        return
    for item in value:
        if isinstance(item, dict | list):
            first, *rest = _yaml(item, indent + 2)
            yield f"{pad}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{pad}- {_scalar(item)}"


def _key(key: str) -> str:
    return key if key.isalnum() else _scalar(key)


def _hidden(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _scalar(text: str) -> str:
    # JSON would escape what is not ASCII in UTF-16 pairs, which YAML reads as two characters; raw it is fine,
    # except for what YAML does not call printable.
    quoted = without_hidden(json.dumps(text, ensure_ascii=False), _hidden)
    return f"!Sub {quoted}" if isinstance(text, _Sub) else quoted
