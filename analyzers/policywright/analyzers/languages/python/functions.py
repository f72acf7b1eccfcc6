"""Python's standard library where functions are passed to it: what it wraps, binds, calls or starts."""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.handles import ROOT_ARGS
from policywright.analyzers.engine.keeping import KEPT
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]


def _set_context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """All context variables are one: a program has few, each for something else."""
    value = args.get(0)
    if value is not None:
        run.engine.write(("context",), value)
    return None


def _get_context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    found = run.engine.read(("context",))
    return join(found, args.get(0) or Unknown("context"))


def _process_context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A context has what the module has, whatever it starts processes with."""
    return Ext("multiprocessing")


def _wraps(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``functools.wraps(function)``"""
    wrapped = args.get(0, "wrapped")
    if wrapped is None:
        return Ext("builtins.identity")
    return Partial(Ext("functools.update_wrapper"), Args((), (("wrapped", wrapped),)))


def _update_wrapper(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A wrapper, which knows what it wraps."""
    wrapper, wrapped = args.get(0, "wrapper"), args.get(1, "wrapped")
    for option in options(wrapper or BOTTOM):
        if wrapped is not None and isinstance(option, FuncV | Obj):
            run.set_attribute(option, "__wrapped__", wrapped)
    return wrapper


def _unwrap(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``inspect.unwrap(function)``"""
    function = args.get(0, "func") or BOTTOM
    found = [run.attribute(one, "__wrapped__") for one in options(function) if isinstance(one, FuncV | Obj)]
    return join_all([function, *found])


def _from_outside(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return run.call(args.get(0) or BOTTOM, ROOT_ARGS, pos)


def _passed_on(name: str) -> Handler:
    """A decorator that passes what is kept under a name as the first argument."""

    def handler(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        function = args.get(0)
        kept = run.engine.read((KEPT, name))
        return None if function is None else Partial(function, Args((join(kept, Unknown("argument")),)))

    return handler


def _task(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A task is what it gives; where that is nothing, it is still a task."""
    value = args.get(0, "coro")
    return join(value, Unknown("task")) if value is not None and NONE in options(value) else value


def _referred(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """What gives an object when it is called."""
    return Partial(Ext("python.$same"), Args((args.get(0) or BOTTOM,)))


def _done(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``task.add_done_callback(f)``"""
    return run.call(args.get(1) or BOTTOM, Args(args.positional[:1]), pos)


def _partial(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function = args.get(0)
    if function is None:
        return None
    rest = args.drop(1)
    return join_all([Partial(option, rest) for option in options(function)])


def _partial_method(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    found = _partial(run, args, pos)
    return join_all([Wrapped("partialmethod", option) for option in options(found or NONE)])


def _call_first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``f(function, *args, **kwargs)`` calls the function: ``executor.submit``, ``asyncio.to_thread``."""
    function = args.get(0, "func") or args.keyword("fn")
    return run.call(function, args.drop(1), pos) if function is not None else None


def _call_second(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``loop.run_in_executor(executor, function, *args)``, ``loop.call_later(delay, function, *args)``."""
    function = args.get(1)
    return run.call(function, args.drop(2), pos) if function is not None else None


def _thread(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    target = args.get(1, "target")
    if target is None:
        return None
    run.call(target, run.spread(args.get(3, "args"), args.get(4, "kwargs")), pos)
    return Ext("threading.Thread()")


def _timer(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function = args.get(1, "function")
    if function is not None:
        run.call(function, run.spread(args.get(2, "args"), args.get(3, "kwargs")), pos)
    return Ext("threading.Timer()")


def _apply(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``pool.apply(function, args, kwargs)``."""
    function, given = args.get(0), args.get(1, "args")
    if function is None:
        return None
    if given is not None and any(isinstance(one, Obj) and run.heap.shape(one).cls for one in options(given)):
        # ``apply(function, object)`` of other libraries
        return run.call(function, args.drop(1), pos)
    return run.call(function, run.spread(given, args.get(2, "kwds") or args.keyword("kwargs")), pos)


def _gather(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return Tup((*args.positional, *((args.more,) if args.more is not None else ())), args.more is not None)


def _enter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    return run.enter(value) if value is not None else None


def _decorator_factory(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``@f`` or ``@f(...)``: given a function it returns it, given options it returns itself."""
    target = args.get(0)
    if isinstance(target, FuncV | Bound | ClassV | Wrapped | Partial):
        return target
    return Ext("builtins.identity")


TABLE: dict[str, Handler] = {
    "functools.partial": _partial,
    "functools.partialmethod": _partial_method,
    "functools.lru_cache": _decorator_factory,
    "functools.wraps": _wraps,
    "functools.update_wrapper": _update_wrapper,
    "inspect.unwrap": _unwrap,
    "contextlib.ExitStack().enter_context": _enter,
    "contextlib.AsyncExitStack().enter_async_context": _enter,
    "contextlib.AsyncExitStack().enter_context": _enter,
    "dataclasses.dataclass": _decorator_factory,
    "python.$from_outside": _from_outside,
    "click.pass_obj": _passed_on("obj"),
    "attr.s": _decorator_factory,
    "attr.define": _decorator_factory,
    "attrs.define": _decorator_factory,
    "attrs.frozen": _decorator_factory,
    "python.$done": _done,
    "weakref.ref": _referred,
    "weakref.WeakMethod": _referred,
    "contextvars.ContextVar().set": _set_context,
    "contextvars.ContextVar().get": _get_context,
    "asyncio.create_task": _task,
    "asyncio.ensure_future": _task,
    "asyncio.gather": _gather,
    "asyncio.to_thread": _call_first,
    "asyncio.TaskGroup().create_task": _task,
    "asyncio.get_event_loop().create_task": _task,
    "asyncio.get_event_loop().run_in_executor": _call_second,
    "asyncio.get_running_loop().run_in_executor": _call_second,
    "asyncio.get_running_loop().create_task": _task,
    "anyio.to_thread.run_sync": _call_first,
    "anyio.run": _call_first,
    "threading.Thread": _thread,
    "threading.Timer": _timer,
    "multiprocessing.Process": _thread,
    "multiprocessing.get_context": _process_context,
    "atexit.register": _call_first,
}
METHODS: dict[str, Handler] = {
    "submit": _call_first,
    "apply_async": _apply,
    "apply": _apply,
    "run_in_executor": _call_second,
    "create_task": _task,
    "call_soon": _call_first,
    "call_later": _call_second,
    "enter_context": _enter,
    "enter_async_context": _enter,
    "start_soon": _call_first,
    "add_done_callback": _call_first,
    "run_sync": _call_first,
    "spawn": _call_first,
    "do": _call_first,
    "add_job": _apply,
    "add_task": _call_first,
}
"""Methods of library objects that call what they are given, whatever the library."""
