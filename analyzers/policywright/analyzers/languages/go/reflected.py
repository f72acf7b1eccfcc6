"""Methods that Go's libraries find by reflection: of what is in a struct that is decoded, encoded or printed,
and those that a template names.

A type says what will be in a struct that a decoder fills in, so it is types that are gone through. Sources:
the pages of ``encoding/json``, ``encoding/xml``, ``encoding/gob``, ``database/sql``, ``fmt`` and
``text/template`` on https://pkg.go.dev/std, and the READMEs of yaml.v3, envconfig, mapstructure and sqlx.
"""

from __future__ import annotations

import re

from policywright.analyzers import ir
from policywright.analyzers.engine.annotated import types_within
from policywright.analyzers.engine.handles import ROOT_ARGS
from policywright.analyzers.engine.values import (
    Args,
    ClassV,
    FuncV,
    Known,
    Obj,
    Tup,
    Unknown,
    Value,
    constant,
    options,
    strings,
)
from policywright.analyzers.languages.go import interfaces
from policywright.knowledge.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_DECODED = regex(r"Unmarshal[A-Z]\w*|GobDecode|EnvDecode|Decode|Scan|Set|SetValue")
_ENCODED = regex(r"Marshal(?!To)[A-Z]\w*|GobEncode|LogValue|Value|String|GoString|Format|Error")
"""``Unmarshal`` and ``MarshalTo`` themselves are what compilers of protocol buffers write for each message,
and call each other: no library looks for these within another type."""
_WRITES = regex(
    r"^(?:Must)?(?:Marshal|Encode|Append|S?Fprint|Sprint|Print|Log|Debug|Info|Warn|Error|Exec|Query|NamedExec)"
)
"""Functions and methods that write out what they get."""
_READS_ROWS = regex(r"^(?:Get|Select|Scan|StructScan|SliceScan)(?:Context)?$")
"""Methods of databases that fill in structs from rows."""
_TEMPLATES = ("text/template.", "html/template.")
_NAMED = regex(r"\.([A-Z]\w*)")
_MAX_TYPES = 64
"""Types within one that are looked at."""
_MAX_WITHIN = 3
"""Objects within what a template gets."""


def reflected(run: Interpreter, path: str, args: Args, pos: ir.Pos, *, decodes: bool) -> None:
    """Calls the methods that something of a library finds in the types of what it gets."""
    name = path.rpartition(".")[2]
    wanted = _DECODED if decodes or _READS_ROWS.match(name) else _ENCODED if _WRITES.match(name) else None
    if wanted is None or not _any(run):
        return
    for value in args.told():
        for option in options(value):
            for cls in _classes(run, option):
                for within in types_within(run, cls, _MAX_TYPES, abstract=False):
                    _call(run, within, wanted, pos, whole=within == cls and isinstance(option, Obj))


def _any(run: Interpreter) -> bool:
    """Whether any of the program's methods of such names can lead to a request."""
    minor = run.engine.bounds.crowds.minor
    return run.program.once("go reflected", lambda: any(
        (_DECODED.fullmatch(one.name) or _ENCODED.fullmatch(one.name)) and one not in minor
        for one in run.program.functions() if "." in one.qualname
    ))  # fmt: skip


def _classes(run: Interpreter, value: Value) -> list[ClassV]:
    """The types of an object, or of what is in a list."""
    if not isinstance(value, Obj | Tup):
        return []
    shape = run.heap.shape(value) if isinstance(value, Obj) else None
    if shape is not None and shape.cls is not None:
        return [shape.cls]
    items = [one for one in options(run.iterate(value)) if isinstance(one, Obj)]
    return [cls for one in items if (cls := run.heap.shape(one).cls) is not None]


def _call(run: Interpreter, cls: ClassV, wanted: re.Pattern[str], pos: ir.Pos, *, whole: bool) -> None:
    """Calls the methods of a type; of what is handed over itself, the engine does."""
    minor = run.engine.bounds.crowds.minor
    for name in () if whole else _methods(run, cls):
        if not wanted.fullmatch(name):
            continue
        for member in options(run.find(cls, name) or Unknown("method")):
            if isinstance(member, FuncV) and member.function not in minor:
                # One of a type for all places: large programs decode everywhere, each place types in types.
                receiver = (
                    Unknown("value")
                    if cls.cls.underlying
                    else run.allocate_instance(cls, cls.cls.pos, "within", within=False)
                )
                run.call(run.bind_member(member, receiver, cls), ROOT_ARGS, pos)


def _methods(run: Interpreter, cls: ClassV) -> list[str]:
    types = interfaces.types_of(run.program)
    package = run.program.group_of.get(cls.module, cls.module)
    return sorted(name for name, _ in types.methods.get((package, cls.cls.name), ()))


# --- templates ---


def template(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> None:
    """``template.Parse(text)`` names methods, ``Execute(w, data)`` calls those of what is in the data."""
    if not path.startswith(_TEMPLATES):
        return
    name = path.rpartition(".")[2]
    if name == "Parse":
        for option in options(args.get(0) or Unknown("text")):
            text = constant(option)
            names = _NAMED.findall(text) if isinstance(text, str) else []
            for one in names:
                run.engine.write(("go-template",), Known(one))
    elif name in ("Execute", "ExecuteTemplate"):
        wanted = set(strings(run.engine.read(("go-template",))))
        pending = [
            (option, 0) for option in options(args.positional[-1] if args.positional else Unknown("data"))
        ]
        seen: set[Value] = set()
        while pending and wanted:
            option, depth = pending.pop()
            if not isinstance(option, Obj) or option in seen:
                continue
            seen.add(option)
            cls = run.heap.shape(option).cls
            for one in sorted(wanted) if cls is not None else ():
                member = run.find(cls, one) if cls is not None else None
                if member is not None:
                    run.call(run.bind_member(member, option, cls), ROOT_ARGS, pos)
            if depth < _MAX_WITHIN:
                pending.extend((inner, depth + 1) for inner in options(run.heap.everything(option)))


def names_methods(path: str) -> bool:
    """A template may name any method of what it gets."""
    return path.startswith(_TEMPLATES) and path.rpartition(".")[2].startswith("Execute")
