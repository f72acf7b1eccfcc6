"""Requests that Java code signs by hand: for OpenSearch, API Gateway, S3's addresses.

What a signer is told mostly comes later, and from elsewhere (parameters, setters), so where one is made it is
said that its requests are not told. Interceptors and transports are told the service themselves.

Sources: API references of both SDKs ("AWS4Signer", "Aws4Signer", "AwsV4HttpSigner"), acm19's
aws-request-signing-apache-interceptor, opensearch-java ("AwsSdk2Transport").
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import Args
from policywright.analyzers.model import AMBIENT, UnresolvedCode
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_SIGNERS = regex(
    r"software\.amazon\.awssdk\.(?:auth\.signer|http\.auth\.aws(?:\.\w+)*)\.\w*Signer\.(?:create|builder)"
    r"|com\.amazonaws\.auth\.AWS4\w*Signer|com\.amazonaws\.services\.s3\.internal\.AWSS3V4Signer"
)
_INTERCEPTORS = regex(r"(?:^|\.)A(?:WS|ws)RequestSigning\w*Interceptor$")
_TRANSPORTS = regex(r"(?:^|\.)AwsSdk2Transport$")
_OPENSEARCH: out.Value = out.Const("es")
_WITH_SERVICE = 4
_NOT_TOLD = "requests are signed by hand, and for which service is not told"


def signed(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> None:
    """Says what a signer signs, or that this is not known."""
    transport = _TRANSPORTS.search(path) is not None
    if transport or _INTERCEPTORS.search(path):
        from policywright.analyzers.sdk.signing import sign  # few programs sign by hand

        # ``(client, host, service, region, options)``, or without the service.
        at = 2 if transport else 0
        named = args.get(at) if not transport or len(args.positional) > _WITH_SERVICE else None
        service = _OPENSEARCH if transport else out.Unknown("service")
        if named is not None:
            service = convert(run, named)
        sign(run, {"service": service}, AMBIENT, pos, path.rpartition(".")[2])
    elif _SIGNERS.fullmatch(path):
        run.unresolved(pos, UnresolvedCode.UNKNOWN_SERVICE, _NOT_TOLD)
