"""What resources of a template allow by policies of their own."""

from __future__ import annotations

from collections.abc import Iterator

from policywright.analyzers.infrastructure.cloudformation.intrinsics import Scope
from policywright.analyzers.infrastructure.cloudformation.policies import (
    reference_to,
    statement_of,
    statements,
)
from policywright.analyzers.infrastructure.cloudformation.template import Declared
from policywright.analyzers.infrastructure.model import HeldStatement
from policywright.analyzers.infrastructure.resource_policies import of_resource
from policywright.analyzers.infrastructure.yaml_nodes import Node, parse
from policywright.knowledge.records import replace
from policywright.knowledge.values import alternatives

_SAM_API = "AWS::Serverless::Api"
_SUB = "Fn::Sub"
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
        for statement in _of_sam(scope, declared):
            yield declared.id, of_resource(statement, scope.types.get(declared.id), declared.id)
        row = _DOCUMENTS.get(declared.kind)
        if row is None or (document := declared.get(*row[0].split("."))) is None:
            continue
        of = declared.id
        if row[1]:
            named = (one for value in scope.strings(declared.get(row[1])) for one in alternatives(value))
            of = next(
                (id for one in named if (id := reference_to(one, scope.template.resources))), declared.id
            )
        for statement in statements(scope, _laid_out(document)):
            yield of, of_resource(statement, scope.types.get(of), of)


def _of_sam(scope: Scope, declared: Declared) -> Iterator[HeldStatement]:
    """The statements that people add to the policy which SAM writes for an API."""
    given = declared.get("Auth", "ResourcePolicy", "CustomStatements") if declared.type == _SAM_API else None
    for node in scope.elements(given):
        if isinstance(node.value, dict):
            yield statement_of(scope, node)


def _laid_out(document: Node) -> Node:
    """A policy that is written as JSON in a text, as what it says; names in ``Fn::Sub`` stay such."""
    single = document.single
    substituted = single is not None and single[0] == _SUB
    text = single[1] if single is not None and substituted else document
    if not isinstance(text.value, str):
        return document
    # Where it stands, for whoever is told.
    root = parse(document.tree.file, "\n" * (text.span.line - 1) + text.value).root
    if root is None or not root.mapping:
        return document
    return _substituting(root) if substituted else root


def _substituting(node: Node) -> Node:
    if isinstance(node.value, dict):
        return replace(node, value={key: _substituting(inner) for key, inner in node.value.items()})
    if isinstance(node.value, list):
        return replace(node, value=[_substituting(inner) for inner in node.value])
    if isinstance(node.value, str) and "${" in node.value:
        return replace(node, value={_SUB: node})
    return node
