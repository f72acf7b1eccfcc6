"""Java for the engine: the JDK, functional interfaces, both AWS SDKs and what is built over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.commands import started
from policywright.analyzers.engine import carrying, escapes
from policywright.analyzers.engine.handles import Carried
from policywright.analyzers.engine.language import Generics, Semantics
from policywright.analyzers.engine.merging import library
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
    Union,
    Unknown,
    Value,
    Wrapped,
    constant,
    join,
    join_all,
    options,
    with_fallback,
)
from policywright.analyzers.languages.java import (
    callbacks,
    containers,
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
from policywright.analyzers.languages.java.declarations import INIT, SHARED
from policywright.analyzers.languages.java.handles import (
    Box,
    Collector,
    Declared,
    Entry,
    Environment,
    LombokBuilder,
    Reference,
    Sink,
    Table,
)
from policywright.analyzers.languages.java.lombok import SETTER_PREFIX
from policywright.analyzers.sdk import filling, inference, members, tracing
from policywright.analyzers.sdk import requests as answers
from policywright.analyzers.sdk.handles import WHOLE, Client, Parameter, Response
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.model import SdkCall

_CALLABLES = FuncV | Bound | Partial
_FUTURE = frozenset((
    "get", "getIfAvailable", "getNow", "getObject", "join", "orElse", "orElseGet", "orElseThrow",
    "orTimeout", "toBuilder",
))  # fmt: skip
"""Methods of futures and optionals, through which clients and responses are seen as they are."""
_OF_PAIRS = frozenset(("put", "putIfAbsent", "replace", "setProperty"))
"""Methods that a reference to gets a key and a value: ``settings.forEach(map::put)``."""
_FROM_ELSEWHERE = (names.V1, names.V2, "java.", "javax.", "jakarta.")
_OF_MODEL = regex(
    r"^(?:[A-Z]\w*|builder|serializableBuilderClass|from[A-Z]\w*|valueOf|values|knownValues|class|create)$"
)
"""Static members of classes that are parts of requests: what builds them, constants and nested classes."""
_APPLYING = frozenset(("accept", "apply"))
"""Methods of functional interfaces that pass on what they are given."""
_HANDLERS = frozenset(("handleRequest", "main"))
_REFLECTED = regex(r"\.get(?:Declared)?Methods?\(")
_OF_ENTRIES = frozenset(("get", "getOrDefault", "remove"))
_OF_ITERABLES = frozenset(("parallelStream", "spliterator", "stream"))
_ITERABLES = frozenset((
    "AbstractCollection", "AbstractList", "AbstractSet", "Collection", "Iterable", "List", "Set",
))  # fmt: skip
_REFLECTING = frozenset(("getDeclaredMethod", "getDeclaredMethods", "getMethod", "getMethods"))
_FIELDS = frozenset(("getDeclaredField", "getDeclaredFields", "getField", "getFields"))
_CONSTRUCTING = frozenset(("getConstructor", "getDeclaredConstructor", "newInstance"))
_FUNCTIONAL_DEFAULTS = frozenset((
    "and", "andThen", "compose", "curried", "memoized", "negate", "or", "reversed", "tupled",
))  # fmt: skip

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
    emptiness: ClassVar[frozenset[str]] = frozenset(("isBlank", "isEmpty"))
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
        """What the functions among arguments gave, where a call has just asked them."""

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
        found = self._of_base(run, base, name, owner)
        got = run.engine.read((runtime.GOT, owner.id)) if isinstance(owner, Obj) else BOTTOM
        # ``super(client.table("orders"))`` and later ``table.getItem(key)``
        return join(got, library(f"{base.path}().{name}")) if found is None and got is not BOTTOM else found

    def _of_base(self, run: Interpreter, base: Ext, name: str, owner: Value) -> Value | None:
        """What is known of a library class's members."""
        if name == INIT:
            return Partial(Ext("java.$into"), Args((Known(base.path), owner)))
        simple = base.path.rpartition(".")[2]
        # Of several packages that are imported whole, the path may have another one.
        callers, hook = runtime.HOOKS.get(base.path) or runtime.HOOKS_BY_NAME.get(simple, (frozenset(), ""))
        if name in callers and isinstance(owner, Obj):
            return run.attribute(owner, hook)
        if isinstance(owner, Obj) and (base.path in runtime.MAPS or base.path in runtime.LISTS):
            return Method(owner, name)
        if isinstance(owner, Obj) and simple == "AbstractMap":
            entries = run.iterate(run.call_special(owner, "entrySet"))
            held = join_all([one.value for one in options(entries) if isinstance(one, Entry)])
            return Partial(Ext("java.$same"), Args((held,))) if name in _OF_ENTRIES else None
        if isinstance(owner, Obj) and name in _OF_ITERABLES and simple in _ITERABLES:
            return Partial(Ext("java.$same"), Args((containers.box(run.iterate(owner)),)))
        found = self.instance(run, base)
        return Method(found, name) if isinstance(found, Handle) else None

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
                    return self._method_named(run, args, pos)
                if path.endswith(".invoke"):
                    inference.named_at_run_time(run, args.get(0), pos)
                if path.endswith(".invoke") and _REFLECTED.search(path):
                    self._reflect(run, args, pos)
                addresses.given(run, path, args, pos)
                interceptors.given(run, path.rpartition(".")[2], args)
                return self._call_library(run, path, args, pos)
            case Method(receiver=receiver, name=name):
                interceptors.given(run, name, args)
                return self._call_method(run, receiver, name, args, pos)
            case Reference():
                return self._call_reference(run, function, args, pos)
            case Declared(value=value):
                self.callbacks(run, args, pos)
                return value
        self.callbacks(run, args, pos)
        return None

    def own_member(self, run: Interpreter, obj: Obj, cls: ClassV, name: str) -> Value | None:
        return Partial(Ext("java.$same"), Args((cls,))) if name == "getClass" else None

    def class_member(self, run: Interpreter, cls: ClassV, name: str) -> Value | None:
        if name in _CONSTRUCTING and run.find(cls, name) is None:
            # ``Type.class.getDeclaredConstructor().newInstance()``
            return cls if name == "newInstance" else Partial(Ext("java.$same"), Args((cls,)))
        if name == "values":
            values = run.find(cls, "$values")
            return Partial(Ext("java.$same"), Args((values,))) if values is not None else None
        if name == "cast" and run.find(cls, name) is None:
            return Ext("java.$same")
        if name in _REFLECTING and run.find(cls, name) is None:
            return Partial(Ext(f"java.$method.{name}"), Args((cls,)))
        if name in _FIELDS and run.find(cls, name) is None:
            return Ext("java.$fields" if name.endswith("s") else "java.$field")
        return None

    def handed(self, run: Interpreter, args: Args, path: str, pos: ir.Pos) -> None:
        super().handed(run, args, path, pos)
        for value in args.positional:
            for option in options(value):
                if isinstance(option, Reference) and option.name == "new":
                    # Who gets ``Type::new`` makes objects of it, as who gets ``Type.class`` does.
                    escapes.note(run, option.target, path, pos, loose=True)

    def _method_named(self, run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        """``Type.class.getMethod("name")``; of a name that can't be told it may be any of the class."""
        cls, name = args.get(0), constant(args.get(1))
        if not isinstance(cls, ClassV) or name is None:
            escapes.note(run, cls or BOTTOM, f"{escapes.NOBODY}invoke", pos, loose=True)
            return None
        return Reference(cls, name, bound=False)

    def _reflect(self, run: Interpreter, args: Args, pos: ir.Pos) -> None:
        """``type.getMethod(name).invoke(object, ...)``: which method it is, nobody knows here."""
        members = run.any_member(args.get(0) or BOTTOM, Unknown("name"))
        if members is not BOTTOM:
            run.call(members, args.drop(1), pos)

    def invoke(self, run: Interpreter, function: Value, args: Args, pos: ir.Pos) -> Value:
        """Calls functions, references and objects with a single method; anything else gives nothing."""
        found: list[Value] = []
        for option in options(function):
            match option:
                case FuncV() | Bound() | Partial() | Wrapped():
                    found.append(run.call(option, args, pos))
                case Reference():
                    found.append(self._call_reference(run, option, args, pos))
                case Sink(cell=cell):
                    run.engine.write(cell, args.get(0) or BOTTOM)
                case Obj() if run.heap.shape(option).kind == "instance":
                    found.append(self._call_object(run, option, args, pos))
                case Unknown(reason="parameter" | "attribute"):
                    found.append(run.call(option, args, pos))
        return join_all(found) if found else Unknown("call")

    def _call_object(self, run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
        """An object that implements a functional interface: its one public method."""
        cls = run.heap.shape(obj).cls
        functions = [] if cls is None else [
            one.function.name for one in cls.cls.body if isinstance(one, ir.FunctionDef) and
            one.function.name != INIT
        ]  # fmt: skip
        return run.call(run.attribute(obj, functions[0]), args, pos) if len(functions) == 1 else BOTTOM

    def _call_reference(self, run: Interpreter, handle: Reference, args: Args, pos: ir.Pos) -> Value:
        target, name = handle.target, handle.name
        if handle.bound:
            return self.send(run, target, name, args, pos)
        if type(target) is Union:
            return join_all([self._call_reference(run, one, args, pos) for one in _apart(handle)])
        if name == "new":
            return run.call(target, args, pos)
        if isinstance(target, ClassV):
            if not self._is_static(run, handle) and args.positional:
                return self.send(run, args.positional[0], name, args.drop(1), pos)
            return run.call(run.attribute(target, name), args, pos)
        if isinstance(target, Ext):
            path = f"{target.path}.{name}"
            if path not in runtime.TABLE and args.positional and not isinstance(args.positional[0], Unknown):
                return self.send(run, args.positional[0], name, args.drop(1), pos)
            return run.call(Ext(path), args, pos)
        return Unknown("call")

    def send(self, run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos) -> Value:
        """``receiver.name(args)`` outside of a call expression."""
        node = ir.Call(pos, ir.Attr(pos, ir.Opaque(pos), name))
        return run.call_method(receiver, name, args, node, "")

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
        self.callbacks(run, args, pos)
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
                found = self._call_handle(run, receiver, name, args, pos)
            case Obj() if receiver.id in self.types:
                return self._call_request(run, receiver, name, args, pos)
            case Obj() if self._derives(run, receiver, runtime.MAPS):
                found = containers.map_method(run, receiver, name, args, pos)
            case Obj() | Tup():
                found = containers.collection_method(run, receiver, name, args, pos)
            case Known(value=str()) | Text():
                found = containers.string_method(run, receiver, name, args, pos)
            case FuncV() | Bound() | Partial():
                # The one method of a functional interface, whatever it is called.
                return self._of_function(run, receiver, name, args, pos)
        if found is None:
            self.callbacks(run, args, pos)
        return found

    def _of_function(self, run: Interpreter, function: Value, name: str, args: Args, pos: ir.Pos) -> Value:
        """A method of a functional interface: its only one, or one that it has beside that."""
        if isinstance(function, Partial) and function.function == runtime.HELD and name != "get":
            # A field that is found by its name, too, is set, or asked what it is.
            filling.written(run, name, args)
            return Unknown("field")
        other = args.get(0)
        if name in _FUNCTIONAL_DEFAULTS:
            if other is None:
                return function
            both = (other, function) if name == "compose" else (function, other)
            return Partial(Ext("java.$chained"), Args((*both, Known(name))))
        own = [Bound(function, value) for code in places.defaults(run.program).get(name, ())
               for value in run.engine.created.get(code, ())]  # fmt: skip
        fitting = [one for one in own if len(one.function.function.params) == len(args.positional)]
        if fitting:
            return join_all([run.call(one, args, pos) for one in fitting])
        return run.call(function, args, pos)

    def _call_request(self, run: Interpreter, obj: Obj, name: str, args: Args, pos: ir.Pos) -> Value:
        if name in ("build", "defaultClient", "buildAsync", "buildAwsClient") and not args.positional:
            return sdk.build(run, obj, pos)
        return requests.method(run, obj, name, args, pos)

    def _see_through(self, run: Interpreter, handle: Box, name: str, args: Args, pos: ir.Pos) -> Value | None:
        """A declared ``Supplier<S3Client>`` and the like.

        Of another library's type of the name, a method that what is in it does not have may give that back.
        """
        found = self.send(run, handle.value, name, args, pos)
        owners = [(one, run.heap.shape(one).cls) for one in options(handle.value) if isinstance(one, Obj)]
        others = [one for one, cls in owners if cls is not None and run.find(cls, name) is None]
        inside = join_all(list(carrying.leading(run, others)))
        return join(found, Carried(inside)) if inside is not BOTTOM else found

    def _call_handle(
        self, run: Interpreter, handle: Handle, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        match handle:
            case Box():
                found = containers.box_method(run, handle, name, args, pos)
                return found if found is not None else self._see_through(run, handle, name, args, pos)
            case Response():
                return self._response(run, handle, name, args, pos)
            case Entry():
                return containers.entry_method(run, handle, name, args)
            case Environment():
                if name not in ("get", "getOrDefault"):
                    return Unknown("env")
                value = runtime.TABLE["java.lang.System.getenv"](run, Args(args.positional[:1]), pos)
                other = args.get(1)
                return value if value is None or other is None else with_fallback(value, other)
            case Reference() if name in _FUNCTIONAL_DEFAULTS or name in places.defaults(run.program):
                return self._of_function(run, handle, name, args, pos)
            case Reference():
                called = [
                    (one, args.drop(1) if name == "invoke" and self._is_static(run, one) else args)
                    for one in _apart(handle)
                ]
                return join_all([self._call_reference(run, one, told, pos) for one, told in called])
            case Sink(cell=cell):
                run.engine.write(cell, args.get(0) or BOTTOM)
                return NONE
            case LombokBuilder():
                return _lombok(run, handle, name, args, pos)
            case Parameter() | Declared() | Collector():
                return Unknown("call")
        if (
            name in _FUTURE
            and (not args.positional or name.startswith("orElse"))
            and not (isinstance(handle, Table) or libraries.gives_parameters(handle))
        ):
            return handle
        found = sdk.method(run, handle, name, args, pos)
        if found is None:
            found = libraries.method(run, handle, name, args, pos)
        return found

    def _response(
        self, run: Interpreter, handle: Response, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        """A getter of a response, or a method of the future, page or collection that it comes in."""
        if name in _FUTURE and not args.positional:
            return handle
        if args.positional or name in ("stream", "iterator", "forEach", "toList"):
            if name == "get" and handle.path != WHOLE:
                return answers.step(handle, "[]")
            item = answers.step(handle, "[]") if handle.path != WHOLE else handle
            found = containers.over(
                run, item, "map" if name == "stream" and args.positional else name, args, pos
            )
            if found is not None:
                return found
            if name in ("get", "getOrDefault"):
                return answers.step(handle, constant(args.get(0)) or "[]")
            self.callbacks(run, args, pos)
            return Unknown("call")
        plain = name.removeprefix("get") if name.startswith("get") and name[3:4].isupper() else name
        return _part(run, handle, plain)

    def callbacks(self, run: Interpreter, args: Args, pos: ir.Pos, path: str = "") -> Value:
        """What a library that is given functions gets of them: it calls them."""
        passed: Args | None = None
        found: list[Value] = []
        given = args.told()
        for value in given if args.more is None else (*given, args.more):
            for option in options(value):
                if isinstance(option, _CALLABLES):
                    passed = passed or carrying.passed(run, path, args)
                    found.append(run.call(option, passed, pos))
                elif isinstance(option, Reference):
                    for one in _apart(option):
                        found.append(self._call_reference(run, one, self._given(run, one), pos))
        made = join_all(found)
        self.called_back = args, made
        return made

    def _given(self, run: Interpreter, handle: Reference) -> Args:
        """What a library calls a reference to a method with: of an instance's own, that comes first."""
        if isinstance(handle.target, ClassV) and not handle.bound:
            own = () if self._is_static(run, handle) else (run.typed_instance(handle.target),)
            return Args(own, more=Unknown("argument"))
        return Args((Unknown("argument"),) * (2 if handle.name in _OF_PAIRS else 1))

    def _is_static(self, run: Interpreter, handle: Reference) -> bool:
        cls = handle.target
        member = run.find(cls, handle.name) if isinstance(cls, ClassV) else None
        return member is not None and any(isinstance(option, Wrapped) for option in options(member))

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
            self.callbacks(run, args, pos)
        return found

    def missing_call(self, run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> None:
        if clients.by_request(run, name, args, pos) is None:
            clients.by_name(run, name, args, pos, hint)
            clients.given_away(run, args, pos)

    def applicable(self, run: Interpreter, alternatives: tuple[Value, ...], args: Args) -> tuple[Value, ...]:
        """Of the overloads of one method, those that take arguments of this number and these types."""
        if args.more is not None:
            return alternatives
        functions = [_function(option) for option in alternatives]
        if any(function is None for function in functions) or len({f.name for f in functions if f}) != 1:
            return alternatives
        count = len(args.positional)
        fitting = [
            option for option, function in zip(alternatives, functions, strict=True)
            if function is not None and len(function.params) == count
            and not any(param.kind == "rest" for param in function.params)
        ] or [
            option for option, function in zip(alternatives, functions, strict=True)
            if function is not None and function.params and function.params[-1].kind == "rest"
            and count >= len(function.params) - 1
        ]  # fmt: skip
        if len(fitting) > 1:
            typed = [
                option
                for option in fitting
                if all(
                    overloads.accepts(run, param, value)
                    for param, value in zip(_function(option).params, args.positional, strict=False)  # type: ignore[union-attr]
                )
            ]
            fitting = typed or fitting
        return tuple(fitting) if fitting else alternatives

    def method(self, run: Interpreter, receiver: Value, name: str) -> Value | None:
        """A method of an instance, whose field may have the same name (records)."""
        if isinstance(receiver, ClassV):
            own = f"{name}{SHARED}" if f"{name}{SHARED}" in run.program.assigned_attributes else ""
            return run.attribute(receiver, own) if own and run.find(receiver, own) is not None else None
        if isinstance(receiver, Carried):
            inside = [self.method(run, one, name) for one in options(receiver.values) if isinstance(one, Obj)]
            known = [one for one in inside if one is not None]
            return join_all(known) if known else None
        cls = run.heap.shape(receiver).cls if isinstance(receiver, Obj) else None
        found = run.find(cls, name) if cls is not None else None
        if found is not None:
            return run.bind_member(found, receiver, cls)
        base = run.external_base(cls) if cls is not None else None
        if base is None or not isinstance(receiver, Obj):
            return None
        if run.engine.read((runtime.GOT, receiver.id)) is BOTTOM:
            return None
        # What a library's constructor got is in fields, and no method.
        return self._of_base(run, base, name, receiver) or library(f"{base.path}().{name}")

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
            declared = [one for kind in kinds if (one := self.instance(run, kind)) is not None]
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
            return self._told(run, receiver, key)
        if isinstance(receiver, Obj) and self._derives(run, receiver, runtime.LISTS):
            return run.index_container(receiver, key)
        if isinstance(receiver, Obj) and isinstance(key, Known) and isinstance(key.value, int):
            return self._component(run, receiver, key.value)
        return None

    def _told(self, run: Interpreter, kind: ClassV | Ext, types: Tup) -> Value:
        """A type that is told others, where it is a value; a library's own box is what it may have in it."""
        if isinstance(kind, ClassV) or self.instance(run, kind) is not None:
            return kind
        found = run.wrapped(types.items)
        return found if found is not None else kind

    def _derives(self, run: Interpreter, obj: Obj, paths: frozenset[str]) -> bool:
        cls = run.heap.shape(obj).cls
        return cls is not None and any(one.path in paths for one in run.external_bases(cls))

    def _component(self, run: Interpreter, record: Obj, place: int) -> Value | None:
        """A component of a record, by its place among what the constructor takes."""
        cls = run.heap.shape(record).cls
        made = run.find(cls, INIT) if cls is not None else None
        functions = [_function(option) for option in options(made)] if made is not None else []
        names = [one.params[place].name for one in functions if one is not None and place < len(one.params)]
        found = [run.heap.load(record, name) for name in names]
        return join_all(found) if found else None

    def iterate(self, run: Interpreter, iterable: Value) -> Value | None:
        if isinstance(iterable, Obj):
            return run.heap.everything(iterable) if self._derives(run, iterable, runtime.LISTS) else None
        if isinstance(iterable, Box):
            return iterable.value
        if isinstance(iterable, Response):
            # A paginator gives pages, a part of a response its items.
            return answers.step(iterable, "[]") if iterable.path != WHOLE else iterable
        return None

    def enter(self, run: Interpreter, manager: Value) -> Value | None:
        return manager

    def instance(self, run: Interpreter, annotation: Value) -> Value | None:
        if isinstance(annotation, Handle):
            return annotation
        if not isinstance(annotation, Ext):
            return None
        path = annotation.path
        makers = places.beans(run.program).get(path.rpartition(".")[2])
        if makers is not None:
            # A method of the program makes it for injection, sooner or later.
            places.wire(run, makers)
            return run.engine.read(("java-bean", path))
        found = sdk.instance(run, path)
        return found if found is not None else libraries.instance(path)

    def parameter(self, run: Interpreter, handle: Handle) -> out.Value | None:
        if isinstance(handle, Parameter):
            return handle.value
        if isinstance(handle, Response):
            if handle.operation == "GetCallerIdentity" and handle.path.last() == "Account":
                return out.Text((out.Hole(kind="account"),))
            found = answers.parameter(handle)
            return found if found is not None else _echoed(handle)
        return None

    def described(self, run: Interpreter, call: SdkCall, parameters: out.Struct) -> out.Struct:
        found = members.described(run.operations.get(call.service, call.operation), parameters, wrap=True)
        return requests.keyed(found) if call.operation == "DeleteObjects" else found

    rest_takes_list: ClassVar[bool] = True

    def given_by(self, run: Interpreter, args: Args, path: str, pos: ir.Pos) -> Value:
        if self.called_back is None or self.called_back[0] is not args:
            self.callbacks(run, args, pos, path)
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


def _apart(handle: Reference) -> list[Reference]:
    """The references that one stands for: very many that differ by their targets are one."""
    return [Reference(one, handle.name, handle.bound) for one in options(handle.target)]


def _function(value: Value) -> ir.Function | None:
    match value:
        case FuncV(function=function):
            return function
        case Bound(function=FuncV(function=function)):
            return function
        case Wrapped(function=FuncV(function=function)):
            return function
    return None


def _part(run: Interpreter, handle: Response, name: str) -> Response:
    """A member of a response, by the API's name for it."""
    whole = handle.path == WHOLE
    found = run.operations.get(handle.service, handle.operation) if whole else None
    for member in found.output if found is not None else ():
        if member.lower() == name.lower():
            return answers.step(handle, member)
    return answers.step(handle, name[:1].upper() + name[1:])


_ECHOES = {"bucketname": "bucket"}
"""Getters of v1's S3 results that are called otherwise than the request's member."""


def _echoed(handle: Response) -> out.Value | None:
    """A part of a response that has the name of what the request named."""
    last = handle.path.last()
    if last is None:
        return None
    wanted = _ECHOES.get(last.lower(), last.lower())
    for name, value in handle.parameters.fields:
        if name.lower() == wanted and isinstance(value, out.Const | out.Text):
            return value
    return None


def _lombok(run: Interpreter, builder: LombokBuilder, name: str, args: Args, pos: ir.Pos) -> Value:
    """A Lombok builder: setters, then ``build``."""
    if name == "build":
        return run.call(builder.cls, Args((), builder.fields), pos)
    fields = {**dict(builder.fields), _set_field(run, builder.cls, name): args.get(0) or NONE}
    return LombokBuilder(builder.cls, tuple(fields.items()))


def _set_field(run: Interpreter, cls: Value, setter: str) -> str:
    """The field that a setter of a builder sets: its name, or what is behind the prefix of all of them."""
    for base in run.mro(cls) if isinstance(cls, ClassV) else ():
        for name, value in base.cls.keywords:
            prefix = value.value if name == SETTER_PREFIX and isinstance(value, ir.Const) else ""
            field = setter.removeprefix(prefix) if isinstance(prefix, str) and prefix else setter
            if field and field != setter:
                return field[0].lower() + field[1:]
    return setter
