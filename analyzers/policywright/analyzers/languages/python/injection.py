"""The containers of dependency_injector: providers that make an object when they are called.

Source: https://python-dependency-injector.ets-labs.org/providers/ -- ``Factory``, ``Singleton`` and their
kin keep a callable and its arguments; those among the arguments that are providers are called first.
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    NO_ARGS,
    Args,
    Ext,
    Gen,
    Value,
    join_all,
    options,
)
from policywright.analyzers.languages.python.handles import Provider

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_MAKERS = (
    "Factory",
    "Singleton",
    "ThreadSafeSingleton",
    "ThreadLocalSingleton",
    "ContextLocalSingleton",
    "Callable",
    "Resource",
    "Coroutine",
    "AbstractFactory",
    "AbstractSingleton",
)
PROVIDE = "dependency_injector.wiring.Provide"


def _provider(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    function = args.get(0)
    return Provider(function, args.drop(1)) if function is not None else None


def provided(run: Interpreter, provider: Provider, args: Args, pos: ir.Pos) -> Value:
    """What calling a provider gives."""
    fixed = provider.args
    own = Args(
        (*(_resolved(run, value, pos) for value in fixed.positional), *args.positional),
        tuple(
            {
                **{name: _resolved(run, value, pos) for name, value in fixed.keywords},
                **dict(args.keywords),
            }.items()
        ),
    )
    made = run.call(provider.function, own, pos)
    return join_all([run.enter(option) if isinstance(option, Gen) else option for option in options(made)])


def _resolved(run: Interpreter, value: Value, pos: ir.Pos) -> Value:
    return join_all(
        [
            provided(run, option, NO_ARGS, pos) if isinstance(option, Provider) else option
            for option in options(value)
        ]
    )


def injected(run: Interpreter, receiver: Ext, key: Value) -> Value | None:
    """``Provide[Container.service]``, the default of an injected parameter."""
    if receiver.path not in (PROVIDE, "dependency_injector.wiring.Closing"):
        return None
    return _resolved(run, key, run.here)


TABLE: dict[str, Callable[[Interpreter, Args, ir.Pos], Value | None]] = {
    **{f"dependency_injector.providers.{name}": _provider for name in _MAKERS},
    "dependency_injector.providers.Object": lambda run, args, pos: Provider(Ext("builtins.identity"), args),
}

__all__ = ["TABLE", "injected", "provided"]
