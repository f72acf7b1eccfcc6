"""Requests that the program signs by hand: ``aws/signer/v4`` of both SDKs, and opensearch-go's signers.

Sources: the packages' documentation, and ``net/http`` for the requests.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.parameters import convert
from policywright.analyzers.engine.values import (
    Args,
    Ext,
    Known,
    Tup,
    Unknown,
    Value,
    join_all,
    options,
)
from policywright.analyzers.languages.go.aws import config
from policywright.analyzers.languages.go.handles import HttpRequest, Signer
from policywright.analyzers.model import Identity
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.sdk.signing import Given

_METHOD = regex(r"net/http\.Method([A-Z]\w+)")
_OPENSEARCH = regex(r"github\.com/opensearch-project/opensearch-go(?:/v\d+)?/signer/aws(?:v2)?\.NewSigner")
_ERROR = Unknown("error")
_SIGNED = {
    # Positions of request, service and credentials.
    "SignHTTP": (2, 4, 1),
    "PresignHTTP": (2, 4, 1),
    "Sign": (0, 2, None),
    "Presign": (0, 2, None),
}


def signer(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``v4.NewSigner(credentials)``; v2's takes the credentials with each request."""
    return join_all([Signer(one) for one in config.signers_of(run, args.get(0))])


def request(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``http.NewRequest(method, url, body)``."""
    method, url = args.get(0) or Unknown("method"), args.get(1) or Unknown("url")
    return Tup((HttpRequest(_method(run, method), convert(run, url)), _ERROR))


def request_with_context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``http.NewRequestWithContext(ctx, method, url, body)``."""
    return request(run, args.drop(1), pos)


def _method(run: Interpreter, value: Value) -> out.Value:
    found = _METHOD.fullmatch(value.path) if isinstance(value, Ext) else None
    if value == Known(""):
        return out.Const("GET")
    return out.Const(found.group(1).upper()) if found else convert(run, value)


def call(run: Interpreter, handle: Signer, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of a signer."""
    places = _SIGNED.get(name)
    if places is None:
        return None
    signed, service, credentials = places
    whose = (handle.identity,) if credentials is None else config.signers_of(run, args.get(credentials))
    found = args.get(service)
    for option in options(args.get(signed) or Unknown("request")):
        given: dict[str, out.Value | None] = {
            "service": convert(run, found) if found is not None else out.Unknown("service")
        }
        if isinstance(option, HttpRequest):
            given |= {"method": option.method, "url": option.url}
        for one in whose:
            _sign(run, given, one, pos, "signer/v4")
    return Unknown("signature")


def library(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
    """opensearch-go's ``NewSigner(config)`` and ``NewSignerWithService(config, service)``."""
    if not _OPENSEARCH.match(path):
        return None
    named = args.get(1) if path.endswith("WithService") else None
    service = convert(run, named) if named is not None else out.Const("es")
    for one in config.signers_of(run, args.get(0)):
        _sign(run, {"service": service}, one, pos, "opensearch-go")
    return Tup((Unknown("signer"), _ERROR))


def _sign(run: Interpreter, given: Given, identity: Identity, pos: ir.Pos, via: str) -> None:
    from policywright.analyzers.sdk.signing import sign  # few programs sign by hand

    sign(run, given, identity, pos, via)
