"""Functions of a Chalice app by their decorators, found in the syntax tree of the app's modules.

Source: https://aws.github.io/chalice/api.html
"""

from __future__ import annotations

from collections.abc import Iterator

import tree_sitter
import tree_sitter_python

from policywright.analyzers.model import Span
from policywright.knowledge.records import dataclass

API = "api_handler"
_ROUTES = frozenset(("route", "get", "post", "put", "delete", "patch", "middleware"))
"""Registered with the API: all of them run in its one function."""
_OWN = {
    "lambda_function": "", "schedule": "", "on_cw_event": "", "on_s3_event": "", "on_sns_message": "",
    "on_sqs_message": "sqs", "on_kinesis_record": "kinesis", "on_dynamodb_record": "dynamodb",
    "authorizer": "", "on_ws_connect": "", "on_ws_message": "", "on_ws_disconnect": "",
}  # fmt: skip
"""Decorators that make a function of their own, and what Lambda polls for it."""
_WEBSOCKET = {
    "on_ws_connect": "websocket_connect", "on_ws_message": "websocket_message",
    "on_ws_disconnect": "websocket_disconnect",
}  # fmt: skip
_SOURCE_ARGUMENTS = ("queue", "queue_arn", "stream", "stream_arn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """A decorated function. ``name`` is Chalice's; routes have ``API``. ``source`` is the argument that
    names what
    Lambda polls (its name, and its text when that is constant)."""

    name: str
    function: str
    file: str
    span: Span
    polls: str = ""
    source: tuple[str, str | None] | None = None


def handlers(file: str, data: bytes) -> tuple[Handler, ...]:
    """The handlers of a module, in its order. Broken syntax is read as far as it goes."""
    language = tree_sitter.Language(tree_sitter_python.language())
    root = tree_sitter.Parser(language).parse(data).root_node
    return tuple(_handlers(file, root))


def _handlers(file: str, root: tree_sitter.Node) -> Iterator[Handler]:
    for node in root.children:
        if node.type != "decorated_definition":
            continue
        definition = node.child_by_field_name("definition")
        name = definition.child_by_field_name("name") if definition is not None else None
        if definition is None or definition.type != "function_definition" or name is None:
            continue
        for decorator in node.children:
            if decorator.type == "decorator":
                found = _registered(file, decorator, _text(name), definition)
                if found is not None:
                    yield found


def _registered(
    file: str, decorator: tree_sitter.Node, function: str, definition: tree_sitter.Node
) -> Handler | None:
    call = next((one for one in decorator.named_children if one.type in ("call", "attribute")), None)
    if call is None:
        return None
    target = call.child_by_field_name("function") if call.type == "call" else call
    if target is None or target.type != "attribute":
        return None
    attribute = target.child_by_field_name("attribute")
    method = _text(attribute) if attribute is not None else ""
    if method not in _ROUTES and method not in _OWN:
        return None
    passed = dict(_arguments(call))
    named = passed.get("name")
    name = API if method in _ROUTES else _WEBSOCKET.get(method) or named or function
    source = next(((one, passed[one]) for one in _SOURCE_ARGUMENTS if one in passed), None)
    return Handler(
        name=name, function=function, file=file, span=_span(file, definition), polls=_OWN.get(method, ""),
        source=source,
    )  # fmt: skip


def _arguments(call: tree_sitter.Node) -> Iterator[tuple[str, str | None]]:
    """Keyword arguments with their text, when that is a plain string."""
    arguments = call.child_by_field_name("arguments") if call.type == "call" else None
    for one in arguments.named_children if arguments is not None else ():
        name, value = one.child_by_field_name("name"), one.child_by_field_name("value")
        if one.type == "keyword_argument" and name is not None and value is not None:
            yield _text(name), _string(value)


def _string(node: tree_sitter.Node) -> str | None:
    if node.type != "string" or any(one.type == "interpolation" for one in node.named_children):
        return None
    return "".join(_text(one) for one in node.named_children if one.type == "string_content")


def _text(node: tree_sitter.Node) -> str:
    return node.text.decode("utf-8", "replace") if node.text is not None else ""


def _span(file: str, node: tree_sitter.Node) -> Span:
    return Span(
        file=file, line=node.start_point[0] + 1, column=node.start_point[1] + 1,
        end_line=node.end_point[0] + 1, end_column=node.end_point[1] + 1,
        start_byte=node.start_byte, end_byte=node.end_byte,
    )  # fmt: skip
