"""Python's builtins and standard library, as far as values and callables flow through them.

A table from dotted path to handler; a path without a row is an unmodelled library call. Source of the
meanings: the Python library reference.
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.handles import Slice
from policywright.analyzers.engine.keeping import THROWN
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    OWN_PLACE,
    Args,
    Ext,
    Tup,
    Unknown,
    Value,
    join,
    make_text,
)
from policywright.analyzers.languages.python import (
    attributes,
    fields,
    functions,
    getters,
    injection,
    introspection,
    iterators,
    loading,
    mappings,
    protocols,
    records,
    texts,
)
from policywright.analyzers.languages.python.handles import Future, Template
from policywright.knowledge.values import Hole

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]

BUILTINS = frozenset(
    [
        "abs", "all", "any", "ascii", "bin", "bool", "breakpoint", "bytearray", "bytes", "callable",
        "chr", "classmethod", "compile", "complex", "delattr", "dict", "dir", "divmod", "enumerate",
        "eval", "exec", "filter", "float", "format", "frozenset", "getattr", "globals", "hasattr",
        "hash", "help", "hex", "id", "input", "int", "isinstance", "issubclass", "iter", "len",
        "list", "locals", "map", "max", "memoryview", "min", "next", "object", "oct", "open", "ord",
        "pow", "print", "property", "range", "repr", "reversed", "round", "set", "setattr", "slice",
        "sorted", "staticmethod", "str", "sum", "super", "tuple", "type", "vars", "zip", "aiter",
        "anext", "__import__", "__name__", "__doc__", "Exception", "BaseException", "ValueError",
        "TypeError", "KeyError", "RuntimeError", "NotImplementedError", "NotImplemented",
        "Ellipsis", "StopIteration", "OSError", "IOError", "AttributeError", "ImportError",
        "IndexError", "FileNotFoundError", "PermissionError", "TimeoutError", "ConnectionError",
        "AssertionError", "ArithmeticError", "LookupError", "UnicodeDecodeError", "SystemExit",
        "KeyboardInterrupt", "ModuleNotFoundError", "Warning", "DeprecationWarning", "UserWarning",
        "StopAsyncIteration", "ZeroDivisionError", "MemoryError", "NameError", "EOFError",
    ]
)  # fmt: skip


def _first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return args.get(0)


def _number(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Unknown("number")


TABLE: dict[str, Handler] = {
    **records.TABLE,
    "python.$dumped": fields.dumped,
    **getters.TABLE,
    **iterators.TABLE,
    **attributes.TABLE,
    **mappings.TABLE,
    **functions.TABLE,
    **texts.TABLE,
    **loading.TABLE,
    "builtins.identity": _first,
    "builtins.list": iterators.listed,
    "builtins.tuple": iterators.listed,
    "builtins.set": iterators.listed,
    "builtins.frozenset": iterators.listed,
    "builtins.aiter": _first,
    "shutil.which": lambda run, args, pos: join(args.get(0) or BOTTOM, NONE),
    "builtins.repr": lambda run, args, pos: make_text((Hole(kind="unknown"),)),
    "builtins.int": _number,
    "builtins.float": _number,
    "builtins.len": _number,
    "builtins.print": _number,
    "functools.singledispatch": _first,
    "functools.singledispatchmethod": _first,
    "inspect.signature": introspection.signature,
    "functools.cache": _first,
    "functools.total_ordering": _first,
    "cachetools.cached": lambda run, args, pos: Ext("builtins.identity"),
    "contextlib.contextmanager": _first,
    "contextlib.asynccontextmanager": _first,
    "contextlib.closing": protocols.closing,
    "contextlib.aclosing": protocols.closing,
    **dict.fromkeys(protocols.ERRORS, protocols.error),
    "pickle.dumps": protocols.pickled,
    "pickle.dump": protocols.pickled,
    "cloudpickle.dumps": protocols.pickled,
    "joblib.dump": protocols.pickled,
    "contextlib.nullcontext": _first,
    "inspect.getmembers": introspection.members_of,
    "inspect.getmembers_static": introspection.members_of,
    "typing.cast": protocols.cast,
    "typing.final": _first,
    "typing.overload": _first,
    "typing.no_type_check": _first,
    "typing.runtime_checkable": _first,
    "typing.TypeVar": lambda run, args, pos: Unknown("type"),
    "abc.abstractmethod": _first,
    "copy.copy": protocols.copied,
    "sys.exc_info": protocols.current,
    "sys.exception": lambda run, args, pos: join(run.engine.read((THROWN,)), Unknown("exception")),
    "copy.deepcopy": protocols.copied,
    "python.$property": protocols.property_read,
    "weakref.proxy": _first,
    "python.$same": _first,
    "weakref.WeakSet": iterators.listed,
    "os.fspath": _first,
    **dict.fromkeys(("os.getcwd", "pathlib.Path.cwd"), lambda run, args, pos: OWN_PLACE),
    "itertools.chain": lambda run, args, pos: Tup(tuple(run.iterate(a) for a in args.positional), open=True),
    "itertools.chain.from_iterable": lambda run, args, pos: Tup(
        (run.iterate(run.iterate(args.get(0) or BOTTOM)),), open=True
    ),
    "itertools.islice": _first,
    "itertools.cycle": _first,
    "itertools.repeat": lambda run, args, pos: Tup((args.get(0) or BOTTOM,), open=True),
    "more_itertools.chunked": lambda run, args, pos: Tup((args.get(0) or BOTTOM,), open=True),
    "collections.deque": iterators.bounded,
    "types.MappingProxyType": _first,
    "builtins.slice": lambda run, args, pos: Slice(*args.positional[:3]),
    "string.Template": lambda run, args, pos: Template(args.get(0) or Unknown("argument")),
    **injection.TABLE,
    "asyncio.run": _first,
    "asyncio.wait_for": _first,
    "asyncio.shield": _first,
    "asyncio.run_coroutine_threadsafe": lambda run, args, pos: Future(args.get(0) or BOTTOM),
    "asyncio.as_completed": _first,
    "asyncio.get_event_loop().run_until_complete": _first,
    "asyncio.new_event_loop().run_until_complete": _first,
    "asgiref.sync.sync_to_async": _first,
    "asgiref.sync.async_to_sync": _first,
    "concurrent.futures.as_completed": _first,
    "json.dumps": lambda run, args, pos: make_text((Hole(kind="unknown"),)),
}

METHODS: dict[str, Handler] = {
    **functions.METHODS,
    "map": iterators.mapped,
    "imap": iterators.mapped,
    "imap_unordered": iterators.mapped,
    "starmap": iterators.star_mapped,
    "map_async": iterators.mapped,
    "starmap_async": iterators.star_mapped,
    "run_until_complete": _first,
}
"""Methods of library objects that call what they are given, whatever the library."""
