"""From the SDK's import paths and Go names to botocore's services and operations, by rule.

A service's package is its Smithy service id in lower case without spaces (v1: mostly; the rest is the
botocore name, or that with ``service`` after it). Operations and members keep their API names, exported.
"""

from __future__ import annotations

from functools import lru_cache

from policywright.analyzers.sdk.waiters import polled
from policywright.knowledge.records import dataclass
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

V2 = "github.com/aws/aws-sdk-go-v2/"
V1 = "github.com/aws/aws-sdk-go/"
MODULES: tuple[bytes, ...] = (
    V1[:-1].encode(),
    V2[:-1].encode(),
    b"github.com/opensearch-project/opensearch-go",
    b"github.com/guregu/dynamo",
    b"github.com/cirello-io/dynamolock",
    b"cirello.io/dynamolock",
)
"""What is in the import of a package of the SDKs, and of libraries that the model knows."""
_MAJOR = regex(r"/v\d+$")
_RENAMED = {
    "cloudwatchevents": "events", "prometheusservice": "amp", "rdsdataservice": "rds-data",
    "appregistry": "servicecatalog-appregistry", "augmentedairuntime": "sagemaker-a2i-runtime",
    "cloudcontrolapi": "cloudcontrol", "cloudwatchrum": "rum", "connectwisdomservice": "wisdom",
    "gluedatabrew": "databrew", "kinesisvideosignalingchannels": "kinesis-video-signaling",
    "managedgrafana": "grafana", "migrationhubstrategyrecommendations": "migrationhubstrategy",
    "recyclebin": "rbin", "redshiftdataapiservice": "redshift-data",
    "sagemakeredgemanager": "sagemaker-edge",
}  # fmt: skip
"""Packages of v1 that are called otherwise than their service id (``ServiceID`` of each, aws-sdk-go 1.55)."""

SUFFIXES = ("PagesWithContext", "Pages", "WithContext", "Request")
"""What v1 appends to an operation for its variants."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name of an SDK package: ``area`` is ``service``, ``feature``, ``aws``, ``credentials``, ..."""

    version: int
    area: str
    package: str
    name: str


def is_sdk(path: str) -> bool:
    return path.startswith((V1, V2))


@lru_cache(maxsize=8_192)
def split(path: str) -> Symbol | None:
    """An SDK path taken apart; None for anything else."""
    for version, root in ((2, V2), (1, V1)):
        if path.startswith(root):
            whole, _, name = path[len(root) :].partition(".")
            area, _, package = _MAJOR.sub("", whole).partition("/")
            return Symbol(version, area, package, name)
    return None


def service(run: Interpreter, package: str) -> str | None:
    """botocore's service of a service package (``cloudwatchlogs``, ``s3/types``, ``s3/s3iface``)."""
    operations = run.operations
    known: dict[str, str | None] = operations.notes.setdefault("go services", {})
    first = package.partition("/")[0]
    if first not in known:
        found = operations.service_by_id(first) or _RENAMED.get(first)
        if found is None and first in operations.services():
            found = first
        if found is None:
            short = first.removesuffix("service")
            found = operations.service_by_id(short) or (short if short in operations.services() else None)
        known[first] = found
    return known[first]


def operation(run: Interpreter, service_name: str, name: str) -> str | None:
    """The API name of an operation, whatever its case in Go."""
    names: dict[str, dict[str, str]] = run.operations.notes.setdefault("go operations", {})
    if service_name not in names:
        names[service_name] = {api.lower(): api for api in run.operations.names(service_name)}
    found = names[service_name].get(name.lower())
    # v1 leaves a service's name out where an operation starts with it (``translate.Text``).
    return found or names[service_name].get(service_name + name.lower())


def plain(run: Interpreter, service_name: str, method: str) -> tuple[str, str] | None:
    """(operation, variant) of a client's method; the variant is one of ``SUFFIXES`` or empty."""
    found = operation(run, service_name, method)
    if found is not None:
        return found, ""
    for suffix in SUFFIXES:
        if method.endswith(suffix):
            found = operation(run, service_name, method.removesuffix(suffix))
            if found is not None:
                return found, suffix
    return None


def waited(run: Interpreter, service_name: str, waiter: str) -> str | None:
    """The operation that a waiter polls."""
    return polled(run.operations, service_name, waiter)


def shape_operation(run: Interpreter, path: str, suffix: str) -> tuple[str, str] | None:
    """(service, operation) of an ``...Input`` or ``...Output`` type of a service package."""
    symbol = split(path)
    if symbol is None or symbol.area != "service" or not symbol.name.endswith(suffix):
        return None
    name = service(run, symbol.package)
    found = operation(run, name, symbol.name.removesuffix(suffix)) if name is not None else None
    return (name, found) if name is not None and found is not None else None
