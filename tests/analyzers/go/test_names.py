"""Service packages and operation names of the Go SDKs, against the embedded operation data."""

from __future__ import annotations

import pytest

from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.solver import Engine
from policywright.analyzers.languages.go.aws import names
from policywright.analyzers.program import Program
from policywright.knowledge.operations import Operations
from policywright.knowledge.store import shared_store

OPERATIONS = Operations(shared_store())


RUN = Interpreter(Engine(Program()), OPERATIONS)


def test_every_service_is_found_by_its_v2_package() -> None:
    wrong = {
        service: found
        for service in OPERATIONS.services()
        if (found := names.service(RUN, _package(service))) not in _same_id(service)
    }
    assert not wrong


def _same_id(service: str) -> set[str]:
    """Clients that share a service id, as two versions of one service do."""
    return {other for other in OPERATIONS.services() if _package(other) == _package(service)}


def _package(service: str) -> str:
    return "".join(letter for letter in OPERATIONS.service_id(service).lower() if letter.isalnum())


@pytest.mark.parametrize(
    ("package", "service"),
    [
        ("elbv2", "elbv2"),
        ("cloudwatchevents", "events"),
        ("transcribeservice", "transcribe"),
        ("s3/s3iface", "s3"),
        ("dynamodb/types", "dynamodb"),
        ("nosuchservice", None),
    ],
)
def test_packages_of_v1(package: str, service: str | None) -> None:
    assert names.service(RUN, package) == service


@pytest.mark.parametrize(
    ("service", "method", "found"),
    [
        ("rds", "CreateDBInstance", ("CreateDBInstance", "")),
        ("s3", "ListObjectsV2PagesWithContext", ("ListObjectsV2", "PagesWithContext")),
        ("s3", "GetObjectRequest", ("GetObject", "Request")),
        ("kms", "GetKeyPolicyWithContext", ("GetKeyPolicy", "WithContext")),
        ("s3", "NoSuchThing", None),
    ],
)
def test_methods(service: str, method: str, found: tuple[str, str] | None) -> None:
    assert names.plain(RUN, service, method) == found


def test_paths() -> None:
    symbol = names.split("github.com/aws/aws-sdk-go-v2/service/s3/types.Object")
    assert symbol == names.Symbol(2, "service", "s3/types", "Object")
    assert names.split("github.com/aws/aws-lambda-go/lambda.Start") is None
