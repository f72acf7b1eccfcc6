"""What frameworks call to fill parameters: FastAPI's ``Depends``, and containers of providers.

Sources: https://python-dependency-injector.ets-labs.org/providers/ -- ``Factory``, ``Singleton`` and their
kin keep a callable and its arguments; those among the arguments that are providers are called first.
https://fastapi.tiangolo.com/tutorial/dependencies/ -- also as ``Annotated[T, Depends(f)]``, with which one
parameter's type says what is passed; FastDepends, FastStream and TaskIQ do the same.
https://maldoinc.github.io/wireup/latest/services/ -- a factory is asked for by type, or by its qualifier.
"""

from __future__ import annotations

from collections.abc import Callable

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    NO_ARGS,
    Args,
    Ext,
    Gen,
    Partial,
    Unknown,
    Value,
    constant,
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
_DEPENDING = (
    "fastapi.Depends",
    "fastapi.Security",
    "fastapi.params.Depends",
    "fast_depends.Depends",
    "faststream.Depends",
    "taskiq.TaskiqDepends",
    "taskiq_dependencies.Depends",
)
_INJECTING = ("wireup.Inject", "wireup.annotation.Inject")
_REGISTERING = ("wireup.service", "wireup.injectable", "wireup.annotation.service")
_REGISTERED = "wireup.service()"
_QUALIFIED = "qualified"
"""With a qualifier: the cell of the factories that have it."""
GIVEN = frozenset((*_DEPENDING, *_INJECTING, PROVIDE, "dependency_injector.wiring.Closing"))
"""What stands beside a type and says what is passed."""


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


def _depends(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Depends(f)``: the framework calls ``f`` and passes what it returns (or yields)."""
    function = args.get(0, "dependency")
    return run.enter(run.call(function, NO_ARGS, pos)) if function is not None else None


def _service(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``@service``, or ``@service(qualifier="name")``: a factory, or a class."""
    qualifier = args.keyword("qualifier")
    if args.positional:
        return args.positional[0]
    return Ext("builtins.identity") if qualifier is None else Partial(Ext(_REGISTERED), Args((qualifier,)))


def _registered(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    factory = args.get(1)
    if factory is not None:
        for qualifier in options(args.positional[0]):
            run.engine.write((_QUALIFIED, constant(qualifier)), factory)
    return factory


def _inject(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``Inject(qualifier="name")``: what the factories of that name give; ``param`` is a setting."""
    qualifier = args.keyword("qualifier")
    if qualifier is None:
        return None
    # A qualifier that is computed may be any.
    names = {constant(option) for option in options(qualifier)}
    factories = [run.engine.read((_QUALIFIED, name)) for name in sorted(names - {None}, key=str)]
    factories.append(run.engine.read((_QUALIFIED, None)))
    given = [run.call(factory, NO_ARGS, pos) for factory in options(join_all(factories))]
    unsure = [Unknown("argument")] if None in names else []
    return join_all([*(run.enter(option) for one in given for option in options(one)), *unsure])


TABLE: dict[str, Callable[[Interpreter, Args, ir.Pos], Value | None]] = {
    **{f"dependency_injector.providers.{name}": _provider for name in _MAKERS},
    **dict.fromkeys(_DEPENDING, _depends),
    **dict.fromkeys(_REGISTERING, _service),
    **dict.fromkeys(_INJECTING, _inject),
    _REGISTERED: _registered,
    "dependency_injector.providers.Object": lambda run, args, pos: Provider(Ext("builtins.identity"), args),
}

__all__ = ["GIVEN", "TABLE", "injected", "provided"]
