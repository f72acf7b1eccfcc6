"""Python for the engine: builtins, the standard library, boto3, and libraries that reach AWS."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from policywright.analyzers import ir
from policywright.analyzers.commands import started
from policywright.analyzers.engine import carrying, escapes, variables
from policywright.analyzers.engine.handles import ROOT_ARGS, Slice, computed_name
from policywright.analyzers.engine.language import Generics, Specials
from policywright.analyzers.engine.merging import library
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    OWN_PLACE,
    Args,
    ClassV,
    Ext,
    FuncV,
    Gen,
    Handle,
    Known,
    Method,
    ModuleV,
    Obj,
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
from policywright.analyzers.installations import original
from policywright.analyzers.languages.python import (
    classes,
    computed,
    containers,
    entries,
    handle_members,
    injection,
    introspection,
    loading,
    mappings,
    protocols,
    records,
    runtime,
    texts,
    unknown,
)
from policywright.analyzers.languages.python.boto3 import clients, guesses, named, own, resources, sessions
from policywright.analyzers.languages.python.class_rules import ClassRules
from policywright.analyzers.languages.python.handles import (
    AttrGetter,
    Collection,
    Dynamic,
    Future,
    Inferred,
    ItemGetter,
    LibraryValue,
    MethodCaller,
    Namespace,
    Provider,
)
from policywright.analyzers.model import AMBIENT, SdkCall
from policywright.analyzers.sdk import filling, lambdas, requests
from policywright.analyzers.sdk.handles import Credentials, Parameter, Response, Session
from policywright.analyzers.sdk.members import without_flags
from policywright.knowledge import values as out
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

    from policywright.analyzers.engine.interpreter import Interpreter

_SWALLOWING = frozenset(("contextlib.suppress()", "contextlib.ExitStack()", "contextlib.AsyncExitStack()"))
"""Context managers of the standard library that may end an error."""
_ENDING = regex(r"(?i)suppress|ignor|swallow|catch|silenc|raises|retry|attempt")
"""Names of those of other libraries that say so: the others open, time, trace or lock something."""
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
_MAKING_CLIENTS = frozenset((
    "boto3", "boto3.client", "boto3.resource", "boto3.Session", "boto3.session", "boto3.session.Session",
    "boto3.DEFAULT_SESSION", "botocore.session.get_session", "botocore.session.Session",
    "aioboto3.Session", "aiobotocore.session.get_session", "aiobotocore.session.AioSession",
))  # fmt: skip
"""What of the SDK makes clients of any service for who calls it, or calls what is in it."""

_COPYING = ("functools.wraps", "functools.update_wrapper")
"""What copies names and documentation from a function, and calls nothing."""


class PythonSemantics(ClassRules):
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
                return handle_members.attribute(run, receiver, name, self.libraries)
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
            return texts.of_copy(run, path, name)
        found = loading.attribute(run, path, name)
        if found is not None or name not in run.program.assigned_attributes:
            return found
        found = run.engine.read(_kept(path, name))
        return join(library(f"{path}.{name}"), found) if found is not BOTTOM else None

    def spread(self, run: Interpreter, value: Value, position: int, pos: ir.Pos) -> Value:
        return introspection.mapped(run, value, pos)

    def module_member(self, run: Interpreter, module: str, name: str) -> Value | None:
        return protocols.module_member(run, module, name)

    def set_library_index(self, run: Interpreter, receiver: Ext, key: Value, value: Value) -> None:
        if texts.is_environment(receiver):
            variables.put(run, key, value)
        elif receiver.path == variables.COPY:
            variables.change_copy(run, key, value)
        elif receiver.path == "sys.modules":
            protocols.replace(run, loading.loaded(run, key) or NONE, value)

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
            run.set_attribute(computed.held(run, receiver) or Unknown("dynamic"), name, value)

    def lacks(self, run: Interpreter, receiver: Value, name: str) -> bool:
        return handle_members.lacks(run, receiver, name)

    def certainly_has(self, base: Ext, name: str) -> bool:
        return handle_members.certainly_has(base, name)

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
        found = unknown.by_last_name(run, path.rsplit(".", 1)[-1], args, pos)
        if found is None:
            found = guesses.of_library(run, path, args, pos)
        return found if found is not None else guesses.escaped(run, path, args, pos)

    def _call_method(
        self, run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        match receiver:
            case Handle():
                return handle_members.call(run, receiver, name, args, pos)
            case Obj():
                return containers.container_method(run, receiver, name, args, pos)
            case Known() | Text() | Tup() if name == "result":
                # A task of ``asyncio`` is what it gives here.
                return receiver
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

    def _call_handle(self, run: Interpreter, handle: Handle, args: Args, pos: ir.Pos) -> Value | None:
        match handle:
            case Dynamic():
                return computed.call(run, handle, args, pos)
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
                return found if found is not None else unknown.by_last_name(run, last, args, pos)
        return None

    def unknown_attribute(self, run: Interpreter, receiver: Unknown, name: str) -> Value | None:
        if receiver.reason == "exception" and name in protocols.OF_ERRORS:
            return protocols.of_error(run, name)
        told = introspection.of_unknown(receiver, name)
        return lambdas.of_context(receiver, name) if told is None else told

    def may_request(self, run: Interpreter, name: str) -> bool:
        return unknown.may_request(run, name)

    def unknown_call(
        self, run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos, hint: str
    ) -> Value | None:
        return unknown.call(run, receiver, name, args, pos, hint, self.libraries)

    def missing_call(self, run: Interpreter, name: str, args: Args, pos: ir.Pos, hint: str) -> None:
        unknown.missing(run, name, args, pos, hint)

    def known_by_name(self, name: str) -> bool:
        return self.libraries.known_by_name(name)

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
                return texts.environment(run, key)
            case Ext(path=variables.COPY):
                return join_all([variables.got_of_copy(run, constant(option)) for option in options(key)])
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
                others = [Dynamic(ModuleV(module), computed_name(option), (run.frame.module, run.here))
                          for option in options(key) if constant(option) is None]  # fmt: skip
                return join_all([*named, *others])
            case Namespace(obj=Obj() as obj):
                return run.index_container(obj, key)
            case ClassV():
                return classes.member(run, receiver, key) or classes.class_item(run, receiver, key)
            case Obj() if classes.derives(run, receiver, classes.CONTAINERS) or classes.fills(run, receiver):
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

    def may_swallow(self, manager: Ext | Unknown) -> bool:
        if isinstance(manager, Unknown):
            return True
        if manager.path.partition(".")[0] in sys.stdlib_module_names:
            return manager.path in _SWALLOWING
        return _ENDING.search(manager.path.rpartition(".")[2]) is not None

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

    def set_index(self, run: Interpreter, receiver: Handle, key: Value, value: Value) -> None:
        if isinstance(receiver, Namespace) and isinstance(receiver.obj, Obj):
            run.heap.put(receiver.obj, key, value)
        elif isinstance(receiver, Namespace):
            for name in strings(key):
                run.set_attribute(receiver.obj, name, value)
            if isinstance(receiver.obj, ModuleV) and not all(isinstance(one, Known) for one in options(key)):
                # ``globals()[name] = value``
                introspection.overlay(run, receiver.obj.name)

    def original(self, path: str) -> str:
        return original(path)

    def bound_again(self, run: Interpreter, name: str) -> Iterable[str]:
        return introspection.bound_again(run, name, run.site.node.pos)

    def parameter(self, run: Interpreter, handle: Handle) -> out.Value | None:
        if isinstance(handle, Parameter):
            return handle.value
        return requests.parameter(handle)

    def described(self, run: Interpreter, call: SdkCall, parameters: out.Struct) -> out.Struct:
        return without_flags(run.operations.get(call.service, call.operation), parameters)

    def augmented(self, run: Interpreter, op: str, left: Value, right: Value) -> bool:
        found = op == "|" and any(map(texts.is_environment, options(left)))
        if found:
            texts.set_environment(run, right)
        elif any(one == Ext(variables.COPY) for one in options(left)):
            variables.change_copy(run, None, None)
        return found

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
        return entries.is_entry(function)

    def public(self, run: Interpreter, module: str) -> Iterable[ir.Function]:
        """What no underscore keeps private: neither its own, nor that of its class or of a package."""
        return entries.public(run, module)


def _kept(path: str, name: str) -> tuple[object, ...]:
    """The cell of what the program sets on a library's values (``flask.g``, ``threading.local()``).

    One of a name for all of a package: what is set on the application is read of ``current_app``.
    """
    return ("library", path.partition(".")[0].removesuffix("()"), name)
