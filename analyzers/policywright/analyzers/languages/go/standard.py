"""The methods of interfaces of Go's standard library that programs embed in their own.

Without them, who implements such an interface could not be told from the method names. Source: the packages'
pages on https://pkg.go.dev/std (Go 1.22); the numbers are those of the parameters.
"""

from __future__ import annotations

from policywright.analyzers import ir

Methods = frozenset[tuple[str, int]]

_SORT: tuple[tuple[str, int], ...] = (("Len", 0), ("Less", 2), ("Swap", 2))
_READ, _WRITE, _CLOSE, _SEEK = ("Read", 1), ("Write", 1), ("Close", 0), ("Seek", 2)
_CONN = (
    _READ, _WRITE, _CLOSE, ("LocalAddr", 0), ("RemoteAddr", 0), ("SetDeadline", 1), ("SetReadDeadline", 1),
    ("SetWriteDeadline", 1),
)  # fmt: skip
_INTERFACES: dict[str, dict[str, tuple[tuple[str, int], ...]]] = {
    "container/heap": {"Interface": (*_SORT, ("Push", 1), ("Pop", 0))},
    "context": {"Context": (("Deadline", 0), ("Done", 0), ("Err", 0), ("Value", 1))},
    "crypto": {"Signer": (("Public", 0), ("Sign", 3)), "Decrypter": (("Public", 0), ("Decrypt", 3))},
    "database/sql": {"Scanner": (("Scan", 1),)},
    "database/sql/driver": {"Valuer": (("Value", 0),)},
    "encoding": {
        "BinaryMarshaler": (("MarshalBinary", 0),), "BinaryUnmarshaler": (("UnmarshalBinary", 1),),
        "TextMarshaler": (("MarshalText", 0),), "TextUnmarshaler": (("UnmarshalText", 1),),
    },
    "encoding/json": {"Marshaler": (("MarshalJSON", 0),), "Unmarshaler": (("UnmarshalJSON", 1),)},
    "flag": {"Value": (("String", 0), ("Set", 1)), "Getter": (("String", 0), ("Set", 1), ("Get", 0))},
    "fmt": {"Stringer": (("String", 0),), "GoStringer": (("GoString", 0),), "Formatter": (("Format", 2),)},
    "hash": {"Hash": (_WRITE, ("Sum", 1), ("Reset", 0), ("Size", 0), ("BlockSize", 0))},
    "io": {
        "Reader": (_READ,), "Writer": (_WRITE,), "Closer": (_CLOSE,), "Seeker": (_SEEK,),
        "ReadWriter": (_READ, _WRITE), "ReadCloser": (_READ, _CLOSE), "WriteCloser": (_WRITE, _CLOSE),
        "ReadWriteCloser": (_READ, _WRITE, _CLOSE), "ReadSeeker": (_READ, _SEEK),
        "ReadSeekCloser": (_READ, _SEEK, _CLOSE), "WriteSeeker": (_WRITE, _SEEK),
        "ReadWriteSeeker": (_READ, _WRITE, _SEEK), "ReaderAt": (("ReadAt", 2),),
        "WriterAt": (("WriteAt", 2),), "ReaderFrom": (("ReadFrom", 1),), "WriterTo": (("WriteTo", 1),),
        "ByteReader": (("ReadByte", 0),), "ByteWriter": (("WriteByte", 1),),
        "StringWriter": (("WriteString", 1),),
    },
    "io/fs": {
        "FS": (("Open", 1),), "File": (("Stat", 0), _READ, _CLOSE),
        "ReadFileFS": (("Open", 1), ("ReadFile", 1)),
        "FileInfo": (("Name", 0), ("Size", 0), ("Mode", 0), ("ModTime", 0), ("IsDir", 0), ("Sys", 0)),
        "DirEntry": (("Name", 0), ("IsDir", 0), ("Type", 0), ("Info", 0)),
    },
    "net": {
        "Addr": (("Network", 0), ("String", 0)), "Conn": _CONN,
        "Error": (("Error", 0), ("Timeout", 0), ("Temporary", 0)),
        "Listener": (("Accept", 0), _CLOSE, ("Addr", 0)),
    },
    "net/http": {
        "Handler": (("ServeHTTP", 2),), "RoundTripper": (("RoundTrip", 1),), "Flusher": (("Flush", 0),),
        "Hijacker": (("Hijack", 0),), "FileSystem": (("Open", 1),),
        "CookieJar": (("SetCookies", 2), ("Cookies", 1)),
        "ResponseWriter": (("Header", 0), _WRITE, ("WriteHeader", 1)),
    },
    "sort": {"Interface": _SORT},
    "sync": {"Locker": (("Lock", 0), ("Unlock", 0))},
}  # fmt: skip
_PREDECLARED: dict[str, Methods] = {
    "error": frozenset((("Error", 0),)), "any": frozenset(), "comparable": frozenset(),
}  # fmt: skip


def methods(annotation: ir.Expr) -> Methods | None:
    """The methods of the standard interface that an annotation names; None where it names none of these."""
    match annotation:
        case ir.Name(name=name):
            return _PREDECLARED.get(name)
        case ir.Attr(obj=ir.ImportExpr(module=package), name=name):
            found = _INTERFACES.get(package, {}).get(name)
            return frozenset(found) if found is not None else None
    return None
