"""From the SDKs' packages and class names to botocore's services and operations, by rule.

v2: the package is ``software.amazon.awssdk.services.<service id in lower case>``, the client
``<ServiceId>Client``;
a trailing "Service" of the id is dropped. v1: ``com.amazonaws.services.<package>``, whose names are mostly
the
service id, botocore's name or the IAM prefix. Operations are methods of the same name with a small first
letter.
"""

from __future__ import annotations

from functools import lru_cache

from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

V2 = "software.amazon.awssdk."
V1 = "com.amazonaws."
RUNTIME = "com.amazonaws.services.lambda.runtime"
"""aws-lambda-java-core, which is no part of the SDK."""

_RENAMED = {
    "securitytoken": "sts", "simpleemail": "ses", "simplesystemsmanagement": "ssm",
    "identitymanagement": "iam",
    "simpleworkflow": "swf", "certificatemanager": "acm", "kinesisfirehose": "firehose",
    "cloudwatchevents": "events", "prometheus": "amp", "dynamodbv2": "dynamodb", "managedgrafana": "grafana",
    "augmentedairuntime": "sagemaker-a2i-runtime", "elasticmapreduce": "emr", "simpledb": "sdb",
    "simpleemailv2": "sesv2", "redshiftdataapi": "redshift-data", "cloudsearchv2": "cloudsearch",
    "appregistry": "servicecatalog-appregistry", "cloudcontrolapi": "cloudcontrol", "recyclebin": "rbin",
    "gluedatabrew": "databrew", "connectwisdom": "wisdom", "cloudwatchrum": "rum",
    "migrationhubstrategyrecommendations": "migrationhubstrategy", "sagemakeredgemanager": "sagemaker-edge",
    "kinesisvideosignalingchannels": "kinesis-video-signaling",
}  # fmt: skip
"""Packages of v1 whose names are neither a service id nor botocore's name; CloudWatch Events is
EventBridge's first
name, which v2 has too."""

_CLIENT = regex(r"^(?:Delegating)?(\w+?)(?:Crt)?(?:Async)?Client$")
_V1_CLIENT = regex(r"^(?:Amazon|AWS)\w+?(?:Async)?(?:Client)?$")
_V1_OWN = regex(r"^(?:Amazon|AWS)(\w+?)(?:Async)?(?:Client)?(?:Builder)?$")
_V1_STEM = regex(r"^(?:Amazon|AWS)(\w+)$")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A class of an SDK (``name``), with what follows it (``member``: ``builder``, ``create``)."""

    version: int
    package: str
    name: str
    member: str = ""


def is_sdk(path: str) -> bool:
    return path.startswith((V2, V1)) and not path.startswith(RUNTIME)


@lru_cache(maxsize=8_192)
def split(path: str) -> Symbol | None:
    """An SDK path taken apart; None for anything else."""
    if not is_sdk(path) or "(" in path:
        return None
    version, root = (2, V2) if path.startswith(V2) else (1, V1)
    parts = path[len(root) :].split(".")
    first = next((i for i, part in enumerate(parts) if part[:1].isupper()), None)
    if first is None:
        return None
    name = parts[first]
    rest = parts[first + 1 :]
    if rest and rest[0] in ("Builder", "BuilderImpl"):
        rest = ["builder", *rest[1:]]
    return Symbol(version, ".".join(parts[:first]), name, ".".join(rest))


def service_of_name(run: Interpreter, name: str, version: int = 2) -> str | None:
    """botocore's service of a package (``cloudwatchlogs``) or class stem (``CloudWatchLogs``)."""
    known: dict[tuple[int, str], str | None] = run.operations.notes.setdefault("java services", {})
    key = (version, name)
    if key not in known:
        known[key] = _service_of_name(run, name, version)
    return known[key]


def _service_of_name(run: Interpreter, name: str, version: int) -> str | None:
    operations = run.operations
    small = name.lower()
    if small in _RENAMED and (version == 1 or small == "cloudwatchevents"):
        return _RENAMED[small]
    found = operations.service_by_id(small) or operations.service_by_id(small + "service")
    if found is not None:
        return found
    for service in operations.services():
        if service.replace("-", "") == small:
            return service
    clients = operations.clients_of(small)
    return clients[0] if len(clients) == 1 else None


def service(run: Interpreter, symbol: Symbol) -> str | None:
    """The service that a class belongs to; None outside the service packages."""
    known: dict[tuple[str, str, int], str | None] = run.operations.notes.setdefault("java owners", {})
    key = (symbol.package, symbol.name, symbol.version)
    if key not in known:
        known[key] = _service(run, symbol)
    return known[key]


def _service(run: Interpreter, symbol: Symbol) -> str | None:
    area, _, rest = symbol.package.partition(".")
    if area != "services":
        return None
    if symbol.version == 2:
        stem = _CLIENT.match(symbol.name.removesuffix("Builder"))
        found = service_of_name(run, stem.group(1)) if stem is not None else None
        if found is not None:
            return found
    package = rest.partition(".")[0]
    own = _V1_OWN.match(symbol.name) if symbol.version == 1 else None
    if own is not None and own.group(1).lower().startswith(package.removesuffix("v2")):
        # A package of v1 may have clients of several services (``AmazonDynamoDBStreams``).
        found = service_of_name(run, own.group(1), 1)
        if found is not None:
            return found
    return service_of_name(run, package, symbol.version)


LOCK_CLIENT = "AmazonDynamoDBLockClient"
"""A library in the SDK's own package (dynamodb-lock-client), no client of it."""


def is_client(symbol: Symbol) -> bool:
    """``S3Client``, ``S3AsyncClient``, v1's ``AmazonS3``, ``AmazonS3Client``, ``AWSLambdaAsync``."""
    area, _, rest = symbol.package.partition(".")
    if area != "services" or "model" in rest.split(".") or symbol.name.startswith(LOCK_CLIENT):
        return False
    if symbol.version == 2:
        return symbol.name.endswith("Client") and "." not in rest.replace(".streams", "").replace(
            ".regional", ""
        )
    return (
        "." not in rest
        and _V1_CLIENT.match(symbol.name) is not None
        and not symbol.name.endswith(("Exception", "URI"))
    )


def in_its_package(symbol: Symbol) -> bool:
    """Whether a client of v1 is called like its package (``AmazonDynamoDB`` of ``dynamodbv2``)."""
    package = symbol.package.rpartition(".")[2].removesuffix("v2").removesuffix("idp")
    stem = _V1_STEM.match(symbol.name)
    return is_client(symbol) and stem is not None and stem.group(1).lower().startswith(package)


def other_client(run: Interpreter, symbol: Symbol) -> bool:
    """A class called like a client of v2, but of no service (``DynamoDbEnhancedClient``)."""
    stem = _CLIENT.match(symbol.name) if symbol.version == 2 else None
    return stem is not None and service_of_name(run, stem.group(1)) is None


def operation(run: Interpreter, service_name: str, name: str) -> str | None:
    """The API name of an operation, whatever its case in Java."""
    names: dict[str, dict[str, str]] = run.operations.notes.setdefault("java operations", {})
    if service_name not in names:
        names[service_name] = {api.lower(): api for api in run.operations.names(service_name)}
    return names[service_name].get(name.lower())


def has_upper_members(run: Interpreter, service_name: str) -> bool:
    """Whether a service's members start with a capital letter (``TableName``), or not (``logGroupName``)."""
    known: dict[str, bool] = run.operations.notes.setdefault("java upper members", {})
    if service_name not in known:
        operations = (run.operations.get(service_name, name) for name in run.operations.names(service_name))
        first = next(
            (found.members[0].name for found in operations if found is not None and found.members), "A"
        )
        known[service_name] = first[:1].isupper()
    return known[service_name]


def request_operation(run: Interpreter, path: str) -> tuple[str, str] | None:
    """(service, operation) of a ``...Request`` class of a service."""
    symbol = split(path)
    if symbol is None or not symbol.name.endswith("Request"):
        return None
    name = service(run, symbol)
    found = operation(run, name, symbol.name.removesuffix("Request")) if name is not None else None
    return (name, found) if name is not None and found is not None else None


def waited(run: Interpreter, service_name: str, waiter: str) -> tuple[str, str] | None:
    """(waiter, operation polled) of a waiter by its name in any case."""
    for name, polled in run.operations.waiters(service_name).items():
        if name.lower() == waiter.lower():
            return name, polled
    return None
