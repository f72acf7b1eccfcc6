"""What a CDK application makes after what: what a role's policies can't name.

CDK makes a function wait for its role and for all that the role is granted. So what is made after the
function, a state machine that calls it or a user pool that it is a trigger of, can't be named in these
policies ("circular dependency between resources"). A synthesised template says what refers to what
(``Ordering``). Of an application that is not synthesised, only what is certainly no part of such a circle is
taken to be none: types that name no function, and what the source makes before the function and adds nothing
to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policywright.analyzers.infrastructure.cdk.application import Application
from policywright.analyzers.infrastructure.cloudformation.ordering import Ordering
from policywright.analyzers.infrastructure.cloudformation.template import Template
from policywright.analyzers.infrastructure.model import Resource, Stack, Workload
from policywright.analyzers.infrastructure.types import parts_of
from policywright.analyzers.infrastructure.yaml_nodes import parse
from policywright.knowledge.values import Hole, Value, alternatives

_APART = frozenset((
    "AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table", "AWS::ECR::Repository", "AWS::Events::EventBus",
    "AWS::KMS::Key", "AWS::Kinesis::Stream", "AWS::S3::Bucket", "AWS::SNS::Topic", "AWS::SQS::Queue",
    "AWS::SecretsManager::Secret",
))  # fmt: skip
"""Types whose constructs say in a resource of its own what they have to do with a function: subscriptions,
mappings, notifications (https://docs.aws.amazon.com/cdk/api/v2/docs/aws-construct-library.html)."""
_NAMING = frozenset(("AWS::S3::Bucket", "AWS::SNS::Topic"))
"""Of these, the types that CloudFormation itself lets name a function (``CfnBucket``, ``CfnTopic``)."""
_FUNCTION = "AWS::Lambda::Function"
_PLAIN = "Cfn"
"""What constructs are called that are CloudFormation's own resources."""
_ADDS = r"\b{name}(?:\.\w+)*\.add(?!ToResourcePolicy|_to_resource_policy|Dependency|_dependency)\w+\("

_PLAINLY = re.compile(
    r"""(?:\s|[{}\[\],]|\w+\s*[:=](?!=)|"[^"\n\\]*"|'[^'\n\\]*'|\b(?:\d+|true|false|True|False|None)\b(?!\s*[.(]))*\)"""
)
"""Arguments that are literals, with the names of properties: they name no function."""


class Order:
    """What the resources of one template, or of a source that is not synthesised, wait for."""

    def __init__(self, application: Application, stack: Stack) -> None:
        self._application, self._stack = application, stack
        self._later: dict[str, dict[str, str]] = {}
        self._ordering: Ordering | None = None

    def later(self, role: str) -> dict[str, str]:
        """The resources that are made after a workload of a role, each with that workload."""
        if role not in self._later:
            own = [one for one in self._stack.workloads if role in (one.role, *one.other_roles)]
            found = self._by_source(role, own) if self._application.is_source else self._by_template(own)
            self._later[role] = dict(found)
        return self._later[role]

    def _by_template(self, own: Iterable[Workload]) -> Iterator[tuple[str, str]]:
        if self._ordering is None:
            name = self._application.template
            template = Template.of(parse(name, self._application.files.text(name) or ""))
            self._ordering = Ordering(template) if template is not None else None
        ordering = self._ordering
        for workload in own if ordering is not None else ():
            assert ordering is not None
            yield from ((id, workload.id) for id in ordering.after(workload.id))

    def _by_source(self, role: str, own: list[Workload]) -> Iterator[tuple[str, str]]:
        ids = {one.id for one in own}
        held = self._stack.role(role)
        granted = {
            id
            for policy in (held.policies if held is not None else ())
            for statement in policy.statements
            for value in statement.resources
            for id in _named(value)
        }
        for resource in self._stack.resources:
            if resource.id in granted:
                continue
            for workload in own:
                if self._may_follow(resource, workload, role, ids):
                    yield resource.id, workload.id
                    break

    def _may_follow(self, resource: Resource, workload: Workload, role: str, ids: set[str]) -> bool:
        """Something may be made after a workload: it may refer to it."""
        known = self._application.known(resource.id)
        plain = known is None or known.construct.kind.startswith(_PLAIN)
        if resource.type in _APART and not (plain and resource.type in _NAMING):
            return False
        if resource.type == _FUNCTION:
            other = next((one for one in self._stack.workloads if one.id == resource.id), None)
            named = [_named(value) for _, value in other.environment.fields] if other is not None else []
            return other is None or other.role == role or any(ids & found for found in named)
        if resource.span.file != workload.span.file or resource.span.start_byte > workload.span.start_byte:
            return True
        variable = known.construct.variable if known is not None else None
        if known is None or variable is None:
            return False
        text = known.source.text
        added = re.finditer(_ADDS.format(name=re.escape(variable)), text)
        return not all(_PLAINLY.match(text, one.end()) is not None for one in added)


def _named(value: Value) -> set[str]:
    """The resources that a value refers to."""
    return {
        part.name.partition(".")[0]
        for one in alternatives(value)
        for part in parts_of(one)
        if isinstance(part, Hole) and part.kind == "reference" and part.name
    }


__all__ = ["Order"]
