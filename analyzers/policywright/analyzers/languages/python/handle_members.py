"""What boto3's values, and the standard library's, have under a name, give when that is called, and lack."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Ext,
    Handle,
    Known,
    Method,
    ModuleV,
    Obj,
    Text,
    Tup,
    Unknown,
    Value,
    constant,
    make_text,
    options,
)
from policywright.analyzers.languages.python import (
    callbacks,
    classes,
    computed,
    containers,
    injection,
    introspection,
)
from policywright.analyzers.languages.python.boto3 import clients, events, named, resources, sessions
from policywright.analyzers.languages.python.handles import (
    BatchWriter,
    BoundArguments,
    Collection,
    Dynamic,
    Future,
    Inferred,
    LibraryValue,
    Meta,
    Namespace,
    Paginator,
    Provider,
    Resource,
    Signature,
    Template,
    Url,
)
from policywright.analyzers.languages.python.libraries import Libraries
from policywright.analyzers.model import UnresolvedCode
from policywright.analyzers.sdk import inference, requests
from policywright.analyzers.sdk.handles import (
    Client,
    Credentials,
    Hooks,
    Parameter,
    Response,
    Session,
    Transfer,
    Waiter,
)
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_OF_DATA = frozenset(name for kind in callbacks.DATA_TYPES.values() for name in dir(kind)) | {
    "build_full_result", "close", "isoformat", "iter_chunks", "iter_lines", "paginate", "read", "readline",
    "readlines", "search", "strftime", "timestamp", "total_seconds",
}  # fmt: skip
"""Methods of what an answer is made of: plain data, dates and bodies that are read."""


def attribute(run: Interpreter, handle: Handle, name: str, libraries: Libraries) -> Value | None:
    """``handle.name``."""
    match handle:
        case Resource(service=None) if name not in resources.PLAIN:
            _of_unknown_service(run, handle, name, run.here)
            return Method(handle, name)
        case Resource():
            return resources.attribute(run, handle, name) if name != "meta" else Meta(handle)
        case Client() if name == "meta":
            return Meta(handle)
        case Inferred():
            return _inferred_attribute(run, handle, name, libraries)
        case Meta():
            return _meta(handle.owner, name)
        case Session():
            return sessions.session_attribute(run, handle, name)
        case Credentials() if name not in ("get_frozen_credentials", "fetch_credentials", "__call__"):
            return handle
        case Response():
            return Method(handle, name)
        case Url():
            return _url_part(handle, name)
        case Parameter() if name in ("value", "name"):
            return handle
        case LibraryValue():
            return libraries.attribute(handle, name)
        case Signature() if name == "parameters":
            return introspection.parameters(run, handle, run.here)
        case BoundArguments():
            return introspection.bound_arguments(handle, name) or Method(handle, name)
    return Method(handle, name)


def _inferred_attribute(run: Interpreter, handle: Inferred, name: str, libraries: Libraries) -> Value | None:
    inner = handle.inner
    with run.inferring():
        found = attribute(run, inner, name, libraries)
    return Method(handle, name) if found == Method(inner, name) else named.inferred(found or NONE)


def _meta(owner: Client | Resource, name: str) -> Value | None:
    if name == "client":
        return owner if isinstance(owner, Client) else Client(owner.identity, owner.service)
    if name == "events":
        return Hooks(owner.service or "")
    return Unknown("meta")


def _url_part(handle: Url, name: str) -> Value:
    from urllib.parse import urlparse

    text = handle.text
    if text is None or name not in ("netloc", "path", "hostname", "scheme", "query", "fragment"):
        return make_text((out.Hole(kind="unknown"),))
    return Known(getattr(urlparse(text), name) or "")


def call(run: Interpreter, handle: Handle, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """``handle.name(...)``; None where nothing is known of it."""
    match handle:
        case Client():
            return clients.call(run, handle, name, args, pos)
        case Resource():
            return _call_resource(run, handle, name, args, pos)
        case Inferred():
            with run.inferring():
                result = call(run, handle.inner, name, args, pos)
            return named.inferred(result) if result is not None else None
        case Collection():
            return resources.collection_method(run, handle, name, args, pos)
        case Paginator():
            return clients.paginate(run, handle, name, args, pos)
        case Waiter():
            return clients.wait(run, handle, name, args, pos)
        case Session():
            if name.startswith("register"):
                events.register(run, Hooks(""), name, args)
            return sessions.session_method(run, handle, name, args, pos)
        case Hooks():
            events.register(run, handle, name, args)
        case Transfer():
            return clients.transfer_method(run, handle, name, args, pos)
        case BatchWriter():
            return clients.batch_method(run, handle, name, args, pos)
        case Response():
            return _response_method(handle, name, args)
        case Future():
            return _of_future(run, handle, name, args, pos)
        case Template():
            return containers.substitute(run, handle.text, args)
        case Namespace(obj=Obj() as obj):
            if name == "update" and _may_be_any(run, args):
                run.overlay(obj)
            return containers.container_method(run, obj, name, args, pos)
        case Namespace(obj=ModuleV(name=module)):
            if name == "update" and _may_be_any(run, args):
                introspection.overlay(run, module)
            names = containers.container_method(
                run, introspection.globals_of(run, module, pos), name, args, pos
            )
            return names
        case Provider():
            return injection.provided(run, handle, args, pos) if name == "__call__" else handle
        case Dynamic():
            # ``getattr(self, field.name).get()``
            held = computed.held(run, handle)
            return run.call(run.attribute(held, name), args, pos) if held is not None else None
        case Credentials():
            return handle
        case Signature() if name in ("bind", "bind_partial"):
            return introspection.bind(run, handle, args, pos)
        case Parameter():
            return make_text((out.Hole(kind="unknown"),))
    return Unknown("call")


def _call_resource(run: Interpreter, handle: Resource, name: str, args: Args, pos: ir.Pos) -> Value | None:
    service, kind = handle.service, handle.type
    moved = clients.resource_transfer(run, handle, name, args, pos)
    if moved is not None:
        return moved
    if service == "dynamodb" and kind == "Table" and name == "batch_writer":
        return clients.batch_writer(handle)
    if service is None:
        return _of_unknown_service(run, handle, name, pos)
    found = resources.call(run, handle, name, args, pos)
    if found is None and name not in ("get_available_subresources", "close") and not name.startswith("_"):
        inference.lacking(run, pos, f"{service} {kind or 'resource'}", f"method {name}")
    return found


def _of_unknown_service(run: Interpreter, handle: Resource, name: str, pos: ir.Pos) -> Value:
    detail = "{} on a resource whose service is computed"
    run.unresolved(pos, UnresolvedCode.UNKNOWN_SERVICE, detail, name=name, cause=handle.at)
    return Unknown("resource")


def _of_future(run: Interpreter, future: Future, name: str, args: Args, pos: ir.Pos) -> Value | None:
    if name == "add_done_callback":
        run.call(args.get(0) or BOTTOM, Args((future,)), pos)
        return NONE
    return future.result


def _response_method(handle: Response, name: str, args: Args) -> Value:
    """Dict, list and stream methods on a part of a response."""
    match name:
        case "get" | "pop":
            return requests.step(handle, constant(args.get(0)) or "[]")
        case "values" | "items" | "keys":
            return requests.step(handle, "[]")
        case "build_full_result" | "search" | "copy":
            return handle
    return handle if name != "append" else NONE


def _may_be_any(run: Interpreter, args: Args) -> bool:
    """Whether an update may have any names in it."""
    given = [option for value in args.positional for option in options(value)]
    return args.open or any(map(run.heap.has_any_keys, given))


def lacks(run: Interpreter, receiver: Value, name: str) -> bool:
    """Whether a value certainly has nothing of a name."""
    match receiver:
        case Client(service=str(service)):
            return not clients.has(run, service, name)
        case Resource(service=str(service), type=kind):
            return not resources.has(run, service, kind, name)
        case Paginator(service=str(service), method=str(method)):
            return name != "paginate" or not clients.has(run, service, method)
        case Waiter(service=str(service), name=str(waiter)):
            return name != "wait" or waiter not in run.operations.waiters(service)
        case Paginator() | Waiter():
            return name != ("wait" if isinstance(receiver, Waiter) else "paginate")
        case BatchWriter():
            return name not in ("put_item", "delete_item")
        case Inferred(inner=inner):
            return lacks(run, inner, name)
        case Known() | Text() | Tup():
            return True
        case Response():
            return name not in _OF_DATA
        case Obj():
            cls = run.heap.shape(receiver).cls
            if cls is None:
                own = hasattr(dict if run.heap.shape(receiver).kind == "dict" else list, name)
                return not own and not hasattr(set, name) and not run.heap.has_key(receiver, name)
            # What a computed name may have set is no string's method.
            may = any(
                base.path not in callbacks.DATA_TYPES or certainly_has(base, name)
                for base in run.library_bases(cls)
            )
            return name in _OF_DATA and not may and run.has_only_computed(receiver, cls, name)
    return False


def certainly_has(base: Ext, name: str) -> bool:
    """Whether objects of a library class have a method of a name, as data has."""
    # What has a method of data from a library is not called what a computed name sets.
    kind = callbacks.DATA_TYPES.get(base.path)
    if name == classes.CONTENTS and base.path in classes.WITH_CONTENTS:
        return True
    return hasattr(kind, name) if kind is not None else name in _OF_DATA
