"""Promises of JavaScript (each is its value here), and functions that become or get their callbacks."""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine import keeping
from policywright.analyzers.engine.values import (
    BOTTOM,
    NO_ARGS,
    NONE,
    Args,
    Bound,
    Ext,
    FuncV,
    Known,
    Obj,
    Text,
    Tup,
    Unknown,
    Value,
    is_nothing,
    join,
    join_all,
    options,
)
from policywright.analyzers.languages.typescript.aws_sdk.requests import call_all, is_function
from policywright.analyzers.languages.typescript.handles import LibraryValue, Promisified, Rejecter, Resolver
from policywright.knowledge.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from policywright.analyzers.engine.interpreter import Interpreter

Handler: TypeAlias = Callable[["Interpreter", Args, ir.Pos], Value | None]


def _error(run: Interpreter) -> Value:
    """What whoever asks for an error gets."""
    return join(Unknown("error"), run.engine.read((keeping.THROWN,)))


def _rejected(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    keeping.throw(run, args.get(0) or NONE)
    return Unknown("error")


def _of_promise(name: str, settle: Handler) -> Handler:
    """A method of promises, but of objects of the program that have their own of that name (a pipeline's
    ``then(step)``)."""

    def call(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
        value = args.get(0) or NONE
        own = [option for option in options(value) if _has_own(run, option, name)]
        if not own:
            return settle(run, args, pos)
        given = args.drop(1)
        found = [run.call(run.attribute(option, name), given, pos) for option in own]
        others = [option for option in options(value) if option not in own]
        if others:
            found.append(
                settle(run, replace(args, positional=(join_all(others), *given.positional)), pos) or NONE
            )
        return join_all(found)

    return call


def _has_own(run: Interpreter, value: Value, name: str) -> bool:
    if not isinstance(value, Obj):
        return False
    cls = run.heap.shape(value).cls
    return run.heap.has_key(value, name) or (cls is not None and run.find(cls, name) is not None)


def _then(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``promise.then(f, g)``: a promise is its value here."""
    value, callback, failed = args.get(0) or NONE, args.get(1), args.get(2)
    if failed is not None and is_function(failed):
        run.call(failed, Args((_error(run),)), pos)
    if callback is None or is_nothing(callback):
        return value
    return run.call(callback, Args((value if value is not BOTTOM else Unknown("later"),)), pos)


def _catch(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value, callback = args.get(0) or NONE, args.get(1)
    if callback is not None and is_function(callback):
        return join(value, run.call(callback, Args((_error(run),)), pos))
    return value


def _finally(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    callback = args.get(1)
    if callback is not None:
        run.call(callback, NO_ARGS, pos)
    return args.get(0)


def _all(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    value = args.get(0)
    return (
        value
        if value is not None and run.sequence(value) is not None
        else Tup((run.iterate(value or BOTTOM),), True)
    )


def _settled(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    run.heap.store(obj, "value", run.iterate(args.get(0) or BOTTOM), certain=True)
    run.heap.store(obj, "status", Unknown("status"), certain=True)
    run.heap.store(obj, "reason", _error(run), certain=True)
    return Tup((obj,), open=True)


def _race(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return run.iterate(args.get(0) or BOTTOM)


def _promise(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``new Promise((resolve, reject) => ...)`` is what it is resolved with."""
    key = ("promise", run.frame.module, pos, run.frame.task.id)
    executor = args.get(0)
    if executor is not None:
        run.call(executor, Args((Resolver(key), Rejecter())), pos)
    found = run.engine.read(key)
    return found if found is not BOTTOM else Unknown("promise")


def _resolvers(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    key = ("promise", run.frame.module, pos, run.frame.task.id)
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    run.heap.store(obj, "resolve", Resolver(key), certain=True)
    run.heap.store(obj, "reject", Rejecter(), certain=True)
    run.heap.store(obj, "promise", run.engine.read(key), certain=True)
    return obj


def _call_first(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``setTimeout(f, delay, ...args)``."""
    return _called_with(run, args.get(0), args.drop(2), pos)


def _in_time(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``pTimeout(promise, {fallback, message})``, ``pTimeout(promise, delay, fallback)``.

    What is waited for, or what is taken instead; without an error (``message: false``) that is nothing.
    """
    found = [args.get(0) or NONE]
    later = args.drop(1)
    if later.more is not None:
        found.append(Unknown("promise"))
    for position, given in enumerate(later.positional):
        for one in options(given):
            if isinstance(one, Obj):
                found += _instead(run, one, pos)
            elif not isinstance(one, Unknown):
                found.append(_called_with(run, one, NO_ARGS, pos) if _is_callable(one) else BOTTOM)
            elif position > 0 or len(later.positional) == 1:
                # A delay that nobody knows has no fallback; options may.
                found.append(Unknown("promise"))
    return join_all(found)


def _instead(run: Interpreter, given: Obj, pos: ir.Pos) -> list[Value]:
    found: list[Value] = [Unknown("promise")] if run.heap.is_open(given) else []
    if run.heap.has_key(given, "fallback"):
        found.append(_called_with(run, run.attribute(given, "fallback"), NO_ARGS, pos))
    if run.heap.has_key(given, "message"):
        told = options(run.attribute(given, "message"))
        found += [NONE for one in told if isinstance(one, Unknown) or one == Known(False)]
    return found


def _call_queued(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``queue.add(({signal}) => ...)``; nothing comes of it where the time that a queue may have is up."""
    obj = run.heap.new("dict", pos, run.frame.module, run.frame.task.id)
    run.heap.store(obj, "signal", Unknown("signal"), certain=True)
    return join(_called_with(run, args.get(0), Args((obj,)), pos), NONE)


def _call_counted(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``pRetry((attempt) => ...)``"""
    return _called_with(run, args.get(0), Args((Unknown("attempt"),)), pos)


def _call_bailing(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``retry((bail, attempt) => ...)``"""
    return _called_with(run, args.get(0), Args((Rejecter(), Unknown("attempt"))), pos)


def _call_scheduled(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``schedule(f, ...args)``, ``schedule(options, f, ...args)``"""
    first = args.get(0) or BOTTOM
    found = _called_with(run, first, args.drop(1), pos)
    if all(_is_callable(one) and not isinstance(one, Unknown) for one in options(first)):
        return found
    return join(found, _called_with(run, args.get(1), args.drop(2), pos))


def _throat(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``throat(2)``, and ``throat(2, f)`` or ``throat(f, 2)``, which is called as the function is."""
    if args.more is None and len(args.positional) < 2:
        return Ext("throat()")
    found = [one for given in args.positional for one in options(given) if _is_callable(one)]
    return join_all(found) if found and args.more is None else join_all([*found, Unknown("function")])


def _call_with_rest(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``process.nextTick(f, ...args)``"""
    return _called_with(run, args.get(0), args.drop(1), pos)


def _called_with(run: Interpreter, function: Value | None, args: Args, pos: ir.Pos) -> Value:
    called = [one for one in options(function or BOTTOM) if _is_callable(one)]
    return run.call(join_all(called), args, pos) if called else NONE


def _is_callable(value: Value) -> bool:
    """It may be a function, of the program or of something else: a client's method, what was made of one."""
    return not isinstance(value, Known | Text | Tup | Obj)


def _promisify(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A function with a callback as one that returns."""
    return Promisified(args.get(0) or Unknown("function"))


def call_promisified(run: Interpreter, function: Value, args: Args, pos: ir.Pos) -> Value:
    """What the callback gets of a function of the program's, or of a library that may go by one.

    A request returns its response anyway.
    """
    goes_by_it = all(isinstance(one, FuncV | Bound | LibraryValue) for one in options(function))
    if not goes_by_it or args.more is not None:
        return run.call(function, args, pos)
    key = ("promisified", run.frame.module, pos, run.frame.task.id)
    back = run.call(function, replace(args, positional=(*args.positional, Resolver(key, 1))), pos)
    found = run.engine.read(key)
    if found is not BOTTOM:
        return found
    return back if not is_nothing(back) else Unknown("promise")


def _callbacks(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    call_all(run, args, pos)
    return Unknown("callback")


def _in_context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``storage.run(store, f, ...args)``; all storages are one: a program has few, for different things."""
    store, function = args.get(0), args.get(1)
    if store is not None:
        run.engine.write(("context",), store)
    return run.call(function, args.drop(2), pos) if function is not None else None


def _context(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    return join(run.engine.read(("context",)), Unknown("context"))


TABLE: dict[str, Handler] = {
    "async_hooks.AsyncLocalStorage().run": _in_context,
    "async_hooks.AsyncLocalStorage().enterWith": _in_context,
    "async_hooks.AsyncLocalStorage().getStore": _context,
    "%then": _of_promise("then", _then),
    "%catch": _of_promise("catch", _catch),
    "%finally": _of_promise("finally", _finally),
    "Promise": _promise,
    "Promise.all": _all,
    "Promise.allSettled": _settled,
    "Promise.race": _race,
    "Promise.any": _race,
    "Promise.withResolvers": _resolvers,
    "Promise.try": _call_with_rest,
    # Bluebird's (http://bluebirdjs.com/docs/api-reference.html).
    "Promise.promisify": _promisify,
    "Promise.reject": _rejected,
    # They call what they get, now or when others are done: the packages' own pages,
    # https://www.npmjs.com/package/p-limit and so on.
    "p-limit()": _call_with_rest,
    "throat": _throat,
    "throat()": _call_with_rest,
    "p-retry": _call_counted,
    "async-retry": _call_bailing,
    "p-queue().add": _call_queued,
    "bottleneck().schedule": _call_scheduled,
    "p-timeout": _in_time,
    # What a component keeps between renderings (https://react.dev/reference/react/hooks).
    "react.useMemo": _call_first,
    "setTimeout": _call_first,
    "setInterval": _call_first,
    "setImmediate": _call_with_rest,
    "queueMicrotask": _call_first,
    "process.nextTick": _call_with_rest,
    "process.on": _callbacks,
    "process.once": _callbacks,
    "util.promisify": _promisify,
    "es6-promisify.promisify": _promisify,
}
