"""How functions, tasks and state machines are configured, for the rules of ``runtime.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policywright.analyzers.infrastructure.agents import execution_needs
from policywright.analyzers.infrastructure.extensions import has_insights
from policywright.analyzers.infrastructure.model import Problem, ProblemCode, RuntimeNeed
from policywright.analyzers.infrastructure.runtime import (
    Destination,
    FileSystem,
    FunctionConfiguration,
    Source,
    function_needs,
    need,
    perhaps_needed,
    source_needs,
    unknown_ends,
)
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.evaluator import Evaluator
from policywright.analyzers.infrastructure.terraform.resources import encryption_key, key_of, nested
from policywright.analyzers.infrastructure.terraform.traced import (
    Env,
    Handle,
    Traced,
    is_null,
    options,
    plain,
    string,
    truth,
)
from policywright.analyzers.infrastructure.types import parts_of, text_of
from policywright.analyzers.model import Span
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Items, Struct, Text, Unknown, Value, alternatives

_KINDS = {
    "aws_sqs_queue": "sqs",
    "aws_kinesis_stream": "kinesis",
    "aws_kinesis_stream_consumer": "kinesis",
    "aws_dynamodb_table": "dynamodb",
    "aws_msk_cluster": "kafka",
    "aws_msk_serverless_cluster": "kafka",
    "aws_mq_broker": "mq",
    "aws_docdb_cluster": "documentdb",
    "aws_sns_topic": "sns",
    "aws_lambda_function": "lambda",
    "aws_lambda_alias": "lambda",
    "aws_cloudwatch_event_bus": "events",
    "aws_s3_bucket": "s3",
}
"""Terraform's type of the other end to the service that ``runtime.py`` knows."""
_NOT_SECRET = re.compile("VPC_SUBNET|VPC_SECURITY_GROUP|VIRTUAL_HOST")
_ACCESS_POINTS = {
    "aws_efs_access_point.": "elasticfilesystem",
    "aws_s3files_access_point.": "s3files",
}
_KAFKA = ("amazon_managed_kafka_event_source_config", "self_managed_kafka_event_source_config")
_MAPPING = "aws_lambda_event_source_mapping"
_FUNCTIONS = frozenset(("aws_lambda_function", "aws_lambda_alias"))


class Needs:
    """The needs of the workloads of one root module."""

    def __init__(self, evaluator: Evaluator, handles: list[Handle], problems: list[Problem]) -> None:
        self.evaluator, self.handles, self.problems = evaluator, handles, problems
        self._mappings: dict[str, list[Handle]] = {}  # what is configured beside a function, by its address
        self._by_name: dict[str, str] = {}
        self._by_address = {handle.address: handle for handle in self.handles}
        for handle in self.handles:
            if handle.type == "aws_lambda_function":
                name = string(self._value(handle, "function_name"))
                if name is not None:
                    self._by_name[name] = handle.address
        for handle in self.handles:
            if handle.type in (_MAPPING, "aws_lambda_function_event_invoke_config"):
                value = self._value(handle, "function_name")
                # Under no address, what may be configured for any function.
                untold = any(isinstance(plain(one), Unknown) for one in options(value))
                for address in (*self._functions(value), *([""] if untold else [])):
                    self._mappings.setdefault(address, []).append(handle)

    def of_function(self, handle: Handle, name: Value) -> tuple[RuntimeNeed, ...]:
        """What the configuration of a function needs."""
        configuration = self._configuration(handle, name, assumed=True)
        for what, span in unknown_ends(configuration):
            detail = f"{handle.address}: {what}"
            self.problems.append(Problem(code=ProblemCode.UNKNOWN_VALUE, span=span, detail=detail))
        places = [
            (one, self.evaluator.env_of(one)) for one in self._mappings.get(handle.address, ())
            if one.type == _MAPPING
        ]  # fmt: skip
        needs = (
            *function_needs(configuration),
            *(need for one, at in places for need in self._kafka(one, at)),
        )
        needs = _switched(needs, function_needs(self._configuration(handle, name, assumed=False)))
        anyone = self._mappings.get("", ())
        if not anyone:
            return needs
        places = [(one, self.evaluator.env_of(one)) for one in anyone]
        possible = replace(
            configuration,
            sources=tuple(
                source for one, at in places if one.type == _MAPPING for source in self._sources(one, at)
            ),
            destinations=tuple(end for one, at in places for end in self._ends(one, at, False)),
        )
        when = "it is this function that the configuration sets it for"
        return (*needs, *perhaps_needed(needs, possible, when))

    def _configuration(self, handle: Handle, name: Value, *, assumed: bool) -> FunctionConfiguration:
        """A function's configuration, where variables have their defaults or whatever may be set."""
        block, env = handle.block, self.evaluator.env_of(handle)
        sources: list[Source] = []
        ends: list[Destination] = []
        for one, at in nested(self.evaluator, block, "dead_letter_config", env, assumed=assumed):
            ends.extend(self._end(one, at, "target_arn", "failures"))
        for mapping in self._mappings.get(handle.address, ()):
            at = self.evaluator.env_of(mapping)
            if mapping.type == _MAPPING:
                sources.extend(self._sources(mapping, at))
            ends.extend(self._ends(mapping, at, assumed))
        key = self.evaluator.attribute(block, "kms_key_arn", env)
        return FunctionConfiguration(
            name=name,
            span=self.evaluator.modules.head(block),
            log_groups=tuple(self._log_groups(block, env, assumed)),
            sources=tuple(sources),
            destinations=tuple(ends),
            vpc=self._network(block, env, assumed),
            tracing=self._tracing(block, env, "tracing_config", "mode", "PassThrough", assumed=assumed),
            insights=self._insights(block, env),
            file_systems=tuple(self._file_systems(block, env, assumed)),
            key=None if is_null(key) else (plain(key), self._place(block, "kms_key_arn")),
            durable=next(
                (
                    self.evaluator.modules.span(one)
                    for one, _ in nested(self.evaluator, block, "durable_config", env, assumed=assumed)
                ),
                None,
            ),
        )

    def of_machine(self, handle: Handle) -> tuple[RuntimeNeed, ...]:
        """What a state machine's logging and tracing need."""
        return _switched(self._of_machine(handle, True), self._of_machine(handle, False))

    def _of_machine(self, handle: Handle, assumed: bool) -> tuple[RuntimeNeed, ...]:
        block, env = handle.block, self.evaluator.env_of(handle)
        found: list[RuntimeNeed] = []
        for one, at in nested(self.evaluator, block, "logging_configuration", env, assumed=assumed):
            level = self._setting(one, "level", at, assumed)
            if not is_null(level) and string(level) != "OFF":
                found.extend(need("state-machine-logs", self.evaluator.modules.span(one)))
        tracing = self._tracing(block, env, "tracing_configuration", "enabled", "false", assumed=assumed)
        if tracing is not None:
            found.extend(need("state-machine-tracing", tracing))
        key = encryption_key(self.evaluator, block, env, "encryption_configuration.kms_key_id")
        for arn in alternatives(key) if key is not None else ():
            found.extend(need("state-machine-key", self.evaluator.modules.head(block), arn=arn))
        return tuple(found)

    def of_task(self, handle: Handle) -> tuple[RuntimeNeed, ...]:
        """What a task needs for ECS Exec and for file systems that check its role."""
        needs = (*self._commands(handle, True), *self._volumes(handle, True))
        possible = (*self._commands(handle, False), *self._volumes(handle, False))
        return _switched(tuple(dict.fromkeys(needs)), possible)

    def _commands(self, handle: Handle, assumed: bool) -> Iterator[RuntimeNeed]:
        """ECS Exec, where it is switched on; else where a variable may do that."""
        for service in self.handles:
            if service.type == "aws_ecs_service" and self._uses(service, handle):
                env = self.evaluator.env_of(service)
                value = self._setting(service.block, "enable_execute_command", env, assumed)
                if truth(value) is True or not (assumed or is_null(value) or truth(value) is False):
                    yield from need("execute-command", self._place(service.block, "enable_execute_command"))

    def _volumes(self, handle: Handle, assumed: bool) -> Iterator[RuntimeNeed]:
        env = self.evaluator.env_of(handle)
        for volume, at in nested(self.evaluator, handle.block, "volume", env, assumed=assumed):
            for one, inner in nested(self.evaluator, volume, "efs_volume_configuration", at, assumed=assumed):
                for access, there in nested(
                    self.evaluator, one, "authorization_config", inner, assumed=assumed
                ):
                    iam = self._setting(access, "iam", there, assumed)
                    if string(iam) == "ENABLED" or not (assumed or isinstance(plain(iam), Const)):
                        id = self.evaluator.attribute(one, "file_system_id", inner)
                        yield from self._file_system(id, self.evaluator.modules.span(one))

    def _windows_files(self, handle: Handle, assumed: bool) -> Iterator[RuntimeNeed]:
        """What mounts file systems of FSx for Windows: the agent, which signs in with a secret."""
        env = self.evaluator.env_of(handle)
        name = "fsx_windows_file_server_volume_configuration"
        for volume, at in nested(self.evaluator, handle.block, "volume", env, assumed=assumed):
            for one, inner in nested(self.evaluator, volume, name, at, assumed=assumed):
                place = self.evaluator.modules.span(one)
                yield from need("task-windows-files", place)
                for access, there in nested(
                    self.evaluator, one, "authorization_config", inner, assumed=assumed
                ):
                    arn = plain(self.evaluator.attribute(access, "credentials_parameter", there))
                    yield from need("task-secret-somewhere", place, label="what signs in", arn=arn)

    def of_agent(self, handle: Handle) -> tuple[RuntimeNeed, ...]:
        """What the execution role needs for the proxies of services: their logs are written under it."""
        return _switched(tuple(self._of_agent(handle, True)), tuple(self._of_agent(handle, False)))

    def _of_agent(self, handle: Handle, assumed: bool) -> Iterator[RuntimeNeed]:
        yield from self._windows_files(handle, assumed)
        for service in self.handles:
            if service.type != "aws_ecs_service" or self._uses(service, handle) is False:
                continue
            at = self.evaluator.env_of(service)
            for connect, inner in nested(
                self.evaluator, service.block, "service_connect_configuration", at, assumed=assumed
            ):
                for logs, there in nested(
                    self.evaluator, connect, "log_configuration", inner, assumed=assumed
                ):
                    names = (("logDriver", "log_driver"), ("options", "options"))
                    fields = [
                        (key, plain(self.evaluator.attribute(logs, name, there))) for key, name in names
                    ]
                    secrets = tuple(
                        Struct((("valueFrom", plain(self.evaluator.attribute(one, "value_from", place))),))
                        for one, place in nested(self.evaluator, logs, "secret_option", there)
                    )
                    proxy = Struct((*fields, ("secretOptions", Items(secrets))))
                    container = Struct((("logConfiguration", proxy),))
                    yield from execution_needs([(container, self.evaluator.modules.span(logs))])

    def _file_system(self, id: Traced, span: Span) -> list[RuntimeNeed]:
        name = plain(id)
        parts: tuple[str | Hole, ...] = (Hole(kind="unknown"),)
        if isinstance(name, Text):
            parts = name.parts
        elif isinstance(name, Const) and name.value:
            parts = (str(name.value),)
        places: list[str | Hole] = [
            "arn:",
            Hole(kind="partition"),
            ":elasticfilesystem:",
            Hole(kind="region"),
        ]
        places.extend((":", Hole(kind="account"), ":file-system/", *parts))
        return need("task-file-system", span, label=self._label(id), arn=text_of(places))

    def _uses(self, service: Handle, task: Handle) -> bool | None:
        """Whether a service runs a task; None where it can't be told what it runs."""
        found = {address for address, _ in self._references(self._value(service, "task_definition"))}
        return task.address in found if found else None

    def _value(self, handle: Handle, name: str) -> Traced:
        return self.evaluator.attribute(handle.block, name, self.evaluator.env_of(handle))

    def _place(self, block: s.Block, name: str) -> Span:
        attribute = block.attribute(name)
        return (
            self.evaluator.modules.head(block)
            if attribute is None
            else self.evaluator.modules.span(attribute)
        )

    # The other ends

    def _references(self, value: Traced) -> Iterator[tuple[str, Handle]]:
        """The blocks that a value is made of."""
        for one in options(value):
            found = plain(one)
            for part in found.parts if isinstance(found, Text) else ():
                if isinstance(part, Hole) and part.kind == "reference" and part.name:
                    for address in (part.name, part.name.rpartition(".")[0]):
                        if address in self._by_address:
                            yield address, self._by_address[address]
                            break

    def _functions(self, value: Traced, depth: int = 0) -> Iterator[str]:
        """Addresses of the functions that an ARN, a name or an alias means."""
        for one in options(value):
            name = (string(one) or "").rpartition(":function:")[2].partition(":")[0]
            if name in self._by_name:
                yield self._by_name[name]
        for address, handle in self._references(value):
            if handle.type == "aws_lambda_function":
                yield address
            elif handle.type == "aws_lambda_alias" and depth < len(_FUNCTIONS):
                yield from self._functions(self._value(handle, "function_name"), depth + 1)

    def _label(self, value: Traced) -> str:
        found = next((address for address, _ in self._references(value)), None)
        if found is not None:
            return found
        value_ = plain(value)
        parts = value_.parts if isinstance(value_, Text) else ()
        named = next((part.name for part in parts if isinstance(part, Hole) and part.name), None)
        return named or (string(value) or "").rpartition(":")[2] or "an unknown place"

    def _kind(self, value: Traced) -> str | None:
        return next((_KINDS[one.type] for _, one in self._references(value) if one.type in _KINDS), None)

    def _end(self, block: s.Block, env: Env, name: str, purpose: str) -> Iterator[Destination]:
        value = self.evaluator.attribute(block, name, env)
        for one in options(value):
            if not is_null(one):
                yield Destination(
                    arn=plain(one), label=self._label(one), span=self.evaluator.modules.span(block),
                    purpose=purpose, kind=self._kind(one),
                )  # fmt: skip

    def _ends(self, mapping: Handle, env: Env, assumed: bool) -> Iterator[Destination]:
        argument = "destination"
        if mapping.type == "aws_lambda_event_source_mapping":
            argument = "destination_arn"
        for outer, at in nested(self.evaluator, mapping.block, "destination_config", env, assumed=assumed):
            for type, purpose in (("on_failure", "failures"), ("on_success", "results")):
                for one, inner in nested(self.evaluator, outer, type, at, assumed=assumed):
                    yield from self._end(one, inner, argument, purpose)

    def _sources(self, mapping: Handle, env: Env) -> Iterator[Source]:
        value = self.evaluator.attribute(mapping.block, "event_source_arn", env)
        span = self.evaluator.modules.head(mapping.block)
        for one in options(value):
            if is_null(one):
                continue
            polled = next((handle for _, handle in self._references(one)), None)
            yield Source(
                arn=plain(one), label=self._label(one), span=span, kind=self._kind(one),
                secrets=tuple(self._secrets(mapping, env)),
                key=key_of(self.evaluator, polled) if polled is not None else None,
                registry=next(self._registries(mapping, env), None),
            )  # fmt: skip

    def _schemas(self, mapping: Handle, env: Env) -> Iterator[tuple[s.Block, Env]]:
        """Where a mapping says which registry has the schemas of its topics."""
        for outer in _KAFKA:
            for one, at in nested(self.evaluator, mapping.block, outer, env):
                yield from nested(self.evaluator, one, "schema_registry_config", at)

    def _registries(self, mapping: Handle, env: Env) -> Iterator[Value]:
        for one, at in self._schemas(mapping, env):
            for option in options(self.evaluator.attribute(one, "schema_registry_uri", at)):
                if not is_null(option):
                    yield plain(option)

    def _secrets(self, mapping: Handle, env: Env) -> Iterator[Value]:
        for one, at in nested(self.evaluator, mapping.block, "source_access_configuration", env):
            kind = string(self.evaluator.attribute(one, "type", at)) or ""
            if not _NOT_SECRET.match(kind):
                yield plain(self.evaluator.attribute(one, "uri", at))
        for outer, inner in self._schemas(mapping, env):
            for one, at in nested(self.evaluator, outer, "access_config", inner):
                yield plain(self.evaluator.attribute(one, "uri", at))

    def _kafka(self, mapping: Handle, env: Env) -> Iterator[RuntimeNeed]:
        """A cluster of one's own has no ARN: only the network and the secrets matter."""
        if not nested(self.evaluator, mapping.block, "self_managed_event_source", env):
            return
        span = self.evaluator.modules.head(mapping.block)
        registry = next(self._registries(mapping, env), None)
        secrets = tuple(self._secrets(mapping, env))
        source = Source(arn=None, label="Kafka", span=span, secrets=secrets, registry=registry)
        yield from source_needs(source)
        for one, at in nested(self.evaluator, mapping.block, "source_access_configuration", env):
            if string(self.evaluator.attribute(one, "type", at)) == "VPC_SUBNET":
                yield from need("kafka-network", span)
                return

    # The function's own blocks

    def _log_groups(self, block: s.Block, env: Env, assumed: bool) -> Iterator[Value]:
        for one, at in nested(self.evaluator, block, "logging_config", env, assumed=assumed):
            value = self.evaluator.attribute(one, "log_group", at)
            if not is_null(value):
                yield from alternatives(plain(value))

    def _network(self, block: s.Block, env: Env, assumed: bool) -> Span | None:
        for one, at in nested(self.evaluator, block, "vpc_config", env, assumed=assumed):
            subnets = self.evaluator.attribute(one, "subnet_ids", at)
            if not is_null(subnets) and self.evaluator.elements(subnets) != ((), False):
                return self.evaluator.modules.span(one)
        return None

    def _setting(self, block: s.Block, argument: str, env: Env, assumed: bool) -> Traced:
        """What switches something on or off: a variable by its default, where defaults are assumed."""
        value = self.evaluator.attribute(block, argument, env)
        told = is_null(value) or string(value) is not None or truth(value) is not None
        if told or not assumed:
            return value
        return self.evaluator.attribute(block, argument, env.with_defaults())

    def _tracing(
        self, block: s.Block, env: Env, type: str, argument: str, off: str, *, assumed: bool = True
    ) -> Span | None:
        for one, at in nested(self.evaluator, block, type, env, assumed=assumed):
            known = string(value := self._setting(one, argument, at, assumed))
            # What nobody says here may be on: then it is no more than possible.
            if known != off and not is_null(value) and (known is not None or not assumed):
                return self.evaluator.modules.span(one)
        return None

    def _insights(self, block: s.Block, env: Env) -> Span | None:
        items, _ = self.evaluator.elements(self.evaluator.attribute(block, "layers", env))
        on = has_insights(plain(item) for item in items or ())
        return self._place(block, "layers") if on else None

    def _file_systems(self, block: s.Block, env: Env, assumed: bool) -> Iterator[FileSystem]:
        for one, at in nested(self.evaluator, block, "file_system_config", env, assumed=assumed):
            value = self.evaluator.attribute(one, "arn", at)
            found = plain(value)
            holes = [part.name or "" for part in parts_of(found) if isinstance(part, Hole)]
            kind = next(
                (of for type, of in _ACCESS_POINTS.items() if any(type in name for name in holes)), None
            )
            span = self.evaluator.modules.span(one)
            yield FileSystem(arn=found, label=self._label(value), span=span, kind=kind)


def _switched(needs: tuple[RuntimeNeed, ...], possible: tuple[RuntimeNeed, ...]) -> tuple[RuntimeNeed, ...]:
    """What is needed, and what would be if variables switch on what their defaults don't."""
    known = {(one.action, one.resources) for one in needs}
    more = (one for one in possible if (one.action, one.resources) not in known)
    when = "a variable is set that switches it on"
    return (*needs, *(replace(one, optional=one.optional or when) for one in more))
