"""Libraries that reach AWS for the application: ``tables.toml`` says what each call requests.

A value that later rows hold for is a ``LibraryValue``; its path is
``handle()`` where the table says so. Everything else stays an ``Ext`` with its path.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    NO_ARGS,
    NONE,
    Args,
    Ext,
    Known,
    Unknown,
    Value,
    make_text,
    options,
)
from policywright.analyzers.languages.typescript.aws_sdk.names import split
from policywright.analyzers.languages.typescript.aws_sdk.requests import (
    call_all,
    is_function,
)
from policywright.analyzers.languages.typescript.handles import LibraryValue
from policywright.analyzers.languages.typescript.libraries import requests
from policywright.analyzers.languages.typescript.libraries.tables import Row, rows_of
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_BUILD = "build"


class Libraries:
    """Calls of libraries that have a table."""

    def call(self, run: Interpreter, path: str, args: Args, pos: ir.Pos) -> Value | None:
        """A call of a library path; None when no table knows the package or the row."""
        package, member = split(path)
        known = rows_of(package)
        if known is None:
            return None
        row = known.get(member)
        if row is None:
            return None
        return self._perform(run, row, LibraryValue(package, member), args, pos)

    def instance(self, path: str) -> Value | None:
        """Types of libraries say nothing yet: their values carry what they were made with."""
        return None

    def attribute(self, run: Interpreter, handle: LibraryValue, name: str) -> Value | None:
        """``handle.name``, to be called or gone through."""
        package, path, made = handle.package, handle.path, handle.made
        row = (rows_of(package) or {}).get(f"{path}.{name}")
        if row is not None and row.value:
            found = requests.find(run, row.value, _call(handle, NO_ARGS))
            return found if found is not None else Unknown("attribute", name)
        return LibraryValue(package, f"{path}.{name}", made) if path.count(".") < 6 else handle

    def method(
        self, run: Interpreter, handle: LibraryValue, name: str, args: Args, pos: ir.Pos
    ) -> Value | None:
        """``handle.name(...)`` where the attribute was not read first."""
        found = self.attribute(run, handle, name)
        return self.call_value(run, found, args, pos) if isinstance(found, LibraryValue) else None

    def call_value(self, run: Interpreter, handle: LibraryValue, args: Args, pos: ir.Pos) -> Value | None:
        """A call of a handle or of a member of one."""
        package, path, made = handle.package, handle.path, handle.made
        known = rows_of(package) or {}
        row = known.get(path) or known.get(path.rsplit(".", 1)[0] + ".*")
        if row is None and path.endswith(f".{_BUILD}"):
            row = known.get(f"{path}({_last(args.get(0))})")
        if row is None and path == "handle()":
            # A wrapped handler is called like the one it wraps.
            function = made.get(0)
            return (
                run.call(function, args, pos)
                if function is not None and is_function(function)
                else Unknown("call")
            )
        if row is None:
            call_all(run, args, pos)
            done = path.endswith((".go", ".exec", ".send", ".promise"))
            # A chain goes on where it was.
            return Unknown("call") if done else LibraryValue(package, path.rsplit(".", 1)[0], made)
        return self._perform(run, row, handle, args, pos)

    def _perform(
        self, run: Interpreter, row: Row, handle: LibraryValue, args: Args, pos: ir.Pos
    ) -> Value | None:
        package, path, made = handle.package, handle.path, handle.made
        called = _call(handle, args)
        requests.emit(run, row, called, pos)
        requests.note(run, row, called)
        for source in row.calls:
            callback = requests.find(run, source, called)
            if callback is not None and is_function(callback):
                given: Value | None = _receiver(handle) if row.passes == "%self" else None
                if row.passes and given is None:
                    given = requests.find(run, row.passes, called)
                beside = [LibraryValue(package, row.beside)] if row.beside else []
                run.call(callback, Args((given or Unknown("message"), *beside)), pos)
        if row.returns.startswith("as "):
            # What it was made with stays, unless it is made here.
            return LibraryValue(package, row.returns[3:], made if made != NO_ARGS else args)
        match row.returns:
            case "0":
                return args.get(0) or NONE
            case "handle":
                return LibraryValue(package, "handle()", args)
            case "self":
                call_all(run, args, pos)
                return LibraryValue(package, "handle()", made)
            case "made":
                return LibraryValue(package, f"{path}()", made)
            case "text":
                return make_text((Hole(kind="unknown"),))
        return Unknown("call") if path.startswith("handle()") or row.requests else Ext(f"{package}.{path}()")


def _receiver(handle: LibraryValue) -> LibraryValue:
    """The value whose member is called."""
    return LibraryValue(handle.package, handle.path.rpartition(".")[0], handle.made)


def _call(handle: LibraryValue, args: Args) -> requests.Call:
    return requests.Call(package=handle.package, path=handle.path, args=args, made=handle.made)


def _last(value: Value | None) -> str:
    for option in options(value) if value is not None else ():
        if isinstance(option, Ext):
            return option.path.rsplit(".", 1)[-1]
        if isinstance(option, Known):
            return str(option.value)
    return ""
