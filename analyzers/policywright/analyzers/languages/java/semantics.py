"""Java for the engine: the JDK, functional interfaces, both AWS SDKs and what is built over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.commands import started
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.language import Generics, Semantics
from policywright.analyzers.engine.names import untold
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
    join_all,
    options,
)
from policywright.analyzers.languages.java import (
    callbacks,
    class_members,
    containers,
    functions,
    handle_members,
    overloads,
    places,
    reflected,
    runtime,
    serving,
    weaving,
)
from policywright.analyzers.languages.java.aws import (
    addresses,
    clients,
    dynamodb,
    interceptors,
    libraries,
    names,
    regions,
    requests,
    sdk,
    signed,
    streams,
    tokens,
)
from policywright.analyzers.languages.java.handles import Box, Declared, Reference
from policywright.analyzers.languages.java.imports import in_package
from policywright.analyzers.sdk import filling, inference, members, tracing
from policywright.analyzers.sdk import requests as answers
from policywright.analyzers.sdk.handles import WHOLE, Client, Response
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.model import SdkCall

_FROM_ELSEWHERE = (names.V1, names.V2, "java.", "javax.", "jakarta.")
_OF_MODEL = regex(
    r"^(?:[A-Z]\w*|builder|serializableBuilderClass|from[A-Z]\w*|valueOf|values|knownValues|class|create)$"
)
"""Static members of classes that are parts of requests: what builds them, constants and nested classes."""
_APPLYING = frozenset(("accept", "apply"))
"""Methods of functional interfaces that pass on what they are given."""
_HANDLERS = frozenset(("handleRequest", "main"))
_REFLECTED = regex(r"\.get(?:Declared)?Methods?\(")

_LANG = frozenset((
    "AutoCloseable", "CharSequence", "Cloneable", "Comparable", "Enum", "Error", "Exception",
    "IllegalArgumentException", "IllegalStateException", "Iterable", "Object", "Readable", "Record",
    "Runnable", "RuntimeException", "Thread", "Throwable",
))  # fmt: skip
"""Types of ``java.lang`` that programs derive from. Source: the API specification of Java SE."""
_MAKING = frozenset(("create", "defaultClient"))
"""Methods of clients' types and their builders that need nothing to make a client."""


class JavaSemantics(Semantics):
    """See ``engine.language.Semantics``."""

    text_tests: ClassVar[Mapping[str, str]] = {
        "startsWith": "beginning",
        "endsWith": "end",
        "contains": "part",
    }
    generics: ClassVar[Generics] = Generics(lists=frozenset(("list",)), dicts=frozenset(("map",)))
    equality: ClassVar[frozenset[str]] = frozenset(("equals", "contentEquals"))
    emptiness: ClassVar[frozenset[str]] = frozenset(("isEmpty",))
    blankness: ClassVar[frozenset[str]] = frozenset(("isBlank",))
    starts_methods: ClassVar[bool] = True
    fields_apart: ClassVar[bool] = True
    given: ClassVar[frozenset[str]] = frozenset(("$name",))
    absent: ClassVar[Value] = NONE
    unassigned: ClassVar[tuple[Value, ...]] = (BOTTOM, NONE)

    def __init__(self) -> None:
        self.types: dict[int, str] = {}
        """SDK types of the mappings that stand for their values."""
        self._wildcards: dict[str, Ext] = {}
        self._either: dict[str, str] = {}
        """Classes that may be a part of requests, or of another package that is imported whole."""

    def builtin(self, run: Interpreter, name: str) -> Value | None:
        return Ext(f"java.{name}") if name.startswith("$") else None

    # --- attributes ---

    def attribute(self, run: Interpreter, receiver: Value, name: str) -> Value | None:
        if type(receiver) is Obj and name != "length":
            return Method(receiver, name)
        match receiver:
            case Ext(path=path) if "#" in path:
                return self._imported(run, path, name)
            case Ext(path=path):
                own = in_package(run.program, path, name)
                if own is not None:
                    return run.import_name(own, 0, name)
                if path in self._either and not _OF_MODEL.match(name):
                    return Ext(f"{self._either[path]}.{name}")
                region = regions.constant(path, name)
                return region if region is not None else Ext(f"{path}.{name}")
            case Tup() if name == "length":
                return Unknown("number")
            case Obj() if name == "length" and receiver.id not in self.types:
                return Unknown("number")
        return Method(receiver, name)

    def _imported(self, run: Interpreter, path: str, name: str) -> Ext:
        """The library class that an import means; of several packages, the one that is known to have it."""
        known = self._wildcards.get(path)
        if known is None:
            packages = path.partition("#")[0].split("|")
            found = [f"{package}.{name}" if package else name for package in packages]
            best = next((one for one in found if self._knows(run, one)), None)
            if best is None and name in _LANG:
                best = f"java.lang.{name}"
            if best is None:
                # Not the file's own package: that would be a type of the program.
                best = (
                    found[1] if len(found) == 3 else found[0] if len(found) == 1 else
                    next((one for one in found[1:] if sdk.may_have(one)), f"{packages[0]}.{name}")
                )  # fmt: skip
                other = next((one for one in found[1:] if not one.startswith(_FROM_ELSEWHERE)), None)
                if names.is_sdk(best) and other is not None:
                    self._either[best] = other
            known = self._wildcards[path] = Ext(best)
        return known

    def _knows(self, run: Interpreter, path: str) -> bool:
        return path in runtime.KNOWN or libraries.kind_of(path) is not None or sdk.has(run, path)

    def makes_clients(self, value: Ext | Handle) -> bool:
        # ``S3Client::create``
        return (
            isinstance(value, Reference) and value.name in _MAKING
            and any(isinstance(one, Ext) and names.is_sdk(one.path) for one in options(value.target))
        )  # fmt: skip

    def lacks(self, run: Interpreter, receiver: Value, name: str) -> bool:
        match receiver:
            case Client(service=str(service)):
                return not clients.has(run, service, name)
            case Known(value=str()) | Text():
                return containers.string_method(run, Known(""), name, Args(), (0, 0)) is None
        return inference.data_lack(run, receiver, name)

    def certainly_has(self, base: Ext, name: str) -> bool:
        # What is in a collection are no members of it.
        return base.path in runtime.LISTS or base.path in runtime.MAPS

    def inherited(self, run: Interpreter, base: Ext, name: str, owner: Value) -> Value | None:
        """A member that a class of the program has from a library class."""
        return class_members.inherited(run, base, name, owner)

    # --- calls ---

    def counts(self, function: Ext | Handle | Method, args: Args) -> bool:
        return started.starts(function, args)

    def call(self, run: Interpreter, function: Value, args: Args, pos: ir.Pos) -> Value | None:
        match function:
            case Ext(path=called):
                # Parts of requests are built, in the SDK's second version.
                path = self._either.get(called, called) if called.startswith(names.V2) else called
                started.started(run, path, args, pos)
                signed.signed(run, path, args, pos)
                if path.startswith("java.$method.") and "(" not in path:
                    return class_members.method_named(run, args, pos)
                if path.endswith(".invoke"):
                    inference.named_at_run_time(run, args.get(0), pos)
                if path.endswith(".invoke") and _REFLECTED.search(path):
                    class_members.reflect(run, args, pos)
                addresses.given(run, path, args, pos)
                interceptors.given(run, path.rpartition(".")[2], args)
                return self._call_library(run, path, args, pos)
            case Method(receiver=receiver, name=name):
                interceptors.given(run, name, args)
                return self._call_method(run, receiver, name, args, pos)
            case Reference():
                return functions.call_reference(run, function, args, pos)
            case Declared(value=value):
                functions.call_back(run, args, pos)
                return value
        functions.call_back(run, args, pos)
        return None

    def own_member(self, run: Interpreter, obj: Obj, cls: ClassV, name: str) -> Value | None:
        return Partial(Ext("java.$same"), Args((cls,))) if name == "getClass" else None

    def class_member(self, run: Interpreter, cls: ClassV, name: str) -> Value | None:
        return class_members.class_member(run, cls, name)

    def handed(self, run: Interpreter, args: Args, path: str, pos: ir.Pos) -> None:
        super().handed(run, args, path, pos)
        for value in args.positional:
            for option in options(value):
                if isinstance(option, Reference) and option.name == "new":
                    # Who gets ``Type::new`` makes objects of it, as who gets ``Type.class`` does.
                    escapes.note(run, option.target, path, pos, loose=True)

    def _call_library(self, run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
        handler = runtime.handler(path)
        if handler is not None:
            return handler(run, args, pos)
        tracing.traced(run, path, pos)
        streams.configured(run, path, args, pos)
        found = libraries.call(run, path, args, pos) or places.component(run, path)
        if found is None:
            found = tokens.jms_class(run, path, args, pos)
        if found is None and names.is_sdk(path):
            found = sdk.call(run, path, args, pos)
        if found is not None:
            return found
        found = runtime.by_last_name(run, path.rpartition(".")[2], args, pos)
        if found is not None:
            return found
        filling.perhaps_filled(run, path, args)
        filling.written(run, path.rpartition(".")[2], args)
        reflected.reflected(run, path, args, pos)
        reflected.published(run, path.rpartition(".")[2], args, pos)
        serving.serve(run, path, pos)
        functions.call_back(run, args, pos)
        if "()" in path and names.is_sdk(path):
            return None
        receiver, _, name = path.rpartition(".")
        found = clients.by_request(run, name, args, pos)
        if found is None:
            # What a library gives may be a client.
            hint = receiver.rpartition(".")[2].rstrip("()[]")
            clients.by_name(run, name, args, pos, hint, consumers=True)
        return found

    def _call_method(
        self, run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        found: Value | None = None
        match receiver:
            case Handle():
                found = handle_members.call(run, receiver, name, args, pos)
            case Obj() if receiver.id in self.types:
                return self._call_request(run, receiver, name, args, pos)
            case Obj() if class_members.derives(run, receiver, runtime.MAPS):
                found = containers.map_method(run, receiver, name, args, pos)
            case Obj() | Tup():
                found = containers.collection_method(run, receiver, name, args, pos)
            case Known(value=str()) | Text():
                found = containers.string_method(run, receiver, name, args, pos)
            case FuncV() | Bound() | Partial():
                # The one method of a functional interface, whatever it is called.
                return functions.of_function(run, receiver, name, args, pos)
        if found is None:
            functions.call_back(run, args, pos)
        return found

    def _call_request(self, run: Interpreter, obj: Obj, name: str, args: Args, pos: ir.Pos) -> Value:
        if name in ("build", "defaultClient", "buildAsync", "buildAwsClient") and not args.positional:
            return sdk.build(run, obj, pos)
        return requests.method(run, obj, name, args, pos)

    def invoke(self, run: Interpreter, function: Value, args: Args, pos: ir.Pos) -> Value:
        """Calls functions, references and objects with a single method; anything else gives nothing."""
        return functions.invoke(run, function, args, pos)

    def callbacks(self, run: Interpreter, args: Args, pos: ir.Pos, path: str = "") -> Value:
        """What a library that is given functions gets of them: it calls them."""
        return functions.call_back(run, args, pos, path)

    def may_request(self, run: Interpreter, name: str) -> bool:
        return inference.may_request(run, name)

    def unknown_call(
        self, run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos, hint: str
    ) -> Value | None:
        if name in ("stream", "parallelStream") and not args.positional:
            # What becomes of its items is known, whatever they are.
            return containers.box(run.derived(receiver))
        interceptors.given(run, name, args)
        answered = dynamodb.of_batch(name, args)
        if answered is not None:
            return answered
        if name == "invoke":
            inference.named_at_run_time(run, args.get(0), pos)
        filling.written(run, name, args)
        reflected.reflected(run, name, args, pos)
        reflected.published(run, name, args, pos)
        found = runtime.by_last_name(run, name, args, pos) or clients.by_request(run, name, args, pos)
        if found is None:
            clients.by_name(run, name, args, pos, hint, consumers=True)
            if name in _APPLYING:
                clients.given_away(run, args, pos)
            functions.call_back(run, args, pos)
        return found

    def missing_call(self, run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> None:
        if clients.by_request(run, name, args, pos) is None:
            clients.by_name(run, name, args, pos, hint)
            clients.given_away(run, args, pos)

    def applicable(self, run: Interpreter, alternatives: tuple[Value, ...], args: Args) -> tuple[Value, ...]:
        return overloads.applicable(run, alternatives, args)

    def method(self, run: Interpreter, receiver: Value, name: str) -> Value | None:
        """A method of an instance, whose field may have the same name (records)."""
        return class_members.method(run, receiver, name)

    def narrowed(self, run: Interpreter, value: Value, annotation: ir.Expr) -> Value:
        """Clients of other services and instances of unrelated classes can't be in a variable of this
        type."""
        found = options(value)
        if not any(isinstance(option, Handle | Obj) for option in found):
            return value
        kind = untold(annotation)
        if not isinstance(kind, ir.Name | ir.Attr):
            return value
        kinds = options(run.evaluate(kind))
        kept = [option for option in found if any(self._holds(run, kind, option) for kind in kinds)]
        if not kept and kinds and all(isinstance(option, Handle) for option in found):
            # What is there so far can't be it; the declared type is known to be right.
            declared = [one for kind in kinds if (one := class_members.instance(run, kind)) is not None]
            return join_all(declared) if declared else value
        return join_all(kept) if kept and kinds else value

    def _holds(self, run: Interpreter, kind: Value, value: Value) -> bool:
        match value:
            case Obj() if isinstance(kind, ClassV):
                cls = run.heap.shape(value).cls
                if cls is None:
                    return kind.cls.abstract
                return kind in run.mro(cls) or run.external_base(cls) is not None
            case Tup() | FuncV() | Bound() | Partial() | Response() | Reference():
                # A lambda is of any interface; of a class, or a client's type, only what was made as one.
                if isinstance(kind, ClassV):
                    return kind.cls.abstract
                return not isinstance(kind, Ext) or not isinstance(sdk.instance(run, kind.path), Client)
            case Obj(id=made) if isinstance(kind, Ext) and made in self.types:
                return sdk.assignable(run, self.types[made], kind.path)
            case Client(service=service) if isinstance(kind, ClassV | Ext):
                declared = sdk.instance(run, kind.path) if isinstance(kind, Ext) else None
                # A builder, a request or a provider of credentials is no client.
                return declared is None or (isinstance(declared, Client) and declared.service == service)
        return True

    # --- values ---

    def index(self, run: Interpreter, receiver: Value, key: Value) -> Value | None:
        if isinstance(receiver, Response):
            return answers.step(receiver, "[]")
        if isinstance(receiver, ClassV | Ext) and isinstance(key, Tup):
            return class_members.told(run, receiver, key)
        if isinstance(receiver, Obj) and class_members.derives(run, receiver, runtime.LISTS):
            return run.index_container(receiver, key)
        if isinstance(receiver, Obj) and isinstance(key, Known) and isinstance(key.value, int):
            return class_members.component(run, receiver, key.value)
        return None

    def iterate(self, run: Interpreter, iterable: Value) -> Value | None:
        if isinstance(iterable, Obj):
            return (
                run.heap.everything(iterable) if class_members.derives(run, iterable, runtime.LISTS) else None
            )
        if isinstance(iterable, Box):
            return iterable.value
        if isinstance(iterable, Response):
            # A paginator gives pages, a part of a response its items.
            return answers.step(iterable, "[]") if iterable.path != WHOLE else iterable
        return None

    def enter(self, run: Interpreter, manager: Value) -> Value | None:
        return manager

    def instance(self, run: Interpreter, annotation: Value) -> Value | None:
        return class_members.instance(run, annotation)

    def parameter(self, run: Interpreter, handle: Handle) -> out.Value | None:
        return handle_members.parameter(handle)

    def described(self, run: Interpreter, call: SdkCall, parameters: out.Struct) -> out.Struct:
        found = members.described(run.operations.get(call.service, call.operation), parameters, wrap=True)
        return requests.keyed(found) if call.operation == "DeleteObjects" else found

    rest_takes_list: ClassVar[bool] = True

    def given_by(self, run: Interpreter, args: Args, path: str, pos: ir.Pos) -> Value:
        if self.called_back is None or self.called_back[0] is not args:
            functions.call_back(run, args, pos, path)
        return super().given_by(run, args, path, pos)

    def carries_from(self, path: str) -> bool:
        return not path.startswith(callbacks.QUIET)

    follows_made: ClassVar[bool] = True

    def woven(self, run: Interpreter) -> Iterable[tuple[ir.Function, str]]:
        return weaving.woven(run)

    def calls_back(
        self, run: Interpreter, cls: ClassV, function: ir.Function, path: str | None, loose: bool
    ) -> bool:
        return callbacks.calls_back(run, cls, function, path, loose)

    def may_call_back(
        self, run: Interpreter, cls: ClassV, function: ir.Function, path: str, loose: bool
    ) -> bool:
        return callbacks.may_call_back(run, cls, function, path, loose)

    def is_entry(self, run: Interpreter, function: FuncV) -> bool:
        """The program or a framework starts here."""
        return function.function.name in _HANDLERS

    def public(self, run: Interpreter, module: str) -> Iterable[ir.Function]:
        """What is ``public``, its class included."""
        return [function for function in run.program.lowered(module).functions if not function.hidden]
