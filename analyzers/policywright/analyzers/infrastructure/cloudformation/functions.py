"""Functions of a template: SAM's and plain ones, with role, environment, and needs of configuration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers.infrastructure.cloudformation.code import code_of
from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.policies import (
    chosen_at,
    reference_to,
    sam_policies,
    shown,
)
from policywright.analyzers.infrastructure.cloudformation.roles import Roles
from policywright.analyzers.infrastructure.cloudformation.strings import NO_VALUE, joined
from policywright.analyzers.infrastructure.cloudformation.template import Declared
from policywright.analyzers.infrastructure.extensions import has_insights
from policywright.analyzers.infrastructure.managed import held_managed
from policywright.analyzers.infrastructure.model import (
    NOTHING,
    HeldPolicy,
    HeldStatement,
    ProblemCode,
    RuntimeNeed,
    Workload,
)
from policywright.analyzers.infrastructure.overlaid import UNREAD, overlaid, unsettled
from policywright.analyzers.infrastructure.project import ProjectFiles
from policywright.analyzers.infrastructure.runtime import (
    Destination,
    FileSystem,
    FunctionConfiguration,
    Source,
    function_needs,
    perhaps_needed,
    service_of,
    unknown_ends,
)
from policywright.analyzers.infrastructure.types import arn_value, parts_of, physical_name, resource_type
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.analyzers.model import Span
from policywright.knowledge.records import replace
from policywright.knowledge.values import Const, Hole, Struct, Text, Unknown, Value, alternatives

FUNCTION = "AWS::Lambda::Function"
_ACCESS_POINTS = {"AWS::EFS::AccessPoint": "elasticfilesystem", "AWS::S3Files::AccessPoint": "s3files"}
_EVENTS: dict[str, tuple[str, str]] = {
    "SQS": ("Queue", "sqs"), "Kinesis": ("Stream", "kinesis"), "DynamoDB": ("Stream", "dynamodb"),
    "MSK": ("Stream", "msk"), "MQ": ("Broker", "mq"), "DocumentDB": ("Cluster", "documentdb"),
}  # fmt: skip
"""SAM's events that Lambda polls with the function's role: the property with the ARN, the service."""
_IMPLIED_BY_EVENT = {
    "SQS": "AWSLambdaSQSQueueExecutionRole", "Kinesis": "AWSLambdaKinesisExecutionRole",
    "DynamoDB": "AWSLambdaDynamoDBExecutionRole", "MSK": "AWSLambdaMSKExecutionRole",
}  # fmt: skip
"""What SAM attaches for them; for the others it writes statements."""
_REGISTRIES = (
    ("SchemaRegistryConfig", "SchemaRegistryURI"),
    ("AmazonManagedKafkaEventSourceConfig", "SchemaRegistryConfig", "SchemaRegistryURI"),
    ("SelfManagedKafkaEventSourceConfig", "SchemaRegistryConfig", "SchemaRegistryURI"),
)
"""Where SAM's events and event source mappings name a schema registry."""
_ROOT = "SERVER_ROOT_CA_CERTIFICATE"
_SECRET_TYPES = frozenset((
    "BASIC_AUTH", "SASL_SCRAM_256_AUTH", "SASL_SCRAM_512_AUTH", "CLIENT_CERTIFICATE_TLS_AUTH",
    _ROOT,
))  # fmt: skip


class Functions:
    """The functions of one template; ``keys`` are the customer managed keys of its resources.

    ``others`` are functions that a framework adds to it, with their names.
    """

    def __init__(
        self, scope: Scope, files: ProjectFiles, roles: Roles, keys: dict[str, Value],
        others: Iterable[tuple[Declared, Value]] = (),
    ) -> None:  # fmt: skip
        self.scope, self.files, self.roles, self.keys = scope, files, roles, keys
        self.declared = {one.id: one for one in scope.template.of_kind(FUNCTION)}
        self._others = {one.id: (one, name) for one, name in others}
        self.declared |= {id: one for id, (one, _) in self._others.items()}
        self._pointers = {
            one.id: one for one in scope.template.of_kind("AWS::Lambda::Alias", "AWS::Lambda::Version")
        }
        self._mappings = self._by_function("AWS::Lambda::EventSourceMapping")
        self._invocations = self._by_function("AWS::Lambda::EventInvokeConfig")

    def all(self) -> Iterator[Workload]:
        for declared in self.declared.values():
            yield self._function(declared)

    def set_elsewhere(self) -> dict[str, tuple[RuntimeNeed, ...]]:
        """What the template's resources ask of the roles of functions that a framework adds, by logical id:
        event source mappings, destinations, properties that it sets on them."""
        found: dict[str, tuple[RuntimeNeed, ...]] = {}
        for id, (declared, name) in self._others.items():
            configuration = replace(self._configuration(declared), name=name)
            usual = {(one.action, one.resources) for one in function_needs(FunctionConfiguration(
                name=name, span=configuration.span,
            ))}  # fmt: skip
            needs = self._needs(configuration)
            found[id] = tuple(one for one in needs if (one.action, one.resources) not in usual)
        return found

    def _by_function(self, kind: str) -> dict[str, list[Declared]]:
        """What is set for each function; under no name what may be set for any."""
        found: dict[str, list[Declared]] = {}
        for one in self.scope.template.of_kind(kind):
            for value in alternatives(self.scope.evaluate(one.get("FunctionName"))):
                id = self._function_of(value) if not isinstance(value, Unknown) else ""
                if id is not None:
                    found.setdefault(id, []).append(one)
        return found

    def _function_of(self, value: Value) -> str | None:
        """The function that a name or ARN means, through aliases and versions, or by its set name."""
        id = reference_to(value, [*self.declared, *self._pointers])
        if id in self._pointers:
            inner = self.scope.evaluate(self._pointers[str(id)].get("FunctionName"))
            return reference_to(inner, self.declared)
        if id is None:
            names = {self.scope.set_name(one): one for one in self.declared if one not in self._others}
            names |= {name: other for other, (_, name) in self._others.items()}
            id = next((names[option] for option in alternatives(value) if option in names), None)
        return id

    def _function(self, declared: Declared) -> Workload:
        id, scope = declared.id, self.scope
        configuration = self._configuration(declared)
        role = self.roles.run_as(declared.get("Role"), id)
        if role is None and declared.type.startswith("AWS::Serverless::"):
            policies = self._policies(declared, configuration)
            boundary = declared.get("PermissionsBoundary")
            role = self.roles.implicit(id, declared, policies, boundary, "lambda.amazonaws.com")
        elif role is None:
            detail = f"{id}: the template does not say under which role it runs"
            scope.template.problem(ProblemCode.ROLE_NOT_FOUND, declared.span, detail)
        code = code_of(scope, self.files, declared)
        for detail, span in unknown_ends(configuration):
            scope.template.problem(ProblemCode.UNKNOWN_VALUE, span, f"{id}: {detail}")
        return Workload(
            id=id, kind="lambda", name=scope.name_of(id), span=declared.span, role=role, code=code,
            other_roles=self.roles.others(declared.get("Role")),
            environment=environment(
                scope,
                declared.nodes("Environment", "Variables"),
                more=declared.may_have_more("Environment", "Variables"),
            ),
            chosen=tuple(
                one
                for variables in declared.nodes("Environment", "Variables")
                for node in variables.mapping.values()
                for one in chosen_at(scope, node, ())
            ),
            needs=self._needs(configuration),
        )  # fmt: skip

    def _needs(self, configuration: FunctionConfiguration) -> tuple[RuntimeNeed, ...]:
        own = function_needs(configuration)
        if not self._mappings.get("") and not self._invocations.get(""):
            return own
        more = replace(
            configuration,
            sources=(*configuration.sources, *self._mapped_sources("")),
            destinations=(*configuration.destinations, *self._outside_destinations("")),
        )
        return (*own, *perhaps_needed(own, more, "it is this function that the template sets it for"))

    def _policies(self, declared: Declared, configuration: FunctionConfiguration) -> list[HeldPolicy]:
        """What SAM and the template give the role; a policy of AWS that both name is there once, as SAM's."""
        implied = {one.name: one for one in self._implied(declared, configuration)}
        own: list[HeldPolicy] = []
        for one in self._own_policies(declared):
            twice = one.kind == "aws-managed" and implied.pop(one.name, None) is not None
            own.append(replace(one, kind="implied") if twice else one)
        return [*implied.values(), *own]

    def _own_policies(self, declared: Declared) -> Iterator[HeldPolicy]:
        for node in declared.nodes("Policies"):
            yield from sam_policies(self.scope, self.roles.managed, node)

    def _implied(self, declared: Declared, configuration: FunctionConfiguration) -> Iterator[HeldPolicy]:
        """What SAM gives the role that it makes, before the policies of the template."""
        span = declared.span
        durable = declared.get("DurableConfig") is not None
        names = ["AWSLambdaBasicDurableExecutionRolePolicy" if durable else "AWSLambdaBasicExecutionRole"]
        if configuration.tracing is not None:
            names.append("AWSXRayDaemonWriteAccess")
        if configuration.vpc is not None:
            names.append("AWSLambdaVPCAccessExecutionRole")
        events = [event for _, event in _events(declared)]
        kinds = [self._implying(event) for event in events]
        names.extend(_IMPLIED_BY_EVENT[kind] for kind in kinds if kind in _IMPLIED_BY_EVENT)
        for name in dict.fromkeys(names):
            yield held_managed(name, span, kind="implied")
        written = FunctionConfiguration(
            name=configuration.name, span=span,
            destinations=tuple(self._sam_destinations(declared, attached=True)),
            # SAM allows the key of a source's secrets, never that of what the source holds.
            sources=tuple(
                replace(source, key=None, arn=None if event in _IMPLIED_BY_EVENT else source.arn)
                for event, source in self._event_sources(declared, implied=True)
            ),
        )  # fmt: skip
        brokers = any(kind == "MQ" for kind in kinds)
        needs = [
            need
            for need in function_needs(written)
            if need.optional is None and not need.action.startswith(("logs:", "ec2:") if brokers else "logs:")
        ]
        if needs:
            statements = tuple(_statement(need) for need in needs)
            yield HeldPolicy(name="events and destinations", kind="implied", statements=statements, span=span)

    def _implying(self, event: Node) -> str:
        """An event's type as far as SAM attaches a policy for it; a topic may be read through a queue."""
        kind = self.scope.string(event.get("Type")) or ""
        through = event.get("Properties", "SqsSubscription")
        return "SQS" if kind == "SNS" and through is not None and self.scope.truth(through) else kind

    def _configuration(self, declared: Declared) -> FunctionConfiguration:
        scope, id = self.scope, declared.id
        vpc = declared.get("VpcConfig")
        subnets = declared.get("VpcConfig", "SubnetIds") or declared.get("VpcConfig", "SecurityGroupIds")
        key = declared.get("KmsKeyArn")
        durable = declared.get("DurableConfig")
        return FunctionConfiguration(
            name=scope.name_of(id), span=declared.span,
            log_groups=self._log_groups(declared),
            sources=(*(one for _, one in self._event_sources(declared)), *self._mapped_sources(id)),
            destinations=tuple(self._destinations(declared)),
            vpc=vpc.span if vpc is not None and (subnets or vpc.single) and self._is_set(vpc) else None,
            tracing=self._tracing(declared), insights=self._insights(declared),
            file_systems=tuple(self._file_systems(declared)),
            key=(scope.evaluate(key), key.span) if key is not None and self._is_set(key) else None,
            durable=durable.span if durable is not None and self._is_set(durable) else None,
        )  # fmt: skip

    def _log_groups(self, declared: Declared) -> tuple[Value, ...]:
        """The log groups that are set, the usual one among them where a condition leaves it at that."""
        node = declared.get("LoggingConfig", "LogGroup")
        if node is None:
            return ()
        usual = joined([Const("/aws/lambda/"), self.scope.name_of(declared.id)])
        return tuple(usual if one == NO_VALUE else one for one in alternatives(self.scope.evaluate(node)))

    def _is_set(self, node: Node) -> bool:
        return any(option != NO_VALUE for option in alternatives(self.scope.evaluate(node)))

    def _insights(self, declared: Declared) -> Span | None:
        layers = declared.nodes("Layers")
        on = has_insights(value for node in layers for value in self.scope.strings(node))
        return layers[-1].span if on else None

    def _tracing(self, declared: Declared) -> Span | None:
        node = declared.get("Tracing") or declared.get("TracingConfig", "Mode")
        for value in self.scope.strings(node):
            if value not in (Const("Disabled"), Const(""), Const(None)) and node is not None:
                if value == Const("PassThrough") and declared.type == FUNCTION:
                    continue
                return node.span
        return None

    def _file_systems(self, declared: Declared) -> Iterator[FileSystem]:
        for entry in self.scope.elements(declared.get("FileSystemConfigs")):
            for arn in self.scope.strings(entry.get("Arn")):
                named = [one.name for one in parts_of(arn) if isinstance(one, Hole) and one.name]
                made = [self.scope.template.resources.get(name.partition(".")[0]) for name in named]
                kind = next((_ACCESS_POINTS.get(one.type) for one in made if one is not None), None)
                yield FileSystem(arn=arn, label=shown_id(arn, self.scope), span=entry.span, kind=kind)

    # --- what it polls ---

    def _event_sources(self, declared: Declared, *, implied: bool = False) -> Iterator[tuple[str, Source]]:
        """The polled events of a SAM function, with their type; ``implied``: with the secrets SAM allows."""
        for name, event in _events(declared):
            if self._implying(event) == "SQS" and self.scope.string(event.get("Type")) == "SNS":
                yield "SQS", self._subscription(declared.id, name, event)
            kind = self.scope.string(event.get("Type")) or ""
            properties = event.get("Properties")
            if properties is None:
                continue
            if kind in _EVENTS:
                property, service = _EVENTS[kind]
                consumer = properties.get("ConsumerARN")
                for arn in _named(self.scope.strings(consumer or properties.get(property))):
                    found = self._source(arn, event, properties, service)
                    yield (
                        kind,
                        replace(found, secrets=self._implied_secrets(kind, properties)) if implied else found,
                    )
            elif kind == "SelfManagedKafka":
                found = self._source(None, event, properties, "kafka")
                yield (
                    kind,
                    replace(found, secrets=self._implied_secrets(kind, properties)) if implied else found,
                )

    def _subscription(self, id: str, event_name: str, event: Node) -> Source:
        """The queue between a topic and a function: the template's, or the one that SAM makes."""
        queue = event.get("Properties", "SqsSubscription", "QueueArn")
        arn = next(iter(self.scope.strings(queue)), None) or self._made(
            "AWS::SQS::Queue", f"{id}{event_name}Queue"
        )
        return self._source(arn, event, event, "sqs")

    def _made(self, kind: str, id: str) -> Value:
        """The ARN of a resource that SAM makes under a name of its own."""
        row = resource_type(kind)
        return physical_name(id) if row is None else arn_value(row, physical_name(id))

    def _mapped_sources(self, id: str) -> Iterator[Source]:
        for mapping in self._mappings.get(id, ()):
            properties = mapping.properties
            if properties is None:
                continue
            arns: Iterable[Value | None] = self.scope.strings(properties.get("EventSourceArn")) or (None,)
            for arn in _named(arns):
                yield self._source(arn, mapping.node, properties, None)

    def _source(self, arn: Value | None, node: Node, properties: Node, service: str | None) -> Source:
        label = shown_id(arn, self.scope) if arn is not None else "Kafka"
        key = None if arn is None else self.keys.get(reference_to(arn, self.keys) or "")
        return Source(
            arn=arn, label=label, span=node.key_span if node.key_raw is not None else node.span,
            kind=(service or self._service(arn)) if service_of(arn) is None else None, key=key,
            secrets=tuple(self._secrets(properties)),
            secret_key=self._secret_key(properties), network=self._in_network(properties),
            registry=self._registry(properties),
        )  # fmt: skip

    def _service(self, arn: Value | None) -> str | None:
        """Whose ARN an output of a nested stack is."""
        if not isinstance(arn, Text):
            return None
        names = [part.name for part in arn.parts if isinstance(part, Hole) and part.name]
        return next((self.scope.services[name] for name in names if name in self.scope.services), None)

    def _secret_key(self, properties: Node) -> Value | None:
        node = properties.get("SecretsManagerKmsKeyId")
        row = resource_type("AWS::KMS::Key")
        return arn_value(row, self.scope.evaluate(node)) if node is not None and row is not None else None

    def _in_network(self, properties: Node) -> bool:
        """Kafka of one's own (``VPC_SUBNET``); for MSK and MQ the source's own needs have it."""
        kinds = [
            self.scope.string(entry.get("Type")) or ""
            for entry in self.scope.elements(properties.get("SourceAccessConfigurations"))
        ]
        return any(kind.startswith("VPC_") for kind in kinds)

    def _registry(self, properties: Node) -> Value | None:
        for configuration in _REGISTRIES:
            node = properties.get(*configuration)
            for arn in self.scope.strings(node):
                return arn
        return None

    def _implied_secrets(self, kind: str, properties: Node) -> tuple[Value, ...]:
        types = frozenset(("CLIENT_CERTIFICATE_TLS_AUTH",)) if kind == "MSK" else _SECRET_TYPES - {_ROOT}
        return tuple(self._secrets(properties, types))

    def _secrets(self, properties: Node, types: frozenset[str] = _SECRET_TYPES) -> Iterator[Value]:
        for entry in self.scope.elements(properties.get("SourceAccessConfigurations")):
            if self.scope.string(entry.get("Type")) in types:
                yield from self.scope.strings(entry.get("URI"))
        for configuration in _REGISTRIES:
            for entry in self.scope.elements(properties.get(*configuration[:-1], "AccessConfigs")):
                yield from self.scope.strings(entry.get("URI"))

    # --- where it sends ---

    def _destinations(self, declared: Declared) -> Iterator[Destination]:
        if declared.type.startswith("AWS::Serverless::"):
            yield from self._sam_destinations(declared)
        target = declared.get("DeadLetterConfig", "TargetArn")
        yield from self._to(target, None, "failed events")
        yield from self._outside_destinations(declared.id)

    def _outside_destinations(self, id: str) -> Iterator[Destination]:
        """Where what is set for a function elsewhere sends."""
        for one in self._invocations.get(id, ()):
            yield from self._outcomes(one.get("DestinationConfig"))
        for one in self._mappings.get(id, ()):
            yield from self._to(
                one.get("DestinationConfig", "OnFailure", "Destination"), None, "failed events"
            )

    def _sam_destinations(self, declared: Declared, *, attached: bool = False) -> Iterator[Destination]:
        """Where SAM's properties send; ``attached``: as far as SAM attaches the permission for that."""
        queue = declared.get("DeadLetterQueue")
        if queue is not None:
            yield from self._to(queue.get("TargetArn"), queue.get("Type"), "failed events")
        outcomes = declared.get("EventInvokeConfig", "DestinationConfig")
        yield from self._outcomes(outcomes)
        yield from self._made_outcomes(declared.id, outcomes)
        for _, event in _events(declared):
            failure = event.get("Properties", "DestinationConfig", "OnFailure")
            if failure is None or (attached and failure.get("Type") is None):
                continue
            if self.scope.string(event.get("Type")) in (*_EVENTS, "SelfManagedKafka"):
                yield from self._to(failure.get("Destination"), failure.get("Type"), "failed events")

    def _outcomes(self, node: Node | None) -> Iterator[Destination]:
        for name, purpose in (("OnSuccess", "results"), ("OnFailure", "failed events")):
            to = None if node is None else node.get(name)
            if to is not None:
                yield from self._to(to.get("Destination"), to.get("Type"), purpose)

    def _made_outcomes(self, id: str, node: Node | None) -> Iterator[Destination]:
        """The queues and topics that SAM makes where none is named."""
        for name, purpose in (("OnSuccess", "results"), ("OnFailure", "failed events")):
            to = None if node is None else node.get(name)
            kind = None if to is None else self.scope.string(to.get("Type"))
            if to is None or kind not in ("SQS", "SNS"):
                continue
            options = list(alternatives(self.scope.evaluate(to.get("Destination"))))
            if NO_VALUE in options:
                made, word = ("AWS::SQS::Queue", "Queue") if kind == "SQS" else ("AWS::SNS::Topic", "Topic")
                label = f"{id}EventInvokeConfig{name}{word}"
                yield Destination(arn=self._made(made, label), label=label, span=to.span, purpose=purpose)

    def _to(self, node: Node | None, kind: Node | None, purpose: str) -> Iterator[Destination]:
        if node is None:
            return
        for arn in self.scope.strings(node):
            if arn == Const(""):
                continue
            said = self.scope.string(kind)
            yield Destination(
                arn=arn, label=shown_id(arn, self.scope), span=node.span, purpose=purpose,
                kind=(said or self._service(arn)) if service_of(arn) is None else None,
            )  # fmt: skip


def environment(scope: Scope, nodes: Iterable[Node], *, more: bool = False) -> Struct:
    """Environment variables, those of the globals first; open where they are not all written out (``more``:
    where what is around them may be anything)."""
    places = [[_variables(one) for one in alternatives(scope.evaluate(node))] for node in nodes]
    return overlaid((*places, [UNREAD] if more else ()))


def _variables(value: Value) -> Struct:
    if isinstance(value, Struct):
        return unsettled(value)
    return NOTHING if value == NO_VALUE else UNREAD


def shown_id(value: Value, scope: Scope) -> str:
    """What the template calls the other end of a connection."""
    return reference_to(value, scope.template.resources) or shown(value)


def _named(arns: Iterable[Value | None]) -> Iterator[Value | None]:
    """Without the empty text that a condition or mapping gives where there is none."""
    return (arn for arn in arns if arn != Const(""))


def _events(declared: Declared) -> list[tuple[str, Node]]:
    return [pair for node in declared.nodes("Events") for pair in node.mapping.items()]


def _statement(need: RuntimeNeed) -> HeldStatement:
    return HeldStatement(
        effect="Allow", actions=(Const(need.action),), resources=need.resources or (Const("*"),),
        conditions=need.conditions, span=need.span,
    )  # fmt: skip
