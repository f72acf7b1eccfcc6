"""What Go's standard library and others call of the program's own values.

Source: the packages' pages on https://pkg.go.dev/std.
"""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    ClassV,
)
from policywright.analyzers.languages.go import reflected
from policywright.analyzers.languages.go.aws import (
    names,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_PROTOCOLS = frozenset((
    "As", "Begin", "BeginTx", "CheckNamedValue", "Close", "Columns", "Commit", "Connect", "Enabled",
    "Error", "Exec", "ExecContext", "Format", "GoString", "GobDecode", "GobEncode", "Handle", "Invoke",
    "Is", "Len", "Less", "LogValue", "MarshalBinary", "MarshalJSON", "MarshalText", "MarshalXML", "Next",
    "NumInput", "Open", "Ping", "Pop", "Prepare", "PrepareContext", "Push", "Query", "QueryContext",
    "Read", "ReadAt", "ReadDir", "ReadFile", "ReadFrom", "Rollback", "RoundTrip", "Scan", "Seek",
    "ServeHTTP", "Set", "Stat", "String", "Swap", "UnmarshalBinary", "UnmarshalJSON", "UnmarshalText",
    "UnmarshalXML", "Unwrap", "Value", "WithAttrs", "WithGroup", "Write", "WriteTo",
))  # fmt: skip
"""Methods of the interfaces that the standard library takes."""
_STANDARD = frozenset((
    "archive", "bufio", "bytes", "cmp", "compress", "container", "context", "crypto", "database",
    "debug", "embed", "encoding", "errors", "expvar", "flag", "fmt", "go", "hash", "html", "image",
    "index", "io", "iter", "log", "maps", "math", "mime", "net", "os", "path", "plugin", "reflect",
    "regexp", "runtime", "slices", "sort", "strconv", "strings", "sync", "syscall", "testing", "text",
    "time", "unicode", "unique", "unsafe", "weak",
))  # fmt: skip
"""First parts of the standard library's packages."""


def calls_back(run: Interpreter, cls: ClassV, function: ir.Function, path: str | None, loose: bool) -> bool:
    """See ``Semantics.calls_back``."""
    if path is None:
        # Whoever gets an error, or prints a value, has its text.
        return function.name in ("Error", "String")
    if path.startswith("net/rpc."):
        return function.name[:1].isupper()
    if function.name in _PROTOCOLS:
        return True
    # What takes a library's types is there for that library.
    may = may_call_back(run, cls, function, path, loose)
    return may and any(_of_library(run, cls.module, one.annotation) for one in function.params[1:])


def may_call_back(run: Interpreter, cls: ClassV, function: ir.Function, path: str, loose: bool) -> bool:
    """See ``Semantics.may_call_back``."""
    if reflected.names_methods(path):
        return function.name[:1].isupper()
    first, slash, _ = path.partition("/")
    known = bool(path) and first.partition(".")[0] in _STANDARD and not (slash and "." in first)
    return loose and not known and function.name[:1].isupper()


def _of_library(run: Interpreter, module: str, annotation: ir.Expr | None) -> bool:
    """A type of a library that is not the standard library or an SDK of AWS, or a list or map of those."""
    match annotation:
        case ir.Attr(obj=ir.ImportExpr(module=path)):
            first = path.partition("/")[0]
            return "." in first and not names.is_sdk(path) and run.program.resolve(module, path, 0) is None
        case ir.Index(key=ir.TupleLit(items=items)):
            return any(_of_library(run, module, one) for one in items)
        case ir.Index(key=key):
            return _of_library(run, module, key)
    return False
