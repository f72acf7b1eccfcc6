"""What the checks over all operations have in common: operations, requests, lists of exceptions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.shares import in_share, is_long

from policywright.knowledge import forms, naming
from policywright.knowledge.authorization import Authorizer
from policywright.knowledge.catalog import ResourceType
from policywright.knowledge.generator.operations_source import ClientSource
from policywright.knowledge.operations import Operation
from policywright.knowledge.values import Const, Items, Struct

KEY = "arn:aws:kms:us-east-1:123456789012:key/sample"
ROLE = "arn:aws:iam::123456789012:role/sample"

SAMPLES = ("SampleName1", "sample-name-1", "sample_name_1", "samplename")
VARIABLE = re.compile(r"\$\{([^}]*)\}")


def operations(authorizer: Authorizer, test: str = "", of: int = 1) -> Iterator[Operation]:
    """All operations, or the share of them that a usual run takes for a test (``compared_in_part``)."""
    for service in authorizer.operations.services():
        for name in authorizer.operations.names(service):
            if of > 1 and not in_share(test, f"{service}:{name}", of):
                continue
            operation = authorizer.operations.get(service, name)
            assert operation is not None
            yield operation


def at(path: str, value: Any) -> dict[str, Any]:
    """A request that passes one member: ``Targets[].RoleArn``."""
    inner: Any = value
    for step in reversed(re.findall(r"[^.\[\]]+|\[\]|\[key\]", path)):
        inner = [inner] if step == "[]" else {inner: {}} if step == "[key]" else {step: inner}
    return inner  # type: ignore[no-any-return]


def compared(found: set[str], exceptions: dict[str, str]) -> None:
    new, old = sorted(found - exceptions.keys()), sorted(exceptions.keys() - found)
    assert not new, f"mend them, or give a reason: {new}"
    assert not old, f"no longer needed, take them out: {old}"


def compared_in_part(found: set[str], exceptions: dict[str, str]) -> None:
    """Of a share of the operations: which exceptions are no longer needed is for the long form to say."""
    compared(found, exceptions if is_long() else {one: exceptions[one] for one in found & exceptions.keys()})


def anywhere(arn: str) -> str:
    """Without the place: an ARN of this region and account is one of any."""
    return re.sub(r"^arn:[^:]*:([^:]*):[^:]*:[^:]*:", r"arn:*:\1:*:*:", arn)


def shapes(
    operation: Operation, client: ClientSource, wanted: Callable[[str, str, dict[str, Any], str], bool]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The members that are wanted, with what botocore says of their form."""
    details = client.model["operations"][operation.name]
    for path, _, shape in client.shapes.walk_to(details, wanted):
        yield path, shape


def filled(arn: str, own: str, value: str) -> str:
    ambient = {"Partition": "aws", "Region": "us-east-1", "Account": "123456789012", own: value}
    return VARIABLE.sub(lambda match: ambient.get(match.group(1), "abc123"), arn)


_AROUND = {"Partition": "aws", "Region": "eu-west-1", "Account": "123456789012"}


def sample(kind: ResourceType) -> str:
    return re.sub(r"\$\{([^}]*)\}", lambda match: _AROUND.get(match[1], "x"), kind.arns[0])


def typed(authorizer: Authorizer, operation: Operation) -> Struct:
    """The members that have to be passed: ARNs of what they are called like, anything else is some name."""
    kinds = list(authorizer.catalog.resource_types(operation.prefix))
    fields = []
    for member in operation.members:
        if not member.required or member.type not in ("string", "list"):
            continue
        value = "x"
        if re.search("arns?$", member.name, re.IGNORECASE):
            named = [kind for kind in kinds if naming.names_type(member.name, kind)]
            if not named:
                continue
            value = sample(named[0])
        fields.append((member.name, Const(value) if member.type == "string" else Items((Const(value),))))
    return Struct(tuple(fields))


def fits(kind: ResourceType, resource: Any) -> bool:
    from policywright.knowledge.records import replace

    return any(forms.fits(replace(kind, arn=arn), resource) for arn in kind.arns)
