"""Requests signed by hand: the service that they are signed for says what IAM checks.

The rows are ``signing.toml``: per signing name the actions, and the patterns by which a URL names the
resource. A service with API operations of its own is looked up by the ``X-Amz-Target`` header instead.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache

from policywright.analyzers import ir
from policywright.analyzers.model import Identity, UnresolvedCode
from policywright.analyzers.sdk.templates import fill, flat, matched
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

_ENDPOINT = regex(
    r"^https?://[^/]*?\.(?:(?P<service>execute-api|appsync-api|lambda-url|vpc-lattice-svcs)\.[^./]+"
    r"|[^./]+\.(?P<domain>es|aoss))\."
)
_S3_HOST = regex(r"^https?://(?:[^/]*\.)?(?P<service>s3)[.-][^/]*amazonaws\.com")
_SERVICE_HOST = regex(r"^https?://(?:[^/]*\.)?(?P<service>[a-z0-9-]+)\.[^./]+\.amazonaws\.com")
"""How the signers that guess do it: ``service.region.amazonaws.com`` (aws4, aws4fetch)."""
_SIGNING_NAMES = {"appsync-api": "appsync", "lambda-url": "lambda"}
Given: TypeAlias = Mapping[str, out.Value | None]


@cache
def table() -> dict[str, Any]:
    """Rows by signing name."""
    import tomllib  # few programs sign by hand

    with open(os.path.join(os.path.dirname(__file__), "signing.toml"), "rb") as file:
        data = tomllib.load(file)
    rows = {name: row for row in data["service"] for name in row["names"]}
    for api in data["api"]:
        rows.setdefault(api["name"], {"actions": (), "source": api["source"]})["api"] = api
    return rows


def sign(run: Interpreter, given: Given, identity: Identity, pos: ir.Pos, via: str) -> None:
    """Records a request that was signed for ``given["service"]``."""
    service = given.get("service")
    if service is None:
        return  # a client whose signer nobody saw may well sign nothing
    known = False
    for option in out.alternatives(service):
        if isinstance(option, out.Const) and isinstance(option.value, str):
            known = True
            _sign_one(run, option.value, given, identity, pos, via)
    if not known:
        code = UnresolvedCode.UNKNOWN_SERVICE
        run.unresolved(pos, code, "a request signed by hand for a service that is computed")


def service_of(url: out.Value | None) -> out.Value | None:
    """The signing name that an endpoint's address tells: signers that take none look there too."""
    for option in flat(url) if url is not None else ():
        groups = matched(_ENDPOINT, option, loose=False)
        name = groups and next((part for part in groups.values() if part != out.Const("")), None)
        if isinstance(name, out.Const):
            return out.Const(_SIGNING_NAMES.get(str(name.value), name.value))
        groups = matched(_S3_HOST, option, loose=False) or matched(_SERVICE_HOST, option, loose=False)
        name = (groups or {}).get("service")
        if isinstance(name, out.Const) and name.value not in ("", None):
            return name
    return None


def _sign_one(
    run: Interpreter, service: str, given: Given, identity: Identity, pos: ir.Pos, via: str
) -> None:
    row = table().get(service)
    if row is not None and "api" in row and _called(run, row["api"], given, identity, pos, via):
        return
    if row is None or not row["actions"] or _is_control(row, given.get("url")):
        _operation(run, service, given, identity, pos, via)
        return
    methods = list(_methods(given.get("method")))
    for one, urls in _by_path(row, given.get("url")):
        actions = tuple(dict.fromkeys(
            action.replace("${method}", method) for action in one["actions"] for method in methods
        ))  # fmt: skip
        resources = tuple(dict.fromkeys(_resources(one, urls, methods)))
        name = actions[0].split(":")[1]
        run.emit(pos, service, name, identity=identity, via=via, actions=actions, resources=resources)


def _by_path(row: dict[str, Any], url: out.Value | None) -> list[tuple[dict[str, Any], list[out.Value]]]:
    """The rows that addresses lead to, each with its addresses; a service's own where none is known."""
    rest: list[out.Value] = []
    found: list[tuple[dict[str, Any], list[out.Value]]] = []
    options = [*flat(url)] if url is not None else []
    for option in options:
        paths = row.get("paths", ())
        other = next((one for one in paths if _leads_to(one, option)), None)
        if other is None:
            rest.append(option)
        else:
            found.append((other, [option]))
    return [*found, *([(row, rest)] if rest or not found else [])]


def _is_control(row: dict[str, Any], url: out.Value | None) -> bool:
    """Whether an address is that of the service's API, and not of what the service serves."""
    pattern = re.compile(row["control"]) if "control" in row else None
    return pattern is not None and any(
        matched(pattern, option, loose=False) is not None for option in (flat(url) if url is not None else ())
    )


def _called(
    run: Interpreter, api: dict[str, Any], given: Given, identity: Identity, pos: ir.Pos, via: str
) -> bool:
    """Records the operations that method and address name; False when they name none."""
    urls = list(flat(url)) if (url := given.get("url")) is not None else []
    methods = {method.upper() for method in _methods(given.get("method"))}
    found = [
        (call["operation"], groups)
        for call in api["calls"] if call["method"] in methods
        for option in urls if (groups := matched(re.compile(call["url"]), option, loose=False)) is not None
    ]  # fmt: skip
    for operation, groups in found:
        run.emit(pos, api["client"], operation, out.Struct(tuple(groups.items())), identity=identity, via=via)
    return bool(found)


def _methods(value: out.Value | None) -> list[str]:
    """HTTP methods as ``es:ESHttp*`` spells them (``Get``); ``*`` when it isn't known."""
    found: list[str] = []
    for option in out.alternatives(value) if value is not None else ():
        if not isinstance(option, out.Const):
            return ["*"]
        found.append(str(option.value).capitalize())
    return found or ["*"]


def _leads_to(row: dict[str, Any], url: out.Value) -> bool:
    return matched(re.compile(row["url"]), url, loose=False) is not None


def _resources(row: dict[str, Any], urls: list[out.Value], methods: list[str]) -> list[out.Value]:
    """The resources that a URL names; the row's fallback when it says nothing."""
    found: list[out.Value] = []
    upper = out.Const(methods[0].upper()) if len(methods) == 1 else out.Text((out.Hole(kind="unknown"),))
    for option in urls:
        for pattern, template in row.get("urls", {}).items():
            groups = matched(re.compile(pattern), option, loose=False)
            filled = fill(template, {"method": upper, **groups}) if groups is not None else None
            if filled is not None:
                found.extend(out.alternatives(filled))
                break
        else:
            found = []
            break
    fallback = row.get("resource")
    if not found and fallback:
        filled = fill(fallback, {"method": upper})
        return [filled] if filled is not None else []
    return found


def _operation(
    run: Interpreter, service: str, given: Given, identity: Identity, pos: ir.Pos, via: str
) -> None:
    """A service with an API: the target header names the operation."""
    clients = (service,) if service in run.operations.services() else run.operations.clients_of(service)
    client = clients[0] if clients else None
    target = given.get("target")
    for option in out.alternatives(target) if target is not None else ():
        if isinstance(option, out.Const) and isinstance(option.value, str) and client is not None:
            operation = option.value.rsplit(".", 1)[-1]
            if run.operations.get(client, operation) is not None:
                run.emit(pos, client, operation, identity=identity, via=via)
                return
    detail = f"a request to {service} signed by hand, whose operation is not told"
    run.unresolved(pos, UnresolvedCode.UNKNOWN_OPERATION, detail)
