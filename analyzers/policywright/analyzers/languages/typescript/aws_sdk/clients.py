"""Clients of both versions: making them, their methods, commands, paginators and waiters."""

from __future__ import annotations

from collections.abc import Mapping

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    Ext,
    Handle,
    Method,
    Obj,
    Unknown,
    Value,
    is_nothing,
    is_open,
    join_all,
    options,
    strings,
)
from policywright.analyzers.languages.typescript.aws_sdk import helpers
from policywright.analyzers.languages.typescript.aws_sdk.credentials import credentials
from policywright.analyzers.languages.typescript.aws_sdk.middleware import customise
from policywright.analyzers.languages.typescript.aws_sdk.names import (
    operation_of_method,
)
from policywright.analyzers.languages.typescript.aws_sdk.requests import (
    at_endpoint,
    call_all,
    call_back,
    field,
    identities_in,
    is_function,
    members,
    region_of,
    request,
    unless_undefined,
)
from policywright.analyzers.languages.typescript.handles import Command, Document
from policywright.analyzers.languages.typescript.twins import untwinned
from policywright.analyzers.model import AMBIENT, Identity, UnresolvedCode
from policywright.analyzers.sdk import inference
from policywright.analyzers.sdk.handles import Client, Hooks
from policywright.analyzers.sdk.requests import in_region, response
from policywright.analyzers.sdk.waiters import polled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

DOCUMENT_METHODS = {
    "get": "GetItem",
    "put": "PutItem",
    "update": "UpdateItem",
    "delete": "DeleteItem",
    "query": "Query",
    "scan": "Scan",
    "batchGet": "BatchGetItem",
    "batchWrite": "BatchWriteItem",
    "transactGet": "TransactGetItems",
    "transactWrite": "TransactWriteItems",
    "executeStatement": "ExecuteStatement",
    "batchExecuteStatement": "BatchExecuteStatement",
    "executeTransaction": "ExecuteTransaction",
}
"""The document clients' names for operations (``@aws-sdk/lib-dynamodb``, version 2's ``DocumentClient``)."""

_LOCAL = frozenset(
    (
        "config",
        "destroy",
        "middlewareStack",
        "endpoint",
        "setupRequestListeners",
        "customizeRequests",
        "defineService",
        "on",
        "once",
        "off",
        "emit",
        "createSet",
        "unmarshall",
        "marshall",
        "constructor",
        "apiVersions",
        "toString",
        "addListener",
        "removeListener",
        "hasOwnProperty",
        "initConfig",
    )
)
"""Members of a client that make no request."""


def client(
    run: Interpreter, service: str, config: Value | None, pos: ir.Pos,
    default: tuple[Identity, ...] = (AMBIENT,),
) -> Value:  # fmt: skip
    """A client made with a configuration object."""
    inference.uses(run, service)
    found = identities_in(run, config, pos, default)
    region = region_of(run, config)
    bound = bound_parameters(run, config)
    placed = [at_endpoint(run, in_region(run, identity, region), config) for identity in found]
    return join_all([Client(identity, service, bound) for identity in placed])


def bound_parameters(run: Interpreter, config: Value | None) -> Value | None:
    """Version 2's ``params`` option: members of every request of a client that does not give them."""
    found = field(run, config, "params")
    return found if isinstance(found, Obj) else None


_INPUT_SECOND = frozenset(
    ("getSignedUrl", "getSignedUrlPromise", "waitFor", "makeRequest", "makeUnauthenticatedRequest")
)
"""Methods of version 2's clients whose first argument names an operation."""


def _with_bound(run: Interpreter, bound: Value | None, name: str, args: Args, pos: ir.Pos) -> Args:
    """The arguments of a method with what the client was made with added to its input."""
    if bound is None:
        return args
    at = 1 if name in _INPUT_SECOND else 0
    given = args.get(at)
    merged = run.heap.new("dict", "bound", pos, run.frame.module, run.frame.task.id)
    passed = given is not None and not is_function(given) and not is_nothing(given)
    if passed and given is not None:
        run.heap.merge(merged, given, certain=True)
    sure = set(run.heap.keys(merged)) - run.heap.shape(merged).maybe
    for option in options(bound):
        for key in run.heap.keys(option) if isinstance(option, Obj) else ():
            if key not in sure:
                run.heap.store(merged, key, run.heap.load(option, key), certain=True)  # type: ignore[arg-type]
    before, after = args.positional[:at], args.positional[at + passed :]
    return Args((*before, merged, *after), args.keywords, args.more, args.open, args.maybe)


def identity_of_client(value: Value | None) -> Identity:
    """The identity of the first client among the alternatives."""
    return identities_of_client(value)[0]


def identities_of_client(value: Value | None) -> tuple[Identity, ...]:
    """The identities of all clients that a value may be."""
    found: dict[Identity, None] = {}
    for option in options(value) if value is not None else ():
        if isinstance(option, Client | Document):
            found[option.identity] = None
    return tuple(found) or (AMBIENT,)


# --- commands ---


def command(run: Interpreter, service: str, name: str, args: Args, pos: ir.Pos) -> Value:
    """``new PutObjectCommand(input)``; ``name`` without its ending."""
    if run.operations.get(service, name) is None:
        inference.lacking(run, pos, service, f"operation {name}", (f"{service}:{name}",))
        return Ext("command")
    return Command(service, name, args.get(0) or NONE)


def commands(value: Value | None) -> list[Command]:
    """The commands among the alternatives."""
    found = options(value) if value is not None else ()
    return [option for option in found if isinstance(option, Command)]


def send(
    run: Interpreter,
    identity: Identity,
    args: Args,
    pos: ir.Pos,
    via: str | None = None,
    *,
    bare: bool = False,
) -> Value:
    """``client.send(command)``: the command alone says which operation is meant."""
    results: list[Value] = []
    for item in commands(args.get(0)):
        service, operation = item.service, item.operation
        struct = unless_undefined(run, service, operation, members(run, item.input))
        actions = (item.action,) if item.action is not None else ()
        run.emit(pos, service, operation, struct, identity=identity, via=via, actions=actions)
        results.append(response(service, operation, struct))
    if not results and not bare:
        given = args.get(0)
        if given is not None and any(is_open(option) and not _is_own(option) for option in options(given)):
            run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, "a command that is made elsewhere is sent here")
    result = join_all(results) if results else Unknown("response")
    call_back(run, args.drop(1), result, pos)
    return result


def _is_own(value: Value) -> bool:
    """Something of the SDK: that the name of a command is computed has been said."""
    return isinstance(value, Ext) and value.path.startswith("@aws-sdk/")


def give_away(run: Interpreter, args: Args, pos: ir.Pos) -> None:
    """A command is passed to a function that nothing is known of: it may well be sent there."""
    could = tuple(f"{item.service}:{item.operation}" for value in args.positional for item in commands(value))
    if could:
        detail = "a command is passed to a function that isn't known, which may send it"
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail, could, cause=inference.called(run, pos))


# --- methods ---


def has(run: Interpreter, handle: Client, name: str) -> bool:
    """Whether a client has a member of that name."""
    service = handle.service or ""
    return (
        name in ("send", "bind", "call", "apply", "credentials")
        or name in _LOCAL
        or name in helpers.METHODS
        or name.startswith(("paginate", "waitUntil"))
        or (service, name) in helpers.SERVICE_METHODS
        or operation_of_method(run, service, name) is not None
    )


def document_has(name: str) -> bool:
    """Whether a document client has a member of that name."""
    return (
        name in ("send", "bind", "call", "apply", "paginateQuery", "paginateScan")
        or name in _LOCAL
        or name.removesuffix("Async") in DOCUMENT_METHODS
    )


def method(run: Interpreter, handle: Client, name: str, args: Args, pos: ir.Pos) -> Value:
    """``client.name(...)`` for a client of either version."""
    service, identity = handle.service or "", handle.identity
    if name == "send":
        return send(run, identity, args, pos)
    args = _with_bound(run, handle.bound, name, args, pos)
    if name in ("bind", "call", "apply"):
        return handle
    helper = helpers.METHODS.get(name)
    if helper is not None:
        return helper(run, service, identity, args, pos)
    if name.startswith("paginate"):
        return paginate(run, service, name, args, pos, identity, 0)
    if name.startswith("waitUntil"):
        return wait(run, service, name.removeprefix("waitUntil"), args, pos, identity, 0)
    special = helpers.SERVICE_METHODS.get((service, name))
    if special is not None:
        return special(run, service, identity, args, pos)
    operation = operation_of_method(run, service, name)
    if operation is None:
        if name in _LOCAL:
            call_all(run, args, pos)
            return Unknown("client-member")
        inference.lacking(run, pos, service, f"operation {name}")
        return Unknown("operation")
    return _invoke(run, service, operation.name, identity, args, pos)


def _invoke(
    run: Interpreter,
    service: str,
    operation: str,
    identity: Identity,
    args: Args,
    pos: ir.Pos,
    via: str | None = None,
) -> Value:
    struct = members(run, args.get(0))
    result = request(run, service, operation, struct, pos, identity, via)
    call_back(run, args, result, pos)
    return result


def document_method(run: Interpreter, handle: Document, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a DynamoDB document client of either version."""
    identity = handle.identity
    if name == "send":
        return send(run, identity, args, pos)
    args = _with_bound(run, handle.bound, name, args, pos)
    operation = DOCUMENT_METHODS.get(untwinned(name))
    if operation is not None:
        return _invoke(run, "dynamodb", operation, identity, args, pos, "document client")
    if name in ("paginateQuery", "paginateScan"):
        return paginate(run, "dynamodb", name, args, pos, identity, 0)
    if name not in _LOCAL:
        inference.lacking(run, pos, "a document client", f"method {name}")
    return Unknown("client-member")


# --- paginators and waiters ---


def paginate(
    run: Interpreter, service: str, name: str, args: Args, pos: ir.Pos, identity: Identity, first: int
) -> Value:
    """``paginateListTables({client}, input)`` and the aggregated client's method, whose input comes first."""
    operation = name.removeprefix("paginate")
    if run.operations.get(service, operation) is None:
        inference.lacking(run, pos, service, f"operation {operation}")
        return Unknown("paginator")
    return request(run, service, operation, members(run, args.get(first)), pos, identity, "paginator")


def wait(
    run: Interpreter, service: str, name: str, args: Args, pos: ir.Pos, identity: Identity, first: int
) -> Value:
    """``waitUntilTableExists({client}, input)``."""
    operation = polled(run.operations, service, name)
    if operation is None:
        inference.lacking(run, pos, service, f"waiter {name}")
        return Unknown("waiter")
    struct = members(run, args.get(first))
    return request(run, service, operation, struct, pos, identity, f"waiter {name}")


def wait_for(run: Interpreter, service: str, identity: Identity, args: Args, pos: ir.Pos) -> Value:
    """Version 2's ``client.waitFor("bucketExists", params, callback)``."""
    result: Value = NONE
    states = list(strings(args.get(0) or NONE))
    if not states:
        run.unresolved(
            pos, UnresolvedCode.DYNAMIC_CODE, "a waiter of {} whose state is computed", name=service
        )
    for state in states:
        result = wait(run, service, state[:1].upper() + state[1:], args, pos, identity, 1)
    call_back(run, args, result, pos)
    return result


def make_request(run: Interpreter, service: str, identity: Identity, args: Args, pos: ir.Pos) -> Value:
    """Version 2's ``client.makeRequest("getObject", params)``."""
    found: list[Value] = []
    for name in strings(args.get(0) or NONE):
        operation = operation_of_method(run, service, name)
        if operation is not None:
            found.append(_invoke(run, service, operation.name, identity, args.drop(1), pos))
    if not found:
        detail = "an operation of {} whose name is computed"
        run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail, name=service)
    return join_all(found) if found else Unknown("response")


helpers.METHODS.update(
    {"waitFor": wait_for, "makeRequest": make_request, "makeUnauthenticatedRequest": make_request,
     "customizeRequests": customise}
)  # fmt: skip


# --- members that are values ---


def computed_member(run: Interpreter, handle: Handle, name: Value) -> None:
    """``client[name]`` with a name that can't be told: any operation of the service that it can spell."""
    if isinstance(handle, Document):
        service, operations = "dynamodb", DOCUMENT_METHODS
    elif isinstance(handle, Client) and handle.service is not None:
        service = handle.service
        operations = {api[:1].lower() + api[1:]: api for api in run.operations.names(service)}
    else:
        return
    could = _spelled(name, operations)
    if could != ():
        detail = "an operation of {} whose name is computed"
        said = run.text(run.here).rpartition("[")[2]
        run.unresolved(
            run.here, UnresolvedCode.DYNAMIC_CODE, detail,
            tuple(f"{service}:{operation}" for operation in could or ()), name=service,
            cause=inference.scoped(run, said),
        )  # fmt: skip


def _spelled(name: Value, operations: Mapping[str, str]) -> tuple[str, ...] | None:
    """The operations whose methods a computed name can be; None when that may be any of them."""
    found: dict[str, None] = {}
    for option in options(name):
        methods = inference.spelled(option, operations)
        if methods is None:
            return None
        found.update(dict.fromkeys(operations[method] for method in methods))
    return tuple(found)


def attribute(handle: Client | Document | Command, name: str) -> Value:
    """A member of a client or command that is read."""
    if isinstance(handle, Command):
        return handle.input if name == "input" else Method(handle, name)
    if name == "credentials":
        return credentials(handle.identity)
    if name == "middlewareStack":
        return Hooks((handle.service or "") if isinstance(handle, Client) else "dynamodb")
    return Method(handle, name)


__all__ = ["attribute", "client", "command", "is_function", "method", "paginate", "response", "send", "wait"]
