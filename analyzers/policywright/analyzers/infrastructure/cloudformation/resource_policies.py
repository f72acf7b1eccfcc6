"""What resources of a template allow by policies of their own."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.policies import reference_to, statements
from policywright.analyzers.infrastructure.model import HeldStatement
from policywright.analyzers.infrastructure.resource_policies import of_resource
from policywright.knowledge.values import alternatives

_DOCUMENTS: dict[str, tuple[str, str]] = {
    "AWS::S3::BucketPolicy": ("PolicyDocument", "Bucket"),
    "AWS::SQS::QueuePolicy": ("PolicyDocument", "Queues"),
    "AWS::SNS::TopicPolicy": ("PolicyDocument", "Topics"),
    "AWS::SecretsManager::ResourcePolicy": ("ResourcePolicy", "SecretId"),
    "AWS::Kinesis::ResourcePolicy": ("ResourcePolicy", "ResourceArn"),
    "AWS::KMS::Key": ("KeyPolicy", ""), "AWS::KMS::ReplicaKey": ("KeyPolicy", ""),
    "AWS::ApiGateway::RestApi": ("Policy", ""), "AWS::ECR::Repository": ("RepositoryPolicyText", ""),
    "AWS::DynamoDB::Table": ("ResourcePolicy.PolicyDocument", ""),
    "AWS::OpenSearchService::Domain": ("AccessPolicies", ""),
}  # fmt: skip
"""Where a policy stands, and which property names what it is of. Source: the template reference."""


def resource_policies(scope: Scope) -> Iterator[tuple[str, HeldStatement]]:
    """The statements of all of them, each with the id of what it is of."""
    for declared in scope.template.resources.values():
        row = _DOCUMENTS.get(declared.kind)
        if row is None or (document := declared.get(*row[0].split("."))) is None:
            continue
        of = declared.id
        if row[1]:
            named = (one for value in scope.strings(declared.get(row[1])) for one in alternatives(value))
            of = next(
                (id for one in named if (id := reference_to(one, scope.template.resources))), declared.id
            )
        for statement in statements(scope, document):
            yield of, of_resource(statement, scope.types.get(of), of)
