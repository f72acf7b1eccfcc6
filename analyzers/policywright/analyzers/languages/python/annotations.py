"""What a library type in an annotation says about a value: stubs of boto3 and the SDK's own classes.

``mypy_boto3_<service>``, ``types_boto3_<service>``, ``types_aiobotocore_<service>`` all name clients,
resources, paginators and waiters the same way (their documentation, "Explicit type annotations").
"""

from __future__ import annotations

from policywright.analyzers.engine.values import Value
from policywright.analyzers.languages.python.boto3 import resources
from policywright.analyzers.languages.python.handles import Paginator, Resource
from policywright.analyzers.model import AMBIENT
from policywright.analyzers.sdk import inference
from policywright.analyzers.sdk.handles import Client, Session, Waiter
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_STUBS = regex(
    r"^(?:mypy_boto3|types_boto3|types_aiobotocore|types_aioboto3|mypy_aiobotocore)_([a-z0-9_]+)\."
)
_PLAIN = {
    "boto3.session.Session": Session(AMBIENT, None),
    "boto3.Session": Session(AMBIENT, None),
    "aioboto3.Session": Session(AMBIENT, None),
    "botocore.session.Session": Session(AMBIENT, None),
    "aiobotocore.session.AioSession": Session(AMBIENT, None),
    "botocore.client.BaseClient": Client(AMBIENT, None),
    "aiobotocore.client.AioBaseClient": Client(AMBIENT, None),
}


def is_typed_dict(path: str) -> bool:
    """Whether a dotted path names a ``TypedDict`` of the stubs: what is in requests and answers."""
    return path.endswith("TypeDef") and _STUBS.match(path) is not None


def instance(run: Interpreter, path: str) -> Value | None:
    """A value of the type at a dotted path."""
    plain = _PLAIN.get(path)
    if plain is not None:
        return plain
    match = _STUBS.match(path)
    if match is None:
        return _botocore_class(run, path)
    service = match.group(1).strip("_").replace("_", "-")
    if service not in run.operations.services():
        return None
    name = path.rsplit(".", 1)[1]
    if name.endswith("Client"):
        inference.uses(run, service)
        return Client(AMBIENT, service)
    if name.endswith("ServiceResource"):
        inference.uses(run, service)
        return Resource(AMBIENT, service)
    return _part(run, service, name)


def _part(run: Interpreter, service: str, name: str) -> Value | None:
    if name.endswith("Paginator"):
        operation = run.operations.get(service, name.removesuffix("Paginator"))
        return Paginator(AMBIENT, service, operation.method) if operation else None
    if name.endswith("Waiter"):
        waiter = name.removesuffix("Waiter")
        return Waiter(AMBIENT, service, waiter) if waiter in run.operations.waiters(service) else None
    if resources.definition(run, service, name):
        return resources.unknown_resource(run, service, name, AMBIENT)
    return None


def _botocore_class(run: Interpreter, path: str) -> Value | None:
    """``botocore.client.S3``, as people write it from what ``repr`` shows."""
    parts = path.split(".")
    if path.startswith("botocore.client.") and len(parts) == 3:
        service = run.operations.service_by_id(parts[2]) or parts[2].lower()
        if service in run.operations.services():
            return Client(AMBIENT, service)
    return None
