"""What the configuration of a function asks of its role: event sources, destinations, VPC, tracing, keys.

Sources: https://www.serverless.com/framework/docs/providers/aws/guide/functions and the pages of its
events.
"""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.infrastructure.cloudformation.policies import reference_to, shown
from policywright.analyzers.infrastructure.extensions import has_insights
from policywright.analyzers.infrastructure.model import ProblemCode, RuntimeNeed
from policywright.analyzers.infrastructure.runtime import (
    Destination,
    FileSystem,
    FunctionConfiguration,
    Source,
    function_needs,
    unknown_ends,
)
from policywright.analyzers.infrastructure.serverless.service import Service, logical
from policywright.analyzers.infrastructure.types import parts_of, text_of
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.analyzers.model import Span
from policywright.knowledge.values import Items, Value

_POLLED = {
    "sqs": "sqs",
    "stream": None,
    "msk": "msk",
    "activemq": "mq",
    "rabbitmq": "mq",
    "documentDb": "documentdb",
}
"""Events that Lambda polls, and their service where the ARN need not tell."""
_SECRETS = (
    "saslScram256Auth",
    "saslScram512Auth",
    "saslPlainAuth",
    "clientCertificateTlsAuth",
    "serverRootCaCertificate",
)
_NETWORK = ("vpcSubnet", "vpcSecurityGroup")
_SIGNS_IN = ("basicAuthArn", "saslScram512", "clientCertificateTlsAuth", "smk")
"""Where events of brokers and clusters name the secret that Lambda signs in with."""


def needs(service: Service, name: str, node: Node, physical: Value) -> tuple[RuntimeNeed, ...]:
    """The needs of one function; what can't be told is a problem of the service."""
    provider = service.provider
    key = node.get("kmsKeyArn") or provider.get("kmsKeyArn")
    file_system = node.get("fileSystemConfig", "arn")
    durable = node.get("durableConfig")
    configuration = FunctionConfiguration(
        name=physical,
        span=node.key_span,
        sources=tuple(_sources(service, node)),
        destinations=tuple(_destinations(service, node)),
        vpc=_vpc(node, provider),
        tracing=_tracing(node, provider),
        insights=node.key_span if has_insights(layers_of(service, node)) else None,
        file_systems=(FileSystem(arn=service.value(file_system), label=name, span=file_system.span),)
        if file_system
        else (),
        key=(service.value(key), key.span) if key is not None and key.value is not None else None,
        durable=durable.span if durable is not None else None,
    )
    for detail, span in unknown_ends(configuration):
        service.problem(ProblemCode.UNKNOWN_VALUE, span, f"{name}: {detail}")
    return function_needs(configuration)


def makes_web_sockets(service: Service) -> bool:
    """Whether events make an API of web sockets; one that is there already is nothing of the framework's."""
    events = [node.get("events") for node in service.functions.values()]
    return service.provider.get("apiGateway", "websocketApiId") is None and any(
        "websocket" in event.mapping for one in events if one is not None for event in one.items
    )


def _sources(service: Service, node: Node) -> Iterator[Source]:
    events = node.get("events")
    for event in events.items if events is not None else ():
        for kind, inner in event.mapping.items():
            if _is_off(inner):
                continue
            if kind == "kafka":
                yield from _kafka(service, inner)
            elif kind in _POLLED:
                arn_node = inner.get("arn") or inner.get("cluster") or inner
                yield _source(service, kind, inner, service.value(arn_node))


def _source(service: Service, kind: str, inner: Node, arn: Value) -> Source:
    declared = inner.get("type")
    consumer = inner.get("consumer")
    if consumer is not None and consumer.value not in (None, False):
        given = service.value(consumer)
        arn = text_of([*parts_of(arn), "/consumer/*"]) if consumer.value is True else given
    secrets = [found for name in _SIGNS_IN if (found := inner.get(name)) is not None]
    return Source(
        arn=arn,
        label=label(service, arn),
        span=inner.span,
        kind=(declared.text if declared is not None else None) or _POLLED[kind],
        secrets=tuple(service.value(one) for one in secrets),
    )


def _kafka(service: Service, inner: Node) -> Iterator[Source]:
    """A cluster that Lambda reaches by its addresses: only what it signs in with is asked of the role."""
    access = inner.get("accessConfigurations")
    secrets = [
        service.value(one)
        for name, found in (access.mapping.items() if access is not None else ())
        if name in _SECRETS
        for one in (found.items if isinstance(found.value, list) else [found])
    ]
    network = access is not None and any(name in _NETWORK for name in access.mapping)
    if secrets or network:
        yield Source(arn=None, label="Kafka", span=inner.span, secrets=tuple(secrets), network=network)


def _destinations(service: Service, node: Node) -> Iterator[Destination]:
    failed = node.get("onError")
    if failed is not None and failed.value is not None:
        yield _destination(service, failed, "failed events")
    for name, purpose in (("onSuccess", "results"), ("onFailure", "failed events")):
        found = node.get("destinations", name)
        if found is not None and found.value is not None:
            yield _destination(service, found, purpose)
    events = node.get("events")
    for event in events.items if events is not None else ():
        found = event.get("stream", "destinations", "onFailure")
        if found is not None and found.value is not None:
            yield _destination(service, found, "failed records")


def _destination(service: Service, node: Node, purpose: str) -> Destination:
    """An ARN (with its type), or the name of a function of the service."""
    declared = node.get("type")
    kind = declared.text if declared is not None else None
    written = service.text(node)
    arn = service.value(node.get("arn") or node)
    if written is not None and written in service.functions:
        arn = service.variables.restored(service.scope.reference(f"{logical(written)}LambdaFunction", "Arn"))
        kind = "lambda"
    return Destination(
        arn=arn, label=label(service, arn), span=node.span, purpose=purpose,
        kind=kind,
    )  # fmt: skip


def label(service: Service, value: Value) -> str:
    """What a person calls the other end: the logical id, or the last part of the ARN."""
    id = reference_to(value, service.scope.types)
    return id or shown(value).rsplit(":", 1)[-1]


def _vpc(node: Node, provider: Node) -> Span | None:
    for holder in (node, provider):
        found = holder.get("vpc")
        if found is not None and found.value is not None:
            # `vpc: ~` and `vpc: false` take a function out of the provider's network.
            return None if found.value is False else found.span
        if found is not None:
            return None
    return None


def layers_of(service: Service, node: Node) -> Iterator[Value]:
    """The layers of a function; its own list takes the place of the provider's."""
    section = node.get("layers") or service.provider.get("layers")
    value = service.value(section) if section is not None else None
    if isinstance(value, Items):
        yield from value.values
    elif value is not None:
        yield value


def _tracing(node: Node, provider: Node) -> Span | None:
    for found in (node.get("tracing"), provider.get("tracing", "lambda")):
        if found is not None and found.value is not None:
            on = found.value is True or str(found.value) in ("Active", "true")
            return found.span if on else None
    return None


def _is_off(node: Node) -> bool:
    enabled = node.get("enabled")
    return enabled is not None and enabled.value is False
