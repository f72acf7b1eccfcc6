"""X-Ray's SDKs for Go and Java, what Powertools has over the latter, and what OpenTelemetry has for X-Ray.

The daemon sends the segments with the role of the function or task that it runs beside. Whoever asks for
anything of these packages traces; calls on what they give show no more.

Sources: https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html,
https://docs.aws.amazon.com/xray/latest/devguide/security_iam_id-based-policy-examples.html; the packages of
``aws-xray-sdk-go`` 2.0, ``aws-xray-recorder-sdk`` 2.18 (``com.amazonaws.xray``) and Powertools for Java 2.
OpenTelemetry gives spans X-Ray's ids and headers: https://aws-otel.github.io/docs/getting-started/go-sdk and
/java-sdk.
"""

from __future__ import annotations

from policywright.analyzers import ir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_SDK = (
    "github.com/aws/aws-xray-sdk-go/",
    "com.amazonaws.xray.",
    "software.amazon.lambda.powertools.tracing.",
)
_OPEN_TELEMETRY = (
    "go.opentelemetry.io/contrib/propagators/aws/",
    "go.opentelemetry.io/contrib/samplers/aws/",
    "go.opentelemetry.io/contrib/instrumentation/github.com/aws/aws-lambda-go/otellambda/xrayconfig",
    "io.opentelemetry.contrib.awsxray.",
)
ROOTS: tuple[str, ...] = (*_SDK, *_OPEN_TELEMETRY)
_QUIET = frozenset(("Config", "Configure", "SetLogger", "NewDefaultLogger", "TraceID"))
"""What says how to trace, or which trace this is, and makes none."""
_SENT = ("PutTraceSegments", "PutTelemetryRecords")
_SAMPLING = ("GetSamplingRules", "GetSamplingTargets")
_OUTSIDE = "sampling rules are read from X-Ray, which happens outside Lambda"
_COLLECTED = "a collector beside it sends its traces to X-Ray"


def traced(run: Interpreter, path: str, pos: ir.Pos) -> None:
    """A function, constructor or annotation of one of the packages."""
    if not path.startswith(ROOTS) or "()" in path or path.rpartition(".")[2] in _QUIET:
        return
    own = path.startswith(_SDK)
    via = "AWS X-Ray SDK" if own else "OpenTelemetry"
    for operation in _SENT:
        run.emit(pos, "xray", operation, via=via, optional=None if own else _COLLECTED)
    for operation in _SAMPLING:
        run.emit(pos, "xray", operation, via=via, optional=_OUTSIDE if own else _COLLECTED)
