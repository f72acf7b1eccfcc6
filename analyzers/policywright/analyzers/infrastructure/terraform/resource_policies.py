"""What resources of a root module allow by policies of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policywright.analyzers.infrastructure.model import HeldStatement
from policywright.analyzers.infrastructure.resource_policies import of_resource
from policywright.analyzers.infrastructure.terraform.modules import Modules
from policywright.analyzers.infrastructure.terraform.policies import PolicyReader
from policywright.analyzers.infrastructure.terraform.traced import Handle, plain
from policywright.analyzers.infrastructure.types import terraform_type
from policywright.knowledge.values import Hole, Text, Value

_NAMED_BY: dict[str, str] = {
    "aws_s3_bucket_policy": "bucket", "aws_sqs_queue_policy": "queue_url", "aws_sns_topic_policy": "arn",
    "aws_secretsmanager_secret_policy": "secret_arn", "aws_kms_key_policy": "key_id",
    "aws_api_gateway_rest_api_policy": "rest_api_id", "aws_ecr_repository_policy": "repository",
    "aws_dynamodb_resource_policy": "resource_arn", "aws_kinesis_resource_policy": "resource_arn",
    "aws_s3_bucket": "", "aws_sqs_queue": "", "aws_sns_topic": "", "aws_secretsmanager_secret": "",
    "aws_kms_key": "", "aws_api_gateway_rest_api": "",
}  # fmt: skip
"""Types with a ``policy``, and the argument that names what it is of: the provider's "Argument Reference"."""


def resource_policies(
    policies: PolicyReader, modules: Modules, handles: Iterable[Handle]
) -> Iterator[tuple[str, HeldStatement]]:
    """The statements of all of them, each with the address of what it is of.

    One that is there several times, or not at all, or whose statements depend on something, allows nothing
    for certain.
    """
    evaluator = policies.evaluator
    known = {one.address: one for one in handles}
    for handle in known.values():
        named_by = _NAMED_BY.get(handle.type)
        if named_by is None or "[" in handle.address:
            continue
        env = evaluator.env_of(handle)
        document = policies.document(
            evaluator.attribute(handle.block, "policy", env), modules.head(handle.block)
        )
        if document.opaque is not None:
            continue
        named = plain(evaluator.attribute(handle.block, named_by, env)) if named_by else None
        of = next((one for one in _addresses(named) if one in known), handle.address)
        row = terraform_type(known[of].type)
        for statement in document.statements:
            yield of, of_resource(statement, row, of)


def _addresses(value: Value | None) -> Iterator[str]:
    """The addresses in a value: of a resource, and of one whose attribute it is."""
    for part in value.parts if isinstance(value, Text) else ():
        if isinstance(part, Hole) and part.name:
            yield part.name
            yield part.name.rpartition(".")[0]
