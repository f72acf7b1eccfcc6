"""JavaScript for the engine: globals, containers, the AWS SDK, and libraries that reach AWS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.commands import started
from policywright.analyzers.engine import carrying, common, escapes, keeping, variables
from policywright.analyzers.engine.handles import Member, computed_name
from policywright.analyzers.engine.heap import MAX_APART
from policywright.analyzers.engine.importing import WHOLE
from policywright.analyzers.engine.language import Generics, Semantics, Specials
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    NULL,
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
    is_text,
    join,
    join_all,
    make_text,
    options,
)
from policywright.analyzers.languages.typescript import (
    callbacks,
    collections,
    containers,
    exported,
    functional,
    inference,
    loading,
    members,
    promises,
    reflection,
    runtime,
    texts,
)
from policywright.analyzers.languages.typescript.aws_sdk import (
    clients,
    helpers,
    middleware,
    packages,
)
from policywright.analyzers.languages.typescript.aws_sdk.requests import (
    call_all,
    call_back,
    handed,
    is_function,
)
from policywright.analyzers.languages.typescript.global_names import GLOBALS
from policywright.analyzers.languages.typescript.handles import (
    Command,
    Composed,
    Curried,
    Document,
    Exports,
    LibraryValue,
    ModuleObject,
    Named,
    Promisified,
    Proxy,
    Rejecter,
    Resolver,
    Signer,
)
from policywright.analyzers.languages.typescript.libraries import Libraries
from policywright.analyzers.languages.typescript.lower import EXTENDED
from policywright.analyzers.languages.typescript.scopes import plain
from policywright.analyzers.model import AMBIENT, SdkCall
from policywright.analyzers.sdk import filling, lambdas, requests
from policywright.analyzers.sdk import inference as names
from policywright.analyzers.sdk.handles import Client, Credentials, Hooks, Parameter, Response
from policywright.analyzers.sdk.members import without_flags
from policywright.knowledge import values as out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.engine.state import State

_CALLABLE = FuncV | Bound | Partial
_LOGGING = frozenset((
    "log", "logs", "debug", "info", "warn", "warning", "error", "trace", "verbose", "equal", "equals", "to",
))  # fmt: skip
"""First words of names of methods that note down what they get, or compare it."""
_PLACES = frozenset(("region", "endpoint"))
"""Settings of a client that say where its requests go."""
_KEEPING = frozenset(("push", "add", "set"))
"""Methods that keep what they get: a command in a list is sent by who takes it out."""
_STANDARD = ("value", "context")
"""What a decorator gets by the standard."""
_INJECTORS = frozenset((
    "@nestjs/common", "@nestjs/core", "inversify", "tsyringe", "typedi", "awilix", "bottlejs", "@trpc/server",
    "effect",
))  # fmt: skip
"""Packages that inject what they get, by their own documentation."""
_GLOBAL = frozenset(("global", "globalThis", "self", "window"))
_HANDLERS = ("handler", "lambdaHandler", "main", "default")


class TypeScriptSemantics(Semantics):
    """See ``engine.language.Semantics``."""

    converts_to_compare: ClassVar[bool] = True
    specials: ClassVar[Specials] = Specials(
        iterator=("[Symbol.iterator]", "[Symbol.asyncIterator]"), following=("next",), step="value",
        setter=members.SETTER, sending=("next",),
    )  # fmt: skip
    text_tests: ClassVar[Mapping[str, str]] = {
        "startsWith": "beginning",
        "endsWith": "end",
        "includes": "part",
    }
    generics: ClassVar[Generics] = Generics(lists=frozenset(("array",)), dicts=frozenset(("map",)))
    rebinding: ClassVar[frozenset[str]] = frozenset(("apply", "bind", "call"))
    types_erased: ClassVar[bool] = True
    absent: ClassVar[Value] = NONE
    beyond: ClassVar[Value] = NONE
    unassigned: ClassVar[tuple[Value, ...]] = (BOTTOM, NONE, NULL)
    changing: ClassVar[frozenset[str]] = frozenset((
        "push", "pop", "shift", "unshift", "reverse", "sort", "splice", "fill", "copyWithin",
    ))  # fmt: skip

    keeping: ClassVar[frozenset[str]] = frozenset((
        "set", "put", "register", "provide", "decorate", "decorateRequest", "decorateReply",
    ))  # fmt: skip
    giving: ClassVar[frozenset[str]] = frozenset(("get", "resolve", "inject", "getDecorator"))
    environ: ClassVar[frozenset[str]] = frozenset(("env",))

    def __init__(self) -> None:
        self.libraries = Libraries()

    def builtin(self, run: Interpreter, name: str) -> Value | None:
        if name == "module":
            return ModuleObject()
        if name == "exports":
            return Exports()
        if name == "AWS":
            # Version 2 as a page's script tag loads it.
            return Ext("aws-sdk")
        if name in ("__dirname", "__filename"):
            return OWN_PLACE
        if name.startswith("%") or name in GLOBALS:
            return Ext(name)
        found = _set_on(run, "global", name)
        return found if found is not BOTTOM else None

    # --- attributes ---

    def unknown_attribute(self, run: Interpreter, receiver: Unknown, name: str) -> Value | None:
        return lambdas.of_context(receiver, name)

    def attribute(self, run: Interpreter, receiver: Value, name: str) -> Value | None:
        if EXTENDED in run.program.assigned_attributes and type(receiver) is not Ext:
            added = members.extended(run, receiver, name)
            if added is not BOTTOM:
                return added
        match receiver:
            case Ext(path=path):
                return self._library_attribute(run, receiver, path, name)
            case Handle():
                return self._handle_attribute(run, receiver, name)
            case Obj():
                return _member(run, receiver, name)
            case FuncV() | Bound():
                return _function_member(run, receiver, name)
            case Known(value=str()) | Text():
                return Unknown("number") if name == "length" else Method(receiver, name)
            case Known(value=None):
                return NONE
            case Tup():
                return _of_items(receiver, name)
            case Method(receiver=Obj() | Tup()) if name not in _OF_FUNCTIONS:
                return Unknown("attribute", name)
        return Method(receiver, name)

    def _library_attribute(self, run: Interpreter, receiver: Ext, path: str, name: str) -> Value | None:
        if texts.is_environment(receiver):
            return variables.got(run, name)
        if name == "default":
            # A CommonJS library is its own default export.
            return receiver
        if path == "import.meta" and name in ("url", "dirname", "filename"):
            return OWN_PLACE
        if path in ("globalThis", "global", "window") and name in GLOBALS:
            return Ext(name)
        if path.startswith("global.") and path.count(".") > 1:
            # Data that the program has put there.
            return Unknown("attribute", name)
        if path.endswith(".prototype"):
            return Method(Unknown("library"), name)
        found = _set_on(run, path, name)
        return found if found is not BOTTOM else None

    def _handle_attribute(self, run: Interpreter, handle: Handle, name: str) -> Value | None:
        match handle:
            case ModuleObject():
                return Exports() if name == "exports" else Unknown("module")
            case Exports():
                return run.exported(run.frame.module, name)
            case Client() | Document() | Command():
                return clients.attribute(handle, name)
            case Response():
                return requests.step(handle, name)
            case Credentials():
                return handle
            case LibraryValue():
                return self.libraries.attribute(run, handle, name)
            case Proxy():
                return members.proxied(run, handle, name, run.here)
        return Method(handle, name)

    def set_library_index(self, run: Interpreter, receiver: Ext, key: Value, value: Value) -> None:
        if texts.is_environment(receiver):
            variables.put(run, key, value)

    def set_attribute(
        self, run: Interpreter, receiver: Handle | Ext | FuncV | Method, name: str, value: Value
    ) -> None:
        match receiver:
            case ModuleObject() if name == "exports":
                run.engine.write(("export", run.frame.module, WHOLE), value)
            case Exports():
                run.engine.write(("export", run.frame.module, name), value)
            case Proxy():
                members.set_proxied(run, receiver, name, value)
            case Ext(path=path) if path.endswith(".prototype"):
                members.extend(run, name, value)
            case Method(receiver=Client() | Document() as client, name="config") if name in _PLACES:
                _moved(run, client)
            case Client() | Document() if name == "endpoint":
                _moved(run, receiver)
            case Client() | Document() if name != "config":
                run.engine.write(("member", receiver, name), value)
            case Ext(path=path) if texts.is_environment(receiver):
                variables.put(run, Known(name), value)
            case Ext(path=path):
                if name == "env" and path.endswith("process"):
                    variables.put_all(run, value, texts.is_environment)
                packages.configure(run, path, name, value)
                shared = path in _GLOBAL
                senders = [one for one in options(value) if (isinstance(one, Handle) and one.sends())
                           or (shared and isinstance(one, Obj) and keeping.matters(run, one))]  # fmt: skip
                if senders:
                    run.engine.write(_kept(path, name), join_all(senders))
            case FuncV() if name == "prototype":
                reflection.derived_from(run, prototype(run, receiver), value)
            case FuncV(function=function):
                run.engine.write(("function", function, name), value)

    def set_index(self, run: Interpreter, receiver: Handle, key: Value, value: Value) -> None:
        if isinstance(receiver, Exports):
            # ``exports[name] = ...``: the module is an object with more than the names of its text.
            module = run.frame.module
            whole = run.heap.new("dict", "exports", module, -1)
            run.set_index(whole, key, value)
            run.engine.write(("export", module, WHOLE), whole)

    def inherited(self, run: Interpreter, base: Ext, name: str, owner: Value) -> Value | None:
        """A member of a class that extends an SDK client is the client's."""
        found = packages.instance(run, base.path)
        if name == "constructor" and base.path in members.CONTAINERS:
            return Partial(Ext("%constructed"), Args((Known(base.path), owner)))
        if name == "constructor":
            return Partial(Ext("%into"), Args((Known(base.path),)))
        if base.path in members.CONTAINERS and isinstance(owner, Obj) and name in containers.METHODS:
            return Method(owner, name)
        return clients.attribute(found, name) if isinstance(found, Client | Document) else None

    def constructed(self, run: Interpreter, obj: Obj, base: Ext, args: Args) -> None:
        if base.path in members.CONTAINERS:
            members.constructed(
                run, Args((Known(base.path), obj, *args.positional), more=args.more), run.here
            )

    def class_member(self, run: Interpreter, cls: ClassV, name: str) -> Value | None:
        # What a class has for its instances is the class here.
        return cls if name == "prototype" else None

    functions_construct: ClassVar[bool] = True

    def constructible(self, run: Interpreter, function: Value) -> Value:
        inner = function.function if isinstance(function, Bound) else function
        if not isinstance(inner, FuncV) or inner.owner is not None:
            return function
        known = inner.function.receiver or run.engine.read(("prototype", inner.function)) is not BOTTOM
        return prototype(run, inner) if known else function

    def lacks(self, run: Interpreter, receiver: Value, name: str) -> bool:
        match receiver:
            case Client() | Document() if run.engine.read(("member", receiver, name)) != BOTTOM:
                return False
            case Client():
                return not clients.has(run, receiver, name)
            case Document():
                return not clients.document_has(name)
            case Obj() if (cls := run.heap.shape(receiver).cls) is not None:
                # What derives from a client has what the client has, and its own.
                base = run.external_base(cls)
                found = packages.instance(run, base.path) if base is not None else None
                own = isinstance(found, Client | Document) and run.find(cls, name) is None
                return own and found is not None and self.lacks(run, found, name)
            case Known() | Text() | Tup():
                return name not in containers.METHODS and name not in containers.STRING_METHODS
        return names.data_lack(run, receiver, name, "send")

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

    def _call_library(self, run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
        if not loading.worker(run, path, args):
            started.started(run, path, args, pos)
        found = functional.call(run, path, args, pos)
        if found is not None:
            return found
        handler = runtime.lookup(path)
        if handler is not None:
            return handler(run, args, pos)
        found = self.libraries.call(run, path, args, pos)
        if found is not None:
            return found
        found = packages.call(run, path, args, pos)
        if found is not None:
            return found
        return self._unmodelled(run, path, args, pos)

    def is_whole(self, function: Ext | Handle | Method) -> bool:
        match function:
            case Ext(path=path):
                if path.partition(".")[0] in callbacks.BUILT_IN:
                    return runtime.lookup(path) is not None
                return collections.is_whole(path)
            case Method(receiver=Obj() | Tup() | Gen(), name=name):
                return name in containers.METHODS
        return False

    def _unmodelled(self, run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
        """A call without a model: functions passed to it are called by it."""
        name = path.rsplit(".", 1)[-1]
        if name in ("bind", "call", "apply") and "." in path:
            return reflection.call_function(run, Ext(path.rsplit(".", 1)[0]), name, args, pos)
        if name == "send" and clients.commands(args.get(0)):
            return clients.send(run, AMBIENT, args, pos)
        if "." in path:
            inference.telling(run, name, args, pos, plain(path.rsplit(".", 2)[-2]))
        if path.partition(".")[0] not in callbacks.BUILT_IN:
            filling.perhaps_filled(run, path, args)
            if not _keeps(name) and not path.endswith(("()", "()[]")):
                # What a library makes of a function of the program calls that.
                clients.give_away(run, args, pos)
        results: list[Value] = []
        functions = [one for one in handed(run, args) if isinstance(one, _CALLABLE) and one != run.decorates]
        if functions and not callbacks.calls_nothing(path):
            passed = carrying.passed(run, path, args)
            results = [run.call(option, passed, pos) for option in functions]
            self.called_back = args, join_all(results)
        useful = [value for value in results if any(isinstance(o, Handle | Obj) for o in options(value))]
        return join_all([Ext(f"{path}()" if path.count("()") < 6 else path), *useful]) if useful else None

    def _call_method(
        self, run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        match receiver:
            case Handle():
                return self._call_handle_method(run, receiver, name, args, pos)
            case Known(value=str()) | Text():
                return containers.string_method(run, receiver, name, args)
            case Obj() | Tup():
                found = containers.container_method(run, receiver, name, args, pos)
                return found if found is not None else self._loose(run, args, pos)
            case Gen() if name in ("next", "return", "throw"):
                if name == "throw":
                    keeping.throw(run, args.get(0) or NONE)
                return containers.stepped(run, receiver, args, pos)
            case Gen():
                return containers.container_method(run, receiver, name, args, pos)
            case FuncV() | Bound() | Partial() | Wrapped():
                found = reflection.call_function(run, receiver, name, args, pos)
                return found if found is not None else self._loose(run, args, pos)
            case Method():
                if name == "promise":
                    return None
                if name == "update" and receiver.name == "config":
                    for option in options(receiver.receiver):
                        _moved(run, option)
                found = reflection.call_function(run, receiver, name, args, pos)
                return found if found is not None else self._loose(run, args, pos)
        return self._loose(run, args, pos)

    def _loose(self, run: Interpreter, args: Args, pos: ir.Pos) -> Value:
        call_all(run, args, pos)
        return Unknown("call")

    def _call_handle_method(
        self, run: Interpreter, handle: Handle, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        match handle:
            case Client() | Document():
                own = run.engine.read(("member", handle, name))
                if own is not BOTTOM:
                    return run.call(own, args, pos)
                if isinstance(handle, Document):
                    return clients.document_method(run, handle, name, args, pos)
                return clients.method(run, handle, name, args, pos)
            case Hooks():
                middleware.add(run, handle, name, args, pos)
                return self._loose(run, args, pos)
            case Signer():
                return helpers.signer_method(run, handle, name, args, pos)
            case LibraryValue():
                return self.libraries.method(run, handle, name, args, pos)
            case Member():
                members = run.any_member(handle.receiver, handle.name)
                found = reflection.call_function(run, members, name, args, pos)
                return found if found is not None else self._loose(run, args, pos)
            case Promisified() | Curried() | Composed() | Named() | Resolver():
                found = reflection.call_function(run, handle, name, args, pos)
                return found if found is not None else self._loose(run, args, pos)
            case Command():
                return self._loose(run, args, pos)
            case Parameter():
                return make_text((out.Hole(kind="unknown"),))
            case Exports():
                return Unknown("call")
        return self._loose(run, args, pos)

    def _call_handle(self, run: Interpreter, handle: Handle, args: Args, pos: ir.Pos) -> Value | None:
        match handle:
            case Resolver():
                run.engine.write(handle.cell, args.get(handle.after) or NONE)
                return NONE
            case Rejecter():
                keeping.throw(run, args.get(0) or NONE)
            case Promisified():
                return promises.call_promisified(run, handle.function, args, pos)
            case Proxy():
                return members.call_proxied(run, handle, args, pos)
            case Member():
                return run.call(run.any_member(handle.receiver, handle.name), args, pos)
            case Curried() | Composed():
                return functional.apply(run, handle, args, pos)
            case Named():
                return collections.named(run, handle, args, pos)
            case Response():
                return _response_call(run, handle, args, pos)
            case Credentials() | Parameter():
                return handle
            case LibraryValue():
                return self.libraries.call_value(run, handle, args, pos)
        return self._loose(run, args, pos)

    def may_request(self, run: Interpreter, name: str) -> bool:
        return names.may_request(run, name) or name in inference.HELPERS

    def unknown_call(
        self, run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos, hint: str
    ) -> Value | None:
        if name == "send" and clients.commands(args.get(0)):
            return clients.send(run, AMBIENT, args, pos)
        if name in ("bind", "call", "apply") and _is_method(receiver):
            # A method of something unknown: ``queue.sendMessage.bind(queue)``
            return reflection.call_function(run, receiver, name, args, pos)
        if name in containers.CALLING and args.positional and is_function(args.positional[0]):
            return containers.container_method(run, receiver, name, args, pos)
        found = inference.infer(run, name, args, pos, plain(hint))
        if found is not None:
            call_back(run, args, found, pos)
            return found
        if not _keeps(name):
            clients.give_away(run, args, pos)
        call_all(run, args, pos)
        return None

    def handed(self, run: Interpreter, args: Args, path: str, pos: ir.Pos) -> None:
        if _first_word(path.rpartition(".")[2]) not in _LOGGING:
            super().handed(run, args, path, pos)

    def missing_call(self, run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> None:
        if name == "send" and clients.commands(args.get(0)):
            clients.send(run, AMBIENT, args, pos)
        elif inference.infer(run, name, args, pos, plain(hint)) is None and not _keeps(name):
            clients.give_away(run, args, pos)

    def unknown_function(self, run: Interpreter, args: Args, pos: ir.Pos) -> None:
        clients.give_away(run, args, pos)

    # --- values ---

    def index(self, run: Interpreter, receiver: Value, key: Value) -> Value | None:
        match receiver:
            case Response():
                return requests.step(receiver, constant(key) or "[]")
            case Credentials() | Parameter():
                return receiver
            case Ext(path=path) if path.endswith("process.env"):
                return join_all([variables.got(run, constant(option)) for option in options(key)])
            case ModuleV(name=module):
                keys = [constant(option) for option in options(key)]
                members = [run.module_attribute(module, name) for name in keys if name is not None]
                if len(members) == len(keys):
                    return join_all(members)
                return join_all([Unknown("item"), *self._computed(run, receiver, key)])
            case ClassV():
                computed = self._computed(run, receiver, key)
                return join_all([receiver, *computed]) if computed else None
            case LibraryValue() if any(
                isinstance(one, Known) and type(one.value) is int for one in options(key)
            ):
                # What a library finds is one value for each of several, as where it is gone through.
                return receiver
            case Ext() | Handle() | Obj():
                found = self._member(run, receiver, key)
                computed = self._computed(run, receiver, key)
                return join_all([found or Unknown("item"), *computed]) if computed else found
            case Known(value=str()) | Text():
                return make_text((out.Hole(kind="unknown"),))
        return None

    def item_of_any(self, run: Interpreter, key: Value) -> Value:
        return join_all([run.index(one, key) for one in options(common.every_client(run))])

    def _computed(self, run: Interpreter, receiver: Value, key: Value) -> list[Value]:
        """The methods that ``receiver[key]`` may be, for a key that is not known."""
        names = dict.fromkeys(computed_name(option) for option in options(key) if constant(option) is None)
        return [Member(receiver, name) for name in names if run.any_member(receiver, name) is not BOTTOM]

    def _member(self, run: Interpreter, receiver: Ext | Handle | Obj, key: Value) -> Value | None:
        """``receiver[key]``: of several names each counts that is known, of very many those it may have."""
        if isinstance(receiver, Handle):
            key = common.named(run, key, lambda name: not self.lacks(run, receiver, name))
        keys = [constant(option) for option in options(key)]
        if len(keys) > MAX_APART:
            keys = [name for name in keys if name is None or not self.lacks(run, receiver, name)] or keys
        found = [run.attribute(receiver, name) for name in keys if name is not None]
        if found and len(found) == len(keys):
            return join_all(found)
        if isinstance(receiver, Obj):
            return _any_member(run, receiver)
        computed = join_all([option for option in options(key) if constant(option) is None])
        if isinstance(receiver, Handle):
            clients.computed_member(run, receiver, computed)
            return join_all([*found, Unknown("member")]) if found else None
        packages.computed_member(run, receiver.path)
        return join_all([*found, Ext(f"{receiver.path}[]")]) if found else None

    def iterate(self, run: Interpreter, iterable: Value) -> Value | None:
        match iterable:
            case Response():
                # A paginator's pages have the shape of its response.
                return requests.step(iterable, "[]")
            case LibraryValue():
                return iterable
            case Obj() if members.is_list(run, iterable):
                return run.heap.everything(iterable)
            case Obj():
                return containers.iterated(run, iterable)
        return None

    def enter(self, run: Interpreter, manager: Value) -> Value | None:
        return manager

    def instance(self, run: Interpreter, annotation: Value) -> Value | None:
        if isinstance(annotation, Handle):
            return annotation
        if isinstance(annotation, Ext):
            return packages.instance(run, annotation.path) or self.libraries.instance(annotation.path)
        return None

    def parameter(self, run: Interpreter, handle: Handle) -> out.Value | None:
        if isinstance(handle, Parameter):
            return handle.value
        return requests.parameter(handle)

    def described(self, run: Interpreter, call: SdkCall, parameters: out.Struct) -> out.Struct:
        return without_flags(run.operations.get(call.service, call.operation), parameters)

    def binary(self, run: Interpreter, op: str, left: Value, right: Value) -> Value | None:
        return members.is_instance(run, left, right) if op == "instanceof" else None

    def set_member(self, run: Interpreter, obj: Obj, name: str, value: Value) -> bool:
        return members.set_by_literal(run, obj, name, value)

    any_request: ClassVar[frozenset[str]] = frozenset((
        "config", "makeRequest", "makeUnauthenticatedRequest", "send",
    ))  # fmt: skip

    def wraps(self, value: Value) -> tuple[Value, ...]:
        return self.libraries.wraps(value) if isinstance(value, LibraryValue) else ()

    def decorated(self, run: Interpreter, decorator: Value, target: Value, pos: ir.Pos) -> Value | None:
        """A decorator as compilers had them before the standard: it gets a descriptor, to change."""
        function = escapes.function_of(decorator)
        if function is None or len(function.function.params) <= len(_STANDARD):
            return None
        descriptor = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
        run.heap.put(descriptor, Known("value"), target)
        made = escapes.function_of(target)
        name = Known(made.function.name) if made is not None else Unknown("name")
        given = run.call(decorator, Args((Unknown("prototype"), name, descriptor)), pos)
        found = [run.index(descriptor, Known("value"))]
        for option in options(given):
            if isinstance(option, Obj):
                found.append(run.index(option, Known("value")))
        return join_all(found)

    globals: ClassVar[frozenset[str]] = _GLOBAL
    passes_holder: ClassVar[bool] = True
    calls_fields: ClassVar[bool] = True
    follows_made: ClassVar[bool] = True
    default_for_null: ClassVar[bool] = True
    indexed_members: ClassVar[bool] = True

    def calls_back(
        self, run: Interpreter, cls: ClassV, function: ir.Function, path: str | None, loose: bool
    ) -> bool:
        return callbacks.calls_back(run, cls, function, path, loose)

    def base_calls_back(self, run: Interpreter, cls: ClassV, function: ir.Function) -> bool:
        return callbacks.base_calls_back(run, cls, function)

    def may_call_back(
        self, run: Interpreter, cls: ClassV, function: ir.Function, path: str, loose: bool
    ) -> bool:
        return callbacks.may_call_back(run, cls, function, path, loose)

    def hands_out(self, path: str) -> bool:
        return path.partition("(")[0].partition(".")[0] in _INJECTORS

    def is_entry(self, run: Interpreter, function: FuncV) -> bool:
        """A Lambda handler by its name and signature."""
        code = function.function
        if function.owner is not None or function.closure is not None or code.name not in _HANDLERS:
            return False
        names = [param.name.lower().lstrip("_") for param in code.params]
        return not names or names[0].startswith(("event", "evt", "e", "req", "%", "input", "message"))

    def public(self, run: Interpreter, module: str) -> Iterable[ir.Function]:
        return exported.functions(run, module)

    def spread(self, run: Interpreter, value: Value, position: int, pos: ir.Pos) -> Value:
        return containers.plain(run, value, position, pos)

    def module_members(self, run: State, module: str) -> Iterable[tuple[str, Value]]:
        return exported.members(run, module)


# --- members of plain objects ---


def _member(run: Interpreter, obj: Obj, name: str) -> Value:
    """``object.name`` for a plain object, a map or an array."""
    if run.heap.shape(obj).kind == "list":
        return _of_items(obj, name)
    if name in containers.METHODS and containers.is_map(run, obj):
        return Method(obj, name)
    found = run.heap.load(obj, name)
    if found is not BOTTOM:
        if not run.heap.surely_has(obj, name) and not run.heap.is_open(obj):
            found = join(found, NONE)
        if not any(type(option) is FuncV for option in options(found)):
            return found
        return join_all([_bound(option, obj) for option in options(found)])
    if name == "size":
        return Unknown("number")
    if name in containers.METHODS:
        return Method(obj, name)
    if run.heap.is_open(obj):
        return run.beyond(obj, (name,), Unknown("attribute", name))
    return run.not_there(obj, name) if name in run.program.assigned_attributes else NONE


_OF_FUNCTIONS = frozenset(("apply", "bind", "call", "name", "length"))


def _of_items(items: Obj | Tup, name: str) -> Value:
    """A member of an array."""
    if name == "length":
        return Unknown("number")
    return Method(items, name) if name in containers.METHODS else Unknown("attribute", name)


def _bound(value: Value, obj: Obj) -> Value:
    if isinstance(value, FuncV) and value.function.receiver and value.owner is None:
        return Bound(obj, value)
    return value


def _any_member(run: Interpreter, obj: Obj) -> Value:
    """``instance[computed]``: any of its fields."""
    found = run.heap.everything(obj)
    return found if found is not BOTTOM else Unknown("attribute")


def _function_member(run: Interpreter, function: FuncV | Bound, name: str) -> Value:
    """A property set on a function, or a method that all functions have."""
    inner = function.function if isinstance(function, Bound) else function
    found = run.engine.read(("function", inner.function, name))
    if found is not BOTTOM:
        return found
    if name == "prototype":
        return prototype(run, inner)
    if name == "name":
        return Known(inner.function.name)
    return Method(function, name) if name in _OF_FUNCTIONS else Unknown("attribute", name)


def prototype(run: Interpreter, function: FuncV) -> ClassV:
    """The class that a constructor function stands for (before ES2015)."""
    key = ("prototype", function.function)
    known = run.engine.peek(key)
    if isinstance(known, ClassV):
        return known
    code = function.function
    cls = ClassV(ir.Class(code.pos, code.name, code.qualname, (), ()), function.module, function.closure)
    run.engine.write(key, cls)
    run.engine.write(("class", cls, "constructor"), function)
    return cls


# --- responses ---


def _response_call(run: Interpreter, handle: Response, args: Args, pos: ir.Pos) -> Value:
    """A method of a response (or of a version 2 request, which stands for its response)."""
    path = handle.path.names
    if not path:
        call_back(run, args, handle, pos)
        return handle
    name = path[-1]
    parent = requests.at(handle, path[:-1])
    match name:
        case (
            "promise"
            | "on"
            | "toPromise"
            | "send"
            | "done"
            | "createReadStream"
            | "runTo"
            | "presign"
            | "startNow"
        ):
            call_back(run, args, parent, pos)
            return parent
        case "eachPage" | "eachItem":
            item = parent if name == "eachPage" else requests.step(parent, "[]")
            for value in args.positional:
                if is_function(value):
                    run.call(value, Args((Unknown("error"), item, Unknown("done"))), pos)
            return NONE
        case "nextPage":
            run.emit(pos, handle.service, handle.operation, handle.parameters, via="nextPage")
            call_back(run, args, parent, pos)
            return parent
        case "pipe":
            return args.get(0) or NONE
    if name in containers.METHODS:
        found = containers.container_method(run, parent, name, args, pos)
        return found if found is not None else Unknown("call")
    call_all(run, args, pos)
    if name in ("toString", "transformToString", "trim", "toLowerCase", "toUpperCase", "replace", "slice"):
        return make_text((out.Hole(kind="unknown"),)) if requests.parameter(parent) is None else parent
    return Unknown("call")


def _kept(path: str, name: str) -> tuple[object, ...]:
    """The cell of the clients that the program sets on a library's values or on the global object.

    One of a name for all of a package. What else is set there is not followed: big programs set very much.
    """
    package = path.partition("(")[0].partition(".")[0]
    return ("library", "global" if package in _GLOBAL else package, name)


def _set_on(run: Interpreter, path: str, name: str) -> Value:
    return run.engine.read(_kept(path, name)) if name in run.program.assigned_attributes else BOTTOM


__all__ = ["TypeScriptSemantics", "is_text", "join"]


def _moved(run: Interpreter, client: Value) -> None:
    """Version 2's ``client.config.region = "eu-west-1"``, ``client.config.update({ ... })``."""
    if isinstance(client, Document):
        run.move("dynamodb")
    elif isinstance(client, Client) and client.service is not None:
        run.move(client.service)


def _keeps(name: str) -> bool:
    """Whether a method of a name sends no command that it gets: it notes it down, or keeps it."""
    return name in _KEEPING or _first_word(name) in _LOGGING


def _first_word(name: str) -> str:
    """The first word of a name: ``log`` of ``logError``, ``token`` of ``tokenBucket``."""
    plain = name.lstrip("_$")
    return plain[: next((place for place, letter in enumerate(plain) if not letter.islower()), len(plain))]


def _is_method(value: Value) -> bool:
    """A member of something unknown, by its name."""
    return isinstance(value, Unknown) and value.reason == "attribute" and value.name is not None
