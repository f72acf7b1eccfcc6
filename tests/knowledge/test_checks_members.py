"""An ARN that a request has in a member called like a type of its action is what is granted, however deep it stands.

``Datasets[].Arn`` of an operation about data sets, ``TemplateArn`` beside a template's name: what is granted instead
(every data set of every project) is too wide, or, where another member takes its place, denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from policywright.knowledge import texts
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.generator.identities import last_name
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.naming import stem
from policywright.knowledge.operations import Operation

from .checked import at, compared, operations, sample, shapes
from .requests_ import ask

_ARN = re.compile(r"(?:Arn|ARN)s?$")
_SECRET = re.compile(r"(:secret:[^:]*)$")

ELSEWHERE = {
    "apigateway:CreateDomainNameAccessAssociation": "what is made is asked about, not the name",
    "apigateway:GetTags": "tags are under /tags, whatever ARN is passed",
    "apigateway:UntagResource": "tags are under /tags, whatever ARN is passed",
    "apigatewayv2:GetTags": "tags are under /tags, whatever ARN is passed",
    "apigatewayv2:TagResource": "tags are under /tags, whatever ARN is passed",
    "apigatewayv2:UntagResource": "tags are under /tags, whatever ARN is passed",
    "cloudfront:CreateDistributionWithTags": "what is made is tagged, not the functions that it calls",
    "quicksight:CreateTopicV2": "both sides of a relation are among the topic's data sets",
    "quicksight:UpdateTopicV2": "both sides of a relation are among the topic's data sets",
    "quicksight:UpdateDataSet": "the parent set is looked at by an action of its own",
    "s3:CreateBucketMetadataTableConfiguration": "a table's bucket is what the table's action is on",
    "securityhub:BatchImportFindings": "a related finding is told of, not imported",
}
"""Operations that an ARN within a request says nothing of -> why."""


def _is_text(_name: str, _path: str, shape: dict[str, Any], _documentation: str) -> bool:
    return bool(shape["type"] == "string")


def members(
    operation: Operation, client: ClientSource, kinds: list[ResourceType]
) -> Iterator[tuple[str, str]]:
    """(path, ARN) of the members that are called like one of the types, by themselves or by what they are in."""
    for path, _ in shapes(operation, client, _is_text):
        leaf = last_name(path)
        if not _ARN.search(leaf):
            continue
        above = path.rpartition(".")[0].rpartition(".")[2].replace("[]", "")
        said = stem(_ARN.sub("", leaf) or above)
        yield from ((path, sample(kind)) for kind in kinds if said == stem(kind.name))


def lost(authorizer: Authorizer, clients: dict[str, ClientSource]) -> Iterator[str]:
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        for action in plan.base:
            known = authorizer.catalog.action(action)
            types = known.resource_types if known else ()
            found = (
                (authorizer.catalog.resource_type(known.prefix, one.name) for one in types) if known else ()
            )
            kinds = [kind for kind in found if kind]
            for path, arn in members(operation, clients[operation.service], kinds) if kinds else ():
                answer = ask(authorizer, f"{operation.service}:{operation.name}", at(path, arn))
                granted = {
                    texts.glob(texts.parts(one))
                    for need in answer.needs
                    if need.action == action
                    for one in need.resources
                }
                if granted and arn not in granted and _SECRET.sub(r"\1-??????", arn) not in granted:
                    yield f"{operation.service}:{operation.name}"


def test_an_arn_within_a_request_is_granted(authorizer: Authorizer, clients: dict[str, ClientSource]) -> None:
    compared(set(lost(authorizer, clients)), ELSEWHERE)
