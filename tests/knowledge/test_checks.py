"""Checks over every operation, so that the errors of yesterday can't be made again.

Each has a list of reasoned exceptions. An exception that is no longer needed fails, too: the lists only shrink.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from policywright.knowledge import generic
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.generator.catalog_source import read_catalog
from policywright.knowledge.generator.dependents import key_members
from policywright.knowledge.generator.identities import last_name, word
from policywright.knowledge.generator.operations_source import ClientSource, read_clients
from policywright.knowledge.generator.overlay_source import read_prefixes
from policywright.knowledge.generator.problems import Problems
from policywright.knowledge.naming import GIVEN, OTHERS, own_variable
from policywright.knowledge.operations import Operation
from policywright.knowledge.store import shared_store

SAMPLES = ("SampleName1", "sample-name-1", "sample_name_1", "samplename")
_VARIABLE = re.compile(r"\$\{([^}]*)\}")


@pytest.fixture(scope="module")
def clients() -> dict[str, ClientSource]:
    problems = Problems()
    return read_clients(read_catalog(), read_prefixes(problems).prefixes, problems)


@pytest.fixture(scope="module")
def authorizer() -> Authorizer:
    return Authorizer(shared_store())


def operations(authorizer: Authorizer) -> Iterator[Operation]:
    for service in authorizer.operations.services():
        for name in authorizer.operations.names(service):
            operation = authorizer.operations.get(service, name)
            assert operation is not None
            yield operation


def compared(found: set[str], exceptions: dict[str, str]) -> None:
    assert found - exceptions.keys() == set(), "new: mend them, or give a reason"
    assert exceptions.keys() - found == set(), "no longer needed: take them out"


# --- A name where botocore's own pattern of the ARN has something else.

NAMES = {
    "imagebuilder": "the name is put in lower case, with hyphens (forms.py)",
    "opensearch": "names of data sources are in lower case, which only the pattern of the ARN says",
    "s3vectors": "names of vector buckets and indexes are in lower case, which only the patterns of ARNs say",
}
"""Client -> why its names differ from what the pattern of the ARN allows."""


def test_a_sample_name_in_an_arn_is_what_botocore_allows(clients: dict[str, ClientSource]) -> None:
    """Where botocore has a pattern of just this ARN, the name that a member takes fits into it."""
    found = set()
    for name, client in clients.items():
        table: dict[str, Any] = shared_store().document("overlay", f"_members:{name}") or {}
        patterns = [pattern for pattern in map(_arn_pattern, _patterns(client.model)) if pattern]
        for operation, formats in table.items():
            for arn, variables in formats.items():
                if arn != OTHERS and _contradicts(client, operation, arn, variables, patterns):
                    found.add(name)
    compared(found, NAMES)


def _contradicts(
    client: ClientSource, operation: str, arn: str, variables: dict[str, Any], patterns: list[re.Pattern[str]]
) -> bool:
    own = own_variable(arn)
    if arn.count(":") < 5 or own is None or own not in variables:
        return False
    paths = [path for paths in variables[own][:3] for path in paths]
    for path in paths:
        if path.startswith(GIVEN) or word(last_name(path)) != "name":
            continue
        allowed = _pattern_of(client, operation, path)
        sample = next((one for one in SAMPLES if allowed is None or re.fullmatch(allowed, one)), None)
        # The pattern is of this very format if it takes the ARN with some id, whatever that looks like.
        shapes = [
            _filled(arn, own, value) for value in ("abcdefghij0123456789"[:n] for n in (10, 12, 16, 20))
        ]
        mine = [pattern for pattern in patterns if any(pattern.fullmatch(shape) for shape in shapes)]
        if sample and mine and not any(pattern.fullmatch(_filled(arn, own, sample)) for pattern in mine):
            return True
    return False


def _filled(arn: str, own: str, value: str) -> str:
    ambient = {"Partition": "aws", "Region": "us-east-1", "Account": "123456789012", own: value}
    return _VARIABLE.sub(lambda match: ambient.get(match.group(1), "abc123"), arn)


def _patterns(model: dict[str, Any]) -> set[str]:
    return {shape["pattern"] for shape in model["shapes"].values() if "arn" in shape.get("pattern", "")}


def _arn_pattern(pattern: str) -> re.Pattern[str] | None:
    try:
        return re.compile(pattern)
    except re.error:
        return None


def _pattern_of(client: ClientSource, operation: str, path: str) -> str | None:
    for found, _, shape in client.shapes.walk(client.model["operations"][operation]):
        if found == path:
            pattern = shape.get("pattern")
            return pattern if pattern and _arn_pattern(pattern) else None
    return None


# --- A name is no id.

NAMES_FOR_IDS = {
    "databrew", "forecast", "personalize", "iotfleetwise", "mediatailor", "rekognition",
    "route53-recovery-readiness", "imagebuilder", "lex-models",
}  # fmt: skip
"""Clients with rows in ``_identities.toml`` that say that the name is what stands where the format says id."""


def test_a_name_stands_for_an_id_only_by_a_row(clients: dict[str, ClientSource]) -> None:
    found = set()
    for name in clients:
        table: dict[str, Any] = shared_store().document("overlay", f"_members:{name}") or {}
        for formats in table.values():
            for arn, variables in formats.items():
                own = own_variable(arn) if arn != OTHERS else None
                for path in (path for paths in variables.get(own or "", [])[:3] for path in paths):
                    if own and word(own) == "id" and word(last_name(path)) == "name" and GIVEN not in path:
                        found.add(name)
    assert found == NAMES_FOR_IDS, "a row of _identities.toml is missing, or this list is too long"


# --- Roles and keys.

ROLES: dict[str, str] = {}
KEYS = {
    "bedrock-agent-runtime:InvokeInlineAgent": "it reads; the key decrypts what the agent's own role reads",
    "bedrock-runtime:StartAsyncInvoke": "its results are written with the key of the bucket",
}


def test_no_role_and_no_key_is_without_a_rule(
    authorizer: Authorizer, clients: dict[str, ClientSource]
) -> None:
    roles, keys = set(), set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        base = authorizer.catalog.action(plan.base[0]) if plan.base else None
        name = f"{operation.service}:{operation.name}"
        takes = operation.role_paths and generic.role_members(operation, listed=True)
        asked = generic.writes(base) and plan.layer != "no-permission" and not plan.by_shape
        if takes and asked and generic.PASS_ROLE not in plan.candidates():
            roles.add(name)
        through = any(action.startswith("kms:") for action in plan.candidates())
        if not through and operation.prefix != "kms" and key_members(operation, clients[operation.service]):
            keys.add(name)
    compared(roles, ROLES)
    compared(keys, KEYS)


# --- Required types.


def test_a_required_type_is_never_lost(authorizer: Authorizer) -> None:
    """With every member that has to be passed: some resource fits each required type, or all are granted."""
    from policywright.knowledge import forms
    from policywright.knowledge.lookup import named_members
    from policywright.knowledge.values import Request

    lost = set()
    for operation in operations(authorizer):
        plan = authorizer.planner.plan(operation)
        parameters = named_members(operation, required=True)
        answer = authorizer.authorize(
            Request(service=operation.service, operation=operation.name, parameters=parameters)
        )
        for need in answer.needs:
            action = authorizer.catalog.action(need.action)
            if action is None or need.action not in plan.base or not need.resources or "Tag" in action.name:
                continue
            required = [kind.name for kind in action.resource_types if kind.required]
            kinds = [authorizer.catalog.resource_type(action.prefix, kind) for kind in required]
            for kind in kinds:
                if kind and not any(_fits(forms, kind, resource) for resource in need.resources):
                    lost.add(f"{operation.service}:{operation.name} {kind.name}")
    compared({operation.partition(":")[0] for operation in lost}, LOST)


LOST = {
    "batch": "SubmitJob: a job is authorized by its definition and queue",
    "bedrock-agent-runtime": "rows say which model, agent or knowledge base a request is about",
    "bedrock-runtime": "rows say which of models, profiles and prompts a model id is",
    "docdb": "groups that the request doesn't name",
    "ec2": "rows for what a request doesn't name",
    "glue": "the database's and table's names are in structures whose members are no required ones",
    "iot": "an index that the request need not name",
    "kinesis": "the stream is named by one of two members, neither of them required",
    "neptune": "groups that the request doesn't name",
    "rds": "groups that the request doesn't name",
    "redshift-serverless": "a row says what the request is about",
    "route53": "a row says what the request is about",
    "s3control": "an instance of IAM Identity Center is of another service",
    "sesv2": "a template's ARN or content instead of its name",
}
"""Client -> why a required type of the catalog is not granted when only the required members are passed."""


def _fits(forms: Any, kind: ResourceType, resource: Any) -> bool:
    from policywright.knowledge.records import replace

    return any(forms.fits(replace(kind, arn=arn), resource) for arn in kind.arns)
