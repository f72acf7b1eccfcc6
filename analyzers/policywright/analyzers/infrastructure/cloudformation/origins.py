"""What the events of a template's functions come from: the buckets and topics that call them.

That is told where nothing but these is seen to call a function: no permission for others, no name of it in
what may invoke it with an event of its own, no part of the template that can't be read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.ordering import referred
from policywright.analyzers.infrastructure.cloudformation.policies import shown
from policywright.analyzers.infrastructure.cloudformation.strings import NO_VALUE
from policywright.analyzers.infrastructure.cloudformation.template import Declared
from policywright.analyzers.infrastructure.starting import bucket_of, told_by_events
from policywright.analyzers.infrastructure.yaml_nodes import Node
from policywright.knowledge.values import Const, Struct, Text, Unknown, Value, alternatives

_BUCKET, _TOPIC, _PERMISSION = "AWS::S3::Bucket", "AWS::SNS::Topic", "AWS::Lambda::Permission"
_OF_CDK = "Custom::S3BucketNotifications"
_OF_BUCKETS, _OF_TOPICS = "s3.amazonaws.com", "sns.amazonaws.com"
_CALLING = (_OF_BUCKETS, _OF_TOPICS)
_HARMLESS = frozenset((
    "AWS::Lambda::Alias", "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Version", "AWS::Logs::LogGroup", "AWS::Logs::SubscriptionFilter", "AWS::Logs::MetricFilter",
    "AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::ApiGateway::Method",
    "AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Integration", "AWS::Serverless::Api",
    "AWS::Serverless::HttpApi", "AWS::SNS::Subscription", _BUCKET, _TOPIC, _PERMISSION, _OF_CDK,
))  # fmt: skip
"""What may name a function and invokes it with no event of its own making, but that of what is read here.

What else names one (a state machine, a schedule, another function) may pass it anything."""


class Origins:
    """The origins of the events of a template's functions."""

    def __init__(
        self, scope: Scope, function_of: Callable[[Value], str | None], names: Collection[str]
    ) -> None:
        self.scope, self._function_of = scope, function_of
        self._names = names
        """What the template calls functions, their versions and aliases."""
        self._found: dict[tuple[str, str], dict[Value, None]] = {}
        """By a function and the type of what calls it: the names (buckets) or ARNs of these."""
        self._elsewhere: set[str] = set()
        """Functions that something else may call."""
        for declared in scope.template.resources.values():
            self._resource(declared)
        for output in scope.template.section("Outputs").values():
            if output.get("Export") is not None:
                self._elsewhere.update(self._functions(scope.evaluate(output.get("Value"))))

    def of(self, id: str, sources: Iterable[Value | None]) -> Struct:
        """What the events of a function say, which polls these as well."""
        if id in self._elsewhere or self.scope.template.unread:
            return Struct(())
        buckets, topics = (self._found.get((id, kind), ()) for kind in (_BUCKET, _TOPIC))
        return told_by_events(buckets=buckets, topics=topics, sources=sources)

    def _resource(self, declared: Declared) -> None:
        match declared.type:
            case "AWS::S3::Bucket":
                name = self.scope.name_of(declared.id)
                for one in declared.nodes("NotificationConfiguration", "LambdaConfigurations"):
                    for inner in self.scope.elements(one):
                        self._calls(_BUCKET, [name], inner.get("Function"))
            case "Custom::S3BucketNotifications":
                name = self.scope.evaluate(declared.get("BucketName"))
                for one in declared.nodes("NotificationConfiguration", "LambdaFunctionConfigurations"):
                    for inner in self.scope.elements(one):
                        self._calls(_BUCKET, [name], inner.get("LambdaFunctionArn"))
            case "AWS::SNS::Topic":
                for one in declared.nodes("Subscription"):
                    for inner in self.scope.elements(one):
                        arn = self.scope.reference(declared.id)
                        self._calls(_TOPIC, [arn], inner.get("Endpoint"))
            case "AWS::SNS::Subscription":
                topics = self.scope.strings(declared.get("TopicArn"))
                self._calls(_TOPIC, topics, declared.get("Endpoint"))
            case "AWS::Lambda::Permission":
                self._permission(declared)
        if declared.type.startswith("AWS::Serverless::"):
            for one in declared.nodes("Events"):
                for event in one.mapping.values():
                    self._event(declared, event)
        if declared.type not in _HARMLESS:
            self.named_by(declared.properties, declared.id)

    def named_by(self, node: Node | None, own: str = "") -> None:
        """Functions that something names may be called by it; not its ``own``."""
        self._elsewhere.update(one for one in self._named(node) if one != own)

    def calls(self, id: str, buckets: Iterable[Value], topics: Iterable[Value] = ()) -> None:
        """What calls a function, as a framework says it."""
        self._found.setdefault((id, _BUCKET), {}).update(dict.fromkeys(buckets))
        self._found.setdefault((id, _TOPIC), {}).update(dict.fromkeys(topics))

    def called_elsewhere(self, id: str) -> None:
        """Something else may call a function."""
        self._elsewhere.add(id)

    def _calls(self, kind: str, who: Iterable[Value], function: Node | None) -> None:
        for id in self._functions(self.scope.evaluate(function)) if function is not None else ():
            for one in who:
                self._found.setdefault((id, kind), {})[one] = None

    def _event(self, declared: Declared, event: Node) -> None:
        kind, properties = self.scope.string(event.get("Type")), event.get("Properties")
        if properties is None:
            return
        if kind == "S3":
            self._found.setdefault((declared.id, _BUCKET), {}).update(
                dict.fromkeys(self.scope.strings(properties.get("Bucket")))
            )
        elif kind == "SNS":
            self._found.setdefault((declared.id, _TOPIC), {}).update(
                dict.fromkeys(self.scope.strings(properties.get("Topic")))
            )
        elif properties.get("Input") is not None or properties.get("InputTransformer") is not None:
            self._elsewhere.add(declared.id)

    def _permission(self, declared: Declared) -> None:
        """Whoever may invoke a function is a service whose events have another form, or is read here."""
        principal = self.scope.string(declared.get("Principal")) or ""
        source = self.scope.evaluate(declared.get("SourceArn"))
        named = all(isinstance(one, Const | Text) and "*" not in shown(one) for one in alternatives(source))
        named = named and source != NO_VALUE
        for id in self._functions(self.scope.evaluate(declared.get("FunctionName"))):
            if not principal.endswith(".amazonaws.com") or (principal in _CALLING and not named):
                self._elsewhere.add(id)
            elif principal == _OF_BUCKETS:
                found = self._found.setdefault((id, _BUCKET), {})
                found.update(dict.fromkeys(map(bucket_of, alternatives(source))))
            elif principal == _OF_TOPICS:
                self._found.setdefault((id, _TOPIC), {}).update(dict.fromkeys(alternatives(source)))

    def _functions(self, value: Value) -> list[str]:
        found = (self._function_of(one) for one in alternatives(value) if not isinstance(one, Unknown))
        return [one for one in found if one is not None]

    def _named(self, node: Node | None) -> Iterator[str]:
        """Functions that a resource names."""
        if node is None:
            return
        if node.single is not None:
            for name in referred(*node.single):
                if name in self._names:
                    yield from self._functions(self.scope.evaluate(node))
        for inner in (*node.mapping.values(), *node.items):
            yield from self._named(inner)
