"""What is called from outside of a Python program: handlers, what frameworks register, public functions."""

from __future__ import annotations

from collections.abc import Iterable

from policywright.analyzers import ir
from policywright.analyzers.engine.values import FuncV

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_ENTRY_DECORATORS = frozenset(
    [
        "route",
        "get",
        "post",
        "put",
        "delete",
        "patch",
        "head",
        "options",
        "websocket",
        "api_route",
        "task",
        "shared_task",
        "periodic_task",
        "command",
        "cli",
        "callback",
        "on_event",
        "on_message",
        "event",
        "schedule",
        "cron",
        "rule",
        "lambda_handler",
        "handler",
        "logger_inject",
        "tool",
        "mcp_tool",
        "inject_lambda_context",
        "capture_lambda_handler",
        "event_source",
        "resolver",
        "job",
        "flow",
        "middleware",
        "before_request",
        "exception_handler",
        "asset",
        "op",
        "receiver",
        "agent",
        "entrypoint",
        "on_sns_message",
        "on_sqs_message",
        "on_s3_event",
        "lambda_function",
        "authorizer",
        "event_parser",
        "idempotent",
        "durable_execution",
    ]
)
"""Last names of decorators by which frameworks register what they call themselves."""


def is_entry(function: FuncV) -> bool:
    """A Lambda handler by its signature, or anything that a framework's decorator registers."""
    names = [param.name for param in function.function.params]
    if function.owner is None and names in (["event", "context"], ["event", "_context"], ["event", "_"]):
        return True
    return any(_last_name(decorator) in _ENTRY_DECORATORS for decorator in function.function.decorators)


def public(run: Interpreter, module: str) -> Iterable[ir.Function]:
    """What no underscore keeps private: neither its own, nor that of its class or of a package."""
    if any(map(_is_private, module.split("."))):
        return
    for function in run.program.lowered(module).functions:
        if not any(map(_is_private, function.qualname.split("."))):
            yield function


def _is_private(name: str) -> bool:
    return name.startswith(("_", "<")) and not (name.startswith("__") and name.endswith("__"))


def _last_name(node: ir.Expr) -> str:
    match node:
        case ir.Call(fn=fn):
            return _last_name(fn)
        case ir.Attr(name=name):
            return name
        case ir.Name(name=name):
            # A plain name is as likely a function of the program (``@task``); only methods are telling.
            return (
                name
                if name in ("tool", "task", "shared_task", "flow", "idempotent", "durable_execution")
                else ""
            )
    return ""
