"""What a workload's role must allow because of its configuration: its log, what it polls, its network.

A reader of any template language says how a workload is configured, with ``need`` for a single fact or with a
``FunctionConfiguration`` for all of a Lambda function's; the rules themselves are data (``runtime.toml``).

    function_needs(FunctionConfiguration(
        name=physical_name("Worker"), span=span,
        sources=(Source(arn=arn_of_inbox, label="Inbox", span=span),),
        destinations=(Destination(arn=arn_of_failed, label="Failed", purpose="failures", span=span),),
    ))

``service_of`` tells from an ARN pattern whose it is; a source or destination whose ARN doesn't (a parameter)
needs its ``kind``. Ones that can't be told are skipped: ``unknown_ends`` lists them, for problems.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from policywright.analyzers.infrastructure.model import RuntimeNeed
from policywright.analyzers.infrastructure.types import parts_of, text_of
from policywright.analyzers.model import Condition, Span
from policywright.knowledge.forms import secret_arns
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.values import Const, Hole, Text, Unknown, Value, alternatives

_FIELD = re.compile(r"\{(\w+)\}")
_FILE_SYSTEMS = {"elasticfilesystem": "file-system", "s3files": "s3-files"}
"""The service of an access point to the need's name."""
_READS_SECRET = "secretsmanager:GetSecretValue"
_LOG = "/aws/lambda/"
"""How the name of a function's log group begins."""
_DIRECTLY = "somebody else than CloudFront invokes the function"
_NOWHERE = Span(file="", line=1, column=1, end_line=1, end_column=1, start_byte=0, end_byte=0)
_PLACES = ("partition", "region", "account")
_SOURCES = {
    "sqs": "sqs", "kinesis": "kinesis", "dynamodb": "dynamodb", "kafka": "msk", "mq": "mq",
    "rds": "documentdb", "msk": "msk", "documentdb": "documentdb", "docdb": "documentdb",
}  # fmt: skip
"""A polled service, as its ARN or a template calls it, to the need's name."""
_DESTINATIONS = {
    "sqs": "to-sqs", "sns": "to-sns", "lambda": "to-lambda", "events": "to-events",
    "eventbridge": "to-events", "s3": "to-s3", "s3bucket": "to-s3",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Something that Lambda polls with the function's role. ``label`` is what the template calls it.

    ``secrets`` are ARNs of what it signs in with, ``key`` that of its customer managed key. ``kind`` is
    the service's name where the ARN doesn't say it.
    """

    arn: Value | None
    label: str
    span: Span
    kind: str | None = None
    secrets: tuple[Value, ...] = ()
    key: Value | None = None
    secret_key: Value | None = None
    network: bool = False
    """Lambda reaches a self-managed Kafka cluster through a VPC."""
    registry: Value | None = None
    """The Glue schema registry of a Kafka topic."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where Lambda sends results or failures with the function's role; ``purpose`` says which."""

    arn: Value
    label: str
    span: Span
    purpose: str = "results"
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSystem:
    """What is mounted, by its access point; ``kind`` is the service where the ARN doesn't say it."""

    arn: Value
    label: str
    span: Span
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionConfiguration:
    """A Lambda function's configuration as far as its role is concerned.

    ``name`` is the physical name. ``vpc`` and ``tracing`` are where they are switched on. ``log_groups`` are
    the log groups' names that the template sets, as conditions say.
    """

    name: Value
    span: Span
    log_groups: tuple[Value, ...] = ()
    sources: tuple[Source, ...] = ()
    destinations: tuple[Destination, ...] = ()
    vpc: Span | None = None
    tracing: Span | None = None
    insights: Span | None = None
    """Where Lambda Insights' layer is."""
    file_systems: tuple[FileSystem, ...] = ()
    key: tuple[Value, Span] | None = None
    durable: Span | None = None
    """Where durable executions are switched on."""


def function_needs(configuration: FunctionConfiguration) -> tuple[RuntimeNeed, ...]:
    """Everything that a Lambda function's role must allow for its configuration."""
    return tuple(dict.fromkeys(_function_needs(configuration)))


def _function_needs(one: FunctionConfiguration) -> Iterator[RuntimeNeed]:
    for log_group in one.log_groups or (text_of([_LOG, *parts_of(one.name)]),):
        yield from need("logs", one.span, log_group=log_group)
    for source in one.sources:
        yield from source_needs(source)
    for to in one.destinations:
        kind = _DESTINATIONS.get((to.kind or service_of(to.arn) or "").lower())
        if kind is not None:
            yield from need(kind, to.span, label=to.label, purpose=to.purpose, arn=to.arn)
        else:
            yield from _possible(
                _DESTINATIONS,
                to.span,
                "where it sends that, which can't be told, is such a place",
                purpose=to.purpose,
            )
    if one.vpc is not None:
        yield from need("vpc", one.vpc)
    if one.tracing is not None:
        yield from need("tracing", one.tracing)
    if one.insights is not None:
        yield from need("insights", one.insights)
    if one.durable is not None:
        yield from need("durable", one.durable)
    for system in one.file_systems:
        yield from _mounting(system)
    if one.key is not None:
        for arn in alternatives(one.key[0]):
            if arn not in (Const(""), Const(None)):
                yield from need("environment-key", one.key[1], arn=arn)


def _mounting(one: FileSystem) -> Iterator[RuntimeNeed]:
    """What mounting a file system needs; where its kind can't be told, what the other one needs may be."""
    kind = one.kind or service_of(one.arn)
    known = next((name for service, name in _FILE_SYSTEMS.items() if service == kind), None)
    yield from need(known or "file-system", one.span, label=one.label, arn=one.arn)
    if known is None:
        for other in need("s3-files", one.span, label=one.label, arn=one.arn):
            yield replace(other, optional=other.optional or "what is mounted is a file system of S3 Files")


def perhaps_needed(
    needs: Iterable[RuntimeNeed], more: FunctionConfiguration, when: str
) -> Iterator[RuntimeNeed]:
    """What a function with more to its configuration would need beside what it needs."""
    known = {(one.action, one.resources) for one in needs}
    for one in function_needs(more):
        if (one.action, one.resources) not in known:
            yield replace(one, optional=one.optional or when)


def _possible(kinds: dict[str, str], span: Span, when: str, *, purpose: str = "") -> Iterator[RuntimeNeed]:
    """What any of them would need, where it can't be told which one it is."""
    anything = Unknown("template")
    for kind in dict.fromkeys(kinds.values()):
        for one in need(kind, span, purpose=purpose, arn=anything, stream=anything):
            yield replace(one, resources=(), conditions=(), optional=when)


def source_needs(source: Source) -> Iterator[RuntimeNeed]:
    """What polling a source needs."""
    service = (source.kind or service_of(source.arn) or "").lower()
    if source.arn is not None and service in _SOURCES:
        kind, stream = _SOURCES[service], source.arn
        if kind == "kinesis" and (found := _stream_of(source.arn)) is not None:
            kind, stream = "kinesis-consumer", found
        for one in need(kind, source.span, label=source.label, arn=source.arn, stream=stream):
            # Where the key is known there is nothing to wonder about.
            if one.optional is None or source.key is None:
                yield one
        if kind == "msk" and source.secrets:
            yield from need("msk-secret", source.span, label=source.label, arn=source.arn)
    elif source.arn is not None:
        yield from _possible(_SOURCES, source.span, "what it polls, which can't be told, is such a source")
    for secret in source.secrets:
        for one in need("source-secret", source.span, label=source.label, arn=secret):
            if one.optional is None or source.secret_key is None:
                yield one
    for known in (source.key, source.secret_key):
        for key in alternatives(known) if known is not None else ():
            yield from need("source-key", source.span, label=source.label, arn=key)
    if source.network:
        yield from need("kafka-network", source.span)
    if source.registry is not None:
        yield from _schemas(source, source.registry)


def _schemas(source: Source, registry: Value) -> Iterator[RuntimeNeed]:
    """Reading schemas: of Glue, unless the registry has an address; what is not told may be either's."""
    parts = parts_of(registry)
    if not parts or (isinstance(parts[0], str) and not parts[0].startswith("arn")):
        return
    made = isinstance(parts[0], Hole) and parts[0].kind == "reference"
    name = _after_slash(registry) or Text((Hole(kind="unknown"),))
    for one in need("schema-registry", source.span, label=source.label, arn=registry, registry=name):
        sure = made or service_of(registry) == "glue"
        yield one if sure else replace(one, resources=(), optional="its schemas are in a registry of Glue")


def at_edge(needs: Iterable[RuntimeNeed], name: Value, *, only: bool) -> Iterator[RuntimeNeed]:
    """The needs of a function that CloudFront may run: its own log is another one there, in any region.

    The usual one is written when somebody else invokes it, which nobody need do where the role is for that
    ``only``. A log group that the function names has that name everywhere.
    """
    usual = {one.resources for one in need("logs", _NOWHERE, log_group=text_of([_LOG, *parts_of(name)]))}
    for one in needs:
        if one.resources not in usual:
            yield one
            continue
        yield replace(one, optional=_DIRECTLY if only else one.optional)
        for other in need("edge-logs", one.span, function=name):
            if other.action == one.action:
                yield other


def unknown_ends(one: FunctionConfiguration) -> tuple[tuple[str, Span], ...]:
    """Sources and destinations (what they are, where) whose service can't be told."""
    found: list[tuple[str, Span]] = []
    for source in one.sources:
        service = (source.kind or service_of(source.arn) or "").lower()
        if source.arn is not None and service not in _SOURCES:
            found.append((f"what it polls ({source.label}) can't be told", source.span))
    for to in one.destinations:
        if (to.kind or service_of(to.arn) or "").lower() not in _DESTINATIONS:
            found.append((f"where it sends {to.purpose} ({to.label}) can't be told", to.span))
    return tuple(found)


def need(name: str, span: Span, *, label: str = "", purpose: str = "", **fields: Value) -> list[RuntimeNeed]:
    """The needs of one kind of ``runtime.toml``, its patterns filled in."""
    found: list[RuntimeNeed] = []
    for row in _rules()[name]:
        named = tuple(_filled(pattern, fields) for pattern in row.get("resources", ()))
        resources = tuple(value for value in named if not _is_no_arn(value))
        if named and not resources:
            continue
        if row["actions"] == [_READS_SECRET]:
            resources = tuple(arn for value in resources for arn in _of_secret(value))
        conditions: tuple[Condition, ...] = ()
        if "condition" in row:
            operator, key, value = row["condition"]
            conditions = ((operator, key, (_filled(value, fields),)),)
        why = row["why"].replace("{label}", label).replace("{purpose}", purpose)
        found.extend(
            RuntimeNeed(
                action=action, resources=resources, conditions=conditions, why=why, span=span,
                source=row["source"], optional=row.get("optional"), early=row.get("early", False),
            )
            for action in row["actions"]
        )  # fmt: skip
    return found


def is_of(one: RuntimeNeed, name: str) -> bool:
    """Whether a need is of a kind of ``runtime.toml`` that says of nothing in particular why."""
    return any(row["why"] == one.why for row in _rules()[name])


def _is_no_arn(value: Value) -> bool:
    """What a template gives for an ARN where there is none (``none``, ``not used here``): IAM takes no policy
    with it, and Lambda no function."""
    pieces = parts_of(value)
    begin = pieces[0] if pieces else ""
    return isinstance(begin, str) and begin != "*" and not begin.startswith("arn:")


def _of_secret(arn: Value) -> tuple[Value, ...]:
    """The ARNs of a secret whose ARN a template gives, perhaps without what Secrets Manager appends."""
    pieces = parts_of(arn)
    if not pieces or not isinstance(pieces[0], str) or not pieces[0].startswith("arn:"):
        return (arn,)
    if isinstance(pieces[-1], Hole):
        # A name, or one with what is appended.
        return (arn, *secret_arns((*pieces, ""), given=True))
    return secret_arns(pieces, given=True)


def service_of(arn: Value | None) -> str | None:
    """The service of an ARN pattern, as far as it is written out."""
    if arn is None:
        return None
    fields = "".join(part if isinstance(part, str) else "?" for part in parts_of(arn)).split(":")
    if len(fields) < 3 or fields[0] != "arn" or "?" in fields[2] or not fields[2]:
        return None
    return fields[2]


def _stream_of(arn: Value) -> Value | None:
    """The stream of a consumer's ARN (``.../stream/NAME/consumer/...``)."""
    parts = parts_of(arn)
    for index, part in enumerate(parts):
        if isinstance(part, str) and "/consumer/" in part:
            return text_of([*parts[:index], part.partition("/consumer/")[0]])
    return None


def _after_slash(arn: Value) -> Value | None:
    """The name at the end of an ARN."""
    parts = parts_of(arn)
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if isinstance(part, str) and "/" in part:
            return text_of([part.partition("/")[2], *parts[index + 1 :]])
    return None


def _filled(pattern: str, fields: Mapping[str, Value]) -> Value:
    parts: list[str | Hole] = []
    for index, piece in enumerate(_FIELD.split(pattern)):
        if index % 2 == 0:
            parts.append(piece)
        elif piece in _PLACES:
            parts.append(Hole(kind=piece))  # type: ignore[arg-type]
        else:
            parts.extend(parts_of(fields[piece]))
    return text_of(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Polling:
    """What Lambda polls sources of one kind with; it refuses a mapping without the ``least`` of it."""

    what: str
    actions: tuple[str, ...]
    least: tuple[str, ...]
    sources: str
    """The ARNs that such sources have."""


@cache
def polling() -> tuple[Polling, ...]:
    """The kinds of sources that Lambda polls by actions which hardly anything else needs together."""
    return tuple(
        Polling(
            what=row["what"], actions=tuple(row["actions"]), least=tuple(row["least"]), sources=row["sources"]
        )
        for row in _rules()["polling"]
    )


@cache
def _rules() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(files(__package__).joinpath("runtime.toml").read_text("utf-8"))
