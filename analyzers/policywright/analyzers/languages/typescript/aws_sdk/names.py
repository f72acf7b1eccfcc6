"""From the SDK's package and class names to botocore's services and operations, by the Smithy service ids."""

from __future__ import annotations

from policywright.analyzers.languages.typescript.twins import untwinned
from policywright.knowledge.operations import Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

CLIENT_PACKAGE = "@aws-sdk/client-"

_RENAMED = {
    "CognitoIdentityServiceProvider": "Cognito Identity Provider",
    "TranscribeService": "Transcribe",
    "RDSDataService": "RDS Data",
    "ForecastService": "forecast",
    "ForecastQueryService": "forecastquery",
    "AugmentedAIRuntime": "SageMaker A2I Runtime",
    "KinesisVideoSignalingChannels": "Kinesis Video Signaling",
    "CloudWatchEvents": "EventBridge",
}
"""Class names that are neither a service id nor botocore's name of the client, with the ``serviceId`` of that
client (aws-sdk 2.1692.0, apis/metadata.json against apis/*.min.json); CloudWatch Events is EventBridge's
first name, which botocore no longer has."""


def split(path: str) -> tuple[str, str]:
    """A library path as package and the rest: ``@aws-sdk/client-s3.S3Client`` is in two parts."""
    dot = path.find(".", path.rfind("/") + 1)
    return (path, "") if dot < 0 else (path[:dot], path[dot + 1 :])


def service_of_package(run: Interpreter, package: str) -> str | None:
    """The service of ``@aws-sdk/client-dynamodb``; sub-paths of the package count as the package."""
    if not package.startswith(CLIENT_PACKAGE):
        return None
    name = package.removeprefix(CLIENT_PACKAGE).split("/", 1)[0]
    return run.operations.service_by_id(name if name != "cloudwatch-events" else "eventbridge")


def service_of_class(run: Interpreter, name: str) -> str | None:
    """The service of version 2's ``AWS.DynamoDB`` or ``aws-sdk/clients/dynamodb``."""
    found = run.operations.service_by_id(_RENAMED.get(name, name))
    if found is not None:
        return found
    small = name.lower()
    for known, service_id in _RENAMED.items():
        if known.lower() == small:
            return run.operations.service_by_id(service_id)
    return next((service for service in run.operations.services() if service.replace("-", "") == small), None)


def operation_of_method(run: Interpreter, service: str, method: str) -> Operation | None:
    """The operation that a client method, or a twin of it, is named after: with a small first letter."""
    if not method[:1].islower():
        return None
    name = method[:1].upper() + method[1:]
    found = run.operations.get(service, name)
    return found if found is not None else run.operations.get(service, untwinned(name))
