"""Objects of the program that a client gets to change what is asked for before it is sent.

Sources: ``software.amazon.awssdk.core.interceptor.ExecutionInterceptor`` (``modifyRequest``) and
``com.amazonaws.handlers.RequestHandler2`` (``beforeMarshalling``), in the SDK's reference.
"""

from __future__ import annotations

from policywright.analyzers.engine.interpreter import Interpreter
from policywright.analyzers.engine.values import Args, Ext, Obj, Value, options

_GIVING = {"addExecutionInterceptor": "modifyRequest", "withRequestHandlers": "beforeMarshalling"}
"""What gives a client such an object, and the method that gets a request and gives back another."""
_HARMLESS = (
    "com.amazonaws.",
    "software.amazon.",
    "io.opentelemetry.",
    "io.micrometer.",
    "brave.",
    "datadog.",
)
"""Where interceptors are from that observe or sign requests, and change no member of them."""


def given(run: Interpreter, name: str, args: Args) -> None:
    """``builder.addExecutionInterceptor(new Prefixing())``"""
    method = _GIVING.get(name)
    for passed in args.positional if method is not None else ():
        for one in options(passed):
            if method is not None and _changes(run, one, method):
                run.alter("")


def _changes(run: Interpreter, value: Value, method: str) -> bool:
    if isinstance(value, Obj):
        cls = run.heap.shape(value).cls
        return cls is None or run.find(cls, method) is not None
    return not (isinstance(value, Ext) and value.path.startswith(_HARMLESS))


__all__ = ["given"]
