"""What Java calls by way of a value: lambdas, references to methods, objects of functional interfaces."""

from __future__ import annotations

from policywright.analyzers import ir
from policywright.analyzers.engine import carrying
from policywright.analyzers.engine.values import (
    BOTTOM,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Known,
    Obj,
    Partial,
    Union,
    Unknown,
    Value,
    Wrapped,
    join_all,
    options,
)
from policywright.analyzers.languages.java import places, runtime
from policywright.analyzers.languages.java.declarations import INIT
from policywright.analyzers.languages.java.handles import Reference, Sink
from policywright.analyzers.sdk import filling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter

_CALLABLES = FuncV | Bound | Partial
_OF_PAIRS = frozenset(("put", "putIfAbsent", "replace", "setProperty"))
"""Methods that a reference to gets a key and a value: ``settings.forEach(map::put)``."""
FUNCTIONAL_DEFAULTS = frozenset((
    "and", "andThen", "compose", "curried", "memoized", "negate", "or", "reversed", "tupled",
))  # fmt: skip


def invoke(run: Interpreter, function: Value, args: Args, pos: ir.Pos) -> Value:
    """Calls functions, references and objects with a single method; anything else gives nothing."""
    found: list[Value] = []
    for option in options(function):
        match option:
            case FuncV() | Bound() | Partial() | Wrapped():
                found.append(run.call(option, args, pos))
            case Reference():
                found.append(call_reference(run, option, args, pos))
            case Sink(cell=cell):
                run.engine.write(cell, args.get(0) or BOTTOM)
            case Obj() if run.heap.shape(option).kind == "instance":
                found.append(_call_object(run, option, args, pos))
            case Unknown(reason="parameter" | "attribute"):
                found.append(run.call(option, args, pos))
    return join_all(found) if found else Unknown("call")


def _call_object(run: Interpreter, obj: Obj, args: Args, pos: ir.Pos) -> Value:
    """An object that implements a functional interface: its one public method."""
    cls = run.heap.shape(obj).cls
    functions = [] if cls is None else [
        one.function.name for one in cls.cls.body if isinstance(one, ir.FunctionDef) and
        one.function.name != INIT
    ]  # fmt: skip
    return run.call(run.attribute(obj, functions[0]), args, pos) if len(functions) == 1 else BOTTOM


def call_reference(run: Interpreter, handle: Reference, args: Args, pos: ir.Pos) -> Value:
    """What ``Type::method`` or ``object::method`` gives, of each target that it may have."""
    target, name = handle.target, handle.name
    if handle.bound:
        return send(run, target, name, args, pos)
    if type(target) is Union:
        return join_all([call_reference(run, one, args, pos) for one in apart(handle)])
    if name == "new":
        return run.call(target, args, pos)
    if isinstance(target, ClassV):
        if not is_static(run, handle) and args.positional:
            return send(run, args.positional[0], name, args.drop(1), pos)
        return run.call(run.attribute(target, name), args, pos)
    if isinstance(target, Ext):
        path = f"{target.path}.{name}"
        if path not in runtime.TABLE and args.positional and not isinstance(args.positional[0], Unknown):
            return send(run, args.positional[0], name, args.drop(1), pos)
        return run.call(Ext(path), args, pos)
    return Unknown("call")


def send(run: Interpreter, receiver: Value, name: str, args: Args, pos: ir.Pos) -> Value:
    """``receiver.name(args)`` outside of a call expression."""
    node = ir.Call(pos, ir.Attr(pos, ir.Opaque(pos), name))
    return run.call_method(receiver, name, args, node, "")


def of_function(run: Interpreter, function: Value, name: str, args: Args, pos: ir.Pos) -> Value:
    """A method of a functional interface: its only one, or one that it has beside that."""
    if isinstance(function, Partial) and function.function == runtime.HELD and name != "get":
        # A field that is found by its name, too, is set, or asked what it is.
        filling.written(run, name, args)
        return Unknown("field")
    other = args.get(0)
    if name in FUNCTIONAL_DEFAULTS:
        if other is None:
            return function
        both = (other, function) if name == "compose" else (function, other)
        return Partial(Ext("java.$chained"), Args((*both, Known(name))))
    own = [Bound(function, value) for code in places.defaults(run.program).get(name, ())
           for value in run.engine.created.get(code, ())]  # fmt: skip
    fitting = [one for one in own if len(one.function.function.params) == len(args.positional)]
    if fitting:
        return join_all([run.call(one, args, pos) for one in fitting])
    return run.call(function, args, pos)


def call_back(run: Interpreter, args: Args, pos: ir.Pos, path: str = "") -> Value:
    """What a library that is given functions gets of them: it calls them."""
    passed: Args | None = None
    found: list[Value] = []
    given = args.told()
    for value in given if args.more is None else (*given, args.more):
        for option in options(value):
            if isinstance(option, _CALLABLES):
                passed = passed or carrying.passed(run, path, args)
                found.append(run.call(option, passed, pos))
            elif isinstance(option, Reference):
                for one in apart(option):
                    found.append(call_reference(run, one, _given(run, one), pos))
    made = join_all(found)
    run.semantics.called_back = args, made
    return made


def _given(run: Interpreter, handle: Reference) -> Args:
    """What a library calls a reference to a method with: of an instance's own, that comes first."""
    if isinstance(handle.target, ClassV) and not handle.bound:
        own = () if is_static(run, handle) else (run.typed_instance(handle.target),)
        return Args(own, more=Unknown("argument"))
    return Args((Unknown("argument"),) * (2 if handle.name in _OF_PAIRS else 1))


def is_static(run: Interpreter, handle: Reference) -> bool:
    """Whether a reference is to a method of the class itself."""
    cls = handle.target
    member = run.find(cls, handle.name) if isinstance(cls, ClassV) else None
    return member is not None and any(isinstance(option, Wrapped) for option in options(member))


def apart(handle: Reference) -> list[Reference]:
    """The references that one stands for: very many that differ by their targets are one."""
    return [Reference(one, handle.name, handle.bound) for one in options(handle.target)]
