"""``--format terraform``: ``aws_iam_policy_document`` data and an ``aws_iam_policy`` per policy.

In HCL strings a literal ``${`` is written ``$${`` and ``%{`` is written ``%%{``, so IAM policy variables
and whatever the analysed code contains stay text.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import Place
from policywright.analyzers.model import Policy, Statement
from policywright.knowledge.values import Hole
from policywright.server.published import Settings
from policywright.server.rendering.document import Texts, fixed
from policywright.server.rendering.markdown import attach_line
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
from policywright.server.text import one_line
from policywright.server.verdict import nothing_needed

# `id` is the region's name in every version of the provider; `name` is deprecated since 6.0.
_DATA = {
    "partition": ("aws_partition", "partition"),
    "region": ("aws_region", "id"),
    "account": ("aws_caller_identity", "account_id"),
}
_CONTROL = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


def render(analysis: Analysis, settings: Settings) -> str:
    analysis = in_language(analysis, "terraform")
    taken: set[str] = set()
    names = [unique(_identifier(policy.name), taken) for policy in analysis.policies]
    declared = parameters(analysis, _identifier, set())
    used: set[str] = set()
    texts = _texts(settings.place, declared, used)
    policies = [_policy(name, policy, texts) for name, policy in zip(names, analysis.policies, strict=True)]
    blocks = [
        *(f'data "{_DATA[kind][0]}" "current" {{}}' for kind in _DATA if kind in used),
        *(_variable(parameter) for parameter in declared.values()),
        *policies,
    ]
    return "\n\n".join(blocks) + "\n" if blocks else f"# {one_line(nothing_needed(analysis))}\n"


def _identifier(name: str) -> str:
    base = "_".join(words(name)).lower() or "application"
    return base if base[0].isalpha() else f"p_{base}"


def _texts(place: Place, declared: dict[str, Parameter], used: set[str]) -> Texts:
    def hole_text(hole: Hole) -> str:
        known = fixed(hole, place)
        if known is not None:
            return _escape(known)
        if is_parameter(hole):
            return f"${{var.{declared[str(hole.name)].name}}}"
        if is_reference(hole):
            return f"${{{hole.name}}}"
        if hole.kind in _DATA:
            used.add(hole.kind)
            source, attribute = _DATA[hole.kind]
            return f"${{data.{source}.current.{attribute}}}"
        return "*"

    return lambda values: sorted(render_values(values, hole_text, _escape))


def _escape(text: str) -> str:
    """A literal piece inside an HCL quoted string (the quotes not included)."""
    escaped = "".join(_CONTROL.get(character) or _escaped(character) for character in text)
    escaped = escaped.replace("${", "$${").replace("%{", "%%{")
    # A dollar sign right before the next piece's `${` would turn that into text.
    return f'{escaped[:-1]}${{"$"}}' if escaped.endswith("$") else escaped


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _string(escaped: str) -> str:
    return f'"{escaped}"'


def _quoted(text: str) -> str:
    return _string(_escape(text))


def _variable(parameter: Parameter) -> str:
    return "\n".join(
        (
            f'variable "{parameter.name}" {{',
            "  type        = string",
            f"  description = {_quoted(parameter.description)}",
            "}",
        )
    )


def _policy(name: str, policy: Policy, texts: Texts) -> str:
    target = attach_line(policy.attach_to)
    lines = [f"# {target}"] if target else []
    lines.append(f'data "aws_iam_policy_document" "{name}" {{')
    for index, statement in enumerate(policy.statements):
        if index:
            lines.append("")
        lines.extend(f"  {line}" if line else "" for line in _statement(statement, texts))
    lines += [
        "}",
        "",
        f'resource "aws_iam_policy" "{name}" {{',
        f"  name   = {_quoted(policy.name)}",
        f"  policy = data.aws_iam_policy_document.{name}.json",
        "}",
    ]
    return "\n".join(lines)


def _statement(statement: Statement, texts: Texts) -> Iterator[str]:
    yield "statement {"
    yield f"  sid       = {_quoted(statement.sid)}"
    yield from _list("actions  ", [_quoted(action) for action in statement.actions])
    yield from _list("resources", [_string(text) for text in texts(statement.resources)])
    for operator, key, values in statement.conditions:
        yield ""
        yield "  condition {"
        yield f"    test     = {_quoted(operator)}"
        yield f"    variable = {_quoted(key)}"
        yield f"    values   = [{', '.join(_string(text) for text in texts(values))}]"
        yield "  }"
    yield "}"


def _list(name: str, items: list[str]) -> Iterator[str]:
    if len(items) == 1:
        yield f"  {name} = [{items[0]}]"
        return
    yield f"  {name} = ["
    for item in items:
        yield f"    {item},"
    yield "  ]"
