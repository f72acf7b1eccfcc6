"""Declared types as evidence: what a variable of an interface or defined type can hold.

Go's interfaces are structural: whatever in the program has the methods may be behind one. A method that
takes or returns an operation's own types (``*sns.PublishInput``) is that operation, whoever implements it.
"""

from __future__ import annotations

from functools import partial

from policywright.analyzers import ir
from policywright.analyzers.engine import escapes
from policywright.analyzers.engine.values import (
    BOTTOM,
    NONE,
    Args,
    Bound,
    ClassV,
    Ext,
    FuncV,
    Known,
    Method,
    Obj,
    Text,
    Tup,
    Unknown,
    Value,
    class_value,
    is_unknown,
    join_all,
    options,
)
from policywright.analyzers.languages.go import standard
from policywright.analyzers.languages.go.aws import names, sdk
from policywright.analyzers.languages.go.facts import facts
from policywright.analyzers.languages.go.handles import Interface, OfType, Signature
from policywright.analyzers.languages.go.types import BASIC, ZERO
from policywright.knowledge.records import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from policywright.analyzers.engine.interpreter import Interpreter
    from policywright.analyzers.program import Program

MAX_IMPLEMENTERS = 16
"""Types behind one interface that are all followed; of more, those that may make requests."""
_MAX_DEPTH = 4


@dataclass(slots=True, eq=False)
class Types:
    """The package-level types of a program and their method names."""

    classes: dict[tuple[str, str], ClassV] = field(default_factory=dict)
    methods: dict[tuple[str, str], set[tuple[str, int]]] = field(default_factory=dict)
    """By package and type: names, with the numbers of parameters."""
    known: dict[ClassV, tuple[set[tuple[str, int]], bool]] = field(default_factory=dict)
    """What was found of whole types."""

    def find(self, program: Program, module: str, annotation: ir.Expr) -> ClassV | None:
        """The type of the program that an annotation names."""
        match annotation:
            case ir.Name(name=name):
                return self.classes.get((program.group_of.get(module, module), name))
            case ir.Attr(obj=ir.ImportExpr(module=path), name=name):
                package = program.resolve(module, path, 0)
                return self.classes.get((package, name)) if package is not None else None
        return None

    def declared(self, program: Program, cls: ClassV) -> list[str]:
        """The names of the methods that a type itself has."""
        package = program.group_of.get(cls.module, cls.module)
        return sorted({name for name, _ in self.methods.get((package, cls.cls.name), ())})

    def method_names(
        self, program: Program, cls: ClassV, depth: int = 0
    ) -> tuple[set[tuple[str, int]], bool]:
        """Methods of a type with their arity, promoted ones too; True when a library adds unknown ones."""
        known = self.known.get(cls) if not depth else None
        if known is not None:
            return known
        package = program.group_of.get(cls.module, cls.module)
        found = set(self.methods.get((package, cls.cls.name), ()))
        opened = False
        if cls.cls.abstract:
            found |= {(name, _arity(kind)) for name, kind in cls.cls.annotations if not name.startswith("$")}
        for name, annotation in cls.cls.annotations:
            if name in cls.cls.embedded:
                inner = self.find(program, cls.module, annotation)
                if inner is None:
                    own = standard.methods(annotation)
                    found, opened = found | (own or frozenset()), opened or own is None
                elif depth < _MAX_DEPTH:
                    more, unknown = self.method_names(program, inner, depth + 1)
                    found, opened = found | more, opened or unknown
        if not depth:
            self.known[cls] = found, opened
        return found, opened


def _arity(signature: ir.Expr) -> int:
    """The parameters of a method of an interface."""
    params = signature.args[0] if isinstance(signature, ir.Call) and signature.args else None
    return len(params.items) if isinstance(params, ir.TupleLit) else 0


def types_of(program: Program) -> Types:
    """The types of a program, collected once from its IR."""
    types: Types | None = program.notes.get("go types")
    if types is None:
        types = program.notes["go types"] = Types()
        for module in program.scope:
            package = program.group_of.get(module)
            if package is None:
                continue
            lowered = program.lowered(module)
            for cls in lowered.classes:
                if "." not in cls.qualname and not cls.underlying:
                    types.classes.setdefault((package, cls.name), class_value(program, cls, module))
            for function in lowered.functions:
                owner, dot, name = function.qualname.partition(".")
                if dot and name == function.name and name != "func":
                    # The first parameter is the receiver.
                    types.methods.setdefault((package, owner), set()).add((name, len(function.params) - 1))
    return types


def narrowed(run: Interpreter, value: Value, annotation: ir.Expr) -> Value:
    """Of several alternatives, those that a variable of a declared type of the program can hold."""
    found = options(value)
    if not any(isinstance(option, Obj) for option in found):
        return value
    if isinstance(annotation, ir.Name) and annotation.name in BASIC:
        plain = [option for option in found if not isinstance(option, Obj | Tup | FuncV | Bound)]
        return join_all(plain) if plain and len(plain) < len(found) else value
    declared = types_of(run.program).find(run.program, run.frame.module, annotation)
    if declared is None:
        return value
    kept = [option for option in found if holds(run, declared, option)]
    return join_all(kept) if kept and len(kept) < len(found) else value


def has_member(run: Interpreter, cls: ClassV, name: str) -> bool:
    """Whether values of a type can have a field or method of a name."""
    if cls.cls.embedded or cls.cls.underlying or any(label == name for label, _ in cls.cls.annotations):
        return True
    return run.find(cls, name) is not None


def holds(run: Interpreter, declared: ClassV, option: Value) -> bool:
    """Whether a struct or interface can be a value; what came from a library may be anything."""
    own: ClassV | None = None
    match option:
        case Obj():
            own = run.heap.shape(option).cls
        case Known(value=value):
            return value is None or declared.cls.abstract
        case Text() | Tup() | FuncV():
            return declared.cls.abstract
        case _:
            return True
    if own is None or not declared.cls.abstract:
        return declared.cls.abstract if own is None else own.cls is declared.cls
    types = types_of(run.program)
    wanted, _ = types.method_names(run.program, declared)
    has, more = types.method_names(run.program, own)
    return more or wanted <= has


def typed(run: Interpreter, cls: ClassV) -> Value | None:
    """What a variable declared with a type of the program can hold; None for a struct's own instances."""
    if cls.cls.underlying:
        return with_methods(run, cls, _underlying(run, cls), cls.cls.pos)
    if not cls.cls.abstract:
        return None
    found = [run.typed_instance(one) for one in implementers(run, cls)]
    known = [value for value in found if value is not BOTTOM]
    if not known or evidence(run, cls):
        known.append(Interface(cls))
    return join_all(known)


def with_methods(run: Interpreter, cls: ClassV, value: Value, pos: ir.Pos) -> Value:
    """A value of a type that gives another one a name; of what is not known, something that has the methods
    of the type as well, if any can lead to a request or the methods of what is known would stand for it."""
    found = options(value)
    if not any(isinstance(one, Unknown | Ext | Signature) for one in found):
        return value
    hidden = any(isinstance(one, Known | Text) and one != NONE for one in found)
    minor = run.engine.bounds.crowds.minor
    names = types_of(run.program).methods.get(
        (run.program.group_of.get(cls.module, cls.module), cls.cls.name), ()
    )
    members = [run.find(cls, name) for name, _ in sorted(names)]
    functions = [one for member in members if member is not None for one in options(member)]
    if any(isinstance(one, FuncV) and (hidden or one.function not in minor) for one in functions):
        return join_all((value, run.allocate_instance(cls, pos, "named")))
    return value


def _underlying(run: Interpreter, cls: ClassV) -> Value:
    for name, annotation in cls.cls.annotations:
        if name == ZERO:
            continue
        found = run.in_module(cls, lambda annotation=annotation: run.annotated(annotation))  # type: ignore[misc]
        if found is not None:
            return found
    return Unknown("value")


def implementers(run: Interpreter, interface: ClassV) -> list[ClassV]:
    """Structs of the program that have all methods of an interface."""
    cache: dict[ClassV, list[ClassV]] = facts(run).implementers
    if interface not in cache:
        cache[interface] = _implementers(run, interface)
    return cache[interface]


def _implementers(run: Interpreter, interface: ClassV) -> list[ClassV]:
    types = types_of(run.program)
    wanted, _ = types.method_names(run.program, interface)
    if not wanted:
        return []
    found: list[ClassV] = []
    for cls in types.classes.values():
        if cls.cls.abstract:
            continue
        has, more = types.method_names(run.program, cls)
        if wanted <= has or (more and len(wanted & has) > len(wanted) // 2):
            run.ensure(cls.module)
            found.append(cls)
    if len(found) <= MAX_IMPLEMENTERS or run.plans is None:
        return found
    return [cls for cls in found if run.plans.sends(cls.cls.name)]


def evidence(run: Interpreter, cls: ClassV) -> bool:
    """Whether any method of an interface is an operation by its types, or an SDK interface is embedded."""
    cache: dict[ClassV, bool] = facts(run).evidence
    if cls not in cache:
        cache[cls] = False
        cache[cls] = any(
            _library(run, cls, annotation) if name.startswith("$") else method(run, cls, name) is not None
            for name, annotation in cls.cls.annotations
        )
    return cache[cls]


def _library(run: Interpreter, cls: ClassV, annotation: ir.Expr) -> bool:
    found = run.in_module(cls, lambda: run.evaluate(annotation))
    return any(
        (isinstance(option, Ext) and names.is_sdk(option.path))
        or (isinstance(option, ClassV) and option.cls.abstract and option != cls and evidence(run, option))
        for option in options(found)
    )


def holds_senders(run: Interpreter, cls: ClassV, around: tuple[ClassV, ...] = ()) -> bool:
    """Whether a struct, or one in it, has fields for values of an SDK, of interfaces or functions."""
    found = (run.in_module(cls, partial(run.evaluate, kind)) for _, kind in cls.cls.annotations)
    return any(_can_send(run, option, (*around, cls)) for value in found for option in options(value))


def _can_send(run: Interpreter, kind: Value, around: tuple[ClassV, ...]) -> bool:
    match kind:
        case Ext(path=path):
            return names.is_sdk(path)
        case ClassV():
            if kind.cls.abstract or kind.cls.underlying == "function_type":
                return True
            return len(around) < _MAX_DEPTH and kind not in around and holds_senders(run, kind, around)
    return isinstance(kind, Signature)


def _signature(cls: ClassV, name: str) -> ir.Call | None:
    for label, annotation in cls.cls.annotations:
        if label == name and isinstance(annotation, ir.Call):
            return annotation
    return None


def method(run: Interpreter, cls: ClassV, name: str) -> tuple[str, str] | None:
    """The (service, operation) that a method of an interface is by the types it takes or returns."""
    signature = _signature(cls, name)
    if signature is None:
        return None
    value = run.in_module(cls, lambda: run.evaluate(signature))
    return operation_of(value)


def operation_of(value: Value) -> tuple[str, str] | None:
    """The operation of a signature's value."""
    if isinstance(value, Signature) and value.service is not None and value.operation is not None:
        return value.service, value.operation
    return None


def signature(run: Interpreter, args: Args, pos: ir.Pos) -> Value | None:
    """``$signature((params), (results))``: a function type, with the operation that its types name."""
    params, results = args.positional
    for group, suffix in ((params, "Input"), (results, "Output")):
        for item in group.items if isinstance(group, Tup) else ():
            for option in options(item):
                found = names.shape_operation(run, option.path, suffix) if isinstance(option, Ext) else None
                if found is not None:
                    return Signature(*found)
    return Signature()


def call(run: Interpreter, handle: Interface, name: str, args: Args, pos: ir.Pos) -> Value | None:
    """A method of an interface whose implementation is not known."""
    cls = handle.cls
    found = method(run, cls, name)
    if found is not None:
        return sdk.operate(run, *found, name, args, pos)
    # Whoever it is may ask with what it gets, and call it.
    escapes.note_arguments(run, args, f"{escapes.NOBODY}{name}", pos, loose=True)
    run.give_away(name, args, pos)
    declared = _signature(cls, name)
    if declared is not None and len(declared.args) > 1:
        results = declared.args[1]
        return _results(run, cls, results.items if isinstance(results, ir.TupleLit) else ())
    types = types_of(run.program)
    for label, annotation in cls.cls.annotations:
        if not label.startswith("$"):
            continue
        embedded = types.find(run.program, cls.module, annotation)
        if embedded is not None and embedded.cls.abstract and embedded != cls:
            # Who implements it is an alternative of its own, if it is all of this interface.
            answer = call(run, Interface(embedded), name, args, pos)
            if answer is not None:
                return answer
            continue
        inner = run.in_module(cls, lambda annotation=annotation: run.annotated(annotation))  # type: ignore[misc]
        if inner is not None and inner != handle:
            return run.call(run.attribute(inner, name), args, pos)
    return None


def expression(run: Interpreter, cls: ClassV, name: str) -> Value | None:
    """``T.Name`` of an interface, or of what an embedded field lends; None for a method of T's own."""
    if cls.cls.abstract or (cls.cls.embedded and run.find(cls, name) is None):
        return Method(OfType(cls), name)
    return None


def call_expression(run: Interpreter, handle: OfType, name: str, args: Args, pos: ir.Pos) -> Value:
    """A call of a method expression: the receiver is the first argument, by its type if nothing else."""
    kind = handle.type
    receiver = args.get(0)
    if receiver is None or is_unknown(receiver):
        known = sdk.instance(run, kind.path) if isinstance(kind, Ext) else run.typed_instance(kind)
        receiver = known if known is not None else Unknown("receiver")
    return run.call(run.attribute(receiver, name), args.drop(1), pos)


def _results(run: Interpreter, cls: ClassV, types: tuple[ir.Expr, ...]) -> Value:
    found: list[Value] = []
    for kind in types:
        value = run.in_module(cls, lambda kind=kind: run.annotated(kind))  # type: ignore[misc]
        found.append(value if value is not None else Unknown("result"))
    return found[0] if len(found) == 1 else Tup(tuple(found))
