"""What Python's callables say about themselves: whose a method is, parts of a partial, signatures, dispatch.

Sources: the Python library reference (``functools``, ``inspect``) and its data model ("Callable types").
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from policywright.analyzers import ir
from policywright.analyzers.engine.handles import Maybe, Passed
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Handle,
    Known,
    Method,
    ModuleV,
    Obj,
    Partial,
    Tup,
    Unknown,
    Value,
    Wrapped,
    join_all,
    options,
)
from policywright.analyzers.languages.python.handles import BoundArguments, Namespace, Signature

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_OWNER, _NAME = "__self__", "__name__"


def attribute(run: Interpreter, function: Value, name: str) -> Value | None:
    """A member of a callable; None for one that says nothing here."""
    match function:
        case Bound(receiver=owner) | Method(receiver=owner) if name == _OWNER:
            return owner
        case Bound(function=inner) if name == "__func__":
            return inner
        case FuncV() | Bound(function=FuncV()) if name == _NAME:
            code = function.function if isinstance(function, FuncV) else function.function.function
            return Known(code.name)
        case Method(receiver=owner, name=method) if name == _NAME and _may_send(owner):
            # ``paginate(s3, s3.list_objects_v2)``: the operation's name, by the way of its method.
            return Known(method)
        case Partial(function=inner, args=fixed) if name in ("func", "args", "keywords"):
            if name == "func":
                return inner
            return _items(fixed) if name == "args" else _named(run, fixed, run.here)
        case FuncV() if name == "__get__":
            return Partial(Ext("python.$bound"), Args((function,)))
        case Wrapped(function=inner) if name in ("__func__", "__wrapped__", "fget"):
            return inner
        case FuncV() if name == "dispatch":
            # Of ``functools.singledispatch``: what it gives is called.
            return Partial(Ext("python.$same"), Args((function,)))
        case FuncV() if name == "__wrapped__":
            wrapped = run.engine.read(("function", function.function, name))
            return wrapped if wrapped is not BOTTOM else function
        case FuncV() | Bound() | Partial() if name in ("__wrapped__", "func"):
            return function
        case FuncV() | Bound(function=FuncV()):
            code = function.function if isinstance(function, FuncV) else function.function.function
            found = run.engine.read(("function", code, name))
            return found if found is not BOTTOM else None
    return None


def _may_send(owner: Value) -> bool:
    """It sends requests, or is a field that nothing here sets."""
    return any(
        isinstance(option, Unknown) or (isinstance(option, Handle) and option.sends())
        for option in options(owner)
    )


def of_unknown(function: Unknown, name: str) -> Value | None:
    """The same of what is only known to be some method: ``self.client.list_users``."""
    if function.reason != "attribute" or function.name is None:
        return None
    return Known(function.name) if name == _NAME else Unknown("owner") if name == _OWNER else None


# --- functools.singledispatch ---


def register(run: Interpreter, generic: FuncV, args: Args, pos: ir.Pos) -> Value:
    """``generic.register(T)(f)``, ``generic.register(f)``, ``generic.register(T, f)``: one more of its name.

    Which one is called depends on types; all are, as far as their annotations let them.
    """
    given = [value for value in args.positional if not isinstance(value, ClassV)]
    found = [option for value in given for option in options(value)]
    functions = [option for option in found if isinstance(option, FuncV | Bound | Wrapped)]
    if not functions:
        return Partial(Method(generic, "register"), args)
    key = ("class", generic.owner) if generic.owner is not None else ("global", generic.module)
    for function in functions:
        run.engine.write((*key, generic.function.name), function)
    return join_all(functions)


# --- what there is by name ---


def globals_of(run: Interpreter, module: str, pos: ir.Pos) -> Obj:
    """The globals of a module, as a dict; what is private in it too."""
    found = run.heap.new("dict", "globals", pos, module, run.frame.task.id)
    for name in sorted(run.program.lowered(module).bound):
        run.heap.store(found, name, run.module_attribute(module, name))
    return found


def mapped(run: Interpreter, value: Value, pos: ir.Pos) -> Value:
    """What ``**vars(x)`` and ``dict(x.__dict__)`` have their entries of: the names of a module, an object's
    fields. What a base that is not the program's sets is there too."""
    found: list[Value] = []
    for option in options(value):
        match option:
            case Namespace(obj=ModuleV(name=module)):
                found.append(globals_of(run, module, pos))
            case Namespace(obj=Obj() as obj):
                found.append(obj)
                cls = run.heap.shape(obj).cls
                if cls is not None and run.external_base(cls) is not None:
                    found.append(option)
            case _:
                found.append(option)
    return join_all(found)


def overlay(run: Interpreter, module: str) -> None:
    """``globals().update(settings)``: texts that are there may be others."""
    for name in sorted(run.program.lowered(module).bound):
        if run.heap.holds_data(run.module_attribute(module, name)):
            run.engine.write(("global", module, name), Unknown("variable", name))


def bound_again(run: Interpreter, name: str, pos: ir.Pos) -> Iterable[str]:
    """What ``from local_settings import *`` may replace: what its file binds above it only."""
    if name.partition(".")[0] in sys.stdlib_module_names:
        return ()
    lowered = run.program.lowered(run.frame.module)
    places: dict[str, list[ir.Pos]] = {}
    for statement in _statements(lowered.body):
        for target in statement.targets if isinstance(statement, ir.Assign) else ():
            if isinstance(target, ir.Name):
                places.setdefault(target.name, []).append(statement.pos)
    return [one for one, found in places.items() if max(found) < pos]


def _statements(body: tuple[ir.Stmt, ...]) -> Iterator[ir.Stmt]:
    """The statements of a file, and those under its conditions."""
    for statement in body:
        yield statement
        if isinstance(statement, ir.If):
            yield from _statements((*statement.body, *statement.orelse))
        elif isinstance(statement, ir.Try):
            for block in (statement.body, *(one.body for one in statement.handlers), statement.orelse):
                yield from _statements(block)


def members_of(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``inspect.getmembers(x)``: what of it may make a request, by names that are not told."""
    found: list[Value] = []
    for option in options(args.get(0) or BOTTOM):
        match option:
            case ModuleV(name=module):
                found.append(run.heap.everything(globals_of(run, module, pos)))
            case Obj():
                found.extend((run.any_member(option, Unknown("name")), run.heap.everything(option)))
            case ClassV():
                found.append(run.any_member(option, Unknown("name")))
    return Tup((Tup((Unknown("name"), join_all(found))),), open=True)


# --- inspect.signature ---


def signature(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``inspect.signature(f)``"""
    function = args.get(0, "obj")
    return Signature(function) if function is not None else None


def parameters(run: Interpreter, handle: Signature, pos: ir.Pos) -> Obj:
    """``signature(f).parameters``: what is known of them by their names."""
    found = run.heap.new("dict", "parameters", pos, run.frame.module, run.frame.task.id)
    for option in options(handle.function):
        inner = option.function if isinstance(option, Bound) else option
        for one in inner.function.params if isinstance(inner, FuncV) else ():
            run.heap.store(found, one.name, Unknown("parameter", one.name))
    return found


def bind(run: Interpreter, handle: Signature, args: Args, pos: ir.Pos) -> Value:
    """``signature(f).bind(...)``: arguments by name in one dict, which code may change."""
    return join_all([_bound(run, option, args, pos) for option in options(handle.function)])


def _bound(run: Interpreter, function: Value, args: Args, pos: ir.Pos) -> Value:
    passed, inner = args, function
    if isinstance(function, Bound):
        inner = function.function
        passed = Args((function.receiver, *args.positional), args.keywords, args.more, args.open)
    params = inner.function.params if isinstance(inner, FuncV) else ()
    if not isinstance(inner, FuncV) or any(one.kind in ("rest", "rest-keywords") for one in params):
        return BoundArguments(_items(args), _named(run, args, pos))
    named = run.bind_parameters(inner.function, passed)
    own = [one.name for one in params[len(passed.positional) - len(args.positional) :]]
    found: list[tuple[str, Value]] = []
    maybe = set(args.maybe)
    for name in own:
        value = named[name]
        if isinstance(value, Maybe):
            value = value.value
            maybe.add(name)
        if not isinstance(value, Passed):
            found.append((name, value))
    return BoundArguments(
        Tup(()), _named(run, Args((), tuple(found), None, args.open, frozenset(maybe)), pos)
    )


def bound_arguments(handle: BoundArguments, name: str) -> Value | None:
    """A member of what ``bind`` gave."""
    return {"args": handle.positional, "kwargs": handle.named, "arguments": handle.named}.get(name)


def _items(args: Args) -> Tup:
    more = (args.more,) if args.more is not None else ()
    return Tup((*args.positional, *more), open=bool(more))


def _named(run: Interpreter, args: Args, pos: ir.Pos) -> Obj:
    """A dict of the named arguments."""
    made = run.heap.new("dict", "named", pos, run.frame.module, run.frame.task.id)
    run.heap.fill(made, args.keywords, args.maybe, opened=args.open, others=args.others)
    return made
