"""Go for the engine: predeclared functions, the standard library, both AWS SDKs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.commands import started
from policywright.analyzers.engine import carrying
from policywright.analyzers.engine.handles import ROOT_ARGS, Member
from policywright.analyzers.engine.language import Generics, Semantics
from policywright.analyzers.engine.objects import may_be
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    Method,
    Obj,
    Partial,
    Text,
    Tup,
    Unknown,
    Value,
    constant,
    is_text,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.go import (
    callbacks,
    filling,
    generics,
    interfaces,
    narrowing,
    reflected,
    runtime,
    sequences,
)
from policywright.analyzers.languages.go.aws import (
    arns,
    caching,
    clients,
    config,
    middleware,
    names,
    sdk,
    signing,
    tables,
)
from policywright.analyzers.languages.go.facts import facts
from policywright.analyzers.languages.go.handles import (
    Config,
    Generic,
    Holder,
    Interface,
    OfType,
    Options,
    Pulled,
    Sequence,
    Signature,
    Yield,
)
from policywright.analyzers.model import UnresolvedCode
from policywright.analyzers.sdk import inference, members, requests, tracing
from policywright.analyzers.sdk.handles import WHOLE, Client, Credentials, Parameter, Response
from policywright.analyzers.sdk.types import GO_BUILTINS
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.model import SdkCall

_CALLABLES = FuncV | Bound | Partial
_SERVES = "ServeHTTP"
_CALLED_BACK = ("Invoke", _SERVES)
"""Methods of the interfaces by which libraries call what handles requests: of Lambda and net/http."""
_OF_CGO = frozenset((
    "CBytes", "CString", "GoBytes", "GoString", "GoStringN", "calloc", "free", "malloc", "memcpy", "memset",
    "sizeof", "char", "double", "float", "int", "int32_t", "int64_t", "long", "short", "size_t", "uchar",
    "uint", "uint32_t", "uint64_t", "uint8_t", "ulong", "ushort",
))  # fmt: skip
"""What ``import "C"`` has of its own, types and memory (https://pkg.go.dev/cmd/cgo)."""
_ERROR = Unknown("error")


class GoSemantics(Semantics):
    """See ``engine.language.Semantics``."""

    generics: ClassVar[Generics] = Generics(lists=frozenset(("list",)), dicts=frozenset(("dict",)))
    absent: ClassVar[Value] = join(NONE, Known(""))
    text_tests: ClassVar[Mapping[str, str]] = {
        "strings.HasPrefix": "beginning", "strings.HasSuffix": "end", "strings.Contains": "part",
    }  # fmt: skip
    unassigned: ClassVar[tuple[Value, ...]] = (BOTTOM, NONE)
    null_receivers: ClassVar[bool] = True
    texts_are_there: ClassVar[bool] = True

    def instead(self, value: Value) -> Value:
        """The zero value of what a map or field is seen to hold."""
        return join_all([NONE, *[_zero(option) for option in options(value)]])

    def builtin(self, run: Interpreter, name: str) -> Value | None:
        return Ext(f"go.{name}") if name in GO_BUILTINS or name.startswith("$") else None

    # --- attributes ---

    def attribute(self, run: Interpreter, receiver: Value, name: str) -> Value | None:
        match receiver:
            case Handle():
                return self._handle_attribute(run, receiver, name)
            case Ext(path=path):
                # A method expression of a type of the SDK, else a name of a package.
                return Method(OfType(receiver), name) if sdk.has_methods(run, path) else Ext(f"{path}.{name}")
            case Obj():
                return self._mapping_attribute(run, receiver, name)
            case FuncV() | Bound() | Partial() | Known() | Text() | Tup():
                found = self._defined_method(run, receiver, name)
                if found is None and name == _SERVES and isinstance(receiver, _CALLABLES):
                    return receiver  # ``http.HandlerFunc``'s method is the function.
                return found if found is not None else Method(receiver, name)
        return Method(receiver, name)

    def _handle_attribute(self, run: Interpreter, handle: Handle, name: str) -> Value:
        match handle:
            case Response():
                return _part(run, handle, name)
            case Config() | Options():
                found = config.attribute(run, handle, name)
                return found if found is not None else Method(handle, name)
            case Credentials() if name not in ("Retrieve", "Get", "GetWithContext"):
                return handle
            case Client() if name in ("Client", "Config"):
                return Config(handle.identity, None) if name == "Config" else handle
        return Method(handle, name)

    def _mapping_attribute(self, run: Interpreter, obj: Obj, name: str) -> Value:
        """A field of an SDK struct or anonymous struct, or a method of a defined map or slice."""
        value = run.heap.load(obj, name)
        if value is not BOTTOM and run.heap.shape(obj).kind == "dict":
            return value
        found = self._defined_method(run, obj, name)
        if found is not None:
            return found
        if name.startswith("Set") and obj.id in facts(run).types:
            return Method(obj, name)
        if name == "String" and arns.is_arn(run, obj):
            return Method(obj, name)
        return Unknown("field") if run.heap.is_open(obj) or obj.id not in facts(run).types else NONE

    def _defined_method(self, run: Interpreter, receiver: Value, name: str) -> Value | None:
        """A method of a type like ``type Handler func(...)`` or ``type Names []string``."""
        found: list[Value] = []
        for cls in options(run.engine.read(("go-defined", name))):
            if not isinstance(cls, ClassV):
                continue
            member = run.find(cls, name)
            if member is not None and _fits(run, receiver, cls):
                found.append(run.bind_member(member, receiver, cls))
        return join_all(found) if found else None

    def own_member(self, run: Interpreter, obj: Obj, cls: ClassV, name: str) -> Value | None:
        # ``type Mine Theirs``: values of the one are converted to the other.
        return self._defined_method(run, obj, name)

    def class_member(self, run: Interpreter, cls: ClassV, name: str) -> Value | None:
        return interfaces.expression(run, cls, name)

    def method(self, run: Interpreter, receiver: Value, name: str) -> Value | None:
        cls = run.heap.shape(receiver).cls if type(receiver) is Obj else None
        if cls is None or not cls.cls.underlying:
            return None
        # What is converted to the type is not known.
        member = run.find(cls, name)
        return run.bind_member(member, Unknown("value"), cls) if member is not None else None

    def set_attribute(
        self, run: Interpreter, receiver: Handle | Ext | FuncV | Method, name: str, value: Value
    ) -> None:
        if isinstance(receiver, Handle):
            config.set_attribute(run, receiver, name, value)

    def inherited(self, run: Interpreter, base: Ext, name: str, owner: Value) -> Value | None:
        return None

    def module_done(self, run: Interpreter) -> None:
        """Whatever starts a program, all files of its packages are built together: their ``init`` functions
        run first, and a type has its methods in any of them. So it is of all that are imported, for their
        names or not."""
        module, program = run.frame.module, run.program
        for name, level in program.lowered(module).imports:
            imported = program.resolve(module, name, level)
            if imported is not None:
                run.ensure(imported)
        for other in program.sharing(module):
            if other != module:
                run.ensure(other)
        for function in _initialisers(program.lowered(module)):
            for value in list(run.engine.created.get(function, ()))[:1]:
                run.call(value, Args(), function.pos)

    def lacks(self, run: Interpreter, receiver: Value, name: str) -> bool:
        match receiver:
            case Client(service=str(service)):
                return not clients.has(run, service, name)
            case Known() | Text() | Tup():
                return True
            case Obj() if run.heap.shape(receiver).kind == "instance":
                cls = run.heap.shape(receiver).cls
                return cls is not None and not cls.cls.abstract and not interfaces.has_member(run, cls, name)
        return inference.data_lack(run, receiver, name)

    def type_test(
        self, run: Interpreter, test: ir.Call | ir.TypeTest
    ) -> tuple[ir.Expr, ir.Expr, tuple[Value, ...]] | None:
        if not isinstance(test, ir.TypeTest):
            return None
        kinds = tuple(option for kind in test.types for option in options(run.evaluate(kind)))
        return test.value, ir.TupleLit(test.pos, test.types), kinds

    def has_type(self, run: Interpreter, option: Value, kind: Value) -> bool | None:
        return narrowing.has_type(run, option, kind)

    def narrowed(self, run: Interpreter, value: Value, annotation: ir.Expr) -> Value:
        return narrowing.narrowed(run, value, annotation)

    # --- calls ---

    def counts(self, function: Ext | Handle | Method, args: Args) -> bool:
        return started.starts(function, args)

    def call(self, run: Interpreter, function: Value, args: Args, pos: ir.Pos) -> Value | None:
        match function:
            case Ext(path=path):
                return self._call_library(run, path, args, pos)
            case Method(receiver=Handle() as handle, name=name):
                return self._call_handle(run, handle, name, args, pos)
            case Method(receiver=Obj() as obj, name=name) if name.startswith("Set"):
                value = args.get(0) or BOTTOM
                run.heap.store(obj, name.removeprefix("Set"), value, certain=run.heap.completes(obj))
                return obj
            case Method(receiver=Obj() as obj, name="String") if arns.is_arn(run, obj):
                return arns.text(run, obj)
            case Signature(service=str(service), operation=str(operation)):
                return sdk.operate(run, service, operation, operation, args, pos)
            case Method(receiver=inner, name=name) if self._calls(run, function):
                return self._call_by_method(run, inner, name, args, pos)
            case Sequence():
                return sequences.called(run, function, args, pos)
            case Generic(function=inner, types=kinds):
                return _of_types(run, run.call(inner, args, pos), kinds)
            case Pulled():
                return sequences.pulled(function)
            case Yield(iterator=owner):
                run.engine.write(("go-yield", owner), Tup(args.positional))
                return Unknown("boolean")
        self._callbacks(run, args, pos)
        return None

    def _call_library(self, run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
        started.started(run, path, args, pos)
        tracing.traced(run, path, pos)
        if path.startswith("C.") and path.removeprefix("C.") not in _OF_CGO and "()" not in path:
            run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, started.NATIVE, name=path, cause="native C")
        handler = runtime.TABLE.get(path)
        if handler is not None:
            return handler(run, args, pos)
        fills = filling.fills(path)
        if fills:
            filling.filled(run, args)
        else:
            filling.perhaps_filled(run, path, args)
        reflected.reflected(run, path, args, pos, decodes=fills)
        reflected.template(run, path, args, pos)
        if path == middleware.FUNCTION:
            middleware.made(run, args)
        if names.is_sdk(path):
            found = sdk.call(run, path, args, pos)
            if found is not None:
                return found
        else:
            # A method of a package that is not here, called like the operation whose input it is given.
            found = clients.by_input(run, path.rpartition(".")[2], args, pos)
            if found is not None:
                return found
        self._callbacks(run, args, pos, path)
        found = (
            caching.library(run, path, args, pos)
            or signing.library(run, path, args, pos)
            or tables.library(run, path, args, pos)
        )
        if path.endswith("Context().Value"):
            found = sequences.of_context(run, "Value", args)
        return found if found is not None else runtime.transparent(path, args)

    def _call_handle(
        self, run: Interpreter, handle: Handle, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        if isinstance(handle, Interface):
            found = interfaces.call(run, handle, name, args, pos)
        elif isinstance(handle, OfType):
            found = interfaces.call_expression(run, handle, name, args, pos)
        elif isinstance(handle, Response):
            found = Unknown("method")
        elif isinstance(handle, Holder):
            return sequences.held(run, handle, name, args)
        elif isinstance(handle, Member):
            return _reflected(run, handle, name, args, pos)
        else:
            found = sdk.method(run, handle, name, args, pos)
        if found is None:
            self._callbacks(run, args, pos)
            return Unknown("call")
        return found

    def _calls(self, run: Interpreter, value: Value) -> bool:
        """Whether it is a method that a library's type gives to a function of the program, or of a client."""
        match value:
            case Method(receiver=FuncV() | Bound() | Partial()):
                return True
            case Method(receiver=Method(receiver=Client() as client, name=name)):
                return not self.lacks(run, client, name)
        return False

    def _call_by_method(
        self, run: Interpreter, function: Value, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        """``job.WithRetries(3)``: the method is there to call the function; with what, the library knows."""
        self.unknown_call(run, function, name, args, pos, "")
        return join(run.call(function, carrying.passed(run, "", args), pos), Unknown("call"))

    def _callbacks(self, run: Interpreter, args: Args, pos: ir.Pos, path: str = "") -> None:
        """A library that is given a function calls it, and what an object has for it."""
        found: list[Value] = []
        passed: Args | None = None
        for value in args.values():
            for option in options(value):
                if isinstance(option, _CALLABLES) or self._calls(run, option):
                    passed = passed or carrying.passed(run, path, args)
                    found.append(run.call(option, passed, pos))
                elif isinstance(option, Obj) and (cls := run.heap.shape(option).cls) is not None:
                    for name in _CALLED_BACK:
                        member = run.find(cls, name)
                        if member is not None:
                            run.call(run.bind_member(member, option, cls), ROOT_ARGS, pos)
        self.called_back = args, join_all(found)

    def may_request(self, run: Interpreter, name: str) -> bool:
        return inference.may_request(run, name)

    def unknown_call(
        self, run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos, hint: str
    ) -> Value | None:
        if filling.fills(name):
            filling.filled(run, args)
        reflected.reflected(run, name, args, pos, decodes=filling.fills(name))
        found = clients.by_input(run, name, args, pos)
        if found is None:
            clients.by_name(run, name, args, pos, hint)
            self._callbacks(run, args, pos)
            found = sequences.of_context(run, name, args)
        return found

    def missing_call(self, run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> None:
        if clients.by_input(run, name, args, pos) is None:
            clients.by_name(run, name, args, pos, hint)
            self.unknown_function(run, args, pos)

    def handed_on(self, args: Args, index: int) -> Args:
        # A context goes before the function, and to it.
        rest = (*args.positional[:index], *args.positional[index + 1 :])
        return Args(rest) if rest else Args(open=True)

    def unknown_function(self, run: Interpreter, args: Args, pos: ir.Pos) -> None:
        # An input alone is there to be filled in (``opt(input)``); what sends it takes a context too.
        found = clients.inputs(run, args) if len(args.positional) > 1 else []
        could = tuple(f"{service}:{operation}" for service, operation in found)
        if could:
            detail = "a request is passed to a function that isn't known, which may send it"
            run.unresolved(pos, UnresolvedCode.DYNAMIC_CODE, detail, could, cause=inference.called(run, pos))

    # --- values ---

    def index(self, run: Interpreter, receiver: Value, key: Value) -> Value | None:
        match receiver:
            case Response():
                return requests.step(receiver, "[]")
            case FuncV() | ClassV() | Ext() if any(isinstance(one, ClassV) for one in options(key)):
                return generics.with_types(run, receiver, key, run.here)
            case Handle() | Ext():
                # ``x, err := f()`` of a call that the models give one value.
                return receiver if key == Known(0) else _ERROR
        return None

    def iterate(self, run: Interpreter, iterable: Value) -> Value | None:
        if isinstance(iterable, Response):
            return requests.step(iterable, "[]")
        return None

    def enter(self, run: Interpreter, manager: Value) -> Value | None:
        return manager

    def instance(self, run: Interpreter, annotation: Value) -> Value | None:
        if isinstance(annotation, Handle):
            return annotation if annotation != Signature() else None
        if not isinstance(annotation, Ext):
            return None
        known = sdk.instance(run, annotation.path) or tables.instance(annotation.path)
        return known or sequences.holder(annotation.path, None)

    def parameter(self, run: Interpreter, handle: Handle) -> out.Value | None:
        if isinstance(handle, Parameter):
            return handle.value
        if not isinstance(handle, Response):
            return None
        if handle.operation == "GetCallerIdentity" and handle.path.last() == "Account":
            return out.Text((out.Hole(kind="account"),))
        found = requests.parameter(handle)
        return found if found is not None else _echoed(handle)

    def binary(self, run: Interpreter, op: str, left: Value, right: Value) -> Value | None:
        return None

    def described(self, run: Interpreter, call: SdkCall, parameters: out.Struct) -> out.Struct:
        return members.described(run.operations.get(call.service, call.operation), parameters)

    typed_fields: ClassVar[bool] = True
    follows_made: ClassVar[bool] = True

    def hides(self, name: str) -> bool:
        return not name[:1].isupper()

    def calls_back(
        self, run: Interpreter, cls: ClassV, function: ir.Function, path: str | None, loose: bool
    ) -> bool:
        return callbacks.calls_back(run, cls, function, path, loose)

    def may_call_back(
        self, run: Interpreter, cls: ClassV, function: ir.Function, path: str, loose: bool
    ) -> bool:
        return callbacks.may_call_back(run, cls, function, path, loose)

    def is_entry(self, run: Interpreter, function: FuncV) -> bool:
        """The program starts here."""
        return function.function.name == "main" and function.owner is None and not function.function.params

    def only_from_tests(self, function: ir.Function) -> bool:
        """A helper of tests gets one (``*testing.T``): a build has it, and nothing in there calls it."""
        kinds = (param.annotation for param in function.params)
        return any(
            isinstance(kind, ir.Attr) and isinstance(kind.obj, ir.ImportExpr) and kind.obj.module == "testing"
            for kind in kinds
        )

    def public(self, run: Interpreter, module: str) -> Iterable[ir.Function]:
        """What has a capital letter, its type included, in a package that other modules can import."""
        directory, _, package = run.program.group_of[module].rpartition(":")
        if package == "main" or "internal" in directory.split("/"):
            return
        for function in run.program.lowered(module).functions:
            if all(name[:1].isupper() for name in function.qualname.split(".")):
                yield function


def _zero(value: Value) -> Value:
    """The zero value beside a text, number or switch; of all else it is nothing that a request could name."""
    if is_text(value):
        return Known("")
    told = value.value if isinstance(value, Known) else None
    if isinstance(told, bool):
        return Known(False)
    return Known(0) if isinstance(told, int | float) else NONE


def _initialisers(lowered: ir.Module) -> list[ir.Function]:
    """The ``init`` functions of a file."""
    return [one for one in lowered.functions if one.qualname == "init" and not one.params]


def _of_types(run: Interpreter, given: Value, kinds: Value) -> Value:
    """What ``lib.Load[Row]()`` gives: a row, several, or one of these and an error."""
    rows = join_all([run.typed_instance(kind) for kind in options(kinds) if isinstance(kind, ClassV)])
    return join_all((given, rows, Tup((join(rows, Tup((rows,), open=True)), _ERROR))))


def _part(run: Interpreter, handle: Response, name: str) -> Response:
    """A field of an output, by the API's name for it."""
    whole = handle.path == WHOLE
    found = run.operations.get(handle.service, handle.operation) if whole else None
    for member in found.output if found is not None else ():
        if member.lower() == name.lower():
            return requests.step(handle, member)
    return requests.step(handle, name)


def _echoed(handle: Response) -> out.Value | None:
    """A part of an output that has the name of what the request named (``out.Role.RoleName``)."""
    last = handle.path.last()
    if last is None:
        return None
    wanted = last.lower()
    for name, value in handle.parameters.fields:
        if name.lower() == wanted and isinstance(value, out.Const | out.Text):
            return value
    return None


def _fits(run: Interpreter, value: Value, cls: ClassV) -> bool:
    kind = cls.cls.underlying
    match value:
        case FuncV() | Bound():
            return kind == "function_type"
        case Obj() if run.heap.shape(value).kind != "instance":
            return kind == ("map_type" if run.heap.shape(value).kind == "dict" else "slice_type")
        case Tup():
            return kind == "slice_type"
    return kind == "type_identifier" and _holds(value, dict(cls.cls.annotations).get("$underlying"))


def _holds(value: Value, kind: ir.Expr | None) -> bool:
    """Whether a basic type (``type Stage string``) may have a constant."""
    name = kind.name if isinstance(kind, ir.Name) else ""
    if name not in GO_BUILTINS or not isinstance(value, Known | Text):
        return True
    return is_text(value) == (name == "string")


def _fields(run: Interpreter, handle: Member) -> Value:
    """What is in the fields of structs whose names may be the one that reflection is told."""
    return join_all([
        run.heap.load(one, key)
        for one in options(handle.receiver) if isinstance(one, Obj)
        for key in run.heap.keys(one) if any(may_be(name, str(key)) for name in options(handle.name))
    ])  # fmt: skip


def _set_reflected(run: Interpreter, handle: Member, args: Args) -> None:
    """``reflect.ValueOf(x).Elem().FieldByName(name).SetString(value)``; of an unknown name, any text."""
    names = [constant(one) for one in options(handle.name)]
    value = args.positional[-1] if args.positional else Unknown("value")
    for option in options(handle.receiver):
        for name in names if isinstance(option, Obj) else ():
            if isinstance(name, str):
                run.set_attribute(option, name, value)
            else:
                run.overlay(option)


def _reflected(run: Interpreter, handle: Member, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of ``reflect.ValueOf(x)``, or of a method that was taken out of it."""
    match name:
        case "MethodByName":
            return Member(handle.receiver, args.get(0) or Unknown("name"))
        case "Method" | "Elem":
            return handle
        case "FieldByName" | "Field" | "FieldByIndex" | "FieldByNameFunc":
            field = args.get(0) if name == "FieldByName" else None
            return Member(handle.receiver, field or Unknown("name"))
        case "Set" | "SetString" | "SetMapIndex":
            _set_reflected(run, handle, args)
            return NONE
        case "Interface":
            return join(handle.receiver, _fields(run, handle))
        case "Call" | "CallSlice":
            called = constant(handle.name)
            if isinstance(handle.receiver, Client) and isinstance(called, str):
                given = Args((Unknown("context"), Unknown("input")))
                return clients.call(run, handle.receiver, called, given, pos) or Unknown("call")
            inference.named_at_run_time(run, handle.receiver, pos)
            members = join(run.any_member(handle.receiver, handle.name), _fields(run, handle))
            return join(run.call(members, ROOT_ARGS, pos), Unknown("call"))
    return Unknown("call")
