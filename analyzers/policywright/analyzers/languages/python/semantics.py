"""Python for the engine: builtins, the standard library, boto3, and libraries that reach AWS."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.language import Semantics
from policywright.analyzers.engine.parameters import member
from policywright.analyzers.engine.values import (
    NONE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Gen,
    Handle,
    Known,
    Method,
    Obj,
    Partial,
    Text,
    Tup,
    Unknown,
    Value,
    Wrapped,
    constant,
    is_text,
    join,
    make_text,
    options,
    strings,
)
from policywright.analyzers.gate import distinctive
from policywright.analyzers.languages.python import annotations as stubs
from policywright.analyzers.languages.python import (
    classes,
    containers,
    injection,
    runtime,
    types,
)
from policywright.analyzers.languages.python.boto3 import (
    clients,
    guesses,
    resources,
    sessions,
)
from policywright.analyzers.languages.python.boto3.computed import Computed
from policywright.analyzers.languages.python.libraries import Libraries
from policywright.analyzers.model import AMBIENT, UnresolvedCode
from policywright.analyzers.sdk import inference, requests
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

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


class PythonSemantics(Semantics):
    """See ``engine.language.Semantics``."""

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

    def builtin(self, name: str) -> Value | None:
        if name == "__name__":
            # Whoever calls a function of a module has imported it, so it is not ``"__main__"``.
            return Known("imported") if self.imported else Unknown("name")
        return Ext(f"builtins.{name}") if name in runtime.BUILTINS else None

    # --- attributes ---

    def attribute(self, run: Interpreter, receiver: Value, name: str) -> Value | None:
        match receiver:
            case Handle():
                return self._handle_attribute(run, receiver, name)
            case Ext(
                path="boto3",
            ) if name == "DEFAULT_SESSION":
                return Handle("session", (AMBIENT, None))
            case Ext(path=path):
                return self._library_attribute(path, name)
            case Known(value=str()) | Text() if name == "value":
                # A member of an Enum is its value here.
                return receiver
            case Known(value=str()) if name in self.enum_methods:
                return classes.enum_method(run, receiver, name, self.enum_methods[name])
            case Known(value=str()) | Text() if name == "name":
                return make_text((out.Hole(kind="unknown"),))
            case Wrapped() if name in ("setter", "deleter", "getter"):
                return Method(receiver, name)
            case FuncV() | Bound() | Partial() if name in ("__wrapped__", "func"):
                return receiver
            case FuncV() | Bound() if name == "__name__":
                function = receiver.function if isinstance(receiver, Bound) else receiver
                return Known(function.function.name)
            case Method(receiver=Handle(kind="client"), name=method) if name == "__name__":
                # ``paginate(s3, s3.list_objects_v2)``: the operation's name, by the way of its method.
                return Known(method)
        return Method(receiver, name)

    def _library_attribute(self, path: str, name: str) -> Value | None:
        if path.endswith(".environ") or path == "os.environ":
            return Ext(f"os.environ.{name}")
        if path.startswith("os.environ.copy()"):
            return Ext(f"os.environ.{name}")
        return None

    def _handle_attribute(self, run: Interpreter, handle: Handle, name: str) -> Value | None:
        match handle.kind:
            case "resource":
                return resources.attribute(run, handle, name) if name != "meta" else Handle("meta", (handle,))
            case "client" if name == "meta":
                return Handle("meta", (handle,))
            case "inferred":
                return self._inferred_attribute(run, handle, name)
            case "meta":
                return self._meta(handle.data[0], name)
            case "session":
                return sessions.session_attribute(run, handle, name)
            case "credentials" if name not in ("get_frozen_credentials", "fetch_credentials", "__call__"):
                return handle
            case "response":
                return Method(handle, name)
            case "url":
                return _url_part(handle, name)
            case "parameter" if name in ("value", "name"):
                return handle
            case "library":
                return self.libraries.attribute(handle, name)
        return Method(handle, name)

    def _inferred_attribute(self, run: Interpreter, handle: Handle, name: str) -> Value | None:
        inner: Handle = handle.data[0]
        with run.inferring():
            found = self._handle_attribute(run, inner, name)
        return Method(handle, name) if found == Method(inner, name) else guesses.inferred(found or NONE)

    def _meta(self, owner: Handle, name: str) -> Value | None:
        if name == "client":
            if owner.kind == "client":
                return owner
            return Handle("client", (owner.data[0], owner.data[3]))
        return Unknown("meta")

    def set_attribute(
        self, run: Interpreter, receiver: Handle | Ext | FuncV, name: str, value: Value
    ) -> None:
        for option in options(value):
            if isinstance(option, Handle) and option.kind == "library":
                self.libraries.passed(run, option, run.here)
        if isinstance(receiver, Ext):
            return
        if isinstance(receiver, Handle) and receiver.kind == "session" and name.endswith("credentials"):
            run.engine.write(("session-credentials", receiver.data[1]), value)

    def narrowed(self, run: Interpreter, value: Value, annotation: ir.Expr) -> Value:
        """A declared type counts for more than a guess."""
        guessed = [isinstance(option, Handle) and option.kind == "inferred" for option in options(value)]
        declared = run.annotated(annotation) if all(guessed) else None
        return declared if declared is not None else value

    def lacks(self, run: Interpreter, receiver: Value, name: str) -> bool:
        match receiver:
            case Handle(kind="client", data=(str() as service, _)):
                return not clients.has(run, service, name)
            case Handle(kind="resource", data=(str() as service, kind, *_)):
                return not resources.has(run, service, kind, name)
            case Handle(kind="inferred", data=(inner,)):
                return self.lacks(run, inner, name)
            case Known() | Text() | Tup():
                return True
        return False

    # --- calls ---

    def call(self, run: Interpreter, function: Value, args: Args, pos: ir.Pos) -> Value | None:
        match function:
            case Ext(path=path):
                return self._call_library(run, path, args, pos)
            case Method(receiver=receiver, name=name):
                return self._call_method(run, receiver, name, args, pos)
            case Handle():
                return self._call_handle(run, function, args, pos)
        return None

    def _call_library(self, run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
        session = sessions.TABLE.get(path)
        if session is not None:
            return session(run, args, pos)
        if path in _S3_TRANSFER:
            return clients.s3_transfer(run, args, pos)
        found = self.libraries.call(run, path, args, pos)
        if found is not None:
            return found
        handler = runtime.TABLE.get(path)
        if handler is not None:
            return handler(run, args, pos)
        found = self._by_last_name(run, path.rsplit(".", 1)[-1], args, pos)
        if found is None:
            found = guesses.of_library(run, path, args, pos)
        return found if found is not None else guesses.escaped(run, path, args, pos)

    def _by_last_name(self, run: Interpreter, name: str, args: Args, pos: ir.Pos) -> Value | None:
        handler = runtime.METHODS.get(name)
        given = [option for arg in args.positional for option in options(arg)]
        if handler is not None and any(_callable(run, option) for option in given):
            found = handler(run, args, pos)
            if name in ("submit", "apply_async") and found is not None:
                return Handle("future", (found,))
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
                return receiver
            case Gen():
                return run.iterate(receiver)
        return None

    def _call_handle_method(
        self, run: Interpreter, handle: Handle, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        match handle.kind:
            case "client":
                return clients.call(run, handle, name, args, pos)
            case "resource":
                return self._call_resource(run, handle, name, args, pos)
            case "inferred":
                with run.inferring():
                    result = self._call_handle_method(run, handle.data[0], name, args, pos)
                return guesses.inferred(result) if result is not None else None
            case "collection":
                return resources.collection_method(run, handle, name, args, pos)
            case "paginator":
                return clients.paginate(run, handle, name, args, pos)
            case "waiter":
                return clients.wait(run, handle, name, args, pos)
            case "session":
                return sessions.session_method(run, handle, name, args, pos)
            case "transfer":
                return clients.transfer_method(run, handle, name, args, pos)
            case "batch-writer":
                return clients.batch_method(run, handle, name, args, pos)
            case "response":
                return _response_method(handle, name, args)
            case "future":
                value: Value = handle.data[0]
                return value
            case "template":
                return containers.substitute(run, handle.data[0], args)
            case "namespace":
                return containers.container_method(run, handle.data[0], name, args, pos)
            case "provider":
                return injection.provided(run, handle, args, pos) if name == "__call__" else handle
            case "credentials":
                return handle
            case "parameter":
                return make_text((out.Hole(kind="unknown"),))
        return Unknown("call")

    def _call_resource(
        self, run: Interpreter, handle: Handle, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        service, kind, *_ = handle.data
        moved = clients.resource_transfer(run, handle, name, args, pos)
        if moved is not None:
            return moved
        if service == "dynamodb" and kind == "Table" and name == "batch_writer":
            return clients.batch_writer(handle)
        if not isinstance(service, str):
            return self._unknown_service_resource(run, handle, name, pos)
        found = resources.call(run, handle, name, args, pos)
        if found is None and name not in ("get_available_subresources", "close"):
            inference.lacking(run, pos, f"{service} {kind or 'resource'}", f"method {name}")
        return found

    def _unknown_service_resource(self, run: Interpreter, handle: Handle, name: str, pos: ir.Pos) -> Value:
        service = handle.data[0]
        cause = service.place if isinstance(service, Computed) else None
        detail = "{} on a resource whose service is computed"
        run.unresolved(pos, UnresolvedCode.UNKNOWN_SERVICE, detail, name=f"{name}()", cause=cause)
        return Unknown("resource")

    def _call_handle(self, run: Interpreter, handle: Handle, args: Args, pos: ir.Pos) -> Value | None:
        match handle.kind:
            case "dynamic":
                return self._dynamic(run, handle, pos)
            case "attrgetter" | "methodcaller":
                name, target = handle.data[0], args.get(0)
                if target is None:
                    return None
                if isinstance(name, Computed):
                    member: Value = Handle("dynamic", (target, Unknown("name"), *name.place))
                else:
                    member = run.attribute(target, name)
                return member if handle.kind == "attrgetter" else run.call(member, handle.data[1], pos)
            case "itemgetter":
                target = args.get(0)
                return run.index(target, handle.data[0]) if target is not None else None
            case "parameter" | "response" | "credentials":
                return handle
            case "provider":
                return injection.provided(run, handle, args, pos)
            case "library":
                found = self.libraries.call_handle(run, handle, args, pos)
                name = handle.data[0].rsplit(".", 1)[-1]
                return found if found is not None else self._by_last_name(run, name, args, pos)
        return None

    def _dynamic(self, run: Interpreter, handle: Handle, pos: ir.Pos) -> Value:
        """``getattr(client, name)(...)`` with a computed name."""
        receiver, name, module, where = handle.data
        detail = "an operation of {} whose name is computed"
        for option in options(receiver):
            owner = option.data[0] if isinstance(option, Handle) and option.kind == "inferred" else option
            if not isinstance(owner, Handle) or owner.kind not in ("client", "resource"):
                continue
            service = owner.data[0]
            could = clients.spelled(run, service, name) if owner.kind == "client" else None
            if could != ():
                run.unresolved(
                    pos, UnresolvedCode.DYNAMIC_CODE, detail, could or (), name=clients.said(service),
                    cause=(module, where),
                )  # fmt: skip
        return Unknown("dynamic")

    def unknown_call(
        self, run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos, hint: str
    ) -> Value | None:
        handled = self._by_last_name(run, name, args, pos)
        if handled is None:
            handled = self.libraries.method_of_anything(run, name, args, pos, hint)
        if handled is not None:
            return handled
        deals = run.program.deals_with_aws(run.frame.module) or distinctive(name)
        made = guesses.made(run, name, args, pos, hint) if deals else None
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
            return self._unknown_resource_call(run, name, args, pos, hint, deals)
        operation = inference.choose(run, found, hint)
        if operation is None:
            inference.ambiguous(run, f"{name}()", found, pos, hint)
            return Unknown("call")
        struct = out.Struct(
            tuple((key, member(run, value)) for key, value in args.keywords), args.open, args.maybe
        )
        run.emit(pos, operation.service, operation.name, struct, inferred=True)
        return requests.response(operation.service, operation.name, struct)

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

    def _unknown_resource_call(
        self, run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str, deals: bool
    ) -> Value | None:
        """A resource's method (``table.put_item(Item=...)``) on a receiver that stayed unknown."""
        if name in inference.GENERIC or "_" not in name or not deals:
            return None
        for service in run.operations.services_with_method(name):
            operation = run.operations.by_method(service, name)
            kinds = resources.types_with_action(run, service, name)
            if operation is None or len(kinds) != 1:
                continue
            names = {member.name for member in operation.members}
            if {key for key, _ in args.keywords} <= names and not args.positional:
                handle = resources.unknown_resource(run, service, kinds[0], AMBIENT)
                with run.inferring():
                    return resources.call(run, handle, name, args, pos)
        return None

    # --- values ---

    def index(self, run: Interpreter, receiver: Value, key: Value) -> Value | None:
        if isinstance(key, Handle) and key.kind == "slice":
            return containers.sliced(run, receiver, key)
        match receiver:
            case Handle(kind="response"):
                return requests.step(receiver, constant(key) or "[]")
            case Handle(kind="library"):
                return self.libraries.special(run, receiver, "__getitem__", Args((key,)))
            case Handle(kind="credentials" | "parameter"):
                return receiver
            case Ext(path=path) if path.endswith("environ"):
                return runtime.environment(key)
            case Known(value=str()) | Text():
                return make_text((out.Hole(kind="unknown"),))
            case Ext():
                return injection.injected(run, receiver, key)
            case Handle(kind="namespace", data=(Obj() as obj,)):
                return run.index_container(obj, key)
            case ClassV():
                return classes.member(run, receiver, key)
            case Obj() if classes.derives(run, receiver, classes.DICTS | classes.LISTS):
                found = run.index_container(receiver, key)
                return join(found, run.call_special(receiver, "__missing__", Args((key,)), run.here))
            case Obj():
                return classes.field_at(run, receiver, key)
        return None

    def iterate(self, run: Interpreter, iterable: Value) -> Value | None:
        match iterable:
            case Handle(kind="collection"):
                return resources.iterate(run, iterable)
            case Handle(kind="inferred", data=(inner,)):
                with run.inferring():
                    return guesses.inferred(self.iterate(run, inner) or Unknown("item"))
            case Handle(kind="response"):
                return requests.step(iterable, "[]")
            case Handle(kind="future"):
                return iterable
            case Handle(kind="library"):
                return self.libraries.special(run, iterable, "__iter__")
        return None

    def enter(self, run: Interpreter, manager: Value) -> Value | None:
        if isinstance(manager, Ext) or (isinstance(manager, Handle) and manager.kind == "library"):
            entered = self.libraries.special(run, manager, "__enter__")
            return entered if entered is not None else manager
        return manager

    def inherited(self, run: Interpreter, base: Ext, name: str, owner: Value) -> Value | None:
        if isinstance(owner, Obj) and base.path in classes.DICTS | classes.LISTS:
            return Method(owner, name)
        return self.libraries.inherited(base, name, owner)

    def defined(self, run: Interpreter, cls: ClassV) -> None:
        classes.defined(run, cls, self.namespaces)
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
        if receiver.kind == "namespace":
            run.heap.put(receiver.data[0], key, value)

    def unset_field(self, run: Interpreter, base: Ext, name: str, default: Value | None) -> Value | None:
        return classes.setting(base, name, default)

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
        if handle.kind == "parameter":
            value: out.Value = handle.data[0]
            return value
        return requests.parameter(handle)

    def binary(self, run: Interpreter, op: str, left: Value, right: Value) -> Value | None:
        if op == "%" and any(is_text(option) for option in options(left)):
            texts = [option for option in options(left) if is_text(option)]
            return containers.percent(run, texts[0], right)
        if op == "/" and isinstance(left, Handle) and left.kind == "library":
            return self.libraries.special(run, left, "__truediv__", Args((right,)))
        if op == "/" and any(is_text(option) for option in options(left)):
            return containers.string_method(run, left, "joinpath", Args((right,))) if is_text(left) else None  # type: ignore[arg-type]
        return None

    def is_entry(self, run: Interpreter, function: FuncV) -> bool:
        """A Lambda handler by its signature, or anything that a framework's decorator registers."""
        names = [param.name for param in function.function.params]
        if function.owner is None and names in (["event", "context"], ["event", "_context"], ["event", "_"]):
            return True
        return any(_last_name(decorator) in _ENTRY_DECORATORS for decorator in function.function.decorators)


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
    return isinstance(value, FuncV | Bound | Partial | Method)


def _response_method(handle: Handle, name: str, args: Args) -> Value:
    """Dict, list and stream methods on a part of a response."""
    match name:
        case "get" | "pop":
            return requests.step(handle, constant(args.get(0)) or "[]")
        case "values" | "items" | "keys":
            return requests.step(handle, "[]")
        case "build_full_result" | "search" | "copy":
            return handle
    return handle if name != "append" else NONE


def _report_generic(run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> None:
    """``x.publish(TopicArn=...)``: a word that means nothing by itself, with arguments that do."""
    meant = inference.generic(run, name, args) if run.program.deals_with_aws(run.frame.module) else ()
    if meant:
        inference.ambiguous(run, f"{name}()", meant, pos, hint)


def _url_part(handle: Handle, name: str) -> Value:
    from urllib.parse import urlparse

    text = handle.data[0]
    if text is None or name not in ("netloc", "path", "hostname", "scheme", "query", "fragment"):
        return make_text((out.Hole(kind="unknown"),))
    return Known(getattr(urlparse(text), name) or "")
