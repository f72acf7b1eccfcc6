"""The names of AWS's errors tell what failed, in every framing, and none of them is taken for a refusal."""

from __future__ import annotations

import pytest
from botocore.session import Session
from tests.shares import in_share

from policywright.knowledge.denials import NotDenialCode, read_denials
from policywright.knowledge.denials.codes import is_denied

FRAMES = (
    "An error occurred ({code}) when calling the {op} operation: it went wrong",
    "operation error {service}: {op}, https response error StatusCode: 400, RequestID: 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0, {code}: it went wrong",
    "{code}: it went wrong\n\tstatus code: 400, request id: 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
    "it went wrong (Service: {service}; Status Code: 400; Error Code: {code}; Request ID: 0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0; Proxy: null)",
    "Aws::{service}::Errors::{code}: it went wrong",
    "{{ name: '{code}', '$fault': 'client', '$metadata': {{ httpStatusCode: 400 }} }}",
    '{{"__type":"com.amazonaws.x#{code}","message":"it went wrong"}} x-amz-request-id',
)
KINDS = {
    "AccountNotEnabledException": NotDenialCode.ACCOUNT_STATE,
    "BucketNotEmpty": NotDenialCode.INVALID_REQUEST,
    "ConcurrentModificationException": NotDenialCode.INVALID_REQUEST,
    "FunctionVersionNotFoundException": NotDenialCode.NOT_FOUND,
    "InvalidParameterCombination": NotDenialCode.INVALID_REQUEST,
    "NoSuchHostedZone": NotDenialCode.NOT_FOUND,
    "QueueDoesNotExist": NotDenialCode.NOT_FOUND,
    "ResourceConflictException": NotDenialCode.INVALID_REQUEST,
    "ServiceQuotaExceededException": NotDenialCode.QUOTA,
    "TooManyTagsException": NotDenialCode.QUOTA,
    "LambdaThrottledException": NotDenialCode.THROTTLING,
    "UnrecognizedClientException": NotDenialCode.INVALID_CREDENTIALS,
    "VcpuLimitExceeded": NotDenialCode.QUOTA,
}


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("code", KINDS)
def test_a_name_tells_the_kind_in_every_framing(frame: str, code: str) -> None:
    report = read_denials(frame.format(code=code, op="PutThing", service="SQS"))
    assert report.denials == ()
    assert [other.code for other in report.not_denials] == [KINDS[code]]


def _codes() -> dict[str, str]:
    """Every error of every service, with an operation of that service."""
    session = Session()
    found: dict[str, str] = {}
    for service in session.get_available_services():
        model = session.get_service_model(service)
        for shape in model.error_shapes:
            code = shape.metadata.get("error", {}).get("code") or shape.name
            found.setdefault(code, model.operation_names[0])
    return found


def test_no_error_but_a_refusal_is_one() -> None:
    codes = sorted(_codes().items())
    taken = [
        code
        for code, operation in codes
        if in_share("failures", code, 10)
        and not is_denied(code)
        and read_denials(FRAMES[0].format(code=code, op=operation, service="")).denials
    ]
    assert taken == []
