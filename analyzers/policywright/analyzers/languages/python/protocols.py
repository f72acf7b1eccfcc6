"""What Python and its library call of objects by special names, where that has a meaning of its own.

Sources: the data model chapter of the Python language reference ("Special method names"), and the pages of
the library reference on ``pickle``, ``contextlib`` and the built-in exceptions.
"""

from __future__ import annotations

import builtins
import re

from policywright.analyzers import ir
from policywright.analyzers.engine import keeping
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Gen,
    Known,
    ModuleV,
    Obj,
    Partial,
    Tup,
    Unknown,
    Value,
    Wrapped,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.python import classes, imports
from policywright.analyzers.languages.python.handles import Namespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

ERRORS: frozenset[str] = frozenset(
    f"builtins.{name}"
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
)
PROPERTIES: frozenset[str] = frozenset(("builtins.property", "functools.cached_property"))
TESTS = {"builtins.isinstance": "__instancecheck__", "builtins.issubclass": "__subclasscheck__"}
"""What tests a type, and what a metaclass may say about it."""
_HOOK = "__subclasshook__"
_MANGLED = re.compile(r"_[A-Za-z]\w*?(__\w*[^_\W]_?)")
_RAISED, _RETURNED, _REPLACED = "raised with", "returned", "module replaced"


# --- type tests ---


def test(run: Interpreter, path: str, args: Args, pos: ir.Pos) -> None:
    """``isinstance(x, A)`` and its like call what ``A`` or its metaclass says."""
    if not _defines(run, _HOOK, *TESTS.values()):
        return
    pending = list(options(args.get(1) or NONE))
    for kind in pending:
        if isinstance(kind, Tup):
            pending.extend(one for item in kind.items for one in options(item))
        if not isinstance(kind, ClassV):
            continue
        found = [run.find(meta, TESTS[path]) for meta in classes.metaclasses(run, kind)]
        for hook in (*found, run.find(kind, _HOOK)):
            function = hook.function if isinstance(hook, Wrapped) else hook
            if isinstance(function, FuncV):
                run.call(Bound(kind, function), Args((args.get(0) or BOTTOM,)), pos)


def _defines(run: Interpreter, *names: str) -> bool:
    """Whether any method of the program has one of the names."""
    defined = run.program.once("python special methods", lambda: frozenset(
        one.name for one in run.program.functions() if one.name.startswith("__")
    ))  # fmt: skip
    return not defined.isdisjoint(names)


# --- errors and generators ---


def error(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``ValueError("text", store)``: what it is told may be asked of any error that is caught."""
    told = [one for value in args.positional for one in options(value) if keeping.matters(run, one)]
    if told:
        run.engine.write((_RAISED,), join_all(told))
    return None


OF_ERRORS = frozenset(("args", "value", "exceptions", "__cause__", "__context__"))


def of_error(run: Interpreter, name: str) -> Value | None:
    """``error.args``, ``error.value`` of ``StopIteration``, ``error.__cause__``; None where nothing is known
    of them."""
    if name not in ("args", "value"):
        thrown = run.engine.read((keeping.THROWN,))
        if thrown is BOTTOM:
            return None
        either = join(thrown, Unknown("exception"))
        return Tup((either,), open=True) if name == "exceptions" else either
    told = run.engine.read((_RAISED if name == "args" else _RETURNED,))
    if told is BOTTOM:
        return None
    return Tup((told, Unknown("argument")), open=True) if name == "args" else told


def current(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``sys.exc_info()``"""
    error = join(run.engine.read((keeping.THROWN,)), Unknown("exception"))
    return Tup((Unknown("type"), error, Unknown("traceback")))


def stopped(run: Interpreter, generator: Value) -> None:
    """A generator is asked for its next item, and may be done: what it returns is in the error."""
    for one in options(generator):
        if isinstance(one, Gen):
            run.engine.write((_RETURNED,), result(run, one))


def result(run: Interpreter, generator: Gen) -> Value:
    """What a generator returns at its end."""
    return run.engine.look(run.engine.instances.by_id[generator.task].result)


def awaited(run: Interpreter, obj: Obj) -> Value | None:
    """What ``await obj`` gives where a class of the program says so."""
    if not _defines(run, "__await__"):
        return None
    made = run.call_special(obj, "__await__")
    if made is BOTTOM:
        return None
    return join_all([result(run, one) if isinstance(one, Gen) else one for one in options(made)])


# --- operators ---

_OPERATORS = {
    "+": "add", "-": "sub", "*": "mul", "@": "matmul", "/": "truediv", "//": "floordiv", "%": "mod",
    "**": "pow", "<<": "lshift", ">>": "rshift", "&": "and", "^": "xor", "|": "or",
}  # fmt: skip
_UNARY = {"neg": "__neg__", "pos": "__pos__", "invert": "__invert__"}


def operator(run: Interpreter, op: str, left: Value, right: Value) -> Value | None:
    """What an operator gives where a class of the program says so: also ``x += y``, and ``2 + x``."""
    name = _OPERATORS.get(op)
    found: list[Value] = []
    for one in options(left):
        if isinstance(one, Obj) and run.heap.shape(one).cls is not None:
            if op in _UNARY:
                found.append(run.call_special(one, _UNARY[op], NO_ARGS, run.here))
            elif name is not None:
                found.extend(
                    run.call_special(one, f"__{kind}{name}__", Args((right,)), run.here) for kind in ("", "i")
                )
    for one in options(right) if name is not None else ():
        if isinstance(one, Obj) and run.heap.shape(one).cls is not None:
            found.append(run.call_special(one, f"__r{name}__", Args((left,)), run.here))
    known = join_all(found)
    return known if known is not BOTTOM else None


# --- what is done with an object ---


def closing(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``contextlib.closing(x)``"""
    value = args.get(0, "thing")
    for option in options(value or NONE):
        for name in ("close", "aclose"):
            run.call_special(option, name, NO_ARGS, pos)
    return value


def rebuilt(run: Interpreter, args: Args, pos: ir.Pos) -> None:
    """``pickle.dumps(x)``, ``copy.copy(x)``: what ``__reduce__`` gives is called to make another one."""
    for option in options(args.get(0) or NONE):
        for name in ("__reduce__", "__reduce_ex__"):
            for made in options(run.call_special(option, name, NO_ARGS, pos)):
                if isinstance(made, Tup) and len(made.items) > 1:
                    run.call(made.items[0], run.spread(made.items[1]), pos)


def copied(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    rebuilt(run, args, pos)
    found: list[Value] = []
    for option in options(args.get(0) or BOTTOM):
        own = join(run.call_special(option, "__copy__", NO_ARGS, pos),
                   run.call_special(option, "__deepcopy__", Args((Unknown("memo"),)), pos))  # fmt: skip
        found.append(own if own is not BOTTOM else run.copied(option, pos))
    return join_all(found)


def cast(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``typing.cast(Store, value)``: what is not known of the value, the type says."""
    value = args.get(1) or BOTTOM
    if not all(isinstance(one, Unknown | Ext) for one in options(value)):
        return value
    found: list[Value] = []
    for kind in options(args.get(0) or NONE):
        if isinstance(kind, ClassV):
            found.append(run.typed_instance(kind))
        elif isinstance(kind, Ext):
            found.append(run.semantics.instance(run, kind) or BOTTOM)
    known = join_all(found)
    return known if known is not BOTTOM else value


def pickled(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    rebuilt(run, args, pos)
    return None


# --- properties of a class of their own ---


def property_made(run: Interpreter, obj: Obj, args: Args) -> None:
    """An instance of a class that derives from ``property``."""
    for place, name in enumerate(("fget", "fset", "fdel")):
        value = args.get(place, name)
        if value is not None:
            run.heap.store(obj, name, value)
    run.heap.store(obj, "func", args.get(0, "fget") or BOTTOM)


def property_read(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``property.__get__(self, obj, type)``"""
    made, receiver = args.get(0) or BOTTOM, args.get(1) or BOTTOM
    getters = [run.heap.load(one, "fget") for one in options(made) if isinstance(one, Obj)]
    return run.call(join_all(getters), Args((receiver,)), pos)


# --- members by other names ---


def mangled(name: str) -> str | None:
    """``_Store__client`` is what ``__client`` is called outside of its class; None for other names."""
    found = _MANGLED.fullmatch(name) if name.startswith("_") and "__" in name[2:] else None
    return found[1] if found is not None else None


def module_member(run: Interpreter, module: str, name: str) -> Value | None:
    """A member that a module does not bind: its globals, or what something else has that is put in its
    place."""
    if name == "__dict__":
        return Namespace(ModuleV(module))
    if name == "__name__":
        known = own_name(run, module)
        return Known(known) if known is not None else Unknown("name", name)
    other = run.engine.read((_REPLACED, module))
    return run.attribute(other, name) if other is not BOTTOM else None


def own_name(run: Interpreter, module: str) -> str | None:
    """The name of a module by its place; None where that need not be what it is imported by.

    A directory that is no package may be one that names begin at (``src``), and so may a package, unless
    the file that asks imports by its name.
    """
    parts = module.split(".")
    above = (".".join(parts[:end]) for end in range(1, len(parts)))
    asking = run.program.files.get(run.frame.module)
    named = asking is not None and any(path.split(b".")[0] == parts[0].encode()
                                       for path in imports.IMPORTED.findall(asking.data))  # fmt: skip
    return module if named and all(one in run.program.files for one in above) else None


def replace(run: Interpreter, modules: Value, value: Value) -> None:
    """``sys.modules[name] = value``"""
    for one in options(modules):
        if isinstance(one, ModuleV):
            run.engine.write((_REPLACED, one.name), value)


def same(value: Value) -> Partial:
    """What gives a value, whatever it is called with."""
    return Partial(Ext("python.$same"), Args((value,)))
