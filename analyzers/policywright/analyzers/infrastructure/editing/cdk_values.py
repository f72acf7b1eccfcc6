"""Statements as CDK's Python says them: ``iam.PolicyStatement(...)`` with the variables of the source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from policywright.analyzers.infrastructure.changes import NewStatement
from policywright.analyzers.infrastructure.model import Stack
from policywright.analyzers.infrastructure.references import Attribute, Dynamic, Piece, Pseudo, references_of
from policywright.knowledge.records import dataclass
from policywright.knowledge.texts import dead
from policywright.knowledge.values import Const, Hole, Text, Value, alternatives

WIDTH = 88
"""Longer calls go over several lines, as black lays them out."""
_ARNS = {
    "AWS::DynamoDB::Table": "table_arn", "AWS::DynamoDB::GlobalTable": "table_arn", "AWS::SQS::Queue":
    "queue_arn", "AWS::SNS::Topic": "topic_arn", "AWS::S3::Bucket": "bucket_arn", "AWS::Lambda::Function":
    "function_arn", "AWS::SecretsManager::Secret": "secret_arn", "AWS::KMS::Key": "key_arn",
    "AWS::Kinesis::Stream": "stream_arn", "AWS::StepFunctions::StateMachine": "state_machine_arn",
    "AWS::Events::EventBus": "event_bus_arn", "AWS::SSM::Parameter": "parameter_arn", "AWS::Logs::LogGroup":
    "log_group_arn", "AWS::IAM::Role": "role_arn", "AWS::ECR::Repository": "repository_arn",
    "AWS::ECS::Cluster": "cluster_arn", "AWS::KinesisFirehose::DeliveryStream": "delivery_stream_arn",
    "AWS::Cognito::UserPool": "user_pool_arn",
}  # fmt: skip
"""The property of a construct that is the ARN, by the type of its resource. Source: the CDK API reference."""
_STARS = re.compile(r"\*{2,}")
_PLACES = {"region": "region", "account": "account", "partition": "partition"}


@dataclass(slots=True, eq=False, kw_only=True)
class Scope:
    """What a place in the source can name. ``variables``: logical id to variable, class, line."""

    stack: Stack
    iam: str
    stack_class: str
    scope: str
    variables: Mapping[str, tuple[str, str, int]]
    line: int = 0
    """The last line that makes something named so far."""
    needs_stack: bool = False


def call_text(target: str, new: NewStatement, scope: Scope, indentation: str) -> tuple[str, int]:
    """The lines of a call, and the line that they can't stand before."""
    arguments: list[tuple[str, list[str] | str]] = []
    if new.sid:
        arguments.append(("sid", _quoted(new.sid)))
    arguments.append(("actions", [_quoted(action) for action in new.actions]))
    arguments.append(("resources", _sources(new.resources, scope) or ['"*"']))
    conditions: dict[str, list[str]] = {}
    for operator, key, values in new.conditions:
        some = _sources(values, scope)
        value = some[0] if len(some) == 1 else f"[{', '.join(some)}]"
        conditions.setdefault(operator, []).append(f"{_quoted(key)}: {value}")
    if conditions:
        inner = ", ".join(f"{_quoted(name)}: {{{', '.join(some)}}}" for name, some in conditions.items())
        arguments.append(("conditions", f"{{{inner}}}"))
    outer, inner_indent = indentation + "    ", indentation + "        "
    lines = [f"{indentation}{target}(", f"{outer}{scope.iam}("]
    for name, given in arguments:
        lines.extend(_argument(name, given, inner_indent))
    lines += [f"{outer})", f"{indentation})"]
    return "\n".join(lines) + "\n", scope.line


def _argument(name: str, value: list[str] | str, indentation: str) -> list[str]:
    if isinstance(value, str):
        return [f"{indentation}{name}={value},"]
    line = f"{indentation}{name}=[{', '.join(value)}],"
    if len(line) <= WIDTH:
        return [line]
    return [f"{indentation}{name}=[", *(f"{indentation}    {one}," for one in value), f"{indentation}],"]


def _sources(values: Sequence[Value], scope: Scope) -> list[str]:
    found = (_source(option, scope) for value in values for option in alternatives(value))
    return list(dict.fromkeys(found))


def _source(pattern: Value, scope: Scope) -> str:
    """An expression for a pattern: a property of a variable, or a text."""
    references = references_of(scope.stack)
    pattern = references.canonical(pattern)
    pieces: Sequence[Piece] = references.native(pattern)
    first = pieces[0] if pieces else "*"
    if isinstance(first, Attribute) and _named(first, scope) is None and isinstance(pattern, Text):
        pieces = [_plain(part, scope) for part in pattern.parts]
    parts: list[tuple[bool, str]] = []
    for piece in pieces:
        match piece:
            case str():
                parts.append((False, dead(piece)))
            case Dynamic(text=text) if "${" not in text:
                parts.append((False, text))
            case Attribute():
                name = _named(piece, scope)
                parts.append((False, "*") if name is None else (True, name))
            case Pseudo(kind=kind):
                scope.needs_stack = True
                parts.append((True, f"{scope.stack_class}.of({scope.scope}).{_PLACES[kind]}"))
            case _:
                parts.append((False, "*"))
    if len(parts) == 1 and parts[0][0]:
        return parts[0][1]
    if not any(is_code for is_code, _ in parts):
        return _quoted(_STARS.sub("*", "".join(text for _, text in parts)))
    body = "".join(
        f"{{{text}}}" if is_code else _quoted(text)[1:-1].replace("{", "{{").replace("}", "}}")
        for is_code, text in parts
    )
    return f'f"{_STARS.sub("*", body)}"'


def _named(piece: Attribute, scope: Scope) -> str | None:
    """A property of a construct's variable that is this ARN."""
    known = scope.variables.get(piece.id)
    resource = scope.stack.resource(piece.id)
    if known is None or resource is None:
        return None
    variable, kind, line = known
    row = references_of(scope.stack).types.get(piece.id)
    if row is None or piece.attribute != row.arn_from:
        return None
    if kind.startswith("Cfn"):
        property = "ref" if piece.attribute == "Ref" else "attr_arn"
    else:
        property = _ARNS.get(resource.type, "")
    if not property:
        return None
    scope.line = max(scope.line, line)
    return f"{variable}.{property}"


def _plain(part: str | Hole, scope: Scope) -> Piece:
    if isinstance(part, str):
        return part
    if part.kind in _PLACES:
        return Pseudo(kind=part.kind)
    resource = scope.stack.resource(part.name) if part.name else None
    if resource is not None and isinstance(resource.name, Const) and resource.name.value is not None:
        return str(resource.name.value)
    return "*"


def _quoted(text: str) -> str:
    """A string in double quotes."""
    body = repr(text)
    if body.startswith("'"):
        body = '"' + body[1:-1].replace("\\'", "'").replace('"', '\\"') + '"'
    return body
