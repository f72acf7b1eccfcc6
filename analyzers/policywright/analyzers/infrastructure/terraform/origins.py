"""What the events of a root module's functions come from: see ``cloudformation.origins``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import starmap

from policywright.analyzers.infrastructure.starting import bucket_of, told_by_events
from policywright.analyzers.infrastructure.terraform import syntax as s
from policywright.analyzers.infrastructure.terraform.needs import Needs
from policywright.analyzers.infrastructure.terraform.resources import nested
from policywright.analyzers.infrastructure.terraform.traced import Handle, Traced, options, plain, string
from policywright.knowledge.values import Const, Struct, Text, Unknown, Value

_NOTIFICATION, _PERMISSION = "aws_s3_bucket_notification", "aws_lambda_permission"
_SUBSCRIPTION = "aws_sns_topic_subscription"
_OF_BUCKETS, _OF_TOPICS = "s3.amazonaws.com", "sns.amazonaws.com"
_HARMLESS = frozenset((
    _NOTIFICATION, _PERMISSION, _SUBSCRIPTION, "aws_lambda_alias", "aws_lambda_event_source_mapping",
    "aws_lambda_function_event_invoke_config", "aws_lambda_provisioned_concurrency_config",
    "aws_cloudwatch_log_group", "aws_cloudwatch_log_subscription_filter", "aws_cloudwatch_metric_alarm",
    "aws_cloudwatch_dashboard", "aws_api_gateway_integration", "aws_apigatewayv2_integration",
))  # fmt: skip
"""What may name a function and invokes it with no event of its own making, but that of what is read here."""
_TARGET, _INPUT = "aws_cloudwatch_event_target", re.compile(r"\binput(?:_transformer)?\b")


class Origins:
    """The origins of the events of the functions of one root module."""

    def __init__(self, needs: Needs) -> None:
        self._needs, self._evaluator = needs, needs.evaluator
        self._buckets: dict[str, dict[Value, None]] = {}
        self._topics: dict[str, dict[Value, None]] = {}
        self._sources: dict[str, dict[Value, None]] = {}
        self._elsewhere: set[str] = set()
        """Functions that something else may call; under no address, any of them."""
        for handle in needs.handles:
            match handle.type:
                case "aws_s3_bucket_notification":
                    env = self._evaluator.env_of(handle)
                    for one, at in nested(
                        self._evaluator, handle.block, "lambda_function", env, assumed=True
                    ):
                        function = self._evaluator.attribute(one, "lambda_function_arn", at)
                        self._calls(self._buckets, self._of(handle, "bucket"), function)
                case "aws_sns_topic_subscription":
                    topics, endpoint = self._of(handle, "topic_arn"), needs.value(handle, "endpoint")
                    self._calls(self._topics, topics, endpoint)
                case "aws_lambda_event_source_mapping":
                    sources, function = (
                        self._of(handle, "event_source_arn"),
                        needs.value(handle, "function_name"),
                    )
                    self._calls(self._sources, sources, function)
                case "aws_lambda_permission":
                    self._permission(handle)

    def of(self, handle: Handle) -> Struct:
        """What the events of a function say."""
        elsewhere = handle.address in self._elsewhere or "" in self._elsewhere
        if elsewhere or handle.many or any(starmap(_may_call, self._naming(handle))):
            return Struct(())
        buckets, topics, sources = (
            found.get(handle.address, ()) for found in (self._buckets, self._topics, self._sources)
        )
        return told_by_events(buckets=buckets, topics=topics, sources=sources)

    def _of(self, handle: Handle, name: str) -> list[Value]:
        return [plain(one) for one in options(self._needs.value(handle, name))]

    def _calls(self, found: dict[str, dict[Value, None]], who: Iterable[Value], function: Traced) -> None:
        several = [*who]
        for address in self._needs.functions(function):
            found.setdefault(address, {}).update(dict.fromkeys(several))

    def _permission(self, handle: Handle) -> None:
        """Whoever may invoke a function is a service whose events have another form, or is read here."""
        function, sources = self._needs.value(handle, "function_name"), self._of(handle, "source_arn")
        principal = string(self._needs.value(handle, "principal")) or ""
        named = all(
            isinstance(one, Const | Text) and one != Const(None) and "*" not in str(one) for one in sources
        )
        of_one = principal in (_OF_BUCKETS, _OF_TOPICS)
        if not principal.endswith(".amazonaws.com") or (of_one and not (named and sources)):
            untold = any(isinstance(plain(one), Unknown) for one in options(function))
            self._elsewhere.update(self._needs.functions(function), [""] if untold else [])
        elif principal == _OF_BUCKETS:
            self._calls(self._buckets, map(bucket_of, sources), function)
        elif principal == _OF_TOPICS:
            self._calls(self._topics, sources, function)

    def _naming(self, handle: Handle) -> Iterator[tuple[str, str]]:
        """What names a function in its module, by its type or by what it is, with the text of it."""
        modules, module = self._evaluator.modules, handle.instance.module
        root = not handle.instance.address
        blocks = [*module.resources.values(), *module.data.values(), *module.ephemeral.values(),
                  *module.actions.values(), *module.calls.values()]  # fmt: skip
        several: list[tuple[str, s.Node]] = [
            (one.labels[0] if one.type == "resource" else one.type, one) for one in blocks
        ]
        several.extend(("local", one) for one in module.locals.values())
        # Of a root module people are shown its outputs.
        several.extend(("output", one) for one in (() if root else module.outputs.values()))
        named = re.compile(rf"\b{re.escape('.'.join(handle.block.labels))}(?![\w-])")
        for kind, node in several:
            text = modules.slice(node) if node is not handle.block else ""
            if named.search(text):
                yield kind, text


def _may_call(kind: str, text: str) -> bool:
    if kind == _TARGET:
        return _INPUT.search(text) is not None
    return kind not in _HARMLESS
