"""Python for the engine: builtins, the standard library, boto3, and libraries that reach AWS."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.commands import started
from policywright.analyzers.engine import carrying, escapes
from policywright.analyzers.engine import keeping as kept
from policywright.analyzers.engine.handles import ROOT_ARGS, Slice, computed_name
from policywright.analyzers.engine.language import Generics, Semantics, Specials
from policywright.analyzers.engine.merging import library
from policywright.analyzers.engine.objects import may_be
from policywright.analyzers.engine.parameters import member
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    OWN_PLACE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Gen,
    Handle,
    Known,
    Method,
    ModuleV,
    Obj,
    Partial,
    Text,
    Tup,
    Unknown,
    Value,
    Wrapped,
    constant,
    from_here,
    is_text,
    join,
    join_all,
    make_text,
    options,
    strings,
)
from policywright.analyzers.gate import distinctive
from policywright.analyzers.languages.python import annotations as stubs
from policywright.analyzers.languages.python import (
    callbacks,
    classes,
    containers,
    fields,
    injection,
    introspection,
    loading,
    mappings,
    protocols,
    records,
    runtime,
    settings,
    texts,
    types,
)
from policywright.analyzers.languages.python.boto3 import (
    clients,
    events,
    guesses,
    named,
    own,
    resources,
    sessions,
)
from policywright.analyzers.languages.python.handles import (
    AttrGetter,
    BatchWriter,
    BoundArguments,
    Collection,
    Dynamic,
    Future,
    Inferred,
    ItemGetter,
    LibraryValue,
    Meta,
    MethodCaller,
    Namespace,
    Paginator,
    Provider,
    Resource,
    Signature,
    Template,
    Url,
)
from policywright.analyzers.languages.python.libraries import Libraries
from policywright.analyzers.model import AMBIENT, SdkCall, UnresolvedCode
from policywright.analyzers.sdk import filling, inference, requests
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
from policywright.analyzers.sdk.members import without_flags
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

    from policywright.analyzers.engine.interpreter import Interpreter

_OF_DATA = frozenset(name for kind in callbacks.DATA_TYPES.values() for name in dir(kind)) | {
    "build_full_result", "close", "isoformat", "iter_chunks", "iter_lines", "paginate", "read", "readline",
    "readlines", "search", "strftime", "timestamp", "total_seconds",
}  # fmt: skip
"""Methods of what an answer is made of: plain data, dates and bodies that are read."""
_QUIET = frozenset((
    "base64", "binascii", "boto3", "botocore", "builtins", "csv", "datetime", "decimal", "gzip", "hashlib",
    "hmac", "html", "io", "json", "logging", "math", "os", "pathlib", "platform", "pprint", "random", "re",
    "secrets", "shutil", "signal", "socket", "ssl", "string", "struct", "subprocess", "sys", "tempfile",
    "textwrap", "time", "traceback", "unicodedata", "urllib", "uuid", "warnings", "xml", "zipfile", "zlib",
))  # fmt: skip
"""Packages that give texts, numbers and data, and no object back that they get."""
_S3_TRANSFER = frozenset(
    (
        "boto3.s3.transfer.S3Transfer",
        "boto3.s3.transfer.create_transfer_manager",
        "s3transfer.S3Transfer",
        "s3transfer.manager.TransferManager",
        "s3transfer.TransferManager",
    )
)

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

_MAKING_CLIENTS = frozenset((
    "boto3", "boto3.client", "boto3.resource", "boto3.Session", "boto3.session", "boto3.session.Session",
    "boto3.DEFAULT_SESSION", "botocore.session.get_session", "botocore.session.Session",
    "aioboto3.Session", "aiobotocore.session.get_session", "aiobotocore.session.AioSession",
))  # fmt: skip
"""What of the SDK makes clients of any service for who calls it, or calls what is in it."""


class PythonSemantics(Semantics):
    """See ``engine.language.Semantics``."""

    specials: ClassVar[Specials] = Specials(
        call="__call__", item="__getitem__", set_item="__setitem__", make="__new__", missing="__getattr__",
        made=("__post_init__", "__attrs_post_init__", "model_post_init"),
        read="__getattribute__", reader="builtins.getattr",
        binding="__get__", iterator=("__iter__", "__aiter__"), following=("__next__", "__anext__"),
        enter=("__enter__", "__aenter__"), leave=("__exit__", "__aexit__"), kind="__class__",
        assigned="__set__", sending=("asend", "send"), stored="__setattr__", fields="__dict__",
    )  # fmt: skip
    unassigned: ClassVar[tuple[Value, ...]] = (BOTTOM, NONE)
    text_tests: ClassVar[Mapping[str, str]] = {"startswith": "beginning", "endswith": "end"}
    generics: ClassVar[Generics] = Generics(
        either=frozenset(("Optional", "Union")),
        plain=frozenset((
            "Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "Awaitable",
        )),
        lists=frozenset((
            "list", "sequence", "iterable", "iterator", "set", "frozenset", "tuple", "collection",
            "generator", "asynciterator", "asyncgenerator", "asynciterable", "array",
        )),
        dicts=frozenset((
            "dict", "mapping", "mutablemapping", "defaultdict", "ordereddict", "record", "map",
        )),
        given=injection.GIVEN,
        shared=frozenset(("ClassVar",)),
    )  # fmt: skip
    keeping: ClassVar[frozenset[str]] = frozenset(("set", "put", "setdefault", "register", "provide"))
    giving: ClassVar[frozenset[str]] = frozenset(("get", "pop", "resolve", "setdefault"))
    overloaded: ClassVar[frozenset[str]] = frozenset(("|", ">>", "<<", "@"))
    plain_bases: ClassVar[tuple[str, ...]] = ("builtins.object", "abc.", "typing.")
    fixed: ClassVar[frozenset[str]] = frozenset(("__name__",))
    environ: ClassVar[frozenset[str]] = frozenset(("environ", "getenv"))

    def __init__(self) -> None:
        self.libraries = Libraries()
        self.namespaces: dict[Obj, ClassV] = {}
        """What metaclasses are given as the body of a class, and that class."""
        self.enum_methods: dict[str, list[ClassV]] = {}
        """Enums by the methods that they define."""
        self.enum_values: set[str] = set()
        """Values of members of enums, which are no strings although they look so here."""
        self.records: dict[tuple[str, ir.Pos], ClassV] = {}
        """Classes that ``namedtuple`` made, by place."""

    def builtin(self, run: Interpreter, name: str) -> Value | None:
        if name == "__name__":
            # Whoever calls a function of a module has imported it, so it is not ``"__main__"``.
            module = run.frame.module
            is_run = run.program.is_run(module) or run.engine.read((started.RUN, module)) is not BOTTOM
            return Unknown("name") if is_run else Known(loading.ITSELF)
        if name == "__file__":
            return OWN_PLACE
        return Ext(f"builtins.{name}") if name in runtime.BUILTINS else None

    # --- attributes ---

    def attribute(self, run: Interpreter, receiver: Value, name: str) -> Value | None:
        match receiver:
            case Handle():
                return self._handle_attribute(run, receiver, name)
            case Ext(
                path="boto3",
            ) if name == "DEFAULT_SESSION":
                return Session(AMBIENT, None)
            case Ext(path=path):
                return self._library_attribute(run, path, name)
            case Known(value=str() | int()) if name in self.enum_methods:
                found = classes.enum_method(run, receiver, name, self.enum_methods[name])
                return receiver if found is None and name == "value" else found
            case Known(value=str()) | Text() if name == "value":
                # A member of an Enum is its value here.
                return receiver
            case Obj() if name == "__dict__":
                return Namespace(receiver)
            case Text() if name in ("parent", "parents") and (above := from_here(receiver)) is not None:
                return above
            case Known(value=str()) | Text() if name == "name":
                return make_text((out.Hole(kind="unknown"),))
            case Wrapped() if name in ("setter", "deleter", "getter"):
                return Method(receiver, name)
        found = introspection.attribute(run, receiver, name)
        return found if found is not None else Method(receiver, name)

    def _library_attribute(self, run: Interpreter, path: str, name: str) -> Value | None:
        if path.endswith(".environ") or path == "os.environ":
            return Ext(f"os.environ.{name}")
        if path.startswith("os.environ.copy()"):
            return Ext(f"os.environ.{name}")
        found = loading.attribute(run, path, name)
        if found is not None or name not in run.program.assigned_attributes:
            return found
        found = run.engine.read(_kept(path, name))
        return join(library(f"{path}.{name}"), found) if found is not BOTTOM else None

    def _handle_attribute(self, run: Interpreter, handle: Handle, name: str) -> Value | None:
        match handle:
            case Resource(service=None) if name not in resources.PLAIN:
                self._unknown_service_resource(run, handle, name, run.here)
                return Method(handle, name)
            case Resource():
                return resources.attribute(run, handle, name) if name != "meta" else Meta(handle)
            case Client() if name == "meta":
                return Meta(handle)
            case Inferred():
                return self._inferred_attribute(run, handle, name)
            case Meta():
                return self._meta(handle.owner, name)
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
                return self.libraries.attribute(handle, name)
            case Signature() if name == "parameters":
                return introspection.parameters(run, handle, run.here)
            case BoundArguments():
                return introspection.bound_arguments(handle, name) or Method(handle, name)
        return Method(handle, name)

    def _inferred_attribute(self, run: Interpreter, handle: Inferred, name: str) -> Value | None:
        inner = handle.inner
        with run.inferring():
            found = self._handle_attribute(run, inner, name)
        return Method(handle, name) if found == Method(inner, name) else named.inferred(found or NONE)

    def _meta(self, owner: Client | Resource, name: str) -> Value | None:
        if name == "client":
            return owner if isinstance(owner, Client) else Client(owner.identity, owner.service)
        if name == "events":
            return Hooks(owner.service or "")
        return Unknown("meta")

    def own_member(self, run: Interpreter, obj: Obj, cls: ClassV, name: str) -> Value | None:
        if name == "__class__":
            return cls
        if name == "__dict__":
            return Namespace(obj)
        private = protocols.mangled(name)
        if private is not None:
            return run.attribute(obj, private)
        own = classes.own_member(run, obj, name)
        awaited = protocols.awaited(run, obj) if own is None else None
        return own if awaited is None else run.attribute(awaited, name)

    def spread(self, run: Interpreter, value: Value, position: int, pos: ir.Pos) -> Value:
        return introspection.mapped(run, value, pos)

    def module_member(self, run: Interpreter, module: str, name: str) -> Value | None:
        return protocols.module_member(run, module, name)

    def set_library_index(self, run: Interpreter, receiver: Ext, key: Value, value: Value) -> None:
        if receiver.path == "sys.modules":
            protocols.replace(run, loading.loaded(run, key) or NONE, value)

    def class_member(self, run: Interpreter, cls: ClassV, name: str) -> Value | None:
        if name == "__name__":
            return Known(cls.cls.name)
        member = classes.enum_member(run, cls, name)
        if member is not None:
            return member
        if name == "__subclasses__":
            return Partial(Ext("builtins.type.__subclasses__"), Args((cls,)))
        if run.find(cls, name) is not None:
            return None
        if name == "as_view":
            # Django's and Flask's views: the library makes an instance for each request.
            escapes.note(run, cls, name, run.here, loose=True)
        return self.root_member(name) if name == "__new__" else classes.class_member(run, cls, name)

    def root_member(self, name: str) -> Value:
        return Ext(f"builtins.object.{name}")

    def set_attribute(
        self, run: Interpreter, receiver: Handle | Ext | FuncV | Method, name: str, value: Value
    ) -> None:
        for option in options(value):
            if isinstance(option, LibraryValue):
                self.libraries.passed(run, option, run.here)
        if isinstance(receiver, Ext):
            if receiver.path == "sys":
                # ``sys.stdout = Tee()``
                escapes.note(run, value, f"sys.{name}", run.here, loose=True)
            run.engine.write(_kept(receiver.path, name), value)
        if isinstance(receiver, Ext | LibraryValue):
            self.libraries.assigned(run, receiver, name, value)
        if isinstance(receiver, Session) and name.endswith("credentials"):
            run.engine.write(("session-credentials", receiver.site), value)
        if isinstance(receiver, FuncV):
            run.engine.write(("function", receiver.function, name), value)
        if isinstance(receiver, Dynamic):
            # ``getattr(self, name).hook = value``
            run.set_attribute(_held(run, receiver) or Unknown("dynamic"), name, value)

    def narrowed(self, run: Interpreter, value: Value, annotation: ir.Expr) -> Value:
        """A declared type counts for more than a guess, and what is plain data is neither code nor object."""
        if types.is_plain(annotation, self.generics.either):
            plain = [option for option in options(value) if not self._is_no_data(run, option)]
            return join_all(plain) if plain else value
        guessed = all(isinstance(option, Inferred) for option in options(value))
        declared = run.annotated(annotation) if guessed else None
        return declared if declared is not None else value

    def _is_no_data(self, run: Interpreter, value: Value) -> bool:
        if isinstance(value, Obj):
            cls = run.heap.shape(value).cls
            # Members of an enumeration may be strings.
            return cls is None or run.external_base(cls) is None
        return isinstance(value, FuncV | Bound | Method | Partial | ClassV | Wrapped)

    def lacks(self, run: Interpreter, receiver: Value, name: str) -> bool:
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
                return self.lacks(run, inner, name)
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
                    base.path not in callbacks.DATA_TYPES or self.certainly_has(base, name)
                    for base in run.library_bases(cls)
                )
                return name in _OF_DATA and not may and run.has_only_computed(receiver, cls, name)
        return False

    # --- calls ---

    def counts(self, function: Ext | Handle | Method, args: Args) -> bool:
        return started.starts(function, args)

    def call(self, run: Interpreter, function: Value, args: Args, pos: ir.Pos) -> Value | None:
        match function:
            case Ext(path=path):
                return self._call_library(run, path, args, pos)
            case Method(receiver=receiver, name=name):
                return self._call_method(run, receiver, name, args, pos)
            case Handle():
                return self._call_handle(run, function, args, pos)
        return None

    def is_whole(self, function: Ext | Handle | Method) -> bool:
        if not isinstance(function, Ext):
            return False
        path = function.path
        return path in records.FIELDS or path in _COPYING or path.startswith(containers.OF_TYPES)

    def _call_library(self, run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
        started.started(run, path, args, pos)
        if path in protocols.TESTS:
            protocols.test(run, path, args, pos)
        session = sessions.TABLE.get(path) or own.TABLE.get(path)
        if session is not None:
            return session(run, args, pos)
        if path not in runtime.TABLE and classes.is_of_base(run, path, args):
            return classes.call_of_base(run, path, args, pos)
        if path in _S3_TRANSFER:
            return clients.s3_transfer(run, args, pos)
        found = self.libraries.call(run, path, args, pos)
        if found is not None:
            return found
        handler = runtime.TABLE.get(path)
        if handler is not None:
            return handler(run, args, pos)
        if path.startswith(loading.ENTRIES):
            return loading.of_entries(run, path, args, pos)
        if path.startswith(containers.OF_TYPES):
            return containers.method_of_type(run, path, args, pos)
        found = mappings.typed_dict(run, path, args, pos)
        if found is not None:
            return found
        if path.partition(".")[0] not in sys.stdlib_module_names:
            filling.perhaps_filled(run, path, args)
        found = self._by_last_name(run, path.rsplit(".", 1)[-1], args, pos)
        if found is None:
            found = guesses.of_library(run, path, args, pos)
        return found if found is not None else guesses.escaped(run, path, args, pos)

    def _by_last_name(self, run: Interpreter, name: str, args: Args, pos: ir.Pos) -> Value | None:
        handler = runtime.METHODS.get(name)
        given = [option for arg in args.positional for option in options(arg)]
        if handler is not None and (
            any(_callable(run, option) for option in given)
            or (
                any(isinstance(one, Unknown) for one in given)
                and any(kept.matters(run, one) for one in given)
            )
        ):
            found = handler(run, args, pos)
            if name in ("submit", "apply_async") and found is not None:
                return Future(found)
            return found
        return None

    def _call_method(
        self, run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        match receiver:
            case Handle():
                return self._call_handle_method(run, receiver, name, args, pos)
            case Obj():
                return containers.container_method(run, receiver, name, args, pos)
            case Known(value=str()) | Text():
                return containers.string_method(run, receiver, name, args)
            case Tup() if name in ("index", "count"):
                return Unknown("number")
            case Tup():
                return run.iterate(receiver) if name == "pop" else receiver
            case Wrapped(kind="property", function=getter) if name == "setter" and args.positional:
                return Wrapped("property", getter, args.positional[0])
            case Wrapped():
                for value in args.positional if name == "deleter" else ():
                    escapes.note(run, value, "builtins.property.deleter", pos, loose=True)
                return receiver
            case Gen(task=task):
                if name in self.specials.sending and args.positional:
                    run.engine.write(("sent", task), args.positional[0])
                return run.iterate(receiver)
            case FuncV() if name == "register":
                return introspection.register(run, receiver, args, pos)
        return None

    def _call_handle_method(
        self, run: Interpreter, handle: Handle, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        match handle:
            case Client():
                return clients.call(run, handle, name, args, pos)
            case Resource():
                return self._call_resource(run, handle, name, args, pos)
            case Inferred():
                with run.inferring():
                    result = self._call_handle_method(run, handle.inner, name, args, pos)
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
                return self._of_future(run, handle, name, args, pos)
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
                held = _held(run, handle)
                return run.call(run.attribute(held, name), args, pos) if held is not None else None
            case Credentials():
                return handle
            case Signature() if name in ("bind", "bind_partial"):
                return introspection.bind(run, handle, args, pos)
            case Parameter():
                return make_text((out.Hole(kind="unknown"),))
        return Unknown("call")

    def _of_future(
        self, run: Interpreter, future: Future, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        if name == "add_done_callback":
            run.call(args.get(0) or BOTTOM, Args((future,)), pos)
            return NONE
        return future.result

    def _call_resource(
        self, run: Interpreter, handle: Resource, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        service, kind = handle.service, handle.type
        moved = clients.resource_transfer(run, handle, name, args, pos)
        if moved is not None:
            return moved
        if service == "dynamodb" and kind == "Table" and name == "batch_writer":
            return clients.batch_writer(handle)
        if service is None:
            return self._unknown_service_resource(run, handle, name, pos)
        found = resources.call(run, handle, name, args, pos)
        if found is None and name not in ("get_available_subresources", "close") and not name.startswith("_"):
            inference.lacking(run, pos, f"{service} {kind or 'resource'}", f"method {name}")
        return found

    def _unknown_service_resource(self, run: Interpreter, handle: Resource, name: str, pos: ir.Pos) -> Value:
        detail = "{} on a resource whose service is computed"
        run.unresolved(pos, UnresolvedCode.UNKNOWN_SERVICE, detail, name=name, cause=handle.at)
        return Unknown("resource")

    def _call_handle(self, run: Interpreter, handle: Handle, args: Args, pos: ir.Pos) -> Value | None:
        match handle:
            case Dynamic():
                return self._dynamic(run, handle, args, pos)
            case AttrGetter() | MethodCaller():
                target = args.get(0)
                if target is None:
                    return None
                if isinstance(handle, AttrGetter) and handle.name is not None:
                    for part in handle.name.split("."):
                        target = run.attribute(target, part)
                    return target
                member = (
                    run.attribute(target, handle.name) if handle.name is not None
                    else Dynamic(target, Unknown("name"), handle.at)
                )  # fmt: skip
                return run.call(member, handle.args, pos) if isinstance(handle, MethodCaller) else member
            case ItemGetter():
                target = args.get(0)
                return run.index(target, handle.key) if target is not None else None
            case Parameter() | Response() | Credentials():
                return handle
            case Provider():
                return injection.provided(run, handle, args, pos)
            case LibraryValue():
                found = self.libraries.call_handle(run, handle, args, pos)
                last = handle.path.rsplit(".", 1)[-1]
                return found if found is not None else self._by_last_name(run, last, args, pos)
        return None

    def _dynamic(self, run: Interpreter, handle: Dynamic, args: Args, pos: ir.Pos) -> Value:
        """``getattr(x, name)(...)`` with a computed name."""
        detail = "an operation of {} whose name is computed"
        for option in options(handle.receiver):
            owner = option.inner if isinstance(option, Inferred) else option
            if not isinstance(owner, Client | Resource):
                continue
            could = clients.spelled(run, owner.service, handle.name) if isinstance(owner, Client) else None
            if could != ():
                service = clients.said(owner.service)
                run.unresolved(
                    pos, UnresolvedCode.DYNAMIC_CODE, detail, could or (), name=service, cause=handle.at
                )
        members = join(run.any_member(handle.receiver, handle.name), _stored(run, handle))
        for option in options(handle.receiver):
            if isinstance(option, Ext):
                members = join(members, Ext(f"{option.path}[]"))
            elif isinstance(option, Unknown):
                members = join(members, Unknown("dynamic"))
        called = members if members is not BOTTOM else Unknown("dynamic")
        return join(run.call(called, args, pos), Unknown("dynamic"))

    def unknown_attribute(self, run: Interpreter, receiver: Unknown, name: str) -> Value | None:
        if receiver.reason == "exception" and name in protocols.OF_ERRORS:
            return protocols.of_error(run, name)
        return introspection.of_unknown(receiver, name)

    def may_request(self, run: Interpreter, name: str) -> bool:
        if "_" not in name or name in inference.GENERIC:
            return False
        return bool(run.operations.services_with_method(name)) or guesses.is_of_resources(run, name)

    def known_by_name(self, name: str) -> bool:
        return self.libraries.known_by_name(name)

    def unknown_call(
        self, run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos, hint: str
    ) -> Value | None:
        handled = self._by_last_name(run, name, args, pos)
        if handled is None:
            handled = self.libraries.method_of_anything(run, name, args, pos, hint)
        if handled is not None:
            return handled
        deals = run.program.deals_with_aws(run.frame.module) or distinctive(name)
        made = guesses.made(run, name, args, pos, hint) if deals or name in guesses.OWN else None
        if made is not None:
            return made
        found = inference.candidates(run, name, args, hint)
        if not deals:
            telling = found if inference.telling(name, (key for key, _ in args.keywords)) else ()
            found = tuple(operation for operation in found if inference.hinted(operation.service, hint))
            if telling and not found:
                # Nothing else here says AWS, but a call spelt like its API is not passed over.
                inference.ambiguous(run, f"{name}()", telling, pos, hint)
                return Unknown("call")
        if not found:
            _report_generic(run, name, args, pos, hint)
            return guesses.of_resource(run, name, args, pos, hint) if deals else None
        operation = inference.choose(run, found, hint)
        if operation is None:
            inference.ambiguous(run, f"{name}()", found, pos, hint)
            return Unknown("call")
        struct = out.Struct(
            tuple((key, member(run, value)) for key, value in args.keywords), args.open, args.maybe
        )
        run.emit(pos, operation.service, operation.name, struct, inferred=True)
        return requests.response(operation.service, operation.name, struct)

    def handed(self, run: Interpreter, args: Args, path: str, pos: ir.Pos) -> None:
        guesses.escaped(run, path, args, pos)
        loading.served(run, args, path, pos)
        loading.scanned(run, args, path, pos)
        if not guesses.only_looks(path):
            self.asked_for(run, args, pos)

    def call_given(self, run: Interpreter, args: Args, pos: ir.Pos) -> None:
        guesses.called(run, args, pos)

    any_request: ClassVar[frozenset[str]] = frozenset((
        "_make_api_call", "client", "create_client", "generate_presigned_post", "generate_presigned_url",
        "get_credentials", "get_paginator", "get_waiter", "paginate", "resource", "wait",
    ))  # fmt: skip

    def makes_clients(self, value: Ext | Handle) -> bool:
        return isinstance(value, Ext) and value.path in _MAKING_CLIENTS

    def missing_call(self, run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> None:
        if not (run.program.deals_with_aws(run.frame.module) or distinctive(name)):
            return
        found = inference.candidates(run, name, args, hint)
        if not found:
            _report_generic(run, name, args, pos, hint)
        operation = inference.choose(run, found, hint) if found else None
        if operation is not None:
            keywords = tuple((key, member(run, value)) for key, value in args.keywords)
            struct = out.Struct(keywords, args.open, args.maybe)
            run.emit(pos, operation.service, operation.name, struct, inferred=True)
        elif found:
            inference.ambiguous(run, f"{name}()", found, pos, hint)

    # --- values ---

    def index(self, run: Interpreter, receiver: Value, key: Value) -> Value | None:
        if isinstance(key, Slice):
            return containers.sliced(run, receiver, key)
        match receiver:
            case Response():
                return requests.step(receiver, constant(key) or "[]")
            case LibraryValue():
                return self.libraries.special(run, receiver, "__getitem__", Args((key,)))
            case Credentials() | Parameter():
                return receiver
            case Ext(path=path) if path.endswith("environ"):
                return texts.environment(key)
            case Ext(path="sys.modules"):
                return loading.loaded(run, key)
            case Ext(path=path) if path.startswith(loading.ENTRIES):
                return loading.entries_at(run, path, key)
            case Known(value=str()) | Text():
                return from_here(receiver) or make_text((out.Hole(kind="unknown"),))
            case Ext(path=path) if path.endswith("Annotated"):
                # The alias of a type is the type.
                return run.element(key, 0)
            case Ext(path=path) if path.endswith((".Union", ".Optional")):
                return run.iterate(key) if isinstance(key, Tup) else key
            case Ext():
                return injection.injected(run, receiver, key)
            case Namespace(obj=ModuleV(name=module)) | ModuleV(name=module):
                # ``globals()[name]``
                keys = [constant(option) for option in options(key)]
                named = [run.module_attribute(module, name) for name in keys if name is not None]
                computed = [Dynamic(ModuleV(module), computed_name(option), (run.frame.module, run.here))
                            for option in options(key) if constant(option) is None]  # fmt: skip
                return join_all([*named, *computed])
            case Namespace(obj=Obj() as obj):
                return run.index_container(obj, key)
            case ClassV():
                return classes.member(run, receiver, key) or classes.class_item(run, receiver, key)
            case Obj() if classes.derives(run, receiver, classes.DICTS | classes.LISTS) or classes.fills(
                run, receiver
            ):
                found = run.index_container(receiver, key)
                return join(found, run.call_special(receiver, "__missing__", Args((key,)), run.here))
            case Obj():
                return classes.field_at(run, receiver, key)
        return None

    def iterate(self, run: Interpreter, iterable: Value) -> Value | None:
        match iterable:
            case Obj():
                if classes.derives(run, iterable, classes.LISTS):
                    return run.heap.everything(iterable)
                return None
            case Collection():
                return resources.iterate(run, iterable)
            case Inferred(inner=inner):
                with run.inferring():
                    return named.inferred(self.iterate(run, inner) or Unknown("item"))
            case Response():
                return requests.step(iterable, "[]")
            case Future():
                return iterable
            case LibraryValue():
                return self.libraries.special(run, iterable, "__iter__")
        return None

    def enter(self, run: Interpreter, manager: Value) -> Value | None:
        if isinstance(manager, Ext | LibraryValue):
            entered = self.libraries.special(run, manager, "__enter__")
            return entered if entered is not None else manager
        return manager

    def certainly_has(self, base: Ext, name: str) -> bool:
        # What has a method of data from a library is not called what a computed name sets.
        kind = callbacks.DATA_TYPES.get(base.path)
        if name == classes.CONTENTS and base.path in classes.WITH_CONTENTS:
            return True
        return hasattr(kind, name) if kind is not None else name in _OF_DATA

    def inherited(self, run: Interpreter, base: Ext, name: str, owner: Value) -> Value | None:
        if name == classes.CONTENTS and base.path in classes.WITH_CONTENTS and isinstance(owner, Obj):
            return classes.contents(run, owner)
        if isinstance(owner, Obj) and base.path in classes.DICTS | classes.LISTS:
            return Method(owner, name)
        if base.path in protocols.ERRORS and name in protocols.OF_ERRORS:
            return protocols.of_error(run, name)
        if base.path == "builtins.type" and name == "__call__" and isinstance(owner, ClassV):
            return owner
        if base.path in protocols.PROPERTIES and name == "__get__" and isinstance(owner, Obj):
            return Partial(Ext("python.$property"), Args((owner,)))
        found = self.libraries.inherited(base, name, owner)
        if found is None and isinstance(owner, Obj):
            return classes.from_base(run, owner, base, name)
        return found

    defaults_when_defined: ClassVar[bool] = True
    packages_first: ClassVar[bool] = True
    changing: ClassVar[frozenset[str]] = frozenset((
        "append", "extend", "insert", "pop", "remove", "reverse", "sort", "clear", "__delitem__",
        "appendleft", "extendleft", "popleft", "rotate",
    ))  # fmt: skip
    holding: ClassVar[frozenset[str]] = frozenset((
        "builtins.dict", "builtins.enumerate", "builtins.frozenset", "builtins.iter", "builtins.list",
        "builtins.next", "builtins.reversed", "builtins.set", "builtins.sorted", "builtins.tuple",
        "builtins.zip",
    ))  # fmt: skip

    # What a class says of that by itself is called where it is asked (``protocols.TESTS``).
    looking: ClassVar[frozenset[str]] = frozenset((
        "builtins.callable", "builtins.id", "builtins.isinstance", "builtins.issubclass",
    ))  # fmt: skip

    def given_by(self, run: Interpreter, args: Args, path: str, pos: ir.Pos) -> Value:
        # What takes nothing is there for what it gives; others are called when it is known with what.
        given = carrying.passed(run, path, args)
        return join_all([
            run.call(one, given, pos) for one in carrying.functions(args)
            if given is not ROOT_ARGS
            or (isinstance(one, FuncV) and not one.function.params and not one.function.is_generator)
        ])  # fmt: skip

    def carries_from(self, path: str) -> bool:
        return path.partition(".")[0] not in _QUIET

    globals: ClassVar[frozenset[str]] = frozenset(("builtins", "__builtins__", "sys.modules"))
    calls_fields: ClassVar[bool] = True
    follows_made: ClassVar[bool] = True

    def calls_back(
        self, run: Interpreter, cls: ClassV, function: ir.Function, path: str | None, loose: bool
    ) -> bool:
        return callbacks.calls_back(run, cls, function, path, loose)

    def found_by_definition(self, run: Interpreter, cls: ClassV) -> bool:
        return any(
            not callbacks.is_record(base)
            and base.path.partition(".")[0] not in sys.stdlib_module_names
            and self.libraries.instance(base.path) is None
            for base in run.library_bases(cls)
        )

    def base_calls_back(self, run: Interpreter, cls: ClassV, function: ir.Function) -> bool:
        return not function.name.startswith("__") and self.found_by_definition(run, cls)

    def may_call_back(
        self, run: Interpreter, cls: ClassV, function: ir.Function, path: str, loose: bool
    ) -> bool:
        return callbacks.may_call_back(run, cls, function, path, loose)

    def defined(self, run: Interpreter, cls: ClassV) -> None:
        classes.defined(run, cls, self.namespaces)
        self.libraries.class_done(run, cls)
        self.enum_values.update(text for value in classes.members(run, cls) or () for text in strings(value))
        for name in classes.own_methods(run, cls):
            if cls not in self.enum_methods.setdefault(name, []):
                self.enum_methods[name].append(cls)

    def members(self, run: Interpreter, cls: ClassV) -> tuple[Value, ...] | None:
        return classes.members(run, cls)

    def type_test(
        self, run: Interpreter, test: ir.Call | ir.TypeTest
    ) -> tuple[ir.Expr, ir.Expr, tuple[Value, ...]] | None:
        return types.tested(run, test)

    def has_type(self, run: Interpreter, option: Value, kind: Value) -> bool | None:
        return types.has_type(run, option, kind, self.enum_values)

    def set_index(self, run: Interpreter, receiver: Handle, key: Value, value: Value) -> None:
        if isinstance(receiver, Namespace) and isinstance(receiver.obj, Obj):
            run.heap.put(receiver.obj, key, value)
        elif isinstance(receiver, Namespace):
            for name in strings(key):
                run.set_attribute(receiver.obj, name, value)
            if isinstance(receiver.obj, ModuleV) and not all(isinstance(one, Known) for one in options(key)):
                # ``globals()[name] = value``
                introspection.overlay(run, receiver.obj.name)

    def constructed(self, run: Interpreter, obj: Obj, base: Ext, args: Args) -> None:
        if base.path in own.TABLE:
            # ``class Pages(Paginator)``: what it is made with is asked by whoever has one.
            guesses.called(run, args, run.here)
        if base.path in classes.DICTS | classes.LISTS:
            containers.container_method(run, obj, "__init__", args, run.here)
            if base.path in classes.BY_ITEMS:
                run.call(Partial(Ext("python.$update"), Args((obj,))), args, run.here)
        elif base.path in protocols.PROPERTIES:
            protocols.property_made(run, obj, args)
        elif base.path in protocols.ERRORS:
            protocols.error(run, args, run.here)
        elif base.path not in callbacks.DATA_TYPES:
            if filling.configures(base.path) and not classes.is_model(base):
                # ``class Settings(library.Config)``
                run.overlay(obj)
            settings.ask_sources(run, obj, base)
            found = carrying.carried(run, args, run.here)
            if found is not BOTTOM:
                run.engine.write(("carried", obj.id), found)

    def acts_when_made(self, base: Ext) -> bool:
        return not callbacks.is_record(base) and base.path not in protocols.PROPERTIES

    def allotted(self, run: Interpreter, base: Ext, args: Args) -> None:
        if base.path in protocols.ERRORS:
            # ``BaseException.__new__`` keeps what it is given as ``args``, whatever ``__init__`` does.
            protocols.error(run, args, run.here)

    def bound_again(self, run: Interpreter, name: str) -> Iterable[str]:
        return introspection.bound_again(run, name, run.site.node.pos)

    def unset_field(
        self, run: Interpreter, cls: ClassV, base: Ext, name: str, default: Value | None
    ) -> Value | None:
        return settings.unset(base, run.mro(cls), name, default)

    def aliased(
        self, run: Interpreter, cls: ClassV, name: str, args: Args, names: Iterable[str]
    ) -> Value | None:
        return fields.aliased(run, cls, name, args, names)

    def kept(self, run: Interpreter, cls: ClassV, name: str, value: Value, *, default: bool) -> Value:
        return fields.kept(run, cls, name, value, default=default)

    def assigned(self, run: Interpreter, cls: ClassV, name: str, value: Value) -> Value:
        return fields.assigned(run, cls, name, value) if fields.may_treat(run.program.whole) else value

    def in_text(self, run: Interpreter, value: Value, part: ir.Expr | None = None) -> Value:
        return classes.in_text(run, value, part, self.enum_methods) if self.enum_methods else value

    def subclassed(self, run: Interpreter, base: Ext, cls: ClassV, pos: ir.Pos) -> None:
        self.libraries.subclassed(run, base, cls, pos)

    def module_done(self, run: Interpreter) -> None:
        self.libraries.module_done(run)

    def instance(self, run: Interpreter, annotation: Value) -> Value | None:
        if isinstance(annotation, Handle):
            return annotation
        if isinstance(annotation, Ext):
            return stubs.instance(run, annotation.path) or self.libraries.instance(annotation.path)
        return None

    def parameter(self, run: Interpreter, handle: Handle) -> out.Value | None:
        if isinstance(handle, Parameter):
            return handle.value
        return requests.parameter(handle)

    def described(self, run: Interpreter, call: SdkCall, parameters: out.Struct) -> out.Struct:
        return without_flags(run.operations.get(call.service, call.operation), parameters)

    def binary(self, run: Interpreter, op: str, left: Value, right: Value) -> Value | None:
        if op == "%" and any(is_text(option) for option in options(left)):
            formats = [option for option in options(left) if is_text(option)]
            return join_all([containers.percent(run, text, right) for text in formats])
        if op == "/":
            found = [self._below(run, option, right) for option in options(left)]
            joined = [one for one in found if one is not None]
            return join_all(joined) if joined else None
        own = protocols.operator(run, op, left, right)
        if own is not None:
            return own
        flags = classes.flags(run, self.enum_methods, left, right) if op in ("&", "|", "^") else None
        if flags is not None:
            return flags
        if op in ("&", "-", "^", "*"):
            # Of sets what is left, of sequences the same again and again.
            parts = (left, right) if op in ("^", "*") else (left,)
            held = [one for value in parts for one in options(value) if isinstance(one, Tup | Obj)]
            items = [run.iterate(one) for one in held if not isinstance(one, Obj)
                     or run.heap.shape(one).kind != "instance"]  # fmt: skip
            return Tup((join_all(items),), open=True) if items else None
        return None

    def _below(self, run: Interpreter, left: Value, right: Value) -> Value | None:
        """``path / name``."""
        match left:
            case LibraryValue():
                return self.libraries.special(run, left, "__truediv__", Args((right,)))
            case Known(value=str()) | Text():
                return containers.string_method(run, left, "joinpath", Args((right,)))
        return None

    def is_entry(self, run: Interpreter, function: FuncV) -> bool:
        """A Lambda handler by its signature, or anything that a framework's decorator registers."""
        names = [param.name for param in function.function.params]
        if function.owner is None and names in (["event", "context"], ["event", "_context"], ["event", "_"]):
            return True
        return any(_last_name(decorator) in _ENTRY_DECORATORS for decorator in function.function.decorators)

    def public(self, run: Interpreter, module: str) -> Iterable[ir.Function]:
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


def _callable(run: Interpreter, value: Value) -> bool:
    if isinstance(value, Obj):
        cls = run.heap.shape(value).cls
        return cls is not None and run.find(cls, "__call__") is not None
    return isinstance(value, FuncV | Bound | Partial | Method | Dynamic) or guesses.of_unknown(run, value)


def _held(run: Interpreter, dynamic: Dynamic) -> Value | None:
    """What the members of objects are whose names are computed; None where it is of no object.

    What such a member is may be one of another object, and that one's of the first: each is looked into once.
    """
    pending = [option for option in options(dynamic.receiver) if isinstance(option, Obj)]
    if not pending:
        return None
    seen: set[Value] = {dynamic, *pending}
    found: list[Value] = []
    while pending:
        for option in options(run.heap.everything(pending.pop())):
            if not isinstance(option, Dynamic):
                found.append(option)
            elif option not in seen:
                seen.add(option)
                own = [one for one in options(option.receiver) if isinstance(one, Obj) and one not in seen]
                seen.update(own)
                pending.extend(own)
    return join_all(found)


def _stored(run: Interpreter, dynamic: Dynamic) -> Value:
    """The functions that are set, and not defined, under names that a computed one may be."""
    found: list[Value] = []
    for option in options(dynamic.receiver):
        names: set[str] = set()
        cls = option if isinstance(option, ClassV) else None
        if isinstance(option, Obj):
            cls = run.heap.shape(option).cls
            names.update(str(key) for key in run.heap.keys(option))
        bodies = [base.cls.body for base in run.mro(cls)] if cls is not None else []
        names.update(
            target.name for body in bodies for one in body if isinstance(one, ir.Assign)
            for target in one.targets if isinstance(target, ir.Name)
        )  # fmt: skip
        for name in sorted(names):
            if not name.startswith("__") and any(may_be(one, name) for one in options(dynamic.name)):
                found.extend(one for one in options(run.attribute(option, name)) if _works(run, one))
    return join_all(found)


def _works(run: Interpreter, value: Value) -> bool:
    """Something that is called and may make requests."""
    if isinstance(value, FuncV):
        return value.function not in run.engine.bounds.crowds.minor
    return isinstance(value, Bound | Partial | Method)


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


_COPYING = ("functools.wraps", "functools.update_wrapper")
"""What copies names and documentation from a function, and calls nothing."""


def _may_be_any(run: Interpreter, args: Args) -> bool:
    """Whether an update may have any names in it."""
    given = [option for value in args.positional for option in options(value)]
    return args.open or any(map(run.heap.has_any_keys, given))


def _report_generic(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> None:
    """``x.publish(TopicArn=...)``: a word that means nothing by itself, with arguments that do."""
    if not run.program.deals_with_aws(run.frame.module):
        return
    meant = inference.generic(run, name, args) or named.plain(run, name, args, hint)
    if meant:
        inference.ambiguous(run, f"{name}()", meant, pos, hint)


def _url_part(handle: Url, name: str) -> Value:
    from urllib.parse import urlparse

    text = handle.text
    if text is None or name not in ("netloc", "path", "hostname", "scheme", "query", "fragment"):
        return make_text((out.Hole(kind="unknown"),))
    return Known(getattr(urlparse(text), name) or "")


def _kept(path: str, name: str) -> tuple[object, ...]:
    """The cell of what the program sets on a library's values (``flask.g``, ``threading.local()``).

    One of a name for all of a package: what is set on the application is read of ``current_app``.
    """
    return ("library", path.partition(".")[0].removesuffix("()"), name)
