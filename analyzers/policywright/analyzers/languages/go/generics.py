"""What type parameters of Go stand for: type arguments that are written, and those that values tell."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine.values import (
    NO_ARGS,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Obj,
    Tup,
    Value,
    join_all,
    options,
)
from policywright.analyzers.languages.go import interfaces
from policywright.analyzers.languages.go.handles import Generic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from policywright.analyzers.engine.interpreter import Interpreter


def with_types(run: Interpreter, callee: Value, types: Value, pos: ir.Pos) -> Value:
    """A generic function or type with type arguments: of the program's, there is one of each for what is
    declared of a type parameter; what a library's gives is of them."""
    own = [one for one in options(types) if isinstance(one, ClassV) and _is_struct(one)]
    if isinstance(callee, Ext) and own:
        return Generic(callee, join_all(own))
    if isinstance(callee, FuncV | ClassV) and own:
        code = callee.function if isinstance(callee, FuncV) else callee.cls
        made = [run.call(kind, NO_ARGS, pos) for kind in own]
        run.engine.write(("go-type-arguments", code), join_all(made))
    return callee


def parameter(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """A variable of a type parameter: what the function, or the type of the method, is instantiated with.

    Behind the zero value come the parameters of the function whose types have it: what they are passed tells
    it where no type argument is written.
    """
    zero, *passed = args.positional
    found = [zero]
    function = run.frame.function
    while function is not None:
        found.append(run.engine.read(("go-type-arguments", function.function)))
        if function.owner is not None:
            found.append(run.engine.read(("go-type-arguments", function.owner.cls)))
        outer = function.closure
        function = run.engine.instances.by_id[outer].function if outer is not None else None
    told = dict.fromkeys(kind for value in passed for kind in _kinds(run, value))
    found.extend(run.call(kind, NO_ARGS, pos) for kind in told if _is_struct(kind))
    return join_all(found)


def _kinds(run: Interpreter, value: Value, depth: int = 0) -> Iterator[ClassV]:
    """The types of the program that a value tells: its own, its items', those that a function takes."""
    for option in options(value):
        match option:
            case Obj() if (own := run.heap.shape(option).cls) is not None:
                yield own
            case Obj() | Tup() if not depth:
                yield from _kinds(run, run.iterate(option), 1)
            case FuncV():
                yield from _taken(run, option)
            case Bound(function=function):
                yield from _taken(run, function)


def _taken(run: Interpreter, function: FuncV) -> Iterator[ClassV]:
    for one in function.function.params:
        annotation = one.annotation
        kind = annotation and interfaces.types_of(run.program).find(run.program, function.module, annotation)
        if kind:
            yield kind


def _is_struct(kind: ClassV) -> bool:
    return not kind.cls.abstract and not kind.cls.underlying
