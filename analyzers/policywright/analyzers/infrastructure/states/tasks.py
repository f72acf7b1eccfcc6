"""Tasks that call a service: one row of the table each, or any operation through ``aws-sdk:``."""

from __future__ import annotations

import re

from policywright.analyzers.infrastructure.model import RuntimeNeed, Workload
from policywright.analyzers.infrastructure.states import naming
from policywright.analyzers.infrastructure.states.expressions import EXECUTION
from policywright.analyzers.infrastructure.states.findings import Collector, Place
from policywright.analyzers.infrastructure.states.maps import machine_arn
from policywright.analyzers.infrastructure.states.patterns import (
    HOLE,
    UNKNOWN,
    joined,
    known,
    plain,
    restored,
)
from policywright.analyzers.infrastructure.states.table import GUIDE, Further, Integration, integrations
from policywright.analyzers.model import AMBIENT, Condition, Identity, UnresolvedCode
from policywright.knowledge.operations import Operations
from policywright.knowledge.values import Const, Hole, Items, Struct, Text, Unknown, Value

_RULE_ACTIONS = ("events:PutTargets", "events:PutRule", "events:DescribeRule")
_STEP = re.compile(r"\s+(\S+)\s+->\s+(\S+)|\s+\+\s+(\S+)")
_API_HOST = re.compile(rf"(?:https://)?([a-z0-9]+|{HOLE})\.execute-api\.(\w[\w-]*|{HOLE})\..*", re.DOTALL)
_CONNECTION = re.compile(r"arn:.*:connection/([^/]+)(?:/.*)?", re.DOTALL)
_ADDRESS = re.compile(r"s3://([^/]+)/(.+)", re.DOTALL)
_HTTP = GUIDE.format("call-https-apis")


class Tasks:
    """Adds what the tasks of one machine need to its collector."""

    def __init__(self, workload: Workload, operations: Operations, into: Collector) -> None:
        self._workload = workload
        self._operations = operations
        self._into = into

    def add(self, api: str, pattern: str, passed: Struct, place: Place, identity: Identity) -> None:
        """One task; ``api`` is what follows ``arn:aws:states:::``, ``pattern`` the suffix of the
        integration.
        """
        if api.startswith("aws-sdk:"):
            self._any_operation(api, passed, place, identity)
        elif api == "http:invoke":
            self._http(passed, place)
        elif api == "apigateway:invoke":
            self._api_gateway(passed, place, identity)
        elif (row := integrations().get(api)) is not None:
            self._integration(row, pattern, passed, place, identity)
        else:
            detail = f"{place.name}: {api} is no integration that is known here"
            self._into.unknown(place, UnresolvedCode.UNKNOWN_OPERATION, detail, could_be=(api,))

    def _any_operation(self, api: str, passed: Struct, place: Place, identity: Identity) -> None:
        _, name, operation_name = api.split(":")
        service = naming.service_of(name, self._operations)
        if service is None:
            detail = f"{place.name}: no AWS SDK service is called {name}"
            self._into.unknown(place, UnresolvedCode.UNKNOWN_SERVICE, detail, could_be=(api,))
            return
        operation = naming.operation_of(service, operation_name, self._operations)
        if operation is None:
            detail = f"{place.name}: {name} has no operation {operation_name}"
            self._into.unknown(place, UnresolvedCode.UNKNOWN_OPERATION, detail, could_be=(api,))
            return
        self._call(place, service, operation, passed, {}, identity)

    def _call(
        self, place: Place, service: str, operation: str, passed: Struct, rename: dict[str, str],
        identity: Identity,
    ) -> Struct:  # fmt: skip
        """Adds the call; its members as the operation has them."""
        found = self._operations.get(service, operation)
        members = naming.request(found, passed, rename) if found is not None else passed
        self._into.call(place, service, operation, members, identity=identity)
        return members

    def _integration(
        self, row: Integration, pattern: str, passed: Struct, place: Place, identity: Identity
    ) -> None:
        if not row.service:
            return
        members = self._call(place, row.service, row.operation, passed, dict(row.rename), identity)
        for further in row.also:
            self._further(further, members, place, identity)
        for path, operation in row.objects.items():
            self._object(_at(passed, path), operation, place, identity)
        if not pattern.startswith("sync"):
            return
        for further in row.sync:
            self._further(further, members, place, identity)
        # With the role of another account, jobs are polled: the rule would be in the wrong account.
        if row.rule is not None and identity == AMBIENT:
            self._rule(row, place)

    def _further(self, further: Further, members: Struct, place: Place, identity: Identity) -> None:
        operation = self._operations.get(further.service, further.operation)
        types = {member.name: member.type for member in operation.members} if operation is not None else {}
        # What the table doesn't give is a job's id, which only an execution knows.
        required = [member.name for member in operation.members if member.required] if operation else []
        fields: dict[str, Value] = {name: EXECUTION for name in required if name not in further.take}
        for name, spec in further.take.items():
            value = _taken(spec, members)
            if value is not None:
                fields[name] = value
        passed = tuple((name, _shaped(value, types.get(name))) for name, value in fields.items())
        self._into.call(place, further.service, further.operation, Struct(passed), identity=identity)

    def _object(self, address: Value | None, operation: str, place: Place, identity: Identity) -> None:
        """An object of S3 that Step Functions reads or writes for the task."""
        if address is None:
            return
        text = plain(address)
        found = _ADDRESS.fullmatch(text[0]) if text is not None else None
        fields: tuple[tuple[str, Value], ...] = (("Bucket", EXECUTION), ("Key", EXECUTION))
        if text is not None and found is not None:
            fields = (("Bucket", restored(found[1], text[1])), ("Key", restored(found[2], text[1])))
        self._into.call(place, "s3", operation, Struct(fields), identity=identity)

    def _rule(self, row: Integration, place: Place) -> None:
        prefix = ("arn:", Hole(kind="partition"), ":events:", Hole(kind="region"), ":", Hole(kind="account"))
        rule = joined(Text(prefix), f":rule/{row.rule}")
        for action in _RULE_ACTIONS:
            self._into.need(
                place,
                RuntimeNeed(
                    action=action, resources=(rule,), span=self._into.span(place), source=row.source,
                    why=f"{place.name} waits for its job (.sync) through a managed EventBridge rule",
                ),
            )  # fmt: skip

    def _http(self, passed: Struct, place: Place) -> None:
        """An HTTPS endpoint, with the credentials of an EventBridge connection."""
        conditions: list[Condition] = []
        method = passed.get("Method")
        if known(method) is not None:
            conditions.append(("StringEquals", "states:HTTPMethod", (method or Unknown(),)))
        endpoint = passed.get("ApiEndpoint")
        if isinstance(endpoint, Const | Text):
            operator = "StringLike" if isinstance(endpoint, Text) else "StringEquals"
            conditions.append((operator, "states:HTTPEndpoint", (endpoint,)))
        connection, secret = _connection(passed)
        rows: tuple[tuple[str, Value | None, tuple[Condition, ...]], ...] = (
            ("states:InvokeHTTPEndpoint", machine_arn(self._workload), tuple(conditions)),
            ("events:RetrieveConnectionCredentials", connection, ()),
            ("secretsmanager:GetSecretValue", secret, ()),
            ("secretsmanager:DescribeSecret", secret, ()),
        )
        for action, resource, under in rows:
            resources = (resource,) if resource is not None else ()
            why = f"{place.name} calls an HTTPS endpoint through an EventBridge connection"
            self._into.need(
                place,
                RuntimeNeed(
                    action=action, resources=resources, conditions=under, why=why,
                    span=self._into.span(place), source=_HTTP,
                ),
            )  # fmt: skip

    def _api_gateway(self, passed: Struct, place: Place, identity: Identity) -> None:
        """An API of API Gateway: signed when the task asks for it.

        Source: https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html
        """
        auth = passed.get("AuthType")
        kind = known(auth)
        if auth is None and not passed.open:
            kind = "NO_AUTH"
        if kind == "NO_AUTH":
            return
        optional = None
        if kind == "RESOURCE_POLICY":
            optional = "the API's resource policy does not allow the machine by itself"
        # What is sent to a client of a WebSocket API is another action (API Gateway developer guide, "Control
        # access to a WebSocket API with IAM authorization").
        tail = _path_of(passed)
        connections = known(tail) or "".join(one for one in _parts_of(tail) if isinstance(one, str))
        action = "ManageConnections" if connections.startswith("@connections") else "Invoke"
        self._into.call(
            place, "apigateway", "Invoke", passed, identity=identity, actions=(f"execute-api:{action}",),
            resources=(_api_arn(passed),), optional=optional,
        )  # fmt: skip


def _shaped(value: Value, type: str | None) -> Value:
    """A value for a member that is a list, or isn't."""
    if type == "list":
        return value if isinstance(value, Items) else Items((value,))
    if isinstance(value, Items):
        return value.values[0] if len(value.values) == 1 else EXECUTION
    return value


def _at(passed: Struct, path: str) -> Value | None:
    """A nested member; what is below an unknown one is unknown."""
    value: Value | None = passed
    for step in path.split("."):
        if not isinstance(value, Struct):
            return value
        value = value.get(step)
    return value


def _taken(spec: str, members: Struct) -> Value | None:
    """A member of the main call, changed as the table says; None when the task doesn't pass it."""
    name = spec.split(maxsplit=1)[0]
    value = members.get(name)
    text = plain(value) if value is not None else None
    if value is None or text is None:
        return value
    changed, holes = text
    for step in _STEP.finditer(spec):
        changed = changed.replace(step[1], step[2], 1) if step[1] else changed + step[3]
    return restored(changed, holes)


def _connection(passed: Struct) -> tuple[Value | None, Value]:
    """A connection's ARN, and that of the secret which EventBridge keeps for it."""
    found: Value | None = None
    for holder in ("Authentication", "InvocationConfig"):
        inner = passed.get(holder)
        if found is None and isinstance(inner, Struct):
            found = inner.get("ConnectionArn")
    prefix = (
        "arn:", Hole(kind="partition"), ":secretsmanager:", Hole(kind="region"), ":", Hole(kind="account"),
        ":secret:events!connection/",
    )  # fmt: skip
    text = plain(found) if found is not None else None
    name = _CONNECTION.fullmatch(text[0]) if text is not None else None
    if text is None or name is None:
        return (found if text is not None else None), joined(Text(prefix), "*")
    return found, joined(Text(prefix), restored(name[1], text[1]), "/*")


def _path_of(passed: Struct) -> Value:
    """The path of an API without the slash that it may begin with."""
    path = passed.get("Path") or Const("")
    written = known(path)
    if written is not None:
        return Const(written.lstrip("/"))
    parts = _parts_of(path)
    if parts and isinstance(parts[0], str):
        return Text((parts[0].lstrip("/"), *parts[1:]))
    return path


def _parts_of(value: Value) -> tuple[str | Hole, ...]:
    return value.parts if isinstance(value, Text) else ()


def _api_arn(passed: Struct) -> Value:
    """``execute-api`` ARN of the method and path."""
    endpoint = passed.get("ApiEndpoint")
    text = plain(endpoint) if endpoint is not None else None
    host = _API_HOST.fullmatch(text[0]) if text is not None else None
    api: Value = Text((UNKNOWN,))
    region: Value = Text((Hole(kind="region"),))
    if text is not None and host is not None:
        api, region = restored(host[1], text[1]), restored(host[2], text[1])
    tail = _path_of(passed)
    stage, method = passed.get("Stage") or Const("$default"), passed.get("Method") or Text((UNKNOWN,))
    account = Text((Hole(kind="account"),))
    prefix = joined("arn:", Text((Hole(kind="partition"),)), ":execute-api:", region, ":", account, ":")
    return joined(prefix, api, "/", stage, "/", method, "/", tail)
